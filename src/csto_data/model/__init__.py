"""The record classes, and the list of the twelve kinds of records. Classes are imported when first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from .accounts import Assessment, Figure, Outcome, Statement
    from .actors import Organization, Person, Place
    from .base import (
        Attested,
        Degree,
        Evidence,
        InvalidQuantity,
        Locator,
        Participant,
        Party,
        Quantity,
        Record,
        Reported,
        Value,
    )
    from .history import Contingent, Event, Office, Operation
    from .memberships import Membership, Step
    from .sources import Media, Source
    from .states import State

__all__ = [
    "KINDS",
    "Assessment",
    "Attested",
    "Contingent",
    "Degree",
    "Event",
    "Evidence",
    "Figure",
    "InvalidQuantity",
    "Kind",
    "Locator",
    "Media",
    "Membership",
    "Office",
    "Operation",
    "Organization",
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


class Kind(NamedTuple):
    """One kind of records: its ``name`` (as in ``<name>.schema.json``), ``dataset``, id ``prefix`` and class."""

    name: str
    dataset: str
    prefix: str
    module: str

    @property
    def record_class(self) -> type[Record]:
        """The attrs class of the records."""
        found: type[Record] = getattr(import_module(f"{__name__}.{self.module}"), self.name.capitalize())
        return found


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.dataset: kind
        for kind in (
            Kind("source", "sources", "source", "sources"),
            Kind("state", "states", "state", "states"),
            Kind("organization", "organizations", "org", "actors"),
            Kind("person", "people", "person", "actors"),
            Kind("place", "places", "place", "actors"),
            Kind("membership", "memberships", "membership", "memberships"),
            Kind("office", "offices", "office", "history"),
            Kind("operation", "operations", "operation", "history"),
            Kind("event", "events", "event", "history"),
            Kind("statement", "statements", "statement", "accounts"),
            Kind("assessment", "assessments", "assessment", "accounts"),
            Kind("figure", "figures", "figure", "accounts"),
        )
    }
)
"""The kinds by dataset name, in the order of the manifest."""


def __getattr__(name: str) -> Any:
    if name in __all__:
        for module in ("base", "states", "memberships", "sources", "actors", "history", "accounts"):
            found = import_module(f"{__name__}.{module}")
            if hasattr(found, name):
                return getattr(found, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
