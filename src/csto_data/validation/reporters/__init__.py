"""Reporters write findings in a format.

Their arguments are the findings to show, the number of all findings, and what was checked, in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ...diagnostics import Finding
from . import concise, github, json, markdown, sarif, text


class Reporter(Protocol):
    """A function that writes findings in a format."""

    def __call__(self, findings: Sequence[Finding], count: int, checked: str = "", /) -> str:
        """Return the findings in the format."""
        ...


REPORTERS: dict[str, Reporter] = {
    "text": text.report,
    "concise": concise.report,
    "json": json.report,
    "github": github.report,
    "sarif": sarif.report,
    "markdown": markdown.report,
}
"""The reporters by the name of the format."""
