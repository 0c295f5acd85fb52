"""A strict JSON reader: UTF-8 without a byte order mark, no duplicate keys, no NaN, no lone surrogates.

``json`` keeps the last of two equal keys and accepts NaN; here, both are violations. A valid text is read at the speed
of ``json``. Any other text is scanned for the positions of its violations (``json_scanner``).
"""

from __future__ import annotations

import json
import re
from itertools import accumulate
from typing import Any

from attrs import frozen

from ..diagnostics import Violation
from .hidden_characters import hidden_character
from .json_scanner import (
    FILE,
    MAX_DEPTH,
    MAX_INTEGER,
    MAX_ITEMS,
    MAX_STRING,
    Unit,
    scan,
    spelled_number,
    text_violation,
)

MAX_BYTES = FILE.limit
"""The maximum size of a JSON file, in bytes."""

_MARKS = (((b"\xff\xfe\0\0", b"\0\0\xfe\xff"), "UTF-32"), ((b"\xff\xfe", b"\xfe\xff"), "UTF-16"))
_UNMARKED = (
    (re.compile(rb"[^\0]\0\0\0|\0\0\0[^\0]"), "UTF-32"),
    (re.compile(rb"[^\0]\0[^\0]\0|\0[^\0]\0[^\0]"), "UTF-16"),
)
_STRINGS = re.compile(rb'"[^"]*"')
_LONG_STRING = re.compile(rb'"[^"]{%d}' % (MAX_STRING + 1))
"""Strings in a text without escaped quotation marks."""
_HIDING = re.compile(r"\\[bfu]")
"""Escape sequences of control characters, or of any character."""
_BLOCK = 2**20
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_STEP = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}


@frozen
class Text:
    """The text of a file, and the violations found while decoding it."""

    text: str
    violations: tuple[Violation, ...] = ()


class _NotCleanError(ValueError):
    """There may be a violation, which only a scan can locate."""


def read_json(data: bytes, unit: Unit = FILE, size: int | None = None) -> tuple[Any, list[Violation]]:
    """Return the value of a JSON text, or None if the text cannot be read, and its violations.

    Args:
        data: The text; of a text above the limit, the beginning is sufficient.
        unit: Whether the text is a file or a line.
        size: The size of the whole text in bytes, if ``data`` may be its beginning only.
    """
    if len(data) > unit.limit:
        return None, [_too_large(unit, size)]
    decoded = decode(data)
    if decoded.violations:
        return None, list(decoded.violations)
    try:
        return _read_clean(decoded.text, data), []
    except (ValueError, RecursionError):
        node, violations = scan(decoded.text, unit)
        return (node.value if node is not None else None), violations


def _too_large(unit: Unit, size: int | None) -> Violation:
    """Return the violation of a text that is too large, whose size may be unknown."""
    limit = unit.limit
    has = f"{size} bytes, more than the limit of {limit}" if size is not None else f"more than {limit} bytes"
    return text_violation("CST013", (0, 0), f"the {unit.name} has {has}", unit.smaller.format(limit=limit))


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
    if hidden_character(text) or _HIDING.search(text) or depth(data) > MAX_DEPTH or _has_long_string(data):
        raise _NotCleanError
    value = _decode(text)
    if data.count(b",") >= MAX_ITEMS and _has_long_list(value):
        raise _NotCleanError
    return value


def _has_long_list(document: Any) -> bool:
    """Return whether a document has a list above the limit inside a record."""
    values = [*document.values()] if isinstance(document, dict) else []
    inside = [entry for value in values for entry in (value if isinstance(value, list) else [value])]
    while inside:
        value = inside.pop()
        if isinstance(value, dict):
            inside += value.values()
        elif isinstance(value, list):
            if len(value) > MAX_ITEMS:
                return True
            inside += value
    return False


def depth(data: bytes) -> int:
    """Return how deeply the values of a JSON text are nested."""
    return max(accumulate(map(_STEP.__getitem__, _brackets(data))), default=0)


def open_brackets(data: bytes) -> int:
    """Return how many brackets are opened and not closed in a part of a JSON text."""
    return sum(map(_STEP.__getitem__, _brackets(data)))


def _brackets(data: bytes) -> bytes:
    """Return the brackets of a JSON text outside its strings, found in blocks, so that strings need no memory."""
    text, found, start = _without_escapes(data), [], 0
    while start < len(text):
        end = start + _BLOCK
        if text.count(b'"', start, end) % 2:  # it ends in a string
            end = text.find(b'"', end) + 1 or len(text)
        found.append(_STRINGS.sub(b"", text[start:end]).translate(None, _NO_BRACKETS))
        start = end
    return b"".join(found)


def _has_long_string(data: bytes) -> bool:
    """Return whether a JSON text may have a string above the limit."""
    return len(data) > MAX_STRING and _LONG_STRING.search(_without_escapes(data)) is not None


def _without_escapes(data: bytes) -> bytes:
    """Return a JSON text of the same length in which all quotation marks begin or end a string."""
    return data.replace(b"\\\\", b"__").replace(b'\\"', b"__") if b"\\" in data else data


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


_decode = json.JSONDecoder(
    object_pairs_hook=_object, parse_constant=_refuse, parse_float=_float, parse_int=_integer
).decode
