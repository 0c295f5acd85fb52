"""The JSON scanner: same values as `json`, exact spans, and a violation at the position of each fault."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csto_data.diagnostics import Violation
from csto_data.serialization.hidden_characters import hidden_character
from csto_data.serialization.json_reader import depth, read_json
from csto_data.serialization.json_scanner import (
    FILE,
    MAX_DEPTH,
    MAX_INTEGER,
    Node,
    scan,
    spelled_number,
)

TEXTS = st.text(st.characters(exclude_categories=["C"]), max_size=8).filter(lambda text: not hidden_character(text))
NUMBERS = st.integers(-MAX_INTEGER, MAX_INTEGER) | st.floats(allow_nan=False, allow_infinity=False).map(
    lambda number: json.loads(spelled_number(repr(number))) if abs(number) < 1e300 else 0
)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


def to_json(value: Any, indent: int | None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)


def walk(node: Node) -> Iterator[tuple[Node, str | int | None]]:
    yield node, None
    for step, inner in node.inner:
        yield inner, step
        yield from walk(inner)


@given(VALUES, st.sampled_from([None, 1, 2]))
def test_scan_returns_same_value_as_json(value: Any, indent: int | None) -> None:
    text = to_json(value, indent)
    node, faults = scan(text)
    assert not faults
    assert node is not None
    assert node.value == value
    assert read_json(text.encode()) == (value, [])


@given(VALUES, st.sampled_from([None, 1, 2]))
def test_scan_spans_cover_values_and_keys(value: Any, indent: int | None) -> None:
    text = to_json(value, indent)
    root, _ = scan(text)
    assert root is not None
    for node, step in walk(root):
        assert json.loads(text[node.start : node.end]) == node.value
        if isinstance(step, str):
            assert node.key is not None
            assert json.loads(text[slice(*node.key)]) == step


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_spelled_number_keeps_the_value(number: float) -> None:
    assert math.isclose(json.loads(spelled_number(repr(number))), number, rel_tol=0)
    assert spelled_number(spelled_number(repr(number))) == spelled_number(repr(number))


def span_of(violation: Violation) -> tuple[int, int]:
    assert violation.location.span is not None
    return violation.location.span


FAULTS = {
    "duplicate key": ('{"a": 1, "a": 2}', "CST005", '"a"'),
    "NaN": ("[NaN]", "CST006", "NaN"),
    "negative infinity": ("[1, -Infinity]", "CST006", "-Infinity"),
    "number too large": ("[1e400]", "CST007", "1e400"),
    "number too small": ("[1e-400]", "CST007", "1e-400"),
    "integer too large": (f"[{MAX_INTEGER + 1}]", "CST007", f"{MAX_INTEGER + 1}"),
    "integer with decimals": ("[1.0]", "CST011", "1.0"),
    "negative zero": ("[-0]", "CST011", "-0"),
    "exponent": ("[1E3]", "CST011", "1E3"),
    "lone surrogate": ('["\\ud800"]', "CST008", '"\\ud800"'),
    "bidirectional control": ('["a\u202eb"]', "CST012", "\u202e"),
    "control character": ('["a\x01b"]', "CST012", "\x01"),
    "escaped control character": ('["a\\u0001b"]', "CST012", '"a\\u0001b"'),
    "trailing comma": ('{"a": [1,2,]}', "CST004", ","),
    "text after the value": ("[1] x", "CST004", "x"),
    "missing colon": ('{"a" 1}', "CST004", "1"),
    "single quotes": ("{'a': 1}", "CST004", "'"),
    "Python literal": ("[True]", "CST004", "True"),
    "leading zero": ("[01]", "CST004", "01"),
    "plus sign": ("[+1]", "CST004", "+1"),
    "unknown escape": ('["\\x"]', "CST004", "\\"),
    "string not closed at end of text": ('["abc', "CST004", '"abc'),
    "string not closed at end of line": ('{"a": "b\n}', "CST004", '"b'),
    "missing comma before number": ("[1 2]", "CST004", "2"),
    "missing comma before string": ('[1 "2"]', "CST004", ""),
    "array not closed": ("[", "CST004", ""),
    "empty text": ("", "CST004", ""),
    "comment": ("[// no\n1]", "CST004", "// no"),
    "too deeply nested": ("[" * 65 + "]" * 65, "CST009", "["),
}


@pytest.mark.parametrize(("text", "code", "marked"), FAULTS.values(), ids=FAULTS)
def test_read_json_reports_fault_at_its_position(text: str, code: str, marked: str) -> None:
    _, (fault,) = read_json(text.encode())
    assert fault.rule == code
    assert text[slice(*span_of(fault))] == marked


@pytest.mark.parametrize(
    ("data", "code", "start"),
    [
        (b"\xef\xbb\xbf[]", "CST003", 0),
        ('["é'.encode() + b"\xff", "CST002", 3),
        ("[]".encode("utf-16"), "CST002", 0),
    ],
    ids=["byte order mark", "invalid byte", "UTF-16"],
)
def test_read_json_rejects_bytes_that_are_not_plain_utf8(data: bytes, code: str, start: int) -> None:
    value, (fault,) = read_json(data)
    assert (value, fault.rule, span_of(fault)[0]) == (None, code, start)


def test_read_json_rejects_text_above_size_limit() -> None:
    value, (fault,) = read_json(b"[1, 2]", FILE._replace(limit=5))
    assert (value, fault.rule) == (None, "CST013")


def test_read_json_reports_all_faults_in_order() -> None:
    _, faults = read_json(b'{"a": NaN, "b": 1.0, "a": 1e999}')
    assert [fault.rule for fault in faults] == ["CST006", "CST011", "CST005", "CST007"]


@pytest.mark.parametrize(
    ("text", "message", "expected"),
    [
        ('{"a": "A"\uff0c "b": 1}', "unexpected U+FF0C (fullwidth comma)", "a comma between items"),
        ('{"a": "A"; "b": 1}', 'unexpected ";"', "a comma between items"),
        ('{"a": "A" \U0001f600}', "unexpected U+1F600 (grinning face)", "a comma between items"),
        ("[1}", 'unexpected "}"', "a closing bracket"),
        ('{"a"\uff1a "A"}', 'unexpected U+FF1A (fullwidth colon) after the key "a"', "a colon"),
        ('{"a" = "A"}', 'unexpected "=" after the key "a"', "a colon"),
        ('{"a", "b": 1}', 'missing colon after the key "a"', "a colon"),
        ('{"a" 1}', 'missing colon after the key "a"', "a colon"),
        ('{"a"', 'missing colon after the key "a"', "a colon"),
        ("[1]\x1a", "unexpected U+001A (control character) after the end of the JSON value", "a single JSON value"),
        ("[1]\x00\x00", "unexpected U+0000 (control character) after the end of the JSON value", "a single JSON"),
        ("[1];", 'unexpected ";" after the end of the JSON value', "a single JSON value"),
        ("[1],", 'unexpected "," after the end of the JSON value', "a single JSON value"),
        ("[1]\u2028", "U+2028 (line separator) outside a string", "ordinary spaces and line breaks"),
        ("[1] [2]", "there is more text after the end of the JSON value", "a single JSON value"),
        ("[1 2]", "missing comma or closing bracket", "a comma between items"),
    ],
    ids=ascii,
)
def test_read_json_names_the_character_that_is_wrong(text: str, message: str, expected: str) -> None:
    _, (fault,) = read_json(text.encode())
    assert fault.message == message
    assert expected in fault.expected


def test_read_json_names_the_size_of_a_file_if_it_is_known() -> None:
    small = FILE._replace(limit=5)
    assert read_json(b"[1, 2]", small, 99)[1][0].message == "the file has 99 bytes, more than the limit of 5"
    assert read_json(b"[1, 2]", small)[1][0].message == "the file has more than 5 bytes"


@given(st.integers(1, MAX_DEPTH))
def test_read_json_accepts_nesting_up_to_the_limit(levels: int) -> None:
    text = "[" * levels + "]" * levels
    assert read_json(text.encode())[1] == []
    assert depth(text.encode()) == levels


def test_brackets_in_strings_do_not_count_as_nesting() -> None:
    assert read_json(('["' + "[" * 100 + '", "\\"' + "{" * 100 + '"]').encode())[1] == []


@given(
    st.binary(max_size=60)
    | st.text(alphabet='{}[]",:;\u2028\x1c\\u01e.-+ \nNa\ud800'.replace("\ud800", "d"), max_size=40).map(str.encode)
)
def test_read_json_returns_value_or_located_faults_for_any_bytes(data: bytes) -> None:
    value, faults = read_json(data)
    if not faults:
        assert json.loads(data) == value
        assert not hidden_character(json.dumps(value, ensure_ascii=False))
    for fault in faults:
        start, end = span_of(fault)
        assert 0 <= start <= end <= len(data)
        assert fault.message
        assert fault.expected


@given(st.text(alphabet='{}[]",:1 ', max_size=30))
def test_read_json_rejects_what_json_rejects(text: str) -> None:
    try:
        json.loads(text)
    except ValueError:
        assert read_json(text.encode())[1]


BIDIRECTIONAL_CONTROLS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize(
    "text", ['["a{}b"]', '{{"a{}b": 1}}', '["a\\u{:04x}b"]'], ids=["in a string", "in a key", "as an escape"]
)
def test_read_json_reports_every_bidirectional_control_character(text: str) -> None:
    wrong = []
    for character in BIDIRECTIONAL_CONTROLS:
        value, faults = read_json(text.format(ord(character) if ":04x" in text else character).encode())
        if [fault.rule for fault in faults] != ["CST012"] or value is None:
            wrong.append(f"U+{ord(character):04X}")
    assert wrong == []
