"""Events: what happened, including acts of states and organisations."""

from typing import Literal

from attrs import field, frozen

from ..dates import Day, Instant, Period
from ..declarations import spec
from .conditions import START_BEFORE_END, OneOf
from .evidence import Attested
from .ids import CauseId, EventId, LocationId, OperationId, StateId
from .times import period_of_moment, period_of_span
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
    "session",
    "exercise",
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


@frozen(kw_only=True, repr=False)
class Event(Attested):
    """Something that happened.

    Events, including acts of states and organisations. What was said is a statement.
    """

    CONDITIONS = (
        OneOf(("date",), ("instant",), ("start", "end"), expected="only one of these: date, instant, or start and end"),
        START_BEFORE_END,
    )

    id: EventId = field(metadata=spec("event:csto-charter-in-force"))
    """The id of this event, unique in the dataset."""
    kind: EventKind = field(metadata=spec("entry-into-force"))
    """The kind of event."""
    title: str = field(metadata=spec("The charter of the CSTO entered into force"))
    """A title that says in a few neutral words what happened."""
    summary: str | None = field(
        default=None,
        metadata=spec("The charter entered into force for the six states that signed it.", source_specific=True),
    )
    """A summary in one or two sentences. Absent when the title says it all."""
    date: Day | None = field(default=None, metadata=spec("2003-09-18", needs_evidence=True))
    """The day on which it happened. Absent when instant, start or end is given, and when it is not known."""
    instant: Instant | None = field(default=None, metadata=spec("2002-10-07T11:30+03:00", needs_evidence=True))
    """The minute at which it happened. Absent when no source gives it."""
    start: Day | None = field(default=None, metadata=spec("2003-09-01", needs_evidence=True))
    """The first day of an event with a duration. Absent when date or instant is given, and when it is not known."""
    end: Day | None = field(default=None, metadata=spec("2003-09-18", needs_evidence=True))
    """The last day of an event with a duration. Absent when date or instant is given, and when it is not known."""
    place: LocationId | None = field(default=None, metadata=spec("place:moscow", needs_evidence=True))
    """The place or state where it happened. Absent when it is not known."""
    states: tuple[StateId, ...] = field(default=(), metadata=spec(["state:RUS"]))
    """The states in which it happened. Absent when they are not known."""
    participants: tuple[Participant, ...] = field(
        default=(),
        metadata=spec(
            [{"actor": "state:ARM", "role": "party"}, {"of": "state:KAZ", "described_as": "delegation"}],
            needs_evidence=True,
        ),
    )
    """The parties that took part, with their roles. Absent when no source says."""
    part_of: EventId | OperationId | None = field(default=None, metadata=spec("operation:csto-kazakhstan-2022"))
    """The larger event or operation that it is a part of. Absent when there is none."""
    because_of: tuple[CauseId, ...] = field(
        default=(), metadata=spec(["event:csto-charter-signature"], needs_evidence=True)
    )
    """The causes of the event, according to sources. Absent when no source gives any."""
    deaths: Quantity | None = field(default=None, metadata=spec({"value": 3}, needs_evidence=True))
    """The number of persons who died in it, by a final or undated count; a count given on some day is a figure.
    Absent when it is not known."""
    injured: Quantity | None = field(default=None, metadata=spec({"at_least": 10}, needs_evidence=True))
    """The number of persons who were injured in it, by a final or undated count; a count given on some day is a
    figure. Absent when it is not known."""

    @property
    def when(self) -> Period | None:
        """The earliest and the latest day on which it may have happened; None if no time is known.

        Example:
            >>> from csto_data import load
            >>> print(load().events["csto-withdrawal-start"].when)
            2022-01-13
        """
        return period_of_moment(self.date, self.instant) or period_of_span(self.start, self.end)
