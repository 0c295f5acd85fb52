"""CSV files of all sheets, described by a Data Package (version 2)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..store.folder_writer import create_folder, replace
from .cells import plain_rows
from .columns import Column
from .metadata import metadata
from .sheet import Sheet
from .sheets import sheets

if TYPE_CHECKING:
    from ..store.record_store import RecordStore

_TYPES = {"text": "string", "integer": "integer", "number": "number", "flag": "boolean", "date": "date"}


def write_csv(store: RecordStore, folder: Path) -> None:
    """Write a CSV file for each sheet, ``datapackage.json`` and ``README.md`` to a folder.

    Args:
        store: The data.
        folder: The folder, which is created if it does not exist.

    Raises:
        DatasetError: A file cannot be written.
    """
    found = sheets(store)
    create_folder(folder)
    for sheet in found.values():
        replace(folder / f"{sheet.name}.csv", _csv(sheet).encode())
    about = metadata(store)
    package = data_package(about, found)
    replace(folder / "datapackage.json", (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode())
    replace(folder / "README.md", _readme(about, found["states"]).encode())


def _csv(sheet: Sheet) -> str:
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(column.name for column in sheet.columns)
    for row in plain_rows(sheet):
        writer.writerow(map(_cell, row))
    return written.getvalue()


def _cell(cell: Any) -> Any:
    return str(cell).lower() if isinstance(cell, bool) else cell


def data_package(about: Mapping[str, str], found: Mapping[str, Sheet]) -> dict[str, Any]:
    """Return the description of the CSV files as a Data Package.

    Args:
        about: What is said about the data as a whole.
        found: The sheets by name.
    """
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "csto-data-tables",
        **about,
        "resources": [_resource(sheet, found) for sheet in found.values()],
    }


def _resource(sheet: Sheet, found: Any) -> dict[str, Any]:
    keys = [_foreign_key(sheet, column, found) for column in sheet.columns if column.sheet is not None]
    return {
        "name": sheet.name.replace("_", "-"),
        "path": f"{sheet.name}.csv",
        "type": "table",
        "description": sheet.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [_field(column) for column in sheet.columns],
            "missingValues": [""],
            "primaryKey": [*sheet.key],
            **({"foreignKeys": keys} if keys else {}),
        },
    }


def _field(column: Column) -> dict[str, Any]:
    described: dict[str, Any] = {"name": column.name, "type": _TYPES.get(column.type, "datetime")}
    if column.description:
        described["description"] = column.description
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.words:
        constraints["enum"] = [*column.words]
    return {**described, **({"constraints": constraints} if constraints else {})}


def _foreign_key(sheet: Sheet, column: Column, found: Any) -> dict[str, Any]:
    target = found[column.sheet]
    reference: dict[str, Any] = {"fields": [*target.key]}
    if target.name != sheet.name:
        reference = {"resource": target.name.replace("_", "-"), **reference}
    return {"fields": [column.name], "reference": {"resource": "", **reference}}


def _readme(about: Mapping[str, str], states: Sheet) -> str:
    """Return how to read the files, with the columns of codes whose leading zeros a program may drop."""
    codes = [column.name for column in states.columns if column.name in ("iso_numeric", "m49")]
    in_python = ", ".join(f'"{name}"' for name in codes)
    in_r = ", ".join(f'{name} = "character"' for name in codes)
    names = {"in_python": in_python, "in_r": in_r, "in_stata": " ".join(codes)}
    return _README.format_map({**about, **names})


_README = """\
# {title}: tables, version {version}

Each file is a table in CSV (UTF-8, a comma between cells, an empty cell is a missing value). `datapackage.json`
describes all columns, keys and closed lists (Data Package, version 2). The records of csto-data are in the public
domain (CC0-1.0).

- A reference has two columns: `F_id` is the id of a record, `F_name` its name.
- A date has three columns: `F_edtf` as recorded, `F_earliest` and `F_latest`. These are empty if the day has no limit.
- A list has a file of its own, such as `event_states.csv`. `position` is the position in the list.
- A flag is `true` or `false`.
- `evidence.csv` and `reports.csv` have the sources and what they report.

Codes such as `051` for Armenia begin with a zero, and `NA` is the code of Namibia. Read them as text:

```python
import pandas as pd
import polars as pl

codes = [{in_python}]
states = pd.read_csv("states.csv", dtype=dict.fromkeys(codes, "string"), keep_default_na=False, na_values=[""])
in_polars = pl.read_csv("states.csv", schema_overrides=dict.fromkeys(codes, pl.String))
```

```r
states <- read.csv("states.csv", colClasses = c({in_r}), na.strings = "", encoding = "UTF-8")
```

```stata
import delimited "states.csv", encoding("UTF-8") varnames(1) stringcols(_all) clear
* {in_stata} keep their zeros; use destring for the columns of numbers
```
"""
