"""What a check finds, and what a rule is."""

from __future__ import annotations

from typing import Any, Literal

import attrs
from attrs import frozen

Severity = Literal["error", "warning"]
Path = tuple[str | int, ...]


@frozen
class Rule:
    """One thing that is checked. Its ``code`` is never given to another rule.

    Families: CST0xx syntax, CST1xx shape, CST2xx values, CST3xx references, CST4xx history, CST5xx evidence.
    """

    code: str
    name: str
    summary: str
    why: str
    severity: Severity = "error"


@frozen(kw_only=True)
class Finding:
    """One mistake: which rule, where, what is wrong, what was expected.

    ``pointer`` is the place in the file (RFC 6901); ``record`` the id of the record, if one can be told; lines and
    columns count from 1; ``suggestion`` is the nearest good value.
    """

    rule: str
    severity: Severity
    file: str
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    pointer: str = ""
    record: str | None = None
    message: str
    expected: str
    suggestion: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The finding as flat JSON; what is not known is left out."""
        return attrs.asdict(self, filter=lambda _, value: value is not None)

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}:{self.column}"
        place = " ".join(part for part in (self.record, f"at {self.pointer}" if self.pointer else None) if part)
        hint = f'; did you mean "{self.suggestion}"?' if self.suggestion else ""
        head = f"{where}: {self.severity} {self.rule}: {self.message}{hint}"
        return "\n  ".join(part for part in (head, place, f"expected: {self.expected}") if part)


def pointer(path: Path) -> str:
    """A JSON Pointer (RFC 6901)."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def shortened(value: object, limit: int = 60) -> str:
    """A JSON value on one line, as its author wrote it, safe to print."""
    import json

    written = json.dumps(value, ensure_ascii=False, default=str)
    text = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in written)
    return text if len(text) <= limit else text[: limit - 3] + "..."
