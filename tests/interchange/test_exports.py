"""Questions that published programs answer from exports: frictionless, SQLite, DuckDB, pandas, polars, R and rdflib."""

from __future__ import annotations

import re
import shutil
import socket
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

import attrs
import duckdb
import frictionless
import pandas as pd
import polars as pl
import pytest
import rdflib
from support.critical_days import certain_members

from csto_data import Dataset, load
from csto_data.exports.sqlite_file import MEMBERS_SQL
from csto_data.version import BASE

DATA = load()
NEEDS_R = pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data with a state whose code is NA, in each format."""
    folder = tmp_path_factory.mktemp("exported")
    namibia = attrs.evolve(DATA.states["KAZ"], id="state:NAM", name="Namibia", iso_alpha2="NA", iso_numeric="516")
    data = Dataset.from_records([*DATA, namibia], version=DATA.version, coverage=DATA.coverage)
    for name in ("csv", "parquet", "sqlite", "rdf"):
        data.export(name, folder / name)
    return folder


def errors_of_package(folder: Path) -> list[tuple[str, int | None, str]]:
    """Return what frictionless finds in a Data Package: the table, the row and the message."""
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert len(report.tasks) == len(DATA.sheets())
    return [
        (task.name, getattr(error, "row_number", None), error.message) for task in report.tasks for error in task.errors
    ]


def test_frictionless_accepts_all_tables(exported: Path) -> None:
    assert errors_of_package(exported / "csv") == []


@pytest.mark.parametrize(
    ("table", "old", "new", "named"),
    [
        ("memberships", "csto-kaz-1,state:KAZ", "csto-kaz-1,state:KAX", "state:KAX"),
        ("memberships", ",member,2003-09-18", ",guest,2003-09-18", "guest"),
        ("memberships", "2003-09-18,2003-09-18,2003-09-18", "2003-09-18,2003-09-31,2003-09-18", "2003-09-31"),
        ("states", "\nstate:BLR,", "\nstate:ARM,", "the same as in the row at position 3"),
        ("events", "\nevent:csto-withdrawal-start,", "\n,", "id"),
    ],
    ids=["reference", "word", "date", "key", "empty"],
)
def test_frictionless_names_the_one_cell_that_is_spoilt(
    exported: Path, tmp_path: Path, table: str, old: str, new: str, named: str
) -> None:
    folder = shutil.copytree(exported / "csv", tmp_path / "csv")
    path = folder / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    row = text[: text.index(old)].count("\n") + 1 + old.startswith("\n")
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    in_table = [error for error in errors_of_package(folder) if error[0] == table]
    assert any(number == row and named in message for _, number, message in in_table), in_table


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE memberships SET member_id = 'state:KAX' WHERE id = 'membership:csto-kaz-1'", "memberships"),
        ("DELETE FROM sources WHERE id = 'source:sukhankin-2022'", "evidence"),
    ],
)
def test_sqlite_finds_the_table_with_a_broken_reference(
    exported: Path, tmp_path: Path, change: str, found: str
) -> None:
    with closing(sqlite3.connect(shutil.copy(exported / "sqlite", tmp_path))) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        database.execute(change)
        assert found in {row[0] for row in database.execute("PRAGMA foreign_key_check")}


def expected_members() -> dict[tuple[str, str], list[str]]:
    """Return the members of each organisation on each critical day, as the package answers."""
    return {
        (organization, day): ids
        for organization in ("org:csto", "org:cst")
        for day, ids in certain_members(DATA, organization).items()
    }


def members_in_duckdb(file: Path) -> dict[tuple[str, str], list[str]]:
    query = MEMBERS_SQL.replace("memberships", f"'{file}'").replace(":organization", "$organization")
    query = query.replace(":day", "CAST($day AS DATE)")
    return {
        (organization, day): [
            id for (id,) in duckdb.execute(query, {"organization": organization, "day": day}).fetchall()
        ]
        for organization, day in expected_members()
    }


def test_the_documented_sql_returns_the_members_in_duckdb(exported: Path, tmp_path: Path) -> None:
    file = exported / "parquet" / "memberships.parquet"
    assert members_in_duckdb(file) == expected_members()
    spoilt = tmp_path / "memberships.parquet"
    duckdb.execute(
        f"COPY (SELECT * REPLACE (CASE id WHEN 'membership:csto-uzb-1' THEN end_earliest + INTERVAL 1 DAY "  # noqa: S608
        f"ELSE end_earliest END AS end_earliest) FROM '{file}') TO '{spoilt}'"
    )
    assert members_in_duckdb(spoilt) != expected_members()


def test_no_column_needs_quotes_in_duckdb(exported: Path) -> None:
    reserved = {
        word
        for (word,) in duckdb.execute(
            "SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category = 'reserved'"
        ).fetchall()
    }
    assert "end" in reserved
    assert {column.name for sheet in DATA.sheets().values() for column in sheet.columns} & reserved == set()


MEMBERS_IN_R = """
library(RSQLite)
database <- dbConnect(SQLite(), "sqlite")
sql <- dbGetQuery(database, "SELECT value FROM metadata WHERE name = 'members_sql'")$value
arguments <- commandArgs(TRUE)
for (at in seq(1, length(arguments), 2)) {
  found <- dbGetQuery(database, sql, params = list(organization = arguments[at], day = arguments[at + 1]))
  cat(arguments[at], arguments[at + 1], found$member_id, "\\n")
}
"""


def r(code: str, *arguments: str, folder: Path) -> str:
    """Run R and return its output."""
    (folder / "script.R").write_text(code, encoding="utf-8")
    command = ["Rscript", "script.R", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@NEEDS_R
def test_the_documented_sql_returns_the_members_in_r(exported: Path, tmp_path: Path) -> None:
    def members() -> dict[tuple[str, str], list[str]]:
        asked = [text for pair in expected_members() for text in pair]
        lines = r(MEMBERS_IN_R, *asked, folder=tmp_path).splitlines()
        return {(organization, day): ids for organization, day, *ids in map(str.split, lines)}

    file = shutil.copy(exported / "sqlite", tmp_path)
    assert members() == expected_members()
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("UPDATE memberships SET start_latest = '2003-09-19' WHERE id = 'membership:csto-kaz-1'")
    assert members() != expected_members()


def block(exported: Path, language: str) -> str:
    """Return the code in a language in the README of the CSV files."""
    readme = (exported / "csv" / "README.md").read_text(encoding="utf-8")
    (code,) = re.findall(rf"```{language}\n(.*?)```", readme, re.DOTALL)
    return code


def test_pandas_and_polars_read_codes_with_their_zeros(exported: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(exported / "csv")
    documented: dict[str, Any] = {}
    exec(block(exported, "python"), documented)  # noqa: S102  # the code is ours
    parquet = exported / "parquet" / "states.parquet"
    with closing(sqlite3.connect(exported / "sqlite")) as database:
        in_sqlite = pd.read_sql("SELECT * FROM states", database)
        in_sqlite_too = pl.read_database("SELECT * FROM states", database, infer_schema_length=None)
    for frame in (pd.read_parquet(parquet), documented["states"], in_sqlite):
        by_id = frame.set_index("id")
        assert (by_id.loc["state:ARM", "iso_numeric"], by_id.loc["state:NAM", "iso_alpha2"]) == ("051", "NA")
    for frame in (pl.read_parquet(parquet), documented["in_polars"], in_sqlite_too):
        by_id = {row["id"]: row for row in frame.to_dicts()}
        assert (by_id["state:ARM"]["iso_numeric"], by_id["state:NAM"]["iso_alpha2"]) == ("051", "NA")


def test_without_the_documented_call_codes_lose_their_zeros(exported: Path) -> None:
    file = exported / "csv" / "states.csv"
    frame = pd.read_csv(file).set_index("id")
    assert float(frame.loc["state:ARM", "iso_numeric"]) == 51
    assert pd.isna(frame.loc["state:NAM", "iso_alpha2"])
    assert pl.read_csv(file).filter(pl.col("id") == "state:ARM")["iso_numeric"].to_list() == [51]


@NEEDS_R
def test_r_reads_codes_with_their_zeros(exported: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(exported / "csv", tmp_path / "csv")
    shown = '\ncat(states$iso_numeric[states$id == "state:ARM"], states$iso_alpha2[states$id == "state:NAM"])'
    assert r(block(exported, "r") + shown, folder=folder) == "051 NA"
    assert r('states <- read.csv("states.csv")' + shown, folder=folder).startswith("51 ")


def test_data_frames_have_every_cell_of_their_sheet() -> None:
    for sheet in DATA.sheets().values():
        assert sheet.to_polars().rows() == [*sheet.rows]
        frame = sheet.to_pandas()
        for place, column in enumerate(sheet.columns):
            cells = [None if pd.isna(cell) else cell for cell in frame[column.name]]
            if column.type == "date":
                cells = [cell and cell.date() for cell in cells]
            assert cells == [row[place] for row in sheet.rows], (sheet.name, column.name)


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("A reader opened a connection.")

    monkeypatch.setattr(socket.socket, "connect", refuse)


WITNESSES = f"""
PREFIX v: <{BASE}vocab#>
SELECT ?record ?path ?verdict ?source WHERE {{
  ?w a v:Witnesses ; v:record ?record ; v:path ?path .
  OPTIONAL {{ ?w ?verdict ?source . FILTER (?verdict IN (v:supporting, v:compatible, v:disputing)) }}
}}"""


def witnesses_in(text: str) -> dict[tuple[str, str], set[tuple[str, str]]]:
    """Return the verdicts and sources of each judged field in N-Quads, by SPARQL."""
    found: dict[tuple[str, str], set[tuple[str, str]]] = {}
    graph = rdflib.Dataset(default_union=True).parse(data=text, format="nquads")
    for record, path, verdict, source in graph.query(WITNESSES):
        sources = found.setdefault((record.removeprefix(BASE), str(path)), set())
        if verdict is not None:
            sources.add((verdict.rpartition("#")[2], source.removeprefix(BASE)))
    return found


@pytest.mark.usefixtures("offline")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of rdflib about itself
def test_a_sparql_query_returns_the_witnesses_of_every_judged_field(exported: Path) -> None:
    text = (exported / "rdf").read_text(encoding="utf-8")
    expected = {
        (record, path): {
            (verdict, source)
            for verdict in ("supporting", "compatible", "disputing")
            for source in getattr(DATA.witnesses(record, path), verdict)
        }
        for record, path in {(judgement.record, judgement.field) for judgement in DATA.judgements()}
    }
    found = {place: sources for place, sources in witnesses_in(text).items() if place[0] != "state:NAM"}
    assert {place: found.get(place) for place in expected} == expected
    for record, path in found.keys() - expected.keys():  # the dates of acts that start and end a spell
        assert DATA.witnesses(record, path).any
    disputing = f"<{BASE}vocab#disputing>"
    assert witnesses_in(text.replace(disputing, f"<{BASE}vocab#supporting>", 1)) != witnesses_in(text)
