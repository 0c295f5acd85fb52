"""Any consistent dataset can be written, read, checked and asked."""

from __future__ import annotations

import json
import pickle
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from support.small_datasets import FEW, PACT, TREATY, dataset, spell, state

import csto_data
from csto_data import Ambiguous, Answer, Dataset, Day, InvalidDay, NotFound, load, validate
from csto_data.model import KINDS, Event, Membership, Record
from csto_data.model.references import references
from csto_data.serialization.converter import unstructure
from csto_data.store.folder_writer import write_folder
from csto_data.strategies import datasets, days
from csto_data.validation.fixer import unformatted


@contextmanager
def written(made: Dataset) -> Iterator[Path]:
    """A folder with the dataset."""
    with tempfile.TemporaryDirectory() as folder:
        write_folder(made, folder)
        yield Path(folder)


# As files


@given(datasets())
def test_a_dataset_survives_being_written_and_read(made: Dataset) -> None:
    with written(made) as folder:
        read = load(folder)
    assert list(read) == list(made)
    assert (read.version, read.coverage) == (made.version, made.coverage)


@given(datasets())
def test_a_consistent_dataset_validates_clean(made: Dataset) -> None:
    with written(made) as folder:
        assert validate(folder) == ()


@FEW
@given(datasets())
def test_what_is_written_is_in_canonical_form(made: Dataset) -> None:
    with written(made) as folder:
        assert unformatted(folder) == []


def test_the_packaged_dataset_survives_being_written_and_read(tmp_path: Path) -> None:
    write_folder(load(), tmp_path / "copy")
    copy = load(tmp_path / "copy")
    assert list(copy) == list(load())
    assert (copy.version, copy.released, copy.coverage) == (load().version, load().released, load().coverage)
    assert validate(tmp_path / "copy") == ()
    for kind in KINDS.values():
        packaged = csto_data.data_root().joinpath(f"{kind.dataset}.json").read_bytes()
        assert (tmp_path / "copy" / f"{kind.dataset}.json").read_bytes() == packaged


def test_writing_leaves_other_files_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    write_folder(dataset(), tmp_path)
    assert (tmp_path / "notes.txt").read_text() == "mine"


@FEW
@given(datasets())
def test_rows_are_the_json_of_the_records(made: Dataset) -> None:
    for kind in KINDS.values():
        rows = made.table(kind.dataset).rows()
        assert json.loads(json.dumps(rows)) == [unstructure(record) for record in made.table(kind.dataset)]


# Looking things up


@FEW
@given(datasets())
def test_every_record_is_found_by_its_id_with_or_without_the_prefix(made: Dataset) -> None:
    for record in made:
        table = made.table(next(kind.dataset for kind in KINDS.values() if isinstance(record, kind.record_class)))
        slug = record.id.partition(":")[2]
        assert made[record.id] is table[record.id] is table[slug]
        assert record.id in made
        assert record.id in table
        assert slug in table


@FEW
@given(datasets())
def test_tables_are_in_the_order_of_ids_and_hold_each_record_once(made: Dataset) -> None:
    for name, kind in KINDS.items():
        table = made.table(name)
        assert list(table.ids()) == sorted({record.id for record in table})
        assert len(table) == len(table.ids())
        assert all(id.startswith(f"{kind.prefix}:") for id in table.ids())


def names(record: Any) -> set[str]:
    named = {getattr(record, name, None) for name in ("name", "official_name", "abbreviation", "title")}
    return {*filter(None, named), *getattr(record, "other_names", ())}


@FEW
@given(datasets(), st.data())
def test_a_name_finds_its_only_bearer_or_names_all_who_bear_it(made: Dataset, data: st.DataObject) -> None:
    table = made.table(data.draw(st.sampled_from(["states", "organizations", "people", "places", "sources"])))
    for name in {name for record in table for name in names(record)}:
        bearers = [r for r in table if name.casefold() in {known.casefold() for known in names(r)}]
        if len(bearers) == 1:
            assert table.find(name.upper()) is bearers[0] or name.upper().casefold() != name.casefold()
        else:
            with pytest.raises(Ambiguous) as ambiguous:
                table.find(name)
            assert all(bearer.id in str(ambiguous.value) for bearer in bearers)


@given(datasets(), st.data())
def test_where_gives_the_records_that_have_the_value(made: Dataset, data: st.DataObject) -> None:
    table = made.table(data.draw(st.sampled_from([name for name in KINDS if len(made.table(name))])))
    record = data.draw(st.sampled_from(list(table)))
    fields = {name: getattr(record, name) for name in unstructure(record)}
    name = data.draw(st.sampled_from(list(fields)))
    value = data.draw(st.sampled_from(fields[name])) if isinstance(fields[name], tuple) else fields[name]
    found = table.where(**{name: value})
    assert record in found
    for other in table:
        held = getattr(other, name)
        assert (other in found) is (value in held if isinstance(held, tuple) else value == held)
    if len(found) == 1:
        assert table.by(**{name: value}) is record
    else:
        with pytest.raises(Ambiguous, match=str(len(found))):
            table.by(**{name: value})


SMALL = dataset(state("KAZ", cow=705), state("KGZ", cow=703), PACT, TREATY, spell("kaz", "KAZ", "2002"))


@pytest.mark.parametrize(
    ("ask", "expected"),
    [
        (lambda: SMALL["state:KAX"], "state:KAZ"),
        (lambda: SMALL["KAZ"], "expected an id such as"),
        (lambda: SMALL["sate:KAZ"], "state:KAZ"),
        (lambda: SMALL.states["KAX"], "state:KAZ"),
        (lambda: SMALL.states.find("Kas"), "Kaz"),
        (lambda: SMALL.states.by(cow=704), "no record in states with cow=704"),
        (lambda: SMALL.states.by(iso_alpha3="KAX"), "KAZ"),
        (lambda: SMALL.states.where(iso_alpha="KAZ"), "iso_alpha3"),
        (lambda: SMALL.table("sates"), "states"),
        (lambda: SMALL.about("org:pakt"), "org:pact"),
        (lambda: SMALL.said_by("state:KAX"), "state:KAZ"),
        (lambda: SMALL.replies_to("statement:nothing"), "no record"),
    ],
)
def test_what_is_not_found_names_the_nearest(ask: Any, expected: str) -> None:
    with pytest.raises(NotFound) as missing:
        ask()
    assert expected in str(missing.value)


@pytest.mark.parametrize("id", ["state:KAX", "KAZ", "", ":", None, 5, ("state:KAZ",)])
def test_what_is_no_id_of_a_record_is_not_in_the_dataset(id: object) -> None:
    assert id not in SMALL
    assert id not in SMALL.states or id == "KAZ"


# Questions


@FEW
@given(datasets(), days(), days())
def test_between_gives_all_events_that_may_have_happened_then(made: Dataset, one: Day, other: Day) -> None:
    assume(other.before(one) is not Answer.YES)
    found = made.events.between(one, other)
    assert len(set(found)) == len(found)
    for event in made.events:
        first, last = extent(event)
        over = last is not None and last.before(one) is Answer.YES
        not_yet = first is not None and other.before(first) is Answer.YES
        assert (event in found) is not (over or not_yet)


def extent(event: Event) -> tuple[Day | None, Day | None]:
    moment = event.date or (event.instant.day if event.instant is not None else None)
    return (moment, moment) if moment is not None else (event.start, event.end)


def test_between_takes_the_first_day_then_the_last() -> None:
    with pytest.raises(InvalidDay, match="lies before"):
        SMALL.events.between("2022-01-19", "2022-01-02")


@FEW
@given(datasets())
def test_about_gives_all_that_refers_to_a_record_outside_evidence(made: Dataset) -> None:
    def leads(record: Record, id: str) -> bool:
        return any(ref.id == id for ref in references(record) if "evidence" not in ref.path)

    for record in made:
        found = made.about(record.id)
        assert list(found) == sorted((other for other in made if leads(other, record.id)), key=lambda other: other.id)


@FEW
@given(datasets())
def test_said_by_gives_what_one_said_and_what_was_said_for_one(made: Dataset) -> None:
    for speaker in (*made.people, *made.states, *made.organizations):
        said = {record.id for record in made.said_by(speaker.id)}
        assert said == {
            *(s.id for s in made.statements if {speaker.id} & {id for p in s.speakers for id in (p.actor, p.of)}),
            *(a.id for a in made.assessments if speaker.id in a.by),
            *(f.id for f in made.figures if {speaker.id} & {id for p in f.stated_by for id in (p.actor, p.of)}),
        }


@FEW
@given(datasets())
def test_every_reply_is_among_the_replies_to_what_it_answers(made: Dataset) -> None:
    for statement in made.statements:
        assert [reply.id for reply in made.replies_to(statement.id)] == [
            other.id for other in made.statements if other.in_reply_to == statement.id
        ]
        if statement.in_reply_to is not None:
            assert statement in made.replies_to(statement.in_reply_to)


@FEW
@given(datasets())
def test_asking_changes_nothing(made: Dataset) -> None:
    before = [unstructure(record) for record in made]
    made.disputes(), made.unsettled(), made.events.between("1990", "2020")
    assert [unstructure(record) for record in made] == before
    assert all(isinstance(spell, Membership) for spell in made.memberships)


def test_the_packaged_dataset_is_read_once() -> None:
    assert load() is load()
    assert load().states is load().states


@pytest.mark.parametrize(
    ("codes", "meant"), [({"cow": "705"}, "it is cow=705"), ({"iso_numeric": 398}, "it is iso_numeric='398'")]
)
def test_a_code_of_another_type_is_not_found_and_the_right_one_is_named(codes: dict[str, object], meant: str) -> None:
    with pytest.raises(NotFound, match=meant):
        load().states.by(**codes)


ASKED_TWICE: dict[str, Any] = {
    "judgements": lambda ds: ds.judgements(),
    "judgements of a record": lambda ds: ds.judgements("event:csto-withdrawal-start"),
    "disputes": lambda ds: ds.disputes(),
    "unsettled": lambda ds: ds.unsettled(),
    "about": lambda ds: ds.about("org:csto"),
}


@pytest.mark.parametrize("question", ASKED_TWICE)
def test_a_repeated_question_gives_the_remembered_answer(question: str) -> None:
    ask = ASKED_TWICE[question]
    assert ask(load())
    assert ask(load()) is ask(load())


@FEW
@given(datasets())
def test_remembered_answers_are_those_of_a_fresh_copy(made: Dataset) -> None:
    of_each = {record.id: made.judgements(record.id) for record in made}
    fresh = pickle.loads(pickle.dumps(made))  # noqa: S301
    assert made.judgements() == fresh.judgements()
    assert {record.id: fresh.judgements(record.id) for record in fresh} == of_each
    assert sorted(made.judgements(), key=lambda judgement: judgement.sort_key) == list(made.judgements())
    assert made.disputes() == fresh.disputes()
    assert made.unsettled() == fresh.unsettled()
