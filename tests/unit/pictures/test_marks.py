"""Marks agree with the answers: what is drawn on a day is what the package answers about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from support.small_datasets import FEWER_EXAMPLES, PACT, dataset, spell, state

import csto_data
from csto_data import Answer, Dataset, Verdict
from csto_data.pictures.dispute import dispute_chart, mark_of
from csto_data.pictures.figure import figure_chart
from csto_data.pictures.holders import holders_chart
from csto_data.pictures.marks import Mark, Row, changes_of, segments
from csto_data.pictures.members import members_chart
from csto_data.pictures.tiles import tiles_chart
from csto_data.pictures.timeline import timeline_chart
from csto_data.strategies import datasets, days

DATA = csto_data.load()


def drawn_on(marks: Iterable[Mark], day: date) -> str:
    """Return the sign that is drawn on a day; ``no`` without any."""
    at = day.toordinal() + 0.5
    found = [m.sign for m in marks if (m.first is None or m.first <= at) and (m.last is None or at < m.last)]
    assert len(found) <= 1
    return found[0] if found else "no"


def days_of(rows: Iterable[Row]) -> set[date]:
    """Return the days beside the ends of all marks, and those in the middle between two ends."""
    ends = sorted({int(at) for row in rows for mark in row.marks for at in (mark.first, mark.last) if at is not None})
    found = {at + step for at in ends for step in (-1, 0, 1)} | {(one + other) // 2 for one, other in pairwise(ends)}
    return {date.fromordinal(at) for at in found}


@FEWER_EXAMPLES
@given(datasets())
def test_each_day_of_a_member_is_drawn_as_it_is_answered(data: Dataset) -> None:
    for organization in {each.organization for each in data.memberships}:
        rows = members_chart(data, data.memberships, organization).rows
        for day in days_of(rows):
            standings = data.memberships.on(day, organization=organization)
            for row in rows:
                own = [
                    each
                    for each in standings
                    if each.member.id == row.record and (each.spell.status == "observer") == ("observer" in row.label)
                ]
                sure = [each for each in own if each.answer is Answer.YES]
                sign = drawn_on(row.marks, day)
                if not sure:
                    assert sign == ("unknown" if own else "no"), (row.label, day)
                elif sure[0].spell.status == "observer":
                    assert sign == "observer"
                else:
                    signs = {"full": "yes", "frozen": "frozen", "unknown": "frozen-unknown"}
                    assert sign == signs[sure[0].participation.state], (row.label, day)


@FEWER_EXAMPLES
@given(datasets())
def test_each_day_of_an_event_is_drawn_as_it_is_answered(data: Dataset) -> None:
    rows = timeline_chart(data).rows
    assert {row.record for row in rows} == set(data.events.keys())
    for day in days_of(rows):
        possible, certain = data.events.on(day).keys(), data.events.on(day, certain=True).keys()
        for row in rows:
            expected = "yes" if row.record in certain else "unknown" if row.record in possible else "no"
            assert drawn_on(row.marks, day) == expected, (row.label, day)


@FEWER_EXAMPLES
@given(datasets())
def test_each_day_of_a_holder_is_drawn_as_it_is_answered(data: Dataset) -> None:
    for of, title in {(office.of, office.title) for office in data.offices}:
        rows = holders_chart(data, of, title).rows
        for day in days_of(rows):
            holdings = [h for h in data.offices.on(day) if (h.office.of, h.office.title) == (of, title)]
            for row in rows:
                own = [holding for holding in holdings if holding.holder.id == row.record]
                sure = [holding.office.acting for holding in own if holding.answer is Answer.YES]
                expected = ("yes" if False in sure else "acting") if sure else "unknown" if own else "no"
                assert drawn_on(row.marks, day) == expected, (row.label, day)


@FEWER_EXAMPLES
@given(datasets(), st.dates(date(1990, 1, 1), date(2035, 1, 1)))
def test_tiles_are_the_states_that_are_or_may_be_members(data: Dataset, day: date) -> None:
    for organization in {each.organization for each in data.memberships if each.status != "observer"}:
        standings = data.memberships.on(day, organization=organization)
        own = {each.member.id: each.answer for each in standings if each.spell.status != "observer"}
        covered = any(
            span.organization == organization and span.first <= day <= span.last for span in data.coverage.memberships
        )
        for row in tiles_chart(data, organization, day).rows:
            answer = own.get(row.record, Answer.NO if covered else Answer.UNKNOWN)
            signs = {Answer.YES: {"yes", "frozen", "frozen-unknown"}, Answer.UNKNOWN: {"unknown"}, Answer.NO: {"no"}}
            assert row.marks[0].sign in signs[answer], (row.label, day)


@FEWER_EXAMPLES
@given(datasets())
def test_marks_of_reports_overlap_as_their_verdicts_say(data: Dataset) -> None:
    verdicts: Mapping[str, Verdict] = {"supports": Verdict.SUPPORTS, "disputes": Verdict.DISPUTES}
    for judgement in data.judgements():
        value, reported = mark_of(judgement.value, "recorded"), mark_of(judgement.reported, "supports")
        if type(judgement.value) is not type(judgement.reported) or "unknown" in (value.sign, reported.sign):
            continue
        infinite = float("inf")
        one = (-infinite if value.first is None else value.first, infinite if value.last is None else value.last)
        other = (
            -infinite if reported.first is None else reported.first,
            infinite if reported.last is None else reported.last,
        )
        if judgement.verdict is verdicts["supports"]:
            assert one[0] <= other[0] <= other[1] <= one[1], judgement
        if judgement.verdict is verdicts["disputes"]:
            assert other[1] <= one[0] or one[1] <= other[0], judgement


@given(days(), days())
def test_changes_are_all_days_on_which_an_answer_differs_from_the_day_before(
    start: csto_data.Day, end: csto_data.Day
) -> None:
    def held(day: date) -> Answer:
        exact = csto_data.Day(day.isoformat())
        return ~exact.before(start) & ~end.before(exact)

    changes = set(changes_of(start, end))
    for change in changes:
        for step in (-2, -1, 1, 2):
            day = date.fromordinal(change.toordinal() + step)
            before = date.fromordinal(day.toordinal() - 1)
            in_calendar = before.year >= 1000 and day.year < 3000  # what ``Day`` can say
            assert not in_calendar or day in changes or held(day) is held(before)


def test_segments_join_equal_answers() -> None:
    starts = [date(2022, 1, 6), date(2022, 1, 8), date(2022, 1, 10)]
    found = [*segments(lambda day: day >= date(2022, 1, 8), starts)]
    assert found == [(None, date(2022, 1, 7), False), (date(2022, 1, 8), None, True)]


def test_unknown_participation_is_drawn_as_unknown() -> None:
    freeze = {"id": "event:freeze", "kind": "decision", "title": "Freeze", "date": "2010"}
    steps = [{"act": "event:freeze", "makes": "freeze"}]
    data = dataset(
        PACT,
        state("AAA"),
        freeze,
        spell("aaa-1", "AAA", "2001-05-05", steps=steps),
        covered={"org:pact": ("2001-05-05", "2020-12-31")},
    )
    (row,) = members_chart(data, data.memberships, "org:pact").rows
    assert [mark.sign for mark in row.marks] == ["yes", "frozen-unknown", "frozen", "unknown"]
    assert row.marks[-1].last is None


def test_start_of_an_event_within_a_month_is_not_drawn_as_certain() -> None:
    event = {"id": "event:talks", "kind": "signature", "title": "Talks", "start": "2022-01"}
    (row,) = timeline_chart(dataset(event)).rows
    assert {mark.sign for mark in row.marks} == {"unknown"}


def test_event_without_a_date_is_drawn_as_unknown() -> None:
    event = {"id": "event:talks", "kind": "signature", "title": "Talks"}
    (row,) = timeline_chart(dataset(event)).rows
    assert [(mark.sign, mark.first, mark.last) for mark in row.marks] == [("unknown", None, None)]


def test_dispute_of_a_spell_has_the_reports_on_the_act_that_starts_it() -> None:
    rows = dispute_chart(DATA, "membership:csto-uzb-1", "start").rows
    witnesses = DATA.witnesses("membership:csto-uzb-1", "start")
    drawn = {row.record for row in rows if row.group == "Sources that dispute the record"}
    assert set(witnesses.disputing) <= drawn


def test_figures_have_every_amount_that_a_source_reports() -> None:
    rows = figure_chart(DATA, "event:kazakhstan-violence-2022", "deaths").rows
    figures = DATA.figures.where(of="event:kazakhstan-violence-2022", measure="deaths")
    reported = {(f.id, j.reported) for f in figures for j in DATA.judgements(f.id) if j.field == "amount"}
    assert len(rows) == len(reported)
    assert {row.record for row in rows} == set(figures.keys())


def test_figures_in_another_unit_are_counted_in_a_note() -> None:
    chart = figure_chart(DATA, "event:kazakhstan-violence-2022", "economic-loss")
    assert chart.notes == ("Not drawn: 6 in another unit, USD.",)


def test_a_timeline_shows_only_days_of_its_period() -> None:
    event = {"id": "event:a", "kind": "exercise", "title": "A", "start": "2022", "end": "2022-08-05"}
    marks = [timeline_chart(dataset(event), first=first, last=last).rows for first, last in PERIODS]
    assert [[mark.sign for row in rows for mark in row.marks] for rows in marks] == [
        ["unknown", "yes"],
        ["unknown"],
        ["yes"],
    ]


PERIODS = [(None, None), ("2022-01-01", "2022-01-20"), ("2022-08-05", "2022-09-01")]
