"""The picture of events: a row for each, on the days on which it happened or may have happened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from math import ceil, floor
from typing import TYPE_CHECKING, Any, cast

from ..dates import Answer, DayLike, Instant, as_day
from ..model import Event
from ..queries.mentions import about as mentions
from ..store.filters import answer_on
from ..store.phrases import phrase, time_phrase
from .axes import Axis, axis_of, day_text
from .marks import Chart, Mark, Row, Sign, changes_of, mark_of_days, positions, segments

if TYPE_CHECKING:
    from ..store.memory import Items
    from ..store.record_store import RecordStore

WORDS: Mapping[Sign, str] = {"yes": "happened", "unknown": "may have happened"}
"""What each sign means."""
_Period = tuple[date | None, date | None]
"""The first and the last day of a period, each None if it is open."""
_SIGNS: Mapping[Answer, Sign] = {Answer.YES: "yes", Answer.UNKNOWN: "unknown", Answer.NO: "no"}


def timeline_chart(
    store: RecordStore, about: str | None = None, first: DayLike | None = None, last: DayLike | None = None
) -> Chart:
    """Return the picture of the events that certainly or possibly happened in a period.

    Args:
        store: The data.
        about: The id of a record; only the events that refer to it are drawn.
        first: The first day; the first of any event by default.
        last: The last day; the last of any event by default.
    """
    found = store.events.between(first, last)
    title = "Events"
    if about is not None:
        known = {other.id for other in mentions(store, about)} | {about}
        found = found.filter(lambda event: event.id in known)
        title = f"{phrase(store, about)}: events"
    items = cast("Items", found)
    period = (None if first is None else as_day(first).earliest, None if last is None else as_day(last).latest)
    rows = tuple(_row(store, items, event, period) for event in found)
    axis = _axis(rows, period)
    return Chart(
        title=title,
        subtitle=f"A row for each event, in the order of time{_period(axis)}.",
        rows=rows,
        axis=axis,
        words=WORDS,
    )


def _period(axis: Axis | None) -> str:
    """Return the days of an axis as text, with the years that its ticks may lack."""
    if axis is None:
        return ""
    return f", from {day_text(floor(axis.first))} to {day_text(ceil(axis.last) - 1)}"


def _axis(rows: tuple[Row, ...], period: _Period) -> Axis | None:
    """Return the axis of the wanted period, which has all events if it is open."""
    start, end = period
    found = axis_of("days", positions(rows))
    limits = (None if start is None else start.toordinal(), None if end is None else end.toordinal() + 1)
    if found is None and None in limits:
        return None
    known = found or Axis("days", 0, 1)
    axis = Axis("days", known.first if limits[0] is None else limits[0], known.last if limits[1] is None else limits[1])
    return axis if axis.first < axis.last else Axis("days", axis.first, axis.first + 1)


def _row(store: RecordStore, events: Items, event: Event, period: _Period) -> Row:
    return Row(
        label=event.title,
        value=time_phrase(store, event) or "unknown",
        record=event.id,
        marks=tuple(_marks(events, event, period)),
    )


def _marks(events: Items, event: Event, period: _Period) -> Iterator[Mark]:
    """Yield the days on which an event happened or may have happened, in a period only."""
    start, end = period
    changes = [*_changes(event)]
    if not changes:
        yield Mark("unknown")
    for first, last, answer in segments(lambda day: answer_on(events, event, day), changes):
        is_before = start is not None and last is not None and last < start
        is_after = end is not None and first is not None and first > end
        if answer is not Answer.NO and not is_before and not is_after:
            yield mark_of_days(_SIGNS[answer], first, last)


def _changes(event: Event) -> Iterator[date]:
    """Yield the days on which the answer to "did it happen on this day?" may change."""
    moment: Any = event.date or event.instant
    yield from changes_of(moment.day if isinstance(moment, Instant) else moment, None)
    yield from changes_of(event.start, event.end)
