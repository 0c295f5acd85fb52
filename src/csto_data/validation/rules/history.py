"""CST401 to CST407, CST413, CST414: memberships and offices, and what was when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations, pairwise
from typing import Any

from ...dates import Answer, Day
from ...diagnostics import Violation
from ...model import Attested, Event, Membership, Office, Organization, Statement
from ...model.conditions import Ordered
from ...model.fields import conditions_of
from ...queries.participation import day_of
from ..context import RuleContext
from ..registry import rule


@rule(
    "CST401",
    "end-before-start",
    why="What lasts begins before it ends; the two were swapped, or one is mistyped.",
    requires=("CST301",),
    blocks_loading=True,
)
def end_before_start(context: RuleContext) -> Iterator[Violation]:
    """Something that certainly ends before it starts, or that one place in a source says so of."""
    for record in context.checked(Attested):
        for condition in conditions_of(type(record)):
            if isinstance(condition, Ordered) and condition.of_time:  # the record itself could not be read otherwise
                yield from _ends_before_start_as_reported(record, condition, context)


def _ends_before_start_as_reported(record: Attested, condition: Ordered, context: RuleContext) -> Iterator[Violation]:
    for index, witness in enumerate(record.evidence):
        reported: dict[str, Any] = {report.field: report.value for report in witness.reports}
        first, last = condition.first, condition.last
        if condition.fault(reported.get) is not None:
            yield Violation(
                location=context.locate(record.id, "evidence", index, "reports", last),
                message=f"{witness.source} is said to report {last} {reported[last]}, before {first} {reported[first]}",
                expected=f"a day not before {reported[first]}; what it says elsewhere is an entry of its own",
            )


@rule(
    "CST402",
    "overlapping-spells",
    why="One spell is one time as a member: who is one already cannot become one.",
    requires=("CST301", "CST302", "CST401"),
)
def overlapping_spells(context: RuleContext) -> Iterator[Violation]:
    """Two spells of one member in one organisation that certainly share a day."""
    spells: dict[tuple[str, str], list[Membership]] = defaultdict(list)
    for spell in context.compared(Membership):
        spells[spell.member, spell.organization].append(spell)
    complete = {span.organization for span in context.coverage.memberships}
    for (_, organization), several in spells.items():
        for one, other in combinations(several, 2):
            shared = _shared(one, other, lasting=organization in complete)
            if shared is not None and shared[0] <= shared[1]:
                yield Violation(
                    location=context.locate(other.id, "start"),
                    message=f"{other.id} overlaps {one.id}: {shared[0]} lies in both",
                    expected="spells that follow one another; the last day of one is not the first of the next",
                    related=((context.locate(one.id, "start"), "the other spell"),),
                )


def _shared(one: Membership | Office, other: Membership | Office, *, lasting: bool) -> tuple[date, date] | None:
    """Return the first and last day that certainly lie in both; the first may come last. None where nothing is certain.

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
    requires=("CST301", "CST302", "CST401", "CST402"),
)
def step_dates(context: RuleContext) -> Iterator[Violation]:
    """A spell whose start or end is not the day of the act that is said to make it."""
    for spell in context.checked(Membership):
        for index, step in enumerate(spell.steps):
            act = _act(step.act, context)
            made = {"start": spell.start, "end": spell.end}.get(step.makes or "")
            if act is None or step.makes not in ("start", "end"):
                continue
            day = day_of(act)
            if day is None or day != made:
                what = f"{step.act} ({day or 'without a date'})"
                yield Violation(
                    location=context.locate(spell.id, "steps", index),
                    message=f"{what} is said to make the {step.makes} ({made or 'none'})",
                    expected="the day of the act" if day is not None else "an act with a date",
                )


@rule(
    "CST404",
    "steps-out-of-order",
    why="Steps tell a way in and out of a membership: each act follows the one before.",
    requires=("CST301", "CST302", "CST401", "CST402", "CST403"),
)
def steps_out_of_order(context: RuleContext) -> Iterator[Violation]:
    """A step whose act certainly came before the act of the step above it, or froze what had not begun or was over."""
    for spell in context.checked(Membership):
        days = _days_of_steps(spell, context)
        for index, (earlier, later) in enumerate(pairwise(days)):
            if earlier is not None and later is not None and later.before(earlier) is Answer.YES:
                yield Violation(
                    location=context.locate(spell.id, "steps", index + 1),
                    message=f"{spell.steps[index + 1].act} ({later}) comes after {spell.steps[index].act} ({earlier})",
                    expected="steps in the order of their days",
                )
        for index, (step, day) in enumerate(zip(spell.steps, days, strict=True)):
            if step.makes in ("freeze", "resume") and day is not None and _certainly_outside(day, spell):
                span = f"from {spell.start} to {spell.end or 'now'}"
                yield Violation(
                    location=context.locate(spell.id, "steps", index),
                    message=f"{step.act} ({day}) is said to {step.makes} a spell {span}",
                    expected="an act on a day of the spell",
                )


def _days_of_steps(spell: Membership, context: RuleContext) -> list[Day | None]:
    acts = (_act(step.act, context) for step in spell.steps)
    return [day_of(act) if act is not None else None for act in acts]


def _certainly_outside(day: Day, spell: Membership) -> bool:
    over = spell.end is not None and spell.end.before(day) is Answer.YES
    return over or day.before(spell.start) is Answer.YES


def _act(id: str, context: RuleContext) -> Event | Statement | None:
    return context.get(id, Event) or context.get(id, Statement)


ONE_AT_A_TIME = ("president", "prime minister", "secretary general", "chair of the collective security council")
"""Posts that one holder has at a time; an acting one stands in for nobody else."""


@rule(
    "CST405",
    "two-in-one-post",
    why="These posts have one holder at a time; only the day of hand-over is shared.",
    requires=("CST301", "CST302", "CST401"),
)
def two_in_one_post(context: RuleContext) -> Iterator[Violation]:
    """Two spells in a post for one that certainly share more than the day of hand-over."""
    posts: dict[tuple[str, str], list[Office]] = defaultdict(list)
    for office in context.compared(Office):
        if office.title in ONE_AT_A_TIME:
            posts[office.title, office.of].append(office)
    complete = {(span.title, span.of) for span in context.coverage.offices}
    for post, several in posts.items():
        for one, other in combinations(sorted(several, key=lambda office: office.start.sort_key), 2):
            shared = _shared(one, other, lasting=post in complete)
            if shared is not None and shared[0] < shared[1]:
                yield Violation(
                    location=context.locate(other.id, "start"),
                    message=f"{other.id} starts on {other.start}, while {one.id} lasts to {one.end or 'now'}",
                    expected="terms that follow one another; only the day of hand-over may be shared",
                    related=((context.locate(one.id, "start"), "the other term"),),
                )


@rule(
    "CST406",
    "joined-too-early",
    why="Nobody joins what does not exist yet, or no more.",
    requires=("CST301", "CST302", "CST401", "CST402", "CST403", "CST404"),
)
def joined_outside_its_life(context: RuleContext) -> Iterator[Violation]:
    """A spell that certainly starts before its organisation was founded, or lasts beyond its end."""
    for spell in context.checked(Membership):
        body = context.get(spell.organization, Organization)
        if body is None:
            continue
        if body.founded is not None and spell.start.before(body.founded) is Answer.YES:
            yield Violation(
                location=context.locate(spell.id, "start"),
                message=f"it starts on {spell.start}, but {body.id} was founded on {body.founded}",
                expected=f"a day not before {body.founded}",
                related=((context.locate(body.id, "founded"), "the founding"),),
            )
        last = spell.end or spell.start
        if body.dissolved is not None and body.dissolved.before(last) is Answer.YES:
            yield Violation(
                location=context.locate(spell.id, "end" if spell.end is not None else "start"),
                message=f"it is said to hold on {last}, but {body.id} was dissolved on {body.dissolved}",
                expected=f"a day not after {body.dissolved}",
                related=((context.locate(body.id, "dissolved"), "the dissolution"),),
            )


@rule(
    "CST407",
    "outside-coverage",
    why="Coverage says from when to when all spells are there: one outside belies it.",
    requires=("CST301", "CST302", "CST401", "CST402", "CST403", "CST404", "CST406"),
)
def spells_outside_coverage(context: RuleContext) -> Iterator[Violation]:
    """A spell of an organisation with complete coverage that certainly starts or ends outside of it."""
    covered: dict[str, list[tuple[date, date]]] = defaultdict(list)
    for span in context.coverage.memberships:
        covered[span.organization].append((span.first, span.last))
    for spell in context.checked(Membership):
        spans = covered.get(spell.organization)
        if not spans or spell.status == "observer":
            continue
        first, last = min(span[0] for span in spans).isoformat(), max(span[1] for span in spans).isoformat()
        for field, day in (("start", spell.start), ("end", spell.end)):
            if day is not None and (day.before(first) is Answer.YES or Day(last).before(day) is Answer.YES):
                yield Violation(
                    location=context.locate(spell.id, field),
                    message=f"its {field} {day} lies outside the coverage of {spell.organization}, {first} to {last}",
                    expected="a day that the coverage in the manifest includes, or another coverage",
                )
                break  # where both lie outside, it is one mistake


@rule(
    "CST413",
    "act-of-others",
    why="Nobody comes, goes or pauses by an act that concerns others only.",
    requires=("CST301", "CST302", "CST403", "CST404"),
)
def acts_of_others(context: RuleContext) -> Iterator[Violation]:
    """A spell that an event is said to make, freeze or resume, with states that take part, but not the member."""
    for spell in context.checked(Membership):
        for index, step in enumerate(spell.steps):
            concerned = _concerned(step.act, context) if step.makes is not None else []
            certain = all(map(context.may_have, (spell.member, *concerned)))
            if certain and any(id.startswith("state:") for id in concerned) and spell.member not in concerned:
                yield Violation(
                    location=context.locate(spell.id, "steps", index),
                    message=f"{spell.member} takes no part in {step.act}, which is said to {step.makes} its membership",
                    expected="an act of the member, or one that concerns it",
                )


def _concerned(act: str, context: RuleContext) -> list[str]:
    """Return the ids of those who take part in an event, or whose groups do."""
    event = context.get(act, Event)
    parties = event.participants if event is not None else ()
    return [id for id in (party.actor or party.of for party in parties) if id is not None]


@rule(
    "CST414",
    "party-or-member",
    why="A treaty has parties, an organisation has members: the organisation or the status is another.",
    requires=("CST301", "CST302", "CST407"),
)
def parties_and_members(context: RuleContext) -> Iterator[Violation]:
    """A member of a treaty body, or a party to anything else.

    Where all spells of an organisation are so, it is its kind that is another.
    """
    spells: dict[str, list[Membership]] = defaultdict(list)
    for spell in context.compared(Membership):
        if spell.status != "observer":
            spells[spell.organization].append(spell)
    for id, several in sorted(spells.items()):
        body = context.get(id, Organization)
        if body is None:
            continue
        wanted = "party" if body.kind == "treaty-body" else "member"
        wrong = [spell for spell in several if spell.status != wanted]
        if len(wrong) == len(several) > 1:
            yield Violation(
                location=context.locate(body.id, "kind"),
                message=f"{body.id} is of the kind {body.kind}, but none of its spells is that of a {wanted}",
                expected="another kind",
                related=tuple((context.locate(spell.id, "status"), "one of its spells") for spell in wrong),
            )
            continue
        for spell in wrong:
            yield Violation(
                location=context.locate(spell.id, "status"),
                message=f"{spell.status} of {body.id}, which is of the kind {body.kind}",
                expected=f"{wanted}, or another organisation",
            )
