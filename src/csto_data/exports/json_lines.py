"""One record on each line as JSON, with its dataset; then the redirects and the covered periods."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..model.json_values import to_json
from ..model.kinds import KINDS
from ..progress import track
from .files import write_lines
from .metadata import metadata

if TYPE_CHECKING:
    from ..store.record_store import RecordStore


def write_jsonl(store: RecordStore, file: Path) -> None:
    """Write a file in the format JSON Lines.

    Args:
        store: The data.
        file: The file.

    Raises:
        DatasetError: The file cannot be written.
    """
    write_lines(file, (json.dumps(line, ensure_ascii=False) for line in _lines(store)))


def _lines(store: RecordStore) -> Iterator[dict[str, Any]]:
    yield {"dataset": "metadata", **metadata(store)}
    for dataset in KINDS:
        table = store.table(dataset)
        for record in track(table, f"writing {dataset}", len(table)):
            yield {"dataset": dataset, **to_json(record)}
    for redirect in store.redirects:
        yield {"dataset": "redirects", **to_json(redirect)}
    for name in ("memberships", "offices"):
        for span in getattr(store.coverage, name):
            yield {"dataset": f"coverage_{name}", **to_json(span)}
