"""JSON as a dataset file must have it: UTF-8 without a mark, each key once, plain numbers, whole characters.

``json`` alone keeps the last of two equal keys and takes NaN; here both are violations, and nothing is lost. Clean text
is read at the speed of ``json``; only where something is wrong is it scanned for the places (``json_scanner``).
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
"""A file is not read beyond this size."""
MAX_LINE = 2**20
"""Nor is a line of a ``.jsonl`` file, in bytes."""

_MARKS = (((b"\xff\xfe\0\0", b"\0\0\xfe\xff"), "UTF-32"), ((b"\xff\xfe", b"\xfe\xff"), "UTF-16"))
_STRINGS = re.compile(rb'"(?:[^"\\]|\\.)*"')
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_STEP = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}


@frozen
class Text:
    """A file's text, and the violations found while decoding it."""

    text: str
    violations: tuple[Violation, ...] = ()


class _NotCleanError(ValueError):
    """Something that only a scan can place."""


def read_json(data: bytes, limit: int = MAX_BYTES) -> tuple[Any, list[Violation]]:
    """Return the value and the violations; the value is None where the text cannot be read at all."""
    if len(data) > limit:
        message = f"{len(data)} bytes are more than a file or a line may have"
        expected = f"at most {limit} bytes; many records go into .jsonl, one a line"
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
    """The lines of a ``.jsonl`` file that hold something, each with its number from 1."""
    return ((number, line) for number, line in enumerate(data.split(b"\n"), 1) if line.strip())


def decode(data: bytes) -> Text:
    """The text of a file. What cannot be decoded ends it, with a violation there."""
    for marks, encoding in _MARKS:
        if data.startswith(marks):
            return Text("", (_undecoded(0, f"the file is {encoding}"),))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        return Text(before, (_undecoded(len(before), f"byte {data[error.start]:#04x} is not UTF-8"),))
    if text.startswith("\ufeff"):
        message = "the file begins with a byte order mark"
        return Text(text, (text_violation("CST003", (0, 1), message, "UTF-8 without it", text=""),))
    return Text(text)


def _undecoded(at: int, message: str) -> Violation:
    return text_violation("CST002", (at, at), message, "a file saved as UTF-8")


def _read_clean(text: str, data: bytes) -> Any:
    """The value of a text without any violation. Raises ValueError or RecursionError where there may be one."""
    if HIDDEN.search(text) or "\\u" in text or depth(data) > MAX_DEPTH:
        raise _NotCleanError
    return json.loads(text, object_pairs_hook=_object, parse_constant=_refuse, parse_float=_float, parse_int=_integer)


def depth(data: bytes) -> int:
    """How deeply the values of a text are nested, what its strings hold aside."""
    brackets = _STRINGS.sub(b"", data).translate(None, _NO_BRACKETS)
    return max(accumulate(map(_STEP.__getitem__, brackets)), default=0)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise _NotCleanError
    return made


def _refuse(_: str) -> Any:
    raise _NotCleanError


def _float(digits: str) -> float:
    if spelled_number(digits) != digits:
        raise _NotCleanError
    return float(digits)


def _integer(digits: str) -> int:
    number = int(digits)
    if digits == "-0" or abs(number) > MAX_INTEGER:
        raise _NotCleanError
    return number
