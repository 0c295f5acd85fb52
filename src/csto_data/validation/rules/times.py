"""The days on which things happened, as rules compare them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from ...dates import Answer, Day, Instant
from ...model import Event, Source
from ..context import RuleContext

IN_EVIDENCE = "; in the evidence, too, if it is wrong there"
"""The end of what is expected of a value that the evidence of the record may repeat."""
MOST_RELATED = 10
"""The number of spells that a violation names as related locations, even if there are more."""
FIRST_DAY, LAST_DAY = date(1000, 1, 1), date(2999, 12, 31)
"""The first and the last day that a ``Day`` can contain."""


def when(day: Day) -> str:
    """Return a date with its preposition, such as ``on 2022-01-06`` or ``in 2022``."""
    is_single = day.earliest == day.latest
    return f"{'on' if is_single else 'in'} {day}"


def anywhere(instant: Instant) -> Day:
    """Return the date of an instant as the set of its dates in all time zones, from the years 1000 to 2999."""
    first, last = max(instant.earliest_day, FIRST_DAY), min(instant.latest_day, LAST_DAY)
    return Day(f"[{first}..{last}]" if first < last else str(first))


def is_after_release(day: Day | None, context: RuleContext) -> bool:
    """Return whether a day is certainly after the release of the dataset or, in a pack, in the future."""
    return day is not None and _last_day(context).before(day) is Answer.YES


def _last_day(context: RuleContext) -> Day:
    """Return the day of the release of a dataset; without one, as in a pack, today, wherever on Earth."""
    return context.once(
        _last_day, lambda: Day(str(context.released or (datetime.now(UTC) + timedelta(hours=14)).date()))
    )


def late_sources(context: RuleContext) -> list[tuple[Source, str, Day]]:
    """Return the sources published or accessed after the release of the dataset, with the field and the day.

    Without a release, as in a pack, it is those of the future: after today, wherever on Earth.
    """

    def found() -> list[tuple[Source, str, Day]]:
        days = ((s, field, getattr(s, field)) for s in context.checked(Source) for field in ("published", "accessed"))
        return [(source, field, day) for source, field, day in days if is_after_release(day, context)]

    return context.once(late_sources, found)


def times_of(event: Event) -> Iterator[tuple[str, Day]]:
    """Iterate over the times of an event with their fields; an instant as its dates in all time zones."""
    for field in ("date", "start", "end"):
        day: Day | None = getattr(event, field)
        if day is not None:
            yield field, day
    if event.instant is not None:
        yield "instant", anywhere(event.instant)


def span_of(event: Event) -> tuple[Day | None, Day | None]:
    """Return the start and end of an event, each None if unknown."""
    times = dict(times_of(event))
    single = times.get("date") or times.get("instant")
    return times.get("start") or single, times.get("end") or single
