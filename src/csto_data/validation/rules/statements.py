"""CST410 to CST412: statements, forecasts and those who speak. Each rule fires only where it is certain."""

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
    why="Nobody replies to what is not said yet: the link or a day is wrong.",
    requires=("CST301", "CST302"),
)
def replies_before_statements(context: RuleContext) -> Iterator[Violation]:
    """A statement that was certainly made before the one that it is said to reply to."""
    replies = [(reply, context.get(reply.in_reply_to, Statement)) for reply in context.checked(Statement)]
    early = {reply.id for reply, said in replies if said is not None and _certainly_before(reply, said)}
    for reply, said in replies:
        if said is not None and reply.id in early and said.id not in early:  # else it is judged once that is corrected
            yield Violation(
                location=context.locate(reply.id, "in_reply_to"),
                message=f"it was made on {day_of(reply)}, before {said.id} on {day_of(said)}",
                expected="an earlier statement; a source that links the two has the link as its report only",
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
    why="What is known of an outcome is known after the forecast.",
    requires=("CST301",),
)
def outcomes_before_forecasts(context: RuleContext) -> Iterator[Violation]:
    """A forecast whose outcome is given as of a day that is certainly before the day on which it was made."""
    for forecast in context.checked(Assessment):
        as_of = forecast.outcome.as_of if forecast.outcome is not None else None
        if as_of is not None and as_of.before(forecast.made) is Answer.YES:
            yield Violation(
                location=context.locate(forecast.id, "outcome", "as_of"),
                message=f"the outcome is given as of {as_of}, but the forecast was made on {forecast.made}",
                expected=f"a day not before {forecast.made}",
            )


@rule(
    "CST412",
    "not-in-office",
    why="Who speaks in an office holds it that day, and is the one who holds it.",
    requires=("CST301", "CST302", "CST401", "CST405", "CST410"),
)
def speakers_not_in_office(context: RuleContext) -> Iterator[Violation]:
    """Who speaks or gives a figure in an office that somebody else held, or that was certainly not held that day.

    Of a figure no day is asked: it may be given later than the day of which it tells.
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
    """Return what is wrong with an office, what is expected, and the field of the office that says so."""
    # a state that holds a post speaks through a person
    same_kind = office.holder.partition(":")[0] == str(party.actor).partition(":")[0]
    if office.holder != party.actor and same_kind:
        return f"{office.id} was held by {office.holder}, not by {party.actor}", "an office of who speaks", "holder"
    if day is None:
        return None
    over = office.end is not None and office.end.before(day) is Answer.YES
    if not over and day.before(office.start) is not Answer.YES:
        return None
    message = f"{office.id} was held from {office.start} to {office.end or 'now'}, not on {day}"
    return message, "an office that was held that day", "end" if over else "start"
