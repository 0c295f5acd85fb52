"""The files of a folder: a dataset if it has a manifest of this package, or else a pack."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from ..errors import DatasetError
from ..model import KINDS, Kind
from ..serialization.json_reader import MAX_BYTES

MANIFEST = "datapackage.json"
PACK = "pack.json"
REGISTER = "ids.txt"
NAMES = {f"{dataset}{ending}": kind for dataset, kind in KINDS.items() for ending in (".json", ".jsonl")}
"""The kind of the records in each file that a pack may have."""


def shown_as(path: str) -> str:
    """Return the name of a folder as it begins the names of its files in findings."""
    return path.rstrip("/\\") or path


class Unreadable(Exception):
    """A file that cannot be read; the message says why."""


def is_dataset(folder: Any) -> bool:
    """Whether the folder is a whole dataset and stands alone, or a pack. Raises DatasetError where it is neither."""
    if (folder / MANIFEST).exists():
        return True
    if not folder.is_dir():
        what = "not a folder" if folder.exists() else "the folder does not exist"
        raise DatasetError(
            [f"{folder}: {what}; expected one with {MANIFEST}, or a pack with files such as events.json"]
        )
    if not json_files(folder):
        what = f"it has no {MANIFEST}, and no file of a pack"
        raise DatasetError([f"{folder}: {what}; csto-data init-pack makes a pack, with files such as events.json"])
    return False


def json_files(folder: Any) -> list[str]:
    """The names of the JSON files in the folder."""
    return sorted(file.name for file in folder.iterdir() if file.name.endswith((".json", ".jsonl")))


def own_files(folder: Any, manifest: Any = None) -> dict[str, Kind | None]:
    """The files that belong to a whole dataset with this manifest, or to a pack, each with the kind of its records.

    What describes the folder comes first and has no kind. Of a dataset these are the files that it should have, of a
    pack those that it has; other JSON files belong to neither.
    """
    if manifest is not None:
        return {MANIFEST: None, **{entry["path"]: KINDS[entry["name"]] for entry in manifest["resources"]}}
    present = json_files(folder)
    named: dict[str, Kind | None] = {PACK: None, **NAMES}
    return {name: kind for name, kind in named.items() if name in present}


def read_bytes(folder: Any, name: str) -> bytes:
    """The bytes of a file in the folder. Raises :class:`Unreadable`; no link is followed."""
    file = folder / name
    if isinstance(file, Path):
        if os.path.basename(name) != name or file.is_symlink():
            raise Unreadable("it leads out of the folder")
        if file.exists() and not file.is_file():
            raise Unreadable("not a regular file")
    try:
        with file.open("rb") as opened:
            return bytes(opened.read(-1 if name.endswith(".jsonl") else MAX_BYTES + 1))
    except OSError as error:
        raise Unreadable(f"cannot be read ({error.strerror})") from None
