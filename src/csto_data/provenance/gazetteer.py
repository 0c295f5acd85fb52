"""Determine which places are inside others, because a reported place may be inside the recorded one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..model import Place
    from ..store.record_store import RecordStore


class Gazetteer:
    """The places of a dataset, with their ``part_of`` and ``states``. A location contains itself.

    Args:
        find: A function that returns the place with an id, or None.
    """

    def __init__(self, find: Callable[[str], Place | None]) -> None:
        self._find = find
        self._areas: dict[str, _Area] = {}

    @classmethod
    def of(cls, store: RecordStore) -> Gazetteer:
        """Return the gazetteer of a record store."""

        def find(id: str) -> Place | None:
            return store.places.get(id)

        return cls(find)

    def contains(self, outer: str, inner: str) -> bool:
        """Return whether a place or state contains the whole of a location."""
        area = self._area(inner)
        if outer == inner or area is None:
            return outer == inner
        wider = self._area(outer)
        return outer in area.only_states or (wider is not None and area.is_inside(wider))

    def touches(self, outer: str, inner: str) -> bool:
        """Return whether a place or state contains a location or a part of it."""
        area = self._area(inner)
        return self.contains(outer, inner) or (area is not None and outer in area.states)

    def _area(self, location: str) -> _Area | None:
        """Return the area of a place; None for a state or an unknown place."""
        chain: dict[str, Place] = {}
        id: str | None = location
        while id is not None and id not in self._areas and id not in chain and (place := self._find(id)) is not None:
            chain[id] = place
            id = place.part_of
        if id in chain:  # in a circle, each place contains all others
            circle = [*chain][[*chain].index(id) :]
            area = _Area([chain.pop(inner) for inner in circle], None)
            self._areas.update(dict.fromkeys(circle, area))
        wider = self._areas.get(id) if id is not None else None
        for inner, place in reversed(chain.items()):
            wider = self._areas[inner] = _Area([place], wider)
        return self._areas.get(location)


_NO_STATES: frozenset[str] = frozenset()


class _Area:
    """A place in the area that contains it, or places that contain one another.

    ``jump`` is an area further out; with it, every area further out is found in few steps, however long the chain is.
    """

    __slots__ = ("depth", "jump", "only_states", "states", "wider")

    def __init__(self, places: Sequence[Place], wider: _Area | None) -> None:
        self.wider = wider or self
        self.depth: int = wider.depth + 1 if wider is not None else 0
        self.jump = self._jump()
        self.only_states: frozenset[str] = _with(
            wider.only_states if wider is not None else _NO_STATES, _only_states(places)
        )
        self.states: frozenset[str] = _with(
            wider.states if wider is not None else _NO_STATES, (s for place in places for s in place.states)
        )

    def _jump(self) -> _Area:
        """Return the area as far out again as the two jumps of the wider area go, if these are equally long."""
        wider = self.wider
        if wider is self:
            return self
        is_even = wider.depth - wider.jump.depth == wider.jump.depth - wider.jump.jump.depth
        return wider.jump.jump if is_even else wider

    def is_inside(self, outer: _Area) -> bool:
        """Return whether another area is this one or contains it."""
        area = self
        while area.depth > outer.depth:
            area = area.jump if area.jump.depth >= outer.depth else area.wider
        return area is outer


def _only_states(places: Sequence[Place]) -> Iterable[str]:
    """Return the states of places that are in a single state."""
    return (place.states[0] for place in places if len(place.states) == 1)


def _with(states: frozenset[str], more: Iterable[str]) -> frozenset[str]:
    """Return states and further ones; the same set if there are none."""
    added = states.union(more)
    return added if len(added) > len(states) else states
