"""Select the events of a period."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ..dates import Answer, Day, DayLike, as_day
from ..errors import InvalidDateError

if TYPE_CHECKING:
    from ..model import Event


def between(events: Iterable[Event], first: DayLike, last: DayLike) -> tuple[Event, ...]:
    """Return all events that may have happened from ``first`` to ``last``; see ``EventTable.between``.

    Raises:
        InvalidDateError: A day is not valid, or ``last`` is before ``first``.
    """
    start, end = as_day(first), as_day(last)
    if end.before(start) is Answer.YES:
        raise InvalidDateError(f"The last day {end} is before the first day {start}. Expected the earlier day first.")
    found = [event for event in events if _may_overlap(event, start, end)]
    return tuple(sorted(found, key=lambda event: (_time_key(event), event.id)))


def _may_overlap(event: Event, start: Day, end: Day) -> bool:
    moment = event.date or (event.instant.day if event.instant else None)
    first, last = moment or event.start, moment or event.end
    ends_before = last is not None and last.before(start) is Answer.YES
    starts_after = first is not None and end.before(first) is Answer.YES
    return not (ends_before or starts_after)


def _time_key(event: Event) -> tuple[Any, ...]:
    moment = event.date or (event.instant.day if event.instant else None) or event.start or event.end
    return (0, *moment.sort_key) if moment else (1,)
