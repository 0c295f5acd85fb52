"""Load a dataset or pack from a folder, and refuse it if a violation blocks loading."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path
from typing import Any

from ..errors import DatasetError
from ..model import KINDS
from ..store.layout import shown_as
from ..store.packaged import packaged_store
from ..store.record_store import RecordStore
from .engine import blocking_report
from .reading import read_folder


def load_folder(path: str | os.PathLike[str]) -> RecordStore:
    """Return the records of a dataset, or of a pack together with the packaged data.

    Args:
        path: The folder.

    Raises:
        DatasetError: The folder cannot be loaded. Its ``findings`` are the violations that block loading.
    """
    reading = read_folder(Path(path))
    report = blocking_report(reading, shown_as(os.fspath(path)))
    if report.violations:
        raise DatasetError(findings=report.findings())
    records: dict[str, list[Any]] = defaultdict(list)
    datasets = {kind.record_class: dataset for dataset, kind in KINDS.items()}
    for place in reading.located:
        records[datasets[type(place.record)]].append(place.record)
    redirects = {redirect.id: redirect for redirect in reading.redirects or ()}
    described: Any = reading.manifest
    if described is None:
        described = packaged_store()
        redirects = {redirect.id: redirect for redirect in described.redirects} | redirects
        for dataset in KINDS:
            records[dataset] += [record for record in described.table(dataset) if record.id not in reading.ids]
    return RecordStore(
        version=described.version,
        released=described.released,
        coverage=described.coverage,
        read=lambda kind: records[kind.dataset],
        redirects=lambda: [redirects[id] for id in sorted(redirects)],
    )
