"""What happened on each day, what became known on each day, and on which days the members change."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from attrs import frozen

from ..dates import Day, Period
from ..model import Event, Operation, Record, Source, Statement
from ..provenance.judgements import Judgement
from ..store.order import time_of

if TYPE_CHECKING:
    from ..dataset import Dataset

BUSY = 25
"""The number of entries in a month from which on it has a page of its own."""


@frozen
class Entry:
    """A record of a timeline, with its time on the day if it is known."""

    record: Record
    clock: str


@frozen
class Stretch:
    """The entries of a day, or of a longer time in which something happened on an unknown day."""

    heading: str
    anchor: str
    day: date | None
    entries: tuple[Entry, ...]


def timeline(dataset: Dataset) -> dict[str, list[Stretch]]:
    """Return what happened and what was said, by year or by busy month, such as ``2022-01``.

    Args:
        dataset: The data.
    """
    happened: dict[tuple[date, date, str], list[Record]] = {}
    for record in dataset:
        if isinstance(record, Event | Statement | Operation) and (found := time_of(record)) is not None:
            first = found.earliest or found.latest
            if first is not None:
                happened.setdefault((first, *_end(record, first, found)), []).append(record)
    months: dict[str, int] = {}
    for (first, _, _), records in happened.items():
        months[f"{first:%Y-%m}"] = months.get(f"{first:%Y-%m}", 0) + len(records)
    pages: dict[str, list[Stretch]] = {}
    for (first, last, side), records in sorted(happened.items()):
        month = f"{first:%Y-%m}"
        page = pages.setdefault(month if months[month] >= BUSY else f"{first:%Y}", [])
        page.append(_stretch(first, last, side, records))
    return pages


def _end(record: Record, first: date, found: Day | Period) -> tuple[date, str]:
    """Return the last possible day of a moment, and on which side it is open; what lasts is listed on its first day."""
    moment = getattr(record, "start", None) or found
    side = "or earlier" if moment.earliest is None else "or later" if moment.latest is None else ""
    return moment.latest or first, side


def _stretch(first: date, last: date, side: str, records: Iterable[Record]) -> Stretch:
    entries = sorted((Entry(record, _clock(record)) for record in records), key=lambda e: (e.clock, str(e.record.id)))
    is_day = first == last
    heading, anchor = (f"{first}", f"d{first}") if is_day else (_period(first, last), f"d{first}-{last}")
    if side:
        return Stretch(f"{heading} {side}", f"{anchor}-{side[3:]}", None, tuple(entries))
    return Stretch(heading, anchor, first if is_day else None, tuple(entries))


def _period(first: date, last: date) -> str:
    """Return a time as a year or month, if it is a whole one, or by its first and last day."""
    if (first.year, first.day, last.day) == (last.year, 1, monthrange(last.year, last.month)[1]):
        if first.month == last.month:
            return f"{first:%Y-%m}"
        if (first.month, last.month) == (1, 12):
            return f"{first:%Y}"
    return f"Between {first} and {last}"


def _clock(record: Record) -> str:
    """Return the local time of an instant with its zone, or an empty text."""
    instant = getattr(record, "instant", None)
    if instant is None:
        return ""
    _, _, clock = instant.text.partition("T")
    return f"{clock[:5]} UTC{clock[5:]}" if clock[5:] != "Z" else f"{clock[:5]} UTC"


@frozen
class Published:
    """What sources of a day report: the sources, and their reports with whether an earlier source has the same."""

    day: date
    sources: tuple[Source, ...]
    reports: tuple[tuple[Judgement, bool], ...]


def published_days(dataset: Dataset) -> list[Published]:
    """Return, for each day on which sources were published, what they report and whether that was new.

    Args:
        dataset: The data.
    """
    of_source: dict[str, list[Judgement]] = {}
    for judgement in dataset.judgements():
        of_source.setdefault(str(judgement.source), []).append(judgement)
    by_day: dict[date, list[Source]] = {}
    for source in dataset.sources:
        day = exact(source.published)
        if day is not None:
            by_day.setdefault(day, []).append(source)
    seen: set[tuple[str, str, str]] = set()
    found: list[Published] = []
    for day, sources in sorted(by_day.items()):
        reports = [judgement for source in sources for judgement in of_source.get(str(source.id), ())]
        reports.sort(key=lambda judgement: (judgement.record, judgement.field, str(judgement.source)))
        keys = [(each.record, each.field, str(each.reported)) for each in reports]
        found.append(
            Published(day, tuple(sources), tuple((r, key not in seen) for r, key in zip(reports, keys, strict=True)))
        )
        seen.update(keys)
    return found


def exact(day: Day | None) -> date | None:
    """Return a day that is known exactly, otherwise None.

    Args:
        day: The day, if there is one.

    Example:
        >>> exact(Day("2022-01-06")), exact(Day("2022-01"))
        (datetime.date(2022, 1, 6), None)
    """
    return day.earliest if day is not None and day.earliest is not None and day.earliest == day.latest else None


def chronological(record: Record) -> tuple[bool, date, str]:
    """Return the key that sorts records by their first possible day; those without a time come last.

    Args:
        record: The record.
    """
    found = time_of(record)
    first = None if found is None else found.earliest or found.latest
    return first is None, first or date.max, str(record.id)


@frozen
class MemberDays:
    """The days on which the answer to "who was a member" changes, within the covered days of an organisation."""

    organization: str
    first: date
    last: date
    days: tuple[date, ...]

    @property
    def periods(self) -> list[tuple[date, date]]:
        """The first and last day of each time in which the answer stays the same."""
        ends = [day - timedelta(1) for day in self.days[1:]]
        return [*zip(self.days, [*ends, self.last], strict=True)]


def member_days(dataset: Dataset) -> Iterator[MemberDays]:
    """Iterate over the covered periods, each with the days from which on another answer holds.

    Args:
        dataset: The data.
    """
    for span in dataset.coverage.memberships:
        days = {span.first}
        for spell in dataset.memberships:
            if spell.organization == span.organization:
                days.update(_turns(spell.start, spell.end))
                days.update(_turning_acts(dataset, spell))
        covered = sorted(day for day in days if span.first <= day <= span.last)
        answers = [(day, _answer(dataset, str(span.organization), day)) for day in covered]
        changes = [day for (day, new), (_, old) in zip(answers, [(None, None), *answers], strict=False) if new != old]
        yield MemberDays(str(span.organization), span.first, span.last, tuple(changes))


def _answer(dataset: Dataset, organization: str, day: date) -> list[Any]:
    """Return who is a member on a day, and how sure that is."""
    found = dataset.memberships.on(day, organization=organization)
    return sorted((str(each.spell.id), each.answer.value, str(each.participation)) for each in found)


def _turns(start: Day | None, end: Day | None) -> Iterator[date]:
    """Iterate over the days on which a spell may begin to hold, and the days after those on which it may end."""
    for bound in (start, end):
        if bound is not None:
            for day in (bound.earliest, bound.latest):
                if day is not None:
                    yield day
                    yield min(day, date.max - timedelta(1)) + timedelta(1)


def _turning_acts(dataset: Dataset, spell: object) -> Iterator[date]:
    """Iterate over the days of acts that freeze or resume participation."""
    for step in getattr(spell, "steps", ()):
        act = dataset.get(step.act) if step.makes is not None else None
        found = time_of(act) if act is not None else None
        if found is not None:
            for day in (found.earliest, found.latest):
                if day is not None:
                    yield day
