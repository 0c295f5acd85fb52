"""Tables are described once, by the fields of the classes: an edit of a class changes CSV, SQLite and Parquet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support.checkout import Checkout

EXPORTED = """
import csv, json, sqlite3, tempfile
from pathlib import Path
import attrs
import pyarrow.parquet
from csto_data import Dataset, load

data = load()
edited = attrs.evolve(data.events["csto-withdrawal-start"], **{values})
dataset = Dataset.from_records([*(r for r in data if r.id != edited.id), edited], version=data.version)
folder = Path(tempfile.mkdtemp())
for name in ("csv", "sqlite", "parquet"):
    dataset.export(name, folder / name)
database = sqlite3.connect(folder / "sqlite")
database.row_factory = sqlite3.Row

def in_format(format, table):
    if format == "csv":
        with (folder / "csv" / f"{{table}}.csv").open(encoding="utf-8", newline="") as opened:
            return [*csv.DictReader(opened)]
    if format == "sqlite":
        return [dict(row) for row in database.execute(f"SELECT * FROM {{table}}")]
    return pyarrow.parquet.read_table(folder / "parquet" / f"{{table}}.parquet").to_pylist()

def found(format, table, columns):
    key = "id" if table == "events" else "event_id"
    return [[row[name] for name in columns] for row in in_format(format, table) if row[key] == edited.id]

package = json.loads((folder / "csv" / "datapackage.json").read_text())
(events,) = (table for table in package["resources"] if table["name"] == "events")
(kind,) = (field for field in events["schema"]["fields"] if field["name"] == "kind")
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def exported(checkout: Checkout, values: str, shown: str) -> Any:
    """Return what the copy shows of an export in which an event has other values."""
    return checkout.python(EXPORTED.format(values=values) + f"print(json.dumps({shown}, default=str))")


def test_a_new_field_is_a_column_in_every_format(checkout: Checkout) -> None:
    place = "    place: LocationId | None = field("
    new = '    announced: Day | None = None\n    """The day on which it was announced."""\n'
    checkout.edit("event", place, new + place)
    shown = (
        '[found(format, "events", ["announced_edtf", "announced_latest"]) for format in ("csv", "sqlite", "parquet")]'
    )
    values = '{"announced": __import__("csto_data").Day("2022-01")}'
    assert exported(checkout, values, shown) == [[["2022-01", "2022-01-31"]]] * 3


def test_a_new_list_is_a_table_in_every_format(checkout: Checkout) -> None:
    place = "    place: LocationId | None = field("
    checkout.edit("event", place, f'    slogans: tuple[str, ...] = ()\n    """What was shouted."""\n{place}')
    shown = '[found(format, "event_slogans", ["slogan"]) for format in ("csv", "sqlite", "parquet")]'
    assert exported(checkout, '{"slogans": ("Away", "Now")}', shown) == [[["Away"], ["Now"]]] * 3


def test_a_new_word_is_allowed_in_every_format(checkout: Checkout) -> None:
    shown = '["flood" in kind["constraints"]["enum"], *(found(f, "events", ["kind"]) for f in ("csv", "sqlite", "parquet"))]'
    with pytest.raises(AssertionError, match="CHECK constraint failed"):
        exported(checkout, '{"kind": "flood"}', shown)
    checkout.edit("event", '    "takeover",\n', '    "takeover",\n    "flood",\n')
    assert exported(checkout, '{"kind": "flood"}', shown) == [True, *[[["flood"]]] * 3]
