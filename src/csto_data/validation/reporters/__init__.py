"""Reporters write findings in a format.

Their arguments are the findings to show, the number of all findings, what was checked, in words, and the number of
suppressed findings. Only SARIF shows those, so its findings include them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ...diagnostics import Finding
from . import concise, github, json, markdown, sarif, text


class Reporter(Protocol):
    """A function that writes findings in a format."""

    def __call__(self, findings: Sequence[Finding], count: int, checked: str = "", suppressed: int = 0, /) -> str:
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
