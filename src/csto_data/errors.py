"""What the package raises when it cannot answer. Errors of dates are in ``dates``, those of records in ``model``."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .diagnostics import Finding


class DatasetError(ValueError):
    """Data that cannot be read as a dataset.

    ``findings`` are the violations that keep a folder from being loaded, as ``csto_data.validate`` has them, and
    ``problems`` a sentence for each of them, or for what is wrong before any file is read.
    """

    def __init__(self, problems: Iterable[str] = (), *, findings: Iterable[Finding] = ()) -> None:
        self.findings = tuple(findings)
        self.problems = (*problems, *map(str, self.findings))
        shown = "\n  ".join(self.problems[:10])
        more = len(self.problems) - 10
        super().__init__(f"{shown}\n  and {more} more" if more > 0 else shown)

    def __reduce__(self) -> tuple[partial[DatasetError], tuple[object, ...]]:
        problems = self.problems[: len(self.problems) - len(self.findings)]
        return partial(type(self), findings=self.findings), (problems,)  # so that it leaves a process of a pool whole


class NotFound(LookupError):
    """No record under this id, name or code; the message names the nearest ones."""


class Ambiguous(LookupError):
    """Several records where one was asked for; the message names them."""


class OutsideCoverage(ValueError):
    """A question about days for which the data do not claim to be complete; the message says which they cover."""
