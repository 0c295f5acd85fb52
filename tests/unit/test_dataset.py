"""Datasets: writing and loading folders, lookups, and queries across records."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from support.small_datasets import FEWER_EXAMPLES, PACT, TREATY, dataset, spell, state

import csto_data
from csto_data import (
    AmbiguousError,
    Answer,
    Dataset,
    DatasetError,
    Day,
    InvalidDateError,
    NotFoundError,
    load,
    validate,
)
from csto_data.errors import InvalidFilterError
from csto_data.model import KINDS, Event, Membership, Place, Record
from csto_data.model.json_values import to_json
from csto_data.model.references import references
from csto_data.provenance.judgements import order_of
from csto_data.serialization.converter import structure
from csto_data.store.folder_writer import write_folder
from csto_data.strategies import datasets, days
from csto_data.validation.fixer import unformatted


@contextmanager
def dataset_folder(generated: Dataset) -> Iterator[Path]:
    """A temporary folder with the dataset."""
    with tempfile.TemporaryDirectory() as folder:
        write_folder(generated, folder)
        yield Path(folder)


# Folders


@given(datasets())
def test_dataset_round_trips_through_folder(generated: Dataset) -> None:
    with dataset_folder(generated) as folder:
        read = load(folder)
    assert list(read) == list(generated)
    assert (read.version, read.coverage) == (generated.version, generated.coverage)


@given(datasets())
def test_validate_returns_no_findings_for_consistent_dataset(generated: Dataset) -> None:
    with dataset_folder(generated) as folder:
        assert validate(folder) == ()


@FEWER_EXAMPLES
@given(datasets())
def test_write_folder_writes_canonical_files(generated: Dataset) -> None:
    with dataset_folder(generated) as folder:
        assert unformatted(folder) == []


def test_packaged_dataset_round_trips_through_folder(tmp_path: Path) -> None:
    write_folder(load(), tmp_path / "copy")
    copy = load(tmp_path / "copy")
    assert list(copy) == list(load())
    assert (copy.version, copy.released, copy.coverage) == (load().version, load().released, load().coverage)
    assert validate(tmp_path / "copy") == ()
    for kind in KINDS.values():
        packaged = csto_data.data_root().joinpath(f"{kind.dataset}.json").read_bytes()
        assert (tmp_path / "copy" / f"{kind.dataset}.json").read_bytes() == packaged


def test_write_folder_keeps_other_files(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    write_folder(dataset(), tmp_path)
    assert (tmp_path / "notes.txt").read_text() == "mine"


@FEWER_EXAMPLES
@given(datasets())
def test_to_dict_of_each_record_is_json_and_loads_back_to_an_equal_record(generated: Dataset) -> None:
    for record in generated:
        raw = json.loads(json.dumps(record.to_dict()))
        assert structure(type(record), raw) == record


# Lookups


@FEWER_EXAMPLES
@given(datasets())
def test_getitem_finds_record_by_id_with_or_without_prefix(generated: Dataset) -> None:
    for record in generated:
        table = generated.table(next(kind.dataset for kind in KINDS.values() if isinstance(record, kind.record_class)))
        slug = record.id.partition(":")[2]
        assert generated[record.id] is table[record.id] is table[slug]
        assert record.id in generated
        assert record.id in table
        assert slug in table


@FEWER_EXAMPLES
@given(datasets())
def test_tables_are_sorted_by_unique_id(generated: Dataset) -> None:
    for name, kind in KINDS.items():
        table = generated.table(name)
        assert list(table.keys()) == sorted({record.id for record in table})
        assert len(table) == len(table.keys())
        assert all(record.id.startswith(f"{kind.prefix}:") for record in table)


def names(record: Any) -> set[str]:
    named = {getattr(record, name, None) for name in ("name", "title")}
    return {*filter(None, named), *map(str, getattr(record, "names", ()))}


@FEWER_EXAMPLES
@given(datasets(), st.data())
def test_find_returns_only_record_with_name_or_raises_ambiguous(generated: Dataset, data: st.DataObject) -> None:
    table = generated.table(data.draw(st.sampled_from(["states", "organizations", "people", "places", "sources"])))
    for name in {name for record in table for name in names(record)}:
        matches = [r for r in table if name.casefold() in {known.casefold() for known in names(r)}]
        if len(matches) == 1:
            assert table.find(name.upper()) is matches[0] or name.upper().casefold() != name.casefold()
        else:
            with pytest.raises(AmbiguousError) as ambiguous:
                table.find(name)
            assert all(match.id in str(ambiguous.value) for match in matches)


SMALL = dataset(state("KAZ", cow=705), state("KGZ", cow=703), PACT, TREATY, spell("kaz", "KAZ", "2002"))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param(lambda: SMALL["state:KAX"], "state:KAZ", id="unknown id"),
        pytest.param(lambda: SMALL["KAZ"], "Expected an id such as", id="id without prefix"),
        pytest.param(lambda: SMALL["sate:KAZ"], "state:KAZ", id="unknown prefix"),
        pytest.param(lambda: SMALL.states["KAX"], "state:KAZ", id="table getitem"),
        pytest.param(lambda: SMALL.states.find("Kas"), "Kaz", id="find"),
        pytest.param(lambda: SMALL.states.by(cow=704), "No record in states has 704 as cow", id="by number"),
        pytest.param(lambda: SMALL.states.by(iso_alpha3="KAX"), "KAZ", id="by text"),
        pytest.param(lambda: SMALL.table("sates"), "states", id="table"),
        pytest.param(lambda: SMALL.about("org:pakt"), "org:pact", id="about"),
        pytest.param(lambda: SMALL.said_by("state:KAX"), "state:KAZ", id="said_by"),
        pytest.param(lambda: SMALL.replies_to("statement:nothing"), "No statement has the id", id="replies_to"),
    ],
)
def test_not_found_suggests_nearest_value(query: Any, expected: str) -> None:
    with pytest.raises(NotFoundError) as raised:
        query()
    assert expected in str(raised.value)


@pytest.mark.parametrize("id", ["state:KAX", "KAZ", "", ":", None, 5, ("state:KAZ",)], ids=repr)
def test_contains_is_false_for_unknown_id(id: object) -> None:
    assert id not in SMALL
    assert id not in SMALL.states or id == "KAZ"


# Queries


@FEWER_EXAMPLES
@given(datasets(), days(), days())
def test_between_returns_all_events_possible_in_the_period(generated: Dataset, one: Day, other: Day) -> None:
    assume(other.before(one) is not Answer.YES)
    found = generated.events.between(one, other)
    assert len(set(found)) == len(found)
    for event in generated.events:
        first, last = first_and_last_day(event)
        ended_before = last is not None and last.before(one) is Answer.YES
        starts_after = first is not None and other.before(first) is Answer.YES
        assert (event in found) is not (ended_before or starts_after)


def first_and_last_day(event: Event) -> tuple[Day | None, Day | None]:
    moment = event.date or (event.instant.day if event.instant is not None else None)
    return (moment, moment) if moment is not None else (event.start, event.end)


def test_between_rejects_last_day_before_first_day() -> None:
    with pytest.raises(InvalidDateError, match="is before the first day"):
        SMALL.events.between("2022-01-19", "2022-01-02")


@FEWER_EXAMPLES
@given(datasets())
def test_about_returns_records_that_reference_the_id_or_a_place_in_it_outside_evidence(generated: Dataset) -> None:
    def refers_to(record: Record, ids: set[str]) -> bool:
        return any(ref.id in ids for ref in references(record) if "evidence" not in ref.path)

    def is_in(place: Place, id: str) -> bool:
        outer = None if place.part_of is None else generated.places[place.part_of]
        return outer is not None and (outer.id == id or is_in(outer, id))

    for record in generated:
        wanted = {record.id, *(place.id for place in generated.places if is_in(place, record.id))}
        others = sorted((other for other in generated if refers_to(other, wanted)), key=lambda other: other.id)
        assert list(generated.about(record.id)) == [other for other in others if other is not record]


@FEWER_EXAMPLES
@given(datasets())
def test_said_by_returns_records_by_or_on_behalf_of_speaker(generated: Dataset) -> None:
    for speaker in (*generated.people, *generated.states, *generated.organizations):
        said = {record.id for record in generated.said_by(speaker.id)}
        assert said == {
            *(s.id for s in generated.statements if {speaker.id} & {id for p in s.speakers for id in (p.actor, p.of)}),
            *(a.id for a in generated.assessments if speaker.id in a.by),
            *(f.id for f in generated.figures if {speaker.id} & {id for p in f.stated_by for id in (p.actor, p.of)}),
        }


@FEWER_EXAMPLES
@given(datasets())
def test_replies_to_returns_all_replies_to_statement(generated: Dataset) -> None:
    for statement in generated.statements:
        assert [reply.id for reply in generated.replies_to(statement.id)] == [
            other.id for other in generated.statements if other.in_reply_to == statement.id
        ]
        if statement.in_reply_to is not None:
            assert statement in generated.replies_to(statement.in_reply_to)


@FEWER_EXAMPLES
@given(datasets())
def test_queries_do_not_change_records(generated: Dataset) -> None:
    before = [to_json(record) for record in generated]
    generated.disputes(), generated.unsettled(), generated.events.between("1990", "2020")
    assert [to_json(record) for record in generated] == before
    assert all(isinstance(spell, Membership) for spell in generated.memberships)


def test_all_threads_load_one_dataset() -> None:
    code = """
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import csto_data

together = Barrier(16)

def ask(_):
    together.wait()
    return csto_data.load()

with ThreadPoolExecutor(16) as pool:
    found = list(pool.map(ask, range(16)))
assert all(dataset is found[0] for dataset in found)
assert found[0].states is csto_data.load().states
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_view_refuses_to_be_saved_and_writes_nothing(tmp_path: Path) -> None:
    view = SMALL.as_reported_by(SMALL.sources[0].id)
    with pytest.raises(DatasetError, match=r"The view of source:.* cannot be saved"):
        view.save(tmp_path / "data")
    assert not [*tmp_path.iterdir()]
    assert view.to_dict() == [record.to_dict() for record in view]


def test_dataset_of_records_can_be_saved_and_loaded(tmp_path: Path) -> None:
    records = [*load()]
    made = Dataset.from_records(records, version="1.2.3", coverage=load().coverage)
    made.save(tmp_path / "data")
    loaded = load(tmp_path / "data")
    assert (loaded.version, list(loaded)) == ("1.2.3", records)
    with pytest.raises(DatasetError, match="Two records have the id"):
        Dataset.from_records([records[0], records[0]])


def test_load_caches_packaged_dataset() -> None:
    assert load() is load()
    assert load().states is load().states


@pytest.mark.parametrize(
    ("codes", "suggestion"),
    [({"cow": "705"}, r"Did you mean cow=705\?"), ({"iso_numeric": 398}, r'Did you mean the text "398"\?')],
    ids=["text instead of number", "number instead of text"],
)
def test_by_suggests_code_of_the_right_type(codes: dict[str, object], suggestion: str) -> None:
    with pytest.raises(InvalidFilterError, match=suggestion):
        load().states.by(**codes)


CACHED_QUERIES: dict[str, Any] = {
    "judgements": lambda ds: ds.judgements(),
    "judgements of a record": lambda ds: ds.judgements("event:csto-withdrawal-start"),
    "disputes": lambda ds: ds.disputes(),
    "unsettled": lambda ds: ds.unsettled(),
    "about": lambda ds: ds.about("org:csto"),
}


@pytest.mark.parametrize("name", CACHED_QUERIES)
def test_repeated_query_returns_cached_result(name: str) -> None:
    query = CACHED_QUERIES[name]
    assert query(load())
    assert query(load()) == query(load())


@FEWER_EXAMPLES
@given(datasets())
def test_cached_results_equal_results_of_fresh_copy(generated: Dataset) -> None:
    by_record = {record.id: generated.judgements(record.id) for record in generated}
    fresh = pickle.loads(pickle.dumps(generated))  # noqa: S301
    assert generated.judgements() == fresh.judgements()
    assert {record.id: fresh.judgements(record.id) for record in fresh} == by_record
    assert sorted(generated.judgements(), key=order_of) == list(generated.judgements())
    assert generated.disputes() == fresh.disputes()
    assert generated.unsettled() == fresh.unsettled()
