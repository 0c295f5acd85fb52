"""Days are sets of calendar days; what is said of two of them is certain for all their days, or unknown."""

from __future__ import annotations

import itertools
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csto_data import Answer, Day, Instant, InvalidDay, InvalidInstant, UnknownAnswer
from csto_data.strategies import days, instants

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
CALENDAR = st.dates(date(1000, 1, 1), date(2999, 12, 31))


@st.composite
def on_a_day(draw: st.DrawFn) -> tuple[date, Day]:
    """A calendar day, and a day that may be it."""
    on = draw(CALENDAR)
    return on, draw(days(on=on))


NEARBY = st.dates(date(2021, 11, 1), date(2022, 3, 31))


@st.composite
def nearby(draw: st.DrawFn) -> Day:
    """Days of a few months, so that two of them often touch."""
    return draw(days(on=draw(NEARBY)))


def possible(day: Day) -> tuple[date, date]:
    """The first and the last calendar day that it can be."""
    return day.earliest or date.min, day.latest or date.max


# Notation


@given(days())
def test_a_day_is_printed_as_it_was_written(day: Day) -> None:
    assert Day(str(day)) == day
    assert hash(Day(str(day))) == hash(day)


@given(days(), days())
def test_days_are_equal_when_they_are_written_alike(one: Day, other: Day) -> None:
    assert (one == other) is (str(one) == str(other))


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2022-01-13", "2022-01-13", "2022-01-13"),
        ("2022-02", "2022-02-01", "2022-02-28"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2022", "2022-01-01", "2022-12-31"),
        ("[..2022-01-02]", None, "2022-01-02"),
        ("[2022-01-27..]", "2022-01-27", None),
        ("[2006..2012]", "2006-01-01", "2012-12-31"),
        ("[2006-05..2006-06-03]", "2006-05-01", "2006-06-03"),
        ("2022-01~", "2021-12-01", "2022-02-28"),
        ("2022~", "2021-01-01", "2023-12-31"),
        ("2022-03-01~", "2022-02-28", "2022-03-02"),
        ("2022-01-13?", "2022-01-13", "2022-01-13"),
        ("1000~", "0999-01-01", "1001-12-31"),
        ("2999-12-31~", "2999-12-30", "3000-01-01"),
    ],
)
def test_bounds(text: str, earliest: str | None, latest: str | None) -> None:
    day = Day(text)
    assert day.earliest == (date.fromisoformat(earliest) if earliest else None)
    assert day.latest == (date.fromisoformat(latest) if latest else None)
    assert day.approximate is text.endswith("~")
    assert day.uncertain is text.endswith("?")
    assert day.exact is (earliest == latest)


@pytest.mark.parametrize(
    "text",
    [
        "", "2022-02-31", "2023-02-29", "2022-13", "2022-00", "2022-01-00", "0999", "3000", "22-01-13", "20220113", "2022-1-3",
        "2022-W01-3", "2022-01-13T10:00", " 2022", "2022 ", "2022\n", "\uff12\uff10\uff12\uff12", "2022~?", "2022%", "202X", "2022/2023",
        "[..]", "[2022]", "[2012..2006]", "[2006..2006]", "[2022-01-13..2022-01-13]", "[2006..2006-05]", "[2006-05..2006]", "[2006~..2012]",
        "[..2022-02-31]", "2022-21",
    ],
)  # fmt: skip
def test_anything_else_is_no_day(text: str) -> None:
    with pytest.raises(InvalidDay, match=r"expected|days|before"):
        Day(text)


@given(st.text(alphabet="0123456789-.[]~?\n ", max_size=24))
def test_a_text_is_a_day_or_is_refused(text: str) -> None:
    with suppress(InvalidDay):
        assert str(Day(text)) == text


@pytest.mark.parametrize("value", [2022, 20220113, None, True, datetime(2022, 1, 13, tzinfo=UTC), ["2022"]])
def test_only_texts_and_calendar_days_are_compared_with_days(value: object) -> None:
    with pytest.raises(InvalidDay, match="expected"):
        Day("2022").before(value)  # type: ignore[arg-type]


@given(days())
def test_bounds_are_in_order_and_one_of_them_is_there(day: Day) -> None:
    first, last = possible(day)
    assert first <= last
    assert day.earliest is not None or day.latest is not None
    assert day.exact is (first == last)


@given(on_a_day())
def test_a_day_that_may_be_a_calendar_day_has_it_within_its_bounds(pair: tuple[date, Day]) -> None:
    on, day = pair
    assert possible(day)[0] <= on <= possible(day)[1]


@given(st.lists(nearby() | days(), max_size=6))
def test_for_display_days_are_in_the_order_of_their_first_day_then_of_their_last(several: list[Day]) -> None:
    ordered = sorted(several, key=lambda day: day.sort_key)
    assert ordered == sorted(several, key=lambda day: (*possible(day), str(day)))


def test_for_display_what_is_more_exact_comes_first() -> None:
    ordered = ["[..2022]", "2021-12~", "2022-01-01", "2022-01-01?", "2022-01", "[2022-01..2022-03]", "2022", "[2022..]"]
    assert [str(day) for day in sorted(map(Day, sorted(ordered)), key=lambda day: day.sort_key)] == ordered


@pytest.mark.parametrize("value", [Day("2022-01"), Instant("2022-01-05T22:30+03:00")])
def test_days_and_instants_are_in_no_order_of_their_own(value: Any) -> None:
    with pytest.raises(TypeError, match="not supported"):
        value < value  # noqa: B015, PLR0124


@given(days(), instants())
def test_what_is_shown_of_a_day_or_an_instant_makes_it_again(day: Day, instant: Instant) -> None:
    assert repr(day) == f"Day(text={str(day)!r})"
    assert repr(instant) == f"Instant(text={str(instant)!r})"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2022-02-31", "2022-02 has 28 days"),
        ("2024-02-30", "2024-02 has 29 days"),
        ("2022-04-31", "2022-04 has 30 days"),
    ],
)
def test_of_a_day_that_its_month_does_not_have_the_length_of_the_month_is_told(text: str, why: str) -> None:
    for form in ("{}", "{}~", "[{}..]", "[..{}]"):
        with pytest.raises(InvalidDay) as refused:
            Day(form.format(text))
        assert str(refused.value) == f'"{text}" is no calendar day: {why}'


# Order


@given(st.tuples(NEARBY, NEARBY).flatmap(lambda on: st.tuples(st.just(on), days(on=on[0]), days(on=on[1]))))
def test_an_answer_is_true_of_the_calendar_days_behind_it(case: tuple[tuple[date, date], Day, Day]) -> None:
    (one, other), this, that = case
    assert this.before(that) in (UNKNOWN, YES if one < other else NO)
    assert this.on(that) in (UNKNOWN, YES if one == other else NO)


@st.composite
def short(draw: st.DrawFn) -> Day:
    """Days that can be few calendar days only, so that all of them can be gone through."""
    first = draw(st.dates(date(2022, 1, 1), date(2022, 1, 12)))
    last = draw(st.dates(first, date(2022, 1, 12)))
    return Day(f"{first}" if first == last else f"[{first}..{last}]")


def all_days(day: Day) -> list[date]:
    first, last = possible(day)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def judged(truths: set[bool]) -> Answer:
    return UNKNOWN if len(truths) == 2 else YES if truths == {True} else NO


@given(short(), short(), short())
def test_answers_are_what_going_through_all_the_days_gives(one: Day, other: Day, third: Day) -> None:
    pairs = list(itertools.product(all_days(one), all_days(other)))
    assert one.before(other) is judged({a < b for a, b in pairs})
    assert one.on(other) is judged({a == b for a, b in pairs})
    if other.before(third) is YES:
        triples = itertools.product(all_days(one), all_days(other), all_days(third))
        assert one.within(other, third) is judged({b <= a <= c for a, b, c in triples})


@given(nearby())
def test_no_day_lies_certainly_before_itself(day: Day) -> None:
    assert day.before(day) is not YES


@given(nearby(), nearby())
def test_of_two_days_one_at_most_lies_certainly_before_the_other(one: Day, other: Day) -> None:
    if one.before(other) is YES:
        assert other.before(one) is NO


@given(nearby(), nearby(), nearby())
def test_before_carries_on(one: Day, other: Day, third: Day) -> None:
    for first, second, last in permutations((one, other, third)):
        if first.before(second) is YES and second.before(last) is YES:
            assert first.before(last) is YES


@given(nearby(), nearby())
def test_being_the_same_day_goes_both_ways(one: Day, other: Day) -> None:
    assert one.on(other) is other.on(one)


@given(nearby())
def test_only_what_is_exact_is_certainly_on_its_own_day(day: Day) -> None:
    assert day.on(day) is (YES if day.exact else UNKNOWN)


@given(nearby(), nearby())
def test_of_before_on_and_after_one_answer_is_yes_or_two_are_open(one: Day, other: Day) -> None:
    answers = [one.before(other), one.on(other), other.before(one)]
    assert (answers.count(YES), answers.count(NO)) in {(1, 2), (0, 1), (0, 0)}


@given(nearby(), NEARBY, NEARBY)
def test_within_holds_the_first_and_the_last_day(day: Day, one: date, other: date) -> None:
    first, last = min(one, other), max(one, other)
    assert Day(f"{first}").within(first, last) is YES
    assert Day(f"{last}").within(first, last) is YES
    assert Day(f"{first - timedelta(days=1)}").within(first, last) is NO
    if day.within(first, last) is not UNKNOWN:
        assert {first <= end <= last for end in possible(day)} == {bool(day.within(first, last))}


@given(nearby(), nearby())
def test_days_can_be_given_as_texts_and_as_calendar_days(one: Day, other: Day) -> None:
    assert one.before(str(other)) is one.before(other)
    if other.earliest is not None:
        assert one.before(other.earliest) is one.before(other.earliest.isoformat())


# Answers

ANSWERS = st.sampled_from(list(Answer))
WORLDS = {YES: {True}, NO: {False}, UNKNOWN: {True, False}}


@given(ANSWERS, ANSWERS)
def test_and_or_not_are_kleenes(one: Answer, other: Answer) -> None:
    pairs = list(itertools.product(WORLDS[one], WORLDS[other]))
    assert one & other is judged({a and b for a, b in pairs})
    assert one | other is judged({a or b for a, b in pairs})
    assert ~one is judged({not a for a in WORLDS[one]})


@given(ANSWERS)
def test_an_answer_that_is_unknown_is_neither_true_nor_false(answer: Answer) -> None:
    if answer is UNKNOWN:
        with pytest.raises(UnknownAnswer, match="compare with"):
            bool(answer)
    else:
        assert bool(answer) is (answer is YES)


# Instants


@given(instants())
def test_an_instant_is_printed_as_it_was_written_and_is_that_moment(instant: Instant) -> None:
    assert Instant(str(instant)) == instant
    assert instant.utc == datetime.fromisoformat(str(instant))
    assert instant.utc.tzinfo is UTC


@given(CALENDAR.flatmap(lambda on: st.tuples(st.just(on), instants(on=on))))
def test_the_day_of_an_instant_is_the_local_one(pair: tuple[date, Instant]) -> None:
    on, instant = pair
    assert instant.day == Day(on.isoformat())


@given(instants())
def test_at_one_instant_it_is_two_or_three_days_on_earth(instant: Instant) -> None:
    assert instant.day.earliest is not None
    assert instant.earliest_day <= instant.day.earliest <= instant.latest_day
    assert 1 <= (instant.latest_day - instant.earliest_day).days <= 2


@pytest.mark.parametrize("hour", range(24))
def test_the_days_on_earth_are_those_of_the_clocks_furthest_behind_and_furthest_ahead(hour: int) -> None:
    for text in (f"2022-01-05T{hour:02}:00+00:00", f"2022-01-05T{hour:02}:45+05:45"):
        instant = Instant(text)
        behind, ahead = (instant.utc.astimezone(timezone(timedelta(hours=hours))) for hours in (-12, 14))
        assert (instant.earliest_day, instant.latest_day) == (behind.date(), ahead.date())


def test_late_in_moscow_it_is_the_next_day_in_almaty() -> None:
    instant = Instant("2022-01-05T22:30+03:00")
    assert instant.day == Day("2022-01-05")
    assert (instant.earliest_day, instant.latest_day) == (date(2022, 1, 5), date(2022, 1, 6))


@pytest.mark.parametrize(
    "text",
    [
        "2022-01-05", "2022-01-05T22:30", "2022-01-05T22:30Z", "2022-01-05T22:30:00+03:00", "2022-01-05 22:30+03:00",
        "2022-01-05T24:00+03:00", "2022-01-05T22:60+03:00", "2022-02-31T22:30+03:00", "2022-01T22:30+03:00",
        "2022-01-05T22:30+14:15", "2022-01-05T22:30-12:15", "2022-01-05T22:30+03:20", "2022-01-05T22:30+03:00\n", "",
    ],
)  # fmt: skip
def test_anything_else_is_no_instant(text: str) -> None:
    with pytest.raises(InvalidInstant, match=r"expected|calendar day|offsets"):
        Instant(text)


def test_clocks_on_earth_are_from_twelve_hours_behind_to_fourteen_ahead() -> None:
    for quarters in range(-14 * 4 - 3, 14 * 4 + 4):
        hours, past = divmod(abs(quarters), 4)
        text = f"2022-01-05T22:30{'-' if quarters < 0 else '+'}{hours:02}:{past * 15:02}"
        if -12 * 4 <= quarters <= 14 * 4:
            assert Instant(text).utc == datetime(2022, 1, 5, 22, 30, tzinfo=UTC) - timedelta(minutes=15 * quarters)
        else:
            with pytest.raises(InvalidInstant, match="offsets run from -12:00 to \\+14:00"):
                Instant(text)


@pytest.mark.parametrize("value", [None, 5, date(2022, 1, 5), True])
def test_what_is_no_text_is_neither_day_nor_instant(value: object) -> None:
    with pytest.raises(InvalidDay):
        Day(value)  # type: ignore[arg-type]
    with pytest.raises(InvalidInstant):
        Instant(value)  # type: ignore[arg-type]
