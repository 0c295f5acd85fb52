"""JSON as a dataset file must have it: UTF-8 without a mark, each key once, finite numbers, whole characters.

``json`` alone keeps the last of two equal keys and takes NaN; here both are faults, and nothing is lost.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from attrs import frozen

Path = tuple[str | int, ...]

_LAST_ID = re.compile(r'"id"\s*:\s*"([^"\\]*)"')


@frozen(kw_only=True)
class Fault:
    """A fault of the text by its rule's ``code``: at a ``path`` for a value, at a ``line`` for broken text."""

    code: str
    message: str
    expected: str
    path: Path = ()
    record: str | None = None
    line: int | None = None
    column: int | None = None


@frozen
class _Unwritable:
    """A number that JSON does not have, as it was written."""

    text: str


def read_json(data: bytes) -> tuple[Any, list[Fault]]:
    """The value and its faults; the value is None where the text cannot be read at all."""
    if data.startswith(b"\xef\xbb\xbf"):
        message = "the file begins with a byte order mark"
        return None, [Fault(code="CST003", message=message, expected="UTF-8 without it", line=1, column=1)]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        return None, [_broken("CST002", f"byte {data[error.start]:#04x} is not UTF-8", "a file saved as UTF-8", before)]
    repeated: list[tuple[Any, str]] = []
    odd: list[_Unwritable] = []
    try:
        value = json.loads(
            text,
            object_pairs_hook=lambda pairs: _object(pairs, repeated),
            parse_constant=lambda name: _unwritable(name, odd),
            parse_float=lambda digits: _float(digits, odd),
        )
    except json.JSONDecodeError as error:
        what = "the file ends too early" if error.pos >= len(text.rstrip()) else _plain(error.msg)
        return None, [_broken("CST004", what, "complete JSON", text[: error.pos])]
    except RecursionError:
        return None, [Fault(code="CST009", message="values are nested too deeply", expected="at most 64 levels")]
    except ValueError:  # the interpreter's limit on digits
        return None, [Fault(code="CST007", message="a number has too many digits", expected="a number of a few digits")]
    if repeated or odd or "\\u" in text:
        return value, list(_faults(value, repeated, (), None))
    return value, []


def _object(pairs: list[tuple[str, Any]], repeated: list[tuple[Any, str]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        repeated.extend((made, key) for key in made if keys.count(key) > 1)
    return made


def _unwritable(text: str, odd: list[_Unwritable]) -> _Unwritable:
    odd.append(_Unwritable(text))
    return odd[-1]


def _float(digits: str, odd: list[_Unwritable]) -> float | _Unwritable:
    number = float(digits)
    return _unwritable(digits, odd) if number in (float("inf"), float("-inf")) else number


def _faults(value: Any, repeated: list[tuple[Any, str]], path: Path, record: str | None) -> Iterator[Fault]:
    match value:
        case dict():
            if len(path) == 2 and path[0] == "records" and isinstance(value.get("id"), str):
                record = value["id"]
            for made, key in repeated:
                if made is value:
                    what, where = f'the key "{key}" stands here more than once', (*path, key)
                    yield Fault(code="CST005", message=what, expected="each key once", path=where, record=record)
            for key, inner in value.items():
                yield from _surrogates(key, (*path, key), record)
                yield from _faults(inner, repeated, (*path, key), record)
        case list():
            for index, inner in enumerate(value):
                yield from _faults(inner, repeated, (*path, index), record)
        case str():
            yield from _surrogates(value, path, record)
        case _Unwritable(text):
            code = "CST006" if text in ("NaN", "Infinity", "-Infinity") else "CST007"
            yield Fault(code=code, message=f"{text} is no number", expected="a finite number", path=path, record=record)


def _surrogates(text: str, path: Path, record: str | None) -> Iterator[Fault]:
    if any("\ud800" <= character <= "\udfff" for character in text):
        message = "half of a character (a lone surrogate escape)"
        yield Fault(code="CST008", message=message, expected="both halves, or none", path=path, record=record)


def _broken(code: str, message: str, expected: str, before: str) -> Fault:
    """A fault at the end of ``before``, on the record whose id was read last."""
    ids = _LAST_ID.findall(before)
    line = before.count("\n") + 1
    column = len(before) - (before.rfind("\n") + 1) + 1
    return Fault(
        code=code, message=message, expected=expected, record=ids[-1] if ids else None, line=line, column=column
    )


def _plain(message: str) -> str:
    return {
        "Extra data": "something follows the end of the JSON",
        "Unterminated string starting at": "a text without its closing quotation mark begins here",
        "Invalid control character at": "a control character or a line break stands in a text",
        "Expecting value": "a value is missing here, or is no JSON",
        "Expecting ',' delimiter": "a comma or a closing bracket is missing here",
        "Expecting ':' delimiter": "a colon is missing here",
        "Expecting property name enclosed in double quotes": "a key in double quotes is missing here",
        "Illegal trailing comma before end of object": "a comma stands before the closing brace",
        "Illegal trailing comma before end of array": "a comma stands before the closing bracket",
    }.get(message, message[:1].lower() + message[1:])
