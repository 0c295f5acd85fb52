"""Schema and class say the same: what the one accepts the other accepts, what the one refuses the other refuses."""

from __future__ import annotations

import copy
import json
import re
from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from schema_documents import conditioned, documents, values
from small import FEW
from validators import Path, assert_both_accept, first_validator, objects, second_validator

from csto_data import Dataset, schemas
from csto_data.model import KINDS, Kind
from csto_data.model.fields import fields_of
from csto_data.strategies import datasets, days, instants, parties, quantities, records
from csto_data.structuring import REFUSALS, structure, unstructure

every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)


def schema_of(kind: Kind) -> str:
    return f"{kind.name}.schema.json#/$defs/record"


def at_odds(document: Any) -> set[str]:
    """Which of the things that only the class can refuse stand in a document: see ``ONLY_THE_CLASS``."""
    return {name for name, (found, _) in ONLY_THE_CLASS.items() if any(found(*at) for at in objects(document))}


def bounds_reversed(_: Path, value: Any) -> bool:
    low, high = (value.get("at_least"), value.get("at_most")) if isinstance(value, dict) else (None, None)
    return all(isinstance(bound, int | float) for bound in (low, high)) and low >= high


def integer_as_float(path: Path, value: Any) -> bool:
    return isinstance(value, float) and value.is_integer() and path[-1] in INTEGERS


INTEGERS = {"cow", "cow_igo", "geonames", "gw", "page", "paragraph"}


ONLY_THE_CLASS: dict[str, tuple[Callable[[Path, Any], bool], tuple[str, Any]]] = {
    # JSON Schema cannot compare two values of an object.
    "bounds in reverse order": (bounds_reversed, ("figure", ("amount", {"at_least": 5, "at_most": 4}))),
    # To JSON Schema 1.0 is an integer; the class keeps integers and other numbers apart, as Python does.
    "an integer written as 1.0": (integer_as_float, ("state", ("cow", 705.0))),
}


@pytest.mark.parametrize("name", ONLY_THE_CLASS)
def test_what_only_the_class_refuses_is_still_refused_by_it_alone(name: str) -> None:
    found, (kind_name, (field, value)) = ONLY_THE_CLASS[name]
    kind = next(kind for kind in KINDS.values() if kind.name == kind_name)
    (example,) = schemas.schema(kind_name)["properties"]["records"]["examples"][0]
    document = {**example, field: value}
    assert found((field,), value)
    assert_both_accept(schema_of(kind), document)
    with pytest.raises(REFUSALS):
        structure(kind.record_class, document)


# Schema => class


@every_kind
@given(data=st.data())
def test_what_the_schema_allows_is_a_record_and_comes_back_identical(kind: Kind, data: st.DataObject) -> None:
    document = data.draw(documents(kind.name))
    assert_both_accept(schema_of(kind), document)
    assume(not at_odds(document))
    assert json.dumps(unstructure(structure(kind.record_class, document))) == json.dumps(document)


@pytest.mark.parametrize("keyword", ["maxLength", "oneOf", "patternProperties", "contains"])
@pytest.mark.parametrize("place", ["properties/title", "properties/evidence", "properties/evidence/items", ""])
def test_the_generator_refuses_a_keyword_that_it_does_not_know(keyword: str, place: str) -> None:
    """So that a schema cannot come to say more than these tests try."""
    event = copy.deepcopy(schemas.schema("event")["$defs"]["record"])
    values(event, "event.schema.json").validate()
    changed = event
    for step in place.split("/") if place else ():
        changed = changed[step]
    changed[keyword] = {}
    with pytest.raises(AssertionError, match=keyword):
        values(event, "event.schema.json").validate()


# Class => schema


@every_kind
@given(data=st.data())
def test_a_record_is_what_the_schema_allows(kind: Kind, data: st.DataObject) -> None:
    assert_both_accept(schema_of(kind), unstructure(data.draw(records(kind.name))))


@FEW
@given(datasets())
def test_every_record_of_a_dataset_is_what_the_schema_allows(made: Dataset) -> None:
    for kind in KINDS.values():
        for record in made.table(kind.dataset):
            assert_both_accept(schema_of(kind), unstructure(record))


@pytest.mark.parametrize(
    ("part", "made"), {"day": days(), "instant": instants(), "quantity": quantities(), "party": parties()}.items()
)
@given(data=st.data())
def test_a_value_is_what_the_schema_allows(part: str, made: st.SearchStrategy[Any], data: st.DataObject) -> None:
    assert_both_accept(f"common.schema.json#/$defs/{part}", unstructure(data.draw(made)))


# One edit


LOOK_ALIKES = str.maketrans(
    "aceopxyABEKMHOPCTX",
    "\u0430\u0441\u0435\u043e\u0440\u0445\u0443\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425",
)  # Cyrillic
OTHER_TYPES = ["text", 7, -1, True, 0.5, [], {}, ["text"], {"key": 1}, None]


class Edited(NamedTuple):
    """A place in a document, by what holds it and the last step to it, and what stands there."""

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
    """Of a day or an instant, which may then be no day of the calendar."""
    index = draw(st.sampled_from([index for index, letter in enumerate(at.value) if letter in DIGITS]))
    at.put(at.value[:index] + draw(st.sampled_from(DIGITS)) + at.value[index + 1 :])


def another_word(at: Edited, draw: st.DrawFn) -> None:
    at.put(draw(st.sampled_from([word for word in WORDS if word != at.value])))


DIGITS = "0123456789"
WORDS = sorted(
    {word for kind in KINDS.values() for field in fields_of(kind.record_class).values() for word in field.words}
)
Edit = Callable[[Edited, st.DrawFn], None]
EDITS: dict[Edit, Callable[[Edited], bool]] = {
    drop: lambda at: True,
    null: lambda at: True,
    retype: lambda at: True,
    rename: lambda at: isinstance(at.holder, dict),
    repeat: lambda at: isinstance(at.holder, list),
    out_of_range: lambda at: isinstance(at.value, int | float) and not isinstance(at.value, bool),
    newline: lambda at: isinstance(at.value, str),
    look_alike: lambda at: isinstance(at.value, str) and at.value.translate(LOOK_ALIKES) != at.value,
    empty: lambda at: isinstance(at.value, str | list | dict),
    another_digit: lambda at: isinstance(at.value, str) and re.match(r"\[?[.]*[12][0-9]{3}", at.value) is not None,
    another_word: lambda at: at.value in WORDS if isinstance(at.value, str) else False,
}
"""What is done to a document at one place, and where it can be done."""


@st.composite
def mutants(draw: st.DrawFn, edit: Edit) -> tuple[Kind, Any]:
    """A document of any kind with one edit."""
    kind = draw(st.sampled_from(list(KINDS.values())))
    document = copy.deepcopy(draw(documents(kind.name)))
    places = [
        at for path, value in objects(document) if path and EDITS[edit](at := _place(kind, document, path, value))
    ]
    assume(places)
    edit(draw(st.sampled_from(places)), draw)
    return kind, document


def _place(kind: Kind, document: Any, path: Path, value: Any) -> Edited:
    holder = document
    for step in path[:-1]:
        holder = holder[step]
    return Edited(kind, path, holder, path[-1], value)


def fits_class(kind: Kind, document: Any) -> bool:
    try:
        structure(kind.record_class, document)
    except REFUSALS:
        return False
    return True


def agreed(kind: Kind, document: Any) -> bool:
    """What both validators and the class say of a document, which must be the same."""
    verdict: bool = first_validator(schema_of(kind)).is_valid(document)
    assert second_validator(schema_of(kind)).is_valid(document) is verdict
    assert fits_class(kind, document) is (verdict and not at_odds(document)), document
    return verdict


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_schema_and_class_agree_on_one_edit(edit: Edit) -> None:
    made: Counter[bool] = Counter()

    @given(mutants(edit))
    def agree(mutant: tuple[Kind, Any]) -> None:
        made[agreed(*mutant)] += 1

    agree()
    assert made[False] >= 5, "an edit that hardly ever matters proves nothing"


CONDITIONED = {
    kind: names
    for kind in KINDS.values()
    if (names := conditioned(schemas.schema(kind.name)["$defs"]["record"], f"{kind.name}.schema.json"))
}
"""The fields of records that may stand beside some others, or some words, only."""


@pytest.mark.parametrize("kind", CONDITIONED, ids=lambda kind: kind.name)
def test_schema_and_class_agree_on_fields_that_exclude_each_other(kind: Kind) -> None:
    made: Counter[bool] = Counter()

    @given(st.data())
    def agree(data: st.DataObject) -> None:
        document = copy.deepcopy(data.draw(documents(kind.name)))
        properties = schemas.schema(kind.name)["$defs"]["record"]["properties"]
        for name in data.draw(st.lists(st.sampled_from(CONDITIONED[kind]), min_size=2, unique=True)):
            document[name] = data.draw(values(properties[name], f"{kind.name}.schema.json"))
        made[agreed(kind, document)] += 1

    agree()
    assert made[False] >= 5
