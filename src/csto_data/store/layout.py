"""The files of a dataset, which has a manifest, and of a pack, which extends the packaged data and has none."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Collection
from pathlib import Path
from typing import Any

from ..errors import DatasetError
from ..model import KINDS, Kind
from ..model.manifest import Manifest
from ..model.pack import Pack
from ..model.redirects import Redirects
from ..model.suppressions import Suppressions
from ..serialization.json_reader import MAX_BYTES
from ..suggestions import one_typo

MAX_LINES_BYTES = 2 * MAX_BYTES
"""The maximum size of a .jsonl file that is read as a whole, in bytes."""
MANIFEST = "datapackage.json"
PACK = "pack.json"
SUPPRESSIONS = "suppressions.json"
REDIRECTS = "redirects.json"
REGISTER = "ids.txt"
OBJECTS: dict[str, type] = {MANIFEST: Manifest, PACK: Pack, SUPPRESSIONS: Suppressions, REDIRECTS: Redirects}
"""The names of the files with a single object, with its class."""
NAMES = {f"{dataset}{ending}": kind for dataset, kind in KINDS.items() for ending in (".json", ".jsonl")}
"""The names of the files with records that a pack can have, with the kinds of the records."""


_STEMS = frozenset({*KINDS, *(kind.name for kind in KINDS.values()), *(name.partition(".")[0] for name in OBJECTS)})
"""The names of datasets, kinds and other files, of which the name of a data file has one."""


def shown_as(path: str) -> str:
    """Return the path of a folder as it is shown before the names of its files in findings."""
    return path.rstrip("/\\") or path or "."


class Unreadable(Exception):
    """A file cannot be read. The message is a short statement of the reason.

    Attributes:
        expected: What is allowed instead.
    """

    expected = "a readable regular file in the folder"


class TooLarge(Unreadable):
    """A file is above the size limit."""

    def __init__(self, size: int, limit: int) -> None:
        super().__init__(f"the file has {size} bytes, more than the limit of {limit}")
        larger = "validate --shape streams larger files" if limit > MAX_BYTES else "a .jsonl file can be larger"
        self.expected = f"at most {limit} bytes; {larger}"


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
    if not any(map(is_data_file, json_files(folder))):
        expected = f"{MANIFEST}, or files of a pack such as events.json; csto-data init-pack creates a pack"
        raise DatasetError([f"{folder} has no dataset files. Expected {expected}."])
    return False


def json_files(folder: Any) -> list[str]:
    """Return the names of the JSON files in a folder, with the ending in lower or upper case."""
    return sorted(file.name for file in folder.iterdir() if file.name.lower().endswith((".json", ".jsonl")))


def is_data_file(name: str) -> bool:
    """Return whether a JSON file is, by its name, a file of a dataset or pack, or a misnamed one.

    The name of such a file, without the ending, or one of its words is the name of a dataset, kind or other file of a
    folder, also in another case and with one typo. Names that begin with a dot never are.

    Example:
        >>> [is_data_file(name) for name in ("events.json", "evnts.json", "Event.JSON", "events-2022.jsonl")]
        [True, True, True, True]
        >>> [is_data_file(name) for name in ("package.json", "tsconfig.json", ".events.json")]
        [False, False, False]
    """
    if name.startswith("."):
        return False
    return _names_one(name, _STEMS)


def kinds_named(name: str) -> list[Kind]:
    """Return the kinds of which a misnamed data file may have records.

    Example:
        >>> [kind.name for kind in kinds_named("evnts-2022.json")]
        ['event']
    """
    return [kind for kind in KINDS.values() if _names_one(name, {kind.name, kind.dataset})]


def _names_one(name: str, stems: Collection[str]) -> bool:
    """Return whether a word of the name of a file, or all together, is one of some names, also with one typo."""
    words = re.findall("[a-z]+", name.lower())[:-1]
    return any(
        word in stems or (len(word) > 4 and any(one_typo(word, stem) for stem in stems))
        for word in (*words, "".join(words))
    )


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
        described: dict[str, Kind | None] = dict.fromkeys([MANIFEST, *sorted({SUPPRESSIONS, REDIRECTS} & {*present})])
        return {**described, **{entry["path"]: KINDS[entry["name"]] for entry in manifest["resources"]}}
    named: dict[str, Kind | None] = {PACK: None, SUPPRESSIONS: None, **NAMES}
    return {name: kind for name, kind in named.items() if name in present}


def read_bytes(folder: Any, name: str) -> bytes:
    """Return the content of a file in a folder.

    Raises:
        Unreadable: It cannot be read, is not a regular file, or is a symbolic link.
        TooLarge: It is above the size limit.
    """
    file = folder / name
    limit = MAX_LINES_BYTES if name.endswith(".jsonl") else MAX_BYTES
    if isinstance(file, Path):
        if os.path.basename(name) != name:
            raise Unreadable("the file is not directly in the folder")
        if file.is_symlink():
            raise Unreadable("the file is a symbolic link")
    try:
        with open(file, "rb", opener=_regular) if isinstance(file, Path) else file.open("rb") as opened:
            size = opened.seek(0, os.SEEK_END)
            if size > limit:
                raise TooLarge(size, limit)
            opened.seek(0)
            return bytes(opened.read(limit))
    except OSError as error:
        raise Unreadable(f"the file cannot be read: {error.strerror}") from None


def _regular(path: str, flags: int) -> int:
    """Open a regular file; a link is not followed, and a pipe is not waited for."""
    opened = os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    if not stat.S_ISREG(os.fstat(opened).st_mode):
        os.close(opened)
        raise Unreadable("the file is not a regular file")
    return opened
