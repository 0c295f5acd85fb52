"""What a check finds."""

from __future__ import annotations

import json
from typing import Any, Literal

import attrs
from attrs import frozen

Severity = Literal["error", "warning"]
Path = tuple[str | int, ...]


@frozen(kw_only=True)
class Edit:
    """Puts ``text`` in place of what stands from line and column to the end; both count code points from 1.

    A ``safe`` edit spells the same thing properly, or leaves out what says nothing; any other is a guess.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    text: str
    safe: bool


@frozen(kw_only=True)
class Related:
    """Another place that has to do with a finding, such as where a key stood first."""

    file: str
    line: int | None = None
    column: int | None = None
    message: str


@frozen(kw_only=True)
class Finding:
    """One mistake: which rule, where, what is wrong, what was expected, why that matters.

    Lines and columns count code points from 1; the end is behind the last one. ``pointer`` is the place in the file
    (RFC 6901; in a ``.jsonl`` file, in the value of that line), ``record`` the id of the record, if one can be told.
    ``suggestion`` says what was probably meant and ``edit`` how to put it there. ``page`` describes the rule, and
    ``excerpt`` is the line of the file on which the finding begins.
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
    why: str
    suggestion: str | None = None
    edit: Edit | None = None
    related: tuple[Related, ...] = ()
    page: str
    excerpt: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The finding as JSON; what is not known is left out, and so is the excerpt."""
        known = attrs.asdict(self, filter=lambda _, value: value is not None and value != ())
        known.pop("excerpt", None)
        return known

    def __str__(self) -> str:
        from .reporters.text import plain

        return plain(self)


def pointer(path: Path) -> str:
    """A JSON Pointer (RFC 6901)."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def printable(text: str) -> str:
    """The text with an escape for each character that would not be seen, or would move what is seen."""
    return text if text.isprintable() else "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in text)


def shortened(value: object, limit: int = 60) -> str:
    """A JSON value on one line, as its author wrote it, safe to print."""
    written = printable(json.dumps(value, ensure_ascii=False, default=str))
    return written if len(written) <= limit else written[: limit - 3] + "..."
