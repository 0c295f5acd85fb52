"""CST203, CST408 and on, CST503: what records mean beside one another. Each rule fires only where it is certain."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TypeAlias

from ...dates import Answer, Day, Instant
from ...model import Assessment, Attested, Event, Figure, Membership, Office, Operation, Party, Source, Statement
from ...model.accounts import UNITS
from ...standing import day_of
from ...verdicts import TIMES
from ..corpus import Corpus, Slip
from ..registry import rule

Path: TypeAlias = tuple[str | int, ...]


@rule(
    "CST203",
    "unit-of-another-measure",
    why="Figures of one measure stand side by side only in comparable units.",
)
def units_of_measures(corpus: Corpus) -> Iterator[Slip]:
    """A figure, or a report of one, in a unit that its measure is not counted in."""
    for figure in corpus.all(Figure):
        units = UNITS[figure.measure]
        found: list[tuple[Path, object]] = [(("unit",), figure.unit)]
        for index, witness in enumerate(figure.evidence):
            path: Path = ("evidence", index, "reports", "unit")
            found += [(path, report.value) for report in witness.reports if report.field == "unit"]
        for path, unit in found:
            if unit not in units:
                message = f"{figure.measure} are given in {unit}"
                doubts = ((figure.id, "amount"),)  # amounts in other units are not judged
                yield Slip(record=figure.id, path=path, message=message, expected=" or ".join(units), doubts=doubts)


@rule(
    "CST408",
    "not-a-member",
    why="Only members ask the organisation for help and send it contingents.",
)
def not_members(corpus: Corpus) -> Iterator[Slip]:
    """An operation with a contingent of, or a request by, a state that was certainly no member of its organisation."""
    for operation in corpus.all(Operation) if corpus.has_all(Membership) else ():
        asked = _days_covered(corpus, operation, operation.start)
        there = _days_covered(corpus, operation, operation.end)
        named: list[tuple[Path, str, tuple[date, date] | None]] = [
            (("requested_by", index), state, asked) for index, state in enumerate(operation.requested_by)
        ]
        named += [
            (("contingents", index, "state"), contingent.state, there)
            for index, contingent in enumerate(operation.contingents)
        ]
        for path, state, days in named:
            if days is not None and not _may_be_member(corpus, state, operation.organization, *days):
                message = f"{state} was no member of {operation.organization} from {days[0]} to {days[1]}"
                spells = [
                    spell.id
                    for spell in corpus.all(Membership)
                    if (spell.member, spell.organization) == (state, operation.organization)
                ]
                yield Slip(
                    record=operation.id,
                    path=path,
                    message=message,
                    expected="a state that was a member then",
                    doubts=tuple((id, field) for id in (*spells, operation.id) for field in ("start", "end")),
                )


def _days_covered(corpus: Corpus, operation: Operation, until: Day | None) -> tuple[date, date] | None:
    """From the first possible day of the operation to the last of ``until`` (or of coverage), if all are covered."""
    first = operation.start.earliest if operation.start is not None else None
    for span in corpus.coverage.memberships:
        last = span.last if until is None else until.latest
        if span.organization == operation.organization and first and last and span.first <= first <= last <= span.last:
            return first, last
    return None


def _may_be_member(corpus: Corpus, state: str, organization: str, first: date, last: date) -> bool:
    """Whether a spell may take in one of these days; one with a reference that leads nowhere may be the one."""

    def may_be(reference: str, wanted: str) -> bool:
        return reference == wanted or not corpus.may_have(reference)

    for spell in corpus.all(Membership):
        if may_be(spell.member, state) and may_be(spell.organization, organization) and spell.status != "observer":
            late = spell.start.earliest is not None and spell.start.earliest > last
            over = spell.end is not None and spell.end.latest is not None and spell.end.latest < first
            if not late and not over:
                return True
    return False


WITHIN_OPERATION = ("arrival", "hand-over", "withdrawal")


@rule(
    "CST409",
    "outside-its-operation",
    why="Forces arrive, hand over and leave while their operation lasts.",
)
def outside_operation(corpus: Corpus) -> Iterator[Slip]:
    """An arrival, hand-over or withdrawal that certainly lies outside the span of the operation that it is part of."""
    for event in corpus.all(Event):
        operation = _operation_of(event, corpus)
        if operation is None or event.kind not in WITHIN_OPERATION:
            continue
        field, day = _outside(event, operation.start, operation.end)
        if field is not None:
            span = f"{operation.start or 'an open day'} to {operation.end or 'an open day'}"
            yield Slip(
                record=event.id,
                path=(field,),
                message=f"{day} lies outside {operation.id}, {span}",
                expected="a day of the operation",
                doubts=((operation.id, "start"), (operation.id, "end"), *_all_times(event)),
            )


def _outside(event: Event, start: Day | None, end: Day | None) -> tuple[str, Day] | tuple[None, None]:
    """The first time of an event that certainly lies outside of a span, with its field: one mistake, if both do."""
    for field, day in _times(event):
        early = start is not None and day.before(start) is Answer.YES
        late = end is not None and end.before(day) is Answer.YES
        if early or late:
            return field, day
    return None, None


def _operation_of(event: Event, corpus: Corpus) -> Operation | None:
    """The operation that the event is part of, step by step."""
    chain: list[str] = []
    outer: str | None = event.part_of
    while outer is not None and outer not in chain:
        if (operation := corpus.get(outer, Operation)) is not None:
            return operation
        chain.append(outer)
        wider = corpus.get(outer, Event)
        outer = wider.part_of if wider is not None else None
    return None


@rule(
    "CST415",
    "outside-its-event",
    why="What is part of an event happens while it lasts.",
)
def outside_event(corpus: Corpus) -> Iterator[Slip]:
    """An event that certainly lies outside the span of the event that it is part of."""
    wholes = ((event, corpus.get(event.part_of, Event)) for event in corpus.all(Event) if event.part_of is not None)
    parts = {event.id: (event, whole, *_span(whole)) for event, whole in wholes if whole is not None}
    astray = {id: _outside(event, start, end) for id, (event, _, start, end) in parts.items()}
    for id, (_, whole, start, end) in parts.items():
        field, day = astray[id]
        if field is None or astray.get(whole.id, (None,))[0] is not None:  # when that is mended, this is judged
            continue
        yield Slip(
            record=id,
            path=(field,),
            message=f"{day} lies outside {whole.id}, {start or 'an open day'} to {end or 'an open day'}",
            expected="a day of the wider event",
            doubts=((id, "part_of"), *_all_times(whole), *_all_times(parts[id][0])),
        )


def _all_times(event: Event) -> tuple[tuple[str, str], ...]:
    return tuple((event.id, time) for time in TIMES)


def _span(event: Event) -> tuple[Day | None, Day | None]:
    """From when to when an event lasted, as far as that is known."""
    times = dict(_times(event))
    single = times.get("date") or times.get("instant")
    return times.get("start") or single, times.get("end") or single


def _times(event: Event) -> Iterator[tuple[str, Day]]:
    """When the event was; of an instant its days anywhere on earth."""
    for field in ("date", "start", "end"):
        day: Day | None = getattr(event, field)
        if day is not None:
            yield field, day
    if event.instant is not None:
        yield "instant", _anywhere(event.instant)


@rule(
    "CST410",
    "reply-before-statement",
    why="Nobody replies to what is not said yet: the link or a day is wrong.",
)
def replies_before_statements(corpus: Corpus) -> Iterator[Slip]:
    """A statement that was certainly made before the one that it is said to reply to."""
    replies = [
        (reply, corpus.get(reply.in_reply_to, Statement)) for reply in corpus.all(Statement) if reply.in_reply_to
    ]
    early = {reply.id for reply, said in replies if said is not None and _certainly_before(reply, said)}
    for reply, said in replies:
        if said is not None and reply.id in early and said.id not in early:  # else judged when that one is mended
            yield Slip(
                record=reply.id,
                path=("in_reply_to",),
                message=f"it was made on {day_of(reply)}, before {said.id} on {day_of(said)}",
                expected="an earlier statement; a source that links the two has the link as its report only",
                doubts=tuple((statement.id, field) for statement in (reply, said) for field in ("date", "instant")),
            )


def _certainly_before(one: Statement, other: Statement) -> bool:
    if one.instant is not None and other.instant is not None:
        return one.instant.utc < other.instant.utc
    first, second = (s.date or (_anywhere(s.instant) if s.instant is not None else None) for s in (one, other))
    return first is not None and second is not None and first.before(second) is Answer.YES


@rule(
    "CST411",
    "outcome-before-forecast",
    why="What is known of an outcome is known after the forecast.",
)
def outcomes_before_forecasts(corpus: Corpus) -> Iterator[Slip]:
    """A forecast whose outcome is given as of a day that is certainly before the day on which it was made."""
    for forecast in corpus.all(Assessment):
        as_of = forecast.outcome.as_of if forecast.outcome is not None else None
        if as_of is not None and as_of.before(forecast.made) is Answer.YES:
            message = f"the outcome is given as of {as_of}, but the forecast was made on {forecast.made}"
            expected = f"a day not before {forecast.made}"
            doubts = ((forecast.id, "made"),)
            yield Slip(record=forecast.id, path=("outcome", "as_of"), message=message, expected=expected, doubts=doubts)


@rule(
    "CST412",
    "not-in-office",
    why="Who speaks in an office holds it that day, and is the one who holds it.",
)
def speakers_not_in_office(corpus: Corpus) -> Iterator[Slip]:
    """Who speaks or gives a figure in an office that somebody else held, or that was certainly not held that day.

    Of a figure no day is asked: it may be given later than the day of which it tells.
    """
    told: list[tuple[Statement | Figure, str, tuple[Party, ...], Day | None]] = [
        (said, "speakers", said.speakers, said.date or (_anywhere(said.instant) if said.instant else None))
        for said in corpus.all(Statement)
    ]
    told += [(figure, "stated_by", figure.stated_by, None) for figure in corpus.all(Figure)]
    for record, field, parties, day in told:
        for index, party in enumerate(parties):
            office = corpus.get(party.office, Office) if party.office is not None else None
            if office is None:
                continue
            path: Path = (field, index, "office")
            # a state that holds a post speaks through a person
            same_kind = office.holder.partition(":")[0] == str(party.actor).partition(":")[0]
            if office.holder != party.actor and same_kind:
                message = f"{office.id} was held by {office.holder}, not by {party.actor}"
                expected, holder = "an office of who speaks", (office.id, "holder")
                yield Slip(record=record.id, path=path, message=message, expected=expected, doubts=(holder,))
            elif day is not None and _certainly_not_held(office, day):
                message = f"{office.id} was held from {office.start} to {office.end or 'now'}, not on {day}"
                expected = "an office that was held that day"
                spoken, held = ("date", "instant"), ("start", "end")
                doubts = [(record.id, field) for field in spoken] + [(office.id, field) for field in held]
                yield Slip(record=record.id, path=path, message=message, expected=expected, doubts=tuple(doubts))


def _certainly_not_held(office: Office, day: Day) -> bool:
    over = office.end is not None and office.end.before(day) is Answer.YES
    return over or day.before(office.start) is Answer.YES


@rule(
    "CST503",
    "told-before-it-was",
    why="Nobody reports what has not happened yet: a plan is marked as planned.",
)
def told_before_it_was(corpus: Corpus) -> Iterator[Slip]:
    """A source that reports a day that came certainly after its publication.

    A day of difference is allowed, for time zones.
    """
    for record in corpus.all(Attested):
        for index, witness in enumerate(record.evidence):
            source = corpus.get(witness.source, Source)
            published = source.published.latest if source is not None and source.published is not None else None
            if witness.planned or published is None:
                continue
            for report in witness.reports:
                first = _earliest(report.value)
                if first is not None and first > published + timedelta(days=1):
                    yield Slip(
                        record=record.id,
                        path=("evidence", index, "reports", report.field),
                        message=f"{witness.source} was published on {published}, before {report.value}",
                        expected='a day not after publication, or "planned": true',
                    )


def _earliest(value: object) -> date | None:
    match value:
        case Day():
            return None if value.uncertain else value.earliest
        case Instant():
            return value.earliest_day
    return None


def _anywhere(instant: Instant) -> Day:
    """One of the days on which the instant fell somewhere on earth; there are always two or three."""
    return Day(f"[{instant.earliest_day}..{instant.latest_day}]")
