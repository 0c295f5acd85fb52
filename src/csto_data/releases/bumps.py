"""Which part of a version number a kind of change increases."""

from __future__ import annotations

import re
from enum import IntEnum
from typing import Literal, TypeAlias

from ..errors import DatasetError

VersionNumber: TypeAlias = tuple[int, int, int]
BumpWord: TypeAlias = Literal["none", "patch", "minor", "major"]


class Bump(IntEnum):
    """The part of a version number that a change increases."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3

    @property
    def word(self) -> BumpWord:
        """The part in lower case, as in JSON."""
        words: dict[int, BumpWord] = {0: "none", 1: "patch", 2: "minor", 3: "major"}
        return words[self]


_NONE = {"version changed", "day of release changed"}
_MAJOR = {
    "removed",
    "split",
    "withdrawn",
    "identity changed",
    "coverage shrunk",
    "redirect removed",
    "redirect changed",
    "schema removed",
    "field removed",
    "word removed",
    "narrowed",
    "widened",
    "made optional",
    "made required",
    "condition changed",
    "schema changed",
    "name removed",
    "signature changed",
}
_MINOR = {"added", "restored", "merged", "redirect added", "coverage extended"}
_MINOR |= {"schema added", "field added", "word added", "name added"}


def bump_of(kind: str) -> Bump:
    """Return the part of the version number that a kind of change increases.

    A wider type is MAJOR like a narrower one, because a typed reader of the data fails on a value of a new type.

    Args:
        kind: The kind of change, such as ``made more exact``.
    """
    if kind in _NONE:
        return Bump.NONE
    return Bump.MAJOR if kind in _MAJOR else Bump.MINOR if kind in _MINOR else Bump.PATCH


def number_of(version: str) -> VersionNumber:
    """Return the three numbers of a version.

    Raises:
        DatasetError: It is not a version such as 2.0.0.
    """
    if (found := re.fullmatch(r"(\d+)\.(\d+)\.(\d+)(-.*)?", version)) is None:
        raise DatasetError([f'"{version}" is not a valid version. Expected one such as 2.0.0.'])
    major, minor, patch = map(int, found.groups()[:3])
    return major, minor, patch


def raised(version: str, bump: Bump) -> str:
    """Return the lowest version above another one with this bump; before 1.0.0, MAJOR changes raise MINOR.

    Args:
        version: The version before the changes.
        bump: The part that the changes increase.

    Raises:
        DatasetError: The version is not valid.

    Example:
        >>> raised("1.2.3", Bump.MINOR), raised("0.2.0", Bump.MAJOR)
        ('1.3.0', '0.3.0')
    """
    major, minor, patch = number_of(version)
    if bump is Bump.MAJOR and major > 0:
        return f"{major + 1}.0.0"
    if bump >= Bump.MINOR:
        return f"{major}.{minor + 1}.0"
    return f"{major}.{minor}.{patch + (bump is Bump.PATCH)}"
