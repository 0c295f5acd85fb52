"""Determine which places are inside others, because a reported place may be inside the recorded one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..model import Place


class Gazetteer:
    """The places of a dataset, with their ``part_of`` and ``states``. Both results include the location itself."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._places: dict[str, Place] = {place.id: place for place in places}

    def within(self, location: str) -> frozenset[str]:
        """Return the places and states that contain the whole location."""
        chain = self._chain(location)
        wholly = {place.states[0] for place in chain if len(place.states) == 1}
        return frozenset({location, *(place.id for place in chain), *wholly})

    def touches(self, location: str) -> frozenset[str]:
        """Return the places and states that contain the location or a part of it."""
        states = {state for place in self._chain(location) for state in place.states}
        return self.within(location) | states

    def _chain(self, location: str) -> list[Place]:
        chain: list[Place] = []
        place = self._places.get(location)
        while place is not None and place not in chain:
            chain.append(place)
            place = self._places.get(place.part_of) if place.part_of else None
        return chain
