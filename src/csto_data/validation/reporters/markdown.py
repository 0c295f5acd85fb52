"""A table for the summary of a step or a comment, within GitHub's limit of one mebibyte."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...diagnostics import Finding, printable
from .text import hint, place, summary

LIMIT = 1_000_000


def report(findings: Sequence[Finding], count: int) -> str:
    """A heading with the number, and a row for each finding as far as they fit."""
    head = f"### csto-data: {summary(count, count)}\n"
    if not findings:
        return head
    rows, size = [], 0
    for row in map(_row, findings):
        size += len(row.encode("utf-8", "replace"))
        if size > LIMIT:
            break
        rows.append(row)
    more = f"\n{count - len(rows)} more are not shown.\n" if count > len(rows) else ""
    return f"{head}\n| where | rule | record | what | expected |\n|---|---|---|---|---|\n{''.join(rows)}{more}"


def _row(finding: Finding) -> str:
    what = "; ".join(part for part in (finding.message, hint(finding)) if part)
    cells = (place(finding), finding.rule, finding.record or "", what, finding.expected)
    return f"| {' | '.join(map(_cell, cells))} |\n"


def _cell(text: str) -> str:
    """Text that Markdown shows as it is."""
    return re.sub(r"([\\`*_{}\[\]<>()#+!|~&@])", r"\\\1", printable(text))
