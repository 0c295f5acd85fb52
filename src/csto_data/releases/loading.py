"""Read a released version of the data as records, with the classes of today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from ..dates import DayLike, calendar_day
from ..errors import DatasetError, OutsideCoverageError
from ..model.coverage import Coverage
from ..model.kinds import BY_PREFIX
from ..model.redirects import Redirect
from ..model.version_ranges import version_key
from ..serialization.builder import build
from ..serialization.converter import REFUSALS, problems, structure
from ..store.packaged import packaged_redirects
from ..store.record_store import RecordStore
from .history import Release, packaged_history, releases
from .migrations import migrated

if TYPE_CHECKING:
    from .snapshot import Snapshot


def known_on(day: DayLike) -> Release:
    """Return the newest version that was released by a day.

    Args:
        day: An exact date.

    Raises:
        InvalidDateError: ``day`` is not an exact date.
        OutsideCoverageError: No version was released by then.
    """
    wanted = calendar_day(day)
    found = [release for release in releases() if release.released <= wanted]
    if not found:
        first = releases()[0]
        raise OutsideCoverageError(
            f"No version of the data was released by {wanted}. The first is {first.version}, of {first.released}."
        )
    return found[-1]


@cache
def released_store(version: str) -> RecordStore:
    """Return the records of a version.

    Args:
        version: The version of the data.

    Raises:
        NotFoundError: No such version was released.
        DatasetError: Its records cannot be read with the classes of today. The message says which version of the
            package reads them.
    """
    release = packaged_history().release(version)
    return store_of(packaged_history().snapshot(version), release)


def store_of(snapshot: Snapshot, release: Release) -> RecordStore:
    """Return the records of a snapshot of a release, with declared migrations.

    Raises:
        DatasetError: A record cannot be read with the classes of today.
    """
    records: dict[str, list[Any]] = defaultdict(list)
    found: list[str] = []
    for id, raw in snapshot.records.items():
        kind = BY_PREFIX.get(id.partition(":")[0])
        try:
            if kind is None:
                raise ValueError("unknown kind of record")
            records[kind.dataset].append(structure(kind.record_class, migrated(raw, snapshot.version)))
        except REFUSALS as error:
            found += [f"{id} at /{'/'.join(map(str, path))}: {message}" for path, message in problems(error)]
    coverage = None
    try:
        coverage = structure(Coverage, snapshot.manifest.get("coverage", {}))
    except REFUSALS as error:
        found += [f"coverage at /{'/'.join(map(str, path))}: {message}" for path, message in problems(error)]
    if found or coverage is None:
        raise DatasetError([_unreadable(release), *found])
    redirects = _redirects_of(snapshot)
    return RecordStore(
        version=snapshot.version,
        released=date.fromisoformat(snapshot.manifest["created"][:10]),
        coverage=coverage,
        read=lambda kind: records[kind.dataset],
        redirects=lambda: redirects,
    )


def _unreadable(release: Release) -> str:
    """Return the message about a version whose records have other classes."""
    return (
        f"Version {release.version} of the data cannot be read with this version of the package. "
        f"Expected version {release.code_version} of csto-data, with which it was released."
    )


def _redirects_of(snapshot: Snapshot) -> Mapping[str, Redirect]:
    """Return what became of ids by a version, also where only a later version says so."""
    later = {
        id: redirect
        for id, redirect in packaged_redirects().items()
        if version_key(redirect.since) <= version_key(snapshot.version)
        and all(target in snapshot.records for target in redirect.to)
    }
    own = {id: build(Redirect, dict(raw)) for id, raw in snapshot.redirects.items()}
    return {**later, **own}
