"""Scales of days and numbers: where a position is drawn, and which positions are labelled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from math import ceil, floor, log10

from attrs import frozen

_STEPS = (1, 2, 5, 10)
_MANY = 60
"""The number of days or months from which on a coarser step is tried at once."""
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@frozen
class Scale:
    """A scale from a first to a last position, drawn between two places.

    Attributes:
        first: The first position.
        last: The last position.
        left: Where the first position is drawn.
        right: Where the last position is drawn.
    """

    first: float
    last: float
    left: float
    right: float

    def place(self, at: float) -> float:
        """Return where a position is drawn; one outside the scale is drawn at its end."""
        share = (min(max(at, self.first), self.last) - self.first) / (self.last - self.first or 1)
        return self.left + share * (self.right - self.left)


def number_ticks(first: float, last: float, most: int) -> Iterator[tuple[float, str]]:
    """Iterate over round numbers on a scale, with their labels.

    Args:
        first: The first number.
        last: The last number.
        most: The maximum number of labels.

    Example:
        >>> [label for _, label in number_ticks(0, 232, 4)]
        ['0', '100', '200']
    """
    span = last - first or 1
    exponent = floor(log10(span / max(most, 1)))
    step = next(m * 10.0**exponent for m in (*_STEPS, 20) if span / (m * 10.0**exponent) <= max(most - 1, 1))
    at = ceil(first / step) * step
    while at <= last:
        yield at, f"{at:,.0f}" if step >= 1 else f"{at:g}"
        at += step


def day_ticks(first: float, last: float, most: int) -> Iterator[tuple[float, str]]:
    """Iterate over the first days of years or months, or over days, with their labels.

    Args:
        first: The first day, as an ordinal number.
        last: The last day.
        most: The maximum number of labels.

    Example:
        >>> [label for _, label in day_ticks(date(2001, 1, 1).toordinal(), date(2010, 1, 1).toordinal(), 3)]
        ['2005', '2010']
    """
    begin, end = date.fromordinal(int(first)), date.fromordinal(int(last))
    for step, label in _calendar_steps(begin, end):
        ticks = [(day.toordinal(), label(day)) for day in step if begin <= day <= end]
        if len(ticks) <= max(most, 1):
            if ticks and label is _day_label:
                at, text = ticks[0]
                ticks[0] = (at, f"{text} {date.fromordinal(at).year}")
            yield from ticks
            return


def _calendar_steps(begin: date, end: date) -> Iterator[tuple[list[date], Callable[[date], str]]]:
    """Iterate over sequences of days, from the finest to the coarsest, with how a day of them is labelled."""
    yield from ((days, _day_label) for days in _days(begin, end))
    yield from ((days, _month_label) for days in _months(begin, end))
    yield from ((days, _year_label) for days in _years(begin, end))
    yield [], str


def _days(begin: date, end: date) -> Iterator[list[date]]:
    for step in (step for step in (1, 2, 5, 10) if (end - begin).days / step <= _MANY):
        yield [date.fromordinal(each) for each in range(begin.toordinal(), end.toordinal() + 1, step)]


def _months(begin: date, end: date) -> Iterator[list[date]]:
    years = range(begin.year, end.year + 1)
    for step in (step for step in (1, 3, 6) if len(years) * 12 / step <= _MANY):
        yield [date(year, month, 1) for year in years for month in range(1, 13, step)]


def _years(begin: date, end: date) -> Iterator[list[date]]:
    for step in (factor * 10**power for power in range(4) for factor in (1, 2, 5)):
        yield [date(year, 1, 1) for year in range(begin.year, end.year + 1) if year % step == 0]


def _year_label(day: date) -> str:
    return str(day.year)


def _day_label(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]}"


def _month_label(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.year}"
