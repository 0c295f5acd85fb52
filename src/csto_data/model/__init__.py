"""The record classes and the twelve kinds of records. Classes are imported on first use."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .kinds import KINDS, Kind

if TYPE_CHECKING:
    from .assessment import Assessment, Outcome
    from .conditions import InvalidCombinationError
    from .event import Event
    from .evidence import Attested, Evidence, Locator, Record
    from .figure import Figure
    from .membership import Membership, Step
    from .names import OtherName
    from .office import Office
    from .operation import Contingent, Operation
    from .organization import Organization
    from .person import Person
    from .place import Place
    from .reported import Reported
    from .source import Media, Source
    from .state import State
    from .statement import Statement
    from .values import Degree, Participant, Party, Quantity, Value

__all__ = [
    "KINDS",
    "Assessment",
    "Attested",
    "Contingent",
    "Degree",
    "Event",
    "Evidence",
    "Figure",
    "InvalidCombinationError",
    "Kind",
    "Locator",
    "Media",
    "Membership",
    "Office",
    "Operation",
    "Organization",
    "OtherName",
    "Outcome",
    "Participant",
    "Party",
    "Person",
    "Place",
    "Quantity",
    "Record",
    "Reported",
    "Source",
    "State",
    "Statement",
    "Step",
    "Value",
]

_HOMES = {
    "assessment": ("Assessment", "Outcome"),
    "conditions": ("InvalidCombinationError",),
    "event": ("Event",),
    "evidence": ("Attested", "Evidence", "Locator", "Record"),
    "figure": ("Figure",),
    "membership": ("Membership", "Step"),
    "names": ("OtherName",),
    "office": ("Office",),
    "operation": ("Contingent", "Operation"),
    "organization": ("Organization",),
    "person": ("Person",),
    "place": ("Place",),
    "reported": ("Reported",),
    "source": ("Media", "Source"),
    "state": ("State",),
    "statement": ("Statement",),
    "values": ("Degree", "Participant", "Party", "Quantity", "Value"),
}


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
