"""Write findings as JSON for programs, as described in ``schemas/report.schema.json``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from ...diagnostics import Finding


def report(findings: Sequence[Finding], count: int, _: str = "", suppressed: int = 0) -> str:
    """Return an object with the findings, the number of all findings, and that of suppressed ones."""
    listed = [finding.to_dict() for finding in findings]
    return dumped({"findings": listed, "count": count, "suppressed": suppressed})


def dumped(value: Any) -> str:
    """Return a value as JSON, with escapes for characters that are not printable."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text) + "\n"
