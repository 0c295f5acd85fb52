"""Statements: what persons, states and organisations said."""

from typing import Literal

from attrs import field, frozen

from ..dates import Day, Instant
from ..declarations import spec
from .conditions import OneOf
from .evidence import Attested
from .ids import StatementId, SubjectId
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


@frozen(kw_only=True)
class Statement(Attested):
    """Something that somebody said.

    What persons, states and organisations said.
    """

    CONDITIONS = (OneOf(("date",), ("instant",), expected="one time: date or instant"),)

    id: StatementId = field(metadata=spec("statement:pashinyan-freeze"))
    """The id of this statement, unique in the dataset."""
    kind: StatementKind = field(metadata=spec("announcement"))
    """What sort of statement it is."""
    speakers: tuple[Party, ...] = field(metadata=spec([{"actor": "person:nikol-pashinyan"}], needs_evidence=True))
    """Who said it: named, or described where nobody is named."""
    addressees: tuple[Party, ...] = field(default=(), metadata=spec([{"actor": "org:csto"}], needs_evidence=True))
    """To whom it was said. Absent when no source says."""
    not_addressed: tuple[Party, ...] = field(default=(), metadata=spec([{"actor": "org:sco"}], needs_evidence=True))
    """Who, as a source points out, was not spoken to. Absent when no source says so of anyone."""
    date: Day | None = field(default=None, metadata=spec("2024-02-22", needs_evidence=True))
    """The local day on which it was said. Absent when not known, or given by instant."""
    instant: Instant | None = field(default=None, metadata=spec("2024-02-22T21:00+01:00", needs_evidence=True))
    """The minute at which it was said, where a source gives it. Absent otherwise."""
    venue: str | None = field(default=None, metadata=spec("television interview", source_specific=True))
    """Where or in what form it was said. Absent when no source says."""
    about: tuple[SubjectId, ...] = field(default=(), metadata=spec(["org:csto", "state:ARM"]))
    """What it is about. Absent when that is none of the records."""
    in_reply_to: StatementId | None = field(
        default=None, metadata=spec("statement:zas-on-armenia", needs_evidence=True)
    )
    """The statement that it answers. Absent when it answers none."""
    summary: str = field(metadata=spec("Armenia has in practice frozen its participation in the organisation."))
    """What was said, in words of ours."""
    quoted: tuple[str, ...] = field(default=(), metadata=spec(["frozen"], source_specific=True))
    """The few words that the source has between quotation marks. Absent when it quotes none."""
