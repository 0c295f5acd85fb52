"""Schema and class say the same: what the one accepts the other accepts, what the one refuses the other refuses."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from schema_documents import documents

from csto_data import InvalidDay, InvalidInstant, schemas
from csto_data.dates import Day, Instant
from csto_data.model import KINDS, Kind
from csto_data.structuring import REFUSALS, structure, unstructure

Path = tuple[str | int, ...]
every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)


def _accepts(cls: type[Day | Instant], error: type[Exception]) -> Callable[[str], bool]:
    def check(text: str) -> bool:
        try:
            cls(text)
        except error:
            return False
        return True

    return check


@cache
def second_validator(kind: Kind) -> Any:
    """jsonschema-rs, an engine of its own."""
    base = "https://csto-data.invalid/schemas/"
    registry = jsonschema_rs.Registry([(base + name, found) for name, found in schemas.schemas().items()])
    return jsonschema_rs.Draft202012Validator(
        {"$ref": f"{base}{kind.name}.schema.json#/$defs/record"},
        registry=registry,
        validate_formats=True,
        formats={"edtf-day": _accepts(Day, InvalidDay), "instant": _accepts(Instant, InvalidInstant)},
        offline=True,
    )


@cache
def first_validator(kind: Kind) -> Any:
    return schemas.validator(f"{kind.name}.schema.json#/$defs/record")


def objects(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every value in a document with its path, the document itself first."""
    yield path, value
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, entry in entries:
        yield from objects(entry, (*path, step))


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
    assert first_validator(kind).is_valid(document)
    assert second_validator(kind).is_valid(document)
    with pytest.raises(REFUSALS):
        structure(kind.record_class, document)


def fits_class(kind: Kind, document: Any) -> bool:
    try:
        structure(kind.record_class, document)
    except REFUSALS:
        return False
    return True


@every_kind
@given(data=st.data())
def test_what_the_schema_allows_is_a_record_and_comes_back_identical(kind: Kind, data: st.DataObject) -> None:
    document = data.draw(documents(kind.name))
    assert first_validator(kind).is_valid(document), [e.message for e in first_validator(kind).iter_errors(document)]
    assert second_validator(kind).is_valid(document)
    assume(not at_odds(document))
    assert json.dumps(unstructure(structure(kind.record_class, document))) == json.dumps(document)


EDITS = ["drop", "null", "retype", "rename", "repeat", "out of range", "newline", "look-alike", "empty"]
LOOK_ALIKES = str.maketrans(
    "aceopxyABEKMHOPCTX",
    "\u0430\u0441\u0435\u043e\u0440\u0445\u0443\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425",
)  # Cyrillic
OTHER_TYPES = ["text", 7, -1, True, 0.5, [], {}, ["text"], {"key": 1}, None]


@st.composite
def mutants(draw: st.DrawFn, kind: Kind) -> tuple[str, Any]:
    """A document of the schema with one edit, and the name of the edit."""
    document = copy.deepcopy(draw(documents(kind.name)))
    path, value = draw(st.sampled_from([found for found in objects(document) if found[0]]))
    holder: Any = document
    for step in path[:-1]:
        holder = holder[step]
    edit, last = draw(st.sampled_from(EDITS)), path[-1]
    match edit:
        case "drop":
            del holder[last]
        case "rename" if isinstance(holder, dict):
            holder[f"{last}x"] = holder.pop(last)
        case "repeat" if isinstance(holder, list):
            holder.append(value)
        case "out of range" if isinstance(value, int | float) and not isinstance(value, bool):
            holder[last] = -value - 1
        case "newline" if isinstance(value, str):
            holder[last] = f"{value}\n"
        case "look-alike" if isinstance(value, str):
            holder[last] = value.translate(LOOK_ALIKES)
        case "empty" if isinstance(value, str | list | dict):
            holder[last] = type(value)()
        case "retype":
            holder[last] = draw(st.sampled_from(OTHER_TYPES))
        case _:
            holder[last] = None
    return edit, document


@every_kind
@given(data=st.data())
def test_schema_and_class_agree_on_one_edit(kind: Kind, data: st.DataObject) -> None:
    _, document = data.draw(mutants(kind))
    verdict = first_validator(kind).is_valid(document)
    assert second_validator(kind).is_valid(document) is verdict
    assert fits_class(kind, document) is (verdict and not at_odds(document)), document
