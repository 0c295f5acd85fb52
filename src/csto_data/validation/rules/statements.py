"""Rules CST410 to CST412: statements, forecasts and speakers. A rule reports only what is certain."""

from __future__ import annotations

from collections.abc import Iterator

from ...dates import Answer, Day
from ...diagnostics import Violation
from ...model import Assessment, Figure, Office, Party, Statement
from ...queries.participation import day_of
from ..context import RuleContext
from ..registry import rule
from .times import anywhere


@rule(
    "CST410",
    "reply-before-statement",
    scope="references",
    why="A reply cannot be made before the statement; the link or one of the dates is wrong.",
    requires=("CST301", "CST302", "CST304"),
)
def replies_before_statements(context: RuleContext) -> Iterator[Violation]:
    """Checks that a reply is not dated before the statement that it answers."""
    replies = [(reply, context.get(reply.in_reply_to, Statement)) for reply in context.checked(Statement)]
    early = {reply.id for reply, said in replies if said is not None and _certainly_before(reply, said)}
    for reply, said in replies:
        if said is not None and reply.id in early and said.id not in early:  # otherwise report that one first
            yield Violation(
                location=context.locate(reply.id, "in_reply_to"),
                message=f"the reply is dated {day_of(reply)}, before {said.id} ({day_of(said)})",
                expected='an earlier statement, or none; if only a source links the two, it stays in its "reports"',
                related=((context.locate(said.id, "instant" if said.instant else "date"), "the other statement"),),
            )


def _certainly_before(one: Statement, other: Statement) -> bool:
    if one.instant is not None and other.instant is not None:
        return one.instant.utc < other.instant.utc
    first, second = (s.date or (anywhere(s.instant) if s.instant is not None else None) for s in (one, other))
    return first is not None and second is not None and first.before(second) is Answer.YES


@rule(
    "CST411",
    "outcome-before-forecast",
    scope="record",
    why="The outcome of a forecast is known only after the forecast.",
    requires=("CST301",),
)
def outcomes_before_forecasts(context: RuleContext) -> Iterator[Violation]:
    """Checks that the outcome of a forecast is not dated before the forecast."""
    for forecast in context.checked(Assessment):
        as_of = forecast.outcome.as_of if forecast.outcome is not None else None
        if as_of is not None and as_of.before(forecast.made) is Answer.YES:
            yield Violation(
                location=context.locate(forecast.id, "outcome", "as_of"),
                message=f"the outcome is dated {as_of}, before the forecast ({forecast.made})",
                expected=f"a date on or after {forecast.made}",
                related=((context.locate(forecast.id, "made"), "the date of the forecast"),),
            )


@rule(
    "CST412",
    "speaker-not-in-office",
    scope="references",
    why="A speech attributed to the wrong office holder misleads readers and searches by office.",
    requires=("CST301", "CST302", "CST401", "CST405", "CST410"),
)
def speakers_not_in_office(context: RuleContext) -> Iterator[Violation]:
    """Checks that the office in which somebody speaks or gives a figure was held by that person, and on that day.

    The day of a figure is not checked: it may be given later than the day that it describes.
    """
    spoken: list[tuple[Statement | Figure, str, tuple[Party, ...], Day | None]] = [
        (said, "speakers", said.speakers, said.date or (anywhere(said.instant) if said.instant else None))
        for said in context.checked(Statement)
    ]
    spoken += [(figure, "stated_by", figure.stated_by, None) for figure in context.checked(Figure)]
    for record, field, parties, day in spoken:
        for index, party in enumerate(parties):
            office = context.get(party.office, Office)
            found = _wrong_office(party, office, day) if office is not None else None
            if office is not None and found is not None:
                message, expected, fault = found
                yield Violation(
                    location=context.locate(record.id, field, index, "office"),
                    message=message,
                    expected=expected,
                    related=((context.locate(office.id, fault), "the office"),),
                )


def _wrong_office(party: Party, office: Office, day: Day | None) -> tuple[str, str, str] | None:
    """Return the message, what is expected, and the field of the office that contradicts; None if the office fits."""
    # a state that holds a post is represented by a person
    same_kind = office.holder.partition(":")[0] == str(party.actor).partition(":")[0]
    if office.holder != party.actor and same_kind:
        return f"{office.id} was held by {office.holder}, not by {party.actor}", "an office of this person", "holder"
    if day is None:
        return None
    over = office.end is not None and office.end.before(day) is Answer.YES
    if not over and day.before(office.start) is not Answer.YES:
        return None
    message = f"{office.id} was held from {office.start} to {office.end or 'today'}, not on {day}"
    return message, "an office that was held on that day", "end" if over else "start"
