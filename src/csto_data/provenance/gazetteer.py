"""What lies in what, by ``part_of`` and ``states`` of the places: a reported place may lie inside the recorded one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..model import Place


class Gazetteer:
    """The places of a dataset; both answers hold the location itself."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._places: dict[str, Place] = {place.id: place for place in places}

    def within(self, location: str) -> frozenset[str]:
        """What the location lies in wholly."""
        chain = self._chain(location)
        wholly = {place.states[0] for place in chain if len(place.states) == 1}
        return frozenset({location, *(place.id for place in chain), *wholly})

    def touches(self, location: str) -> frozenset[str]:
        """What it lies in or partly in."""
        states = {state for place in self._chain(location) for state in place.states}
        return self.within(location) | states

    def _chain(self, location: str) -> list[Place]:
        chain: list[Place] = []
        place = self._places.get(location)
        while place is not None and place not in chain:
            chain.append(place)
            place = self._places.get(place.part_of) if place.part_of else None
        return chain
