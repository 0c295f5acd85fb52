"""The lines of a ``.jsonl`` file. A merge conflict, or a record on several lines, is a single violation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from ..diagnostics import Violation
from ..model import Kind
from .hidden_characters import hidden_character
from .json_reader import open_brackets, other_encoding, read_json
from .json_scanner import LINE, MAX_STRING, text_violation
from .schemas import fast_validator

MAX_LINE = LINE.limit
"""The maximum size of a line, in bytes."""


_LINE = re.compile(rb"[^\n]+")


class Line(NamedTuple):
    """A line of a ``.jsonl`` file.

    Attributes:
        number: Its number, from 1.
        text: The line; of a line above the limit, the beginning is sufficient.
        size: The size of the line in bytes.
        is_part: Whether its record continues on the next line.
    """

    number: int
    text: bytes
    size: int
    is_part: bool = False


def lines_of(data: bytes) -> Iterator[Line]:
    """Iterate over the lines of a file that are to be read; a file that is not in UTF-8 is a single line."""
    if other_encoding(data) is not None:
        yield Line(1, data, len(data))
    else:
        yield from record_lines(split_lines(data))


def split_lines(data: bytes) -> Iterator[Line]:
    """Iterate over the lines of a file that are not empty."""
    number, last = 1, 0
    for found in _LINE.finditer(data):
        number += data.count(b"\n", last, found.start())
        last = found.start()
        yield Line(number, found[0], len(found[0]))


def record_lines(lines: Iterable[Line]) -> Iterator[Line]:
    """Iterate over the lines that are to be read: of a record on several lines the first, of a conflict one version."""
    conflict = MergeConflict()
    waiting: Line | None = None
    """A line with open brackets, until the next line shows whether its record continues there."""
    opened = 0
    """The number of open brackets of a record that continues."""
    for line in lines:
        if not line.text.strip():
            continue
        is_rest = _is_rest(line.text)
        if waiting is not None:
            yield waiting._replace(is_part=is_rest)
            opened, waiting = open_brackets(waiting.text), None
        if opened > 0 and is_rest:
            opened += open_brackets(line.text)
        elif not conflict.covers(line.text):
            opened = 0
            if _is_open(line):
                waiting = line
            else:
                yield line
    if waiting is not None:
        yield waiting


def _is_open(line: Line) -> bool:
    """Return whether a line has open brackets at its end."""
    return line.size <= MAX_LINE and not line.text.rstrip().endswith(b"}") and open_brackets(line.text) > 0


def _is_rest(text: bytes) -> bool:
    """Return whether a line looks like the rest of a record and not like a record."""
    return text[:1] in (b" ", b"\t", b'"', b"}", b"]") and not text.lstrip().startswith(b'{"id"')


def read_line(line: Line) -> tuple[Any, list[Violation]]:
    """Return the value of a line, or None if it cannot be read, and its violations."""
    if line.is_part:
        message, expected = "the record continues on the next line", "one whole record on each line"
        return None, [text_violation("CST004", (0, 1), message, expected)]
    return read_json(line.text, LINE, line.size)


def canonical_line(kind: Kind) -> Callable[[bytes], Any]:
    """Return a function that returns the value of a line, or None if the line may have a violation.

    orjson, of the extra ``fast``, reads and writes such a line without a change, so it has no duplicate keys and no
    unnecessary spaces, and jsonschema-rs accepts its record. Without the extra, there are no such lines.
    """
    accepts = fast_validator(f"{kind.name}.schema.json#/$defs/record")
    try:
        import orjson  # noqa: PLC0415  # the extra fast
    except ImportError:
        return lambda _: None
    if accepts is None:
        return lambda _: None

    def value(text: bytes) -> Any:
        if len(text) > MAX_STRING or b"\x7f" in text or _UNUSUAL_NUMBER.search(text):
            return None
        if b"\\" in text and _HIDING.search(text):
            return None
        try:
            found = orjson.loads(text)
        except ValueError:
            return None
        is_clear = text.isascii() or not hidden_character(text.decode())
        return found if is_clear and orjson.dumps(found) == text and accepts(found) else None

    return value


_UNUSUAL_NUMBER = re.compile(rb'":(?:-0|-?[0-9]+[.]0|-?[0-9]{16,}|-?[0-9.]+[eE][-+0-9]+)[,}]')
"""A number that orjson accepts although it is not in the usual notation, or may not be exact."""
_HIDING = re.compile(rb"\\[bfu]")
"""Escape sequences of control characters, or of any character."""


class MergeConflict:
    """The state of reading the lines of a file, so that a merge conflict is one violation."""

    def __init__(self) -> None:
        self._version = 0
        """0 outside a conflict, 1 in its first version, 2 in another one."""

    @property
    def is_open(self) -> bool:
        """Whether the last line belongs to a conflict."""
        return self._version != 0

    def covers(self, line: bytes) -> bool:
        """Return whether a line is to be skipped, because it belongs to a merge conflict that began earlier.

        The line where a conflict begins is not skipped, nor are the lines of its first version.
        """
        marker = line[:7]
        if marker == b"<<<<<<<" and self._version == 0:
            self._version = 1
            return False
        if self._version == 0:
            return False
        if marker in (b"|||||||", b"======="):
            self._version = 2
        skipped = self._version == 2 or marker == b">>>>>>>"
        if marker == b">>>>>>>":
            self._version = 0
        return skipped
