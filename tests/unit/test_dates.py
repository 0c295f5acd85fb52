"""Days, answers and instants. A comparison is certain only if it holds for every possible calendar day."""

from __future__ import annotations

import itertools
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csto_data import Answer, Day, Instant, InvalidDateError, UnknownAnswerError
from csto_data.dates import Period, as_day, calendar_day
from csto_data.strategies import days, instants

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
CALENDAR = st.dates(date(1000, 1, 1), date(2999, 12, 31))


@st.composite
def calendar_day_and_day(draw: st.DrawFn) -> tuple[date, Day]:
    """A calendar day, and a `Day` that may be that day."""
    on = draw(CALENDAR)
    return on, draw(days(on=on))


NEARBY_DATES = st.dates(date(2021, 11, 1), date(2022, 3, 31))


@st.composite
def nearby_days(draw: st.DrawFn) -> Day:
    """Days within a few months, so that two of them often overlap."""
    return draw(days(on=draw(NEARBY_DATES)))


def bounds(day: Day) -> tuple[date, date]:
    """The first and the last possible calendar day."""
    return day.earliest or date.min, day.latest or date.max


# Notation


@given(days())
def test_day_round_trips_through_text(day: Day) -> None:
    assert Day(str(day)) == day
    assert hash(Day(str(day))) == hash(day)


@given(days(), days())
def test_days_are_equal_only_with_equal_text(one: Day, other: Day) -> None:
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
def test_day_has_bounds_and_flags_of_its_notation(text: str, earliest: str | None, latest: str | None) -> None:
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
    ids=repr,
)  # fmt: skip
def test_day_rejects_invalid_text(text: str) -> None:
    with pytest.raises(InvalidDateError, match=r"Expected a date such as|has \d\d days|is not before"):
        Day(text)


@given(st.text(alphabet="0123456789-.[]~?\n ", max_size=24))
def test_day_keeps_or_rejects_any_text(text: str) -> None:
    with suppress(InvalidDateError):
        assert str(Day(text)) == text


@pytest.mark.parametrize("value", [2022, 20220113, None, True, 1.5, ["2022"]], ids=repr)
def test_before_rejects_value_of_another_type(value: object) -> None:
    with pytest.raises(InvalidDateError, match=r"is not a valid date\. Expected a date such as"):
        Day("2022").before(value)  # type: ignore[arg-type]


@given(days())
def test_bounds_are_in_order_and_at_least_one_is_known(day: Day) -> None:
    first, last = bounds(day)
    assert first <= last
    assert day.earliest is not None or day.latest is not None
    assert day.exact is (first == last)


@given(calendar_day_and_day())
def test_bounds_include_every_possible_calendar_day(pair: tuple[date, Day]) -> None:
    on, day = pair
    assert bounds(day)[0] <= on <= bounds(day)[1]


@given(st.lists(nearby_days() | days(), max_size=6))
def test_sort_key_orders_by_first_then_last_possible_day(several: list[Day]) -> None:
    ordered = sorted(several, key=lambda day: day.sort_key)
    assert ordered == sorted(several, key=lambda day: (*bounds(day), str(day)))


def test_sort_key_puts_more_exact_days_first() -> None:
    ordered = ["[..2022]", "2021-12~", "2022-01-01", "2022-01-01?", "2022-01", "[2022-01..2022-03]", "2022", "[2022..]"]
    assert [str(day) for day in sorted(map(Day, sorted(ordered)), key=lambda day: day.sort_key)] == ordered


@pytest.mark.parametrize("value", [Day("2022-01"), Instant("2022-01-05T22:30+03:00")], ids=["day", "instant"])
def test_days_and_instants_do_not_support_less_than(value: Any) -> None:
    with pytest.raises(TypeError, match="not supported"):
        value < value  # noqa: B015, PLR0124


@given(days(), instants())
def test_repr_of_day_and_instant_shows_text(day: Day, instant: Instant) -> None:
    assert repr(day) == f"Day(text={str(day)!r})"
    assert repr(instant) == f"Instant(text={str(instant)!r})"


@pytest.mark.parametrize(
    ("text", "month", "length"),
    [("2022-02-31", "February 2022", 28), ("2024-02-30", "February 2024", 29), ("2022-04-31", "April 2022", 30)],
)
def test_day_after_end_of_month_is_rejected_with_length_of_month(text: str, month: str, length: int) -> None:
    reason = f'Invalid date "{text}": {month} has {length} days.'
    days = f"Expected a day from {text[:7]}-01 to {text[:7]}-{length}, or {text[:7]} if the day is unknown."
    for form in ("{}", "{}~", "[{}..]", "[..{}]"):
        with pytest.raises(InvalidDateError) as raised:
            Day(form.format(text))
        assert str(raised.value) == f"{reason} {days}"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2022-13-01", "month 13 does not exist"),
        ("2022-00", "month 00 does not exist"),
        ("[2022-13..]", "month 13 does not exist"),
        ("2022-01-32", "January 2022 has 31 days"),
        ("2022-12-32", "December 2022 has 31 days"),
        ("2022-02-00", "February 2022 has 28 days"),
        ("[..2022-04-99]", "April 2022 has 30 days"),
        ("[2022-01-05..2022-04-31..]", "April 2022 has 30 days"),
    ],
)
def test_month_or_day_that_the_calendar_does_not_have_is_rejected_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(InvalidDateError) as raised:
        Day(text)
    assert str(raised.value).startswith(f'Invalid date "{text}": {reason}. Expected a date such as 2022-01-13')


@pytest.mark.parametrize("text", ["[2022-01-13]", "2022-12-31]", "2022-01-01..", "[2022-01", "2022-01-13T10:00"])
def test_other_notation_of_a_day_of_the_calendar_is_rejected_without_a_wrong_reason(text: str) -> None:
    with pytest.raises(InvalidDateError) as raised:
        Day(text)
    assert str(raised.value).startswith(f'Invalid date "{text}". Expected a date such as')


# Comparisons


@given(st.tuples(NEARBY_DATES, NEARBY_DATES).flatmap(lambda on: st.tuples(st.just(on), days(on=on[0]), days(on=on[1]))))
def test_definite_answers_hold_for_the_actual_calendar_days(case: tuple[tuple[date, date], Day, Day]) -> None:
    (one, other), this, that = case
    assert this.before(that) in (UNKNOWN, YES if one < other else NO)
    assert this.on(that) in (UNKNOWN, YES if one == other else NO)


@st.composite
def short_days(draw: st.DrawFn) -> Day:
    """Days with few possible calendar days, so that a test can enumerate them."""
    first = draw(st.dates(date(2022, 1, 1), date(2022, 1, 12)))
    last = draw(st.dates(first, date(2022, 1, 12)))
    return Day(f"{first}" if first == last else f"[{first}..{last}]")


def all_days(day: Day) -> list[date]:
    first, last = bounds(day)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def answer_for(truths: set[bool]) -> Answer:
    return UNKNOWN if len(truths) == 2 else YES if truths == {True} else NO


@given(short_days(), short_days(), short_days())
def test_answers_equal_enumeration_of_all_possible_days(one: Day, other: Day, third: Day) -> None:
    pairs = list(itertools.product(all_days(one), all_days(other)))
    assert one.before(other) is answer_for({a < b for a, b in pairs})
    assert one.on(other) is answer_for({a == b for a, b in pairs})
    if other.before(third) is YES:
        triples = itertools.product(all_days(one), all_days(other), all_days(third))
        assert one.within(other, third) is answer_for({b <= a <= c for a, b, c in triples})


@given(nearby_days())
def test_before_is_never_yes_for_the_same_day(day: Day) -> None:
    assert day.before(day) is not YES


@given(nearby_days(), nearby_days())
def test_before_is_asymmetric(one: Day, other: Day) -> None:
    if one.before(other) is YES:
        assert other.before(one) is NO


@given(nearby_days(), nearby_days(), nearby_days())
def test_before_is_transitive(one: Day, other: Day, third: Day) -> None:
    for first, second, last in permutations((one, other, third)):
        if first.before(second) is YES and second.before(last) is YES:
            assert first.before(last) is YES


@given(nearby_days(), nearby_days())
def test_on_is_symmetric(one: Day, other: Day) -> None:
    assert one.on(other) is other.on(one)


@given(nearby_days())
def test_on_itself_is_yes_only_for_exact_day(day: Day) -> None:
    assert day.on(day) is (YES if day.exact else UNKNOWN)


@given(nearby_days(), nearby_days())
def test_before_on_and_after_exclude_each_other(one: Day, other: Day) -> None:
    answers = [one.before(other), one.on(other), other.before(one)]
    assert (answers.count(YES), answers.count(NO)) in {(1, 2), (0, 1), (0, 0)}


@given(nearby_days(), NEARBY_DATES, NEARBY_DATES)
def test_within_includes_first_and_last_day(day: Day, one: date, other: date) -> None:
    first, last = min(one, other), max(one, other)
    assert Day(f"{first}").within(first, last) is YES
    assert Day(f"{last}").within(first, last) is YES
    assert Day(f"{first - timedelta(days=1)}").within(first, last) is NO
    if day.within(first, last) is not UNKNOWN:
        assert {first <= end <= last for end in bounds(day)} == {bool(day.within(first, last))}


@given(nearby_days(), nearby_days())
def test_before_accepts_text_and_date(one: Day, other: Day) -> None:
    assert one.before(str(other)) is one.before(other)
    if other.earliest is not None:
        assert one.before(other.earliest) is one.before(other.earliest.isoformat())


# Dates and times of other libraries


class Dtype:
    """The data type of a numpy value."""

    def __init__(self, unit: str, kind: str) -> None:
        self.unit = unit
        self.kind = kind

    def __str__(self) -> str:
        return f"datetime64[{self.unit}]" if self.unit else "datetime64"


class Datetime64:
    """A numpy.datetime64, which is not a date, and whose text has the precision of its unit."""

    def __init__(self, text: str, unit: str, kind: str = "M") -> None:
        self.text = text
        self.dtype = Dtype(unit, kind)

    def item(self) -> int:
        raise AssertionError("the item of a time in nanoseconds is a number")

    def __str__(self) -> str:
        return self.text


class Timestamp(datetime):
    """A pandas.Timestamp, which is a datetime."""


class NaTType(datetime):
    """The type of pandas.NaT, a datetime whose methods fail and whose text is NaT."""

    def isoformat(self, sep: str = "T", timespec: str = "auto") -> str:
        return "NaT"

    def date(self) -> date:
        raise ValueError("NaTType does not support date")


NAT = NaTType(1, 1, 1)


@given(CALENDAR, st.times(), st.timezones() | st.none())
def test_day_of_datetime_is_its_local_date(on: date, time: Any, zone: Any) -> None:
    moment = datetime.combine(on, time, zone)
    stamp = Timestamp.combine(on, time, zone)
    assert str(as_day(moment)) == str(as_day(stamp)) == str(as_day(on)) == on.isoformat()
    assert calendar_day(moment) == calendar_day(stamp) == on


@pytest.mark.parametrize(
    ("text", "unit", "day"),
    [
        ("2022", "Y", "2022"),
        ("2022-01", "M", "2022-01"),
        ("2022-01-06", "D", "2022-01-06"),
        ("2022-01-06T22", "h", "2022-01-06"),
        ("2022-01-06T22:30", "m", "2022-01-06"),
        ("2022-01-06T22:30:00", "s", "2022-01-06"),
        ("2022-01-06T22:30:25", "25s", "2022-01-06"),
        ("2022-01-06T22:30:00.000", "ms", "2022-01-06"),
        ("2022-01-06T22:30:00.000000", "us", "2022-01-06"),
        ("2022-01-06T22:30:00.000000000", "ns", "2022-01-06"),
    ],
)
def test_day_of_datetime64_has_its_precision(text: str, unit: str, day: str) -> None:
    assert as_day(Datetime64(text, unit)) == Day(day)
    assert Day(day).before(Datetime64("2023", "Y")) is YES


@pytest.mark.parametrize(
    "value",
    [
        NAT,
        Datetime64("NaT", ""),
        Datetime64("NaT", "D"),
        Datetime64("NaT", "ns"),
        Datetime64("2022-01-06", "W"),
        Datetime64("2020", "10Y"),
        Datetime64("-500", "Y"),
        Datetime64("12022", "Y"),
        Datetime64("['2022-01-06']", "D"),
        Datetime64("2022", "Y", kind="i"),
        datetime(999, 1, 1),
    ],
    ids=str,
)
def test_values_that_are_not_one_day_month_or_year_are_rejected(value: Any) -> None:
    for read in (as_day, calendar_day, Day("2022").on):
        with pytest.raises(InvalidDateError, match="Expected a "):
            read(value)


def test_calendar_day_rejects_datetime64_in_months() -> None:
    with pytest.raises(InvalidDateError, match='"2022-01" is not an exact date'):
        calendar_day(Datetime64("2022-01", "M"))


def test_message_about_another_type_lists_the_accepted_types() -> None:
    with pytest.raises(InvalidDateError, match=r"pandas\.Timestamp, or numpy\.datetime64 in years, months, days"):
        as_day(5)  # type: ignore[arg-type]


# Equality


def equal(one: object, other: object) -> bool | None:
    """Whether both values are equal; None if they cannot be compared."""
    try:
        return one == other
    except TypeError:
        return None


ANY_VALUE = (
    days() | CALENDAR | CALENDAR.map(lambda on: Day(f"{on}")) | st.text() | st.none() | st.integers() | instants()
)


@given(ANY_VALUE, ANY_VALUE)
def test_equality_is_symmetric_and_equal_values_have_equal_hashes(one: Any, other: Any) -> None:
    assert equal(one, other) is equal(other, one)
    assert (one != other) is not equal(one, other) if equal(one, other) is not None else True
    if equal(one, other):
        assert hash(one) == hash(other)
        assert len({one, other}) == 1


@given(CALENDAR, CALENDAR)
def test_full_date_equals_only_that_date(on: date, other: date) -> None:
    assert Day(f"{on}") == on
    assert hash(Day(f"{on}")) == hash(on)
    assert (Day(f"{on}") == other) is (on == other)
    assert {on: "found"}[Day(f"{on}")] == "found"  # type: ignore[index]


@given(days(), CALENDAR)
def test_comparing_inexact_or_marked_day_with_date_raises(day: Day, on: date) -> None:
    if len(day.text) != len("2022-01-06"):
        for compare in (lambda: day == on, lambda: on == day, lambda: day != on):
            with pytest.raises(TypeError, match=r"Use day\.on\(date\).*day\.earliest and day\.latest"):
                compare()


@pytest.mark.parametrize(
    ("value", "advice"),
    [
        (datetime(2022, 1, 6), r'Use day\.on\(value\), .* such as Day\("2022-01-06"\)'),
        (datetime(2022, 1, 6, tzinfo=UTC), r"type datetime by =="),
        (NAT, r"type NaTType by =="),
        (Datetime64("2022-01-06", "D"), r"type Datetime64 by =="),
        ("2022-01-06", r'Use Day\("2022-01-06"\) instead\.'),
        ("[..2022]", r'Use Day\("\[\.\.2022\]"\) instead\.'),
    ],
    ids=str,
)
@given(day=days())
def test_comparing_day_with_time_or_date_as_text_raises(value: Any, advice: str, day: Day) -> None:
    for compare in (lambda: day == value, lambda: value == day, lambda: day != value):
        with pytest.raises(TypeError, match=advice):
            compare()


@given(days())
def test_day_differs_from_other_values_without_error(day: Day) -> None:
    assert day not in (None, "", "state:KAZ", 2022, (), Instant("2022-01-06T00:00+00:00"), object())
    assert day in (None, "", day)


# Periods


BOUNDS = st.tuples(NEARBY_DATES | st.none(), NEARBY_DATES | st.none()).filter(
    lambda pair: None in pair or pair[0] <= pair[1]  # type: ignore[operator]
)
PERIODS = BOUNDS.map(lambda pair: Period(*pair))


@given(st.lists(PERIODS, max_size=6))
def test_periods_have_a_total_order(several: list[Period]) -> None:
    ordered = sorted(several, key=lambda period: period.sort_key)
    several.reverse()
    assert sorted(several, key=lambda period: period.sort_key) == ordered
    for one, other in itertools.combinations(several, 2):
        assert (one.sort_key == other.sort_key) is (one == other)


def test_period_without_first_day_sorts_by_its_last_day() -> None:
    texts = ["2022-01-06", "2022-01-07", "[..2022-01-07]", "[2022-01-07..2022-01-08]", "[2022-01-07..]", "2022-01-08"]
    periods = [Period(day.earliest, day.latest) for day in map(Day, texts)]
    unordered = [Period(None, None), *periods[::-1]]
    assert sorted(unordered, key=lambda period: period.sort_key) == unordered[::-1]


@pytest.mark.parametrize(
    ("earliest", "latest", "text"),
    [
        (date(2022, 1, 6), date(2022, 1, 19), "2022-01-06 to 2022-01-19"),
        (date(2022, 1, 6), date(2022, 1, 6), "2022-01-06"),
        (date(2022, 1, 6), None, "from 2022-01-06"),
        (None, date(2022, 1, 6), "until 2022-01-06"),
        (None, None, "unknown"),
    ],
)
def test_text_of_period(earliest: date | None, latest: date | None, text: str) -> None:
    assert str(Period(earliest, latest)) == text


# Answers

ANSWERS = st.sampled_from(list(Answer))
TRUTH_VALUES = {YES: {True}, NO: {False}, UNKNOWN: {True, False}}


@given(ANSWERS, ANSWERS)
def test_and_or_not_follow_three_valued_logic(one: Answer, other: Answer) -> None:
    pairs = list(itertools.product(TRUTH_VALUES[one], TRUTH_VALUES[other]))
    assert one & other is answer_for({a and b for a, b in pairs})
    assert one | other is answer_for({a or b for a, b in pairs})
    assert ~one is answer_for({not a for a in TRUTH_VALUES[one]})


def test_answer_in_json_is_a_word() -> None:
    assert [answer.word for answer in (YES, NO, UNKNOWN)] == ["yes", "no", "unknown"]


@given(ANSWERS)
def test_bool_of_unknown_answer_raises(answer: Answer) -> None:
    if answer is UNKNOWN:
        with pytest.raises(UnknownAnswerError, match=r"has no truth value\. Compare explicitly"):
            bool(answer)
    else:
        assert bool(answer) is (answer is YES)


# Instants


@given(instants())
def test_instant_round_trips_through_text_and_converts_to_utc(instant: Instant) -> None:
    assert Instant(str(instant)) == instant
    assert instant.utc == datetime.fromisoformat(str(instant))
    assert instant.utc.tzinfo is UTC


@given(CALENDAR.flatmap(lambda on: st.tuples(st.just(on), instants(on=on))))
def test_day_of_instant_is_local_day(pair: tuple[date, Instant]) -> None:
    on, instant = pair
    assert instant.day == Day(on.isoformat())


@given(instants())
def test_instant_falls_on_two_or_three_local_days_worldwide(instant: Instant) -> None:
    assert instant.day.earliest is not None
    assert instant.earliest_day <= instant.day.earliest <= instant.latest_day
    assert 1 <= (instant.latest_day - instant.earliest_day).days <= 2


def test_earliest_and_latest_day_are_those_of_extreme_utc_offsets() -> None:
    wrong = []
    for hour, rest in itertools.product(range(24), (":00+00:00", ":45+05:45")):
        instant = Instant(f"2022-01-05T{hour:02}{rest}")
        behind, ahead = (instant.utc.astimezone(timezone(timedelta(hours=hours))) for hours in (-12, 14))
        if (instant.earliest_day, instant.latest_day) != (behind.date(), ahead.date()):
            wrong.append(str(instant))
    assert wrong == []


def test_latest_day_is_next_day_for_late_evening_in_moscow() -> None:
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
    ids=repr,
)  # fmt: skip
def test_instant_rejects_invalid_text(text: str) -> None:
    with pytest.raises(InvalidDateError, match=r"Expected a local time|has \d\d days"):
        Instant(text)


def test_instant_accepts_only_utc_offsets_from_minus_12_to_plus_14() -> None:
    for quarters in range(-14 * 4 - 3, 14 * 4 + 4):
        hours, past = divmod(abs(quarters), 4)
        text = f"2022-01-05T22:30{'-' if quarters < 0 else '+'}{hours:02}:{past * 15:02}"
        if -12 * 4 <= quarters <= 14 * 4:
            assert Instant(text).utc == datetime(2022, 1, 5, 22, 30, tzinfo=UTC) - timedelta(minutes=15 * quarters)
        else:
            with pytest.raises(InvalidDateError, match="UTC offset from -12:00 to \\+14:00"):
                Instant(text)


def test_instant_rejects_the_offset_that_means_unknown() -> None:
    with pytest.raises(InvalidDateError, match="-00:00 means that the offset is unknown"):
        Instant("2022-01-05T22:30-00:00")


@pytest.mark.parametrize("value", [None, 5, date(2022, 1, 5), True], ids=repr)
def test_day_and_instant_reject_values_that_are_not_strings(value: object) -> None:
    with pytest.raises(InvalidDateError):
        Day(value)  # type: ignore[arg-type]
    with pytest.raises(InvalidDateError):
        Instant(value)  # type: ignore[arg-type]


@given(days())
def test_calendar_day_accepts_exactly_the_days_that_are_one_certain_date(day: Day) -> None:
    if len(day.text) == len("2022-01-05"):
        assert calendar_day(day) == date.fromisoformat(day.text)
    else:
        with pytest.raises(InvalidDateError):
            calendar_day(day)
