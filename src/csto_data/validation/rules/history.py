"""CST4xx: what was when, and in what order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations

from ...dates import Answer, Day
from ...model import Event, Membership, Office, Operation, Statement
from ..corpus import Corpus, Slip, rule


@rule("CST401", "end-before-start", why="What lasts begins before it ends; the two were swapped, or one is mistyped.")
def end_before_start(corpus: Corpus) -> Iterator[Slip]:
    """Something that certainly ends before it starts."""
    lasting: list[Membership | Office | Operation | Event] = [*corpus.all(Membership), *corpus.all(Office)]
    for record in (*lasting, *corpus.all(Operation), *corpus.all(Event)):
        if record.start is not None and record.end is not None and record.end.before(record.start) is Answer.YES:
            message = f"it ends on {record.end}, before it starts on {record.start}"
            yield Slip(
                record=record.id,
                path=("end",),
                message=message,
                expected=f"a day not before {record.start}",
                doubts=((record.id, "start"),),
            )


@rule("CST402", "overlapping-spells", why="One spell is one time as a member: who is one already cannot become one.")
def overlapping_spells(corpus: Corpus) -> Iterator[Slip]:
    """Two spells of one member in one organisation that certainly share a day."""
    spells: dict[tuple[str, str], list[Membership]] = defaultdict(list)
    for spell in corpus.all(Membership):
        spells[spell.member, spell.organization].append(spell)
    complete = {span.organization for span in corpus.coverage.memberships}
    for (_, organization), several in spells.items():
        for one, other in combinations(several, 2):
            if (day := _shared_day(one, other, lasting=organization in complete)) is not None:
                yield Slip(
                    record=other.id,
                    path=("start",),
                    message=f"{other.id} overlaps {one.id}: {day} lies in both",
                    expected="spells that follow one another; the last day of one is not the first of the next",
                    doubts=tuple((spell.id, field) for spell in (one, other) for field in ("start", "end")),
                )


def _shared_day(one: Membership, other: Membership, *, lasting: bool) -> date | None:
    """A day that certainly lies in both. Only where coverage is complete does a spell without ``end`` last."""
    starts = [spell.start.latest for spell in (one, other)]
    ends = [spell.end.earliest if spell.end else date.max if lasting else spell.start.latest for spell in (one, other)]
    if None in starts or None in ends:
        return None
    first = max(day for day in starts if day is not None)
    last = min(day for day in ends if day is not None)
    return first if first <= last else None


@rule("CST403", "step-date", why="The act that makes a start or an end gives it its date: one of the two is wrong.")
def step_dates(corpus: Corpus) -> Iterator[Slip]:
    """A spell whose start or end is not the day of the act that is said to make it."""
    for spell in corpus.all(Membership):
        for index, step in enumerate(spell.steps):
            act = corpus.get(step.act, Event) or corpus.get(step.act, Statement)
            made = {"start": spell.start, "end": spell.end}.get(step.makes or "")
            if act is None or step.makes not in ("start", "end"):
                continue
            day = day_of(act)
            if day is None or day != made:
                message = f"{step.act} ({day or 'without a date'}) is said to make the {step.makes} ({made or 'none'})"
                expected = "the day of the act" if day is not None else "an act with a date"
                yield Slip(record=spell.id, path=("steps", index), message=message, expected=expected)


def day_of(act: Event | Statement) -> Day | None:
    """The day of an act, that of an instant where it happened."""
    return act.date or (act.instant.day if act.instant is not None else None)
