"""The breakers by the code of the rule that they break."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeVar

from attrs import field, frozen
from hypothesis.strategies import SearchStrategy

from .folder import Folder, Place

T = TypeVar("T")


class Draw(Protocol):
    """Draws a value from a strategy."""

    def __call__(self, strategy: SearchStrategy[T], /) -> T: ...


@frozen
class Breaker:
    """One way to break a rule. ``implies`` are rules that the mistake breaks too, each with the reason."""

    code: str
    break_in: Callable[[Any, Folder], Place]
    implies: Mapping[str, str] = field(factory=dict)

    @property
    def name(self) -> str:
        """The rule and the way."""
        return f"{self.code} {self.break_in.__name__.replace('_', ' ')}"


BREAKERS: list[Breaker] = []


def breaks(code: str, **rest: Mapping[str, str]) -> Callable[[Callable[[Any, Folder], Place]], Any]:
    """Registers a way to break a rule."""

    def register(break_in: Callable[[Any, Folder], Place]) -> Any:
        BREAKERS.append(Breaker(code, break_in, **rest))
        return break_in

    return register
