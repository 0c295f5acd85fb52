"""Violations and findings, which readers and rules produce and reporters show.

A ``Violation`` says what is wrong at a location, given by offsets or by a path; it is cheap to create and to count. A
``Finding`` is the same in a form for people: with line, column, suggestion and fix.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from types import UnionType
from typing import Annotated, Any, Literal, NamedTuple, TypeAlias, Union, cast, get_args, get_origin, get_type_hints

import attrs
from attrs import field, frozen

from .declarations import Constraint, spec
from .web import JsonReady

Severity = Literal["error", "warning"]
Applicability = Literal["safe", "unsafe"]
Path = tuple[str | int, ...]
Text: TypeAlias = Annotated[str, Constraint()]
"""Any text, including an empty one."""
RuleCode: TypeAlias = Annotated[str, Constraint("CST[0-9]{3}")]
_LONGEST_REPR = 120
Position: TypeAlias = Annotated[int, Constraint(minimum=1)]
"""The number of a line or column, from 1; columns count code points."""


class Location(NamedTuple):
    """A location in a file: a span of its text or, without a span, the value at a path.

    Attributes:
        file: The path of the file in its folder.
        path: The keys and indices that lead to the value.
        span: The offsets of the beginning and the end, from 0.
        at_key: Whether the key is meant instead of the value.
        record: The id of the record that contains the location, if known.
    """

    file: str = ""
    path: Path = ()
    span: tuple[int, int] | None = None
    at_key: bool = False
    record: str | None = None


class Suggestion(NamedTuple):
    """An invalid word and the allowed ones; the nearest allowed one is suggested.

    Attributes:
        word: The invalid word.
        known: The allowed words.
        prefixes: If not empty, the allowed words are all ids with one of these prefixes instead.
        typos: Whether the nearest word was certainly meant if it differs by a single typo, as for most keys.
    """

    word: str
    known: Iterable[str] = ()
    prefixes: tuple[str, ...] = ()
    typos: bool = False


class Replacement(NamedTuple):
    """A new text for ``span`` or, without a span, for the location of the violation; None removes the value."""

    text: str | None
    applicability: Applicability
    span: tuple[int, int] | None = None


@frozen(kw_only=True)
class Violation:
    """A violation of a rule.

    Attributes:
        rule: The code of the rule.
        location: The location of the violation.
        message: A short statement of what is wrong, in lower case and without a full stop.
        expected: What is allowed, as a noun phrase.
        suggestion: The invalid word with the allowed ones, if there may be a similar one.
        fix: A correction, if one is known.
        related: Other locations that explain the violation, each with a label. Rules that require the violated rule
            skip the records at these locations, too.
    """

    rule: str = ""
    location: Location
    message: str
    expected: str
    suggestion: Suggestion | None = None
    fix: Replacement | None = None
    related: tuple[tuple[Location, str], ...] = ()


class Diagnostic(JsonReady):
    """A part of the report of findings."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the object for ``json.dumps``, without fields that have no value."""
        return attrs.asdict(cast("Any", self), filter=lambda _, value: value is not None and value != ())

    @classmethod
    def _json_schema(cls) -> dict[str, Any]:
        """Return the fields with their types; ``schemas/report.schema.json`` is complete."""
        hints = get_type_hints(cls)
        fields = [a for a in attrs.fields(cast("Any", cls)) if not a.metadata.get("internal")]
        return {
            "title": cls.__name__,
            "type": "object",
            "properties": {a.name: _schema_of(hints[a.name]) for a in fields},
            "required": [a.name for a in fields if a.default is attrs.NOTHING],
        }


def _schema_of(hint: Any) -> dict[str, Any]:
    """Return the JSON Schema of the type of a field."""
    if get_origin(hint) is UnionType or get_origin(hint) is Union:
        hint = next(part for part in get_args(hint) if part is not type(None))
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _schema_of(get_args(hint)[0])}
    if get_origin(hint) is Literal:
        return {"enum": [*get_args(hint)]}
    if issubclass(hint, Diagnostic):
        inner: dict[str, Any] = hint._json_schema()  # noqa: SLF001  # of a class like this one
        return inner
    return {"type": "integer" if hint is int else "string"}


@frozen(kw_only=True)
class Fix(Diagnostic):
    """A replacement for a part of a file; positions count code points from 1.

    A ``safe`` fix corrects the spelling of the same value or removes a value without content; an ``unsafe`` one is a
    guess.
    """

    line: Position = field(metadata=spec(7))
    """The line of the beginning of the replaced text."""
    column: Position = field(metadata=spec(61))
    """The column of the beginning of the replaced text."""
    end_line: Position = field(metadata=spec(7))
    """The line of the end of the replaced text."""
    end_column: Position = field(metadata=spec(68))
    """The column after the last character of the replaced text."""
    text: Text = field(metadata=spec('"title"'))
    """The new text."""
    applicability: Applicability = field(metadata=spec("safe"))
    """Whether csto-data fix applies the fix: safe if it does not change the meaning, unsafe if it is a guess."""

    @property
    def safe(self) -> bool:
        """Whether ``csto-data fix`` applies the fix."""
        return self.applicability == "safe"


@frozen(kw_only=True)
class RelatedLocation(Diagnostic):
    """Another location that explains a finding, such as the first of two equal keys."""

    file: Text = field(metadata=spec("data/events.json"))
    """The path of the file."""
    line: Position | None = field(default=None, metadata=spec(6))
    """The line. Absent when it is not known."""
    column: Position | None = field(default=None, metadata=spec(7))
    """The column. Absent when it is not known."""
    message: Text = field(metadata=spec("first defined here"))
    """What the location has to do with the finding."""


@frozen(kw_only=True, repr=False)
class Finding(Diagnostic):
    """A violation of a rule, with its position, what is wrong, what is expected and why it matters.

    Lines and columns are counted from 1, columns in code points. The end is after the last character.

    Example:
        >>> import tempfile
        >>> from pathlib import Path
        >>> from csto_data import validate
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     _ = Path(folder, "events.json").write_text("{")
        ...     findings = validate(folder)
        >>> findings[0].rule
        'CST004'
    """

    rule: RuleCode = field(metadata=spec("CST101"))
    """The code of the rule, which csto-data explain describes."""
    severity: Severity = field(metadata=spec("error"))
    """The severity of the violation."""
    file: Text = field(metadata=spec("data/events.json"))
    """The path of the file, beginning with the folder as given on the command line."""
    line: Position | None = field(default=None, metadata=spec(7))
    """The line of the beginning. Absent when the finding has no position in a file."""
    column: Position | None = field(default=None, metadata=spec(61))
    """The column of the beginning. Absent when the finding has no position in a file."""
    end_line: Position | None = field(default=None, metadata=spec(7))
    """The line of the end. Absent when the finding has no position in a file."""
    end_column: Position | None = field(default=None, metadata=spec(68))
    """The column after the last character. Absent when the finding has no position in a file."""
    pointer: Text = field(metadata=spec("/records/3/titel"))
    """The location in the file, or in the line of a .jsonl file, as a JSON Pointer (RFC 6901)."""
    record: Text | None = field(default=None, metadata=spec("event:example"))
    """The id of the record. Absent when it is not known."""
    message: Text = field(metadata=spec('unknown field "titel"'))
    """A short statement of what is wrong."""
    expected: Text = field(metadata=spec("one of the fields id, kind, title"))
    """What is allowed."""
    why: Text = field(metadata=spec("An unknown field is usually a misspelt one; ignoring it would lose the value."))
    """The reason for the rule."""
    suggestion: Text | None = field(default=None, metadata=spec("title"))
    """The value that was probably meant. Absent when no allowed value is similar."""
    fix: Fix | None = field(
        default=None,
        metadata=spec(
            {"line": 7, "column": 61, "end_line": 7, "end_column": 68, "text": '"title"', "applicability": "safe"}
        ),
    )
    """A correction of the file. Absent when none is known, or when its text has over 1000 characters."""
    related: tuple[RelatedLocation, ...] = field(
        default=(),
        metadata=spec([{"file": "data/events.json", "line": 6, "column": 7, "message": "first defined here"}]),
    )
    """Other locations that explain the finding. Absent when there are none."""
    page: Text = field(metadata=spec("docs/rules/CST101.md"))
    """The documentation page of the rule, as a path in the project."""
    excerpt: Text | None = field(default=None, metadata=spec(internal=True))
    """The line of the file on which the finding begins, which is not in the JSON."""
    suppression: Text | None = field(default=None, metadata=spec(internal=True))
    """The reason for which suppressions.json accepts the finding, which is only in SARIF."""

    def to_dict(self) -> dict[str, Any]:
        """Return the finding as a JSON object, without unknown values, excerpt, suppression and long fixes.

        Returns:
            A dictionary of the known fields.

        Example:
            >>> import tempfile
            >>> from pathlib import Path
            >>> from csto_data import validate
            >>> with tempfile.TemporaryDirectory() as folder:
            ...     _ = Path(folder, "events.json").write_text("{")
            ...     findings = validate(folder)
            >>> findings[0].to_dict()["severity"]
            'error'
        """
        known = super().to_dict()
        is_long = self.fix is not None and not is_short(self.fix.text)
        hidden = ("excerpt", "suppression", *(["fix"] if is_long else []))
        return {name: value for name, value in known.items() if name not in hidden}

    def __repr__(self) -> str:
        at = "" if self.line is None else f":{self.line}:{self.column}"
        line = printable(f"{self.file}{at}: {self.severity} {self.rule}: {self.message}")
        return f"<Finding {line if len(line) <= _LONGEST_REPR else line[: _LONGEST_REPR - 3] + '...'}>"

    def __str__(self) -> str:
        at = "" if self.line is None else f":{self.line}:{self.column}"
        where = " at ".join(part for part in (self.record, self.pointer) if part)
        what = f"{self.file}{at}: {self.severity} {self.rule}: {self.message}{f' ({where})' if where else ''}"
        meant = f"; did you mean {suggested_json(self)}?" if self.suggestion else ""
        return printable(f"{what}; expected {self.expected}{meant}")


@frozen(kw_only=True)
class ReportDocument:
    """The output of csto-data validate --format json: the findings and their total number."""

    findings: Annotated[tuple[Finding, ...], Constraint(min_length=0)] = field(metadata=spec([]))
    """The listed findings, in the order of the files and from top to bottom."""
    count: Annotated[int, Constraint(minimum=0)] = field(metadata=spec(0))
    """The number of all findings, including those that are not listed."""
    suppressed: Annotated[int, Constraint(minimum=0)] = field(metadata=spec(0))
    """The number of findings that suppressions.json accepts, which are neither listed nor counted."""


LONGEST_STEP = 200
"""The number of characters of a key that a pointer shows."""
LONGEST_TEXT = 1000
"""The number of characters of a message that are shown, and the maximum length of a suggestion or fix in a report."""


def pointer(path: Path) -> str:
    """Return a path as a JSON Pointer (RFC 6901), with overlong keys cut."""
    return "".join("/" + str(step)[:LONGEST_STEP].replace("~", "~0").replace("/", "~1") for step in path)


def is_short(text: str) -> bool:
    """Return whether a suggestion or the text of a fix is short enough for a report."""
    return len(text) <= LONGEST_TEXT


def brief(text: str) -> str:
    """Return the text, safe to print and without the middle part if it is very long."""
    half = LONGEST_TEXT // 2
    return printable(text if is_short(text) else f"{text[:half]} ... {text[-half:]}")


def printable(text: str) -> str:
    """Return the text with escapes for invisible characters and for those that change the text direction."""
    return text if text.isprintable() else "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in text)


def shortened(value: object, limit: int = 60) -> str:
    """Return a value as JSON on one line, safe to print and at most ``limit`` characters long."""
    if isinstance(value, str):
        value = value[: limit + 1]
    written = printable(json.dumps(value, ensure_ascii=False, default=str))
    return written if len(written) <= limit else written[: limit - 3] + "..."


def suggested_json(finding: Finding) -> str:
    """Return the suggestion of a finding as JSON, with quotation marks around a text; empty if there is none."""
    if finding.suggestion is None:
        return ""
    is_value = finding.fix is not None and finding.fix.text == finding.suggestion
    return finding.suggestion if is_value else json.dumps(finding.suggestion, ensure_ascii=False)
