"""A strict JSON reader: UTF-8 without a byte order mark, no duplicate keys, no NaN, no lone surrogates.

``json`` keeps the last of two equal keys and accepts NaN; here, both are violations. A valid text is read at the speed
of ``json``. Any other text is scanned for the positions of its violations (``json_scanner``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

from attrs import frozen

from ..diagnostics import Violation
from .json_scanner import HIDDEN, MAX_DEPTH, MAX_INTEGER, scan, spelled_number, text_violation

MAX_BYTES = 64 * 2**20
"""The maximum size of a JSON file, in bytes."""
MAX_LINE = 2**20
"""The maximum size of a line of a ``.jsonl`` file, in bytes."""

_MARKS = (((b"\xff\xfe\0\0", b"\0\0\xfe\xff"), "UTF-32"), ((b"\xff\xfe", b"\xfe\xff"), "UTF-16"))
_UNMARKED = (
    (re.compile(rb"[^\0]\0\0\0|\0\0\0[^\0]"), "UTF-32"),
    (re.compile(rb"[^\0]\0[^\0]\0|\0[^\0]\0[^\0]"), "UTF-16"),
)
_STRINGS = re.compile(rb'"(?:[^"\\]|\\.)*"')
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_STEP = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}


@frozen
class Text:
    """The text of a file, and the violations found while decoding it."""

    text: str
    violations: tuple[Violation, ...] = ()


class _NotCleanError(ValueError):
    """There may be a violation, which only a scan can locate."""


def read_json(data: bytes, limit: int = MAX_BYTES, size: int | None = None) -> tuple[Any, list[Violation]]:
    """Return the value of a JSON text, or None if the text cannot be read, and its violations.

    Args:
        data: The text; of a text above the limit, the beginning is sufficient.
        limit: The maximum size in bytes.
        size: The size of the whole text in bytes, if ``data`` may be its beginning only.
    """
    if len(data) > limit:
        message = f"the size is {size} bytes" if size is not None else f"the size is above {limit} bytes"
        expected = f"at most {limit} bytes; a .jsonl file, with one record per line, can be larger"
        return None, [text_violation("CST013", (0, 0), message, expected)]
    decoded = decode(data)
    if decoded.violations:
        return None, list(decoded.violations)
    try:
        return _read_clean(decoded.text, data), []
    except (ValueError, RecursionError):
        node, violations = scan(decoded.text)
        return (node.value if node is not None else None), violations


def lines_of(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Iterate over the lines of a ``.jsonl`` file that are read, with their numbers from 1."""
    if other_encoding(data) is not None:
        yield 1, data
        return
    conflict = MergeConflict()
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.strip() and not conflict.covers(line):
            yield number, line


class MergeConflict:
    """The state of reading the lines of a ``.jsonl`` file, so that a merge conflict is one violation."""

    def __init__(self) -> None:
        self._version = 0
        """0 outside a conflict, 1 in its first version, 2 in another one."""

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


def other_encoding(data: bytes) -> str | None:
    """Return the encoding of a text in UTF-16 or UTF-32, or None if it is probably UTF-8."""
    for marks, encoding in _MARKS:
        if data.startswith(marks):
            return encoding
    return next((f"{name} without a byte order mark" for start, name in _UNMARKED if start.match(data)), None)


def decode(data: bytes) -> Text:
    """Return the text of a file up to the first byte that cannot be decoded, and a violation there."""
    encoding = other_encoding(data)
    if encoding is not None:
        return Text("", (_undecoded(0, f"the file is encoded as {encoding}"),))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        return Text(before, (_undecoded(len(before), f"the byte {data[error.start]:#04x} is not valid UTF-8"),))
    if text.startswith("\ufeff"):
        message = "the file begins with a byte order mark"
        return Text(text, (text_violation("CST003", (0, 1), message, "UTF-8 without a byte order mark", text=""),))
    return Text(text)


def _undecoded(at: int, message: str) -> Violation:
    """Return the violation of a file by its encoding."""
    return text_violation("CST002", (at, at), message, "a file encoded as UTF-8")


def _read_clean(text: str, data: bytes) -> Any:
    """Return the value of a text; raise ValueError or RecursionError if there may be a violation."""
    if HIDDEN.search(text) or "\\u" in text or depth(data) > MAX_DEPTH:
        raise _NotCleanError
    return json.loads(text, object_pairs_hook=_object, parse_constant=_refuse, parse_float=_float, parse_int=_integer)


def depth(data: bytes) -> int:
    """Return how deeply the values of a JSON text are nested."""
    brackets = _STRINGS.sub(b"", data).translate(None, _NO_BRACKETS)
    return max(accumulate(map(_STEP.__getitem__, brackets)), default=0)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object without duplicate keys."""
    made = dict(pairs)
    if len(made) < len(pairs):
        raise _NotCleanError
    return made


def _refuse(_: str) -> Any:
    """Refuse NaN and Infinity."""
    raise _NotCleanError


def _float(digits: str) -> float:
    """Return a number with a fraction in its shortest form."""
    if spelled_number(digits) != digits:
        raise _NotCleanError
    return float(digits)


def _integer(digits: str) -> int:
    """Return an integer that is exact in floating point."""
    number = int(digits)
    if digits == "-0" or abs(number) > MAX_INTEGER:
        raise _NotCleanError
    return number
