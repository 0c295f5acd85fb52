"""Findings for readers and for programs: each a pure function of the findings and of how many there are in all."""

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
"""The reporters by the name of their format; each takes the findings to show and the number of all."""
