"""Strategies for values: days, instants, numbers, texts and ids, independent of any dataset."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from unicodedata import normalize

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from ..dates import Day, Instant
from ..model.ids import MAX_ID, id_pattern
from ..serialization.hidden_characters import hidden_character

FIRST, LAST = date(1000, 1, 1), date(2999, 12, 31)
"""The first and last day that ``csto_data.Day`` can have."""

_NEAR = timedelta(days=3653)
"""The largest distance between the bounds of an inexact date and the true date: ten years."""


def days(*, on: date | None = None) -> SearchStrategy[Day]:
    """Return a strategy for dates in every notation: exact, wider, marked, or in a set.

    Args:
        on: The calendar day that each date must allow; any by default.

    Returns:
        A strategy for dates.

    Example:
        >>> from datetime import date
        >>> from hypothesis import given
        >>> from csto_data import Answer
        >>> from csto_data.strategies import days
        >>> @given(days(on=date(2022, 1, 6)))
        ... def test_day_is_possible(day):
        ...     assert day.on("2022-01-06") is not Answer.NO
        >>> test_day_is_possible()
    """
    if on is None:
        return st.one_of(_parts(FIRST, LAST, _MARKS), st.dates(FIRST, LAST).flatmap(_sets)).map(Day)
    whole = [on.isoformat()[:length] + mark for mark in _MARKS for length in (10, 7, 4)]
    return st.sampled_from([*whole, None]).flatmap(lambda text: _sets(on) if text is None else st.just(text)).map(Day)


def instants(*, on: date | None = None) -> SearchStrategy[Instant]:
    """Return a strategy for instants with any UTC offset from -12:00 to +14:00.

    Args:
        on: The local date of the instants; any by default.

    Returns:
        A strategy for instants.

    Example:
        >>> from datetime import date
        >>> from hypothesis import given
        >>> from csto_data.strategies import instants
        >>> @given(instants(on=date(2022, 1, 6)))
        ... def test_local_date(instant):
        ...     assert str(instant.day) == "2022-01-06"
        >>> test_local_date()
    """
    local_days = st.dates(FIRST, LAST) if on is None else st.just(on)
    quarters = st.integers(-12 * 4, 14 * 4)
    return st.builds(_instant, local_days, st.integers(0, 23), st.integers(0, 59), quarters)


def integers(low: int | None, high: int | None) -> SearchStrategy[int]:
    """Return a strategy for integers within bounds; the default upper bound is a million above the lower one."""
    least = low or 0
    return st.integers(least, least + 10**6 if high is None else high)


def numbers(low: int | None, high: int | None) -> SearchStrategy[int | float]:
    """Return a strategy for numbers within bounds, whole or with one or two decimals."""
    least = low or 0
    return st.integers(least * 100, (least + 10**7 if high is None else high) * 100).map(_plain)


def matching(pattern: str) -> SearchStrategy[str]:
    """Return a strategy for ASCII texts that match the whole pattern."""
    return st.from_regex(pattern, fullmatch=True, alphabet=st.characters(codec="ascii"))


def texts() -> SearchStrategy[str]:
    """Return a strategy for texts of any script: not empty, without outer spaces, control or invisible characters."""
    letters = st.characters(exclude_categories=("C", "Z")).filter(lambda character: not hidden_character(character))
    return st.lists(st.text(letters, min_size=1, max_size=8), min_size=1, max_size=4).map(_normalised)


def _normalised(words: list[str]) -> str:
    """Return words as a text in Unicode Normalization Form C."""
    return normalize("NFC", " ".join(words))


def ids(prefix: str) -> SearchStrategy[str]:
    """Return a strategy for the ids of one kind, such as ``place:almaty``."""
    return matching(id_pattern(prefix)).filter(lambda made: len(made) <= MAX_ID)


_MARKS = ("", "?", "~")


def _plain(hundredths: int) -> int | float:
    return hundredths / 100 if hundredths % 100 else hundredths // 100


def _instant(day: date, hour: int, minute: int, quarters: int) -> Instant:
    ahead, past = divmod(abs(quarters), 4)
    sign = "-" if quarters < 0 else "+"
    return Instant(f"{day}T{hour:02}:{minute:02}{sign}{ahead:02}:{past * 15:02}")


def _sets(on: date) -> SearchStrategy[str]:
    """Return a strategy for sets of days, closed or open, that contain this day."""
    low, high = _shifted(on, -_NEAR), _shifted(on, _NEAR)
    forms = [
        lambda: _parts(on, high).map("[..{}]".format),
        lambda: _parts(low, on).map("[{}..]".format),
    ]
    if on > FIRST:
        forms.append(lambda: st.builds("[{}..{}]".format, _parts(low, on - timedelta(days=1)), _parts(on, high)))
    if on < LAST:
        forms.append(lambda: _parts(on + timedelta(days=1), high).map(lambda part: f"[{on}..{part}]"))
    return st.sampled_from(forms).flatmap(lambda form: form())


def _parts(first: date, last: date, marks: tuple[str, ...] = ("",)) -> SearchStrategy[str]:
    """Return a strategy for days, months and years that are completely within ``first`` to ``last``."""
    months = _whole_months(first, last)
    years = _whole_years(first, last)
    spans = [(first, last, 10), (*months, 7), (*years, 4)]
    possible = [span for span in spans if span[0] <= span[1]]
    dated = st.sampled_from(possible).flatmap(
        lambda span: st.dates(span[0], span[1]).map(lambda day: f"{day}"[: span[2]])
    )
    return dated if marks == ("",) else st.builds("{}{}".format, dated, st.sampled_from(marks))


def _whole_months(first: date, last: date) -> tuple[date, date]:
    if first.day > 1:
        first = first.replace(day=monthrange(first.year, first.month)[1]) + timedelta(days=1)
    if last.day < monthrange(last.year, last.month)[1]:
        last = last.replace(day=1) - timedelta(days=1)
    return first, last


def _whole_years(first: date, last: date) -> tuple[date, date]:
    low = first.year + ((first.month, first.day) > (1, 1))
    high = last.year - ((last.month, last.day) < (12, 31))
    return date(low, 1, 1), date(high, 12, 31)


def _shifted(day: date, by: timedelta) -> date:
    return min(max(day + by, FIRST), LAST)
