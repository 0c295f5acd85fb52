"""The twelve kinds of records. Their classes are imported when first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any, NamedTuple


class Kind(NamedTuple):
    """One kind of records.

    ``name`` is that of its module and schema (``state``, ``state.schema.json``), ``dataset`` that of its file and table
    (``states``), ``prefix`` begins its ids, and ``noun`` is what a reader calls one.
    """

    name: str
    dataset: str
    prefix: str
    noun: str

    @property
    def record_class(self) -> type[Any]:
        """The attrs class of the records."""
        found: type[Any] = getattr(import_module(f"{__package__}.{self.name}"), self.name.capitalize())
        return found


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.dataset: kind
        for kind in (
            Kind("source", "sources", "source", "source"),
            Kind("state", "states", "state", "state"),
            Kind("organization", "organizations", "org", "organisation"),
            Kind("person", "people", "person", "person"),
            Kind("place", "places", "place", "place"),
            Kind("membership", "memberships", "membership", "membership"),
            Kind("office", "offices", "office", "office"),
            Kind("operation", "operations", "operation", "operation"),
            Kind("event", "events", "event", "event"),
            Kind("statement", "statements", "statement", "statement"),
            Kind("assessment", "assessments", "assessment", "assessment"),
            Kind("figure", "figures", "figure", "figure"),
        )
    }
)
"""The kinds by dataset name, in the order of the manifest."""

BY_PREFIX: Mapping[str, Kind] = MappingProxyType({kind.prefix: kind for kind in KINDS.values()})
"""The kinds by the prefix of their ids."""


def kind_of(id: str) -> Kind | None:
    """Return the kind of the record with this id, by its prefix."""
    return BY_PREFIX.get(id.partition(":")[0])
