"""CST4xx: what was when, and in what order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations, pairwise
from typing import Any

from ...dates import Answer, Day
from ...model import Attested, Event, Membership, Office, Organization, Statement
from ...standing import day_of
from ..corpus import Corpus, Slip
from ..registry import declare, rule


@rule(
    "CST401",
    "end-before-start",
    why="What lasts begins before it ends; the two were swapped, or one is mistyped.",
)
def end_before_start(corpus: Corpus) -> Iterator[Slip]:
    """Something that certainly ends before it starts, or that one place in a source says so of."""
    for record in corpus.all(Attested):
        for first, last in (("start", "end"), ("founded", "dissolved")):
            start, end = getattr(record, first, None), getattr(record, last, None)
            if start is not None and end is not None and end.before(start) is Answer.YES:
                message = f"it ends on {end}, before it starts on {start}"
                expected, doubts = f"a day not before {start}", ((record.id, first),)
                yield Slip(record=record.id, path=(last,), message=message, expected=expected, doubts=doubts)
            for index, witness in enumerate(record.evidence):
                told: dict[str, Any] = {report.field: report.value for report in witness.reports}
                if first in told and last in told and told[last].before(told[first]) is Answer.YES:
                    message = f"{witness.source} is said to report {last} {told[last]}, before {first} {told[first]}"
                    path = ("evidence", index, "reports", last)
                    expected = f"a day not before {told[first]}; what it says elsewhere is an entry of its own"
                    yield Slip(
                        record=record.id, path=path, message=message, expected=expected, doubts=((record.id, first),)
                    )


@rule(
    "CST402",
    "overlapping-spells",
    why="One spell is one time as a member: who is one already cannot become one.",
)
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


@rule(
    "CST403",
    "step-date",
    why="The act that makes a start or an end gives it its date: one of the two is wrong.",
)
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
    "CST404",
    "steps-out-of-order",
    why="Steps tell a way in and out of a membership: each act follows the one before.",
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


@rule(
    "CST405",
    "two-in-one-post",
    why="These posts have one holder at a time; only the day of hand-over is shared.",
)
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


@rule(
    "CST406",
    "joined-too-early",
    why="Nobody joins what does not exist yet, or no more.",
)
def joined_outside_its_life(corpus: Corpus) -> Iterator[Slip]:
    """A spell that certainly starts before its organisation was founded, or lasts beyond its end."""
    for spell in corpus.all(Membership):
        body = corpus.get(spell.organization, Organization)
        if body is None:
            continue
        if body.founded is not None and spell.start.before(body.founded) is Answer.YES:
            message = f"it starts on {spell.start}, but {body.id} was founded on {body.founded}"
            expected, doubts = f"a day not before {body.founded}", ((body.id, "founded"),)
            yield Slip(record=spell.id, path=("start",), message=message, expected=expected, doubts=doubts)
        last = spell.end or spell.start
        if body.dissolved is not None and body.dissolved.before(last) is Answer.YES:
            field = "end" if spell.end is not None else "start"
            message = f"it is said to hold on {last}, but {body.id} was dissolved on {body.dissolved}"
            expected, doubts = f"a day not after {body.dissolved}", ((body.id, "dissolved"),)
            yield Slip(record=spell.id, path=(field,), message=message, expected=expected, doubts=doubts)


@rule(
    "CST407",
    "outside-coverage",
    why="Coverage says from when to when all spells are there: one outside belies it.",
)
def spells_outside_coverage(corpus: Corpus) -> Iterator[Slip]:
    """A spell of an organisation with complete coverage that certainly starts or ends outside of it."""
    covered: dict[str, list[tuple[date, date]]] = defaultdict(list)
    for span in corpus.coverage.memberships:
        covered[span.organization].append((span.first, span.last))
    for spell in corpus.all(Membership):
        spans = covered.get(spell.organization)
        if not spans or spell.status == "observer":
            continue
        first, last = min(span[0] for span in spans).isoformat(), max(span[1] for span in spans).isoformat()
        for field, day in (("start", spell.start), ("end", spell.end)):
            if day is not None and (day.before(first) is Answer.YES or Day(last).before(day) is Answer.YES):
                message = f"its {field} {day} lies outside the coverage of {spell.organization}, {first} to {last}"
                expected = "a day that the coverage in the manifest includes, or another coverage"
                doubts = tuple((spell.id, other) for other in ("status", "start", "end"))
                yield Slip(record=spell.id, path=(field,), message=message, expected=expected, doubts=doubts)
                break  # where both lie outside, it is one mistake


@rule(
    "CST413",
    "act-of-others",
    why="Nobody comes, goes or pauses by an act that concerns others only.",
)
def acts_of_others(corpus: Corpus) -> Iterator[Slip]:
    """A spell that an event is said to make, freeze or resume, with states that take part, but not the member."""
    for spell in corpus.all(Membership):
        for index, step in enumerate(spell.steps):
            act = corpus.get(step.act, Event) if step.makes is not None else None
            concerned = [party.actor or party.of or "" for party in act.participants] if act is not None else []
            certain = all(corpus.may_have(id) for id in (spell.member, *concerned) if id)
            if certain and any(id.startswith("state:") for id in concerned) and spell.member not in concerned:
                message = f"{spell.member} takes no part in {step.act}, which is said to {step.makes} its membership"
                expected = "an act of the member, or one that concerns it"
                yield Slip(record=spell.id, path=("steps", index), message=message, expected=expected)


@rule(
    "CST414",
    "party-or-member",
    why="A treaty has parties, an organisation has members: the organisation or the status is another.",
)
def parties_and_members(corpus: Corpus) -> Iterator[Slip]:
    """A member of a treaty body, or a party to anything else.

    Where all spells of an organisation are so, it is its kind that is another.
    """
    spells: dict[str, list[Membership]] = defaultdict(list)
    for spell in corpus.all(Membership):
        if spell.status != "observer":
            spells[spell.organization].append(spell)
    for body in corpus.all(Organization):
        several = spells[body.id]
        wanted = "party" if body.kind == "treaty-body" else "member"
        wrong = [spell for spell in several if spell.status != wanted]
        if len(wrong) == len(several) > 1:
            message = f"{body.id} is of the kind {body.kind}, but none of its spells is that of a {wanted}"
            doubts = tuple((spell.id, "status") for spell in wrong)
            yield Slip(record=body.id, path=("kind",), message=message, expected="another kind", doubts=doubts)
            continue
        for spell in wrong:
            message = f"{spell.status} of {body.id}, which is of the kind {body.kind}"
            expected, doubts = f"{wanted}, or another organisation", ((spell.id, "organization"),)
            yield Slip(record=spell.id, path=("status",), message=message, expected=expected, doubts=doubts)


CLAIMED_TWICE = declare(
    "CST416",
    "covered-twice",
    "Two spans of coverage for one organisation or post, in the manifest, that share a day.",
    "Of two claims about the same days one is a slip, and nobody sees which.",
)
TOO_EARLY = declare(
    "CST417",
    "covered-before-members",
    "Coverage of memberships, in the manifest, that begins before anybody can have been a member.",
    "For those days the answer would be that nobody was a member, of what had no members to have.",
)
