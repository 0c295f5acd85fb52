"""Marks: what a picture shows, in days and numbers, before anybody draws it.

A mark covers part of an axis and has a sign, such as ``yes`` or ``unknown``. What is open has no limit, and is drawn
with an arrow. Days are whole numbers (``date.toordinal``); a mark ends where the day after its last day begins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeVar

from attrs import frozen

from ..dates import Day

if TYPE_CHECKING:
    from .axes import Axis

S = TypeVar("S")
Sign: TypeAlias = Literal[
    "yes",
    "unknown",
    "frozen",
    "frozen-unknown",
    "no",
    "observer",
    "acting",
    "recorded",
    "supports",
    "compatible",
    "disputes",
    "not-judged",
]
"""What a mark says."""
Layout: TypeAlias = Literal["rows", "points", "tiles"]
"""How a chart is laid out: rows on one axis, points on two, or tiles without an axis."""


MOST = 60
"""The highest number of rows that are drawn; a picture that is cut says so."""


@frozen
class Mark:
    """A part of a row with one meaning.

    Attributes:
        sign: What it says.
        first: Where it begins on the axis; None if that is open.
        last: Where it ends; None if that is open. A point ends where it begins.
        low: Of a point, the lowest value on the second axis; None if that is open.
        high: The highest value; None if that is open.
    """

    sign: Sign
    first: float | None = None
    last: float | None = None
    low: float | None = None
    high: float | None = None


@frozen(kw_only=True)
class Row:
    """A row, tile or numbered entry of a chart.

    Attributes:
        label: What it is about.
        value: A short text beside the marks, such as a date; each part of it, after a semicolon, is on a line.
        group: The heading under which it is; empty for none.
        record: The id of the record that it is about.
        marks: Its marks, from left to right.
    """

    label: str
    value: str = ""
    group: str = ""
    record: str = ""
    marks: tuple[Mark, ...] = ()


@frozen(kw_only=True)
class Chart:
    """Everything that a picture shows, without sizes and colours.

    Attributes:
        title: What the picture is about.
        subtitle: What is drawn, with the days.
        layout: How it is laid out.
        rows: All rows, also those that are not drawn.
        axis: The horizontal axis; None for tiles.
        amounts: The vertical axis of points.
        words: What each sign means here, in the order of the legend.
        notes: What the reader has to know, such as the covered period.
        limit: The highest number of rows that are drawn.
    """

    title: str
    subtitle: str
    layout: Layout = "rows"
    rows: tuple[Row, ...]
    axis: Axis | None = None
    amounts: Axis | None = None
    words: Mapping[Sign, str]
    notes: tuple[str, ...] = ()
    limit: int = MOST

    @property
    def drawn(self) -> tuple[Row, ...]:
        """The rows that are drawn."""
        return self.rows[: self.limit]

    @property
    def signs(self) -> tuple[Sign, ...]:
        """The signs that are drawn, in the order of the legend."""
        used = {mark.sign for row in self.drawn for mark in row.marks}
        return tuple(sign for sign in self.words if sign in used)

    @property
    def all_notes(self) -> tuple[str, ...]:
        """The notes, with how many rows are not drawn."""
        if not self.rows:
            return ("There is nothing to show.", *self.notes)
        if len(self.rows) <= self.limit:
            return self.notes
        return (f"Cut: {self.limit} of {len(self.rows)} rows are drawn. The table has all of them.", *self.notes)


def segments(answer: Callable[[date], S], changes: Iterable[date]) -> Iterator[tuple[date | None, date | None, S]]:
    """Yield the periods in which an answer stays the same, with their first and last day and the answer.

    Args:
        answer: The answer on a day.
        changes: The days on which the answer may differ from that of the day before.

    Example:
        >>> [*segments(lambda day: day >= date(2003, 9, 18), [date(2003, 9, 18)])]
        [(None, datetime.date(2003, 9, 17), False), (datetime.date(2003, 9, 18), None, True)]
    """
    starts = sorted(set(changes))
    if not starts:
        return
    current, since = answer(_day_before(starts[0])), None
    for start in starts:
        found = answer(start)
        if found != current:
            yield since, _day_before(start), current
            current, since = found, start
    yield since, None, current


def changes_of(start: Day | None, end: Day | None) -> Iterator[date]:
    """Yield the days on which the answer to "has it started, and not ended?" may change.

    Example:
        >>> [str(day) for day in changes_of(Day("2006-08"), Day("2012-12-19"))]
        ['2006-08-01', '2006-08-31', '2006-09-01', '2012-12-19', '2012-12-20']
    """
    for day in (start, end):
        for limit in () if day is None else {day.earliest, day.latest} - {None}:
            assert limit is not None  # noqa: S101  # it is taken out in the line above
            yield limit
            yield day_after(limit)


def positions(rows: Iterable[Row]) -> Iterator[float | None]:
    """Yield where the marks of rows begin and end on the horizontal axis."""
    for row in rows:
        for mark in row.marks:
            yield from (mark.first, mark.last)


def amounts(rows: Iterable[Row]) -> Iterator[float | None]:
    """Yield where the marks of rows begin and end on the vertical axis."""
    for row in rows:
        for mark in row.marks:
            yield from (mark.low, mark.high)


def mark_of_days(sign: Sign, first: date | None, last: date | None) -> Mark:
    """Return the mark of a period.

    Example:
        >>> mark = mark_of_days("yes", date(2022, 1, 6), date(2022, 1, 6))
        >>> mark.last - mark.first
        1
    """
    return Mark(sign, None if first is None else first.toordinal(), None if last is None else last.toordinal() + 1)


def _day_before(day: date) -> date:
    return day - timedelta(days=1)


def day_after(day: date) -> date:
    """Return the next day."""
    return day + timedelta(days=1)
