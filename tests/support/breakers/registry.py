"""The register of breakers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from attrs import frozen
from hypothesis.strategies import SearchStrategy

from .folder import Folder, Place

T = TypeVar("T")


class Draw(Protocol):
    """A function that draws a value from a strategy."""

    def __call__(self, strategy: SearchStrategy[T], /) -> T: ...


@frozen
class Breaker:
    """A function that introduces one violation of a rule."""

    code: str
    apply: Callable[[Any, Folder], Place]

    @property
    def name(self) -> str:
        """The code of the rule and the name of the function."""
        return f"{self.code} {self.apply.__name__.replace('_', ' ')}"


BREAKERS: list[Breaker] = []


def breaks(code: str) -> Callable[[Callable[[Any, Folder], Place]], Any]:
    """Register a breaker of a rule."""

    def register(apply: Callable[[Any, Folder], Place]) -> Any:
        BREAKERS.append(Breaker(code, apply))
        return apply

    return register
