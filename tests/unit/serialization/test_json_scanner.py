"""The scanner reads what json reads, knows where it stands, and finds every fault where it is."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csto_data.diagnostics import Violation
from csto_data.serialization.json_reader import depth, read_json
from csto_data.serialization.json_scanner import HIDDEN, MAX_DEPTH, MAX_INTEGER, Node, scan, spelled_number

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf"]), max_size=8)
NUMBERS = st.integers(-MAX_INTEGER, MAX_INTEGER) | st.floats(allow_nan=False, allow_infinity=False).map(
    lambda number: json.loads(spelled_number(repr(number))) if abs(number) < 1e300 else 0
)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


def written(value: Any, indent: int | None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)


def nodes(node: Node) -> Iterator[tuple[Node, str | int | None]]:
    yield node, None
    for step, inner in node.inner:
        yield inner, step
        yield from nodes(inner)


@given(VALUES, st.sampled_from([None, 1, 2]))
def test_a_clean_text_is_read_as_json_reads_it(value: Any, indent: int | None) -> None:
    text = written(value, indent)
    node, faults = scan(text)
    assert not faults
    assert node is not None
    assert node.value == value
    assert read_json(text.encode()) == (value, [])


@given(VALUES, st.sampled_from([None, 1, 2]))
def test_every_span_holds_its_value_and_every_key_its_key(value: Any, indent: int | None) -> None:
    text = written(value, indent)
    root, _ = scan(text)
    assert root is not None
    for node, step in nodes(root):
        assert json.loads(text[node.start : node.end]) == node.value
        if isinstance(step, str):
            assert node.key is not None
            assert json.loads(text[slice(*node.key)]) == step


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_spelling_a_number_changes_no_number(number: float) -> None:
    assert math.isclose(json.loads(spelled_number(repr(number))), number, rel_tol=0)
    assert spelled_number(spelled_number(repr(number))) == spelled_number(repr(number))


def span_of(violation: Violation) -> tuple[int, int]:
    assert violation.location.span is not None
    return violation.location.span


FAULTS = [
    ('{"a": 1, "a": 2}', "CST005", '"a"'),
    ("[NaN]", "CST006", "NaN"),
    ("[1, -Infinity]", "CST006", "-Infinity"),
    ("[1e400]", "CST007", "1e400"),
    ("[1e-400]", "CST007", "1e-400"),
    (f"[{MAX_INTEGER + 1}]", "CST007", f"{MAX_INTEGER + 1}"),
    ("[1.0]", "CST011", "1.0"),
    ("[-0]", "CST011", "-0"),
    ("[1E3]", "CST011", "1E3"),
    ('["\\ud800"]', "CST008", '"\\ud800"'),
    ('["a\u202eb"]', "CST012", "\u202e"),
    ('["a\x01b"]', "CST012", "\x01"),
    ('["a\\u0001b"]', "CST012", '"a\\u0001b"'),
    ('{"a": [1,2,], }', "CST004", ","),
    ("[1] x", "CST004", "x"),
    ('{"a" 1}', "CST004", "1"),
    ("{'a': 1}", "CST004", "'"),
    ("[True]", "CST004", "True"),
    ("[01]", "CST004", "01"),
    ("[+1]", "CST004", "+1"),
    ('["\\x"]', "CST004", "\\"),
    ('["abc', "CST004", '"abc'),
    ('{"a": "b\n}', "CST004", '"b'),
    ("[1 2]", "CST004", "2"),
    ('[1 "2"]', "CST004", ""),
    ("[", "CST004", ""),
    ("", "CST004", ""),
    ("[// no\n1]", "CST004", "/"),
    ("[" * 65 + "]" * 65, "CST009", "["),
]


@pytest.mark.parametrize(("text", "code", "marked"), FAULTS, ids=[text[:20] for text, _, _ in FAULTS])
def test_a_fault_is_found_where_it_is(text: str, code: str, marked: str) -> None:
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
)
def test_bytes_that_are_no_plain_utf8_are_found(data: bytes, code: str, start: int) -> None:
    value, (fault,) = read_json(data)
    assert (value, fault.rule, span_of(fault)[0]) == (None, code, start)


def test_a_text_above_the_size_is_not_read() -> None:
    value, (fault,) = read_json(b"[1, 2]", limit=5)
    assert (value, fault.rule) == (None, "CST013")


def test_several_faults_are_all_found_in_their_order() -> None:
    _, faults = read_json(b'{"a": NaN, "b": 1.0, "a": 1e999}')
    assert [fault.rule for fault in faults] == ["CST006", "CST011", "CST005", "CST007"]


@given(st.integers(1, MAX_DEPTH))
def test_what_nests_no_deeper_than_the_limit_is_read(levels: int) -> None:
    text = "[" * levels + "]" * levels
    assert read_json(text.encode())[1] == []
    assert depth(text.encode()) == levels


def test_brackets_in_texts_do_not_nest() -> None:
    assert read_json(('["' + "[" * 100 + '", "\\"' + "{" * 100 + '"]').encode())[1] == []


@given(
    st.binary(max_size=60)
    | st.text(alphabet='{}[]",:\\u01e.-+ \nNa\ud800'.replace("\ud800", "d"), max_size=40).map(str.encode)
)
def test_any_bytes_give_a_value_or_a_fault_in_the_text(data: bytes) -> None:
    value, faults = read_json(data)
    if not faults:
        assert json.loads(data) == value
        assert not HIDDEN.search(json.dumps(value, ensure_ascii=False))
    for fault in faults:
        start, end = span_of(fault)
        assert 0 <= start <= end <= len(data)
        assert fault.message
        assert fault.expected


@given(st.text(alphabet='{}[]",:1 ', max_size=30))
def test_what_json_refuses_is_refused(text: str) -> None:
    try:
        json.loads(text)
    except ValueError:
        assert read_json(text.encode())[1]


@pytest.mark.parametrize("character", "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
@pytest.mark.parametrize("text", ['["a{}b"]', '{{"a{}b": 1}}', '["a\\u{:04x}b"]'])
def test_no_character_that_turns_the_direction_of_writing_passes(character: str, text: str) -> None:
    value, faults = read_json(text.format(ord(character) if ":04x" in text else character).encode())
    assert [fault.rule for fault in faults] == ["CST012"]
    assert value is not None
