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
    return store_of(packaged_history().snapshot(version), release.code_version)


def store_of(snapshot: Snapshot, code_version: str | None = None) -> RecordStore:
    """Return the records of a version, with declared migrations.

    Args:
        snapshot: The version.
        code_version: The version of the package that it was released with, if it was.

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
        what = f"Version {snapshot.version} of the data cannot be read with this version of the package."
        reader = f"version {code_version} of csto-data, with which it was released"
        expected = "records with the fields of today" if code_version is None else reader
        raise DatasetError([f"{what} Expected {expected}.", *found])
    redirects = _redirects_of(snapshot)
    return RecordStore(
        version=snapshot.version,
        released=_released(snapshot.manifest),
        coverage=coverage,
        read=lambda kind: records[kind.dataset],
        redirects=lambda: redirects,
    )


def _released(manifest: Mapping[str, Any]) -> date | None:
    """Return the day of a manifest, if it has one."""
    created = manifest.get("created")
    try:
        return None if created is None else date.fromisoformat(created[:10])
    except ValueError:
        raise DatasetError(
            [f'The manifest has "{created}" as "created". Expected such as 2026-01-31T00:00:00Z.']
        ) from None


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
