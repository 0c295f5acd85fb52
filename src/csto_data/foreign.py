"""Datasets from elsewhere: a folder with a ``datapackage.json`` of ours, read whole and trusted in nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from os import PathLike
from pathlib import Path
from typing import Any

from .dataset import Dataset
from .errors import DatasetError
from .jsontext import read_json
from .loading import build_manifest
from .model import KINDS, Kind, Record
from .model.references import references
from .structuring import REFUSALS, problems, structure

MANIFEST = "datapackage.json"


def load_folder(path: str | PathLike[str]) -> Dataset:
    """The dataset in the folder. Raises :class:`DatasetError`."""
    folder = Path(path)
    raw = _json_of(folder / MANIFEST)
    try:
        manifest = build_manifest(raw)
        kinds = [KINDS[dataset] for dataset, _ in manifest.paths]
    except (KeyError, TypeError, ValueError, AttributeError):
        problem = f"{folder / MANIFEST}: no manifest of a dataset; csto-data validate says what is missing"
        raise DatasetError([problem]) from None
    faults: list[str] = []
    tables = {
        kind.dataset: tuple(_records(folder / path, kind, faults))
        for kind, (_, path) in zip(kinds, manifest.paths, strict=True)
    }
    faults.extend(_disagreements(record for records in tables.values() for record in records))
    if faults:
        raise DatasetError(faults)
    return Dataset(
        version=manifest.version,
        released=manifest.released,
        coverage=manifest.coverage,
        read=lambda kind: tables.get(kind.dataset, ()),
    )


def _json_of(file: Path) -> Any:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise DatasetError([f"{file}: cannot be read ({error.strerror}); expected a dataset folder with it"]) from None
    value, faults = read_json(data)
    if faults:
        raise DatasetError(f"{file}: {fault.message}; expected {fault.expected}" for fault in faults)
    return value


def _records(file: Path, kind: Kind, faults: list[str]) -> Iterator[Record]:
    raw = _json_of(file)
    if not isinstance(raw, dict) or not isinstance(raw.get("records"), list) or not set(raw) <= {"$schema", "records"}:
        raise DatasetError([f'{file}: expected an object with "$schema" and a list "records"'])
    for index, entry in enumerate(raw["records"]):
        try:
            yield structure(kind.record_class, entry)
        except REFUSALS as error:
            named = entry.get("id") if isinstance(entry, dict) else None
            for path, message in problems(error):
                place = "/".join(map(str, ("records", index, *path)))
                faults.append(f"{file}: {named or 'a record'} at /{place}: {message}")


def _disagreements(records: Iterable[Record]) -> Iterator[str]:
    by_id: dict[str, Record] = {}
    for record in records:
        if record.id in by_id:
            yield f"the id {record.id} stands twice"
        by_id[record.id] = record
    for record in by_id.values():
        for reference in references(record):
            if reference.id not in by_id:
                yield f"{record.id} at /{'/'.join(map(str, reference.path))}: no record {reference.id}"
