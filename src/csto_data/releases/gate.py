"""Which version the changes since the latest release require, and which changes need a higher one than declared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import Any

from attrs import frozen

from ..errors import DatasetError
from .changes import Change, diff
from .schema_changes import schema_changes
from .snapshot import Snapshot

VersionNumber = tuple[int, int, int]


class Bump(IntEnum):
    """The part of a version number that a change increases."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3


_MAJOR = {
    "removed",
    "split",
    "withdrawn",
    "identity changed",
    "coverage shrunk",
    "redirect removed",
    "redirect changed",
    "field removed",
    "definition removed",
    "word removed",
    "narrowed",
    "widened",
    "made optional",
    "made required",
    "schema changed",
}
_MINOR = {"added", "restored", "merged", "redirect added", "coverage extended", "field added", "word added"}
_MINOR |= {"definition added"}


def bump_of(change: Change) -> Bump:
    """Return the part of the version number that a change increases.

    A wider type is MAJOR like a narrower one, because a typed reader of the data fails on a value of a new type.
    """
    if change.path in {("version",), ("created",)} and change.part == "manifest":
        return Bump.NONE
    if change.kind in _MAJOR:
        return Bump.MAJOR
    return Bump.MINOR if change.kind in _MINOR else Bump.PATCH


def all_changes(old: Snapshot, new: Snapshot) -> tuple[Change, ...]:
    """Return the changes of records, redirects and the manifest, and of the schemas where both versions have them."""
    schemas = schema_changes(old.schemas, new.schemas) if old.schemas and new.schemas else ()
    return (*diff(old, new), *schemas)


@frozen(kw_only=True)
class Verdict:
    """What the gate finds.

    Attributes:
        compared: The number of records that both versions have.
        required: The lowest version that all changes allow.
        problems: What is wrong, one text for each change that requires a higher version.
    """

    compared: int
    required: str
    problems: tuple[str, ...]


def check_release(old: Snapshot, new: Snapshot, allowed: Sequence[dict[str, Any]] = ()) -> Verdict:
    """Check that the version of the data is as high as the changes since another version require.

    Args:
        old: The latest release below the version of ``new``.
        new: The data to release.
        allowed: Exceptions, each with the record, the kind of change and the reason, as in ``history/allowed.json``.

    Raises:
        DatasetError: A version is not valid, or ``old`` is not below ``new``.
    """
    before, declared = number_of(old.version), number_of(new.version)
    compared = len(old.records.keys() & new.records.keys())
    counted, unused = _without(allowed, all_changes(old, new))
    required = raised(before, max(map(bump_of, counted), default=Bump.NONE))
    problems = [f"allowed.json: unused exception for {entry['record']}: {entry['kind']}" for entry in unused]
    if not compared:
        problems.append("no record was compared; expected versions with records in common")
    elif declared <= before and required > before:
        problems.append(f"version {new.version} is not above {old.version}; expected at least {_text(required)}")
    else:
        problems += [
            f"{change}; it requires version {_text(raised(before, bump_of(change)))}, not {new.version}"
            for change in counted
            if raised(before, bump_of(change)) > declared
        ]
    return Verdict(compared=compared, required=_text(required), problems=tuple(problems))


def _without(allowed: Sequence[dict[str, Any]], changes: Iterable[Change]) -> tuple[list[Change], list[dict[str, Any]]]:
    """Return the changes that no exception allows, and the exceptions that allow none."""
    for entry in allowed:
        if not str(entry.get("reason", "")).strip():
            raise DatasetError([f"allowed.json: the exception for {entry.get('record')} has no reason."])
    keys = {(entry["record"], entry["kind"]) for entry in allowed}
    found = [*changes]
    used = {(change.record, change.kind) for change in found}
    counted = [change for change in found if (change.record, change.kind) not in keys]
    return counted, [entry for entry in allowed if (entry["record"], entry["kind"]) not in used]


def number_of(version: str) -> VersionNumber:
    """Return a version as numbers that can be compared.

    Raises:
        DatasetError: It is not a version such as 2.0.0.
    """
    if (found := re.fullmatch(r"(\d+)\.(\d+)\.(\d+)", version)) is None:
        raise DatasetError([f'"{version}" is not a valid version of a release. Expected one such as 2.0.0.'])
    major, minor, patch = map(int, found.groups())
    return major, minor, patch


def raised(version: VersionNumber, bump: Bump) -> VersionNumber:
    """Return the lowest version above another one with this bump; before 1.0.0, MAJOR changes raise MINOR.

    Example:
        >>> raised((1, 2, 3), Bump.MINOR)
        (1, 3, 0)
    """
    major, minor, patch = version
    if bump is Bump.MAJOR and major == 0:
        bump = Bump.MINOR
    match bump:
        case Bump.MAJOR:
            return major + 1, 0, 0
        case Bump.MINOR:
            return major, minor + 1, 0
        case Bump.PATCH:
            return major, minor, patch + 1
        case _:
            return version


def _text(version: VersionNumber) -> str:
    return ".".join(map(str, version))
