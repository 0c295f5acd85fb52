"""Determine whether a membership spell holds on a day, and how far the member takes part on it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Literal, TypeAlias, TypedDict

from attrs import frozen

from ..dates import Answer, AnswerWord, Day, DayLike, calendar_day
from ..model import Event, Membership, Organization, State, Statement
from ..model.ids import EventId, MembershipId, OrganizationId, StateId, StatementId
from ..model.membership import MembershipStatus
from ..store.answer import AnswerObject
from ..store.lookup import resolve
from ..store.shape import answer_shape
from .membership import holds

if TYPE_CHECKING:
    from ..model import Step
    from ..store.record_store import RecordStore

Act: TypeAlias = Event | Statement


class ParticipationDict(TypedDict):
    """How far a member takes part on a day, as JSON."""

    state: Literal["full", "frozen", "unknown"]
    act: str | None
    since: str | None


@frozen(kw_only=True, repr=False)
class Participation(AnswerObject):
    """How far a member takes part on a day.

    Attributes:
        state: ``full``, ``frozen``, or ``unknown`` if the date of an act does not settle it.
        act: The act that last froze or resumed participation, if any.
        since: The date of that act.
    """

    SCHEMA = "participation"

    state: Literal["full", "frozen", "unknown"] = "full"
    act: EventId | StatementId | None = None
    since: Day | None = None

    def to_dict(self) -> ParticipationDict:
        """Return the answer for ``json.dumps``, as in ``schemas/answers/participation.schema.json``.

        Example:
            >>> from csto_data import load
            >>> load().memberships.on("2026-01-06", organization="csto")[0].participation.to_dict()["since"]
            '2024-02-22'
        """
        since = None if self.since is None else self.since.text
        return ParticipationDict(state=self.state, act=self.act, since=since)

    def __str__(self) -> str:
        return self.state if self.since is None else f"{self.state} since {self.since}"


class StandingDict(TypedDict):
    """The state of a membership spell on a day, as JSON."""

    id: StateId | OrganizationId
    name: str
    iso_alpha3: str | None
    cow: int | None
    gw: int | None
    membership: MembershipId
    organization: OrganizationId
    status: MembershipStatus
    on: str
    answer: AnswerWord
    since: str
    until: str | None
    participation: Literal["full", "frozen", "unknown"]
    participation_since: str | None
    participation_act: EventId | StatementId | None


@frozen(kw_only=True, repr=False)
class Standing(AnswerObject):
    """The state of a membership spell on a day.

    Attributes:
        member: The state or organisation that is the member.
        spell: The spell.
        on: The day.
        answer: Whether the spell holds on that day. Unknown if the sources do not settle its start or end, and for a
            spell without an end after the last covered day.
        participation: How far the member takes part on that day.
    """

    SCHEMA = "standing"

    member: State | Organization
    spell: Membership
    on: date
    answer: Answer
    participation: Participation

    def to_dict(self) -> StandingDict:
        """Return the answer for ``json.dumps``, as in ``schemas/answers/standing.schema.json``.

        Example:
            >>> from csto_data import load
            >>> load().memberships.on("2026-01-06", organization="csto")[0].to_dict()["participation"]
            'frozen'
        """
        since = self.participation.since
        return StandingDict(
            id=self.member.id,
            name=self.member.name,
            iso_alpha3=getattr(self.member, "iso_alpha3", None),
            cow=getattr(self.member, "cow", None),
            gw=getattr(self.member, "gw", None),
            membership=self.spell.id,
            organization=self.spell.organization,
            status=self.spell.status,
            on=self.on.isoformat(),
            answer=self.answer.word,
            since=self.spell.start.text,
            until=None if self.spell.end is None else self.spell.end.text,
            participation=self.participation.state,
            participation_since=None if since is None else since.text,
            participation_act=self.participation.act,
        )

    def __str__(self) -> str:
        return (
            f"{self.member.name} in {self.spell.organization} on {self.on}: {self.answer.value}, {self.participation}"
        )


STANDINGS = answer_shape(
    "standings",
    f"{__name__}:STANDINGS",
    summary=("member", "spell_id", "answer", "participation"),
    member="record:state,org",
    spell="record",
    on="day",
    answer=("yes", "no", "unknown"),
    participation=("full", "frozen", "unknown"),
)
"""The columns of tables of standings."""


def standing(spell: Membership, day: date, store: RecordStore) -> Standing:
    """Return the state of the spell on the day."""
    answer = holds(store, spell, day)
    return Standing(
        member=store[spell.member],
        spell=spell,
        on=day,
        answer=answer,
        participation=_participation(spell, day, store),
    )


def act_of(step: Step, store: RecordStore) -> Act:
    """Return the event or statement to which a step refers."""
    table = store.events if step.act.startswith("event:") else store.statements
    return table[step.act]


def day_of(act: Act) -> Day | None:
    """Return the date of an act; for an instant, the local date."""
    return act.date or (act.instant.day if act.instant is not None else None)


def _participation(spell: Membership, day: date, store: RecordStore) -> Participation:
    found = Participation()
    for step in spell.steps:  # in the order of the acts, which validation checks
        if step.makes not in ("freeze", "resume"):
            continue
        since = day_of(act_of(step, store))
        started = Answer.UNKNOWN if since is None else ~Day(day.isoformat()).before(since)
        if started is Answer.YES:
            found = Participation(state="frozen" if step.makes == "freeze" else "full", act=step.act, since=since)
        elif started is Answer.UNKNOWN:
            found = Participation(state="unknown", act=step.act, since=since)
    return found


def standings(
    store: RecordStore, spells: Iterable[Membership], on: DayLike, organization: str | None
) -> tuple[Standing, ...]:
    """Return the state of each spell that holds or may hold on the day, including those of observers.

    Raises:
        InvalidDateError: ``on`` is not an exact date.
        NotFoundError: The organisation does not exist.
    """
    day = calendar_day(on)
    if organization is not None:
        organization = resolve(store, getattr(organization, "id", organization), ("org",))
    found = (standing(spell, day, store) for spell in spells if organization in (None, spell.organization))
    return tuple(each for each in found if each.answer is not Answer.NO)
