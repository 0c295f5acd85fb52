"""The files that a site offers: the data in the formats that need no other package."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..exports.formats import export

if TYPE_CHECKING:
    from ..dataset import Dataset

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The time of all files in an archive, so that two builds are equal."""
_FOLDERS = {
    "csv": ("csto-data-csv.zip", "Tables as CSV, with a Data Package and a README"),
    "ftm": ("csto-data-ftm.zip", "FollowTheMoney entities and statements"),
}
_FILES = {
    "sqlite": ("csto-data.sqlite", "SQLite database, for SQL and Datasette"),
    "jsonl": ("csto-data.jsonl", "JSON Lines, one record on each line"),
    "rdf": ("csto-data.nq", "RDF (N-Quads), one named graph for each report"),
}


class Download(NamedTuple):
    """A file that can be downloaded: its name, what it is, and its size in words."""

    name: str
    label: str
    size: str


def write_downloads(dataset: Dataset, folder: Path) -> Iterator[Download]:
    """Write the files, and iterate over them.

    Args:
        dataset: The data.
        folder: The folder of the files, which exists.
    """
    for format, (name, label) in _FOLDERS.items():
        _write_archive(dataset, format, folder / name)
        yield _download(folder / name, label)
    for format, (name, label) in _FILES.items():
        file = folder / name
        file.unlink(missing_ok=True)
        export(dataset, format, file)
        yield _download(file, label)


def _write_archive(dataset: Dataset, format: str, archive: Path) -> None:
    """Write the folder of a format as an archive, whose bytes depend on the data only."""
    archive.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as temporary, zipfile.ZipFile(archive, "x", zipfile.ZIP_DEFLATED) as packed:
        exported = Path(temporary, format)
        export(dataset, format, exported)
        for file in sorted(path for path in exported.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(file.relative_to(exported).as_posix(), _FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, file.read_bytes())


def _download(file: Path, label: str) -> Download:
    return Download(file.name, label, f"{max(1, round(file.stat().st_size / 1000)):,} kB")
