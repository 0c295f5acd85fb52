"""Loads a dataset or pack from a folder: read as ``validate`` reads it, and refused for what blocks loading."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import frozen

from ..errors import DatasetError
from ..loading import Manifest
from ..model import KINDS
from ..packaged import packaged_manifest, packaged_records
from .engine import blocking_report
from .folder import shown_as
from .reading import read_folder


@frozen
class LoadedFolder:
    """The manifest of a dataset, and its records by the name of their table; of a pack, over the packaged data."""

    manifest: Manifest
    records: Mapping[str, tuple[Any, ...]]


def load_folder(path: str | os.PathLike[str]) -> LoadedFolder:
    """Return what is in a folder. Raises :class:`DatasetError` with the findings that block loading."""
    reading = read_folder(Path(path))
    report = blocking_report(reading, shown_as(os.fspath(path)))
    if report.violations:
        raise DatasetError(findings=report.findings())
    records: dict[str, list[Any]] = defaultdict(list)
    datasets = {kind.record_class: dataset for dataset, kind in KINDS.items()}
    for place in reading.located:
        records[datasets[type(place.record)]].append(place.record)
    manifest = reading.manifest
    if manifest is None:
        manifest = packaged_manifest()
        for dataset in KINDS:
            records[dataset] += [record for record in packaged_records(dataset) if record.id not in reading.ids]
    return LoadedFolder(manifest, {dataset: tuple(records[dataset]) for dataset in KINDS})
