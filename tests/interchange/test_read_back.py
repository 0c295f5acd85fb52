"""CSV, SQLite, Parquet, JSON Lines and N-Quads lose nothing: other programs read back every value of the data."""

from __future__ import annotations

import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import frictionless
import orjson
import polars as pl
import pytest
import rdflib
from attrs import evolve
from support.read_back import Tables, Values, difference, values_in, values_of, values_of_json

from csto_data import Dataset, load
from csto_data.exports.cells import plain
from csto_data.model import KINDS, Evidence
from csto_data.model.reported import Reported

DATASETS: dict[str, Callable[[], Dataset]] = {
    "data": load,
    "as reported": lambda: load().as_reported_by("source:sukhankin-2022"),
    "as published": lambda: load().as_published_by("2022-01-12"),
    "version 1.0.0": lambda: load(version="1.0.0"),
    "reported coverage": lambda: with_reported_coverage(load()),
}
BASE = "https://example.org/"


@pytest.fixture(params=DATASETS, scope="module")
def dataset(request: pytest.FixtureRequest) -> Dataset:
    return DATASETS[request.param]()


def with_reported_coverage(data: Dataset) -> Dataset:
    """Return the data with an entry of evidence that reports what a covered period is about."""
    first, *others = data.coverage.memberships
    entry = Evidence(source="source:sukhankin-2022", reports=(Reported("organization", first.organization),))
    reported = evolve(first, evidence=(*first.evidence, entry))
    coverage = evolve(data.coverage, memberships=(reported, *others))
    return Dataset.from_records(data, version=data.version, coverage=coverage)


def plain_cell(cell: Any) -> Any:
    """Return a cell that a reader found, with days and times as text."""
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(cell, date):
        return cell.isoformat()
    return float(cell) if isinstance(cell, Decimal) else cell


def from_csv(dataset: Dataset, folder: Path) -> Tables:
    package = frictionless.Package(str(folder / "datapackage.json"))
    return {
        Path(resource.path).stem: [
            {name: plain_cell(cell) for name, cell in row.to_dict().items()} for row in resource.read_rows()
        ]
        for resource in package.resources
    }


def from_sqlite(dataset: Dataset, folder: Path) -> Tables:
    tables = {}
    with closing(sqlite3.connect(folder / "all.sqlite")) as database:
        for name, sheet in dataset.sheets().items():
            frame = pl.read_database(f"SELECT * FROM {name}", database, infer_schema_length=None)  # noqa: S608
            flags = [column.name for column in sheet.columns if column.type == "flag"]
            frame = frame.with_columns(pl.col(flags).cast(pl.Boolean)) if flags else frame
            tables[name] = frame.to_dicts()
    return tables


def from_parquet(dataset: Dataset, folder: Path) -> Tables:
    tables = {}
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        for name in dataset.sheets():
            found = connection.execute(f"SELECT * FROM '{folder / name}.parquet'")  # noqa: S608
            names = [column[0] for column in found.description or ()]
            tables[name] = [dict(zip(names, map(plain_cell, row), strict=True)) for row in found.fetchall()]
    return tables


READERS: dict[str, Callable[[Dataset, Path], Tables]] = {
    "csv": from_csv,
    "sqlite": from_sqlite,
    "parquet": from_parquet,
}
PATHS = {"csv": "", "sqlite": "all.sqlite", "parquet": ""}


def spoil_csv(folder: Path) -> None:
    file = folder / "memberships.csv"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(",member,2003-09-18,", ",member,2003-09-19,", 1), encoding="utf-8")


def spoil_sqlite(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "all.sqlite")) as database, database:
        database.execute("UPDATE memberships SET start_edtf = '2003-09-19' WHERE id = 'membership:csto-kaz-1'")


def spoil_parquet(folder: Path) -> None:
    file = folder / "memberships.parquet"
    changed = "replace(start_edtf, '2003-09-18', '2003-09-19') AS start_edtf"
    duckdb.execute(f"COPY (SELECT * REPLACE ({changed}) FROM '{file}') TO '{folder}/spoilt' (FORMAT parquet)")  # noqa: S608
    (folder / "spoilt").replace(file)


@pytest.mark.parametrize(
    ("format", "spoil"), [("csv", spoil_csv), ("sqlite", spoil_sqlite), ("parquet", spoil_parquet)]
)
def test_a_spoilt_cell_is_noticed(tmp_path: Path, format: str, spoil: Callable[[Path], None]) -> None:
    load().export(format, tmp_path / PATHS[format])
    spoil(tmp_path)
    found = values_in(READERS[format](load(), tmp_path))
    assert difference(values_of(load()), found).keys() == {"memberships.start"}


@pytest.fixture(params=READERS, scope="module")
def tables(request: pytest.FixtureRequest, dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Tables:
    folder = tmp_path_factory.mktemp("tables")
    dataset.export(request.param, folder / PATHS[request.param])
    return READERS[request.param](dataset, folder)


def test_tables_have_every_value_of_every_field(dataset: Dataset, tables: Tables) -> None:
    expected = values_of(dataset)
    assert len(expected) > 100
    assert difference(expected, values_in(tables)) == {}


def test_tables_have_every_cell_of_every_sheet(dataset: Dataset, tables: Tables) -> None:
    assert tables.keys() == dataset.sheets().keys()
    for name, sheet in dataset.sheets().items():
        names = [column.name for column in sheet.columns]
        expected = [dict(zip(names, map(plain, row), strict=True)) for row in sheet.rows]

        def key(row: dict[str, Any], names: tuple[str, ...] = sheet.key) -> list[Any]:
            return [row[part] for part in names]

        assert sorted(tables[name], key=key) == sorted(expected, key=key), name


def from_json_lines(file: Path) -> tuple[dict[str, Any], Values]:
    lines = [orjson.loads(line) for line in file.read_bytes().splitlines()]
    rows: dict[str, list[Any]] = {}
    for line in lines:
        rows.setdefault(line.pop("dataset"), []).append(line)
    records = {name: rows.get(name, []) for name in KINDS}
    coverage = {name: rows.get(f"coverage_{name}", []) for name in ("memberships", "offices")}
    return rows["metadata"][0], values_of_json(records, coverage, rows.get("redirects", []))


def test_a_lost_line_of_json_is_noticed(tmp_path: Path) -> None:
    load().export("jsonl", tmp_path / "all.jsonl")
    lines = (tmp_path / "all.jsonl").read_bytes().splitlines(keepends=True)
    (tmp_path / "all.jsonl").write_bytes(b"".join(line for line in lines if b'"id": "office:' not in line))
    assert "offices.title" in difference(values_of(load()), from_json_lines(tmp_path / "all.jsonl")[1])


def test_json_lines_have_every_value_of_every_field(dataset: Dataset, tmp_path: Path) -> None:
    dataset.export("jsonl", tmp_path / "all.jsonl")
    about, found = from_json_lines(tmp_path / "all.jsonl")
    assert about["version"] == dataset.version
    assert difference(values_of(dataset), found) == {}


class Quads:
    """N-Quads that rdflib has read, as the JSON of records."""

    def __init__(self, text: str) -> None:
        self.all = rdflib.Dataset().parse(data=text, format="nquads")
        self.word = rdflib.Namespace(f"{BASE}vocab#")
        self.default = self.all.graph(rdflib.graph.DATASET_DEFAULT_GRAPH_ID)

    def records(self) -> dict[str, list[Any]]:
        """Return the records by dataset, with their evidence and reports."""
        found = {
            kind.dataset: [
                {"id": self.id(node), **self.object(node, self.default)}
                for node in self.default.subjects(rdflib.RDF.type, self.word[kind.record_class.__name__])
            ]
            for kind in KINDS.values()
        }
        by_id = {record["id"]: record for records in found.values() for record in records}
        for node in self.default.subjects(rdflib.RDF.type, self.word.Evidence):
            entry = self.object(node, self.default)
            record, part, position = by_id[entry.pop("record")], entry.pop("part", ""), entry.pop("position")
            holder, subject = record, str(entry_subject := rdflib.URIRef(f"{BASE}{record['id']}"))
            if part:
                field, _, number = part.partition("-")
                holder = record[field][int(number) - 1] if number else record[field]
                subject = f"{entry_subject}#{part}"
            reports = self.object(rdflib.URIRef(subject), self.all.graph(node))
            holder.setdefault("evidence", {})[position] = {**entry, **({"reports": reports} if reports else {})}
        for record in by_id.values():
            for holder in (record, record.get("outcome", {}), *record.get("contingents", ())):
                if "evidence" in holder:
                    holder["evidence"] = [entry for _, entry in sorted(holder["evidence"].items())]
        return found

    def coverage(self) -> dict[str, list[Any]]:
        """Return the covered periods."""
        found = {}
        for name in ("memberships", "offices"):
            nodes = self.default.objects(rdflib.URIRef(f"{BASE}dataset"), self.word[f"coverage-{name}"])
            spans = sorted(map(self.period, nodes), key=lambda span: span["position"])
            found[name] = [{key: value for key, value in span.items() if key != "position"} for span in spans]
        return found

    def period(self, node: Any) -> dict[str, Any]:
        """Return a covered period, with what the sources report about it."""
        found = self.object(node, self.default)
        for entry in self.default.objects(node, self.word.evidence):
            position = int(next(self.default.objects(entry, self.word.position)))
            if reports := self.object(node, self.all.graph(entry)):
                found["evidence"][position - 1]["reports"] = reports
        return found

    def redirects(self) -> list[Any]:
        """Return what became of ids."""
        nodes = self.default.subjects(rdflib.RDF.type, self.word.Redirect)
        return [{"id": self.id(node), **self.object(node, self.default)} for node in nodes]

    def id(self, node: Any) -> str:
        return str(node).removeprefix(BASE)

    def object(self, node: Any, graph: rdflib.Graph) -> dict[str, Any]:
        """Return the fields of a node; a node with a position is an element of a list."""
        found: dict[str, Any] = {}
        for word in {*graph.predicates(node)}:
            name = str(word).removeprefix(str(self.word))
            computed = [name.removesuffix(suffix) for suffix in ("Earliest", "Latest", "Utc")]
            if word in (rdflib.RDF.type, rdflib.RDFS.label) or any(
                stem != name and (node, self.word[stem], None) in graph for stem in computed
            ):
                continue
            values = [self.value(value, graph) for value in graph.objects(node, word)]
            if all(isinstance(value, tuple) for value in values):
                found[name] = [element for _, element in sorted(values)]
            else:
                (found[name],) = values
        return {name: value for name, value in found.items() if value is not False}

    def value(self, value: Any, graph: rdflib.Graph) -> Any:
        """Return a literal, the id of a record, an object, or an element of a list after its position."""
        if isinstance(value, rdflib.Literal):
            return self.literal(value)
        if "#" not in value:
            return self.id(value)
        found = self.object(value, graph)
        position = found.pop("position", None)
        text = next(graph.objects(value, self.word.value), None)
        if "kind" in found and text is not None:  # a name
            found = {"text": found.pop("value"), **found, **({"language": text.language} if text.language else {})}
        element = found["value"] if position is not None and found.keys() == {"value"} else found
        return element if position is None else (position, element)

    def literal(self, value: rdflib.Literal) -> Any:
        match str(value.datatype).rpartition("#")[2]:
            case "boolean":
                return str(value) == "true"
            case "integer":
                return int(value)
            case "double":
                return float(value)
            case "dateTime":
                return str(value)[:16] + str(value)[19:]
        return str(value)


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("A reader opened a connection.")

    with monkeypatch.context() as patched:
        patched.setattr(socket.socket, "connect", refuse)
        patched.setattr(rdflib, "NORMALIZE_LITERALS", False)
        yield


def tags_folded(values: Values) -> Values:
    """Return values with language tags in lower case, in which rdflib gives them."""
    return {
        field: {place: value.lower() if field.endswith("_names.language") else value for place, value in at.items()}
        for field, at in values.items()
    }


def values_in_quads(text: str) -> Values:
    quads = Quads(text)
    return tags_folded(values_of_json(quads.records(), quads.coverage(), quads.redirects()))


@pytest.mark.usefixtures("offline")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of rdflib about itself
def test_n_quads_have_every_value_of_every_field(dataset: Dataset, tmp_path: Path) -> None:
    dataset.export("rdf", tmp_path / "all.nq", base=BASE)
    found = values_in_quads((tmp_path / "all.nq").read_text(encoding="utf-8"))
    assert difference(tags_folded(values_of(dataset)), found) == {}


@pytest.mark.usefixtures("offline")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        (f'<{BASE}vocab#start> "2003-09-18"', f'<{BASE}vocab#start> "2003-09-19"', "memberships.start"),
        ('"Казахстан"@ru', '"Казахстан"', "state_names.language"),
        (f"<{BASE}vocab#lead> <{BASE}state:RUS>", f"<{BASE}vocab#lead> <{BASE}state:KAZ>", "operations.lead"),
    ],
    ids=["date", "language", "reference"],
)
def test_a_spoilt_quad_is_noticed(tmp_path: Path, old: str, new: str, field: str) -> None:
    load().export("rdf", tmp_path / "all.nq", base=BASE)
    text = (tmp_path / "all.nq").read_text(encoding="utf-8")
    assert old in text
    found = values_in_quads(text.replace(old, new, 1))
    assert field in difference(tags_folded(values_of(load())), found)
