"""The breakers by the code of the rule that they break."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from attrs import frozen
from hypothesis.strategies import SearchStrategy

from .folder import Folder, Place

T = TypeVar("T")


class Draw(Protocol):
    """Draws a value from a strategy."""

    def __call__(self, strategy: SearchStrategy[T], /) -> T: ...


@frozen
class Breaker:
    """One way to break a rule."""

    code: str
    break_in: Callable[[Any, Folder], Place]

    @property
    def name(self) -> str:
        """The rule and the way."""
        return f"{self.code} {self.break_in.__name__.replace('_', ' ')}"


BREAKERS: list[Breaker] = []


def breaks(code: str) -> Callable[[Callable[[Any, Folder], Place]], Any]:
    """Registers a way to break a rule."""

    def register(break_in: Callable[[Any, Folder], Place]) -> Any:
        BREAKERS.append(Breaker(code, break_in))
        return break_in

    return register
