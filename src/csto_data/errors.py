"""What the package raises when it cannot answer. Errors of days are in ``dates``, of quantities in ``model.base``."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .model import State


class DatasetError(ValueError):
    """Data that cannot be read as a dataset. ``problems`` has a sentence for each fault."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        shown = "\n  ".join(self.problems[:10])
        more = len(self.problems) - 10
        super().__init__(f"{shown}\n  and {more} more" if more > 0 else shown)

    def __reduce__(self) -> tuple[type[DatasetError], tuple[object, ...]]:
        return type(self), (self.problems,)  # so that it leaves a process of a pool whole


class NotFound(LookupError):
    """No record under this id, name or code; the message names the nearest ones."""


class Ambiguous(LookupError):
    """Several records where one was asked for; the message names them."""


class OutsideCoverage(ValueError):
    """A question about days for which the data do not claim to be complete; the message says which they cover."""


class Uncertain(ValueError):
    """A list of members that the sources leave open: ``certain`` were members that day, ``unknown`` may have been."""

    def __init__(self, message: str, *, certain: tuple[State, ...], unknown: tuple[State, ...]) -> None:
        super().__init__(message)
        self.certain = certain
        self.unknown = unknown

    def __reduce__(self) -> tuple[partial[Uncertain], tuple[object, ...]]:
        return partial(type(self), certain=self.certain, unknown=self.unknown), self.args
