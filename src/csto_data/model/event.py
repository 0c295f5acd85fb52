"""Events: what happened, acts of states and organisations among it."""

from typing import Literal

from attrs import field, frozen

from ..dates import Day, Instant
from ..declarations import spec
from .conditions import START_BEFORE_END, OneOf
from .evidence import Attested
from .ids import CauseId, EventId, LocationId, OperationId, StateId
from .values import Participant, Quantity

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
class Event(Attested):
    """Something that happened.

    What happened, acts of states and organisations among it. What somebody said is a statement.
    """

    CONDITIONS = (
        OneOf(("date",), ("instant",), ("start", "end"), expected="one time: date, or instant, or start and end"),
        START_BEFORE_END,
    )

    id: EventId = field(metadata=spec("event:csto-charter-in-force"))
    """The id of this event, unique in the dataset."""
    kind: EventKind = field(metadata=spec("entry-into-force"))
    """What sort of event it is."""
    title: str = field(metadata=spec("The charter of the CSTO enters into force"))
    """What happened, in a few neutral words."""
    summary: str | None = field(
        default=None, metadata=spec("The charter enters into force for the six states that signed it.")
    )
    """What happened, in a sentence or two. Absent when the title says it all."""
    date: Day | None = field(default=None, metadata=spec("2003-09-18", needs_evidence=True))
    """The one day on which it happened. Absent when it lasted, is given by instant, or not known."""
    instant: Instant | None = field(default=None, metadata=spec("2002-10-07T11:30+03:00", needs_evidence=True))
    """The minute at which it happened, where a source gives it. Absent otherwise."""
    start: Day | None = field(default=None, metadata=spec("2003-09-01", needs_evidence=True))
    """The first day of what lasted. Absent for what did not last, and when not known."""
    end: Day | None = field(default=None, metadata=spec("2003-09-18", needs_evidence=True))
    """The last day of what lasted. Absent for what did not last, and when not known."""
    place: LocationId | None = field(default=None, metadata=spec("place:moscow", needs_evidence=True))
    """Where it happened. Absent when not known."""
    states: tuple[StateId, ...] = field(default=(), metadata=spec(["state:RUS"]))
    """The states in which it happened. Absent when not known."""
    participants: tuple[Participant, ...] = field(
        default=(),
        metadata=spec(
            [{"actor": "state:ARM", "role": "party"}, {"of": "state:KAZ", "described_as": "delegation"}],
            needs_evidence=True,
        ),
    )
    """Who took part, and in what role. Absent when no source says."""
    part_of: EventId | OperationId | None = field(default=None, metadata=spec("operation:csto-kazakhstan-2022"))
    """The wider event or operation that it belongs to. Absent when there is none."""
    because_of: tuple[CauseId, ...] = field(
        default=(), metadata=spec(["event:csto-charter-signature"], needs_evidence=True)
    )
    """What it happened because of, according to the sources. Absent when none says."""
    deaths: Quantity | None = field(default=None, metadata=spec({"value": 3}, needs_evidence=True))
    """How many persons died in it, by a final or undated count; a count given on some day is a figure. Absent
    when not known."""
    injured: Quantity | None = field(default=None, metadata=spec({"at_least": 10}, needs_evidence=True))
    """How many persons were injured in it, by a final or undated count; a count given on some day is a
    figure. Absent when not known."""
