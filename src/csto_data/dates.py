"""Days as sources give them: exact, to the month or year, within bounds, approximate or uncertain.

The notation is a subset of EDTF (ISO 8601-2:2019, level 2 for the sets). Not here: times of day without an offset,
durations, seasons, unspecified digits. What lasts has a start and an end, each a :class:`Day`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import TypeAlias

from attrs import field, frozen

__all__ = ["Answer", "Day", "DayLike", "Instant", "InvalidDay", "InvalidInstant", "UnknownAnswer"]

_YEAR, _MONTH, _DATE = "[12][0-9]{3}", "(0[1-9]|1[0-2])", "(0[1-9]|[12][0-9]|3[01])"
_PART = f"{_YEAR}(-{_MONTH}(-{_DATE})?)?"
_DAY = f"(?P<part>{_PART})(?P<mark>[~?]?)"
_SET = rf"\[(?P<first>{_PART})?[.][.](?P<last>{_PART})?\]"

EXACT_DAY_PATTERN = f"{_YEAR}-{_MONTH}-{_DATE}"
DAY_PATTERN = rf"({_PART}[~?]?|\[{_PART}[.][.]({_PART})?\]|\[[.][.]{_PART}\])"
"""The form of days, in the regular expressions that JSON Schema and Python share; the calendar knows more."""
INSTANT_PATTERN = (
    rf"{EXACT_DAY_PATTERN}T([01][0-9]|2[0-3]):[0-5][0-9]"
    r"(([+]0[0-9]|[+]1[0-3]|-0[0-9]|-1[01]):(00|15|30|45)|[+]14:00|-12:00)"
)
DAY_EXAMPLES = ("2003-09-18", "2003", "[..2003]")

DAY_EXPECTED = "a day such as 2022-01-13, 2022-01, 2022, [..2022-01-02], [2006..2012], 2022-01~ or 2022-01-13?"
INSTANT_EXPECTED = (
    "a local time to the minute with its offset, such as 2022-01-05T22:30+03:00; offsets run from -12:00 to +14:00"
)


class InvalidDay(ValueError):
    """A text that is no day in the notation of :class:`Day`."""


class InvalidInstant(ValueError):
    """A text that is no instant in the notation of :class:`Instant`."""


class UnknownAnswer(ValueError):
    """The truth value of an :attr:`Answer.UNKNOWN` was asked for."""


class Answer(Enum):
    """Yes, no or unknown. ``bool()`` of UNKNOWN raises :class:`UnknownAnswer`; ``&``, ``|``, ``~`` are Kleene's."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        if self is Answer.UNKNOWN:
            raise UnknownAnswer("the sources leave this open: compare with Answer.YES, Answer.NO or Answer.UNKNOWN")
        return self is Answer.YES

    def __invert__(self) -> Answer:
        return {Answer.YES: Answer.NO, Answer.NO: Answer.YES}.get(self, self)

    def __and__(self, other: Answer) -> Answer:
        for decisive in (Answer.NO, Answer.UNKNOWN):
            if decisive in (self, other):
                return decisive
        return Answer.YES

    def __or__(self, other: Answer) -> Answer:
        return ~(~self & ~other)


@frozen(eq=True, order=False)
class Day:
    """One day, as exactly as it is known.

    ``Day("2022-01-13")`` is that day; ``2022-01`` and ``2022`` one day of that month or year; ``[A..B]``, ``[..B]``
    and ``[A..]`` one day not before A, not after B (EDTF level 2, "one of a set"). ``~`` after a date marks it
    approximate and widens it by one unit of its last part on either side; ``?`` marks it uncertain and changes no
    bound. Years run from 1000 to 2999. Two days are equal when they are written alike. There is no ``<``:
    :meth:`before`, :meth:`on` and :meth:`within` give an :class:`Answer`, :attr:`sort_key` orders for display.

    Raises :class:`InvalidDay`.
    """

    text: str
    earliest: date | None = field(init=False, eq=False, repr=False)
    """The first day that it can be; None where open."""
    latest: date | None = field(init=False, eq=False, repr=False)
    """The last day that it can be; None where open."""

    def __attrs_post_init__(self) -> None:
        earliest, latest = _bounds(self.text)
        object.__setattr__(self, "earliest", earliest)
        object.__setattr__(self, "latest", latest)

    @property
    def approximate(self) -> bool:
        """Marked ``~``."""
        return self.text.endswith("~")

    @property
    def uncertain(self) -> bool:
        """Marked ``?``."""
        return self.text.endswith("?")

    @property
    def exact(self) -> bool:
        """Whether it can be one calendar day only."""
        return self.earliest is not None and self.earliest == self.latest

    @property
    def sort_key(self) -> tuple[date, date, str]:
        """For display: by the first possible day (open ones first), then the last, then the text."""
        return (self.earliest or date.min, self.latest or date.max, self.text)

    def before(self, other: DayLike) -> Answer:
        """Whether this day lies before the other."""
        that = as_day(other)
        if self.latest is not None and that.earliest is not None and self.latest < that.earliest:
            return Answer.YES
        if self.earliest is not None and that.latest is not None and self.earliest >= that.latest:
            return Answer.NO
        return Answer.UNKNOWN

    def on(self, other: DayLike) -> Answer:
        """Whether both are the same calendar day."""
        that = as_day(other)
        if self.exact and self.earliest == that.earliest and that.exact:
            return Answer.YES
        apart = self.before(that) is Answer.YES or that.before(self) is Answer.YES
        return Answer.NO if apart else Answer.UNKNOWN

    def within(self, start: DayLike, end: DayLike) -> Answer:
        """Whether it lies from ``start`` to ``end``, both included."""
        return ~self.before(start) & ~as_day(end).before(self)

    def __str__(self) -> str:
        return self.text


DayLike: TypeAlias = Day | date | str


def as_day(value: DayLike) -> Day:
    """The :class:`Day` of a day, a ``datetime.date`` or a text. Raises :class:`InvalidDay`."""
    if isinstance(value, Day):
        return value
    if isinstance(value, date) and not isinstance(value, datetime):
        return Day(value.isoformat())
    if isinstance(value, str):
        return Day(value)
    raise InvalidDay(f"{value!r} is no day; expected {DAY_EXPECTED}, or a datetime.date")


def calendar_day(value: DayLike) -> date:
    """The one calendar day meant. Raises :class:`InvalidDay` where it is not certain which."""
    day = as_day(value)
    if day.earliest is None or not day.exact or day.uncertain:
        raise InvalidDay(f'"{day}" is no single calendar day; expected one such as 2022-01-06')
    return day.earliest


def _bounds(text: object) -> tuple[date | None, date | None]:
    """Return the first and the last day that a text allows, None where open. Raises :class:`InvalidDay`."""
    if not isinstance(text, str):
        raise InvalidDay(f"{text!r} is no text; expected {DAY_EXPECTED}")
    if match := re.fullmatch(_DAY, text):
        first, last = _span(match["part"])
        return _widened(match["part"], first, last) if match["mark"] == "~" else (first, last)
    match = re.fullmatch(_SET, text)
    if match is None or not (match["first"] or match["last"]):
        raise InvalidDay(f'"{text}" is no day in this notation; expected {DAY_EXPECTED}')
    return _bounds_of_set(text, match["first"], match["last"])


def _bounds_of_set(text: str, first: str | None, last: str | None) -> tuple[date | None, date | None]:
    earliest, end_of_first = _span(first) if first else (None, None)
    start_of_last, latest = _span(last) if last else (None, None)
    if end_of_first and start_of_last and end_of_first >= start_of_last:
        raise InvalidDay(f'"{text}": {first} does not lie before {last}')
    return earliest, latest


def _span(part: str) -> tuple[date, date]:
    """Return the first and the last day of a year, a month or a day."""
    year, *month_and_day = map(int, part.split("-"))
    if not month_and_day:
        return date(year, 1, 1), date(year, 12, 31)
    month, *day = month_and_day
    length = monthrange(year, month)[1]
    first, last = (day[0], day[0]) if day else (1, length)
    if last > length:
        raise InvalidDay(f'"{part}" is no calendar day: {part[:7]} has {length} days')
    return date(year, month, first), date(year, month, last)


def _widened(part: str, first: date, last: date) -> tuple[date, date]:
    match len(part):
        case 4:
            return date(first.year - 1, 1, 1), date(last.year + 1, 12, 31)
        case 7:
            before, after = first - timedelta(days=1), last + timedelta(days=1)
            return before.replace(day=1), after.replace(day=monthrange(after.year, after.month)[1])
        case _:
            return first - timedelta(days=1), last + timedelta(days=1)


@frozen(eq=True, order=False)
class Instant:
    """A moment to the minute, written with the offset of the place where it happened (RFC 3339 without seconds).

    ``Instant("2022-01-05T22:30+03:00").day`` is the local day, 5 January; elsewhere on earth it was another
    (:attr:`earliest_day` to :attr:`latest_day`). Equal when written alike; :attr:`utc` tells whether two are the same
    moment. Raises :class:`InvalidInstant`.
    """

    text: str

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.text, str) or not re.fullmatch(INSTANT_PATTERN, self.text):
            raise InvalidInstant(f'"{self.text}" is no instant; expected {INSTANT_EXPECTED}')
        try:
            _span(self.text[:10])
        except InvalidDay as error:
            raise InvalidInstant(str(error)) from None

    @property
    def day(self) -> Day:
        """The local day."""
        return Day(self.text[:10])

    @property
    def utc(self) -> datetime:
        """The moment in Coordinated Universal Time."""
        return datetime.fromisoformat(self.text).astimezone(UTC)

    @property
    def earliest_day(self) -> date:
        """The calendar day where the clock is furthest behind (UTC-12)."""
        return (self.utc - timedelta(hours=12)).date()

    @property
    def latest_day(self) -> date:
        """The calendar day where the clock is furthest ahead (UTC+14)."""
        return (self.utc + timedelta(hours=14)).date()

    def __str__(self) -> str:
        return self.text
