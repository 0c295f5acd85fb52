"""Figures: numbers that were stated on some day."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from attrs import field, frozen

from ..dates import Day, Period
from ..declarations import spec
from .evidence import Attested
from .ids import FigureId, SubjectId
from .times import period_of_moment
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
"""The units of each measure. Figures with the same measure are comparable."""


@frozen(kw_only=True, repr=False)
class Figure(Attested):
    """A number that was stated on some day.

    Numbers that were stated on some day, such as those of deaths or of personnel.
    """

    id: FigureId = field(metadata=spec("figure:csto-kazakhstan-personnel"))
    """The id of this figure, unique in the dataset."""
    measure: Measure = field(metadata=spec("personnel"))
    """What is counted or measured; casualties are deaths and injured together."""
    of: SubjectId = field(metadata=spec("operation:csto-kazakhstan-2022"))
    """The event, operation, state or other subject that it is a number of."""
    amount: Quantity = field(metadata=spec({"value": 2030}, needs_evidence=True))
    """The number, in the unit of the figure."""
    unit: Unit = field(metadata=spec("person"))
    """The unit of the amount."""
    as_of: Day | None = field(default=None, metadata=spec("2022-01-06", needs_evidence=True))
    """The day for which the number was stated. Absent when it is not known."""
    stated_by: tuple[Party, ...] = field(
        default=(),
        metadata=spec(
            [{"actor": "org:csto"}, {"of": "state:KAZ", "described_as": "defence ministry"}], needs_evidence=True
        ),
    )
    """The parties that stated it, named or described. Absent when the source itself states it."""

    @property
    def when(self) -> Period | None:
        """The earliest and the latest day for which it may have been stated; None if that is not known."""
        return period_of_moment(self.as_of, None)

    @property
    def label(self) -> str:
        """The measure and the amount."""
        return f"{self.measure} of {self.of}: {self.amount}"
