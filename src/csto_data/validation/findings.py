"""What a check finds, and what a rule is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal

import attrs
from attrs import field, frozen

Severity = Literal["error", "warning"]
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
