"""Violations and findings: what readers, rules, reporters and :class:`csto_data.DatasetError` speak of.

A :class:`Violation` says what is wrong at a place in a file, by offsets or by a path. It costs little to make and to
count. A :class:`Finding` is the same for a reader: with line, column, suggestion and fix. Imports nothing of the
package.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Literal

import attrs
from attrs import frozen

Severity = Literal["error", "warning"]
Applicability = Literal["safe", "unsafe"]
Path = tuple[str | int, ...]


@frozen(kw_only=True)
class Location:
    """A place in a file: a ``span`` of its text, by offsets from 0, or else the value at ``path``.

    ``at_key`` marks the key of the value instead. ``record`` is the id of the record in which it lies, if known.
    """

    file: str = ""
    path: Path = ()
    span: tuple[int, int] | None = None
    at_key: bool = False
    record: str | None = None


@frozen(kw_only=True)
class Suggestion:
    """A wrong word, and the allowed ones: the nearest of them was probably meant.

    ``known`` are the allowed words; with ``prefixes`` they are all ids that begin so. ``is_key`` marks the key of an
    object instead of a value.
    """

    word: str
    known: Iterable[str] = ()
    prefixes: tuple[str, ...] = ()
    is_key: bool = False


@frozen(kw_only=True)
class Replacement:
    """The text that should stand at ``span``, or else at the place of the violation; None removes the value there."""

    text: str | None
    span: tuple[int, int] | None = None
    applicability: Applicability


@frozen(kw_only=True)
class Violation:
    """What violates a rule, where, and what was expected instead.

    ``related`` are other places that explain the violation. Where they lie in records, these are a part of it: rules
    that require the violated rule skip them, too.
    """

    rule: str = ""
    location: Location
    message: str
    expected: str
    suggestion: Suggestion | None = None
    fix: Replacement | None = None
    related: tuple[tuple[Location, str], ...] = ()


@frozen(kw_only=True)
class Fix:
    """Puts ``text`` in place of what stands from line and column to the end; both count code points from 1.

    A ``safe`` fix spells the same thing properly, or leaves out what says nothing; an ``unsafe`` one is a guess.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    text: str
    applicability: Applicability

    @property
    def safe(self) -> bool:
        """Whether ``csto-data fix`` applies it."""
        return self.applicability == "safe"


@frozen(kw_only=True)
class RelatedLocation:
    """Another place that explains a finding, such as the first of two equal keys."""

    file: str
    line: int | None = None
    column: int | None = None
    message: str


@frozen(kw_only=True)
class Finding:
    """A violation of a rule: where it is, what is wrong, what was expected, why that matters.

    Lines and columns count code points from 1; the end is behind the last one. ``pointer`` is the place in the file
    (RFC 6901; in a ``.jsonl`` file, in the value of that line), ``record`` the id of the record, if known.
    ``suggestion`` says what was probably meant and ``fix`` how to put it there. ``page`` describes the rule, and
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
    fix: Fix | None = None
    related: tuple[RelatedLocation, ...] = ()
    page: str
    excerpt: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the finding as JSON, without what is not known and without the excerpt."""
        known = attrs.asdict(self, filter=lambda _, value: value is not None and value != ())
        known.pop("excerpt", None)
        return known

    def __str__(self) -> str:
        at = "" if self.line is None else f":{self.line}:{self.column}"
        where = " at ".join(part for part in (self.record, self.pointer) if part)
        what = f"{self.file}{at}: {self.severity} {self.rule}: {self.message}{f' ({where})' if where else ''}"
        meant = f"; did you mean {self.suggestion}?" if self.suggestion else ""
        return printable(f"{what}; expected {self.expected}{meant}")


def pointer(path: Path) -> str:
    """Return a path as a JSON Pointer (RFC 6901)."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def printable(text: str) -> str:
    """Return the text with an escape for each character that is invisible, or that moves what is visible."""
    return text if text.isprintable() else "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in text)


def shortened(value: object, limit: int = 60) -> str:
    """Return a JSON value on one line, as its author wrote it, safe to print."""
    written = printable(json.dumps(value, ensure_ascii=False, default=str))
    return written if len(written) <= limit else written[: limit - 3] + "..."
