"""Writes a record store into a folder, so that an interruption leaves each file whole."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from ..errors import DatasetError
from ..model import KINDS, Record
from ..serialization.canonical import canonical
from .record_store import RecordStore


def raw_records(records: Iterable[Record]) -> list[Any]:
    """Records as the JSON that stands in files."""
    from ..serialization.converter import unstructure  # noqa: PLC0415  # cattrs

    written = json.dumps([unstructure(record) for record in records])
    raw: list[Any] = json.loads(written, parse_float=_plain)
    return raw


def _plain(digits: str) -> int | float:
    """A number in its one spelling: a whole one without a point."""
    return int(float(digits)) if float(digits).is_integer() else float(digits)


def write_folder(store: RecordStore, folder: str | os.PathLike[str]) -> None:
    """Writes a dataset into a folder of its own, which is made if need be: a file for each kind, and the manifest.

    ``csto_data.load`` and ``csto_data.validate`` read the folder. Files of these names are replaced, others left alone.
    """
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    for kind in KINDS.values():
        records = raw_records(store.table(kind.dataset))
        document = {"$schema": f"../schemas/{kind.name}.schema.json", "records": records}
        replace(target / f"{kind.dataset}.json", canonical(document, kind).encode())
    replace(target / "datapackage.json", canonical(_manifest(store)).encode())


def _manifest(store: RecordStore) -> dict[str, Any]:
    """The manifest that a dataset must have; who publishes it adds a title, licences and more."""
    from ..serialization.converter import unstructure  # noqa: PLC0415  # cattrs

    return {
        "$schema": "../schemas/datapackage.schema.json",
        "name": "csto-data",
        "version": store.version,
        **({"created": f"{store.released}T00:00:00Z"} if store.released is not None else {}),
        "resources": [{"name": name, "path": f"{name}.json"} for name in KINDS],
        "coverage": unstructure(store.coverage),
    }


def replace(file: Path, data: bytes) -> None:
    """Writes beside the file and then takes its place, so that an interruption leaves the one or the other.

    Raises DatasetError where it cannot be written; the file is then as it was.
    """
    beside = file.with_name(f".{file.name}.new")
    try:
        with beside.open("wb") as opened:
            opened.write(data)
            opened.flush()
            os.fsync(opened.fileno())
        if file.exists():
            beside.chmod(stat.S_IMODE(file.stat().st_mode))
        os.replace(beside, file)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise DatasetError([f"{file}: cannot be written ({error.strerror or error})"]) from error
