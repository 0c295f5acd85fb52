"""Statements by persons, states and organisations."""

from typing import Literal

from attrs import field, frozen

from ..dates import Day, Instant, Period
from ..declarations import spec
from .conditions import OneOf
from .evidence import Attested
from .ids import StatementId, SubjectId
from .times import period_of_moment
from .values import Party

StatementKind = Literal[
    "accusation",
    "characterisation",
    "endorsement",
    "warning",
    "rebuttal",
    "request",
    "announcement",
    "commentary",
    "order",
]


@frozen(kw_only=True, repr=False)
class Statement(Attested):
    """Something that was said.

    Statements by persons, states and organisations.
    """

    CONDITIONS = (OneOf(("date",), ("instant",), expected="only one of date and instant"),)

    id: StatementId = field(metadata=spec("statement:pashinyan-freeze"))
    """The id of this statement, unique in the dataset."""
    kind: StatementKind = field(metadata=spec("announcement"))
    """The kind of statement."""
    speakers: tuple[Party, ...] = field(metadata=spec([{"actor": "person:nikol-pashinyan"}], needs_evidence=True))
    """The parties that said it, named or described."""
    addressees: tuple[Party, ...] = field(default=(), metadata=spec([{"actor": "org:csto"}], needs_evidence=True))
    """The parties to which it was said. Absent when no source says."""
    not_addressed: tuple[Party, ...] = field(default=(), metadata=spec([{"actor": "org:sco"}], needs_evidence=True))
    """The parties that were not addressed, as a source points out. Absent when no source does."""
    date: Day | None = field(default=None, metadata=spec("2024-02-22", needs_evidence=True))
    """The local date on which it was said. Absent when instant is given, and when it is not known."""
    instant: Instant | None = field(default=None, metadata=spec("2024-02-22T21:00+01:00", needs_evidence=True))
    """The minute at which it was said. Absent when no source gives it."""
    venue: str | None = field(default=None, metadata=spec("television interview", source_specific=True))
    """The place or form in which it was said. Absent when no source says."""
    about: tuple[SubjectId, ...] = field(default=(), metadata=spec(["org:csto", "state:ARM"]))
    """The subjects that it is about. Absent when none of them has a record."""
    in_reply_to: StatementId | None = field(
        default=None, metadata=spec("statement:zas-on-armenia", needs_evidence=True)
    )
    """The statement that it replies to. Absent when there is none."""
    summary: str | None = field(
        metadata=spec("Armenia has in practice frozen its participation in the organisation.", source_specific=True)
    )
    """A paraphrase of what was said. Absent only in a view whose sources report none."""
    quoted: tuple[str, ...] = field(default=(), metadata=spec(["frozen"], source_specific=True))
    """The few words that the source quotes. Absent when it quotes none."""

    @property
    def when(self) -> Period | None:
        """The earliest and the latest day on which it may have been said; None if no time is known."""
        return period_of_moment(self.date, self.instant)
