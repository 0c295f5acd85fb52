"""What happened between two days."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ..dates import Answer, Day, DayLike, InvalidDay, as_day

if TYPE_CHECKING:
    from ..model import Event


def between(events: Iterable[Event], first: DayLike, last: DayLike) -> tuple[Event, ...]:
    """Return all events that may have happened from ``first`` to ``last``, in the order of their time.

    An event whose time the sources leave open may have happened then, and so is among them, at the end. Raises
    :class:`InvalidDay`.
    """
    start, end = as_day(first), as_day(last)
    if end.before(start) is Answer.YES:
        raise InvalidDay(f"{end} lies before {start}; expected the first day, then the last")
    found = [event for event in events if _may_overlap(event, start, end)]
    return tuple(sorted(found, key=lambda event: (_time_key(event), event.id)))


def _may_overlap(event: Event, start: Day, end: Day) -> bool:
    moment = event.date or (event.instant.day if event.instant else None)
    first, last = moment or event.start, moment or event.end
    over = last is not None and last.before(start) is Answer.YES
    not_yet = first is not None and end.before(first) is Answer.YES
    return not (over or not_yet)


def _time_key(event: Event) -> tuple[Any, ...]:
    moment = event.date or (event.instant.day if event.instant else None) or event.start or event.end
    return (0, *moment.sort_key) if moment else (1,)
