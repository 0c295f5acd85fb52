"""A Parquet file of each sheet, with the descriptions of its columns and the version of the data."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from ..extras import imported
from ..progress import track
from ..store.folder_writer import create_folder, replace
from .frames import to_arrow
from .metadata import metadata
from .sheets import sheets

if TYPE_CHECKING:
    from ..store.record_store import RecordStore


def write_parquet(store: RecordStore, folder: Path) -> None:
    """Write a Parquet file for each sheet to a folder.

    Args:
        store: The data.
        folder: The folder, which is created if it does not exist.

    Raises:
        DatasetError: A file cannot be written.
        MissingLibraryError: pyarrow is not installed.
    """
    imported("pyarrow", "parquet")
    parquet = imported("pyarrow.parquet", "parquet")
    create_folder(folder)
    for sheet in sheets(store).values():
        table = to_arrow(sheet.columns, [*track(sheet, f"writing {sheet.name}")])
        written = BytesIO()
        described = {"description": sheet.description, **metadata(store)}
        parquet.write_table(table.replace_schema_metadata(described), written, compression="zstd")
        replace(folder / f"{sheet.name}.parquet", written.getvalue())
