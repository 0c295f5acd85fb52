"""Events of a period: which ones, and in which order."""

from __future__ import annotations

from datetime import date, datetime

from hypothesis import assume, given
from hypothesis import strategies as st
from support.small_datasets import dataset

from csto_data import Answer, Day, Instant
from csto_data.dates import DayLike
from csto_data.model import Event
from csto_data.store.table import Table
from csto_data.strategies import days

NEARBY = st.dates(date(2021, 12, 1), date(2022, 2, 28)).flatmap(lambda on: days(on=on))


def event(number: int, **times: Day | Instant | None) -> Event:
    return Event(id=f"event:{number}", kind="protest", title="A protest", evidence=(), **times)  # type: ignore[arg-type]


def between(several: list[Event], first: DayLike, last: DayLike, *, certain: bool = False) -> tuple[Event, ...]:
    """Return the events that may have happened in a period."""
    return Table(several, dataset(), "events").between(first, last, certain=certain).values()


@st.composite
def events(draw: st.DrawFn) -> list[Event]:
    """Events near each other, with a date, a start or an end, or without any date."""
    times = draw(st.lists(st.tuples(st.sampled_from(["date", "start", "end"]), NEARBY | st.none()), max_size=8))
    return [event(number, **{name: day}) for number, (name, day) in enumerate(times)]


@given(events(), NEARBY, NEARBY)
def test_between_equals_a_loop_over_when(several: list[Event], first: Day, last: Day) -> None:
    assume(last.before(first) is not Answer.YES)
    found = []
    for each in several:
        earliest = (each.when.earliest if each.when else None) or date.min
        latest = (each.when.latest if each.when else None) or date.max
        if (first.earliest or date.min) <= latest and earliest <= (last.latest or date.max):
            found.append(each)
    assert set(between(several, first, last)) == set(found)


@given(events(), st.randoms())
def test_between_sorts_by_when_whatever_the_order_of_the_events(several: list[Event], random: object) -> None:
    found = between(several, "1000", "2999")
    random.shuffle(several)  # type: ignore[attr-defined]
    assert between(several, "1000", "2999") == found
    keys = [each.when.sort_key for each in found if each.when is not None]
    assert keys == sorted(keys)
    assert [each.when for each in found[len(keys) :]] == [None] * (len(found) - len(keys))


def test_event_with_open_beginning_comes_among_those_of_its_last_day() -> None:
    ordered = [
        event(9, date=Day("2022-01-06")),
        event(8, instant=Instant("2022-01-07T10:00+06:00")),
        event(7, date=Day("[..2022-01-07]")),
        event(6, start=Day("2022-01-08")),
        event(5, start=Day("[..2022-01-09]")),
        event(4),
    ]
    assert list(between(ordered[::-1], "2022-01-01", "2022-01-31")) == ordered


def test_between_accepts_dates_and_times() -> None:
    several = [event(1, date=Day("2022-01-06")), event(2, date=Day("2022-01-07"))]
    assert between(several, date(2022, 1, 7), datetime(2022, 1, 8, 12)) == (several[1],)


@given(events(), NEARBY, NEARBY)
def test_certain_events_are_possible_and_dated(several: list[Event], first: Day, last: Day) -> None:
    assume(last.before(first) is not Answer.YES)
    certain = between(several, first, last, certain=True)
    assert set(certain) <= set(between(several, first, last))
    assert all(each.when is not None for each in certain)


def test_certain_keeps_events_whose_days_are_all_within_or_that_last_through_the_period() -> None:
    ordered = [
        event(1, date=Day("2022-01-06")),
        event(2, date=Day("2022")),
        event(3, start=Day("2022-01-02"), end=Day("2022-01-26")),
        event(4, start=Day("2021"), end=Day("2022-01-05")),
        event(5),
    ]
    certain = between(ordered, "2022-01-06", "2022-01-07", certain=True)
    assert [each.id for each in certain] == ["event:3", "event:1"]
