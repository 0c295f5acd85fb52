"""A SQLite database of all sheets: strict types, keys, checks of closed lists, views and a full-text table."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from ..errors import DatasetError
from ..progress import track
from ..store.names import names_of
from .cells import plain_rows
from .columns import Column
from .metadata import metadata
from .sheet import Sheet
from .sheets import sheets

if TYPE_CHECKING:
    from ..store.record_store import RecordStore

_TYPES = {"integer": "INTEGER", "number": "REAL", "flag": "INTEGER"}

MEMBERS_SQL = """\
SELECT DISTINCT member_id FROM memberships
WHERE organization_id = :organization AND status <> 'observer' AND member_id LIKE 'state:%'
  AND start_latest <= :day AND (end_edtf IS NULL OR end_earliest >= :day)
ORDER BY member_id"""
"""The states that were certainly members of an organisation on a covered day."""

_VIEWS = {
    "members": """\
SELECT memberships.*, iso_alpha2, iso_alpha3, iso_numeric, cow, gw, wikidata
FROM memberships LEFT JOIN states ON states.id = member_id""",
    "witnesses": """\
SELECT record_id, record_name, path, recorded, verdict, source_id, source_name, value, evidence_id
FROM reports WHERE verdict <> 'not judged'""",
}


def write_sqlite(store: RecordStore, file: Path) -> None:
    """Write a SQLite database.

    Args:
        store: The data.
        file: The file, which is replaced only when the database is complete.

    Raises:
        DatasetError: The file cannot be written, or a record breaks the rules for its fields.
    """
    temporary = file.with_name(f".{token_hex(16)}.tmp")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(temporary)) as database:
            _fill(database, store)
        temporary.replace(file)
    except (OSError, sqlite3.DatabaseError) as error:
        raise DatasetError([f"{file} cannot be written: {getattr(error, 'strerror', error)}."]) from error
    finally:
        temporary.unlink(missing_ok=True)


def _fill(database: sqlite3.Connection, store: RecordStore) -> None:
    database.execute("PRAGMA journal_mode = OFF")
    found = sheets(store)
    with database:
        for sheet in found.values():
            database.execute(_table(sheet, found))
            slots = ", ".join("?" * len(sheet.columns))
            database.executemany(f"INSERT INTO {sheet.name} VALUES ({slots})", plain_rows(sheet))  # noqa: S608  # no input
        for name, query in _VIEWS.items():
            database.execute(f"CREATE VIEW {name} AS {query}")
        _search(database, store)
        _metadata(database, store)


def _table(sheet: Sheet, found: Any) -> str:
    parts = [_column(column, found) for column in sheet.columns]
    parts.append(f"PRIMARY KEY ({', '.join(map(_quoted, sheet.key))})")
    return f"CREATE TABLE {sheet.name} (\n  " + ",\n  ".join(parts) + "\n) STRICT, WITHOUT ROWID"


def _column(column: Column, found: Any) -> str:
    name = _quoted(column.name)
    parts = [name, _TYPES.get(column.type, "TEXT")]
    if column.required:
        parts.append("NOT NULL")
    if column.words:
        parts.append(f"CHECK ({name} IN ({', '.join(map(_literal, column.words))}))")
    if column.type == "flag":
        parts.append(f"CHECK ({name} IN (0, 1))")
    if column.type == "date":
        parts.append(f"CHECK ({name} IS date({name}, '+0 days'))")
    if column.sheet is not None:
        (key,) = found[column.sheet].key
        parts.append(f"REFERENCES {column.sheet} ({key}) DEFERRABLE INITIALLY DEFERRED")
    return " ".join(parts)


def _quoted(name: str) -> str:
    return f'"{name}"'


def _literal(word: str | int) -> str:
    return str(word) if isinstance(word, int) else "'" + word.replace("'", "''") + "'"


def _search(database: sqlite3.Connection, store: RecordStore) -> None:
    database.execute("CREATE VIRTUAL TABLE search USING fts5 (record_id UNINDEXED, label, names, texts)")

    def rows() -> Iterator[tuple[str, str, str, str]]:
        for record in track(store, "writing search", len(store)):
            names = " ".join(name.text for name in names_of(record))
            texts = " ".join(filter(None, (getattr(record, part, None) for part in ("summary", "claim", "note"))))
            yield record.id, record.label, names, texts

    database.executemany("INSERT INTO search VALUES (?, ?, ?, ?)", rows())


def _metadata(database: sqlite3.Connection, store: RecordStore) -> None:
    major, minor, patch = (int(part) for part in store.version.split("."))
    database.execute(f"PRAGMA user_version = {(major * 1000 + minor) * 1000 + patch}")
    database.execute("CREATE TABLE metadata (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID")
    known = {**metadata(store), "members_sql": MEMBERS_SQL}
    database.executemany("INSERT INTO metadata VALUES (?, ?)", known.items())
