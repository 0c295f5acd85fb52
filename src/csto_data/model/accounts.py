"""What was said: statements, assessments, figures."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar, Literal

from attrs import frozen

from ..dates import Day, Instant
from .base import (
    AssessmentId,
    Attested,
    Evidence,
    FigureId,
    OrganizationId,
    Party,
    PersonId,
    Quantity,
    StatementId,
    SubjectId,
    Unit,
)

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
AssessmentKind = Literal["claim", "definition", "interpretation", "characterisation", "forecast"]
Modality = Literal["will", "highly-likely", "likely", "could", "might", "should", "apparently", "arguably"]
Result = Literal["open", "happened", "not-so-far", "condition-not-met", "cannot-be-judged"]
Measure = Literal[
    "deaths",
    "injured",
    "casualties",
    "personnel",
    "vehicles",
    "detained",
    "economic-loss",
    "price",
    "price-factor",
    "flights",
    "facilities",
]

UNITS: Mapping[Measure, tuple[Unit, ...]] = MappingProxyType(
    {
        "deaths": ("person",),
        "injured": ("person",),
        "casualties": ("person",),
        "personnel": ("person",),
        "detained": ("person",),
        "vehicles": ("vehicle",),
        "economic-loss": ("KZT", "USD"),
        "price": ("KZT/l",),
        "price-factor": ("factor",),
        "flights": ("flight",),
        "facilities": ("facility",),
    }
)
"""In what each measure is counted: figures of one measure can be set side by side."""


@frozen(kw_only=True)
class Statement(Attested):
    """Someone said something.

    ``not_addressed`` are those whom the source names as passed over, ``venue`` is where or in what form it was said,
    ``quoted`` has the few words between the source's quotation marks.
    """

    TESTIMONY: ClassVar[frozenset[str]] = frozenset(
        {"speakers", "addressees", "not_addressed", "date", "instant", "in_reply_to"}
    )
    AS_TOLD: ClassVar[frozenset[str]] = frozenset({"venue", "quoted"})

    id: StatementId
    kind: StatementKind
    speakers: tuple[Party, ...]
    addressees: tuple[Party, ...] = ()
    not_addressed: tuple[Party, ...] = ()
    date: Day | None = None
    instant: Instant | None = None
    venue: str | None = None
    about: tuple[SubjectId, ...] = ()
    in_reply_to: StatementId | None = None
    summary: str
    quoted: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...]
    note: str | None = None


@frozen(kw_only=True)
class Outcome:
    """What became of a forecast by the day ``as_of``, with evidence of its own."""

    result: Result
    as_of: Day | None = None
    summary: str | None = None
    evidence: tuple[Evidence, ...] = ()


@frozen(kw_only=True)
class Assessment(Attested):
    """An author claims, defines, interprets, characterises or foresees something.

    ``by`` and ``made`` are the authors and the date of its source. ``modality`` is the outermost hedge, ``condition``
    what it is said to depend on. Only forecasts have an ``outcome``.
    """

    id: AssessmentId
    kind: AssessmentKind
    by: tuple[PersonId | OrganizationId, ...]
    made: Day
    about: tuple[SubjectId, ...]
    claim: str
    modality: Modality | None = None
    condition: str | None = None
    outcome: Outcome | None = None
    evidence: tuple[Evidence, ...]
    note: str | None = None


@frozen(kw_only=True)
class Figure(Attested):
    """A number that somebody gave on some day: ``amount`` of a ``measure``, in ``unit``, as of a day."""

    TESTIMONY: ClassVar[frozenset[str]] = frozenset({"amount", "as_of", "stated_by"})

    id: FigureId
    measure: Measure
    of: SubjectId
    amount: Quantity
    unit: Unit
    as_of: Day | None = None
    stated_by: tuple[Party, ...] = ()
    evidence: tuple[Evidence, ...]
    note: str | None = None
