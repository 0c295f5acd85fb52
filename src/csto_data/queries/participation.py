"""Whether a spell of membership holds on a day, and how far the member takes part then."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Literal, TypeAlias

from attrs import frozen

from ..dates import Answer, Day, DayLike, calendar_day
from ..model import Event, Membership, Statement
from ..model.ids import EventId, StatementId
from .membership import holds

if TYPE_CHECKING:
    from ..model import Step
    from ..store.record_store import RecordStore

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


def standing(spell: Membership, day: date, store: RecordStore) -> Standing:
    """How the spell stands on the day."""
    answer = holds(store, spell, day)
    return Standing(spell=spell, on=day, answer=answer, participation=_participation(spell, day, store))


def act_of(step: Step, store: RecordStore) -> Act:
    """The event or statement that a step refers to."""
    table = store.events if step.act.startswith("event:") else store.statements
    return table[step.act]


def day_of(act: Act) -> Day | None:
    """The day of an act, that of an instant where it happened."""
    return act.date or (act.instant.day if act.instant is not None else None)


def _participation(spell: Membership, day: date, store: RecordStore) -> Participation:
    found = Participation()
    for step in spell.steps:  # in the order of the acts, as a rule of validation proves
        if step.makes not in ("freeze", "resume"):
            continue
        since = day_of(act_of(step, store))
        begun = Answer.UNKNOWN if since is None else ~Day(day.isoformat()).before(since)
        if begun is Answer.YES:
            found = Participation(state="frozen" if step.makes == "freeze" else "full", act=step.act, since=since)
        elif begun is Answer.UNKNOWN:
            found = Participation(state="unknown", act=step.act, since=since)
    return found


def standings(
    store: RecordStore, spells: Iterable[Membership], on: DayLike, organization: str | None
) -> tuple[Standing, ...]:
    """Return how each spell stands that holds or may hold on the day, observers' among them.

    Raises:
        InvalidDay: ``on`` is not one calendar day.
    """
    day = calendar_day(on)
    stands = (standing(spell, day, store) for spell in spells if organization in (None, spell.organization))
    return tuple(found for found in stands if found.answer is not Answer.NO)
