"""Tables: a sequence, a mapping by id, flat rows, and how they are shown."""

from __future__ import annotations

import json
import pickle
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

import csto_data
from csto_data import Dataset, DatasetError, NotFoundError
from csto_data.model import KINDS
from csto_data.model.fields import fields_of
from csto_data.store.table import Table
from csto_data.strategies import datasets


@pytest.fixture(scope="module")
def ds() -> Dataset:
    return csto_data.load()


def answers(ds: Dataset) -> list[Table[Any]]:
    """Return one table of each shape."""
    return [
        ds.states,
        ds.about("state:KAZ"),
        ds.said_by("tokayev"),
        ds.replies_to("statement:lukashenko-warning-uzbekistan"),
        ds.disputes(),
        ds.unsettled(),
        ds.judgements("event:csto-withdrawal-start"),
        ds.search("airport"),
        ds.memberships.on("2022-01-06"),
        ds.offices.on("2022-01-06"),
        ds.member_years(),
        ds.dyad_years(),
    ]


def test_table_is_a_sequence_and_a_mapping(ds: Dataset) -> None:
    states = ds.states
    assert states[0] is states["AFG"] is states.get("state:AFG") is states.values()[0]
    assert states[-1] in states
    assert [*states[1:3].keys()] == [state.id for state in states][1:3]
    assert dict(states.items()) == {state.id: state for state in states}
    assert states.get("XXX") is None
    assert states.get("XXX", "none") == "none"
    assert len(ds) == sum(len(ds.table(dataset)) for dataset in KINDS)
    assert ds.get("state:XXX") is None
    assert ds.get("nonsense") is None


def test_position_outside_table_raises_index_error(ds: Dataset) -> None:
    with pytest.raises(IndexError):
        ds.states[100]
    with pytest.raises(TypeError, match="a position or a slice"):
        ds.states[1.5]  # type: ignore[call-overload]
    with pytest.raises(TypeError, match="have no ids"):
        ds.disputes()["event:csto-withdrawal-start"]
    with pytest.raises(NotFoundError):
        ds.states["XXX"]


def test_every_answer_is_a_table_of_items_that_are_json(ds: Dataset) -> None:
    for table in answers(ds):
        items: list[Any] = [item if isinstance(item, dict) else item.to_dict() for item in table]
        assert json.loads(json.dumps(items)) == items == table.to_dict()
        assert table.filter(lambda _: True) == table == pickle.loads(pickle.dumps(table))  # noqa: S301
        assert table[:2] == tuple(table)[:2]


def test_flat_rows_have_equal_columns_and_scalar_cells(ds: Dataset) -> None:
    for table in [*answers(ds), *(ds.table(dataset) for dataset in KINDS)]:
        rows = table.to_dicts()
        assert len(rows) == len(table)
        assert {tuple(row) for row in rows} == {table.columns}
        cells = {type(cell) for row in rows for cell in row.values()}
        assert cells <= {str, int, float, bool, type(None)}


@given(datasets())
def test_flat_rows_keep_ids_and_dates_of_any_dataset(generated: Dataset) -> None:
    for row, spell in zip(generated.memberships.to_dicts(), generated.memberships, strict=True):
        assert (row["id"], row["member_id"]) == (spell.id, spell.member)
        assert row["member"] == generated[spell.member].name
        assert row["start_edtf"] == spell.start.text
        assert row["end_latest"] == (str(spell.end.latest) if spell.end and spell.end.latest else None)


@given(datasets())
def test_flat_rows_have_the_codes_of_the_states_that_they_name(generated: Dataset) -> None:
    for dataset in KINDS:
        table = generated.table(dataset)
        for row, record in zip(table.to_dicts(), table, strict=True):
            for name in (column.removesuffix("_cow") for column in table.columns if column.endswith("_cow")):
                id = getattr(record, name)
                named = generated.states.get(id) if id is not None else None
                codes = [named and getattr(named, code) for code in ("iso_alpha3", "cow", "gw")]
                assert [row[f"{name}_{code}"] for code in ("iso_alpha3", "cow", "gw")] == codes


def test_every_reference_that_can_be_a_state_has_codes_in_flat_rows(ds: Dataset) -> None:
    for dataset, kind in KINDS.items():
        for name, field in fields_of(kind.record_class).items():
            if field.nature == "reference" and not field.many and name != "id":
                assert (f"{name}_cow" in ds.table(dataset).columns) == ("state" in field.prefixes), (dataset, name)
    assert ds.memberships.on("2022-01-06").to_dicts()[0]["member_cow"] == 371
    assert ds.offices.on("2022-01-06").where(holder="ARM").to_dicts()[0]["holder_iso_alpha3"] == "ARM"


def test_members_are_a_table(ds: Dataset) -> None:
    members = ds.members("2022-01-06")
    assert [row["cow"] for row in members.to_dicts()] == [state.cow for state in members]
    assert members.to_dict() == [state.to_dict() for state in members]
    assert members == tuple(members) == csto_data.members("2022-01-06")


def test_tables_of_objects_are_not_arrays(ds: Dataset) -> None:
    for table in (ds.events, ds.disputes(), ds.members("2022-01-06")):
        with pytest.raises(TypeError, match=r"For a data frame, use to_pandas\(\)"):
            table.__array__()
        assert not isinstance(table, Sequence)


def test_tables_and_records_are_shown_shortly(ds: Dataset) -> None:
    assert repr(ds["state:KAZ"]) == "<State state:KAZ: Kazakhstan>"
    assert all(len(repr(record)) < 200 for record in ds)
    for table in answers(ds):
        lines = repr(table).splitlines()
        assert len(lines) <= 13
        assert lines[0].startswith("<")
    assert repr(ds.events.where(kind="protest")[:0]) == "<Table events: 0 items>"


def test_html_is_small_escaped_and_without_scripts(ds: Dataset) -> None:
    shown: list[Any] = [*answers(ds), ds, ds["state:KAZ"], ds["operation:csto-kazakhstan-2022"], ds.disputes()[0]]
    shown += [ds.why("UZB", "2006-07-01"), ds.witnesses("event:csto-withdrawal-start", "date"), ds.search("csto")[0]]
    for each in shown:
        html = each._repr_html_()
        assert html.startswith("<table")
        assert len(html) < 20_000
        assert "<script" not in html
    place = csto_data.load().places["almaty"]
    evil = Dataset.from_records([type(place)(id="place:evil", name="<b>&", kind="city", evidence=())])
    assert "&lt;b&gt;&amp;" in evil.places._repr_html_()
    assert "&lt;b&gt;&amp;" in evil["place:evil"]._repr_html_()


def test_keys_are_completed_in_ipython(ds: Dataset) -> None:
    assert "state:KAZ" in ds.states._ipython_key_completions_()
    assert ds.disputes()._ipython_key_completions_() == ()


def test_to_pandas_says_what_to_install(ds: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pandas", None)
    with pytest.raises(ImportError, match="pip install pandas"):
        ds.states.to_pandas()


def test_empty_tables_have_the_columns_of_full_ones(ds: Dataset) -> None:
    for table in [*answers(ds), *(ds.table(dataset) for dataset in KINDS)]:
        empty = table.filter(lambda _: False)
        assert empty.columns == table.columns == tuple(table.to_dicts()[0])


def test_answers_without_names_say_so(ds: Dataset) -> None:
    for table in (ds.disputes(), ds.member_years(), ds.search("airport")):
        with pytest.raises(TypeError, match="have no names"):
            table.find("KAZ")  # type: ignore[attr-defined]
    assert ds.states.find("state:KAZ").name == "Kazakhstan"


@pytest.mark.parametrize(
    "ask",
    [
        lambda ds: ds.states.find(5),
        lambda ds: ds.search(5),
        lambda ds: ds.table(None),
        lambda ds: ds[5],
        lambda ds: ds.states.get(None),
    ],
    ids=["find", "search", "table", "getitem", "get"],
)
def test_other_types_than_text_are_refused(ds: Dataset, ask: Any) -> None:
    with pytest.raises(TypeError, match="A value of type"):
        ask(ds)


def test_search_with_prefix_finds_only_records_with_it(ds: Dataset) -> None:
    assert {match.record.id.partition(":")[0] for match in ds.search("state:RUS")} == {"state"}


def test_folder_that_cannot_be_created_is_a_dataset_error(ds: Dataset, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DatasetError, match="cannot be created"):
        ds.save(tmp_path / "file" / "data")
