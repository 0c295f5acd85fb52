"""Write each finding on one line, like a compiler."""

from __future__ import annotations

from collections.abc import Sequence

from ...diagnostics import Finding, printable
from .text import brief_related, hint, place, summary


def report(findings: Sequence[Finding], count: int, checked: str = "", suppressed: int = 0) -> str:
    """Return one line for each finding, followed by their number."""
    return "".join(f"{line}\n" for line in (*map(_line, findings), summary(len(findings), count, checked, suppressed)))


def _line(finding: Finding) -> str:
    """Return the line for a finding."""
    record = f" [{printable(finding.record)}]" if finding.record else ""
    rest = "".join(f"; {part}" for part in (hint(finding), *brief_related(finding)) if part)
    return f"{place(finding)}: {finding.severity} {finding.rule} {finding.message}{record}{rest}"
