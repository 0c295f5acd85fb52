"""The lines of a .jsonl file: a record on several lines and a merge conflict are one violation each."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csto_data.model import KINDS
from csto_data.serialization.json_lines import MAX_LINE, Line, canonical_line, lines_of, read_line

RECORD = {"id": "event:a", "title": "A", "evidence": [{"source": "source:b", "at": {"page": 1}}], "states": ["c"]}
LINE = json.dumps(RECORD) + "\n"


def violations(text: str) -> list[tuple[int, str]]:
    return [(line.number, v.message) for line in lines_of(text.encode()) for v in read_line(line)[1]]


CONTINUES = "the record continues on the next line"


@pytest.mark.parametrize("indent", [1, 2, "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_each_record_on_several_lines_is_one_violation(indent: int | str, newline: str) -> None:
    several = json.dumps(RECORD, indent=indent) + "\n"
    text = (LINE + several + LINE + several).replace("\n", newline)
    second = 3 + several.count("\n")
    assert violations(text) == [(2, CONTINUES), (second, CONTINUES)]


def test_record_that_is_cut_off_does_not_hide_the_records_after_it() -> None:
    text = '{"id": "event:b", "states": [\n' + LINE + "{\n5\n{"
    messages = violations(text)
    assert [number for number, _ in messages] == [1, 3, 5]
    assert {message for _, message in messages} == {"the JSON text ends too early"}


def test_conflict_is_one_violation_beside_a_record_on_several_lines() -> None:
    conflict = f"<<<<<<< HEAD\n{LINE}=======\n{LINE}>>>>>>> topic\n"
    text = conflict + json.dumps(RECORD, indent=1) + "\n" + conflict
    assert [message for _, message in violations(text)] == [
        "a merge conflict begins here",
        CONTINUES,
        "a merge conflict begins here",
    ]


def test_commas_between_lines_are_named_and_removed() -> None:
    (line,) = lines_of(b'{"a": 1},')
    _, (violation,) = read_line(line)
    assert violation.message == 'unexpected "," after the record'
    assert violation.expected == "one record on each line, without commas between them"
    assert violation.fix is not None
    assert (violation.fix.text, violation.fix.applicability) == ("", "safe")


def test_line_above_the_limit_is_reported_with_both_sizes() -> None:
    _, (violation,) = read_line(Line(1, b"x" * (MAX_LINE + 1), 2_000_027))
    assert violation.message == "the line has 2000027 bytes, more than the limit of 1048576"
    assert violation.expected == "at most 1048576 bytes in a line"


@given(
    st.lists(st.sampled_from(["{}", '{"a": [', " ", '"b": 1', "  ]", "}", "5", "<<<<<<< x", "=======", ">>>>>>> y"]))
)
def test_lines_of_returns_lines_in_order_and_no_line_twice(parts: list[str]) -> None:
    numbers = [line.number for line in lines_of("\n".join(parts).encode())]
    assert numbers == sorted(set(numbers))
    assert all(parts[number - 1].strip() for number in numbers)


@pytest.mark.parametrize("text", [r"a\u0062", r"a\b", "a\x7f", "a\u200b", 'a", "id": "person:a'])
def test_canonical_line_leaves_unusual_texts_to_the_strict_reader(text: str) -> None:
    line = '{"id":"person:a","name":"A","evidence":[{"source":"source:a"}]}'
    read = canonical_line(KINDS["people"])
    assert read(line.encode()) == json.loads(line)
    assert read(line.replace('"A"', f'"{text}"').encode()) is None


@pytest.mark.parametrize("number", ["41.0", "-0", "41e0", "90071992547409930"])
def test_canonical_line_leaves_unusual_numbers_to_the_strict_reader(number: str) -> None:
    line = '{"id":"place:a","name":"A","kind":"city","latitude":41.5,"evidence":[{"source":"source:a"}]}'
    read = canonical_line(KINDS["places"])
    assert read(line.encode()) == json.loads(line)
    assert read(line.replace("41.5", number).encode()) is None
