"""What a check finds, and what a rule is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, Literal, TypeAlias

import attrs
from attrs import field, frozen

from ..model.declarations import Constraint, spec

Severity = Literal["error", "warning"]
Text: TypeAlias = Annotated[str, Constraint()]
"""Any text, an empty one too."""
RuleCode: TypeAlias = Annotated[str, Constraint("CST[0-9]{3}")]
Position: TypeAlias = Annotated[int, Constraint(minimum=1)]
"""A line or a column, counted from 1; columns count code points."""
Path = tuple[str | int, ...]


def _unchanging(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    return MappingProxyType({**files})


@frozen(kw_only=True)
class Example:
    """A folder that shows what a rule finds, or what it lets pass.

    ``records`` has one record a line, each for the file of its kind, over the packaged data; ``files`` are whole files.
    """

    records: str = ""
    files: Mapping[str, bytes] = field(factory=dict, converter=_unchanging)


@frozen
class Rule:
    """One thing that is checked. Its ``code`` is never given to another rule.

    Families: CST0xx syntax, CST1xx shape, CST2xx values, CST3xx references, CST4xx history, CST5xx evidence, CST6xx
    packs, CST9xx style. ``fails`` and ``passes`` are examples of what it finds and what it lets pass.
    """

    code: str
    name: str
    summary: str
    why: str
    severity: Severity = "error"
    fails: Example | None = None
    passes: Example | None = None

    @property
    def page(self) -> str:
        """Where the rule is described, in the project."""
        return f"docs/rules/{self.code}.md"

    @property
    def family(self) -> str:
        """What the rules with such codes are about."""
        return FAMILIES[self.code[3]]


FAMILIES = {
    "0": "syntax",
    "1": "shape",
    "2": "values",
    "3": "references",
    "4": "history",
    "5": "evidence",
    "6": "packs",
    "9": "style",
}
"""The families of rules by the first digit of their codes."""


@frozen(kw_only=True)
class Edit:
    """A text to put in the place of another; positions count code points from 1.

    A safe edit changes no meaning: it spells the same thing properly, or leaves out what says nothing. Any other one
    is a guess.
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
    safe: bool = field(metadata=spec(True))
    """Whether it changes no meaning, so that csto-data fix does it."""


@frozen(kw_only=True)
class Related:
    """Another place that has to do with a finding, such as where a key stood first."""

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
    """One problem: which rule, where, what is wrong, what was expected, why that matters.

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
    edit: Edit | None = field(
        default=None,
        metadata=spec({"line": 7, "column": 61, "end_line": 7, "end_column": 68, "text": '"title"', "safe": True}),
    )
    """How to mend the file. Absent when that cannot be told."""
    related: tuple[Related, ...] = field(
        default=(),
        metadata=spec([{"file": "data/events.json", "line": 6, "column": 7, "message": "it stood here first"}]),
    )
    """Other places that have to do with it. Absent when there are none."""
    page: Text = field(metadata=spec("docs/rules/CST101.md"))
    """The page of the project that describes the rule."""
    excerpt: Text | None = field(default=None, metadata=spec(internal=True))
    """The line of the file on which the finding begins; it is not in the JSON."""

    def to_json(self) -> dict[str, Any]:
        """The finding as JSON; what is not known is left out, and so is the excerpt."""
        known = attrs.asdict(self, filter=lambda _, value: value is not None and value != ())
        known.pop("excerpt", None)
        return known

    def __str__(self) -> str:
        from .reporters.text import plain

        return plain(self)


@frozen(kw_only=True)
class ReportDocument:
    """What csto-data validate --format json prints: the findings, and how many there are in all."""

    findings: Annotated[tuple[Finding, ...], Constraint(min_length=0)] = field(metadata=spec([]))
    """The findings that are shown, in the order of the files and in each from top to bottom."""
    count: Annotated[int, Constraint(minimum=0)] = field(metadata=spec(0))
    """How many findings there are, those that are not shown too."""


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
