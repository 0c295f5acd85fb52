"""Datasets from elsewhere, read whole and trusted in nothing: folders with a manifest of ours, and packs.

A pack is any other folder with files such as ``events.json`` or ``events.jsonl``, whose records come over the packaged
data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from os import PathLike
from pathlib import Path
from typing import Any

from .dataset import Dataset, load
from .errors import DatasetError
from .jsontext import lines_of, read_json
from .model import KINDS, Kind, Record
from .model.manifest import Manifest
from .model.references import references
from .serialization.converter import REFUSALS, problems, structure

MANIFEST = "datapackage.json"
PACK = "pack.json"
NAMES = {f"{dataset}{ending}": kind for dataset, kind in KINDS.items() for ending in (".json", ".jsonl")}
"""The kind of the records in each file that a pack may have."""


def load_folder(path: str | PathLike[str]) -> Dataset:
    """The dataset in the folder. Raises :class:`DatasetError`."""
    folder = Path(path)
    if not (folder / MANIFEST).exists():
        return _load_pack(folder)
    manifest = _manifest(folder / MANIFEST)
    faults: list[str] = []
    tables: dict[str, tuple[Record, ...]] = {
        r.name: tuple(_records(folder / r.path, KINDS[r.name], faults)) for r in manifest.resources
    }
    faults.extend(_disagreements(record for records in tables.values() for record in records))
    ids = {record.id for records in tables.values() for record in records}
    covered = [span.organization for span in manifest.coverage.memberships] + [s.of for s in manifest.coverage.offices]
    faults.extend(f"{folder / MANIFEST}: coverage: no record {id}" for id in covered if not faults and id not in ids)
    if faults:
        raise DatasetError(faults)
    return Dataset(
        version=manifest.version,
        released=manifest.released,
        coverage=manifest.coverage,
        read=lambda kind: tables.get(kind.dataset, ()),
    )


def _manifest(file: Path) -> Manifest:
    try:
        manifest: Manifest = structure(Manifest, _json_of(file))
    except REFUSALS as error:
        places = (("/" + "/".join(map(str, path)), message) for path, message in problems(error))
        raise DatasetError(f"{file} at {place}: {message}" for place, message in places) from None
    names = [resource.name for resource in manifest.resources]
    if len({*names}) < len(names):
        raise DatasetError([f"{file}: a dataset is named twice; expected each once"])
    return manifest


def _load_pack(folder: Path) -> Dataset:
    """The packaged dataset with the records of the pack; those that it says it overrides take the others' place."""
    names = [name for name in NAMES if (folder / name).exists()]
    if not names and not (folder / PACK).exists():
        raise DatasetError([f"{folder}: expected a folder with {MANIFEST}, or a pack with files such as events.json"])
    packaged = load()
    faults: list[str] = []
    tables: dict[str, list[Record]] = {dataset: [] for dataset in KINDS}
    for name in names:
        tables[NAMES[name].dataset].extend(_records(folder / name, NAMES[name], faults))
    own = [record for records in tables.values() for record in records]
    overridden = _overridden(folder / PACK) if (folder / PACK).exists() else set()
    faults.extend(
        f"the packaged data have a record {record.id} already; {PACK} does not say that it is overridden"
        for record in own
        if record.id in packaged and record.id not in overridden
    )
    ids = {record.id for record in own}
    for dataset, records in tables.items():
        records.extend(record for record in packaged.table(dataset) if record.id not in ids)
    faults.extend(_disagreements([record for records in tables.values() for record in records], checked=own))
    if faults:
        raise DatasetError(faults)
    return Dataset(
        version=packaged.version,
        released=packaged.released,
        coverage=packaged.coverage,
        read=lambda kind: tables[kind.dataset],
    )


def _overridden(file: Path) -> set[str]:
    try:
        return {str(entry["id"]) for entry in _json_of(file).get("overrides", ()) if entry["reason"]}
    except (AttributeError, KeyError, TypeError):
        raise DatasetError([f"{file}: no description of a pack; csto-data validate says what is missing"]) from None


def _bytes_of(file: Path) -> bytes:
    """The bytes of a file; a pipe or a device is none, and reading it might never end."""
    if file.exists() and not file.is_file():
        raise DatasetError([f"{file}: it is no file; expected one that can be read"])
    try:
        return file.read_bytes()
    except OSError as error:
        raise DatasetError([f"{file}: cannot be read ({error.strerror}); expected a dataset folder with it"]) from None


def _json_of(file: Path) -> Any:
    value, faults = read_json(_bytes_of(file))
    if faults:
        raise DatasetError(f"{file}: {fault.message}; expected {fault.expected}" for fault in faults)
    return value


def _records(file: Path, kind: Kind, faults: list[str]) -> Iterator[Record]:
    if file.name.endswith(".jsonl"):
        yield from _records_of(file, kind, faults, _lines_of(file))
        return
    raw = _json_of(file)
    if not isinstance(raw, dict) or not isinstance(raw.get("records"), list) or not set(raw) <= {"$schema", "records"}:
        raise DatasetError([f'{file}: expected an object with "$schema" and a list "records"'])
    yield from _records_of(file, kind, faults, raw["records"])


def _lines_of(file: Path) -> Iterator[Any]:
    for number, line in lines_of(_bytes_of(file)):
        value, broken = read_json(line)
        if broken:
            raise DatasetError(f"{file}:{number}: {f.message}; expected {f.expected}" for f in broken)
        yield value


def _records_of(file: Path, kind: Kind, faults: list[str], raws: Iterable[Any]) -> Iterator[Record]:
    for index, entry in enumerate(raws):
        try:
            yield structure(kind.record_class, entry)
        except REFUSALS as error:
            named = entry.get("id") if isinstance(entry, dict) else None
            for path, message in problems(error):
                place = "/".join(map(str, ("records", index, *path)))
                faults.append(f"{file}: {named or 'a record'} at /{place}: {message}")


def _disagreements(records: Iterable[Record], checked: Iterable[Record] | None = None) -> Iterator[str]:
    """What does not fit together: an id twice, a reference that leads nowhere; of the ``checked``, or of all."""
    by_id: dict[str, Record] = {}
    for record in records:
        if record.id in by_id:
            yield f"the id {record.id} stands twice"
        by_id[record.id] = record
    for record in by_id.values() if checked is None else checked:
        for reference in references(record):
            if reference.id not in by_id:
                yield f"{record.id} at /{'/'.join(map(str, reference.path))}: no record {reference.id}"
