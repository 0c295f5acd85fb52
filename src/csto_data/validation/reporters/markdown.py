"""Write findings as a Markdown table for a job summary or comment on GitHub, within its limit of 1 MiB."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...diagnostics import Finding, printable
from .text import brief_related, hint, place, summary

LIMIT = 1_000_000
"""The maximum size of the rows, in bytes."""


def report(findings: Sequence[Finding], count: int, checked: str = "", suppressed: int = 0) -> str:
    """Return a heading with the number of findings, and as many rows as fit."""
    head = f"### csto-data: {_cell(summary(count, count, checked, suppressed))}\n"
    if not findings:
        return head
    rows, size = [], 0
    for row in map(_row, findings):
        size += len(row.encode("utf-8", "replace"))
        if size > LIMIT:
            break
        rows.append(row)
    more = f"\n{count - len(rows)} more not shown.\n" if count > len(rows) else ""
    return f"{head}\n| location | rule | record | message | expected |\n|---|---|---|---|---|\n{''.join(rows)}{more}"


def _row(finding: Finding) -> str:
    """Return the row for a finding."""
    what = "; ".join(part for part in (finding.message, *brief_related(finding), hint(finding)) if part)
    cells = (place(finding), finding.rule, finding.record or "", what, finding.expected)
    return f"| {' | '.join(map(_cell, cells))} |\n"


def _cell(text: str) -> str:
    """Return a text escaped for Markdown."""
    return re.sub(r"([\\`*_{}\[\]<>()#+!|~&@])", r"\\\1", printable(text))
