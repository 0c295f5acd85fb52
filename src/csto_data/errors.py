"""The exceptions of the package, which have the base class ``CstoDataError``.

``UncertainError`` is in ``queries.membership`` and ``InvalidCombinationError`` in ``model.conditions``.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .diagnostics import Finding


class CstoDataError(Exception):
    """The base class of all exceptions that the package raises on purpose.

    Wrong types of arguments and unknown options raise ``TypeError`` and ``ValueError``, as in Python itself.

    Example:
        >>> import csto_data
        >>> try:
        ...     csto_data.members(on="2031-01-01")
        ... except csto_data.CstoDataError as error:
        ...     print(type(error).__name__)
        OutsideCoverageError
    """


class DatasetError(CstoDataError, ValueError):
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


class NotFoundError(CstoDataError, LookupError):
    """Nothing has this id, name or code. The message suggests the nearest known one."""


class MissingLibraryError(CstoDataError, ModuleNotFoundError):
    """A library that only this function or format needs is not installed. The message says how to install it."""


class GoneError(NotFoundError):
    """A published id has no record any more: the record was split into several, or withdrawn.

    The id of a merged record leads to the record that it was merged into, with a ``MovedIdWarning``.

    Attributes:
        id: The id.
        targets: The ids of the records that it was split into; empty if it was withdrawn.
        reason: The reason for the change.
        since: The first version of the data in which no record has the id.
    """

    def __init__(self, id: str, targets: Iterable[str], reason: str, since: str) -> None:
        self.id, self.targets, self.reason, self.since = id, tuple(targets), reason, since
        into = f"was split into {' and '.join(self.targets)}" if self.targets else "was withdrawn"
        super().__init__(f"{id} {into} in version {since} of the data: {sentences(reason)}")

    def __reduce__(self) -> tuple[type[GoneError], tuple[object, ...]]:
        return type(self), (self.id, self.targets, self.reason, self.since)


class MovedIdWarning(UserWarning):
    """A record was looked up by an id that was merged into another one. It is shown once for each id.

    Example:
        >>> import warnings
        >>> import csto_data
        >>> warnings.simplefilter("ignore", csto_data.MovedIdWarning)
        >>> csto_data.load()["place:nur-sultan"].id
        'place:astana'
    """


class AmbiguousError(CstoDataError, LookupError):
    """Several records match where one is expected. The message lists them."""


class OutsideCoverageError(CstoDataError, ValueError):
    """The data do not claim to be complete for the question. The message says what they cover."""


class UnknownAnswerError(CstoDataError, ValueError):
    """``Answer.UNKNOWN`` was used as a truth value."""


class InvalidDateError(CstoDataError, ValueError):
    """A value is not a valid ``Day`` or ``Instant``, or is not exact enough for the purpose.

    Attributes:
        problem: What is wrong, such as ``invalid date "foo"``, without a full stop.
        expected: What is allowed, as a noun phrase; empty if the problem says it.
        suggestion: The value that was probably meant, or None if that is not clear.
        suggestions: All values that were probably meant, such as those of ``06/01/2022``.

    Example:
        >>> from csto_data import InvalidDateError, members
        >>> try:
        ...     members(on="6 January 2022")
        ... except InvalidDateError as error:
        ...     print(error.suggestion)
        2022-01-06
    """

    def __init__(self, problem: str, expected: str = "", *suggestions: str) -> None:
        super().__init__(problem, expected, *suggestions)
        self.problem = problem
        self.expected = expected
        self.suggestions = suggestions
        self.suggestion = suggestions[0] if len(suggestions) == 1 else None

    def __str__(self) -> str:
        meant = " or ".join(f'"{suggestion}"' for suggestion in self.suggestions)
        meant = f" Did you mean {meant}?" if meant else ""
        return sentences(self.problem, self.expected) + meant


class InvalidFilterError(CstoDataError, ValueError):
    """A filter cannot match any record: its field, its word or its id does not exist, or its value has a wrong type.

    The message has the nearest value that exists.

    Example:
        >>> from csto_data import InvalidFilterError, load
        >>> try:
        ...     load().events.where(kind="protests")
        ... except InvalidFilterError as error:
        ...     print(str(error)[-23:])
        Did you mean "protest"?
    """


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
