"""Strategies that generate documents from the JSON schemas alone.

The generator supports only the keywords that the schemas use; an unknown keyword is an error, so that no part of a schema
goes untested. An object gets some of its optional fields; then fields that ``if``, ``then`` and ``else`` forbid are
removed and fields that they require are added, until all conditions hold.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import cache
from typing import Any

from hypothesis import strategies as st

from csto_data.serialization.schemas import schemas, validator

Schema = dict[str, Any]
ANNOTATIONS = {"$schema", "$defs", "title", "description", "examples"}
CONDITIONAL = {"allOf", "if", "then", "else"}
BY_TYPE = {
    "string": {"minLength", "maxLength", "pattern", "format", "enum", "const"},
    "integer": {"minimum", "maximum"},
    "number": {"minimum", "maximum"},
    "boolean": {"const"},
    "array": {"items", "minItems", "uniqueItems"},
    "object": {"properties", "required", "additionalProperties", "minProperties"},
}
LETTERS = st.characters(codec="utf-8")

DATES = st.dates(datetime.date(1000, 1, 1), datetime.date(2999, 12, 31))
PARTS = st.builds(lambda date, length: date.isoformat()[:length], DATES, st.sampled_from([4, 7, 10]))


def _date_set(one: str, other: str, open_at: str) -> str:
    first, last = sorted((one, other))
    if open_at == "first" or first[: len(last)] == last[: len(first)]:  # they may overlap
        return f"[..{last}]"
    return f"[{first}..]" if open_at == "last" else f"[{first}..{last}]"


FORMATS = {
    "edtf-day": st.one_of(
        PARTS,
        st.builds(str.__add__, PARTS, st.sampled_from("~?")),
        st.builds(_date_set, PARTS, PARTS, st.sampled_from(["first", "last", "neither"])),
    ),
    "instant": st.builds(
        lambda moment, offset: f"{moment.isoformat(timespec='minutes')}{offset}",
        st.datetimes(datetime.datetime(1000, 1, 1), datetime.datetime(2999, 12, 31)),
        st.sampled_from(["+00:00", "+05:30", "+14:00", "-12:00", "-09:30", "+03:00"]),
    ),
}


@cache
def part_values(ref: str, file: str = "") -> st.SearchStrategy[Any]:
    """Return values of the schema that a reference in this file points to."""
    return values(*_target(ref, file))


def documents(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    """Return records of a kind, as its schema describes them."""
    return part_values(f"{kind}.schema.json#/$defs/record")


def values(schema: Schema, file: str) -> st.SearchStrategy[Any]:
    """Return values of a schema in this file."""
    if "$ref" in schema:
        _check_keywords(schema, {"$ref"})
        return part_values(schema["$ref"], file)
    kind = schema["type"]
    _check_keywords(schema, {"type", *BY_TYPE[kind], *(CONDITIONAL if kind == "object" else ())})
    return _MAKERS[kind](schema, file)


def _check_keywords(schema: Schema, known: set[str]) -> None:
    unknown = set(schema) - known - ANNOTATIONS
    assert not unknown, f"the generator does not support {sorted(unknown)}"


def _target(ref: str, file: str) -> tuple[Schema, str]:
    name, _, pointer = ref.partition("#")
    found = schemas()[name or file]
    for step in pointer.split("/")[1:]:
        found = found[step]
    return found, name or file


def _string(schema: Schema, _: str) -> st.SearchStrategy[str]:
    if "enum" in schema or "const" in schema:
        return st.sampled_from(schema["enum"] if "enum" in schema else [schema["const"]])
    if "format" in schema:
        document = FORMATS[schema["format"]]
        return document if "~" in schema["pattern"] or schema["format"] == "instant" else DATES.map(str)
    matching = schema.get("pattern")
    texts = st.from_regex(matching, fullmatch=True, alphabet=LETTERS) if matching is not None else st.text(LETTERS)
    longest = schema.get("maxLength")
    return texts if longest is None else texts.filter(lambda text: len(text) <= longest)


def _integer(schema: Schema, _: str) -> st.SearchStrategy[int]:
    return st.integers(schema.get("minimum"), schema.get("maximum"))


def _number(schema: Schema, _: str) -> st.SearchStrategy[float]:
    """Return numbers; a whole number has no fraction, as rule CST011 requires."""
    low, high = schema.get("minimum", -(10**15)), schema.get("maximum", 10**15)
    return st.floats(low, high).map(lambda number: int(number) if number.is_integer() else number)


def _boolean(schema: Schema, _: str) -> st.SearchStrategy[bool]:
    return st.just(schema["const"]) if "const" in schema else st.booleans()


def _array(schema: Schema, file: str) -> st.SearchStrategy[list[Any]]:
    items = values(schema["items"], file)
    by = _hashable if schema.get("uniqueItems") else None
    return st.lists(items, min_size=schema.get("minItems", 0), max_size=3, unique_by=by)


def _hashable(value: Any) -> Any:
    """Return a hashable form, equal for equal JSON values; JSON does not distinguish 1 from 1.0."""
    if isinstance(value, dict):
        return frozenset((key, _hashable(entry)) for key, entry in value.items())
    return tuple(map(_hashable, value)) if isinstance(value, list) else value


def _object(schema: Schema, file: str) -> st.SearchStrategy[dict[str, Any]]:
    properties = {name: values(field, file) for name, field in schema["properties"].items()}
    required = schema.get("required", [])
    optional = [name for name in properties if name not in required]

    conditionals = _conditionals(schema)
    min_properties = schema.get("minProperties", 0)

    @st.composite
    def objects(draw: st.DrawFn) -> dict[str, Any]:
        fewest = max(min_properties - len(required), 0)
        chosen = draw(st.lists(st.sampled_from(optional), unique=True, min_size=fewest, max_size=4)) if optional else []
        document = {name: draw(properties[name]) for name in properties if name in required or name in chosen}
        while True:
            for condition, consequence in conditionals * len(conditionals):  # one may trigger another
                if validator(file).evolve(schema=condition).is_valid(document):
                    _apply_consequence(document, consequence, lambda name: draw(properties[name]))
            if len(document) >= min_properties:
                return {name: document[name] for name in properties if name in document}
            name = draw(st.sampled_from(optional))  # the last one was removed
            document[name] = draw(properties[name])

    return objects()


def _conditionals(schema: Schema) -> list[tuple[Schema, Schema]]:
    """Return each condition of an object with its consequence, including those inside ``allOf``."""
    found: list[tuple[Schema, Schema]] = []
    if "if" in schema:
        found.append((schema["if"], schema["then"]))
        if "else" in schema:
            found.append(({"not": schema["if"]}, schema["else"]))
    for combined in schema.get("allOf", ()):
        _check_keywords(combined, CONDITIONAL)
        found += _conditionals(combined)
    return found


def _apply_consequence(document: dict[str, Any], consequence: Schema, draw: Callable[[str], Any]) -> None:
    _check_keywords(consequence, {"properties", "required"})
    for name, field in consequence.get("properties", {}).items():
        _check_keywords(field, {"not", "const"})
        if "const" in field and name in document:
            document[name] = field["const"]
        elif field.get("not") == {}:
            document.pop(name, None)
        elif "not" in field and name in document:
            _check_keywords(field["not"], {"const"})
            while document[name] == field["not"]["const"]:
                document[name] = draw(name) + 1
    for name in consequence.get("required", ()):
        if name not in document:
            document[name] = draw(name)


_MAKERS: dict[str, Callable[[Schema, str], st.SearchStrategy[Any]]] = {
    "string": _string,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "array": _array,
    "object": _object,
}
