"""Tests of roll-call with generated datasets and with the packaged data."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from roll_call import Code, Line, NoDay, answers, match, roll, span
from roll_call.cli import COLUMNS, cells, main

from csto_data import Answer, Dataset, Day, InvalidDateError, NotFoundError, OutsideCoverageError, UncertainError, load
from csto_data.model import Contingent, Quantity, State
from csto_data.strategies import datasets, days, quantities, records

UNANSWERABLE = (InvalidDateError, NoDay, OutsideCoverageError)


# Generated datasets


@given(datasets(), st.data())
def test_answers_agree_with_members(made: Dataset, data: st.DataObject) -> None:
    for covered in made.coverage.memberships:
        day = data.draw(st.dates(covered.first, covered.last))
        found = answers(made, covered.organization, day)
        try:
            assert tuple(found) == made.members(day, organization=covered.organization)
            assert all(found.values())
        except UncertainError as left_open:
            assert {state for state in found if found[state] is Answer.YES} == set(left_open.certain)  # noqa: PT017
            assert {state for state in found if found[state] is Answer.UNKNOWN} == set(left_open.unknown)  # noqa: PT017


@given(made=st.from_type(Dataset), day=st.none() | days())
def test_every_operation_has_a_roll_or_a_reason(made: Dataset, day: Day | None) -> None:
    for operation in made.operations:
        try:
            lines = roll(made, operation.id, day)
            assert all(line.spells and line.participation for line in lines)
        except UNANSWERABLE as reason:
            assert str(reason)  # noqa: PT017


@given(datasets(), st.sampled_from(get_args(Code)), st.data())
def test_match_keeps_or_reports_every_row(made: Dataset, code: Code, data: st.DataObject) -> None:
    known = [str(getattr(state, code)) for state in made.states if getattr(state, code) is not None]
    written = data.draw(st.lists(st.sampled_from([*known, "999999", "", "KAZ ", "\u0667\u0660\u0665"]), max_size=6))
    matched = match(made, [{code: value, "mine": str(index)} for index, value in enumerate(written)], code)
    assert len(matched.rows) + len(matched.refused) == len(written)
    assert {row[code] for row in matched.rows.values()} == set(written) & set(known)


@given(quantities())
def test_span_includes_the_value(quantity: Quantity) -> None:
    least, most = span(quantity)
    if quantity.value is not None:
        assert float(least) <= quantity.value <= float(most)
    if least and most:
        assert float(least) <= float(most)


@given(st.builds(span))
def test_span_bounds_are_numbers_or_empty(found: tuple[str, str]) -> None:
    assert all(number == "" or float(number) >= 0 for number in found)


made_lines = st.builds(Line, spells=st.just(()), disputes=st.just(()), participation=st.just("full"))
"""Hypothesis generates the other fields from their types: State, Answer, Contingent."""


@given(made_lines)
def test_cells_fill_all_columns(line: Line) -> None:
    assert list(cells(line)) == list(COLUMNS)
    assert cells(line)["name"] == line.state.name


@given(records(State), st.from_type(Contingent))
def test_cells_of_contingent_without_personnel_have_no_numbers(state: State, contingent: Contingent) -> None:
    line = Line(state, Answer.YES, (), "full", contingent, ())
    empty = contingent.personnel is None or contingent.personnel.bounds is None
    assert (cells(line)["sent_least"] + cells(line)["sent_most"] == "") is empty


# The packaged data


def line_of(code: str, on: str | None = None) -> Line:
    (found,) = (line for line in roll(load(), "csto-kazakhstan-2022", on) if line.state.iso_alpha3 == code)
    return found


def test_roll_of_january_2022() -> None:
    lines = roll(load(), "csto-kazakhstan-2022")
    assert [line.state.iso_alpha3 for line in lines] == ["ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"]
    assert {line.answer for line in lines} == {Answer.YES}
    assert cells(line_of("KGZ"))["sent_least"] == cells(line_of("KGZ"))["sent_most"] == "150"
    assert line_of("KAZ").contingent is None
    assert any(dispute.field == "contingents[state:ARM].personnel" for dispute in line_of("ARM").disputes)


def test_roll_shows_frozen_participation() -> None:
    assert line_of("ARM", "2025-01-01").participation == "frozen since 2024-02-22"


def test_roll_raises_outside_coverage_for_month_and_unknown_operation() -> None:
    with pytest.raises(OutsideCoverageError):
        roll(load(), "csto-kazakhstan-2022", "2031-01-01")
    with pytest.raises(InvalidDateError):
        roll(load(), "csto-kazakhstan-2022", "2022-01")
    with pytest.raises(NotFoundError, match="operation:csto-kazakhstan-2022"):
        roll(load(), "csto-kazakstan-2022")


# The command


def test_command_appends_own_columns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = tmp_path / "mine.csv"
    own.write_text("cow,seen\n705,a\n702,b\n", encoding="utf-8")
    assert main(["csto-kazakhstan-2022", str(own), "--code", "cow"]) == 0
    printed = capsys.readouterr()
    header, *rows = printed.out.splitlines()
    assert header == ",".join([*COLUMNS, "cow", "seen"])
    assert "state:KAZ,Kazakhstan,yes,full,,," in rows[2]
    assert rows[2].endswith(",705,a")
    assert len(rows) == 6
    assert "Data version" in printed.err


@pytest.mark.parametrize(
    ("arguments", "message", "returned"),
    [
        pytest.param(
            ["csto-kazakstan-2022"], 'Did you mean "operation:csto-kazakhstan-2022"', 2, id="unknown operation"
        ),
        pytest.param(
            ["csto-kazakhstan-2022", "--on", "2031-01-01"],
            "is outside the covered period",
            2,
            id="day outside coverage",
        ),
        pytest.param(
            ["csto-kazakhstan-2022"],
            'row 1: No record in states has "KZA" as iso_alpha3. Did you mean ',
            1,
            id="unknown code",
        ),
    ],
)
def test_command_reports_what_it_cannot_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str, returned: int
) -> None:
    own = tmp_path / "mine.csv"
    own.write_text("iso_alpha3\nKZA\n", encoding="utf-8")
    assert main([arguments[0], str(own), *arguments[1:]]) == returned
    assert message in capsys.readouterr().err
