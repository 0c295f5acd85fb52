"""Figures: numbers that somebody gave on some day."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from attrs import field, frozen

from ..dates import Day
from ..declarations import spec
from .evidence import Attested
from .ids import FigureId, SubjectId
from .values import Party, Quantity, Unit

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


UNITS: Mapping[Measure, tuple[str, ...]] = MappingProxyType(
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
class Figure(Attested):
    """A number that somebody gave on some day.

    Numbers that somebody gave on some day.
    """

    id: FigureId = field(metadata=spec("figure:csto-kazakhstan-personnel"))
    """The id of this figure, unique in the dataset."""
    measure: Measure = field(metadata=spec("personnel"))
    """What is counted or measured. Casualties are deaths and injured together."""
    of: SubjectId = field(metadata=spec("operation:csto-kazakhstan-2022"))
    """What it is the number of: the event, operation, state or other thing concerned."""
    amount: Quantity = field(metadata=spec({"value": 2030}, needs_evidence=True))
    """The number, in unit."""
    unit: Unit = field(metadata=spec("person"))
    """The unit of amount."""
    as_of: Day | None = field(default=None, metadata=spec("2022-01-06", needs_evidence=True))
    """The day for which the number was given. Absent when not known."""
    stated_by: tuple[Party, ...] = field(
        default=(),
        metadata=spec(
            [{"actor": "org:csto"}, {"of": "state:KAZ", "described_as": "defence ministry"}], needs_evidence=True
        ),
    )
    """Who gave it: named, or described where nobody is named. Absent when the source gives it itself."""
