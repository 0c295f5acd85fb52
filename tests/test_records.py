"""A record is what its JSON says, no more and no less, and nobody can change it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small import FEW

import csto_data
from csto_data import Dataset, Day, Instant
from csto_data.loading import build
from csto_data.model import KINDS, Kind, Party, Quantity, Record
from csto_data.model.fields import FieldType, fields_of, reportable
from csto_data.model.references import references
from csto_data.strategies import datasets, parties, quantities, records
from csto_data.structuring import REFUSALS, problems, structure, unstructure

each_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
attested = pytest.mark.parametrize(
    "kind", [k for k in KINDS.values() if k.name != "source"], ids=lambda kind: kind.name
)
any_record = st.sampled_from(list(KINDS.values())).flatmap(lambda kind: records(kind.name))


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


@each_kind
@given(data=st.data())
def test_a_record_written_and_read_is_the_same(kind: Kind, data: st.DataObject) -> None:
    record = data.draw(records(kind.name))
    raw = json.loads(json.dumps(unstructure(record)))
    assert structure(kind.record_class, raw) == record
    assert unstructure(structure(kind.record_class, raw)) == raw


@each_kind
@given(data=st.data())
def test_the_quick_constructors_build_what_the_strict_ones_build(kind: Kind, data: st.DataObject) -> None:
    raw = unstructure(data.draw(records(kind.name)))
    assert build(kind.record_class, raw) == structure(kind.record_class, raw)


@each_kind
def test_the_quick_constructors_build_the_packaged_data_as_the_strict_ones_do(kind: Kind) -> None:
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
def test_what_is_not_known_is_left_out(record: Record) -> None:
    def holes(raw: Any) -> bool:
        inner = raw.values() if isinstance(raw, dict) else raw if isinstance(raw, list) else ()
        return raw is None or raw in ([], {}, "") or any(map(holes, inner))

    assert not holes(unstructure(record))


@each_kind
@given(data=st.data())
def test_the_order_of_the_keys_means_nothing(kind: Kind, data: st.DataObject) -> None:
    raw = unstructure(data.draw(records(kind.name)))

    def turned(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: turned(value[key]) for key in reversed(value)}
        return [turned(entry) for entry in value] if isinstance(value, list) else value

    assert structure(kind.record_class, turned(raw)) == structure(kind.record_class, raw)


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


@each_kind
@given(data=st.data())
def test_nothing_is_converted_to_the_type_of_a_field(kind: Kind, data: st.DataObject) -> None:
    raw = unstructure(data.draw(records(kind.name)))
    field = data.draw(st.sampled_from(list(fields_of(kind.record_class).values())))
    raw[field.name] = data.draw(st.sampled_from(other_types(field)))
    with pytest.raises(REFUSALS) as refused:
        structure(kind.record_class, raw)
    assert {path[0] for path, _ in problems(refused.value)} == {field.name}


@attested
@given(data=st.data())
def test_what_is_reported_of_a_field_has_the_type_of_the_field(kind: Kind, data: st.DataObject) -> None:
    raw = unstructure(data.draw(records(kind.name)))
    field = data.draw(st.sampled_from(list(reportable(kind.record_class).values())))
    raw["evidence"] = [
        {"source": "source:paper", "reports": {field.name: data.draw(st.sampled_from(other_types(field)))}}
    ]
    with pytest.raises(REFUSALS) as refused:
        structure(kind.record_class, raw)
    assert {path[:4] for path, _ in problems(refused.value)} == {("evidence", 0, "reports", field.name)}


@each_kind
@given(data=st.data())
def test_a_key_that_is_not_known_is_refused_wherever_it_stands(kind: Kind, data: st.DataObject) -> None:
    raw = unstructure(data.draw(records(kind.name)))

    def objects(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], dict[str, Any]]]:
        if isinstance(value, dict):
            yield path, value
        inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for step, entry in inner:
            yield from objects(entry, (*path, step))

    path, holder = data.draw(st.sampled_from(list(objects(raw, ()))))
    holder["colour"] = "red"
    with pytest.raises(REFUSALS) as refused:
        structure(kind.record_class, raw)
    ((found, message),) = problems(refused.value)
    assert found == (*path, "colour")
    assert "colour" in message


@each_kind
@given(data=st.data())
def test_a_field_that_must_be_there_is_named_when_it_is_not(kind: Kind, data: st.DataObject) -> None:
    raw = unstructure(data.draw(records(kind.name)))
    name = data.draw(st.sampled_from([field.name for field in fields_of(kind.record_class).values() if field.required]))
    del raw[name]
    with pytest.raises(REFUSALS) as refused:
        structure(kind.record_class, raw)
    assert any(name in message for _, message in problems(refused.value))


@each_kind
@given(data=st.data())
def test_what_is_not_a_record_is_refused(kind: Kind, data: st.DataObject) -> None:
    value = data.draw(st.sampled_from([None, [], "text", 5, True, [{}], {}]))
    with pytest.raises(REFUSALS):
        structure(kind.record_class, value)


@given(any_record)
def test_an_entry_stands_in_a_list_once(record: Record) -> None:
    raw = unstructure(record)
    for name in [name for name, value in raw.items() if isinstance(value, list)]:
        with pytest.raises(REFUSALS) as refused:
            structure(type(record), {**raw, name: [*raw[name], raw[name][0]]})
        assert [path for path, _ in problems(refused.value)] == [(name, len(raw[name]))]


@pytest.mark.parametrize(
    "raw",
    [
        {}, {"value": 1, "at_least": 1}, {"at_least": 2, "at_most": 2}, {"at_least": 3, "at_most": 2}, {"approximate": True},
        {"value": 0, "approximate": True}, {"at_least": 1, "approximate": True}, {"value": True}, {"value": "1"}, {"value": None},
        {"wording": ""}, {"value": 1, "unit": "person"}, 5, "5", [5], None,
    ],
)  # fmt: skip
def test_what_makes_no_quantity_is_refused(raw: object) -> None:
    with pytest.raises(REFUSALS):
        structure(Quantity, raw)


@pytest.mark.parametrize(
    "raw",
    [
        {}, {"of": "state:KAZ"}, {"office": "office:chair"}, {"actor": "state:KAZ", "described_as": "leaders"},
        {"actor": "state:KAZ", "of": "state:KAZ"}, {"described_as": "leaders", "office": "office:chair"}, {"actor": "place:almaty"},
        {"actor": "state:Kaz"}, {"actor": "KAZ"}, {"described_as": ["leaders"]}, {"described_as": " leaders"},
    ],
)  # fmt: skip
def test_a_party_is_either_named_or_described(raw: object) -> None:
    with pytest.raises(REFUSALS):
        structure(Party, raw)


# Frozen to the ground


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
def test_nothing_in_a_record_can_change(record: Record) -> None:
    atoms = (str, int, float, type(None))
    for part in parts(record):
        for field in attrs.fields(type(part)):
            value = getattr(part, field.name)
            entries = value if isinstance(value, tuple) else (value,)
            assert all(isinstance(e, atoms) or attrs.has(type(e)) or type(part) in (Day, Instant) for e in entries)
    assert hash(record) == hash(structure(type(record), unstructure(record)))


def test_every_packaged_record_is_hashable_and_unlike_every_other() -> None:
    everything = list(csto_data.load())
    assert len(set(everything)) == len(everything)


def test_a_dataset_cannot_be_written_to() -> None:
    for name in ("version", "coverage", "states", "_tables", "colour"):
        with pytest.raises(AttributeError):
            setattr(csto_data.load(), name, None)
        with pytest.raises(AttributeError):
            delattr(csto_data.load(), name)


# References


@FEW
@given(datasets())
def test_references_are_all_ids_of_a_record_but_its_own(made: Dataset) -> None:
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
