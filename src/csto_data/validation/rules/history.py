"""Rules CST401 to CST407, CST413, CST414 and CST421: dates of memberships and offices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, TypeVar

from ...dates import Answer, Day
from ...diagnostics import Location, Violation
from ...model import Attested, Event, Membership, Office, Organization, Source, Statement
from ...model.conditions import Ordered
from ...model.coverage import MembershipCoverage
from ...model.fields import conditions_of
from ...model.membership import Step
from ...queries.participation import day_of
from ...store.layout import MANIFEST
from ..context import PACKAGED, RuleContext
from ..registry import rule
from .times import IN_EVIDENCE, MOST_RELATED, when

S = TypeVar("S", Membership, Office)


@rule(
    "CST401",
    "end-before-start",
    scope="record",
    why="The two dates were swapped, or one of them is mistyped; the record would be found on no day.",
    requires=("CST301",),
    blocks_loading=True,
)
def end_before_start(context: RuleContext) -> Iterator[Violation]:
    """Checks that no record, and no report of one place in a source, ends before it starts."""
    for record in context.checked(Attested):
        for condition in conditions_of(type(record)):
            if isinstance(condition, Ordered) and condition.of_time:  # for the record itself the class checks this
                yield from _ends_before_start_as_reported(record, condition, context)


def _ends_before_start_as_reported(record: Attested, condition: Ordered, context: RuleContext) -> Iterator[Violation]:
    for index, witness in enumerate(record.evidence):
        reported: dict[str, Any] = {report.field: report.value for report in witness.reports}
        first, last = condition.first, condition.last
        if condition.fault(reported.get) is not None:
            yield Violation(
                location=context.locate(record.id, "evidence", index, "reports", last),
                message=f"the reported {last} {reported[last]} is before the reported {first} {reported[first]}",
                expected=f"a date on or after {reported[first]}, the two dates swapped, or separate evidence for each",
                related=((context.locate(record.id, "evidence", index, "reports", first), f"the reported {first}"),),
            )


@rule(
    "CST402",
    "overlapping-spells",
    why="A member cannot join an organisation to which it already belongs; it would be counted twice.",
    requires=("CST301", "CST302", "CST401"),
)
def overlapping_spells(context: RuleContext) -> Iterator[Violation]:
    """Checks that two spells of one member in one organisation do not share a day.

    A spell is reported once, with the earlier one that lasts longest.
    """
    spells: dict[tuple[str, str], list[Membership]] = defaultdict(list)
    for spell in context.compared(Membership):
        spells[spell.member, spell.organization].append(spell)
    complete = {span.organization for span in context.coverage.memberships}
    for (_, organization), several in spells.items():
        for one, other, shared in _overlapping(several, lasting=organization in complete, least=1):
            yield Violation(
                location=context.locate(other.id, "start"),
                message=f"{other.id} overlaps {one.id}: both include {shared}",
                expected=f"spells without a common day; the next one starts after the end of the other{IN_EVIDENCE}",
                related=((context.locate(one.id, "start"), "the other spell"),),
            )


def _overlapping(several: Sequence[S], *, lasting: bool, least: int) -> Iterator[tuple[S, S, date]]:
    """Iterate over the spells that certainly overlap an earlier one, with that one, which lasts longest, before them.

    The third part is the first common day.

    Args:
        several: The spells of a member or the terms in a post, in the order of their ids.
        lasting: Whether a spell without an end is known to continue, because coverage is complete. Otherwise it may
            have ended on its first day.
        least: The number of common days from which two spells overlap.
    """
    apart = timedelta(days=least - 1)
    certain = [(_certain_days(spell, lasting=lasting), spell) for spell in several]
    reaching: tuple[date, S] | None = None
    for (first, last), spell in sorted(certain, key=lambda entry: entry[0][0]):
        if first > last or last - first < apart:
            continue
        if reaching is not None and reaching[0] - first >= apart:
            yield reaching[1], spell, first
        if reaching is None or last > reaching[0]:
            reaching = last, spell


def _certain_days(spell: Membership | Office, *, lasting: bool) -> tuple[date, date]:
    """Return the first and last day that a spell certainly includes; none if the last one is before the first one."""
    end = spell.end.earliest if spell.end else date.max if lasting else spell.start.earliest
    return spell.start.latest or date.max, end or date.min


@rule(
    "CST403",
    "step-date-mismatch",
    scope="references",
    why="If an act causes a start or an end, both have the same date; one of them is wrong.",
    requires=("CST301", "CST302", "CST401", "CST402"),
    pooled=True,
)
def step_dates(context: RuleContext) -> Iterator[Violation]:
    """Checks that the start or end of a spell has the date of the act that is recorded as its cause."""
    for spell in context.checked(Membership):
        for index, step in enumerate(spell.steps):
            act = _act(step.act, context)
            if act is None or step.makes not in ("start", "end"):
                continue
            day, made = day_of(act), spell.start if step.makes == "start" else spell.end
            if day is None or day != made:
                yield Violation(
                    location=context.locate(spell.id, "steps", index),
                    message=_contradiction(step, made, day),
                    expected=f"the date of the act ({day}), or another act"
                    if day is not None
                    else "an act with a date",
                    related=((context.locate(step.act, _time_field(act)), "the act"),),
                )


def _contradiction(step: Step, made: Day | None, day: Day | None) -> str:
    """Return how the date of an act contradicts the start or end of a spell that it makes."""
    if made is None:
        return f"{step.act} is recorded as the cause of the {step.makes}, but the spell has no {step.makes}"
    dated = f"is dated {day}" if day is not None else "has no date"
    return f"the {step.makes} is {made}, but {step.act}, recorded as its cause, {dated}"


def _time_field(act: Event | Statement) -> str:
    """Return the field with the time of an act, or its id if it has none."""
    return next((name for name in ("date", "instant", "start", "end") if getattr(act, name, None) is not None), "id")


@rule(
    "CST404",
    "steps-out-of-order",
    scope="references",
    why="The steps of a spell are read as its history, in order of time.",
    requires=("CST301", "CST302", "CST401", "CST402", "CST403"),
)
def steps_out_of_order(context: RuleContext) -> Iterator[Violation]:
    """Checks that the steps of a spell are in chronological order, and that freezes happen while it lasts."""
    for spell in context.checked(Membership):
        days = _days_of_steps(spell, context)
        for (index, step), (earlier, later) in zip(enumerate(spell.steps), pairwise(days), strict=False):
            if earlier is not None and later is not None and later.before(earlier) is Answer.YES:
                yield Violation(
                    location=context.locate(spell.id, "steps", index + 1),
                    message=f"{spell.steps[index + 1].act} ({later}) is listed after {step.act} ({earlier})",
                    expected="steps in chronological order",
                    related=((context.locate(spell.id, "steps", index), f"the step of {earlier}"),),
                )
        for index, (step, day) in enumerate(zip(spell.steps, days, strict=True)):
            if step.makes in ("freeze", "resume") and day is not None and _certainly_outside(day, spell):
                span = f"{spell.start} to {spell.end or 'today'}"
                yield Violation(
                    location=context.locate(spell.id, "steps", index),
                    message=f"{step.act} ({day}) cannot {step.makes} a spell that lasts from {span}",
                    expected="an act that is dated within the spell",
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
"""Posts with one holder at a time."""


@rule(
    "CST405",
    "overlapping-terms",
    why="Such a post has one holder at a time; only the day of handover may be shared.",
    requires=("CST301", "CST302", "CST401"),
)
def two_in_one_post(context: RuleContext) -> Iterator[Violation]:
    """Checks that two terms in a post with a single holder share no more than one day.

    A term is reported once, with the earlier one that lasts longest.
    """
    posts: dict[tuple[str, str], list[Office]] = defaultdict(list)
    for office in context.compared(Office):
        if office.title in ONE_AT_A_TIME:
            posts[office.title, office.of].append(office)
    complete = {(span.title, span.of) for span in context.coverage.offices}
    for post, several in posts.items():
        for one, other, _ in _overlapping(several, lasting=post in complete, least=2):
            field = "end" if one.end else "start"
            yield Violation(
                location=context.locate(other.id, "start"),
                message=f"{other.id} starts {when(other.start)}, while {one.id} lasts until {one.end or 'today'}",
                expected=f"a start on or after the last day of {one.id}, or an earlier end of {one.id}{IN_EVIDENCE}",
                related=((context.locate(one.id, field), f"the {field} of the other term"),),
            )


@rule(
    "CST406",
    "membership-outside-existence",
    scope="references",
    why="An organisation has no members before it is founded or after it is dissolved.",
    requires=("CST301", "CST302", "CST401", "CST402", "CST403", "CST404"),
    pooled=True,
)
def joined_outside_its_life(context: RuleContext) -> Iterator[Violation]:
    """Checks that a spell starts after the founding of its organisation and does not last beyond its dissolution."""
    for spell in context.checked(Membership):
        body = context.get(spell.organization, Organization)
        if body is None:
            continue
        if body.founded is not None and spell.start.before(body.founded) is Answer.YES:
            yield Violation(
                location=context.locate(spell.id, "start"),
                message=f"the start is {spell.start}, but {body.id} was founded {when(body.founded)}",
                expected=f"a date on or after {body.founded}{IN_EVIDENCE}",
                related=((context.locate(body.id, "founded"), "the founding"),),
            )
        last = spell.end or spell.start
        if body.dissolved is not None and body.dissolved.before(last) is Answer.YES:
            yield Violation(
                location=context.locate(spell.id, "end" if spell.end is not None else "start"),
                message=f"the spell includes {last}, but {body.id} was dissolved {when(body.dissolved)}",
                expected=f"a date on or before {body.dissolved}{IN_EVIDENCE}",
                related=((context.locate(body.id, "dissolved"), "the dissolution"),),
            )


@rule(
    "CST407",
    "spell-outside-coverage",
    scope="references",
    why="Coverage claims that all spells are recorded; a spell outside the covered period contradicts it.",
    requires=("CST301", "CST302", "CST401", "CST402", "CST403", "CST404", "CST406"),
)
def spells_outside_coverage(context: RuleContext) -> Iterator[Violation]:
    """Checks that every spell of an organisation with coverage is within the covered period."""
    spans: dict[str, list[tuple[date, date]]] = defaultdict(list)
    for span in context.coverage.memberships:
        spans[span.organization].append((span.first, span.last))
    covered = {
        id: (min(first for first, _ in several).isoformat(), max(last for _, last in several).isoformat())
        for id, several in spans.items()
    }
    located = _coverage_of(context)
    for spell in context.checked(Membership):
        if spell.organization not in covered or spell.status == "observer":
            continue
        first, last = covered[spell.organization]
        period = f"the covered period of {spell.organization} ({first} to {last})"
        for field, day in (("start", spell.start), ("end", spell.end)):
            if day is not None and (day.before(first) is Answer.YES or Day(last).before(day) is Answer.YES):
                yield Violation(
                    location=context.locate(spell.id, field),
                    message=f"the {field} {day} is outside {period}",
                    expected="a date in the covered period; if it is right, another coverage in datapackage.json",
                    related=tuple(located[spell.organization][:MOST_RELATED]),
                )
                break  # if both are outside, it is one mistake


def _coverage_of(context: RuleContext) -> Mapping[str, list[tuple[Location, str]]]:
    """Return the locations of the coverage of each organisation; for a pack, in the packaged manifest."""
    packaged = ((("coverage", "memberships", index), span) for index, span in enumerate(context.coverage.memberships))
    file, spans = (MANIFEST, context.covered) if context.overrides is None else (f"{PACKAGED}/{MANIFEST}", packaged)
    found: dict[str, list[tuple[Location, str]]] = defaultdict(list)
    for path, span in spans:
        if isinstance(span, MembershipCoverage):
            label = f"the coverage: {span.first} to {span.last}"
            found[span.organization].append((Location(file=file, path=path), label))
    return found


@rule(
    "CST413",
    "act-without-member",
    scope="references",
    why="A membership can only be changed by an event in which the member takes part.",
    requires=("CST301", "CST302", "CST403", "CST404"),
)
def acts_of_others(context: RuleContext) -> Iterator[Violation]:
    """Checks that the member takes part in the events that start, end, freeze or resume its membership."""
    for spell in context.checked(Membership):
        for index, step in enumerate(spell.steps):
            concerned = _concerned(step.act, context) if step.makes is not None else []
            certain = all(map(context.may_have, (spell.member, *concerned)))
            if certain and any(id.startswith("state:") for id in concerned) and spell.member not in concerned:
                yield Violation(
                    location=context.locate(spell.id, "steps", index),
                    message=f"{spell.member} does not take part in {step.act}, recorded as its {step.makes}; "
                    f"the participants are {', '.join(dict.fromkeys(concerned))}",
                    expected=f"an event with {spell.member} as a participant, also in its evidence, or another act",
                    related=((context.locate(step.act, "participants"), "the participants"),),
                )


def _concerned(act: str, context: RuleContext) -> list[str]:
    """Return the ids of those who take part in an event, or whose groups do."""
    event = context.get(act, Event)
    parties = event.participants if event is not None else ()
    return [id for id in (party.actor or party.of for party in parties) if id is not None]


@rule(
    "CST414",
    "status-mismatch",
    why="A treaty has parties and an organisation has members; either the kind or the status is wrong.",
    requires=("CST301", "CST302", "CST407"),
)
def parties_and_members(context: RuleContext) -> Iterator[Violation]:
    """Checks that spells in a treaty body have the status party, and other spells the status member.

    If all spells of an organisation have the wrong status, its kind is reported instead.
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
                message=f"the kind is {body.kind}, but no spell of {body.id} has the status {wanted}",
                expected=f'the status "{wanted}", or another kind of {body.id}',
                related=tuple((context.locate(spell.id, "status"), "one of its spells") for spell in wrong),
            )
            continue
        for spell in wrong:
            yield Violation(
                location=context.locate(spell.id, "status"),
                message=f"the status is {spell.status}, but {body.id} has the kind {body.kind}",
                expected=f'the status "{wanted}", another organisation, or another kind of {body.id}',
                related=((context.locate(body.id, "kind"), "the kind of the organisation"),),
            )


@rule(
    "CST421",
    "implausible-term",
    scope="references",
    severity="warning",
    why="Hardly anyone holds a post for so long; usually a digit of a year is mistyped.",
    requires=("CST301", "CST302", "CST401"),
)
def implausible_terms(context: RuleContext) -> Iterator[Violation]:
    """Checks that no person holds a post for more than 60 years.

    A term without an end lasts at least until the publication of its newest source.
    """
    for office in context.checked(Office):
        start, last = office.start.latest, _last_known_day(office, context)
        if office.holder.startswith("person:") and start and last and last.year - start.year > LONGEST_TERM:
            yield Violation(
                location=context.locate(office.id, "start"),
                message=f"the term lasts from {office.start} to {last} at least",
                expected=f"a term of at most {LONGEST_TERM} years{IN_EVIDENCE}",
            )


LONGEST_TERM = 60
"""The number of years that a term can plausibly last."""


def _last_known_day(office: Office, context: RuleContext) -> date | None:
    """Return the earliest possible last day of a term or, without an end, the publication of its newest source."""
    if office.end is not None:
        return office.end.earliest
    sources = (context.get(witness.source, Source) for witness in office.evidence)
    days = [source.published.earliest for source in sources if source is not None and source.published is not None]
    return max((day for day in days if day is not None), default=None)
