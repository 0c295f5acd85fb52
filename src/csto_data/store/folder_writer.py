"""Write a record store to a folder. If it is interrupted, each file is either the old one or the new one."""

from __future__ import annotations

import json
import os
import signal
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import Any

from ..errors import DatasetError
from ..model import KINDS, Record
from ..serialization.canonical import canonical
from .record_store import RecordStore


def raw_records(records: Iterable[Record]) -> list[Any]:
    """Return records as JSON values, as in dataset files."""
    from ..model.json_values import to_json  # noqa: PLC0415  # cattrs

    written = json.dumps([to_json(record) for record in records])
    raw: list[Any] = json.loads(written, parse_float=_plain)
    return raw


def _plain(digits: str) -> int | float:
    """Return a number in canonical form: a whole number without a decimal point."""
    return int(float(digits)) if float(digits).is_integer() else float(digits)


def write_folder(store: RecordStore, folder: str | os.PathLike[str]) -> None:
    """Write a dataset to a folder: one file for each kind of records, and the manifest.

    The folder is created if it does not exist. Existing files with the same names are replaced.

    Args:
        store: The dataset.
        folder: The folder, which ``csto_data.load`` and ``csto_data.validate`` can read.

    Raises:
        DatasetError: A file cannot be written.
    """
    target = Path(folder)
    create_folder(target)
    for kind in KINDS.values():
        records = raw_records(store.table(kind.dataset))
        document = {"$schema": f"../schemas/{kind.name}.schema.json", "records": records}
        replace(target / f"{kind.dataset}.json", canonical(document, kind).encode())
    replace(target / "datapackage.json", canonical(_manifest(store)).encode())


def _manifest(store: RecordStore) -> dict[str, Any]:
    """Return a manifest with the required fields only; publishers add a title, licences and more."""
    from ..model.json_values import to_json  # noqa: PLC0415  # cattrs

    return {
        "$schema": "../schemas/datapackage.schema.json",
        "name": "csto-data",
        "version": store.version,
        **({"created": f"{store.released}T00:00:00Z"} if store.released is not None else {}),
        "resources": [{"name": name, "path": f"{name}.json"} for name in KINDS],
        "coverage": to_json(store.coverage),
    }


def create_folder(folder: Path) -> None:
    """Create a folder and the folders that contain it, unless they exist.

    Raises:
        DatasetError: It cannot be created.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatasetError([f"{folder} cannot be created: {error.strerror or error}."]) from None


def replace(file: Path, data: bytes) -> None:
    """Replace the content of a file, through a temporary file in the same folder. A link is replaced, not followed.

    Signals wait until the file is written, so that an interrupted process leaves no temporary file.

    Args:
        file: The file, which keeps its mode; a new file is created with the default mode.
        data: The new content.

    Raises:
        DatasetError: The file cannot be written; it is unchanged.
    """
    temporary = file.with_name(f".{token_hex(16)}.tmp")
    try:
        with _signals_blocked():
            try:
                _write_new(temporary, data, _mode_of(file))
                os.replace(temporary, file)
            finally:
                temporary.unlink(missing_ok=True)
    except OSError as error:
        raise DatasetError([f"{file} cannot be written: {error.strerror or error}."]) from error


def _write_new(file: Path, data: bytes, mode: int | None) -> None:
    """Create a file with this content and mode on the disk; raise ``FileExistsError`` if it exists."""
    with file.open("xb") as opened:
        if mode is not None:
            os.chmod(opened.fileno() if os.chmod in os.supports_fd else file, mode)
        opened.write(data)
        opened.flush()
        os.fsync(opened.fileno())


def _mode_of(file: Path) -> int | None:
    """Return the mode of a regular file, or None if there is none."""
    try:
        found = file.lstat().st_mode
    except FileNotFoundError:
        return None
    return stat.S_IMODE(found) if stat.S_ISREG(found) else None


@contextmanager
def _signals_blocked() -> Iterator[None]:
    """Block all signals that a process can block, where the system supports it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
