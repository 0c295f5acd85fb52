"""Reporters write findings in a format, from the findings to show and the number of all findings."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ...diagnostics import Finding
from . import concise, github, json, markdown, sarif, text

Reporter = Callable[[Sequence[Finding], int], str]

REPORTERS: dict[str, Reporter] = {
    "text": text.report,
    "concise": concise.report,
    "json": json.report,
    "github": github.report,
    "sarif": sarif.report,
    "markdown": markdown.report,
}
"""The reporters by the name of the format."""
