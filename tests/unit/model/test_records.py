"""Records: conversion from and to JSON, strict reading, immutability and references."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.small_datasets import FEWER_EXAMPLES
from support.validators import walk_values

import csto_data
from csto_data import Dataset, Day, Instant
from csto_data.model import KINDS, Attested, Party, Quantity, Record
from csto_data.model.fields import FieldType, fields_of, reportable
from csto_data.model.json_values import to_json
from csto_data.model.references import references
from csto_data.serialization.builder import build
from csto_data.serialization.converter import REFUSALS, problems, structure
from csto_data.strategies import datasets, parties, quantities, records

MANY = settings(max_examples=settings.default.max_examples * 4)
"""More examples, because the kind of record is drawn too."""
any_record = st.sampled_from(list(KINDS.values())).flatmap(lambda kind: records(kind.name))
attested = any_record.filter(lambda record: isinstance(record, Attested))


def nested_objects(value: object) -> Iterator[Any]:
    """The model object and all model objects nested in it."""
    if isinstance(value, tuple):
        for entry in value:
            yield from nested_objects(entry)
    elif attrs.has(type(value)):
        yield value
        for field in attrs.fields(type(value)):
            yield from nested_objects(getattr(value, field.name))


# Round trips


@MANY
@given(any_record)
def test_record_round_trips_through_json(record: Record) -> None:
    raw = json.loads(json.dumps(to_json(record)))
    assert structure(type(record), raw) == record
    assert to_json(structure(type(record), raw)) == raw


@MANY
@given(any_record)
def test_build_equals_structure(record: Record) -> None:
    assert build(type(record), to_json(record)) == record


def test_build_equals_structure_for_packaged_records() -> None:
    for kind in KINDS.values():
        raw = json.loads(csto_data.data_root().joinpath(f"{kind.dataset}.json").read_bytes())["records"]
        built = [build(kind.record_class, record) for record in raw]
        assert built == [structure(kind.record_class, record) for record in raw]
        assert [to_json(record) for record in built] == raw
        assert list(csto_data.load().table(kind.dataset)) == sorted(built, key=lambda record: record.id)


@given(quantities())
def test_quantity_round_trips_through_json(quantity: Quantity) -> None:
    assert structure(Quantity, json.loads(json.dumps(to_json(quantity)))) == quantity


@given(parties())
def test_party_round_trips_through_json(party: Party) -> None:
    assert structure(Party, to_json(party)) == party
    assert (party.actor is None) is (party.described_as is not None)


@given(any_record)
def test_unstructure_omits_empty_values(record: Record) -> None:
    def has_empty_value(raw: Any) -> bool:
        inner = raw.values() if isinstance(raw, dict) else raw if isinstance(raw, list) else ()
        return raw is None or raw in ([], {}, "") or any(map(has_empty_value, inner))

    assert not has_empty_value(to_json(record))


@MANY
@given(any_record)
def test_structure_ignores_key_order(record: Record) -> None:
    def with_reversed_keys(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: with_reversed_keys(value[key]) for key in reversed(value)}
        return [with_reversed_keys(entry) for entry in value] if isinstance(value, list) else value

    assert structure(type(record), with_reversed_keys(to_json(record))) == record


# Strictness


def other_types(field: FieldType) -> list[object]:
    """Values of another JSON type than the field. Those that Python could convert come first."""
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
def test_structure_rejects_value_of_another_type(record: Record, data: st.DataObject) -> None:
    raw = to_json(record)
    field = data.draw(st.sampled_from(list(fields_of(type(record)).values())))
    raw[field.name] = data.draw(st.sampled_from(other_types(field)))
    with pytest.raises(REFUSALS) as raised:
        structure(type(record), raw)
    assert {path[0] for path, _ in problems(raised.value)} == {field.name}


@MANY
@given(attested, st.data())
def test_structure_rejects_reported_value_of_another_type(record: Record, data: st.DataObject) -> None:
    raw = to_json(record)
    field = data.draw(st.sampled_from(list(reportable(type(record)).values())))
    value = data.draw(st.sampled_from(other_types(field)))
    raw["evidence"] = [{"source": "source:paper", "reports": {field.name: value}}]
    with pytest.raises(REFUSALS) as raised:
        structure(type(record), raw)
    assert {path[:4] for path, _ in problems(raised.value)} == {("evidence", 0, "reports", field.name)}


@MANY
@given(any_record, st.data())
def test_structure_rejects_unknown_key_in_any_object(record: Record, data: st.DataObject) -> None:
    raw = to_json(record)
    parents = [(path, value) for path, value in walk_values(raw) if isinstance(value, dict)]
    path, parent = data.draw(st.sampled_from(parents))
    parent["colour"] = "red"
    with pytest.raises(REFUSALS) as raised:
        structure(type(record), raw)
    ((found, message),) = problems(raised.value)
    assert found == (*path, "colour")
    assert "colour" in message


@MANY
@given(any_record, st.data())
def test_structure_reports_missing_required_field(record: Record, data: st.DataObject) -> None:
    raw = to_json(record)
    name = data.draw(st.sampled_from([field.name for field in fields_of(type(record)).values() if field.required]))
    del raw[name]
    with pytest.raises(REFUSALS) as raised:
        structure(type(record), raw)
    assert any(name in message for _, message in problems(raised.value))


def test_structure_rejects_empty_object_and_other_json_types() -> None:
    for kind in KINDS.values():
        for value in (None, [], "text", 5, True, [{}], {}):
            with pytest.raises(REFUSALS):
                structure(kind.record_class, value)


@given(any_record)
def test_structure_rejects_duplicate_list_item(record: Record) -> None:
    raw = to_json(record)
    for name in [name for name, value in raw.items() if isinstance(value, list)]:
        with pytest.raises(REFUSALS) as raised:
            structure(type(record), {**raw, name: [*raw[name], raw[name][0]]})
        assert [path for path, _ in problems(raised.value)] == [(name, len(raw[name]))]


INVALID_QUANTITIES: list[object] = [
    {}, {"value": 1, "at_least": 1}, {"at_least": 2, "at_most": 2}, {"at_least": 3, "at_most": 2}, {"approximate": True},
    {"value": 0, "approximate": True}, {"at_least": 1, "approximate": True}, {"value": True}, {"value": "1"}, {"value": None},
    {"wording": ""}, {"value": 1, "unit": "person"}, 5, "5", [5], None,
]  # fmt: skip
INVALID_PARTIES: list[object] = [
    {}, {"of": "state:KAZ"}, {"office": "office:chair"}, {"actor": "state:KAZ", "described_as": "leaders"},
    {"actor": "state:KAZ", "of": "state:KAZ"}, {"described_as": "leaders", "office": "office:chair"}, {"actor": "place:almaty"},
    {"actor": "state:Kaz"}, {"actor": "KAZ"}, {"described_as": ["leaders"]}, {"described_as": " leaders"},
]  # fmt: skip


@pytest.mark.parametrize(
    ("cls", "values"), [(Quantity, INVALID_QUANTITIES), (Party, INVALID_PARTIES)], ids=["quantity", "party"]
)
def test_structure_rejects_invalid_quantities_and_parties(cls: Any, values: list[object]) -> None:
    assert not [raw for raw in values if is_accepted(cls, raw)]


def is_accepted(cls: Any, raw: object) -> bool:
    try:
        structure(cls, raw)
    except REFUSALS:
        return False
    return True


# Immutability


@given(any_record)
def test_record_fields_cannot_be_set_or_deleted(record: Record) -> None:
    for part in nested_objects(record):
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
def test_records_contain_only_immutable_values(record: Record) -> None:
    atoms = (str, int, float, type(None))
    for part in nested_objects(record):
        for field in attrs.fields(type(part)):
            value = getattr(part, field.name)
            entries = value if isinstance(value, tuple) else (value,)
            assert all(isinstance(e, atoms) or attrs.has(type(e)) or type(part) in (Day, Instant) for e in entries)
    assert hash(record) == hash(structure(type(record), to_json(record)))


def test_packaged_records_are_hashable_and_distinct() -> None:
    everything = list(csto_data.load())
    assert len(set(everything)) == len(everything)


def test_dataset_attributes_cannot_be_set_or_deleted() -> None:
    for name in ("version", "coverage", "states", "_tables", "colour"):
        with pytest.raises(AttributeError):
            setattr(csto_data.load(), name, None)
        with pytest.raises(AttributeError):
            delattr(csto_data.load(), name)


# References


@FEWER_EXAMPLES
@given(datasets())
def test_references_yields_every_id_except_that_of_the_record(generated: Dataset) -> None:
    def ids(raw: Any) -> Iterator[str]:
        if isinstance(raw, str) and raw.partition(":")[0] in prefixes and ":" in raw:
            yield raw
        for inner in raw.values() if isinstance(raw, dict) else raw if isinstance(raw, list) else ():
            yield from ids(inner)

    prefixes = {kind.prefix for kind in KINDS.values()}
    for record in generated:
        raw = to_json(record)
        found = list(references(record))
        assert sorted(reference.id for reference in found) == sorted(ids({**raw, "id": ""}))
        for reference in found:
            value = raw
            for step in reference.path:
                value = value[step]
            assert value == reference.id
            assert reference.id.partition(":")[0] in reference.prefixes
