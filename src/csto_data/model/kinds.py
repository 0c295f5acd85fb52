"""The twelve kinds of records. Their classes are imported on first use."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any, NamedTuple


class Kind(NamedTuple):
    """One kind of records.

    Attributes:
        name: The name of its module and schema, such as ``state`` for ``state.schema.json``.
        dataset: The name of its file and table, such as ``states``.
        prefix: The prefix of its ids, such as ``state``.
        noun: The word for one record in texts, such as ``state``.

    Example:
        >>> from csto_data.model import KINDS
        >>> KINDS["organizations"].prefix
        'org'
    """

    name: str
    dataset: str
    prefix: str
    noun: str

    @property
    def record_class(self) -> type[Any]:
        """The class of the records."""
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
"""The kinds by name of the dataset, in the order of the manifest."""

BY_PREFIX: Mapping[str, Kind] = MappingProxyType({kind.prefix: kind for kind in KINDS.values()})
"""The kinds by prefix of their ids."""


def kind_of(id: str) -> Kind | None:
    """Return the kind to which the prefix of an id belongs, or None."""
    return BY_PREFIX.get(id.partition(":")[0])
