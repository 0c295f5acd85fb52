"""For programs: the findings as flat JSON, described by ``schemas/report.schema.json``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from ...diagnostics import Finding


def report(findings: Sequence[Finding], count: int) -> str:
    """An object with the findings, and ``count`` of all, those not shown too."""
    return dumped({"findings": [finding.to_json() for finding in findings], "count": count})


def dumped(value: Any) -> str:
    """The JSON of a value, with an escape for each character that a terminal would not show as it is."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text) + "\n"
