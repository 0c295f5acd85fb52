"""Strategies for values: days, instants, numbers, texts, ids. Nothing here knows a dataset."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from ..dates import Day, Instant
from ..model.ids import id_pattern

FIRST, LAST = date(1000, 1, 1), date(2999, 12, 31)
"""The years of :class:`csto_data.Day`."""

_NEAR = timedelta(days=3653)
"""How far the bounds of a day that is not known exactly lie from the true one: ten years."""


def days(*, on: date | None = None) -> SearchStrategy[Day]:
    """Days in every notation; with ``on``, those that may be this calendar day: exact, wider, marked, in a set."""
    if on is None:
        return st.one_of(_parts(FIRST, LAST, _MARKS), st.dates(FIRST, LAST).flatmap(_sets)).map(Day)
    whole = [on.isoformat()[:length] + mark for mark in _MARKS for length in (10, 7, 4)]
    return st.sampled_from([*whole, None]).flatmap(lambda text: _sets(on) if text is None else st.just(text)).map(Day)


def instants(*, on: date | None = None) -> SearchStrategy[Instant]:
    """Moments with any offset from -12:00 to +14:00; with ``on``, those whose local day this is."""
    local_days = st.dates(FIRST, LAST) if on is None else st.just(on)
    quarters = st.integers(-12 * 4, 14 * 4)
    return st.builds(_instant, local_days, st.integers(0, 23), st.integers(0, 59), quarters)


def integers(low: int | None, high: int | None) -> SearchStrategy[int]:
    """Whole numbers within bounds; a million above the lower one where there is no upper one."""
    least = low or 0
    return st.integers(least, least + 10**6 if high is None else high)


def numbers(low: int | None, high: int | None) -> SearchStrategy[int | float]:
    """Whole numbers within bounds, and numbers with one or two decimals."""
    least = low or 0
    return st.integers(least * 100, (least + 10**7 if high is None else high) * 100).map(_plain)


def matching(pattern: str) -> SearchStrategy[str]:
    """Texts that match a pattern as a whole, in ASCII."""
    return st.from_regex(pattern, fullmatch=True, alphabet=st.characters(codec="ascii"))


TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
"""Characters that turn the direction of what follows or are not seen at all: no text of the data has one (CST012)."""


def texts() -> SearchStrategy[str]:
    """Texts of any script: not empty, no blank at the ends, no control characters, nothing hidden."""
    letters = st.characters(exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp"), exclude_characters=TURNING)
    return st.lists(st.text(letters, min_size=1, max_size=8), min_size=1, max_size=4).map(" ".join)


def ids(prefix: str) -> SearchStrategy[str]:
    """Ids of one kind, such as ``place:almaty``."""
    return matching(id_pattern(prefix))


_MARKS = ("", "?", "~")


def _plain(hundredths: int) -> int | float:
    return hundredths / 100 if hundredths % 100 else hundredths // 100


def _instant(day: date, hour: int, minute: int, quarters: int) -> Instant:
    ahead, past = divmod(abs(quarters), 4)
    sign = "-" if quarters < 0 else "+"
    return Instant(f"{day}T{hour:02}:{minute:02}{sign}{ahead:02}:{past * 15:02}")


def _sets(on: date) -> SearchStrategy[str]:
    """Sets of days, open ones too, among which this one is."""
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
    """Calendar days, months and years that lie wholly from ``first`` to ``last``."""
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
