"""The marks of a picture: spans, points and arrows in lanes beside a scale of days or numbers, and tiles."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal, TypeAlias

from attrs import frozen

from ..dates import Day, Instant

Style: TypeAlias = Literal["certain", "possible", "frozen"]
"""What is known of a span: it holds, it may hold, or it holds while participation is frozen."""
Relation: TypeAlias = Literal["", "supports", "compatible", "disputes", "record"]
"""How the values of a lane relate to the record."""


@frozen
class Span:
    """A stretch of days, as ordinal numbers, or of numbers, both ends included.

    Attributes:
        first: The first day or number; None if the stretch is open to the left.
        last: The last one; None if it is open to the right.
        style: What is known of the stretch.
    """

    first: float | None
    last: float | None
    style: Style = "certain"


@frozen
class Lane:
    """A row of a picture: its label, what it says in words, its marks, and how they relate to the record."""

    label: str
    words: str
    spans: tuple[Span, ...]
    verdict: Relation = ""


@frozen
class Lanes:
    """A picture of rows beside a scale.

    Attributes:
        title: The title.
        description: What can be seen, in a sentence.
        scale: Whether positions are days (ordinal numbers) or numbers.
        lanes: The rows, from top to bottom.
        first: The beginning of the scale.
        last: The end of the scale.
        cut: How many rows were left out.
        unit: The unit of numbers.
    """

    title: str
    description: str
    scale: Literal["day", "number"]
    lanes: tuple[Lane, ...]
    first: float
    last: float
    cut: int = 0
    unit: str = ""


@frozen
class Tile:
    """A square for a state: its code, its name, what is known of it, and that in words."""

    code: str
    name: str
    style: Style
    words: str


@frozen
class Tiles:
    """A picture of squares, one for each state."""

    title: str
    description: str
    tiles: tuple[Tile, ...]
    cut: int = 0


Chart: TypeAlias = Lanes | Tiles
"""What can be drawn."""


def span_of_day(day: Day | Instant) -> Span:
    """Return the days on which something happened; an inexact day is a span of possible days.

    Args:
        day: A day, or an instant, of which the local day counts.

    Example:
        >>> span_of_day(Day("2022-01-06")).style, span_of_day(Day("2022-01")).style
        ('certain', 'possible')
    """
    found = day.day if isinstance(day, Instant) else day
    first, last = found.earliest, found.latest
    is_exact = first is not None and first == last and not found.approximate and not found.uncertain
    return Span(_ordinal(first), _ordinal(last), "certain" if is_exact else "possible")


def spans_between(start: Day | None, end: Day | None, until: date | None) -> Iterator[Span]:
    """Iterate over the days on which something that lasts certainly or possibly holds.

    Args:
        start: Its first day; None if it is not known.
        end: Its last day; None if it had not ended.
        until: Without an end, the last day on which it certainly had not ended; after it, nothing is known.

    Example:
        >>> [span.style for span in spans_between(Day("[1992..2006]"), Day("2012-12-19"), None)]
        ['possible', 'certain']
        >>> [*spans_between(Day("2022-01-06"), None, None)][-1].last is None
        True
    """
    earliest = None if start is None else start.earliest
    latest = None if end is None else end.latest
    sure_from = None if start is None else start.latest
    sure_to = until if end is None else end.earliest
    if sure_from is None or sure_to is None or sure_from > sure_to:
        yield Span(_ordinal(earliest), _ordinal(latest), "possible")
        return
    if earliest is None or earliest < sure_from:
        yield Span(_ordinal(earliest), _ordinal(sure_from - timedelta(1)), "possible")
    yield Span(_ordinal(sure_from), _ordinal(sure_to), "certain")
    if latest is None or latest > sure_to:
        yield Span(_ordinal(sure_to + timedelta(1)), _ordinal(latest), "possible")


def _ordinal(day: date | None) -> float | None:
    return None if day is None else day.toordinal()


def bounds(spans: Iterator[Span]) -> tuple[float, float] | None:
    """Return the first and the last known position of spans, or None if all are open on both sides."""
    known = [at for span in spans for at in (span.first, span.last) if at is not None]
    return (min(known), max(known)) if known else None
