"""Dates as sources give them: exact, to the month or year, within limits, approximate or uncertain.

The notation is a subset of EDTF (ISO 8601-2:2019, level 2 for the sets). Times without a UTC offset, durations, seasons
and unspecified digits are not supported. A period has a start and an end, each a ``Day``.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Any, ClassVar, Literal, NamedTuple, Protocol, TypeAlias, TypeGuard

from attrs import field, frozen

from .errors import InvalidDateError, UnknownAnswerError
from .notations import MONTHS, likely_days
from .web import JsonReady

__all__ = ["Answer", "Datetime64", "Day", "DayLike", "Instant", "Period"]

_YEAR, _MONTH, _DATE = "[12][0-9]{3}", "(0[1-9]|1[0-2])", "(0[1-9]|[12][0-9]|3[01])"
_PART = f"{_YEAR}(-{_MONTH}(-{_DATE})?)?"
_DAY = f"(?P<part>{_PART})(?P<mark>[~?]?)"
_SET = rf"\[(?P<first>{_PART})?[.][.](?P<last>{_PART})?\]"

_DATETIME64 = r"(?P<part>-?[0-9]+(-[0-9-]+)?)(T[0-9:.]+)? of type datetime64\[([YMD]|[0-9]*(h|m|[munpfa]?s))\]"
"""The text of a ``numpy.datetime64`` and its type, in years, months, days or a smaller unit."""

EXACT_DAY_PATTERN = f"{_YEAR}-{_MONTH}-{_DATE}"
DAY_PATTERN = rf"({_PART}[~?]?|\[{_PART}[.][.]({_PART})?\]|\[[.][.]{_PART}\])"
"""The notation of dates, as a regular expression for JSON Schema and Python; it does not check the calendar."""
INSTANT_PATTERN = (
    rf"{EXACT_DAY_PATTERN}T([01][0-9]|2[0-3]):[0-5][0-9]"
    r"(([+]0[0-9]|[+]1[0-3]|-0[1-9]|-1[01]):(00|15|30|45)|-00:(15|30|45)|[+]14:00|-12:00)"
)
DAY_EXAMPLES = ("2003-09-18", "2003", "[..2003]")

DAY_EXPECTED = "a date such as 2022-01-13, 2022-01, 2022, 2022-01~, 2022-01-13?, [2006..2012] or [..2022-01-02]"
EXACT_DAY_EXPECTED = "a full date such as 2022-01-06"
DAY_LIKE_EXPECTED = (
    f"{DAY_EXPECTED}; or a datetime.date, datetime.datetime, pandas.Timestamp, or numpy.datetime64 in years, months, "
    "days or a smaller unit"
)
INSTANT_EXPECTED = "a local time with a UTC offset from -12:00 to +14:00, such as 2022-01-05T22:30+03:00"


AnswerWord: TypeAlias = Literal["yes", "no", "unknown"]
"""An answer in JSON."""


class Answer(Enum):
    """The answer to a question: yes, no or unknown.

    ``&``, ``|`` and ``~`` follow Kleene's three-valued logic. ``bool()`` of UNKNOWN raises ``UnknownAnswerError``, so
    that an unknown answer is not mistaken for no.

    Example:
        >>> from csto_data import Answer
        >>> Answer.YES & Answer.UNKNOWN
        <Answer.UNKNOWN: 'unknown'>
        >>> Answer.YES | Answer.UNKNOWN
        <Answer.YES: 'yes'>
    """

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    @property
    def word(self) -> AnswerWord:
        """The answer as a word, for JSON."""
        words: dict[Answer, AnswerWord] = {Answer.YES: "yes", Answer.NO: "no"}
        return words.get(self, "unknown")

    def __bool__(self) -> bool:
        if self is Answer.UNKNOWN:
            raise UnknownAnswerError(
                "Answer.UNKNOWN has no truth value. Compare explicitly, such as `answer is Answer.YES`."
            )
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


@frozen(eq=False)
class Day(JsonReady):
    """One day, as exactly as it is known.

    ``Day("2022-01-13")`` is that day; ``2022-01`` and ``2022`` are one day of that month or year. ``[A..B]``, ``[A..]``
    and ``[..B]`` are one day not before A and not after B (EDTF level 2, "one of a set"). ``~`` after a date means
    approximate: it adds one unit of the last part on either side. ``?`` means uncertain and changes no limit. Years are
    from 1000 to 2999.

    ``<`` is not defined: ``before()``, ``on()`` and ``within()`` return an ``Answer``, and ``sort_key`` is for display.

    ``==`` compares notations: two days are equal if their texts are equal. A full date without a mark is also equal to
    the ``datetime.date`` of that day, and has the same hash. Where False would be misleading, ``==`` raises
    ``TypeError``: for any other day compared with a date, and for every day compared with a ``datetime.datetime``, a
    ``numpy.datetime64`` or a text that is a date. Use ``on()``, or ``Day("...")`` for a text. A day is never equal to
    any other text, so that values of several types, such as those that sources report, can be searched for an id.

    Attributes:
        text: The date in its notation.
        earliest: The first possible day; None if it is open.
        latest: The last possible day; None if it is open.

    Raises:
        InvalidDateError: The text is not a valid date.

    Example:
        >>> from datetime import date
        >>> from csto_data import Day
        >>> Day("2022-01").latest
        datetime.date(2022, 1, 31)
        >>> print(Day("[2006..2012]").earliest)
        2006-01-01
        >>> Day("2022-01-13") == date(2022, 1, 13)
        True
    """

    __array_priority__: ClassVar[float] = -1.0  # above numpy scalars, which leave == to this class, and below arrays

    text: str
    earliest: date | None = field(init=False, repr=False)
    """The first possible day; None if it is open."""
    latest: date | None = field(init=False, repr=False)
    """The last possible day; None if it is open."""

    def __attrs_post_init__(self) -> None:
        earliest, latest = _bounds(self.text)
        object.__setattr__(self, "earliest", earliest)
        object.__setattr__(self, "latest", latest)

    @property
    def approximate(self) -> bool:
        """Whether it is marked as approximate (``~``)."""
        return self.text.endswith("~")

    @property
    def uncertain(self) -> bool:
        """Whether it is marked as uncertain (``?``)."""
        return self.text.endswith("?")

    @property
    def exact(self) -> bool:
        """Whether only one calendar day is possible."""
        return self.earliest is not None and self.earliest == self.latest

    @property
    def sort_key(self) -> tuple[date, date, str]:
        """A key to sort for display: the first possible day (open ones first), the last one, and the text."""
        return (self.earliest or date.min, self.latest or date.max, self.text)

    def before(self, other: DayLike) -> Answer:
        """Return whether this day is before another one.

        Args:
            other: The other day, as a ``Day``, a date, a time (its local date is used) or a text.

        Returns:
            UNKNOWN if some of the possible days are before the other one and some are not.

        Raises:
            InvalidDateError: ``other`` is not a valid date.

        Example:
            >>> from csto_data import Day
            >>> Day("2022-01-13").before("2022-02")
            <Answer.YES: 'yes'>
            >>> Day("2022-01").before("2022-01-13")
            <Answer.UNKNOWN: 'unknown'>
        """
        that = as_day(other)
        if self.latest is not None and that.earliest is not None and self.latest < that.earliest:
            return Answer.YES
        if self.earliest is not None and that.latest is not None and self.earliest >= that.latest:
            return Answer.NO
        return Answer.UNKNOWN

    def on(self, other: DayLike) -> Answer:
        """Return whether both are the same calendar day.

        Args:
            other: The other day, as a ``Day``, a date, a time (its local date is used) or a text.

        Returns:
            YES only if both are exact; UNKNOWN if they may be the same.

        Raises:
            InvalidDateError: ``other`` is not a valid date.

        Example:
            >>> from csto_data import Day
            >>> Day("2022-01").on("2022-01-13")
            <Answer.UNKNOWN: 'unknown'>
            >>> Day("2022-01").on("2022-02-13")
            <Answer.NO: 'no'>
        """
        that = as_day(other)
        if self.exact and self.earliest == that.earliest and that.exact:
            return Answer.YES
        apart = self.before(that) is Answer.YES or that.before(self) is Answer.YES
        return Answer.NO if apart else Answer.UNKNOWN

    def within(self, start: DayLike, end: DayLike) -> Answer:
        """Return whether this day is within a period.

        Args:
            start: The first day of the period.
            end: The last day of the period.

        Returns:
            UNKNOWN if some of the possible days are in the period and some are not.

        Raises:
            InvalidDateError: ``start`` or ``end`` is not a valid date.

        Example:
            >>> from csto_data import Day
            >>> Day("2022-01-13").within("2022-01-13", "2022-01-19")
            <Answer.YES: 'yes'>
        """
        return ~self.before(start) & ~as_day(end).before(self)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Day):
            return self.text == other.text
        if _is_date(other) and _is_full_date(self):
            return self.earliest == other
        if isinstance(other, date) or _is_datetime64(other):
            raise TypeError(_why_incomparable(self, other))
        if isinstance(other, str) and re.fullmatch(DAY_PATTERN, other):
            raise TypeError(f'Day("{self}") cannot be compared with a text by ==. Use Day("{other}") instead.')
        return NotImplemented

    def __hash__(self) -> int:
        return hash(self.earliest) if _is_full_date(self) else hash((self.text,))

    def __str__(self) -> str:
        return self.text

    def _as_json(self) -> str:
        return self.text

    @classmethod
    def _json_schema(cls) -> dict[str, Any]:
        return {"title": "Day", "type": "string", "pattern": f"^{DAY_PATTERN}$", "examples": [*DAY_EXAMPLES]}

    @classmethod
    def _from_input(cls, value: Any) -> Day:
        return as_day(value)


class Datetime64(Protocol):
    """A ``numpy.datetime64``, described without importing numpy."""

    @property
    def dtype(self) -> Any:
        """The data type, of kind ``M``."""
        ...

    def item(self) -> date | int | None:
        """Return the value as an object of Python."""
        ...


DayLike: TypeAlias = Day | date | str | Datetime64
"""A day as an argument: a ``Day``, a text for ``Day``, or a date or time of Python, pandas or numpy.

The time of day is ignored, and the time zone is not converted. ``pandas.Timestamp`` is a ``datetime.datetime``, and a
``datetime.datetime`` is a ``datetime.date``.
"""


def as_day(value: DayLike) -> Day:
    """Return a value as a ``Day``.

    Args:
        value: A ``Day``, a text, a ``datetime.date``, a ``datetime.datetime`` (such as ``pandas.Timestamp``) or a
            ``numpy.datetime64``. Of a time, the local date is used.

    Returns:
        The day. A ``numpy.datetime64`` in months or years gives a month or year.

    Raises:
        InvalidDateError: The value is not a valid date, or is of another type.

    Example:
        >>> from datetime import datetime
        >>> print(as_day(datetime(2022, 1, 5, 22, 30)))
        2022-01-05
    """
    if isinstance(value, Day):
        return value
    text = _text_of(value)
    if text is None:
        raise InvalidDateError(f"{value!r} is not a valid date", DAY_LIKE_EXPECTED)
    return Day(text)


def _text_of(value: object) -> str | None:
    """Return the notation of a value that can be a day, or None if it is of another type."""
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return value.isoformat()[: len("2022-01-06")]  # pandas.NaT is a datetime, too; its text is NaT
    if not _is_datetime64(value):
        return None
    match = re.fullmatch(_DATETIME64, text := f"{value} of type {value.dtype}")
    if match is None:
        raise InvalidDateError(f"{text} is not a valid date", DAY_LIKE_EXPECTED)
    return match["part"]


def _is_datetime64(value: object) -> TypeGuard[Datetime64]:
    """Return whether a value is a ``numpy.datetime64``."""
    return getattr(getattr(value, "dtype", None), "kind", None) == "M"


def _is_date(value: object) -> bool:
    """Return whether a value is a date without a time."""
    return isinstance(value, date) and not isinstance(value, datetime)


def _is_full_date(day: Day) -> bool:
    """Return whether a day is exact and has no mark."""
    return day.exact and not day.uncertain


def _why_incomparable(day: Day, other: object) -> str:
    """Return the message for a comparison of a day with a date or time by ``==``."""
    if _is_date(other):
        return (
            f'Day("{day}") is not an exact date and cannot be compared with a date by ==. Use day.on(date), which '
            "returns an Answer, or compare day.earliest and day.latest."
        )
    return (
        f'Day("{day}") cannot be compared with a value of type {type(other).__name__} by ==. Use day.on(value), which '
        'returns an Answer, or compare with a Day such as Day("2022-01-06").'
    )


def calendar_day(value: DayLike) -> date:
    """Return an exact day as a ``datetime.date``.

    Args:
        value: The day, as for ``as_day``.

    Returns:
        The date.

    Raises:
        InvalidDateError: The value is not a valid date, is not exact or is uncertain.

    Example:
        >>> calendar_day("2022-01-06")
        datetime.date(2022, 1, 6)
    """
    try:
        day = as_day(value)
    except InvalidDateError as error:
        raise InvalidDateError(error.problem, EXACT_DAY_EXPECTED, *error.suggestions) from None
    if day.earliest is None or not _is_full_date(day):
        raise InvalidDateError(f'"{day}" is not an exact date', EXACT_DAY_EXPECTED)
    return day.earliest


def _bounds(text: object) -> tuple[date | None, date | None]:
    """Return the first and the last possible day of a text, None where it is open."""
    if not isinstance(text, str):
        raise InvalidDateError(f"{text!r} is not a string", DAY_EXPECTED)
    if match := re.fullmatch(_DAY, text):
        first, last = _span(match["part"])
        return _widened(match["part"], first, last) if match["mark"] == "~" else (first, last)
    match = re.fullmatch(_SET, text)
    if match is None or not (match["first"] or match["last"]):
        raise InvalidDateError(f'invalid date "{text}"{_reason(text)}', DAY_EXPECTED, *likely_days(text))
    return _bounds_of_set(text, match["first"], match["last"])


def _reason(text: str) -> str:
    """Return which month or day in a text the calendar does not have, or nothing."""
    for year, month, day in re.findall(r"(?<![0-9])([12][0-9]{3})-([0-9]{2})(?:-([0-9]{2}))?(?![0-9])", text):
        if not 1 <= int(month) <= len(MONTHS):
            return f": month {month} does not exist"
        length = monthrange(int(year), int(month))[1]
        if day and not 1 <= int(day) <= length:
            return f": {MONTHS[int(month) - 1]} {year} has {length} days"
    return ""


def _bounds_of_set(text: str, first: str | None, last: str | None) -> tuple[date | None, date | None]:
    """Return the first and the last possible day of a set from ``first`` to ``last``."""
    earliest, end_of_first = _span(first) if first else (None, None)
    start_of_last, latest = _span(last) if last else (None, None)
    if end_of_first and start_of_last and end_of_first >= start_of_last:
        raise InvalidDateError(
            f'invalid date "{text}": {first} is not before {last}', "a set from an earlier to a later date"
        )
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
        problem = f'invalid date "{part}": {MONTHS[month - 1]} {year} has {length} days'
        raise InvalidDateError(
            problem, f"a day from {part[:8]}01 to {part[:8]}{length}, or {part[:7]} if the day is unknown"
        )
    return date(year, month, first), date(year, month, last)


def _widened(part: str, first: date, last: date) -> tuple[date, date]:
    """Return the span of an approximate date: one year, month or day wider on either side."""
    match len(part):
        case 4:
            return date(first.year - 1, 1, 1), date(last.year + 1, 12, 31)
        case 7:
            before, after = first - timedelta(days=1), last + timedelta(days=1)
            return before.replace(day=1), after.replace(day=monthrange(after.year, after.month)[1])
        case _:
            return first - timedelta(days=1), last + timedelta(days=1)


class Period(NamedTuple):
    """The earliest and the latest day on which something may have happened.

    Attributes:
        earliest: The first possible day; None if it is open.
        latest: The last possible day; None if it is open.

    Example:
        >>> from csto_data import load
        >>> when = load().operations["csto-kazakhstan-2022"].when
        >>> print(when)
        2022-01-06 to 2022-01-19
    """

    earliest: date | None
    latest: date | None

    @property
    def sort_key(self) -> tuple[date, date, bool]:
        """A key to sort by the first possible day or, if that is open, by the last one; entirely open periods last.

        Of several with the same first day, the one with the earlier last day is first.
        """
        return (self.earliest or self.latest or date.max, self.latest or date.max, self.earliest is None)

    def __str__(self) -> str:
        if self.earliest is None:
            return "unknown" if self.latest is None else f"until {self.latest}"
        if self.latest is None:
            return f"from {self.earliest}"
        return f"{self.earliest}" if self.earliest == self.latest else f"{self.earliest} to {self.latest}"


@frozen(eq=True, order=False)
class Instant(JsonReady):
    """A moment to the minute, with the UTC offset of the place where it happened (RFC 3339 without seconds).

    The same moment can be on another day elsewhere: ``earliest_day`` and ``latest_day`` are the limits. Two instants
    are equal if their texts are equal; compare ``utc`` to find out whether they are the same moment.

    Attributes:
        text: The instant in its notation.

    Raises:
        InvalidDateError: The text is not a valid instant.

    Example:
        >>> from csto_data import Instant
        >>> instant = Instant("2022-01-05T22:30+03:00")
        >>> print(instant.day, instant.latest_day)
        2022-01-05 2022-01-06
    """

    text: str

    def __attrs_post_init__(self) -> None:
        if isinstance(self.text, str) and self.text.endswith("-00:00"):
            problem = f'invalid instant "{self.text}": -00:00 means that the offset is unknown'
            raise InvalidDateError(problem, INSTANT_EXPECTED)
        if not isinstance(self.text, str) or not re.fullmatch(INSTANT_PATTERN, self.text):
            raise InvalidDateError(f'invalid instant "{self.text}"', INSTANT_EXPECTED)
        try:
            _span(self.text[:10])
        except InvalidDateError as error:
            raise InvalidDateError(error.problem, error.expected) from None

    @property
    def day(self) -> Day:
        """The local date."""
        return Day(self.text[:10])

    @property
    def utc(self) -> datetime:
        """The moment in Coordinated Universal Time."""
        return datetime.fromisoformat(self.text).astimezone(UTC)

    @property
    def earliest_day(self) -> date:
        """The date in the time zone that is furthest behind UTC (UTC-12)."""
        return (self.utc - timedelta(hours=12)).date()

    @property
    def latest_day(self) -> date:
        """The date in the time zone that is furthest ahead of UTC (UTC+14)."""
        return (self.utc + timedelta(hours=14)).date()

    def __str__(self) -> str:
        return self.text

    def _as_json(self) -> str:
        return self.text

    @classmethod
    def _json_schema(cls) -> dict[str, Any]:
        return {
            "title": "Instant",
            "type": "string",
            "pattern": f"^{INSTANT_PATTERN}$",
            "examples": ["2022-01-05T22:30+03:00"],
        }

    @classmethod
    def _from_input(cls, value: Any) -> Instant:
        return value if isinstance(value, cls) else cls(value)
