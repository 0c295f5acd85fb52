"""Axes: from where to where a picture goes, and which days or numbers are marked on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from itertools import count
from math import ceil, floor, log10
from typing import Literal, NamedTuple

from attrs import frozen

from ..notations import MONTHS

_MONTHS = tuple(name[:3] for name in MONTHS)
_HOUR = 1 / 24
_HOURS, _DAYS, _MONTH_STEPS, _YEARS = (1, 3, 6, 12), (1, 2, 4, 7, 14), (1, 3, 6), (1, 2, 5, 10, 20, 50, 100, 200, 500)
_LARGE = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


class Part(NamedTuple):
    """A part of an axis.

    Attributes:
        first: Where it begins.
        last: Where it ends.
        opens_left: Whether what it shows continues before the axis.
        opens_right: Whether what it shows continues after the axis.
    """

    first: float
    last: float
    opens_left: bool
    opens_right: bool


class Tick(NamedTuple):
    """A place on an axis with its text."""

    at: float
    text: str


@frozen
class Axis:
    """A part of the calendar, or of the numbers.

    Attributes:
        kind: Whether it has days or numbers.
        first: Where it begins.
        last: Where it ends, which is after ``first``.
    """

    kind: Literal["days", "numbers"]
    first: float
    last: float

    def at(self, position: float) -> float:
        """Return a position as a part of the axis, from 0 to 1."""
        return (position - self.first) / (self.last - self.first)

    def clipped(self, first: float | None, last: float | None) -> Part | None:
        """Return the part of an interval that is on the axis, or None if none is; None is an open limit."""
        infinite = float("inf")
        start, end = -infinite if first is None else first, infinite if last is None else last
        if start > self.last or end < self.first:
            return None
        return Part(max(start, self.first), min(end, self.last), start < self.first, end > self.last)

    def ticks(self, fits: Callable[[Iterable[Tick]], bool]) -> tuple[Tick, ...]:
        """Return as many ticks as fit.

        Args:
            fits: Returns whether the texts of ticks have room beside each other.

        Example:
            >>> axis = Axis("days", date(2003, 9, 18).toordinal(), date(2026, 1, 22).toordinal())
            >>> [tick.text for tick in axis.ticks(lambda ticks: len([*ticks]) < 5)]
            ['2010', '2020']
        """
        found: tuple[Tick, ...] = ()
        for ticks in _day_ticks(self) if self.kind == "days" else _number_ticks(self):
            found = ticks
            if fits(ticks):
                break
        return found


def axis_of(
    kind: Literal["days", "numbers"], positions: Iterable[float | None], *, from_zero: bool = False
) -> Axis | None:
    """Return the axis that has all positions, with some room beside them; None without a position.

    Example:
        >>> axis_of("numbers", [None, 10, 20])
        Axis(kind='numbers', first=9.5, last=20.5)
    """
    known = [position for position in positions if position is not None]
    if not known:
        return None
    first, last = min(known), max(known)
    if from_zero:
        return Axis(kind, 0, last * 1.08 or 1)
    room = (last - first) * 0.05 or 1
    return Axis(kind, first - room, last + room)


def _day_ticks(axis: Axis) -> Iterator[tuple[Tick, ...]]:
    """Yield possible ticks, the closest first; that of a day is at noon, in the middle of its marks."""
    span = axis.last - axis.first
    if span <= 3:
        yield from (_hours(axis, step) for step in _HOURS)
    if span <= 150:
        yield from (_days(axis, step) for step in _DAYS)
    if span <= 4000:
        yield from (_months(axis, step) for step in _MONTH_STEPS)
    yield from (_years(axis, step) for step in _YEARS if span / 365 / step < 60)


def _hours(axis: Axis, step: int) -> tuple[Tick, ...]:
    width = step * _HOUR
    places = (index * width for index in range(ceil(axis.first / width), floor(axis.last / width) + 1))
    return tuple(Tick(at, _clock(at)) for at in places)


def _clock(at: float) -> str:
    hours = round((at - floor(at)) * 24) % 24
    return _day_text(date.fromordinal(round(at))) if hours == 0 else f"{hours:02}:00"


def _days(axis: Axis, step: int) -> tuple[Tick, ...]:
    first = ceil(axis.first)
    return tuple(Tick(at + 0.5, _day_text(date.fromordinal(at))) for at in range(first, floor(axis.last), step))


def _day_text(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]}"


def _months(axis: Axis, step: int) -> tuple[Tick, ...]:
    first = date.fromordinal(floor(axis.first))
    months = (divmod(index, 12) for index in count(first.year * 12) if index % step == 0)
    return _until_end(axis, (Tick(date(y, m + 1, 1).toordinal(), f"{_MONTHS[m]} {y}") for y, m in months))


def _years(axis: Axis, step: int) -> tuple[Tick, ...]:
    first = date.fromordinal(floor(axis.first)).year // step * step
    return _until_end(axis, (Tick(date(max(y, 1), 1, 1).toordinal(), f"{y}") for y in count(first, step)))


def _until_end(axis: Axis, ticks: Iterator[Tick]) -> tuple[Tick, ...]:
    """Return the ticks that are on the axis; they are in its order and have no end."""
    found: list[Tick] = []
    for tick in ticks:
        if tick.at > axis.last:
            break
        if tick.at >= axis.first:
            found.append(tick)
    return tuple(found)


def _number_ticks(axis: Axis) -> Iterator[tuple[Tick, ...]]:
    """Yield possible ticks, the closest first."""
    exponent = floor(log10(axis.last - axis.first)) - 1
    for power in (exponent, exponent + 1):
        for digit in (1, 2, 5):
            step = digit * 10.0**power
            places = range(ceil(axis.first / step), floor(axis.last / step) + 1)
            yield tuple(Tick(round(index * step, 10), number_text(round(index * step, 10))) for index in places)


def number_text(number: float) -> str:
    """Return a number as it is written on an axis.

    Example:
        >>> number_text(2500), number_text(40e9), number_text(0.5)
        ('2,500', '40 billion', '0.5')
    """
    for size, word in _LARGE:
        if abs(number) >= size:
            return f"{number / size:,.10g} {word}"
    return f"{number:,.10g}"


def day_text(position: float) -> str:
    """Return a position on an axis of days as text for programs: a date, with the time of day if it has one.

    Example:
        >>> day_text(date(2022, 1, 6).toordinal()), day_text(date(2022, 1, 6).toordinal() + 0.5)
        ('2022-01-06', '2022-01-06T12:00')
    """
    day = date.fromordinal(floor(position))
    minutes = round((position - floor(position)) * 1440)
    if minutes == 1440:
        day, minutes = day + timedelta(days=1), 0
    return f"{day}T{minutes // 60:02}:{minutes % 60:02}" if minutes else f"{day}"
