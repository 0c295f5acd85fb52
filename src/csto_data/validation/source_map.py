"""The text of a file and the positions of its values, created only for files with a violation."""

from __future__ import annotations

import json
import re
from array import array
from bisect import bisect_right
from functools import cached_property
from typing import Any

from ..diagnostics import Applicability, Fix, Location, Path, Replacement, Violation
from ..model import Kind
from ..model.fields import fields_of
from ..serialization.json_reader import decode
from ..serialization.json_scanner import Node, scan
from ..suggestions import Guess


class SourceFile:
    """The text of a file; in a ``.jsonl`` file, each line is a record. ``kind`` is the kind of its records, if any."""

    def __init__(self, name: str, data: bytes, kind: Kind | None = None) -> None:
        self.name = name
        self.data = data
        self._lines = name.endswith(".jsonl")
        self._kind = kind
        self._nodes: dict[int, tuple[Node | None, int]] = {}
        self._last_line: tuple[int, str] = 0, ""

    @cached_property
    def text(self) -> str:
        """The text up to the first byte that is not UTF-8; in a ``.jsonl`` file, such bytes are lone surrogates."""
        if self._lines:
            return self.data.decode("utf-8", "surrogateescape")
        return decode(self.data).text

    @cached_property
    def _starts(self) -> array[int]:
        """The offsets at which the lines begin."""
        return array("Q", [0]) + array("Q", (found.end() for found in re.finditer("\n", self.text)))

    def start(self, line: int) -> int:
        """Return the offset at which a line begins."""
        return self._starts[line - 1]

    def position(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset, from 1."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """Return the offset of a line and column."""
        return self._starts[line - 1] + column - 1

    def line(self, number: int) -> str:
        """Return the text of a line; of the same line again, the same object, because a line can be very long."""
        if self._last_line[0] != number:
            end = self._starts[number] - 1 if number < len(self._starts) else len(self.text)
            self._last_line = number, self.text[self._starts[number - 1] : end].rstrip("\r")
        return self._last_line[1]

    def node(self, path: Path) -> tuple[Node | None, int]:
        """Return the node at a path, or None, and the offset that its own offsets are relative to."""
        key, rest = (int(path[1]), path[2:]) if self._lines and len(path) > 1 else (-1, path)
        if key not in self._nodes:
            start = 0 if key < 0 else self._starts[key]
            text = self.text if key < 0 else self.line(key + 1)
            self._nodes[key] = (None, 0) if self._lines and key < 0 else (scan(text)[0], start)
        root, start = self._nodes[key]
        return (root.at(rest) if root is not None else None), start

    def span(self, location: Location) -> tuple[int, int] | None:
        """Return the span of a location; for a missing value, that of the opening bracket of its object or list."""
        return location.span or self._span_of(location.path, location.at_key)

    def _span_of(self, path: Path, at_key: bool) -> tuple[int, int] | None:
        """Return the span of a value or key, or of what contains it."""
        node, start = self.node(path)
        if node is not None:
            begin, end = node.key if at_key and node.key else (node.start, node.end)
            return start + begin, start + end
        if not path:
            return None
        outer, start = self.node(path[:-1])
        return (start + outer.start, start + outer.start + 1) if outer else self._span_of(path[:-1], at_key)

    def fix(self, violation: Violation, near: Guess | None) -> Fix | None:
        """Return a fix for a violation in this file; ``near`` is the word that was probably meant, if known."""
        wanted, location = violation.fix, violation.location
        if wanted is not None and wanted.span is not None:
            return self._replacing(*wanted.span, wanted.text or "", wanted.applicability)
        node, start = self.node(location.path)
        if node is None or location.span is not None:
            return None
        if near is not None:
            return self._fix_of_word(near, location, node, start)
        return self._fix_of_value(wanted, location.path, node, start) if wanted is not None else None

    def _fix_of_word(self, near: Guess, location: Location, node: Node, start: int) -> Fix | None:
        """Return a fix that inserts the nearest word."""
        begin, end = node.key if location.at_key and node.key else (node.start, node.end)
        text = json.dumps(near.word, ensure_ascii=False)
        return self._replacing(start + begin, start + end, text, "safe" if near.certain else "unsafe")

    def _fix_of_value(self, wanted: Replacement, path: Path, node: Node, start: int) -> Fix | None:
        """Return a fix that replaces a value, or removes one that is optional."""
        if wanted.text is not None:
            return self._replacing(start + node.start, start + node.end, wanted.text, wanted.applicability)
        outer, _ = self.node(path[:-1])
        if outer is None or not _is_optional(self._kind, path):
            return None
        begin, end = _with_comma(outer, path[-1])
        return self._replacing(start + begin, start + end, "", wanted.applicability)

    def _replacing(self, begin: int, end: int, text: str, applicability: Applicability) -> Fix:
        """Return a fix that replaces a span."""
        (line, column), (end_line, end_column) = self.position(begin), self.position(end)
        return Fix(
            line=line,
            column=column,
            end_line=end_line,
            end_column=end_column,
            text=text,
            applicability=applicability,
        )


def _with_comma(outer: Node, step: str | int) -> tuple[int, int]:
    """Return the span of an entry together with one comma."""
    index = outer.place(step) or 0
    node = outer.inner[index][1]
    if index + 1 < len(outer.inner):
        following = outer.inner[index + 1][1]
        return _begin(node), _begin(following)
    if index > 0:
        return outer.inner[index - 1][1].end, node.end
    return outer.start + 1, outer.end - 1


def _begin(node: Node) -> int:
    """Return the offset of a value or, if it has a key, of the key."""
    return node.key[0] if node.key is not None else node.start


def _is_optional(kind: Kind | None, path: Path) -> bool:
    """Return whether the value at a path of a file is optional."""
    if kind is None or len(path) < 3:
        return False
    cls: Any = kind.record_class
    required = False
    for step in path[2:]:
        if isinstance(step, int):
            required = False
        elif cls is None or step == "reports":
            cls, required = None, False
        else:
            field = fields_of(cls).get(step)
            required = field.required if field is not None else False
            cls = field.cls if field is not None else None
    return not required
