"""How a member stands to its organisation on a day: the spell that may hold, whether it does, how it takes part."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal, TypeAlias

from attrs import frozen

from .dates import Answer, Day
from .model import Event, Membership, Statement
from .model.ids import EventId, StatementId

if TYPE_CHECKING:
    from .dataset import Dataset
    from .model import Step

Act: TypeAlias = Event | Statement


@frozen(kw_only=True)
class Participation:
    """How far a member takes part: ``full``, ``frozen``, or ``unknown`` where the day of an act leaves it open.

    ``act`` is what froze or resumed it last, ``since`` the day of that act; both are None where nothing ever did.
    """

    state: Literal["full", "frozen", "unknown"] = "full"
    act: EventId | StatementId | None = None
    since: Day | None = None

    def __str__(self) -> str:
        return self.state if self.since is None else f"{self.state} since {self.since}"


@frozen(kw_only=True)
class Standing:
    """A spell of membership as it stands ``on`` a day.

    ``answer`` says whether the spell holds that day. It is unknown where the sources leave the start or the end open,
    and after the last day that is known of a spell without end.
    """

    spell: Membership
    on: date
    answer: Answer
    participation: Participation


def standing(spell: Membership, day: date, dataset: Dataset) -> Standing:
    """How the spell stands on the day."""
    answer = dataset.holds(spell, day)
    return Standing(spell=spell, on=day, answer=answer, participation=_participation(spell, day, dataset))


def act_of(step: Step, dataset: Dataset) -> Act:
    """The event or statement that a step refers to."""
    table = dataset.events if step.act.startswith("event:") else dataset.statements
    return table[step.act]


def day_of(act: Act) -> Day | None:
    """The day of an act, that of an instant where it happened."""
    return act.date or (act.instant.day if act.instant is not None else None)


def _participation(spell: Membership, day: date, dataset: Dataset) -> Participation:
    found = Participation()
    for step in spell.steps:  # in the order of the acts, as a rule of validation proves
        if step.makes not in ("freeze", "resume"):
            continue
        since = day_of(act_of(step, dataset))
        begun = Answer.UNKNOWN if since is None else ~Day(day.isoformat()).before(since)
        if begun is Answer.YES:
            found = Participation(state="frozen" if step.makes == "freeze" else "full", act=step.act, since=since)
        elif begun is Answer.UNKNOWN:
            found = Participation(state="unknown", act=step.act, since=since)
    return found
