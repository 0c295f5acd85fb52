"""Exceptions of loading and querying. Those of dates are in ``dates``, those of records in ``model``."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .diagnostics import Finding


class DatasetError(ValueError):
    """A dataset cannot be loaded.

    Attributes:
        findings: The findings that prevent loading, as ``csto_data.validate`` returns them; empty if no file was read.
        problems: One message for each problem, those of the findings included.

    Example:
        >>> import csto_data
        >>> try:
        ...     csto_data.load("not-there")
        ... except csto_data.DatasetError as error:
        ...     print(len(error.problems))
        1
    """

    def __init__(self, problems: Iterable[str] = (), *, findings: Iterable[Finding] = ()) -> None:
        self.findings = tuple(findings)
        self.problems = (*problems, *map(str, self.findings))
        shown = "\n  ".join(self.problems[:10])
        more = len(self.problems) - 10
        super().__init__(f"{shown}\n  and {more} more" if more > 0 else shown)

    def __reduce__(self) -> tuple[partial[DatasetError], tuple[object, ...]]:
        problems = self.problems[: len(self.problems) - len(self.findings)]
        return partial(type(self), findings=self.findings), (problems,)  # keeps the attributes when it is pickled


class NotFound(LookupError):
    """Nothing has this id, name or code. The message suggests the nearest known ones."""


class Ambiguous(LookupError):
    """Several records match where one is expected. The message lists them."""


class OutsideCoverage(ValueError):
    """The data do not claim to be complete for the question. The message says what they cover."""


def sentences(problem: str, expected: str = "") -> str:
    """Return a problem, and what is expected instead, as full sentences.

    Example:
        >>> sentences('invalid date "foo"', "a date such as 2022")
        'Invalid date "foo". Expected a date such as 2022.'
    """
    is_sentence = problem.partition(" ")[0].isalpha()  # not the repr of a value
    text = problem[:1].upper() + problem[1:] if is_sentence else problem
    text += f". Expected {expected}" if expected else ""
    return text if text.endswith(".") else f"{text}."
