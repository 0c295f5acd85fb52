"""Select the events of a period."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from ..dates import Answer, Day, DayLike, Period, as_day
from ..errors import InvalidDateError

if TYPE_CHECKING:
    from ..model import Event


def between(events: Iterable[Event], first: DayLike, last: DayLike) -> tuple[Event, ...]:
    """Return all events that may have happened from ``first`` to ``last``, in chronological order.

    Args:
        events: The events to select from.
        first: The first day of the period.
        last: The last day of the period.

    Returns:
        The events by ``when.sort_key`` and id; those without any date come last, because they may have happened then,
        too.

    Raises:
        InvalidDateError: A day is not valid, or ``last`` is before ``first``.
    """
    start, end = as_day(first), as_day(last)
    if end.before(start) is Answer.YES:
        raise InvalidDateError(f"The last day {end} is before the first day {start}. Expected the earlier day first.")
    found = [event for event in events if event.when is None or _may_overlap(event.when, start, end)]
    return tuple(sorted(found, key=_position))


def _may_overlap(when: Period, start: Day, end: Day) -> bool:
    return not (_is_before(when.latest, start.earliest) or _is_before(end.latest, when.earliest))


def _is_before(one: date | None, other: date | None) -> bool:
    """Return whether both days are known, and the first is before the second."""
    return one is not None and other is not None and one < other


def _position(event: Event) -> tuple[tuple[date, date, bool], bool, str]:
    when = event.when
    return (when or Period(None, None)).sort_key, when is None, event.id
