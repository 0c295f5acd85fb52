"""Memberships: one record for each spell of one member in one organisation."""

from typing import Literal

from attrs import field, frozen

from ..dates import Day, Period
from ..declarations import spec
from .conditions import START_BEFORE_END
from .evidence import Attested
from .ids import EventId, MembershipId, OrganizationId, StateId, StatementId
from .parts import Part
from .times import period_of_span

MembershipStatus = Literal["member", "observer", "party"]
Effect = Literal["start", "end", "freeze", "resume"]


@frozen(kw_only=True, repr=False)
class Step(Part):
    """An act that led into or out of a membership."""

    act: EventId | StatementId = field(metadata=spec("event:csto-charter-in-force"))
    """The event or statement that is the act, which has its own evidence."""
    makes: Effect | None = field(default=None, metadata=spec("start"))
    """The effect of the act: it starts, ends, freezes or resumes the membership. Absent when the act has
    no such effect."""


@frozen(kw_only=True, repr=False)
class Membership(Attested):
    """One spell of one member in one organisation.

    Memberships, one record for each spell of one member in one organisation.
    """

    CONDITIONS = (START_BEFORE_END,)

    id: MembershipId = field(metadata=spec("membership:csto-kaz-1"))
    """The id of this spell, unique in the dataset, which ends with the number of the spell."""
    member: StateId | OrganizationId = field(metadata=spec("state:KAZ"))
    """The member: a state or an organisation."""
    organization: OrganizationId = field(metadata=spec("org:csto"))
    """The organisation, or the treaty body, that it is a member of."""
    status: MembershipStatus = field(metadata=spec("member"))
    """The status: member of an organisation, observer, or party to a treaty."""
    start: Day = field(metadata=spec("2003-09-18", "[..2003]", needs_evidence=True))
    """The first day of membership, as exactly as it is known."""
    end: Day | None = field(default=None, metadata=spec("2012-12-19", needs_evidence=True))
    """The last day of membership. Absent when it has not ended; where the manifest gives no coverage, absent
    means unknown."""
    steps: tuple[Step, ...] = field(
        default=(), metadata=spec([{"act": "event:csto-charter-in-force", "makes": "start"}])
    )
    """The acts that led into or out of the membership, in chronological order. Absent when none is known."""

    @property
    def when(self) -> Period | None:
        """The first and the last day that it may have included; its latest day is None if it has no end."""
        return period_of_span(self.start, self.end)

    @property
    def label(self) -> str:
        """The member and the organisation, with the time."""
        return f"{self.member} in {self.organization}, {self.when}"
