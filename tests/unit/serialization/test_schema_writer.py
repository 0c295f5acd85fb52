"""The committed schemas match the classes, are portable and documented, and accept exactly the valid values."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from support import ROOT
from support.validators import jsonschema_rs_validator, jsonschema_validator

from csto_data.dates import Day, Instant
from csto_data.errors import InvalidDateError
from csto_data.model import KINDS
from csto_data.model.json_values import to_json
from csto_data.serialization import schemas
from csto_data.serialization.canonical import canonical
from csto_data.serialization.converter import structure
from csto_data.serialization.schema_writer import main, written_schemas

FOLDER = ROOT / "schemas"
FILES: dict[str, Any] = schemas.schemas()
COMMON = "common.schema.json"
KEYWORDS = {
    "$schema", "$ref", "$defs", "title", "description", "examples",
    "type", "const", "enum", "format",
    "minLength", "maxLength", "pattern", "minimum", "maximum",
    "properties", "required", "additionalProperties", "minProperties",
    "items", "minItems", "maxItems", "uniqueItems",
    "allOf", "if", "then", "else", "not",
}  # fmt: skip


class Place(NamedTuple):
    """The position of a subschema: a file and a JSON pointer into it."""

    file: str
    pointer: str

    def __str__(self) -> str:
        return f"{self.file}#{self.pointer}"

    def __truediv__(self, step: str) -> Place:
        return Place(self.file, f"{self.pointer}/{step}")

    @property
    def schema(self) -> Any:
        schema = FILES[self.file]
        for step in self.pointer.split("/")[1:]:
            schema = schema[int(step)] if isinstance(schema, list) else schema[step]
        return schema

    @property
    def target(self) -> Place:
        """The subschema that its ``$ref`` points to."""
        file, _, pointer = self.schema["$ref"].partition("#")
        return Place(file or self.file, pointer)


def subschemas(place: Place) -> Iterator[Place]:
    yield place
    for keyword in ("properties", "$defs"):
        for name in place.schema.get(keyword, ()):
            yield from subschemas(place / keyword / name)
    for keyword in ("items", "if", "then", "else", "not"):
        if keyword in place.schema:
            yield from subschemas(place / keyword)
    for index in range(len(place.schema.get("allOf", ()))):
        yield from subschemas(place / "allOf" / str(index))


PLACES = [place for file in FILES for place in subschemas(Place(file, ""))]
OBJECTS = [place for place in PLACES if place.schema.get("type") == "object"]


def accepted(place: object, value: object) -> bool:
    """Whether both validators accept the value. They must agree."""
    verdict: bool = jsonschema_validator(str(place)).is_valid(value)
    assert jsonschema_rs_validator(str(place)).is_valid(value) is verdict, value
    return verdict


def is_valid_part(name: str, value: object) -> bool:
    """Whether the value is valid for this definition of the common schema."""
    return accepted(f"{COMMON}#/$defs/{name}", value)


# Files


def test_committed_schemas_are_generated_from_the_classes() -> None:
    written = {name: canonical(schema) for name, schema in written_schemas().items()}
    committed = {file.name: file.read_text(encoding="utf-8") for file in FOLDER.glob("*.json")}
    differing = sorted(name for name in {*written, *committed} if written.get(name) != committed.get(name))
    assert not differing, (
        f"schemas differ from the classes: {', '.join(differing)}; "
        "run python -m csto_data.serialization.schema_writer and commit the result"
    )


def test_writer_writes_only_changed_schemas(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(tmp_path)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {
        name: canonical(schema).encode() for name, schema in written_schemas().items()
    }
    (tmp_path / COMMON).write_text("{}")
    capsys.readouterr()
    main(tmp_path)
    assert capsys.readouterr().out == f"wrote {tmp_path / COMMON}\n"


def test_every_file_is_a_titled_draft_2020_12_schema() -> None:
    for schema in FILES.values():
        Draft202012Validator.check_schema(schema)
    complete = {"$schema": Draft202012Validator.META_SCHEMA["$id"]}
    assert not [name for name, schema in FILES.items() if not complete.items() <= schema.items()]
    assert not [name for name, schema in FILES.items() if not (schema.get("title") and schema.get("description"))]


def test_schemas_use_only_portable_keywords_and_formats() -> None:
    assert {keyword for place in PLACES for keyword in place.schema} <= KEYWORDS
    assert {place.schema["format"] for place in PLACES if "format" in place.schema} == {"edtf-day", "instant"}


def test_patterns_are_portable() -> None:
    patterns = {place.schema["pattern"] for place in PLACES if "pattern" in place.schema}
    assert not [pattern for pattern in patterns if not is_portable(pattern)]


def is_portable(pattern: str) -> bool:
    """Whether the pattern is anchored, ASCII, and uses only simple classes, groups and single quantifiers."""
    literal = re.sub(r"\\u[0-9a-f]{4}|\\[\[\]]", "_", pattern)
    classless = re.sub(r"\[\^?[!-Z_a-~-]+\]", "c", literal)
    ungrouped = classless
    while ungrouped != (ungrouped := re.sub(r"\([^()]*\)", "g", ungrouped)):
        pass
    return (
        re.fullmatch(r"\^[\w/:,|()?*+{} <=>!-]+\$", classless, re.ASCII) is not None
        and not re.search(r"\(\?|[?*+}][?*+]", classless)
        and "|" not in ungrouped
    )


def test_references_resolve_and_definitions_are_used() -> None:
    targets = {place.target: place for place in PLACES if "$ref" in place.schema}
    definitions = {Place(file, f"/$defs/{name}") for file in FILES for name in FILES[file].get("$defs", ())}
    assert not [f"{place} -> {target}" for target, place in targets.items() if target not in PLACES]
    assert not [str(place) for place in definitions - set(targets)]


def test_objects_reject_additional_properties() -> None:
    assert not [
        str(place)
        for place in OBJECTS
        if place.schema.get("additionalProperties") is not False
        or not {*place.schema.get("required", ())} <= {*place.schema["properties"]}
    ]


def test_arrays_require_one_item_and_unique_items() -> None:
    lists = [place for place in PLACES if place.schema.get("type") == "array"]
    assert not [
        str(place)
        for place in lists
        if not place.pointer.endswith(("/records", "/findings"))
        and "/then/" not in place.pointer
        and (place.schema.get("minItems"), place.schema.get("uniqueItems")) != (1, True)
    ]


def test_fields_and_definitions_have_descriptions_and_valid_examples() -> None:
    fields = [
        place / "properties" / name
        for place in OBJECTS
        if not place.pointer.endswith("/reports")
        for name in place.schema["properties"]
    ]
    documented = [*fields, *(Place(COMMON, f"/$defs/{name}") for name in FILES[COMMON]["$defs"])]
    assert not [str(place) for place in documented if not place.schema.get("description", "").endswith(".")]
    assert not [str(place) for place in documented if not place.schema.get("examples")]
    assert not [
        f"{place}: {example}"
        for place in documented
        for example in place.schema.get("examples", ())
        if not accepted(place, example)
    ]


def example(kind: str, /, **fields: Any) -> dict[str, Any]:
    return {**FILES[f"{kind}.schema.json"]["properties"]["records"]["examples"][0][0], **fields}


def test_schema_example_of_each_kind_loads_as_record() -> None:
    for kind in KINDS.values():
        assert to_json(structure(kind.record_class, example(kind.name))) == example(kind.name), kind.name


def test_file_must_name_the_schema_of_its_kind() -> None:
    for kind in KINDS.values():
        file = f"{kind.name}.schema.json"
        assert accepted(file, {"$schema": f"../schemas/{file}", "records": []}), file
        assert not accepted(file, {"$schema": "../schemas/other.schema.json", "records": []}), file
        assert not accepted(file, {"records": []}), file


def test_manifest_resource_name_must_match_its_file() -> None:
    resource = "datapackage.schema.json#/$defs/resource"
    for dataset in KINDS:
        assert accepted(resource, {"name": dataset, "path": f"{dataset}.json"}), dataset
        assert not accepted(resource, {"name": dataset, "path": "other.json"}), dataset
    assert not accepted(resource, {"name": "other", "path": "other.json"})


# Values

VALID_PARTIES = [
    {"actor": "org:csto"},
    {"actor": "person:stanislav-zas", "office": "office:csto-secretary-general-zas"},
    {"described_as": "observers"},
    {"of": "place:almaty", "described_as": "residents"},
]
INVALID_PARTIES = [
    {}, {"of": "state:KAZ"}, {"actor": "org:csto", "described_as": "alliance"}, {"actor": "org:csto", "of": "state:KAZ"},
    {"office": "office:csto-secretary-general-zas"}, {"actor": "place:almaty"},
    {"office": "office:csto-secretary-general-zas", "described_as": "secretary"},
]  # fmt: skip
INVALID_IDS = [
    "org:", "csto", "org:CSTO", "org:-a", "org:a-", "org:a--b", "org:a_b", "ORG:a", "x:org:a", "org:\u0441sto", "org:a\n",
]  # fmt: skip
INVALID_STATES = ["state:kaz", "state:KA", "state:KAZA", "state:\u0410RM", "state:KAZ\n", "state:K4Z"]
ACCEPTED: dict[str, list[Any]] = {
    "text": ["a", "a b", "Организация", "a\u00a0b", "\U0001f30d"],
    "organizationId": ["org:csto", "org:csto-2", "org:1", "org:a-b-c"],
    "party/properties/actor": ["org:csto", "state:KAZ", "person:a-b"],
    "stateId": ["state:KAZ"],
    "url": ["http://a.org", "https://a.org/b?c=d#e"],
    "day": [
        "2022-01-13", "2024-02-29", "2022-01", "1000", "2999",
        "2022~", "2022-01~", "2022-01-13~", "2022?", "2022-01-13?",
        "[2006..2012]", "[2006-05..2012-12-19]", "[..2022-01-02]", "[..2006]", "[2022-01..]",
    ],
    "instant": [
        f"2022-01-05T22:30{offset}"
        for offset in ("+00:00", "-00:15", "+14:00", "+13:45", "+05:30", "-09:30", "-11:15", "-12:00")
    ],
    "quantity": [{"value": 0}, {"value": 2.5, "approximate": True}, {"at_least": 1}, {"at_most": 4, "wording": "few"}],
    "party": VALID_PARTIES,
    "participant": [{**party, "role": "present"} for party in VALID_PARTIES],
    "locator": [{"paragraph": 1}, {"page": 3, "article": "19"}],
}  # fmt: skip
REJECTED: dict[str, list[Any]] = {
    "text": ["", " ", " a", "a ", "a\n", "\ta", "a\x00b", "a\nb", "a\x7f", "\x1f", 5, None],
    "organizationId": INVALID_IDS,
    "party/properties/actor": [*INVALID_IDS, *INVALID_STATES, "place:almaty"],
    "stateId": INVALID_STATES,
    "url": ["ftp://a.org", "http://", "https://a b", "https://a\n", "https://ä.org", "www.a.org"],
    "day": [
        "2022-02-31", "2023-02-29", "2022-13", "0999", "3000", "2022-1-3", "13.1.2022", "2022-01-13T10:00+03:00",
        "\uff12022", "2022-01-13\n", "2022 ", "", "2022~?", "[2006..2012]?", "[2006~..2012]",
        "[..]", "[]", "[2012..2006]", "[2006..2012", "2006..2012",
    ],
    "instant": [
        f"2022-01-05T22:30{offset}" for offset in ("", "Z", "-00:00", "+14:15", "-12:15", "+15:00", "+05:20", "+0500", "+03:00\n")
    ],
    "quantity": [
        {}, {"value": -1}, {"at_least": -1}, {"at_most": -1}, {"value": 1, "at_least": 1}, {"value": 0, "approximate": True},
        {"approximate": True}, {"at_least": 1, "approximate": True}, {"value": 1, "unit": "person"},
    ],
    "party": INVALID_PARTIES,
    "participant": [{**party, "role": "present"} for party in INVALID_PARTIES],
    "locator": [{}, {"paragraph": 0}],
}  # fmt: skip


def test_schema_accepts_valid_values() -> None:
    assert not [
        (name, value) for name, values in ACCEPTED.items() for value in values if not is_valid_part(name, value)
    ]


def test_schema_rejects_invalid_values() -> None:
    assert not [(name, value) for name, values in REJECTED.items() for value in values if is_valid_part(name, value)]


DATES = st.one_of(
    st.builds(
        lambda date, length: date.isoformat()[:length],
        st.dates(datetime.date(1000, 1, 1), datetime.date(2999, 12, 31)),
        st.sampled_from([4, 7, 10]),
    ),
    st.from_regex(r"[0-3][0-9]{3}-[01][0-9]-[0-3][0-9]", fullmatch=True),
)
DAYS = st.one_of(
    st.builds("{}{}".format, DATES, st.sampled_from(["", "~", "?", "~?", "\n", " ", "-"])),
    st.builds("[{}..{}]".format, DATES | st.just(""), DATES | st.just("")),
    st.text(alphabet="0123456789-~?[].\u0661", max_size=12),
)
INSTANTS = st.builds(
    "{}T{:02}:{:02}{}{:02}:{:02}{}".format,
    DATES,
    *(st.integers(0, 25), st.integers(0, 61), st.sampled_from("+-"), st.integers(0, 15)),
    *(st.sampled_from([0, 10, 15, 30, 45]), st.sampled_from(["", "", "\n", "Z"])),
)


@given(DAYS, INSTANTS)
def test_schema_and_class_accept_the_same_days_and_instants(day: str, instant: str) -> None:
    assert is_valid_part("day", day) is can_parse(Day, day)
    assert is_valid_part("exactDay", day) is (can_parse(Day, day) and len(day) == len("2022-01-13"))
    assert is_valid_part("instant", instant) is can_parse(Instant, instant)


def can_parse(cls: Any, text: str) -> bool:
    try:
        cls(text)
    except InvalidDateError:
        return False
    return True


# Mutually exclusive fields


def is_record(kind: str, record: dict[str, Any]) -> bool:
    return accepted(f"{kind}.schema.json#/$defs/record", record)


def test_schema_accepts_outcome_only_for_forecast() -> None:
    for kind in ("claim", "definition", "interpretation", "characterisation", "forecast"):
        assert is_record("assessment", example("assessment", kind=kind))
        with_outcome = example("assessment", kind=kind, outcome={"result": "open"})
        assert is_record("assessment", with_outcome) is (kind == "forecast")


TIMES = {"date": "2003-09-18", "instant": "2003-09-18T12:00+03:00", "start": "2003-09-01", "end": "2003-09-18"}


@given(st.sets(st.sampled_from(list(TIMES))))
def test_schema_accepts_at_most_one_time_for_event(chosen: set[str]) -> None:
    record = {name: value for name, value in example("event").items() if name not in TIMES}
    timed = {**record, **{name: TIMES[name] for name in chosen}}
    assert is_record("event", timed) is (len(chosen) <= 1 or chosen == {"start", "end"})


def test_schema_accepts_at_most_one_time_for_statement() -> None:
    times = {"date": "2024-02-22", "instant": "2024-02-22T21:00+01:00"}
    record = {name: value for name, value in example("statement").items() if name not in times}
    assert all(is_record("statement", {**record, name: time}) for name, time in times.items())
    assert not is_record("statement", {**record, **times})


def test_misspelt_kind_of_assessment_is_the_only_error() -> None:
    misspelt = example("assessment", kind="forcast", outcome={"result": "open"})
    errors = list(jsonschema_validator("assessment.schema.json#/$defs/record").iter_errors(misspelt))
    assert [list(error.absolute_path) for error in errors] == [["kind"]]
