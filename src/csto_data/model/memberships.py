"""Spells of membership. A module of its own, so that asking for members is quick."""

from __future__ import annotations

from typing import ClassVar, Literal

from attrs import frozen

from ..dates import Day
from .base import Attested, EventId, Evidence, MembershipId, OrganizationId, StateId, StatementId

MembershipStatus = Literal["member", "observer", "party"]
Effect = Literal["start", "end", "freeze", "resume"]


@frozen(kw_only=True)
class Step:
    """An act on the way into or out of a membership, and what it ``makes`` of it, if anything."""

    act: EventId | StatementId
    makes: Effect | None = None


@frozen(kw_only=True)
class Membership(Attested):
    """One spell of one member in one organisation. ``start`` and ``end`` are both days of membership.

    Without ``end`` it has not ended where the manifest's coverage is complete; elsewhere nothing is known.
    """

    TESTIMONY: ClassVar[frozenset[str]] = frozenset({"start", "end"})

    id: MembershipId
    member: StateId | OrganizationId
    organization: OrganizationId
    status: MembershipStatus
    start: Day
    end: Day | None = None
    steps: tuple[Step, ...] = ()
    evidence: tuple[Evidence, ...]
    note: str | None = None
