"""CST4xx: what was when, and in what order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations, pairwise

from ...dates import Answer
from ...model import Event, Membership, Office, Operation, Organization, Statement
from ...standing import day_of
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
            shared = _shared(one, other, lasting=organization in complete)
            if shared is not None and shared[0] <= shared[1]:
                yield Slip(
                    record=other.id,
                    path=("start",),
                    message=f"{other.id} overlaps {one.id}: {shared[0]} lies in both",
                    expected="spells that follow one another; the last day of one is not the first of the next",
                    doubts=tuple((spell.id, field) for spell in (one, other) for field in ("start", "end")),
                )


def _shared(one: Membership | Office, other: Membership | Office, *, lasting: bool) -> tuple[date, date] | None:
    """First and last day that certainly lie in both; the first may come last. None where nothing is certain.

    Only where coverage is complete does a spell without ``end`` last; elsewhere it may have ended on its first day.
    """
    starts = [spell.start.latest for spell in (one, other)]
    ends = [
        spell.end.earliest if spell.end else date.max if lasting else spell.start.earliest for spell in (one, other)
    ]
    if None in starts or None in ends:
        return None
    return max(day for day in starts if day is not None), min(day for day in ends if day is not None)


@rule("CST403", "step-date", why="The act that makes a start or an end gives it its date: one of the two is wrong.")
def step_dates(corpus: Corpus) -> Iterator[Slip]:
    """A spell whose start or end is not the day of the act that is said to make it."""
    for spell in corpus.all(Membership):
        for index, step in enumerate(spell.steps):
            act = _act(step.act, corpus)
            made = {"start": spell.start, "end": spell.end}.get(step.makes or "")
            if act is None or step.makes not in ("start", "end"):
                continue
            day = day_of(act)
            if day is None or day != made:
                message = f"{step.act} ({day or 'without a date'}) is said to make the {step.makes} ({made or 'none'})"
                expected = "the day of the act" if day is not None else "an act with a date"
                yield Slip(record=spell.id, path=("steps", index), message=message, expected=expected)


@rule(
    "CST404", "steps-out-of-order", why="Steps tell a way in and out of a membership: each act follows the one before."
)
def steps_out_of_order(corpus: Corpus) -> Iterator[Slip]:
    """A step whose act certainly came before the act of the step above it, or froze what had not begun or was over."""
    for spell in corpus.all(Membership):
        days = [day_of(act) if act is not None else None for act in (_act(step.act, corpus) for step in spell.steps)]
        for index, (earlier, later) in enumerate(pairwise(days)):
            if earlier is not None and later is not None and later.before(earlier) is Answer.YES:
                message = f"{spell.steps[index + 1].act} ({later}) comes after {spell.steps[index].act} ({earlier})"
                expected = "steps in the order of their days"
                yield Slip(record=spell.id, path=("steps", index + 1), message=message, expected=expected)
        for index, (step, day) in enumerate(zip(spell.steps, days, strict=True)):
            if step.makes not in ("freeze", "resume") or day is None:
                continue
            over = spell.end is not None and spell.end.before(day) is Answer.YES
            if over or day.before(spell.start) is Answer.YES:
                message = (
                    f"{step.act} ({day}) is said to {step.makes} a spell from {spell.start} to {spell.end or 'now'}"
                )
                expected = "an act on a day of the spell"
                yield Slip(record=spell.id, path=("steps", index), message=message, expected=expected)


def _act(id: str, corpus: Corpus) -> Event | Statement | None:
    return corpus.get(id, Event) or corpus.get(id, Statement)


ONE_AT_A_TIME = ("president", "prime minister", "secretary general", "chair of the collective security council")
"""Posts that one holder has at a time; an acting one stands in for nobody else."""


@rule("CST405", "two-in-one-post", why="These posts have one holder at a time; only the day of hand-over is shared.")
def two_in_one_post(corpus: Corpus) -> Iterator[Slip]:
    """Two spells in a post for one that certainly share more than the day of hand-over."""
    posts: dict[tuple[str, str], list[Office]] = defaultdict(list)
    for office in corpus.all(Office):
        if office.title in ONE_AT_A_TIME:
            posts[office.title, office.of].append(office)
    complete = {(span.title, span.of) for span in corpus.coverage.offices}
    for post, several in posts.items():
        for one, other in combinations(sorted(several, key=lambda office: office.start.sort_key), 2):
            shared = _shared(one, other, lasting=post in complete)
            if shared is not None and shared[0] < shared[1]:
                yield Slip(
                    record=other.id,
                    path=("start",),
                    message=f"{other.id} starts on {other.start}, while {one.id} lasts to {one.end or 'now'}",
                    expected="terms that follow one another; only the day of hand-over may be shared",
                    doubts=tuple((office.id, field) for office in (one, other) for field in ("start", "end")),
                )


@rule("CST406", "joined-too-early", why="Nobody joins what does not exist yet, or no more.")
def joined_outside_its_life(corpus: Corpus) -> Iterator[Slip]:
    """A spell that certainly starts before its organisation was founded, or lasts beyond its end."""
    for spell in corpus.all(Membership):
        body = corpus.get(spell.organization, Organization)
        if body is None:
            continue
        if body.founded is not None and spell.start.before(body.founded) is Answer.YES:
            message = f"it starts on {spell.start}, but {body.id} was founded on {body.founded}"
            yield Slip(record=spell.id, path=("start",), message=message, expected=f"a day not before {body.founded}")
        last = spell.end or spell.start
        if body.dissolved is not None and body.dissolved.before(last) is Answer.YES:
            field = "end" if spell.end is not None else "start"
            message = f"it is said to hold on {last}, but {body.id} was dissolved on {body.dissolved}"
            yield Slip(record=spell.id, path=(field,), message=message, expected=f"a day not after {body.dissolved}")
