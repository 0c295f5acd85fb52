"""Operations: missions of an organisation."""

from typing import Literal

from attrs import field, frozen

from ..dates import Day
from ..declarations import spec
from .conditions import START_BEFORE_END
from .evidence import Attested, Evidence
from .ids import OperationId, OrganizationId, PersonId, StateId
from .values import Quantity

Task = Literal["peacekeeping", "guard-facilities", "restore-order", "logistics"]


@frozen(kw_only=True)
class Contingent:
    """What one state sent to an operation."""

    state: StateId = field(metadata=spec("state:TJK", needs_evidence=True))
    """The state that sent it."""
    personnel: Quantity | None = field(
        default=None, metadata=spec({"value": 200, "approximate": True}, needs_evidence=True)
    )
    """How many persons it had. Absent when not known."""
    unit: str | None = field(default=None, metadata=spec("airborne brigade", source_specific=True))
    """The military unit that it came from. Absent when no source says."""
    evidence: tuple[Evidence, ...] = field(
        metadata=spec([{"source": "source:csto-press-release", "reports": {"state": "state:TJK"}}])
    )
    """What sources say of this contingent, one entry for each place in a source; at least one."""


@frozen(kw_only=True)
class Operation(Attested):
    """A mission.

    Missions of an organisation.
    """

    CONDITIONS = (START_BEFORE_END,)

    id: OperationId = field(metadata=spec("operation:csto-kazakhstan-2022"))
    """The id of this operation, unique in the dataset."""
    name: str = field(metadata=spec("CSTO operation in Kazakhstan"))
    """The usual English name of the operation."""
    designation: str | None = field(default=None, metadata=spec("peacekeeping operation", source_specific=True))
    """What it was officially called. Absent when no source says."""
    organization: OrganizationId = field(metadata=spec("org:csto"))
    """The organisation whose operation it is."""
    host: StateId | None = field(default=None, metadata=spec("state:KAZ", needs_evidence=True))
    """The state on whose territory it took place. Absent when not known."""
    lead: StateId | None = field(default=None, metadata=spec("state:RUS", needs_evidence=True))
    """The state that led it. Absent when not known."""
    requested_by: tuple[StateId, ...] = field(default=(), metadata=spec(["state:KAZ"], needs_evidence=True))
    """The states that asked for it. Absent when not known."""
    decided_by: OrganizationId | None = field(
        default=None, metadata=spec("org:csto-collective-security-council", needs_evidence=True)
    )
    """The organisation or organ that decided on it. Absent when not known."""
    legal_basis: str | None = field(default=None, metadata=spec("Article 4 of the treaty", source_specific=True))
    """The provision that it was based on. Absent when no source says."""
    start: Day | None = field(default=None, metadata=spec("2022-01", needs_evidence=True))
    """The day on which it began. Absent when not known."""
    end: Day | None = field(default=None, metadata=spec("2022-01", needs_evidence=True))
    """The day on which it ended. Absent when it goes on, or not known."""
    commander: PersonId | None = field(default=None, metadata=spec("person:andrey-serdyukov", needs_evidence=True))
    """The person who commanded it. Absent when not known."""
    personnel: Quantity | None = field(default=None, metadata=spec({"value": 2030}, needs_evidence=True))
    """How many persons took part in all. Absent when not known."""
    contingents: tuple[Contingent, ...] = field(
        default=(), metadata=spec([{"state": "state:TJK", "evidence": [{"source": "source:csto-press-release"}]}])
    )
    """What each state sent, one entry a state, with evidence of its own. Absent when no source says."""
    tasks: tuple[Task, ...] = field(default=(), metadata=spec(["peacekeeping"], needs_evidence=True))
    """What it was to do. Absent when no source says."""
