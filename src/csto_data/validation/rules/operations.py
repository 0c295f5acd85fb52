"""Rules CST408, CST409, CST415, CST418 and CST422: operations and events. A rule reports only what is certain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from ...dates import Answer, Day
from ...diagnostics import Path, Violation
from ...model import Event, Membership, Operation, Quantity, Record, Statement
from ...model.coverage import MembershipCoverage
from ..chains import nearest
from ..context import RuleContext
from ..registry import rule
from .times import IN_EVIDENCE, MOST_RELATED, anywhere, span_of, times_of


@rule(
    "CST408",
    "non-member-in-operation",
    why="Only members can ask the organisation for help and send contingents.",
    requires=("CST301", "CST302", "CST401", "CST402", "CST403", "CST404", "CST406", "CST407"),
)
def not_members(context: RuleContext) -> Iterator[Violation]:
    """Checks that states that request an operation or send contingents were members of its organisation."""
    spells_of: dict[tuple[str, str], list[Membership]] = defaultdict(list)
    for spell in context.all(Membership):
        spells_of[spell.member, spell.organization].append(spell)
    spans: dict[str, list[MembershipCoverage]] = defaultdict(list)
    for span in context.coverage.memberships:
        spans[span.organization].append(span)
    for operation in context.checked(Operation) if context.has_all(Membership) else ():
        asked = _days_covered(spans[operation.organization], operation, operation.start)
        there = _days_covered(spans[operation.organization], operation, operation.end)
        named: list[tuple[Path, str, tuple[date, date] | None]] = [
            (("requested_by", index), state, asked) for index, state in enumerate(operation.requested_by)
        ]
        named += [
            (("contingents", index, "state"), contingent.state, there)
            for index, contingent in enumerate(operation.contingents)
        ]
        for path, state, days in named:
            spells = spells_of.get((state, operation.organization), [])
            if days is not None and not _may_hold(spells, *days):
                yield Violation(
                    location=context.locate(operation.id, *path),
                    message=f"{state} was not a member of {operation.organization} {_between(*days)}",
                    expected="a state that was a member then, other dates of the operation, or a membership of "
                    f"{state} at that time",
                    related=tuple(
                        (context.locate(spell.id, "start"), "its membership") for spell in spells[:MOST_RELATED]
                    ),
                )


def _between(first: date, last: date) -> str:
    """Return a period of one or several days, with its preposition."""
    return f"on {first}" if first == last else f"between {first} and {last}"


def _days_covered(spans: list[MembershipCoverage], operation: Operation, until: Day | None) -> tuple[date, date] | None:
    """Return the first possible day of the operation and the last of ``until`` (or of coverage), if all are covered."""
    first = operation.start.earliest if operation.start is not None else None
    for span in spans:
        last = span.last if until is None else until.latest
        if first and last and span.first <= first <= last <= span.last:
            return first, last
    return None


def _may_hold(spells: list[Membership], first: date, last: date) -> bool:
    """Return whether one of some spells as a member may include one of these days."""
    return any(_may_include(spell, first, last) for spell in spells)


def _may_include(spell: Membership, first: date, last: date) -> bool:
    """Return whether a spell as a member may include one of these days."""
    late = spell.start.earliest is not None and spell.start.earliest > last
    over = spell.end is not None and spell.end.latest is not None and spell.end.latest < first
    return spell.status != "observer" and not late and not over


WITHIN_OPERATION = ("arrival", "hand-over", "withdrawal")


@rule(
    "CST409",
    "event-outside-operation",
    scope="references",
    why="Forces arrive, hand over and leave while their operation lasts.",
    requires=("CST301", "CST302", "CST304", "CST401", "CST408"),
    pooled=True,
)
def outside_operation(context: RuleContext) -> Iterator[Violation]:
    """Checks that arrivals, handovers and withdrawals are dated within the operation that they are part of."""
    outside: dict[str, tuple[Event, Operation, str, Day]] = {}

    def wider(id: str) -> str | None:
        event = context.get(id, Event)
        return event.part_of if event is not None else None

    operation_of = nearest(lambda whole: context.get(whole, Operation), wider)
    for event in context.checked(Event):
        operation = operation_of(event.part_of)
        if operation is not None and event.kind in WITHIN_OPERATION:
            field, day = _outside(event, operation.start, operation.end)
            if field is not None and day is not None:
                outside[event.id] = event, operation, field, day
    reported = nearest(outside.get, wider)
    for event, operation, field, day in outside.values():
        if reported(event.part_of) is not None:
            continue  # report the error of the wider event first
        span = f"{operation.start or 'unknown'} to {operation.end or 'unknown'}"
        place = context.locate(operation.id, "start" if operation.start is not None else "end")
        yield Violation(
            location=context.locate(event.id, field),
            message=f"{day} is outside {operation.id} ({span})",
            expected=f'a date within the operation, or another "part_of"{IN_EVIDENCE}',
            related=((place, "the dates of the operation"),),
        )


def _outside(event: Event, start: Day | None, end: Day | None) -> tuple[str, Day] | tuple[None, None]:
    """Return the first time of an event that is certainly outside a span, with its field."""
    for field, day in times_of(event):
        early = start is not None and day.before(start) is Answer.YES
        late = end is not None and end.before(day) is Answer.YES
        if early or late:
            return field, day
    return None, None


@rule(
    "CST415",
    "part-outside-event",
    scope="references",
    why="A part of an event happens while the event lasts.",
    requires=("CST301", "CST302", "CST304", "CST401", "CST409"),
    pooled=True,
)
def outside_event(context: RuleContext) -> Iterator[Violation]:
    """Checks that an event is dated within the event that it is part of."""
    wholes = ((event, context.get(event.part_of, Event)) for event in context.checked(Event))
    parts = {event.id: (event, whole, *span_of(whole)) for event, whole in wholes if whole is not None}
    outside = {id: _outside(event, start, end) for id, (event, _, start, end) in parts.items()}
    for id, (_, whole, start, end) in parts.items():
        field, day = outside[id]
        if field is None or outside.get(whole.id, (None,))[0] is not None:  # report the error of the wider event first
            continue
        first = next((time for time, _ in times_of(whole)), "id")
        yield Violation(
            location=context.locate(id, field),
            message=f"{day} is outside {whole.id} ({start or 'unknown'} to {end or 'unknown'})",
            expected=f'a date within {whole.id}, or another "part_of"{IN_EVIDENCE}',
            related=((context.locate(whole.id, first), f"the dates of {whole.id}"),),
        )


@rule(
    "CST418",
    "cause-after-effect",
    scope="references",
    why="What happens later cannot be a cause; the link or one of the dates is wrong.",
    requires=("CST301", "CST302", "CST304", "CST40", "CST410", "CST413", "CST415"),
)
def causes_after_effects(context: RuleContext) -> Iterator[Violation]:
    """Checks that an event is not over before its cause begins."""
    for event in context.checked(Event):
        ends = [day.latest for _, day in times_of(event)]
        last = None if not ends or None in ends or (event.start and not event.end) else max(filter(None, ends))
        for index, id in enumerate(event.because_of):
            field, first = _beginning(context.get(id, Record))
            if last is not None and first is not None and last < first:
                yield Violation(
                    location=context.locate(event.id, "because_of", index),
                    message=f"{id} is a cause, but happened on {first}, after the event ({last})",
                    expected='an earlier cause, or none; if only a source gives this one, it stays in its "reports"',
                    related=((context.locate(id, field), "the date of the cause"),),
                )


def _beginning(cause: Record | None) -> tuple[str, date | None]:
    """Return the earliest day on which a cause may have begun, and the field that gives it."""
    if isinstance(cause, Event):
        times = {field: day for field, day in times_of(cause) if field != "end"}
    elif isinstance(cause, Operation):
        times = {"start": cause.start} if cause.start is not None else {}
    elif isinstance(cause, Statement):
        times = {"date": cause.date} if cause.date is not None else {}
        times |= {"instant": anywhere(cause.instant)} if cause.instant is not None else {}
    else:
        times = {}
    return next(((field, day.earliest) for field, day in times.items()), ("id", None))


@rule(
    "CST422",
    "excessive-contingents",
    scope="record",
    why="The total includes all contingents; one of the numbers is wrong.",
    requires=("CST208", "CST301"),
)
def excessive_contingents(context: RuleContext) -> Iterator[Violation]:
    """Checks that the contingents of an operation together do not have more persons than the whole operation."""
    for operation in context.checked(Operation):
        bounds = operation.personnel.bounds if operation.personnel is not None else None
        most = bounds[1] if bounds is not None else None
        least = [_least(contingent.personnel) for contingent in operation.contingents]
        if most is not None and sum(least) > most:
            yield Violation(
                location=context.locate(operation.id, "contingents", least.index(max(least)), "personnel"),
                message=f"the contingents have at least {sum(least)} persons, the operation at most {most}",
                expected=f"contingents that together do not exceed the operation{IN_EVIDENCE}",
                related=((context.locate(operation.id, "personnel"), "the whole operation"),),
            )


def _least(personnel: Quantity | None) -> Decimal:
    """Return the lowest possible number of persons."""
    bounds = personnel.bounds if personnel is not None else None
    return (bounds[0] if bounds is not None else None) or Decimal(0)
