"""What was and what happened: offices, operations, events."""

from __future__ import annotations

from typing import ClassVar, Literal

from attrs import frozen

from ..dates import Day, Instant
from .base import (
    Attested,
    CauseId,
    EventId,
    Evidence,
    LocationId,
    OfficeId,
    OperationId,
    OrganizationId,
    Participant,
    PersonId,
    Quantity,
    StateId,
)

Task = Literal["peacekeeping", "guard-facilities", "restore-order", "logistics"]
EventKind = Literal[
    "protest",
    "unrest",
    "armed-clash",
    "decision",
    "price-change",
    "dismissal",
    "resignation",
    "order",
    "emergency",
    "ceremony",
    "deployment",
    "arrival",
    "hand-over",
    "withdrawal",
    "restoration-of-control",
    "takeover",
    "signature",
    "accession",
    "ratification",
    "entry-into-force",
    "extension",
    "non-extension",
    "charter-signature",
    "readmission",
    "suspension-note",
    "council-decision",
    "term-end",
]


@frozen(kw_only=True)
class Office(Attested):
    """One spell of a holder (a person, or a state for a rotating chair) in a post ``of`` a state or organisation."""

    TESTIMONY: ClassVar[frozenset[str]] = frozenset({"holder", "start", "end", "acting"})

    id: OfficeId
    holder: PersonId | StateId
    title: str
    of: StateId | OrganizationId
    start: Day
    end: Day | None = None
    acting: bool | None = None
    evidence: tuple[Evidence, ...]
    note: str | None = None


@frozen(kw_only=True)
class Contingent:
    """What one state sent to an operation, with evidence of its own. ``personnel`` counts persons."""

    TESTIMONY: ClassVar[frozenset[str]] = frozenset({"state", "personnel"})
    AS_TOLD: ClassVar[frozenset[str]] = frozenset({"unit"})

    state: StateId
    personnel: Quantity | None = None
    unit: str | None = None
    evidence: tuple[Evidence, ...]


@frozen(kw_only=True)
class Operation(Attested):
    """A mission. ``designation`` is what it was officially called, ``personnel`` counts persons."""

    TESTIMONY: ClassVar[frozenset[str]] = frozenset(
        {"host", "lead", "requested_by", "decided_by", "start", "end", "commander", "personnel", "tasks"}
    )
    AS_TOLD: ClassVar[frozenset[str]] = frozenset({"designation", "legal_basis"})

    id: OperationId
    name: str
    designation: str | None = None
    organization: OrganizationId
    host: StateId | None = None
    lead: StateId | None = None
    requested_by: tuple[StateId, ...] = ()
    decided_by: OrganizationId | None = None
    legal_basis: str | None = None
    start: Day | None = None
    end: Day | None = None
    commander: PersonId | None = None
    personnel: Quantity | None = None
    contingents: tuple[Contingent, ...] = ()
    tasks: tuple[Task, ...] = ()
    evidence: tuple[Evidence, ...]
    note: str | None = None


@frozen(kw_only=True)
class Event(Attested):
    """Something that happened, acts of states and organisations among them.

    Its time is a ``date``, an ``instant``, or ``start`` and ``end`` of what lasted; ``deaths`` and ``injured`` count
    persons, final or undated counts only (a count given on some day is a figure).
    """

    TESTIMONY: ClassVar[frozenset[str]] = frozenset(
        {"date", "instant", "start", "end", "place", "participants", "because_of", "deaths", "injured"}
    )

    id: EventId
    kind: EventKind
    title: str
    summary: str | None = None
    date: Day | None = None
    instant: Instant | None = None
    start: Day | None = None
    end: Day | None = None
    place: LocationId | None = None
    states: tuple[StateId, ...] = ()
    participants: tuple[Participant, ...] = ()
    part_of: EventId | OperationId | None = None
    because_of: tuple[CauseId, ...] = ()
    deaths: Quantity | None = None
    injured: Quantity | None = None
    evidence: tuple[Evidence, ...]
    note: str | None = None
