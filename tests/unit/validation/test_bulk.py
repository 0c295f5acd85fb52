"""Checking records in parts: the findings are those of a pack with all records, however the records are divided."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.small_datasets import FEWER_EXAMPLES

from csto_data import NotFoundError, validate
from csto_data.diagnostics import Finding
from csto_data.model import KINDS
from csto_data.validation import RULES, CheckedRecords, check_records, join_records
from csto_data.validation.rules.duplicates import UNIQUE

REPORTS = {"date": "2022-01-05", "place": "place:almaty"}
EVENT = {
    "id": "event:a",
    "kind": "protest",
    "title": "A protest",
    "date": "2022-01-05",
    "place": "place:almaty",
    "states": ["state:KAZ"],
    "evidence": [{"source": "source:sukhankin-2022", "reports": REPORTS}],
}
CHANGES: list[dict[str, Any]] = [
    {},
    {"titel": "A title"},
    {"kind": "protesst"},
    {"title": 5},
    {"title": "A  title"},
    {"title": "A LOUD AND LONG TITLE"},
    {"date": "2022-02-31"},
    {"date": "2022-01-07"},
    {"states": ["state:RUS"]},
    {"note": "TODO"},
    {"part_of": "event:0"},
    {"part_of": "event:missing"},
    {"because_of": ["event:1", "state:KAZ"]},
    {"id": "event:1"},
    {"id": "protest"},
    {"id": "event:on-2022-01-05"},
    {"place": "place:aktau"},
]
TOGETHER = {"CST301", "CST302", *UNIQUE}
"""The rules about all records that ``join_records`` applies."""


def event(number: int, change: dict[str, Any]) -> str:
    raw = {**EVENT, "id": f"event:{number}", **change}
    return json.dumps({**raw, **({"date": f"2022-01-{number + 1:02}"} if number % 3 else {})})


def seen(findings: tuple[Finding, ...]) -> list[tuple[Any, ...]]:
    """Return what is compared of findings; those about all records have no column in parts."""
    return sorted(
        (f.line, f.rule, str(f.record), f.pointer, f.message, f.expected, f.suggestion or "")
        for f in findings
        if RULES[f.rule].scope != "dataset" or f.rule in TOGETHER or f.rule < "CST3"
    )


def in_one_folder(lines: list[str]) -> tuple[Finding, ...]:
    with TemporaryDirectory() as folder:
        Path(folder, "events.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return validate(folder)


def in_parts(lines: list[str], size: int) -> list[CheckedRecords]:
    starts = range(0, len(lines), size)
    return [check_records("events", lines[start : start + size], line=start + 1) for start in starts]


@FEWER_EXAMPLES
@given(
    st.lists(
        st.sampled_from([change for change in CHANGES if "part_of" not in change and "because_of" not in change]),
        min_size=1,
        max_size=12,
    ),
    st.integers(1, 5),
)
@example([{"titel": "A title"}, {"titel": "A title"}, {}, {}, {"id": "event:1"}], 1)
def test_findings_of_parts_are_those_of_the_whole_pack(changes: list[dict[str, Any]], size: int) -> None:
    lines = [event(number, change) for number, change in enumerate(changes)]
    assert seen(join_records(in_parts(lines, size))) == seen(in_one_folder(lines))


@FEWER_EXAMPLES
@given(st.lists(st.sampled_from(CHANGES), min_size=1, max_size=12), st.integers(1, 5), st.integers(1, 5))
def test_findings_do_not_depend_on_the_division(changes: list[dict[str, Any]], size: int, other: int) -> None:
    lines = [event(number, change) for number, change in enumerate(changes)]
    assert join_records(in_parts(lines, size)) == join_records(in_parts(lines, other))


def test_record_with_references_to_records_outside_the_packaged_data_is_incomplete() -> None:
    checked = check_records("events", [event(0, {}), event(1, {"part_of": "event:0"})])
    assert (checked.count, checked.incomplete) == (2, 1)


def test_missing_records_are_reported_only_if_no_part_has_them() -> None:
    referring = check_records("events", [event(1, {"part_of": "event:0"})], file="one.jsonl")
    other = check_records("events", [event(0, {})], file="other.jsonl")
    assert [(f.rule, f.message) for f in join_records([referring])] == [("CST302", 'no record has the id "event:0"')]
    assert join_records([referring, other]) == ()


def test_equal_names_of_two_parts_and_of_a_packaged_record_are_reported() -> None:
    evidence = [{"source": "source:sukhankin-2022"}]
    parts = [
        check_records("people", [{"id": f"person:{id}", "name": name, "evidence": evidence}], line=number)
        for number, (id, name) in enumerate([("a", "Ann Example"), ("b", "Vladimir Putin"), ("c", "ann example")], 1)
    ]
    assert [(f.line, f.message) for f in join_records(parts) if f.rule == "CST309"] == [
        (2, '"Vladimir Putin" is also a name of person:vladimir-putin'),
        (3, '"ann example" is also a name of person:a'),
    ]


def test_dicts_lines_and_bytes_give_equal_results() -> None:
    line = json.dumps({**EVENT, "kind": "protesst"}, separators=(",", ":"))
    results = [check_records("events", [raw]) for raw in (line, line.encode(), f"{line}\n", json.loads(line))]
    assert results == [results[0]] * 4
    assert results[0].findings[0].suggestion == "protest"


def test_result_can_be_pickled() -> None:
    checked = check_records("events", [event(number, change) for number, change in enumerate(CHANGES)])
    assert pickle.loads(pickle.dumps(checked)) == checked  # noqa: S301


def test_records_are_read_as_a_stream() -> None:
    read = 0

    def lines() -> Any:
        nonlocal read
        for number in range(5000):
            read += 1
            yield event(number % 28, {"id": f"event:{number}", "kind": "" if number == 0 else "protest"})

    checked = check_records("events", lines())
    assert (read, checked.count, len(checked.keys)) == (5000, 5000, 5000)
    assert [finding.line for finding in checked.findings if finding.pointer == "/kind"] == [1]


def test_unknown_dataset_is_an_error_with_the_nearest_name() -> None:
    with pytest.raises(NotFoundError, match=r'Unknown dataset "event".*Did you mean "events"'):
        check_records("event", [])


@pytest.mark.parametrize("kind", KINDS)
def test_no_records_have_no_findings(kind: str) -> None:
    checked = check_records(kind, [])
    assert (checked.count, checked.findings, checked.keys) == (0, (), ())
