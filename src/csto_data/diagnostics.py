"""Violations and findings: what readers, rules, reporters and :class:`csto_data.DatasetError` speak of.

A :class:`Violation` says what is wrong at a place in a file, by offsets or by a path. It costs little to make and to
count. A :class:`Finding` is the same for a reader: with line, column, suggestion and fix.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Annotated, Any, Literal, NamedTuple, TypeAlias

import attrs
from attrs import field, frozen

from .declarations import Constraint, spec

Severity = Literal["error", "warning"]
Applicability = Literal["safe", "unsafe"]
Path = tuple[str | int, ...]
Text: TypeAlias = Annotated[str, Constraint()]
"""Any text, an empty one too."""
RuleCode: TypeAlias = Annotated[str, Constraint("CST[0-9]{3}")]
Position: TypeAlias = Annotated[int, Constraint(minimum=1)]
"""A line or a column, counted from 1; columns count code points."""


class Location(NamedTuple):
    """A place in a file: a ``span`` of its text, by offsets from 0, or else the value at ``path``.

    ``at_key`` marks the key of the value instead. ``record`` is the id of the record in which it lies, if known.
    """

    file: str = ""
    path: Path = ()
    span: tuple[int, int] | None = None
    at_key: bool = False
    record: str | None = None


class Suggestion(NamedTuple):
    """A wrong word, and the allowed ones: the nearest of them was probably meant.

    ``known`` are the allowed words; with ``prefixes`` they are all ids that begin so. ``is_key`` marks the key of an
    object instead of a value.
    """

    word: str
    known: Iterable[str] = ()
    prefixes: tuple[str, ...] = ()
    is_key: bool = False


class Replacement(NamedTuple):
    """The text that should stand at ``span``, or else at the place of the violation; None removes the value there."""

    text: str | None
    applicability: Applicability
    span: tuple[int, int] | None = None


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
    """A text to put in the place of another; positions count code points from 1.

    A ``safe`` fix spells the same thing properly, or leaves out what says nothing; an ``unsafe`` one is a guess.
    """

    line: Position = field(metadata=spec(7))
    """The line of its beginning."""
    column: Position = field(metadata=spec(61))
    """The column of its beginning."""
    end_line: Position = field(metadata=spec(7))
    """The line of its end."""
    end_column: Position = field(metadata=spec(68))
    """The column behind its last character."""
    text: Text = field(metadata=spec('"title"'))
    """What to put there."""
    applicability: Applicability = field(metadata=spec("safe"))
    """Safe when it changes no meaning, so that csto-data fix applies it; else unsafe: a guess."""

    @property
    def safe(self) -> bool:
        """Whether ``csto-data fix`` applies it."""
        return self.applicability == "safe"


@frozen(kw_only=True)
class RelatedLocation:
    """Another place that explains a finding, such as the first of two equal keys."""

    file: Text = field(metadata=spec("data/events.json"))
    """The file."""
    line: Position | None = field(default=None, metadata=spec(6))
    """The line. Absent when it is not told."""
    column: Position | None = field(default=None, metadata=spec(7))
    """The column. Absent when it is not told."""
    message: Text = field(metadata=spec("it stood here first"))
    """What is there."""


@frozen(kw_only=True)
class Finding:
    """A violation of a rule: where it is, what is wrong, what was expected, why that matters.

    Lines and columns count code points from 1; the end is behind the last one.
    """

    rule: RuleCode = field(metadata=spec("CST101"))
    """The code of the rule; csto-data explain tells of it."""
    severity: Severity = field(metadata=spec("error"))
    """How bad it is."""
    file: Text = field(metadata=spec("data/events.json"))
    """The file, as the folder was named on the command line."""
    line: Position | None = field(default=None, metadata=spec(7))
    """The line on which it begins. Absent when it has no place in a file."""
    column: Position | None = field(default=None, metadata=spec(61))
    """The column at which it begins. Absent when it has no place in a file."""
    end_line: Position | None = field(default=None, metadata=spec(7))
    """The line on which it ends. Absent when it has no place in a file."""
    end_column: Position | None = field(default=None, metadata=spec(68))
    """The column behind its last character. Absent when it has no place in a file."""
    pointer: Text = field(metadata=spec("/records/3/titel"))
    """The place in the file, or in the line of a .jsonl file: a JSON Pointer (RFC 6901)."""
    record: Text | None = field(default=None, metadata=spec("event:example"))
    """The id of the record. Absent when it cannot be told."""
    message: Text = field(metadata=spec('unknown field "titel"'))
    """What is wrong."""
    expected: Text = field(metadata=spec("one of the fields id, kind, title"))
    """What would be right."""
    why: Text = field(metadata=spec("Unknown fields are refused so that a slip of the pen loses no data."))
    """Why it matters."""
    suggestion: Text | None = field(default=None, metadata=spec("title"))
    """What was probably meant. Absent when nothing is near."""
    fix: Fix | None = field(
        default=None,
        metadata=spec(
            {"line": 7, "column": 61, "end_line": 7, "end_column": 68, "text": '"title"', "applicability": "safe"}
        ),
    )
    """How to correct the file. Absent when that is not known."""
    related: tuple[RelatedLocation, ...] = field(
        default=(),
        metadata=spec([{"file": "data/events.json", "line": 6, "column": 7, "message": "it stood here first"}]),
    )
    """Other places that have to do with it. Absent when there are none."""
    page: Text = field(metadata=spec("docs/rules/CST101.md"))
    """The page of the project that describes the rule."""
    excerpt: Text | None = field(default=None, metadata=spec(internal=True))
    """The line of the file on which the finding begins; it is not in the JSON."""

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


@frozen(kw_only=True)
class ReportDocument:
    """What csto-data validate --format json prints: the findings, and how many there are in all."""

    findings: Annotated[tuple[Finding, ...], Constraint(min_length=0)] = field(metadata=spec([]))
    """The findings that are shown, in the order of the files and in each from top to bottom."""
    count: Annotated[int, Constraint(minimum=0)] = field(metadata=spec(0))
    """How many findings there are, those that are not shown too."""


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
