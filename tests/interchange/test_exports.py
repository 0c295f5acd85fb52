"""Exports as published readers see them: frictionless, DuckDB, pandas, polars, rdflib and R."""

import shutil
import socket
import sqlite3
import subprocess
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from csto_data import load
from csto_data.exports.sqlite_file import MEMBERS_SQL

DATA = load()
DAYS = ["2003-09-18", "2006-08-16", "2012-06-28", "2012-12-19", "2012-12-20", "2022-01-06", "2026-01-22"]
BASE = "urn:csto-data:"


@pytest.fixture(scope="module")
def exported(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("exported")
    for name in ("csv", "parquet", "sqlite", "rdf"):
        DATA.export(name, folder / name)
    return folder


def errors_of_package(folder: Path) -> list[str]:
    """Return what frictionless reports about a Data Package."""
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.validate(str(folder / "datapackage.json"))
    return [f"{task.name}: {error.message}" for task in report.tasks for error in task.errors]


def test_frictionless_accepts_all_tables(exported) -> None:
    assert errors_of_package(exported / "csv") == []


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("memberships", "csto-kaz-1,state:KAZ", "csto-kaz-1,state:KAX"),
        ("memberships", ",member,2003-09-18", ",guest,2003-09-18"),
        ("memberships", "2003-09-18,2003-09-18,2003-09-18", "2003-09-18,2003-09-31,2003-09-18"),
    ],
    ids=["key", "word", "date"],
)
def test_frictionless_names_a_wrong_cell(exported, tmp_path, file, old, new) -> None:
    folder = shutil.copytree(exported / "csv", tmp_path / "csv")
    path = folder / f"{file}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = errors_of_package(folder)
    assert any(line.startswith(f"{file}: ") for line in found), found


def parquet_rows(folder: Path, name: str) -> Counter:
    """Return the rows of a Parquet file that DuckDB reads."""
    duckdb = pytest.importorskip("duckdb")
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    return Counter(connection.execute(f"SELECT * FROM '{folder / name}.parquet'").fetchall())  # noqa: S608


def test_duckdb_reads_every_value_from_parquet(exported) -> None:
    for name, sheet in DATA.sheets().items():
        assert parquet_rows(exported / "parquet", name) == Counter(sheet.rows), name


@pytest.mark.parametrize("day", DAYS)
def test_the_documented_sql_returns_the_members_in_duckdb(exported, day) -> None:
    duckdb = pytest.importorskip("duckdb")
    file = exported / "parquet" / "memberships.parquet"
    query = MEMBERS_SQL.replace("memberships", f"'{file}'").replace(":organization", "$organization")
    query = query.replace(":day", "CAST($day AS DATE)")
    found = duckdb.execute(query, {"organization": "org:csto", "day": day}).fetchall()
    assert [id for (id,) in found] == [state.id for state in DATA.members(on=day)]


def test_pandas_and_polars_read_codes_with_their_zeros(exported) -> None:
    pd, pl = pytest.importorskip("pandas"), pytest.importorskip("polars")
    parquet = exported / "parquet" / "states.parquet"
    csv = pd.read_csv(
        exported / "csv" / "states.csv",
        dtype={"iso_numeric": "string", "m49": "string"},
        keep_default_na=False,
        na_values=[""],
    )
    with closing(sqlite3.connect(exported / "sqlite")) as database:
        frames = [pd.read_parquet(parquet), csv, pd.read_sql("SELECT * FROM states", database)]
    for frame in frames:
        assert frame.set_index("id").loc["state:ARM", "iso_numeric"] == "051"
    assert pl.read_parquet(parquet).filter(pl.col("id") == "state:ARM")["iso_numeric"].to_list() == ["051"]
    assert len(pd.read_csv(exported / "csv" / "states.csv")) == len(DATA.states)


def test_data_frames_have_every_value_of_their_sheet() -> None:
    pytest.importorskip("polars")
    for sheet in DATA.sheets().values():
        assert Counter(sheet.to_polars().rows()) == Counter(sheet.rows)
        pandas = sheet.to_pandas()
        assert int(pandas.notna().sum().sum()) == sum(cell is not None for row in sheet.rows for cell in row)


@pytest.fixture
def blocked(monkeypatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("A reader opened a connection.")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def graph_of(text: str):
    rdflib = pytest.importorskip("rdflib")
    return rdflib.Dataset(default_union=True).parse(data=text, format="nquads")


WITNESSES = f"""
PREFIX v: <{BASE}vocab#>
SELECT ?record ?path ?verdict ?source WHERE {{
  ?w a v:Witnesses ; v:record ?record ; v:path ?path .
  OPTIONAL {{ ?w ?verdict ?source . FILTER (?verdict IN (v:supporting, v:compatible, v:disputing)) }}
}}"""


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # of rdflib about itself
@pytest.mark.filterwarnings("ignore:Dataset.*deprecated:DeprecationWarning")
def test_a_sparql_query_returns_the_witnesses_of_every_judged_field(exported, blocked) -> None:
    found: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for record, path, verdict, source in graph_of((exported / "rdf").read_text(encoding="utf-8")).query(WITNESSES):
        sources = found.setdefault((record.removeprefix(BASE), str(path)), set())
        if verdict is not None:
            sources.add((verdict.rpartition("#")[2], source.removeprefix(BASE)))
    assert {(judgement.record, judgement.field) for judgement in DATA.judgements()} <= found.keys()
    for (record, path), sources in found.items():
        expected = DATA.witnesses(record, path)
        words = ("supporting", "compatible", "disputing")
        assert sources == {(word, source) for word in words for source in getattr(expected, word)}


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
def test_r_reads_codes_from_csv_as_text(exported) -> None:
    call = 'x <- read.csv("states.csv", colClasses = c(iso_numeric = "character"), na.strings = ""); '
    call += 'cat(x$iso_numeric[x$id == "state:ARM"])'
    found = subprocess.run(["Rscript", "-e", call], cwd=exported / "csv", capture_output=True, text=True, check=True)
    assert found.stdout == "051"
