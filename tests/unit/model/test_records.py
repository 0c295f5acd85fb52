"""A record holds what its JSON says, no more and no less, and cannot be changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.small_datasets import FEW
from support.validators import objects

import csto_data
from csto_data import Dataset, Day, Instant
from csto_data.model import KINDS, Attested, Party, Quantity, Record
from csto_data.model.fields import FieldType, fields_of, reportable
from csto_data.model.references import references
from csto_data.serialization.builder import build
from csto_data.serialization.converter import REFUSALS, problems, structure, unstructure
from csto_data.strategies import datasets, parties, quantities, records

MANY = settings(max_examples=settings.default.max_examples * 4)
"""For properties of every kind: the kind is drawn too."""
any_record = st.sampled_from(list(KINDS.values())).flatmap(lambda kind: records(kind.name))
attested = any_record.filter(lambda record: isinstance(record, Attested))


def parts(value: object) -> Iterator[Any]:
    """An object of the model and all objects in it."""
    if isinstance(value, tuple):
        for entry in value:
            yield from parts(entry)
    elif attrs.has(type(value)):
        yield value
        for field in attrs.fields(type(value)):
            yield from parts(getattr(value, field.name))


# There and back


@MANY
@given(any_record)
def test_a_record_written_and_read_is_the_same(record: Record) -> None:
    raw = json.loads(json.dumps(unstructure(record)))
    assert structure(type(record), raw) == record
    assert unstructure(structure(type(record), raw)) == raw


@MANY
@given(any_record)
def test_the_builder_makes_what_the_strict_reader_makes(record: Record) -> None:
    assert build(type(record), unstructure(record)) == record


def test_the_builder_makes_the_packaged_data_as_the_strict_reader_does() -> None:
    for kind in KINDS.values():
        raw = json.loads(csto_data.data_root().joinpath(f"{kind.dataset}.json").read_bytes())["records"]
        built = [build(kind.record_class, record) for record in raw]
        assert built == [structure(kind.record_class, record) for record in raw]
        assert [unstructure(record) for record in built] == raw
        assert list(csto_data.load().table(kind.dataset)) == sorted(built, key=lambda record: record.id)


@given(quantities())
def test_a_quantity_written_and_read_is_the_same(quantity: Quantity) -> None:
    assert structure(Quantity, json.loads(json.dumps(unstructure(quantity)))) == quantity


@given(parties())
def test_a_party_written_and_read_is_the_same(party: Party) -> None:
    assert structure(Party, unstructure(party)) == party
    assert (party.actor is None) is (party.described_as is not None)


@given(any_record)
def test_unknown_values_are_left_out(record: Record) -> None:
    def holes(raw: Any) -> bool:
        inner = raw.values() if isinstance(raw, dict) else raw if isinstance(raw, list) else ()
        return raw is None or raw in ([], {}, "") or any(map(holes, inner))

    assert not holes(unstructure(record))


@MANY
@given(any_record)
def test_the_order_of_keys_does_not_matter(record: Record) -> None:
    def turned(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: turned(value[key]) for key in reversed(value)}
        return [turned(entry) for entry in value] if isinstance(value, list) else value

    assert structure(type(record), turned(unstructure(record))) == record


# Strictness


def other_types(field: FieldType) -> list[object]:
    """Values of JSON types other than the field's, those that Python is tempted to convert first."""
    scalars: dict[str, list[object]] = {
        "flag": [1, 0, "true", "no"],
        "integer": ["1", True, 1.0, 1.5],
        "number": ["1.5", True, float("nan"), float("inf")],
        "object": ["text", 5, True],
        "quantity": ["12", 12, True],
    }
    wrong = scalars.get(field.nature, [5, True, 1.5, {}])
    many: list[object] = ["text", {"a": 1}, {}, (), 5, True]
    return [
        None,
        [],
        *(many if field.many else wrong),
        *([[entry] for entry in (*wrong, None)] if field.many else [[None]]),
    ]


@MANY
@given(any_record, st.data())
def test_no_value_is_converted_to_the_type_of_its_field(record: Record, data: st.DataObject) -> None:
    raw = unstructure(record)
    field = data.draw(st.sampled_from(list(fields_of(type(record)).values())))
    raw[field.name] = data.draw(st.sampled_from(other_types(field)))
    with pytest.raises(REFUSALS) as refused:
        structure(type(record), raw)
    assert {path[0] for path, _ in problems(refused.value)} == {field.name}


@MANY
@given(attested, st.data())
def test_a_reported_value_has_the_type_of_its_field(record: Record, data: st.DataObject) -> None:
    raw = unstructure(record)
    field = data.draw(st.sampled_from(list(reportable(type(record)).values())))
    value = data.draw(st.sampled_from(other_types(field)))
    raw["evidence"] = [{"source": "source:paper", "reports": {field.name: value}}]
    with pytest.raises(REFUSALS) as refused:
        structure(type(record), raw)
    assert {path[:4] for path, _ in problems(refused.value)} == {("evidence", 0, "reports", field.name)}


@MANY
@given(any_record, st.data())
def test_an_unknown_key_is_refused_in_every_object(record: Record, data: st.DataObject) -> None:
    raw = unstructure(record)
    holders = [(path, value) for path, value in objects(raw) if isinstance(value, dict)]
    path, holder = data.draw(st.sampled_from(holders))
    holder["colour"] = "red"
    with pytest.raises(REFUSALS) as refused:
        structure(type(record), raw)
    ((found, message),) = problems(refused.value)
    assert found == (*path, "colour")
    assert "colour" in message


@MANY
@given(any_record, st.data())
def test_a_missing_field_is_named(record: Record, data: st.DataObject) -> None:
    raw = unstructure(record)
    name = data.draw(st.sampled_from([field.name for field in fields_of(type(record)).values() if field.required]))
    del raw[name]
    with pytest.raises(REFUSALS) as refused:
        structure(type(record), raw)
    assert any(name in message for _, message in problems(refused.value))


def test_values_that_are_not_objects_are_refused() -> None:
    for kind in KINDS.values():
        for value in (None, [], "text", 5, True, [{}], {}):
            with pytest.raises(REFUSALS):
                structure(kind.record_class, value)


@given(any_record)
def test_a_repeated_entry_of_a_list_is_refused(record: Record) -> None:
    raw = unstructure(record)
    for name in [name for name, value in raw.items() if isinstance(value, list)]:
        with pytest.raises(REFUSALS) as refused:
            structure(type(record), {**raw, name: [*raw[name], raw[name][0]]})
        assert [path for path, _ in problems(refused.value)] == [(name, len(raw[name]))]


NO_QUANTITIES: list[object] = [
    {}, {"value": 1, "at_least": 1}, {"at_least": 2, "at_most": 2}, {"at_least": 3, "at_most": 2}, {"approximate": True},
    {"value": 0, "approximate": True}, {"at_least": 1, "approximate": True}, {"value": True}, {"value": "1"}, {"value": None},
    {"wording": ""}, {"value": 1, "unit": "person"}, 5, "5", [5], None,
]  # fmt: skip
NO_PARTIES: list[object] = [
    {}, {"of": "state:KAZ"}, {"office": "office:chair"}, {"actor": "state:KAZ", "described_as": "leaders"},
    {"actor": "state:KAZ", "of": "state:KAZ"}, {"described_as": "leaders", "office": "office:chair"}, {"actor": "place:almaty"},
    {"actor": "state:Kaz"}, {"actor": "KAZ"}, {"described_as": ["leaders"]}, {"described_as": " leaders"},
]  # fmt: skip


@pytest.mark.parametrize(("cls", "values"), [(Quantity, NO_QUANTITIES), (Party, NO_PARTIES)])
def test_invalid_quantities_and_parties_are_refused(cls: Any, values: list[object]) -> None:
    assert not [raw for raw in values if is_read(cls, raw)]


def is_read(cls: Any, raw: object) -> bool:
    try:
        structure(cls, raw)
    except REFUSALS:
        return False
    return True


# Frozen at every depth


@given(any_record)
def test_no_field_of_any_object_can_be_written_or_deleted(record: Record) -> None:
    for part in parts(record):
        for field in attrs.fields(type(part)):
            before = getattr(part, field.name)
            with pytest.raises(attrs.exceptions.FrozenInstanceError):
                setattr(part, field.name, before)
            with pytest.raises(attrs.exceptions.FrozenInstanceError):
                delattr(part, field.name)
            assert getattr(part, field.name) == before
        with pytest.raises((AttributeError, TypeError)):
            part.colour = "red"
        assert not hasattr(part, "__dict__")


@given(any_record)
def test_records_hold_immutable_values_only(record: Record) -> None:
    atoms = (str, int, float, type(None))
    for part in parts(record):
        for field in attrs.fields(type(part)):
            value = getattr(part, field.name)
            entries = value if isinstance(value, tuple) else (value,)
            assert all(isinstance(e, atoms) or attrs.has(type(e)) or type(part) in (Day, Instant) for e in entries)
    assert hash(record) == hash(structure(type(record), unstructure(record)))


def test_packaged_records_are_hashable_and_distinct() -> None:
    everything = list(csto_data.load())
    assert len(set(everything)) == len(everything)


def test_a_dataset_is_read_only() -> None:
    for name in ("version", "coverage", "states", "_tables", "colour"):
        with pytest.raises(AttributeError):
            setattr(csto_data.load(), name, None)
        with pytest.raises(AttributeError):
            delattr(csto_data.load(), name)


# References


@FEW
@given(datasets())
def test_references_are_all_ids_in_a_record_except_its_own(made: Dataset) -> None:
    def ids(raw: Any) -> Iterator[str]:
        if isinstance(raw, str) and raw.partition(":")[0] in prefixes and ":" in raw:
            yield raw
        for inner in raw.values() if isinstance(raw, dict) else raw if isinstance(raw, list) else ():
            yield from ids(inner)

    prefixes = {kind.prefix for kind in KINDS.values()}
    for record in made:
        raw = unstructure(record)
        found = list(references(record))
        assert sorted(reference.id for reference in found) == sorted(ids({**raw, "id": ""}))
        for reference in found:
            value = raw
            for step in reference.path:
                value = value[step]
            assert value == reference.id
            assert reference.id.partition(":")[0] in reference.prefixes
