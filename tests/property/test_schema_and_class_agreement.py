"""Schema, strict reader and constructors accept the same: documents, records, edited documents, combined fields."""

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
from support.small_datasets import FEW
from support.validators import Path, assert_both_accept, first_validator, objects, second_validator

from csto_data import Dataset
from csto_data.dates import Day, InvalidDay
from csto_data.model import KINDS, InvalidCombinationError, Kind, Locator, Participant, Party, Quantity
from csto_data.model.conditions import Condition, Ordered, certainly_reversed
from csto_data.model.evidence import Evidence
from csto_data.model.fields import FieldType, conditions_of, field_at, fields_of
from csto_data.model.ids import SourceId
from csto_data.serialization import schemas
from csto_data.serialization.converter import REFUSALS, problems, structure, unstructure
from csto_data.strategies import datasets, days, instants, parties, quantities, records
from csto_data.strategies.records import field_values, value_of

THOROUGH = settings(max_examples=settings.default.max_examples * 8)
"""For properties of every kind: the kind is drawn too."""
EACH = settings(max_examples=settings.default.max_examples)
"""For each edit, and each class with conditions."""


def schema_of(kind: Kind) -> str:
    return f"{kind.name}.schema.json#/$defs/record"


kinds = st.sampled_from(list(KINDS.values()))
kind_documents = kinds.flatmap(lambda kind: st.tuples(st.just(kind), documents(kind.name)))
kind_records = kinds.flatmap(lambda kind: st.tuples(st.just(schema_of(kind)), records(kind.name)))


# What only the class refuses


def bounds_reversed(kind: Kind, path: Path, value: Any) -> bool:
    low, high = (value.get("at_least"), value.get("at_most")) if isinstance(value, dict) else (None, None)
    return all(isinstance(bound, int | float) for bound in (low, high)) and low >= high


def end_before_start(kind: Kind, path: Path, value: Any) -> bool:
    if path or not isinstance(value, dict):  # what evidence reports is not compared
        return False
    with suppress(InvalidDay):
        pairs = [("start", "end"), ("founded", "dissolved")]
        return any(certainly_reversed(Day(value[a]), Day(value[b])) for a, b in pairs if a in value and b in value)
    return False


def integer_as_float(kind: Kind, path: Path, value: Any) -> bool:
    field = field_at(kind.record_class, path)
    return isinstance(value, float) and value.is_integer() and field is not None and field.nature == "integer"


ONLY_THE_CLASS: dict[Callable[[Kind, Path, Any], bool], tuple[str, dict[str, Any]]] = {
    # JSON Schema cannot compare two values of an object.
    bounds_reversed: ("figures", {"amount": {"at_least": 5, "at_most": 4}}),
    end_before_start: ("organizations", {"founded": "2002", "dissolved": "[..2001]"}),
    # To JSON Schema 1.0 is an integer; the class keeps integers and other numbers apart, as Python does.
    integer_as_float: ("states", {"cow": 705.0}),
}
"""What a schema cannot refuse, each with an example."""


def only_class_refuses(kind: Kind, document: Any) -> bool:
    return any(found(kind, *at) for at in objects(document) for found in ONLY_THE_CLASS)


def test_exceptions_are_accepted_by_the_schema_and_refused_by_the_class() -> None:
    for found, (dataset, fields) in ONLY_THE_CLASS.items():
        kind = KINDS[dataset]
        (example,) = schemas.schema(kind.name)["properties"]["records"]["examples"][0]
        document = {**example, **fields}
        assert [other for other in ONLY_THE_CLASS for at in objects(document) if other(kind, *at)] == [found]
        assert_both_accept(schema_of(kind), document)
        with pytest.raises(REFUSALS):
            structure(kind.record_class, document)


# From schema to class


@THOROUGH
@given(kind_documents)
def test_documents_that_the_schema_allows_are_read_and_written_back_identically(made: tuple[Kind, Any]) -> None:
    kind, document = made
    assert_both_accept(schema_of(kind), document)
    assume(not only_class_refuses(kind, document))
    assert json.dumps(unstructure(structure(kind.record_class, document))) == json.dumps(document)


def test_the_generator_refuses_unknown_keywords() -> None:
    """So that a schema cannot say more than these tests try."""
    event = schemas.schema("event")["$defs"]["record"]
    values(event, "event.schema.json").validate()
    for place in ("properties/title", "properties/evidence", "properties/kind", "allOf/0", ""):
        for keyword in ("maxLength", "oneOf", "patternProperties", "contains"):
            changed = copy.deepcopy(event)
            inner = changed
            for step in place.split("/") if place else ():
                inner = inner[int(step)] if isinstance(inner, list) else inner[step]
            inner[keyword] = {}
            with pytest.raises(AssertionError, match=keyword):
                values(changed, "event.schema.json").validate()


# From class to schema

PARTS = {"day": days(), "instant": instants(), "quantity": quantities(), "party": parties()}


@THOROUGH
@given(kind_records | st.one_of([st.tuples(st.just(f"common.schema.json#/$defs/{n}"), m) for n, m in PARTS.items()]))
def test_the_schema_accepts_what_the_class_makes(made: tuple[str, Any]) -> None:
    place, value = made
    assert_both_accept(place, unstructure(value))


@FEW
@given(datasets())
def test_the_schema_accepts_every_record_of_a_dataset(made: Dataset) -> None:
    for kind in KINDS.values():
        for record in made.table(kind.dataset):
            assert_both_accept(schema_of(kind), unstructure(record))


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


class Edited(NamedTuple):
    """A place in a document, by what holds it and the last step to it, and the value there."""

    kind: Kind
    path: Path
    holder: Any
    last: Any
    value: Any

    def put(self, value: Any) -> None:
        self.holder[self.last] = value


def drop(at: Edited, _: st.DrawFn) -> None:
    del at.holder[at.last]


def null(at: Edited, _: st.DrawFn) -> None:
    at.put(None)


def retype(at: Edited, draw: st.DrawFn) -> None:
    at.put(draw(st.sampled_from([other for other in OTHER_TYPES if type(other) is not type(at.value)])))


def rename(at: Edited, _: st.DrawFn) -> None:
    at.holder[f"{at.last}x"] = at.holder.pop(at.last)


def repeat(at: Edited, _: st.DrawFn) -> None:
    at.holder.append(at.value)


def out_of_range(at: Edited, draw: st.DrawFn) -> None:
    at.put(draw(st.sampled_from([-at.value - 1, at.value + 10**9])))


def newline(at: Edited, _: st.DrawFn) -> None:
    at.put(f"{at.value}\n")


def look_alike(at: Edited, _: st.DrawFn) -> None:
    at.put(at.value.translate(LOOK_ALIKES))


def empty(at: Edited, _: st.DrawFn) -> None:
    at.put(type(at.value)())


def another_digit(at: Edited, draw: st.DrawFn) -> None:
    """Of a day or an instant, which may then not be in the calendar."""
    index = draw(st.sampled_from([index for index, letter in enumerate(at.value) if letter in DIGITS]))
    at.put(at.value[:index] + draw(st.sampled_from(DIGITS)) + at.value[index + 1 :])


def another_word(at: Edited, draw: st.DrawFn) -> None:
    field = field_at(at.kind.record_class, at.path)
    words = draw(st.sampled_from([WORDS, field.words if field is not None and len(field.words) > 1 else WORDS]))
    at.put(draw(st.sampled_from([word for word in words if word != at.value])))


class EditKind(NamedTuple):
    """Where an edit can be made, and whether the document may still be valid afterwards."""

    possible: Callable[[Edited], bool]
    harmless: bool = False


Edit = Callable[[Edited, st.DrawFn], None]
EDITS: dict[Edit, EditKind] = {
    drop: EditKind(lambda at: True, harmless=True),
    null: EditKind(lambda at: True),
    retype: EditKind(lambda at: True),
    rename: EditKind(lambda at: isinstance(at.holder, dict)),
    repeat: EditKind(lambda at: isinstance(at.holder, list)),
    out_of_range: EditKind(
        lambda at: isinstance(at.value, int | float) and not isinstance(at.value, bool), harmless=True
    ),
    newline: EditKind(lambda at: isinstance(at.value, str)),
    look_alike: EditKind(lambda at: isinstance(at.value, str) and at.value.translate(LOOK_ALIKES) != at.value),
    empty: EditKind(lambda at: isinstance(at.value, str | list | dict)),
    another_digit: EditKind(
        lambda at: isinstance(at.value, str) and re.match(r"\[?[.]*[12][0-9]{3}", at.value) is not None, harmless=True
    ),
    another_word: EditKind(lambda at: isinstance(at.value, str) and at.value in WORDS, harmless=True),
}


@st.composite
def mutants(draw: st.DrawFn, edit: Edit) -> tuple[Kind, Any]:
    """A document of any kind with one edit."""
    kind, document = copy.deepcopy(draw(kind_documents))
    places = [place(kind, document, path, value) for path, value in objects(document) if path]
    possible = [at for at in places if EDITS[edit].possible(at)]
    assume(possible)
    edit(draw(st.sampled_from(possible)), draw)
    return kind, document


def place(kind: Kind, document: Any, path: Path, value: Any) -> Edited:
    holder = document
    for step in path[:-1]:
        holder = holder[step]
    return Edited(kind, path, holder, path[-1], value)


def is_read(kind: Kind, document: Any) -> bool:
    try:
        structure(kind.record_class, document)
    except REFUSALS:
        return False
    return True


def test_engines_and_reader_agree_on_one_edit() -> None:
    verdicts: Counter[tuple[str, bool]] = Counter()

    def agree(edit: Edit, mutant: tuple[Kind, Any]) -> None:
        kind, document = mutant
        verdict: bool = first_validator(schema_of(kind)).is_valid(document)
        assert second_validator(schema_of(kind)).is_valid(document) is verdict, document
        assert is_read(kind, document) is (verdict and not only_class_refuses(kind, document)), document
        verdicts[edit.__name__, verdict] += 1

    for edit in EDITS:
        EACH(given(st.just(edit), mutants(edit))(agree))()
    expected = {(edit.__name__, verdict) for edit, about in EDITS.items() for verdict in {False, about.harmless}}
    assert not {one: verdicts[one] for one in expected if verdicts[one] < 2}, "verdicts that hardly ever occur"


# Conditions between fields

CONDITIONED: dict[Any, str] = {
    **{k.record_class: schema_of(k) for k in KINDS.values() if conditions_of(k.record_class)},
    **{c: f"common.schema.json#/$defs/{c.__name__.lower()}" for c in (Party, Participant, Locator, Quantity)},
}
"""The classes with conditions between their fields, and where their schemas are."""


def names_in(value: Any) -> Iterator[str]:
    """Every text in the attributes of a condition, field names among them."""
    if isinstance(value, str):
        yield value
    for entry in value if isinstance(value, tuple) else ():
        yield from names_in(entry)


def concerned(cls: Any, condition: Condition) -> list[str]:
    return [name for name in fields_of(cls) if name in {*names_in(tuple(vars(condition).values()))}]


@st.composite
def combinations(draw: st.DrawFn, cls: Any) -> dict[str, Any]:
    """Values for the fields of a class, those of one condition drawn without regard to it."""
    fields, conditions = fields_of(cls), conditions_of(cls)
    some = {name for condition in conditions for name in concerned(cls, condition)}
    others = {name for name, field in fields.items() if not field.required and name not in some}
    found = dict(draw(field_values(cls, one_evidence, leave=others)))
    condition = draw(st.sampled_from(conditions))
    names = concerned(cls, condition)
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


def test_constructor_reader_and_schema_refuse_the_same_combinations() -> None:
    verdicts: Counter[tuple[str, bool]] = Counter()

    def agree(cls: Any, found: dict[str, Any]) -> None:
        raw = {field.key: unstructure(found[name]) for name, field in fields_of(cls).items() if name in found}
        broken = [(c, fault) for c in conditions_of(cls) if (fault := c.fault(found.get)) is not None]
        expressible = [fault for condition, fault in broken if not isinstance(condition, Ordered)]
        assert first_validator(CONDITIONED[cls]).is_valid(raw) is (not expressible)
        assert second_validator(CONDITIONED[cls]).is_valid(raw) is (not expressible)
        if broken:
            with pytest.raises(InvalidCombinationError) as refused:
                cls(**found)
            assert refused.value.fault == broken[0][1]
            with pytest.raises(REFUSALS) as unread:
                structure(cls, raw)
            assert [message for _, message in problems(unread.value)] == [str(refused.value)]
        else:
            assert structure(cls, raw) == cls(**found)
        verdicts[cls.__name__, not broken] += 1

    for cls in CONDITIONED:
        EACH(given(st.just(cls), combinations(cls))(agree))()
    expected = {(cls.__name__, verdict) for cls in CONDITIONED for verdict in (True, False)}
    assert not {one: verdicts[one] for one in expected if verdicts[one] < 2}, "verdicts that hardly ever occur"
