"""Operations: missions of organisations."""

from typing import Literal

from attrs import field, frozen

from ..dates import Day, Period
from ..declarations import spec
from .conditions import START_BEFORE_END
from .evidence import Attested, Evidence
from .ids import OperationId, OrganizationId, PersonId, StateId
from .parts import Part
from .times import period_of_span
from .values import Quantity

Task = Literal["peacekeeping", "guard-facilities", "restore-order", "logistics"]


@frozen(kw_only=True, repr=False)
class Contingent(Part):
    """The contingent that one state sent to an operation."""

    state: StateId = field(metadata=spec("state:TJK", needs_evidence=True))
    """The state that sent it."""
    personnel: Quantity | None = field(
        default=None, metadata=spec({"value": 200, "approximate": True}, needs_evidence=True)
    )
    """The number of persons in it. Absent when it is not known."""
    unit: str | None = field(default=None, metadata=spec("airborne brigade", source_specific=True))
    """The military unit from which it came. Absent when no source says."""
    evidence: tuple[Evidence, ...] = field(
        metadata=spec([{"source": "source:csto-press-release", "reports": {"state": "state:TJK"}}])
    )
    """The evidence for this contingent, one entry for each place in a source; at least one."""


@frozen(kw_only=True, repr=False)
class Operation(Attested):
    """A mission of an organisation.

    Missions of organisations.
    """

    CONDITIONS = (START_BEFORE_END,)

    id: OperationId = field(metadata=spec("operation:csto-kazakhstan-2022"))
    """The id of this operation, unique in the dataset."""
    name: str = field(metadata=spec("CSTO operation in Kazakhstan"))
    """The usual English name of the operation."""
    designation: str | None = field(default=None, metadata=spec("peacekeeping operation", source_specific=True))
    """The official term for it. Absent when no source gives one."""
    organization: OrganizationId = field(metadata=spec("org:csto"))
    """The organisation that carried it out."""
    host: StateId | None = field(default=None, metadata=spec("state:KAZ", needs_evidence=True))
    """The state in which it took place. Absent when it is not known."""
    lead: StateId | None = field(default=None, metadata=spec("state:RUS", needs_evidence=True))
    """The state that led it. Absent when it is not known."""
    requested_by: tuple[StateId, ...] = field(default=(), metadata=spec(["state:KAZ"], needs_evidence=True))
    """The states that requested it. Absent when they are not known."""
    decided_by: OrganizationId | None = field(
        default=None, metadata=spec("org:csto-collective-security-council", needs_evidence=True)
    )
    """The organisation or organ that decided on it. Absent when it is not known."""
    legal_basis: str | None = field(default=None, metadata=spec("Article 4 of the treaty", source_specific=True))
    """The provision on which it was based. Absent when no source says."""
    start: Day | None = field(default=None, metadata=spec("2022-01", needs_evidence=True))
    """The day on which it began. Absent when it is not known."""
    end: Day | None = field(default=None, metadata=spec("2022-01", needs_evidence=True))
    """The day on which it ended. Absent when it has not ended, or when the day is not known."""
    commander: PersonId | None = field(default=None, metadata=spec("person:andrey-serdyukov", needs_evidence=True))
    """The person who commanded it. Absent when the person is not known."""
    personnel: Quantity | None = field(default=None, metadata=spec({"value": 2030}, needs_evidence=True))
    """The total number of persons who took part. Absent when it is not known."""
    contingents: tuple[Contingent, ...] = field(
        default=(), metadata=spec([{"state": "state:TJK", "evidence": [{"source": "source:csto-press-release"}]}])
    )
    """The contingents, one for each state, each with its own evidence. Absent when no source says."""
    tasks: tuple[Task, ...] = field(default=(), metadata=spec(["peacekeeping"], needs_evidence=True))
    """The tasks that it was given. Absent when no source says."""

    @property
    def when(self) -> Period | None:
        """The first and the last day that it may have included; None if neither start nor end is known."""
        return period_of_span(self.start, self.end)
