"""Flat tables of any dataset, and the files that are made of them with the standard library."""

import csv
import json
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from support.critical_days import certain_members
from support.read_back import difference, values_in, values_of

from csto_data import Dataset, DatasetError, Day, load
from csto_data.exports.cells import plain
from csto_data.exports.formats import FORMATS, export
from csto_data.exports.ftm import mapped
from csto_data.exports.sqlite_file import MEMBERS_SQL
from csto_data.model import KINDS
from csto_data.model.coverage import Coverage
from csto_data.model.json_values import to_json
from csto_data.model.values import Quantity
from csto_data.progress import shown_by
from csto_data.serialization.converter import structure
from csto_data.strategies import datasets

DATA = load()


@cache
def view() -> Dataset:
    """Return the data as the article reports them."""
    return DATA.as_reported_by("source:sukhankin-2022")


def violations(dataset) -> list[str]:
    """Return where a sheet breaks its own description."""
    found = []
    sheets = dataset.sheets()
    for sheet in sheets.values():
        names = [column.name for column in sheet.columns]
        key = [names.index(name) for name in sheet.key]
        found += [f"{sheet.name}: {name} twice" for name, number in Counter(names).items() if number > 1]
        keys = Counter(tuple(row[place] for place in key) for row in sheet.rows)
        found += [f"{sheet.name}: key {key} twice" for key, number in keys.items() if number > 1]
        for place, column in enumerate(sheet.columns):
            cells = {row[place] for row in sheet.rows}
            if column.required and None in cells:
                found.append(f"{sheet.name}.{column.name}: empty")
            if column.words and cells - {None, *column.words}:
                found.append(f"{sheet.name}.{column.name}: unknown word")
            if column.sheet is not None:
                (target,) = sheets[column.sheet].key
                at = [other.name for other in sheets[column.sheet].columns].index(target)
                if cells - {None} - {row[at] for row in sheets[column.sheet].rows}:
                    found.append(f"{sheet.name}.{column.name}: unknown reference")
    return found


@pytest.mark.parametrize("read", [load, view], ids=["data", "view"])
def test_every_sheet_keeps_its_keys_words_and_references(read) -> None:
    assert violations(read()) == []


@given(datasets())
def test_sheets_of_any_dataset_keep_their_keys_words_and_references(dataset) -> None:
    assert violations(dataset) == []


def lost(dataset) -> dict:
    """Return by field the values of a dataset that its sheets lack."""
    tables = {
        name: [dict(zip([column.name for column in sheet.columns], map(plain, row), strict=True)) for row in sheet]
        for name, sheet in dataset.sheets().items()
    }
    return difference(values_of(dataset), values_in(tables))


@given(datasets())
def test_sheets_have_every_value_of_any_dataset(dataset) -> None:
    assert lost(dataset) == {}


def test_sheets_have_what_sources_report_about_covered_periods() -> None:
    reported = {"source": "source:sukhankin-2022", "reports": {"organization": "org:csto"}}
    period = {"organization": "org:csto", "from": "2004-01-01", "until": "2004-12-31", "evidence": [reported]}
    coverage = structure(Coverage, {"memberships": [period]})
    dataset = Dataset.from_records(DATA, version="1.0.0", coverage=coverage)
    assert len(dataset.sheets()["coverage_memberships_reports"]) == 1
    assert lost(dataset) == {}


@given(datasets())
def test_any_dataset_is_written_to_sqlite_without_a_broken_key(tmp_path_factory, dataset) -> None:
    file = tmp_path_factory.mktemp("any") / "any.sqlite"
    dataset.export("sqlite", file)
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("SELECT count(*) FROM records").fetchone() == (len(dataset),)


def test_a_day_has_its_text_and_its_first_and_last_possible_day() -> None:
    sheet = view().sheets()["memberships"]
    names = [column.name for column in sheet.columns]
    row = dict(zip(names, next(row for row in sheet.rows if row[0] == "membership:csto-uzb-1"), strict=True))
    assert (row["start_edtf"], row["start_earliest"], row["start_latest"]) == (
        "[2006..2012]",
        date(2006, 1, 1),
        date(2012, 12, 31),
    )
    assert (row["member_id"], row["member_name"]) == ("state:UZB", "Uzbekistan")


def test_an_open_bound_is_never_invented() -> None:
    for dataset in (DATA, view()):
        for kind in KINDS.values():
            sheet = dataset.sheets()[kind.dataset]
            names = [column.name for column in sheet.columns]
            for row in sheet.rows:
                cells = dict(zip(names, row, strict=True))
                for name in (name.removesuffix("_edtf") for name in names if name.endswith("_edtf")):
                    day = cells[f"{name}_edtf"] and Day(cells[f"{name}_edtf"])
                    expected = (day.earliest, day.latest) if day else (None, None)
                    assert (cells[f"{name}_earliest"], cells[f"{name}_latest"]) == expected


def test_an_amount_in_words_has_no_bounds() -> None:
    sheet = DATA.sheets()["figures"]
    names = [column.name for column in sheet.columns]
    for row in sheet.rows:
        cells = dict(zip(names, row, strict=True))
        amount: Quantity = DATA.figures[cells["id"]].amount
        bounds = [None if bound is None else float(bound) for bound in amount.bounds or (None, None)]
        assert [cells["amount_low"], cells["amount_high"]] == bounds
        assert cells["amount_wording"] == amount.wording


def test_reports_and_disputes_have_the_verdicts_of_the_dataset() -> None:
    reports, disputes = DATA.sheets()["reports"], DATA.sheets()["disputes"]
    verdicts = Counter(row[-1] for row in reports.rows)
    assert verdicts == Counter(judgement.verdict.value for judgement in DATA.judgements())
    assert len(disputes) == len(DATA.disputes()) == verdicts["disputes"]


def test_redirects_and_covered_periods_have_sheets() -> None:
    assert ("place:nur-sultan", "merged") in [row[:2] for row in DATA.sheets()["redirects"].rows]
    assert ("place:nur-sultan", 1, "place:astana", "Astana") in DATA.sheets()["redirect_to"].rows
    assert len(DATA.sheets()["coverage_memberships"]) == len(DATA.coverage.memberships)


def test_redirects_survive_saving_and_loading(tmp_path) -> None:
    DATA.save(tmp_path)
    (tmp_path / "redirects.json").write_text(
        json.dumps({"$schema": "redirects.schema.json", "redirects": [each.to_dict() for each in DATA.redirects]}),
        encoding="utf-8",
    )
    assert load(tmp_path).redirects == DATA.redirects


@pytest.fixture(scope="module")
def sqlite(tmp_path_factory) -> sqlite3.Connection:
    file = tmp_path_factory.mktemp("export") / "csto.sqlite"
    DATA.export("sqlite", file)
    with closing(sqlite3.connect(file)) as database:
        yield database


def test_sqlite_is_strict_and_without_broken_references(sqlite) -> None:
    assert sqlite.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert sqlite.execute("PRAGMA foreign_key_check").fetchall() == []
    strict = dict(sqlite.execute("SELECT name, strict FROM pragma_table_list WHERE type = 'table'").fetchall())
    assert {name for name, is_strict in strict.items() if not is_strict} <= {"sqlite_schema", "sqlite_temp_schema"}
    assert strict.keys() >= DATA.sheets().keys()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE memberships SET status = 'guest' WHERE id = 'membership:csto-kaz-1'",
        "UPDATE memberships SET start_earliest = '2003-09-31' WHERE id = 'membership:csto-kaz-1'",
        "UPDATE states SET name = NULL WHERE id = 'state:KAZ'",
        "UPDATE states SET cow = 'many' WHERE id = 'state:KAZ'",
        "INSERT INTO records SELECT * FROM records LIMIT 1",
    ],
)
def test_sqlite_refuses_a_wrong_word_date_type_or_key(sqlite, change) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        sqlite.execute(change)


def members_by_sql(database: sqlite3.Connection, organization: str, day: str) -> list[str]:
    return [id for (id,) in database.execute(MEMBERS_SQL, {"day": day, "organization": organization})]


@pytest.mark.parametrize("organization", ["org:csto", "org:cst"])
def test_documented_sql_returns_the_members_on_every_critical_day(sqlite, organization) -> None:
    expected = certain_members(DATA, organization)
    assert len(expected) > 5
    assert {day: members_by_sql(sqlite, organization, day) for day in expected} == expected


@given(datasets())
def test_documented_sql_returns_the_certain_members_of_any_dataset(tmp_path_factory, dataset) -> None:
    file = tmp_path_factory.mktemp("any") / "any.sqlite"
    dataset.export("sqlite", file)
    with closing(sqlite3.connect(file)) as database:
        for organization in {span.organization for span in dataset.coverage.memberships}:
            expected = certain_members(dataset, organization)
            assert {day: members_by_sql(database, organization, day) for day in expected} == expected


def test_full_text_search_finds_other_names(sqlite) -> None:
    found = sqlite.execute("SELECT record_id FROM search WHERE search MATCH 'ОДКБ'").fetchall()
    assert ("org:csto",) in found


def test_csv_has_each_row_of_each_sheet(tmp_path) -> None:
    DATA.export("csv", tmp_path)
    for sheet in DATA.sheets().values():
        with (tmp_path / f"{sheet.name}.csv").open(encoding="utf-8", newline="") as opened:
            header, *rows = csv.reader(opened)
        assert header == [column.name for column in sheet.columns]
        assert len(rows) == len(sheet)
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert {resource["path"] for resource in package["resources"]} == {f"{name}.csv" for name in DATA.sheets()}


@pytest.mark.parametrize("read", [load, view], ids=["data", "view"])
def test_json_lines_have_every_record_unchanged(tmp_path, read) -> None:
    dataset = read()
    dataset.export("jsonl", tmp_path / "all.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "all.jsonl").read_text(encoding="utf-8").splitlines()]
    records = [line for line in lines if line["dataset"] in KINDS]
    assert [{**record, "dataset": None} for record in records] == [{**to_json(r), "dataset": None} for r in dataset]


@given(st.deferred(lambda: st.sampled_from([*DATA])))
def test_each_value_is_in_an_entity_or_a_loss(record) -> None:
    for found in mapped(record):
        assert found.property is None or found.loss is None


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "parquet"])
def test_an_export_reports_each_part_that_it_writes(tmp_path, name) -> None:
    labels = []

    def tracker(items, label, total):
        labels.append(label)
        return items

    with shown_by(tracker):
        view().export(name, tmp_path / "out")
    assert labels
    assert all(label.startswith("writing ") for label in labels)
    assert len(labels) == len(set(labels))


def test_strict_export_with_losses_writes_nothing(tmp_path) -> None:
    with pytest.raises(DatasetError, match="ftm cannot hold all values"):
        DATA.export("ftm", tmp_path / "out.json", strict=True)
    assert [*tmp_path.iterdir()] == []


def test_unknown_format_is_refused_with_a_suggestion(tmp_path) -> None:
    with pytest.raises(ValueError, match=r'Unknown format "sqlit".*Did you mean "sqlite"'):
        export(DATA, "sqlit", tmp_path)


@pytest.mark.parametrize("base", ["nowhere", "https://a b/", "urn:x:<"])
def test_an_invalid_base_of_addresses_is_refused(tmp_path, base) -> None:
    with pytest.raises(ValueError, match="is not a valid base"):
        DATA.export("rdf", tmp_path / "x.nq", base=base)


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "parquet"])
def test_a_view_can_be_exported_and_equal_data_give_equal_bytes(tmp_path: Path, name) -> None:
    def written(folder: Path) -> dict[str, bytes]:
        view().export(name, folder / "out")
        files = [folder / "out"] if (folder / "out").is_file() else sorted((folder / "out").iterdir())
        return {file.name: file.read_bytes() for file in files}

    assert written(tmp_path / "one") == written(tmp_path / "two")


def test_a_record_with_an_unknown_word_is_not_written_to_sqlite(tmp_path) -> None:
    wrong = evolve(DATA.events["csto-withdrawal-start"], kind="flood")
    with pytest.raises(DatasetError, match="cannot be written: CHECK constraint failed"):
        Dataset.from_records([*DATA.sources, wrong], version="1.0.0").export("sqlite", tmp_path / "x.sqlite")
    assert [*tmp_path.iterdir()] == []
