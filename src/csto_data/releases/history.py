"""The history of the data: every released version, with a record stored only where it changed.

``history/releases.json`` lists the versions, the oldest first. ``history/records.jsonl.gz`` has a line for each state
of a record: ``{"id": ..., "since": ..., "until": ..., "record": {...}}``. ``until`` is the first version that no longer
has this state; it is absent in the newest version. The manifest is stored as ``manifest:``, each redirect as
``redirect:`` and its id, each schema as ``schema:`` and the name of its file, and each public name as ``api:`` and the
name. ``append`` writes both files, and nothing else does.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple, TypedDict

from attrs import frozen

from ..errors import DatasetError, NotFoundError
from ..model.version_ranges import version_key
from ..serialization.resources import read_bytes
from ..store.answer import AnswerObject
from ..store.folder_writer import create_folder, replace
from .fingerprint import canonical_json, fingerprint
from .snapshot import Snapshot

RELEASES = "releases.json"
RECORDS = "records.jsonl.gz"
_MANIFEST = "manifest:"
_PARTS = {"redirect:": "redirects", "schema:": "schemas", "api:": "api"}
"""What else is stored, by the beginning of its id in the history: attributes of a snapshot."""


class ReleaseDict(TypedDict):
    """The values of ``Release.to_dict()``."""

    version: str
    released: str
    code_version: str
    records: int
    fingerprint: str


@frozen(kw_only=True, repr=False)
class Release(AnswerObject):
    """A released version of the data.

    Attributes:
        version: The version of the data.
        released: The day of its release.
        code_version: The version of the package that it was released with.
        records: The number of its records.
        fingerprint: The SHA-256 of its records, as in ``Dataset.fingerprint``.

    Example:
        >>> import csto_data
        >>> csto_data.versions()[0].version
        '0.1.0'
    """

    SCHEMA = "release"

    version: str
    released: date
    code_version: str
    records: int
    fingerprint: str

    def to_dict(self) -> ReleaseDict:
        """Return the release for ``json.dumps``."""
        return {
            "version": self.version,
            "released": self.released.isoformat(),
            "code_version": self.code_version,
            "records": self.records,
            "fingerprint": self.fingerprint,
        }

    def __str__(self) -> str:
        return f"{self.version}, released {self.released}, {self.records} records"


class Row(NamedTuple):
    """A state of a record, the versions that have it, and its content."""

    id: str
    since: str
    until: str | None
    record: Any


class History:
    """The released versions in a folder.

    Attributes:
        releases: The versions, the oldest first.
    """

    def __init__(self, read: Callable[[str], bytes]) -> None:
        """Read a history.

        Args:
            read: Returns the content of a file of the folder by its name.
        """
        self._read = read
        self.releases = tuple(map(_release, json.loads(read(RELEASES))["releases"]))
        self._order = {release.version: number for number, release in enumerate(self.releases)}

    @classmethod
    def of(cls, folder: Path) -> History:
        """Return the history in a folder, which is empty if the folder has none."""
        return cls(lambda name: (folder / name).read_bytes()) if (folder / RELEASES).exists() else cls(_empty)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """All states of all records, by id and then by version.

        Raises:
            DatasetError: One of them has a version that is not among the releases.
        """
        lines = gzip.decompress(self._read(RECORDS)).decode().splitlines()
        rows = tuple(Row(raw["id"], raw["since"], raw.get("until"), raw["record"]) for raw in map(json.loads, lines))
        unknown = {version for row in rows for version in (row.since, row.until)} - {*self._order, None}
        if unknown:
            named = ", ".join(sorted(map(str, unknown)))
            raise DatasetError([f"{RECORDS} has records of {named}, which {RELEASES} does not list."])
        return rows

    @cached_property
    def _states(self) -> dict[str, list[Row]]:
        """The states of each record by its id, without the other parts of versions."""
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            if not row.id.startswith((_MANIFEST, *_PARTS)):
                found.setdefault(row.id, []).append(row)
        return found

    @property
    def record_ids(self) -> Collection[str]:
        """The ids of the records that any version has."""
        return self._states.keys()

    def release(self, version: str) -> Release:
        """Return a release.

        Raises:
            NotFoundError: No such version was released. The message lists all of them.
        """
        if version not in self._order:
            known = ", ".join(self._order) or "none"
            raise NotFoundError(f'"{version}" is not a released version of the data. Released versions: {known}.')
        return self.releases[self._order[version]]

    def snapshot(self, version: str) -> Snapshot:
        """Return the content of a version.

        Raises:
            NotFoundError: No such version was released.
        """
        release = self.release(version)
        content = {row.id: row.record for row in self.rows if self._has(version, row)}
        parts: dict[str, dict[str, Any]] = {
            name: {id.removeprefix(prefix): each for id, each in content.items() if id.startswith(prefix)}
            for prefix, name in _PARTS.items()
        }
        return Snapshot(
            version=release.version,
            records={id: record for id, record in content.items() if not id.startswith((_MANIFEST, *_PARTS))},
            manifest=content[_MANIFEST],
            **parts,
        )

    def states(self, id: str) -> Iterator[tuple[Release, Mapping[str, Any] | None]]:
        """Yield each version in which a record is new or changed, with the record; None in one that has it no longer.

        Args:
            id: The id of a record; nothing is yielded if no version has it.
        """
        rows = self._states.get(id, [])
        starts = {row.since for row in rows}
        for row in rows:
            yield self.release(row.since), row.record
            if row.until is not None and row.until not in starts:
                yield self.release(row.until), None

    def _has(self, version: str, row: Row) -> bool:
        """Return whether a version has a state of a record."""
        number = self._order[version]
        return self._order[row.since] <= number and (row.until is None or number < self._order[row.until])


def releases() -> tuple[Release, ...]:
    """Return the versions in the packaged history, the oldest first."""
    return packaged_history().releases


def snapshot(version: str) -> Snapshot:
    """Return the content of a version in the packaged history.

    Args:
        version: The version of the data.

    Raises:
        NotFoundError: No such version was released.
    """
    return packaged_history().snapshot(version)


@cache
def packaged_history() -> History:
    """Return the packaged history; its records are read on first use."""
    return History(lambda name: read_bytes(f"history/{name}"))


def append(folder: Path, content: Snapshot, *, code_version: str, released: date) -> Release:
    """Add a version to a history, or write its newest version again.

    Args:
        folder: The folder of the history, which is created if it does not exist.
        content: The version.
        code_version: The version of the package that it is released with.
        released: The day of its release.

    Returns:
        The release that was added.

    Raises:
        DatasetError: The version or the day is before the newest one in the history, or a file cannot be written.
    """
    files = appended(History.of(folder), content, code_version=code_version, released=released)
    create_folder(folder)
    for name, data in files.items():
        replace(folder / name, data)
    return History.of(folder).releases[-1]


def appended(history: History, content: Snapshot, *, code_version: str, released: date) -> dict[str, bytes]:
    """Return the files of a history with a version added, or with its newest version written again, by name.

    Args:
        history: The history.
        content: The version.
        code_version: The version of the package that it is released with.
        released: The day of its release.

    Raises:
        DatasetError: The version or the day is before the newest one in the history.
    """
    _check_order(history.releases, content.version, released)
    earlier = [release for release in history.releases if release.version != content.version]
    known = {release.version for release in earlier}
    rows = [_reopened(row, known) for row in history.rows if row.since in known]
    new = Release(
        version=content.version,
        released=released,
        code_version=code_version,
        records=len(content.records),
        fingerprint=fingerprint(content.records.values()),
    )
    document = {"releases": [release.to_dict() for release in (*earlier, new)]}
    return {
        RECORDS: _compressed(_continued(rows, content)),
        RELEASES: (json.dumps(document, indent=2) + "\n").encode(),
    }


def _check_order(known: tuple[Release, ...], version: str, released: date) -> None:
    """Refuse a version, or a day, that is before the newest one."""
    if not known:
        return
    newest, *older = reversed(known)
    if version_key(version) < version_key(newest.version):
        raise DatasetError(
            [f"Version {version} is before {newest.version}, the newest in the history. Expected a later one."]
        )
    before = newest if newest.version != version else next(iter(older), None)
    if before is not None and released < before.released:
        raise DatasetError([f"{released} is before {before.released}, the day of version {before.version}."])


def _reopened(row: Row, known: set[str]) -> Row:
    """Return a state that did not end in a version which is written again."""
    return row if row.until is None or row.until in known else row._replace(until=None)


def _continued(rows: list[Row], content: Snapshot) -> list[Row]:
    """Return the states of all records, those of the new version included."""
    now: dict[str, Mapping[str, Any]] = {**content.records, _MANIFEST: content.manifest}
    for prefix, name in _PARTS.items():
        now.update((prefix + id, each) for id, each in getattr(content, name).items())
    found: list[Row] = []
    for row in rows:
        if row.until is None and row.id in now and canonical_json(now[row.id]) == canonical_json(row.record):
            del now[row.id]
            found.append(row)
        else:
            found.append(row if row.until is not None else row._replace(until=content.version))
    found += (Row(id, content.version, None, record) for id, record in now.items())
    return sorted(found, key=lambda row: (row.id, version_key(row.since)))


def _compressed(rows: list[Row]) -> bytes:
    """Return states as compressed lines of JSON, which are the same whenever they are written."""
    lines = (
        json.dumps({name: value for name, value in row._asdict().items() if value is not None}, ensure_ascii=False)
        for row in rows
    )
    return gzip.compress("".join(f"{line}\n" for line in lines).encode(), 9, mtime=0)


def _release(raw: ReleaseDict) -> Release:
    return Release(
        version=raw["version"],
        released=date.fromisoformat(raw["released"]),
        code_version=raw["code_version"],
        records=raw["records"],
        fingerprint=raw["fingerprint"],
    )


def _empty(name: str) -> bytes:
    """Return the content of a file of a history without versions."""
    return {RELEASES: b'{"releases": []}', RECORDS: gzip.compress(b"", mtime=0)}[name]
