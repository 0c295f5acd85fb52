"""Schemas, strict converter and constructors agree: on documents, records, edited documents and combined fields."""

from __future__ import annotations

import copy
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, NamedTuple

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support.schema_documents import documents, values
from support.small_datasets import FEWER_EXAMPLES
from support.validators import Path, assert_both_accept, jsonschema_rs_validator, jsonschema_validator, walk_values

from csto_data import Dataset
from csto_data.dates import Day
from csto_data.errors import InvalidDateError
from csto_data.model import KINDS, InvalidCombinationError, Kind, Locator, Participant, Party, Quantity
from csto_data.model.conditions import Condition, Ordered, certainly_reversed
from csto_data.model.evidence import Evidence
from csto_data.model.fields import FieldType, conditions_of, field_at, fields_of
from csto_data.model.ids import SourceId
from csto_data.model.json_values import to_json
from csto_data.serialization import schemas
from csto_data.serialization.converter import REFUSALS, problems, structure
from csto_data.strategies import datasets, days, instants, parties, quantities, records
from csto_data.strategies.records import field_values, value_of

THOROUGH = settings(max_examples=settings.default.max_examples * 8)
"""For properties that also draw the kind of record."""
ROUNDS = [settings(max_examples=settings.default.max_examples * factor) for factor in (1, 4, 16)]
"""For one edit, or one class with conditions: another round runs only if a verdict has not occurred twice yet."""


def run_in_rounds(test: Callable[..., None], *arguments: st.SearchStrategy[Any], enough: Callable[[], bool]) -> None:
    """Run a property with more and more examples, until they are enough."""
    for round_settings in ROUNDS:
        round_settings(given(*arguments)(test))()
        if enough():
            return


def schema_of(kind: Kind) -> str:
    return f"{kind.name}.schema.json#/$defs/record"


kinds = st.sampled_from(list(KINDS.values()))
kind_documents = kinds.flatmap(lambda kind: st.tuples(st.just(kind), documents(kind.name)))
kind_records = kinds.flatmap(lambda kind: st.tuples(st.just(schema_of(kind)), records(kind.name)))


# Documents that only the class rejects


def bounds_reversed(kind: Kind, path: Path, value: Any) -> bool:
    low, high = (value.get("at_least"), value.get("at_most")) if isinstance(value, dict) else (None, None)
    return all(isinstance(bound, int | float) for bound in (low, high)) and low >= high


def end_before_start(kind: Kind, path: Path, value: Any) -> bool:
    if path or not isinstance(value, dict):  # reports are not compared
        return False
    with suppress(InvalidDateError):
        pairs = [("start", "end"), ("founded", "dissolved")]
        return any(certainly_reversed(Day(value[a]), Day(value[b])) for a, b in pairs if a in value and b in value)
    return False


def integer_as_float(kind: Kind, path: Path, value: Any) -> bool:
    field = field_at(kind.record_class, path)
    return isinstance(value, float) and value.is_integer() and field is not None and field.nature == "integer"


CLASS_ONLY_CONDITIONS: dict[Callable[[Kind, Path, Any], bool], tuple[str, dict[str, Any]]] = {
    # JSON Schema cannot compare two values of an object.
    bounds_reversed: ("figures", {"amount": {"at_least": 5, "at_most": 4}}),
    end_before_start: ("organizations", {"founded": "2002", "dissolved": "[..2001]"}),
    # In JSON Schema 1.0 is an integer; the class distinguishes int and float, as Python does.
    integer_as_float: ("states", {"cow": 705.0}),
}
"""Conditions that a schema cannot express, each with an example."""


def only_class_rejects(kind: Kind, document: Any) -> bool:
    return any(found(kind, *at) for at in walk_values(document) for found in CLASS_ONLY_CONDITIONS)


def test_class_only_conditions_are_rejected_by_class_but_not_by_schema() -> None:
    for found, (dataset, fields) in CLASS_ONLY_CONDITIONS.items():
        kind = KINDS[dataset]
        (example,) = schemas.schema(kind.name)["properties"]["records"]["examples"][0]
        document = {**example, **fields}
        assert [other for other in CLASS_ONLY_CONDITIONS for at in walk_values(document) if other(kind, *at)] == [found]
        assert_both_accept(schema_of(kind), document)
        with pytest.raises(REFUSALS):
            structure(kind.record_class, document)


# From schema to class


@THOROUGH
@given(kind_documents)
def test_valid_documents_survive_structure_and_unstructure_unchanged(drawn: tuple[Kind, Any]) -> None:
    kind, document = drawn
    assert_both_accept(schema_of(kind), document)
    assume(not only_class_rejects(kind, document))
    assert json.dumps(to_json(structure(kind.record_class, document))) == json.dumps(document)


def test_schema_document_generator_rejects_unknown_keywords() -> None:
    """Else a schema could use a keyword that these tests do not cover."""
    event = schemas.schema("event")["$defs"]["record"]
    values(event, "event.schema.json").validate()
    for pointer in ("properties/title", "properties/evidence", "properties/kind", "allOf/0", ""):
        for keyword in ("maxItems", "oneOf", "patternProperties", "contains"):
            changed = copy.deepcopy(event)
            inner = changed
            for step in pointer.split("/") if pointer else ():
                inner = inner[int(step)] if isinstance(inner, list) else inner[step]
            inner[keyword] = {}
            with pytest.raises(AssertionError, match=keyword):
                values(changed, "event.schema.json").validate()


# From class to schema

PARTS = {"day": days(), "instant": instants(), "quantity": quantities(), "party": parties()}


@THOROUGH
@given(kind_records | st.one_of([st.tuples(st.just(f"common.schema.json#/$defs/{n}"), m) for n, m in PARTS.items()]))
def test_schema_accepts_unstructured_records_and_values(drawn: tuple[str, Any]) -> None:
    part, value = drawn
    assert_both_accept(part, to_json(value))


@FEWER_EXAMPLES
@given(datasets())
def test_schema_accepts_every_record_of_generated_datasets(drawn: Dataset) -> None:
    for kind in KINDS.values():
        for record in drawn.table(kind.dataset):
            assert_both_accept(schema_of(kind), to_json(record))


# One edit

LOOK_ALIKES = str.maketrans(
    "aceopxyABEKMHOPCTX",
    "\u0430\u0441\u0435\u043e\u0440\u0445\u0443\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425",
)  # Cyrillic
OTHER_TYPES = ["text", 7, -1, True, 0.5, [], {}, ["text"], {"key": 1}, None]
DIGITS = "0123456789"
WORDS = sorted(
    {word for kind in KINDS.values() for field in fields_of(kind.record_class).values() for word in field.words}
)


class Target(NamedTuple):
    """A value in a document, with its container and its key there."""

    kind: Kind
    path: Path
    holder: Any
    last: Any
    value: Any

    def put(self, value: Any) -> None:
        self.holder[self.last] = value


def drop(at: Target, _: st.DrawFn) -> None:
    del at.holder[at.last]


def null(at: Target, _: st.DrawFn) -> None:
    at.put(None)


def retype(at: Target, draw: st.DrawFn) -> None:
    at.put(draw(st.sampled_from([other for other in OTHER_TYPES if type(other) is not type(at.value)])))


def rename(at: Target, _: st.DrawFn) -> None:
    at.holder[f"{at.last}x"] = at.holder.pop(at.last)


def repeat(at: Target, _: st.DrawFn) -> None:
    at.holder.append(at.value)


def out_of_range(at: Target, draw: st.DrawFn) -> None:
    at.put(draw(st.sampled_from([-at.value - 1, at.value + 10**9])))


def newline(at: Target, _: st.DrawFn) -> None:
    at.put(f"{at.value}\n")


def look_alike(at: Target, _: st.DrawFn) -> None:
    at.put(at.value.translate(LOOK_ALIKES))


def empty(at: Target, _: st.DrawFn) -> None:
    at.put(type(at.value)())


def another_digit(at: Target, draw: st.DrawFn) -> None:
    """Change a digit of a date or an instant, which may then be invalid."""
    index = draw(st.sampled_from([index for index, letter in enumerate(at.value) if letter in DIGITS]))
    at.put(at.value[:index] + draw(st.sampled_from(DIGITS)) + at.value[index + 1 :])


def another_word(at: Target, draw: st.DrawFn) -> None:
    field = field_at(at.kind.record_class, at.path)
    words = draw(st.sampled_from([WORDS, field.words if field is not None and len(field.words) > 1 else WORDS]))
    at.put(draw(st.sampled_from([word for word in words if word != at.value])))


class EditKind(NamedTuple):
    """Where an edit can be made, and whether the document can still be valid afterwards."""

    possible: Callable[[Target], bool]
    can_stay_valid: bool = False


Edit = Callable[[Target, st.DrawFn], None]
EDITS: dict[Edit, EditKind] = {
    drop: EditKind(lambda at: True, can_stay_valid=True),
    null: EditKind(lambda at: True),
    retype: EditKind(lambda at: True),
    rename: EditKind(lambda at: isinstance(at.holder, dict)),
    repeat: EditKind(lambda at: isinstance(at.holder, list)),
    out_of_range: EditKind(
        lambda at: isinstance(at.value, int | float) and not isinstance(at.value, bool), can_stay_valid=True
    ),
    newline: EditKind(lambda at: isinstance(at.value, str)),
    look_alike: EditKind(lambda at: isinstance(at.value, str) and at.value.translate(LOOK_ALIKES) != at.value),
    empty: EditKind(lambda at: isinstance(at.value, str | list | dict)),
    another_digit: EditKind(
        lambda at: isinstance(at.value, str) and re.match(r"\[?[.]*[12][0-9]{3}", at.value) is not None,
        can_stay_valid=True,
    ),
    another_word: EditKind(lambda at: isinstance(at.value, str) and at.value in WORDS, can_stay_valid=True),
}


@st.composite
def mutants(draw: st.DrawFn, edit: Edit) -> tuple[Kind, Any]:
    """Draw a document of any kind with one edit."""
    kind, document = copy.deepcopy(draw(kind_documents))
    places = [target_at(kind, document, path, value) for path, value in walk_values(document) if path]
    possible = [at for at in places if EDITS[edit].possible(at)]
    assume(possible)
    edit(draw(st.sampled_from(possible)), draw)
    return kind, document


def target_at(kind: Kind, document: Any, path: Path, value: Any) -> Target:
    holder = document
    for step in path[:-1]:
        holder = holder[step]
    return Target(kind, path, holder, path[-1], value)


def is_accepted_by_converter(kind: Kind, document: Any) -> bool:
    try:
        structure(kind.record_class, document)
    except REFUSALS:
        return False
    return True


def test_validators_and_converter_agree_after_one_edit() -> None:
    verdicts: Counter[tuple[str, bool]] = Counter()

    def agree(edit: Edit, mutant: tuple[Kind, Any]) -> None:
        kind, document = mutant
        verdict: bool = jsonschema_validator(schema_of(kind)).is_valid(document)
        assert jsonschema_rs_validator(schema_of(kind)).is_valid(document) is verdict, document
        assert is_accepted_by_converter(kind, document) is (verdict and not only_class_rejects(kind, document)), (
            document
        )
        verdicts[edit.__name__, verdict] += 1

    def rare(edit: Edit) -> list[tuple[str, bool]]:
        expected = [(edit.__name__, verdict) for verdict in {False, EDITS[edit].can_stay_valid}]
        return [verdict for verdict in expected if verdicts[verdict] < 2]

    for edit in EDITS:
        run_in_rounds(agree, st.just(edit), mutants(edit), enough=lambda edit=edit: not rare(edit))
    assert [verdict for edit in EDITS for verdict in rare(edit)] == []


# Conditions between fields

CLASSES_WITH_CONDITIONS: dict[Any, str] = {
    **{k.record_class: schema_of(k) for k in KINDS.values() if conditions_of(k.record_class)},
    **{c: f"common.schema.json#/$defs/{c.__name__.lower()}" for c in (Party, Participant, Locator, Quantity)},
}
"""The classes with conditions between their fields, and the references of their schemas."""


def names_in(value: Any) -> Iterator[str]:
    """Yield every text in the attributes of a condition, including field names."""
    if isinstance(value, str):
        yield value
    for entry in value if isinstance(value, tuple) else ():
        yield from names_in(entry)


def fields_of_condition(cls: Any, condition: Condition) -> list[str]:
    return [name for name in fields_of(cls) if name in {*names_in(tuple(vars(condition).values()))}]


@st.composite
def combinations(draw: st.DrawFn, cls: Any) -> dict[str, Any]:
    """Draw values for the fields of a class; those of one condition may violate it."""
    fields, conditions = fields_of(cls), conditions_of(cls)
    some = {name for condition in conditions for name in fields_of_condition(cls, condition)}
    others = {name for name, field in fields.items() if not field.required and name not in some}
    found = dict(draw(field_values(cls, one_evidence, leave=others)))
    condition = draw(st.sampled_from(conditions))
    names = fields_of_condition(cls, condition)
    rest = [["put"]] if isinstance(condition, Ordered) else [["drop"], ["keep"]]
    changes = draw(st.sampled_from([["put"], ["put", "keep", "drop"], *rest]))
    for name in names:
        match draw(st.sampled_from(changes)):
            case "put":
                found[name] = draw(value_of(fields[name], one_evidence, cls))
            case "drop" if not fields[name].required:
                found.pop(name, None)
    if isinstance(condition, Ordered) and found.keys() >= {*names} and draw(st.booleans()):
        first, last = condition.first, condition.last
        if not condition.reversed(found[first], found[last]):
            found[first], found[last] = found[last], found[first]
    return found


def one_evidence(field: FieldType) -> st.SearchStrategy[Any] | None:
    return st.just(Evidence(source=SourceId("source:paper"))) if field.name == "evidence" else None


def test_constructor_converter_and_schema_reject_same_field_combinations() -> None:
    verdicts: Counter[tuple[str, bool]] = Counter()

    def agree(cls: Any, found: dict[str, Any]) -> None:
        raw = {field.key: to_json(found[name]) for name, field in fields_of(cls).items() if name in found}
        broken = [(c, fault) for c in conditions_of(cls) if (fault := c.fault(found.get)) is not None]
        expressible = [fault for condition, fault in broken if not isinstance(condition, Ordered)]
        assert jsonschema_validator(CLASSES_WITH_CONDITIONS[cls]).is_valid(raw) is (not expressible)
        assert jsonschema_rs_validator(CLASSES_WITH_CONDITIONS[cls]).is_valid(raw) is (not expressible)
        if broken:
            with pytest.raises(InvalidCombinationError) as rejected:
                cls(**found)
            assert rejected.value.fault == broken[0][1]
            with pytest.raises(REFUSALS) as unread:
                structure(cls, raw)
            assert [message for _, message in problems(unread.value)] == [str(rejected.value)]
        else:
            assert structure(cls, raw) == cls(**found)
        verdicts[cls.__name__, not broken] += 1

    def rare(cls: Any) -> list[tuple[str, bool]]:
        return [(cls.__name__, verdict) for verdict in (True, False) if verdicts[cls.__name__, verdict] < 2]

    for cls in CLASSES_WITH_CONDITIONS:
        run_in_rounds(agree, st.just(cls), combinations(cls), enough=lambda cls=cls: not rare(cls))
    assert [verdict for cls in CLASSES_WITH_CONDITIONS for verdict in rare(cls)] == []
