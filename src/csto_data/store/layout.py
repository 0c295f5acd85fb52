"""The files of a dataset, which has a manifest, and of a pack, which extends the packaged data and has none."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from ..errors import DatasetError
from ..model import KINDS, Kind
from ..model.manifest import Manifest
from ..model.pack import Pack
from ..model.suppressions import Suppressions
from ..serialization.json_reader import MAX_BYTES

MANIFEST = "datapackage.json"
PACK = "pack.json"
SUPPRESSIONS = "suppressions.json"
REGISTER = "ids.txt"
OBJECTS: dict[str, type] = {MANIFEST: Manifest, PACK: Pack, SUPPRESSIONS: Suppressions}
"""The names of the files with a single object, with its class."""
NAMES = {f"{dataset}{ending}": kind for dataset, kind in KINDS.items() for ending in (".json", ".jsonl")}
"""The names of the files with records that a pack can have, with the kinds of the records."""


def shown_as(path: str) -> str:
    """Return the path of a folder as it is shown before the names of its files in findings."""
    return path.rstrip("/\\") or path or "."


class Unreadable(Exception):
    """A file cannot be read. The message is a short statement of the reason."""


def is_dataset(folder: Any) -> bool:
    """Return whether a folder is a dataset or, if not, a pack.

    Raises:
        DatasetError: It is neither.
    """
    if (folder / MANIFEST).exists():
        return True
    if not folder.is_dir():
        what = "is not a folder" if folder.exists() else "does not exist"
        expected = f"a folder with {MANIFEST}, or a pack with files such as events.json"
        raise DatasetError([f"{folder} {what}. Expected {expected}."])
    if not json_files(folder):
        expected = f"{MANIFEST}, or files of a pack such as events.json; csto-data init-pack creates a pack"
        raise DatasetError([f"{folder} has no JSON files. Expected {expected}."])
    return False


def json_files(folder: Any) -> list[str]:
    """Return the names of the JSON files in a folder, with the ending in lower or upper case."""
    return sorted(file.name for file in folder.iterdir() if file.name.lower().endswith((".json", ".jsonl")))


def own_files(folder: Any, manifest: Any = None) -> dict[str, Kind | None]:
    """Return the files of a dataset or pack by name, each with the kind of its records.

    The first files describe the folder and have no kind. For a dataset, these are the files in its manifest, even if
    they do not exist; for a pack, the existing files with known names. Other JSON files are not part of either.

    Args:
        folder: The folder.
        manifest: The manifest of a dataset, or None for a pack.
    """
    present = json_files(folder)
    if manifest is not None:
        described: dict[str, Kind | None] = dict.fromkeys([MANIFEST, *({SUPPRESSIONS} & {*present})])
        return {**described, **{entry["path"]: KINDS[entry["name"]] for entry in manifest["resources"]}}
    named: dict[str, Kind | None] = {PACK: None, SUPPRESSIONS: None, **NAMES}
    return {name: kind for name, kind in named.items() if name in present}


def read_bytes(folder: Any, name: str) -> bytes:
    """Return the content of a file in a folder, of a JSON file above the size limit only the beginning.

    Raises:
        Unreadable: It cannot be read, is not a regular file, or is a symbolic link.
    """
    file = folder / name
    if isinstance(file, Path):
        if os.path.basename(name) != name:
            raise Unreadable("the file is not directly in the folder")
        if file.is_symlink():
            raise Unreadable("the file is a symbolic link")
        if file.exists() and not file.is_file():
            raise Unreadable("it is not a regular file")
    try:
        with file.open("rb") as opened:
            return bytes(opened.read(-1 if name.endswith(".jsonl") else MAX_BYTES + 1))
    except OSError as error:
        raise Unreadable(f"the file cannot be read: {error.strerror}") from None


def size_of(folder: Any, name: str) -> int | None:
    """Return the size of a file in a folder in bytes, or None if it is not known."""
    file = folder / name
    return file.stat().st_size if isinstance(file, Path) else None
