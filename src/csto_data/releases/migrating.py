"""Replace the ids of merged records in the files of users, whatever their format."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from ..errors import DatasetError
from ..model.ids import SLUG
from ..store.folder_writer import replace
from ..store.layout import own_files
from ..store.record_store import RecordStore
from ..store.redirecting import Resolution, redirect_of, resolution

_ID = re.compile(rf"(?<![\w:./@#-])(state:[A-Z]{{3}}|[a-z]+:{SLUG})(?![\w:-])")
"""A whole id in a text: not a part of a longer word, of a path or of a web address."""


class Undecided(NamedTuple):
    """An id that was split or withdrawn, at its place in a file."""

    line: int
    column: int
    resolution: Resolution

    def __str__(self) -> str:
        found = self.resolution
        what = f"was split into {' and '.join(found.targets)}" if found.targets else "was withdrawn"
        return f"{self.line}:{self.column}: {found.id} {what} in version {found.since} of the data: {found.reason}"


class Migrated(NamedTuple):
    """What became of the ids in a text.

    Attributes:
        text: The text with the ids of today.
        replaced: The number of ids that were replaced.
        undecided: The ids that have no single successor, in the order of the text; they are unchanged.
    """

    text: bytes
    replaced: int
    undecided: tuple[Undecided, ...]


def migrate_text(store: RecordStore, text: bytes) -> Migrated:
    r"""Replace each id of a merged record in a text; all other bytes stay as they are.

    Args:
        store: The data.
        text: A text in an encoding that contains ASCII, such as UTF-8: CSV, JSON, JSON Lines or plain text.

    Example:
        >>> import csto_data
        >>> migrate_text(csto_data.load(), b"id,n\nplace:nur-sultan,1\n").text
        b'id,n\nplace:astana,1\n'
    """
    decoded = text.decode("utf-8", "surrogateescape")
    undecided: list[Undecided] = []
    replaced = 0

    def successor(match: re.Match[str]) -> str:
        nonlocal replaced
        redirect = redirect_of(store, match[0])
        if redirect is None:
            return match[0]
        if redirect.kind == "merged":
            replaced += 1
            return redirect.to[0]
        line = decoded.count("\n", 0, match.start()) + 1
        column = match.start() - decoded.rfind("\n", 0, match.start())
        undecided.append(Undecided(line, column, resolution(store, match[0])))
        return match[0]

    migrated = _ID.sub(successor, decoded)
    return Migrated(migrated.encode("utf-8", "surrogateescape"), replaced, tuple(undecided))


def migrate_file(store: RecordStore, file: Path) -> Migrated:
    """Replace each id of a merged record in a file. If it is interrupted, the file is either the old or the new one.

    Args:
        store: The data.
        file: A file with CSV, JSON, JSON Lines or plain text.

    Raises:
        DatasetError: The file cannot be read or written, is not a regular file, or is not UTF-8 text.
    """
    if file.is_symlink():
        raise DatasetError([f"{file} is a symbolic link. Expected a regular file."])
    if file.exists() and not file.is_file():
        raise DatasetError([f"{file} is not a regular file. Expected CSV, JSON or JSON Lines in UTF-8."])
    try:
        text = file.read_bytes()
    except OSError as error:
        raise DatasetError([f"{file} cannot be read: {error.strerror or error}."]) from None
    if b"\0" in text:
        raise DatasetError([f"{file} is not text in UTF-8. Expected CSV, JSON or JSON Lines in UTF-8."])
    found = migrate_text(store, text)
    if found.text != text:
        replace(file, found.text)
    return found


def own_files_of(path: Path) -> list[Path]:
    """Return a file, or the files of a pack in a folder.

    Args:
        path: A file or a folder.

    Raises:
        DatasetError: It does not exist, or is a folder without the files of a pack.
    """
    if not path.is_dir():
        return [path]
    found = [path / name for name in own_files(path)]
    if not found:
        raise DatasetError([f"{path} has no files of a pack. Expected files such as events.json."])
    return found
