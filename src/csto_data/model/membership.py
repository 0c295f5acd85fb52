"""Memberships: one record for each spell of one member in one organisation."""

from typing import Literal

from attrs import field, frozen

from ..dates import Day
from ..declarations import spec
from .conditions import START_BEFORE_END
from .evidence import Attested
from .ids import EventId, MembershipId, OrganizationId, StateId, StatementId

MembershipStatus = Literal["member", "observer", "party"]
Effect = Literal["start", "end", "freeze", "resume"]


@frozen(kw_only=True)
class Step:
    """An act on the way into or out of a membership."""

    act: EventId | StatementId = field(metadata=spec("event:csto-charter-in-force"))
    """The event or statement that is the act; it has its own evidence."""
    makes: Effect | None = field(default=None, metadata=spec("start"))
    """What the act makes of the membership: it starts, ends, freezes or resumes it. Absent for an act that
    only led there."""


@frozen(kw_only=True)
class Membership(Attested):
    """One spell of one member in one organisation.

    Memberships: one record for each spell of one member in one organisation.
    """

    CONDITIONS = (START_BEFORE_END,)

    id: MembershipId = field(metadata=spec("membership:csto-kaz-1"))
    """The id of this spell, unique in the dataset: it ends with the number of the spell."""
    member: StateId | OrganizationId = field(metadata=spec("state:KAZ"))
    """The state or organisation that is the member."""
    organization: OrganizationId = field(metadata=spec("org:csto"))
    """The organisation, or treaty body, that it is a member of."""
    status: MembershipStatus = field(metadata=spec("member"))
    """What it is there: member of an organisation, observer, or party to a treaty."""
    start: Day = field(metadata=spec("2003-09-18", "[..2003]", needs_evidence=True))
    """The first day of membership, as exactly as it is known."""
    end: Day | None = field(default=None, metadata=spec("2012-12-19", needs_evidence=True))
    """The last day of membership. Absent: not ended where the coverage in the manifest is complete; elsewhere
    nothing is known."""
    steps: tuple[Step, ...] = field(
        default=(), metadata=spec([{"act": "event:csto-charter-in-force", "makes": "start"}])
    )
    """The acts that led into or out of the membership, in order of time. Absent when none is known."""
