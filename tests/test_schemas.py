"""The schemas say what the classes say, in a part of JSON Schema that every validator reads alike."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from csto_data import schemas
from csto_data.dates import Day, Instant, InvalidDay, InvalidInstant
from csto_data.model import KINDS, InvalidQuantity, Quantity
from csto_data.model.fields import FieldType, fields_of, reportable
from csto_data.structuring import structure, unstructure
from csto_data.writing import canonical

FOLDER = Path(__file__).parent.parent / "schemas"
FILES: dict[str, Any] = {file.name: json.loads(file.read_bytes()) for file in sorted(FOLDER.glob("*.json"))}
COMMON = "common.schema.json"
MANIFEST = "datapackage.schema.json"
PACK = "pack.schema.json"
REPORT = "report.schema.json"
NO_RECORDS = (MANIFEST, PACK, REPORT)

KEYWORDS = {
    "$schema", "$ref", "$defs", "title", "description", "examples",
    "type", "const", "enum", "format",
    "minLength", "pattern", "minimum", "maximum",
    "properties", "required", "additionalProperties", "minProperties",
    "items", "minItems", "uniqueItems",
    "allOf", "if", "then", "else", "not",
}  # fmt: skip
FORMATS = FormatChecker(formats=())
FORMATS.checks("edtf-day", raises=InvalidDay)(lambda value: not isinstance(value, str) or Day(value) is not None)
FORMATS.checks("instant", raises=InvalidInstant)(lambda value: not isinstance(value, str) or Instant(value) is not None)
REGISTRY = Registry().with_resources((name, DRAFT202012.create_resource(schema)) for name, schema in FILES.items())


class Place(NamedTuple):
    """Where a subschema stands: a file and a JSON pointer into it."""

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
        """Where its ``$ref`` leads."""
        file, _, pointer = self.schema["$ref"].partition("#")
        return Place(file or self.file, pointer)

    @property
    def defined(self) -> Place:
        """The place that says what type of value it is."""
        return self if "type" in self.schema else self.target.defined


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
LISTS = [place for place in PLACES if place.schema.get("type") == "array"]


class ModelObject(NamedTuple):
    """An object of the schemas with its class; ``owner`` is what its evidence reports on."""

    place: Place
    cls: Any
    owner: ModelObject | None

    def __str__(self) -> str:
        return f"{self.cls.__name__} at {self.place}"


def model_objects(made: ModelObject) -> Iterator[ModelObject]:
    yield made
    fields = fields_of(made.cls)
    owner = made if "evidence" in fields else made.owner
    for field in fields.values():
        if field.nature in ("object", "quantity"):
            cls = field.cls or Quantity
            yield from model_objects(ModelObject(value_place(made.place, field), cls, owner))


def value_place(holder: Place, field: FieldType) -> Place:
    """Where a field's value, or an entry of its list, is defined."""
    place = holder / "properties" / field.name
    return (place / "items" if field.many else place).defined


RECORDS = [ModelObject(Place(f"{k.name}.schema.json", "/$defs/record"), k.record_class, None) for k in KINDS.values()]
MODEL = list({found.place: found for record in RECORDS for found in model_objects(record)}.values())


def validator(place: Place) -> Draft202012Validator:
    return Draft202012Validator({"$ref": str(place)}, registry=REGISTRY, format_checker=FORMATS)


def accepted(name: str, value: object) -> bool:
    """Whether the package takes the value for what the common schema calls by this name."""
    return bool(schemas.validator(f"{COMMON}#/$defs/{name}").is_valid(value))


# What the files are


def test_there_is_a_schema_for_each_kind_the_common_parts_manifests_packs_and_reports() -> None:
    assert set(FILES) == {f"{kind.name}.schema.json" for kind in KINDS.values()} | {COMMON, *NO_RECORDS}


def test_the_package_has_these_files() -> None:
    assert schemas.schemas() == FILES


@pytest.mark.parametrize("file", FILES)
def test_files_are_in_canonical_form(file: str) -> None:
    assert (FOLDER / file).read_text(encoding="utf-8") == canonical(FILES[file])


@pytest.mark.parametrize("file", FILES)
def test_every_file_is_a_schema_of_2020_12_with_a_title_and_a_description(file: str) -> None:
    Draft202012Validator.check_schema(FILES[file])
    assert FILES[file]["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    assert FILES[file]["title"]
    assert FILES[file]["description"]


def test_only_these_keywords_and_formats_are_used() -> None:
    assert {keyword for place in PLACES for keyword in place.schema} == KEYWORDS
    assert {place.schema["format"] for place in PLACES if "format" in place.schema} == {"edtf-day", "instant"}


def test_every_reference_leads_into_these_files() -> None:
    for place in PLACES:
        if "$ref" in place.schema:
            assert place.target in PLACES, place


def test_every_definition_is_used() -> None:
    definitions = {Place(file, f"/$defs/{name}") for file in FILES for name in FILES[file].get("$defs", ())}
    assert definitions <= {place.target for place in PLACES if "$ref" in place.schema}


@pytest.mark.parametrize("place", [p for p in PLACES if "pattern" in p.schema], ids=str)
def test_patterns_mean_the_same_in_every_engine(place: Place) -> None:
    literal = re.sub(r"\\u[0-9a-f]{4}|\\[\[\]]", "_", place.schema["pattern"])
    classless = re.sub(r"\[\^?[!-Z_a-~-]+\]", "c", literal)
    assert re.fullmatch(r"\^[\w/:,|()?*+{}-]+\$", classless, re.ASCII)
    assert not re.search(r"\(\?|[?*+}][?*+]", classless)
    ungrouped = classless
    while ungrouped != (ungrouped := re.sub(r"\([^()]*\)", "g", ungrouped)):
        pass
    assert "|" not in ungrouped


@pytest.mark.parametrize("place", OBJECTS, ids=str)
def test_objects_are_closed(place: Place) -> None:
    assert place.schema["additionalProperties"] is False
    assert set(place.schema.get("required", ())) <= set(place.schema["properties"])


@pytest.mark.parametrize("place", LISTS, ids=str)
def test_lists_are_neither_empty_nor_repeat_an_entry(place: Place) -> None:
    if not place.pointer.endswith(("/records", "/findings")):
        assert (place.schema["minItems"], place.schema["uniqueItems"]) == (1, True)


FIELDS = [
    place / "properties" / name
    for place in OBJECTS
    if not place.pointer.endswith("/reports")
    for name in place.schema["properties"]
]
DEFINED = [Place(COMMON, f"/$defs/{name}") for name in FILES[COMMON]["$defs"]]


@pytest.mark.parametrize("place", [*FIELDS, *DEFINED], ids=str)
def test_every_field_and_common_part_is_described_and_has_examples_of_itself(place: Place) -> None:
    assert place.schema["description"].endswith(".")
    assert place.schema["examples"]
    for example in place.schema["examples"]:
        validator(place).validate(example)


# What the classes say


def test_every_object_has_a_class() -> None:
    others = {Place(file, "") for file in FILES} | {place for place in OBJECTS if place.file in NO_RECORDS}
    reports = {place for place in OBJECTS if place.pointer.endswith("/reports")}
    assert set(OBJECTS) - others - reports == {found.place for found in MODEL}


@pytest.mark.parametrize("found", MODEL, ids=str)
def test_fields_are_those_of_the_class_in_its_order(found: ModelObject) -> None:
    fields = fields_of(found.cls)
    assert list(found.place.schema["properties"]) == list(fields)
    assert found.place.schema.get("required", []) == [field.name for field in fields.values() if field.required]


@pytest.mark.parametrize("found", MODEL, ids=str)
def test_values_are_of_the_types_of_the_class(found: ModelObject) -> None:
    for field in fields_of(found.cls).values():
        written = (found.place / "properties" / field.name).schema
        if field.nature != "reports":
            assert (written.get("type") == "array") is field.many, field.name
            assert agrees(field, value_place(found.place, field)), field.name


def agrees(field: FieldType, place: Place) -> bool:
    """Whether the schema at the place says what the class says of the field."""
    match field.nature:
        case "text":
            return formed_alike(field, place) if field.form.pattern else place == Place(COMMON, "/$defs/text")
        case "code":
            return place.schema["type"] == "string" and formed_alike(field, place)
        case "word":
            return tuple(place.schema["enum"]) == field.words
        case "flag":
            return bool(place.schema["type"] == "boolean")
        case "integer" | "number":
            return place.schema["type"] == field.nature and formed_alike(field, place)
        case "object":
            return bool(place.schema["type"] == "object")
        case "day" | "instant" | "quantity":
            return place == Place(COMMON, f"/$defs/{field.nature}")
        case "reference":
            return place.file == COMMON and prefixes_taken(place) == set(field.prefixes)
    return False


def formed_alike(field: FieldType, place: Place) -> bool:
    """Whether pattern and bounds are those of the class."""
    pattern = None if field.form.pattern is None else f"^{field.form.pattern}$"
    written = (place.schema.get("pattern"), place.schema.get("minimum"), place.schema.get("maximum"))
    return written == (pattern, field.form.least, field.form.most)


def prefixes_taken(place: Place) -> set[str]:
    prefixes = {kind.prefix for kind in KINDS.values()}
    return {prefix for prefix in prefixes if validator(place).is_valid(some_id(prefix))}


def some_id(prefix: str) -> str:
    return "state:KAZ" if prefix == "state" else f"{prefix}:some-thing-1"


@pytest.mark.parametrize("found", [found for found in MODEL if found.cls.__name__ == "Evidence"], ids=str)
def test_evidence_reports_the_fields_of_what_it_is_evidence_for(found: ModelObject) -> None:
    owner = found.owner
    assert owner is not None
    reports = found.place.schema["properties"]["reports"]
    assert list(reports["properties"]) == list(reportable(owner.cls))
    assert reports["minProperties"] == 1
    for name, written in reports["properties"].items():
        assert written == {"$ref": f"#{owner.place.pointer}/properties/{name}"}


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_the_example_of_a_record_is_a_record(kind: Any) -> None:
    (example,) = FILES[f"{kind.name}.schema.json"]["properties"]["records"]["examples"][0]
    assert unstructure(structure(kind.record_class, example)) == example


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_a_file_names_the_schema_of_its_kind(kind: Any) -> None:
    place = Place(f"{kind.name}.schema.json", "")
    assert validator(place).is_valid({"$schema": f"../schemas/{kind.name}.schema.json", "records": []})
    assert not validator(place).is_valid({"$schema": "../schemas/other.schema.json", "records": []})
    assert not validator(place).is_valid({"records": []})


def test_the_manifest_names_the_datasets_and_their_files() -> None:
    resource = Place(MANIFEST, "/$defs/resource")
    assert resource.schema["properties"]["name"]["enum"] == list(KINDS)
    for dataset in KINDS:
        assert validator(resource).is_valid({"name": dataset, "path": f"{dataset}.json"})
        assert not validator(resource).is_valid({"name": dataset, "path": "other.json"})


# What values are


@pytest.mark.parametrize("text", ["a", "a b", "Организация", "a\u00a0b", "\U0001f30d"])
def test_a_text_has_any_letters(text: str) -> None:
    assert accepted("text", text)


@pytest.mark.parametrize("text", ["", " ", " a", "a ", "a\n", "\ta", "a\x00b", "a\nb", "a\x7f", "\x1f", 5, None])
def test_a_text_is_not_empty_and_has_no_blank_at_its_ends_and_no_control_characters(text: object) -> None:
    assert not accepted("text", text)


@pytest.mark.parametrize("id", ["org:csto", "org:csto-2", "org:1", "org:a-b-c"])
def test_an_id_is_a_kind_and_a_slug(id: str) -> None:
    assert accepted("organizationId", id)
    assert accepted("actorId", id)


NO_IDS = [
    "org:", "csto", "org:CSTO", "org:-a", "org:a-", "org:a--b", "org:a_b", "ORG:a", "x:org:a", "org:\u0441sto", "org:a\n",
]  # fmt: skip


@pytest.mark.parametrize("id", NO_IDS)
def test_anything_else_is_no_id(id: str) -> None:
    assert not accepted("organizationId", id)
    assert not accepted("actorId", id)


@pytest.mark.parametrize("id", ["state:kaz", "state:KA", "state:KAZA", "state:\u0410RM", "state:KAZ\n", "state:K4Z"])
def test_the_id_of_a_state_has_three_capital_letters(id: str) -> None:
    assert not accepted("stateId", id)
    assert not accepted("locationId", id)


@pytest.mark.parametrize("url", ["ftp://a.org", "http://", "https://a b", "https://a\n", "https://ä.org", "www.a.org"])
def test_an_address_is_one_of_the_web(url: str) -> None:
    assert not accepted("url", url)


WRITTEN_DAYS = [
    "2022-01-13", "2024-02-29", "2022-01", "1000", "2999",
    "2022~", "2022-01~", "2022-01-13~", "2022?", "2022-01-13?",
    "[2006..2012]", "[2006-05..2012-12-19]", "[..2022-01-02]", "[..2006]", "[2022-01..]",
]  # fmt: skip
NO_DAYS = [
    "2022-02-31", "2023-02-29", "2022-13", "0999", "3000", "2022-1-3", "13.1.2022", "2022-01-13T10:00+03:00",
    "\uff12022", "2022-01-13\n", "2022 ", "", "2022~?", "[2006..2012]?", "[2006~..2012]",
    "[..]", "[]", "[2012..2006]", "[2006..2012", "2006..2012",
]  # fmt: skip


@pytest.mark.parametrize("text", WRITTEN_DAYS)
def test_days_are_written_so(text: str) -> None:
    assert accepted("day", text)


@pytest.mark.parametrize("text", NO_DAYS)
def test_anything_else_is_no_day(text: str) -> None:
    assert not accepted("day", text)


@pytest.mark.parametrize("offset", ["+00:00", "-00:00", "+14:00", "+13:45", "+05:30", "-09:30", "-11:15", "-12:00"])
def test_an_instant_has_an_offset_that_there_is(offset: str) -> None:
    assert accepted("instant", f"2022-01-05T22:30{offset}")


@pytest.mark.parametrize("offset", ["", "Z", "+14:15", "-12:15", "+15:00", "+05:20", "+0500", "+03:00\n"])
def test_an_instant_has_no_other_offset(offset: str) -> None:
    assert not accepted("instant", f"2022-01-05T22:30{offset}")


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


@given(DAYS)
def test_a_day_of_the_schema_is_a_day_of_the_package(text: str) -> None:
    assert accepted("day", text) is makes(Day, text)
    assert accepted("exactDay", text) is (makes(Day, text) and len(text) == len("2022-01-13"))


@given(INSTANTS)
def test_an_instant_of_the_schema_is_an_instant_of_the_package(text: str) -> None:
    assert accepted("instant", text) is makes(Instant, text)


def makes(cls: Any, text: str) -> bool:
    try:
        cls(text)
    except (InvalidDay, InvalidInstant):
        return False
    return True


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "value": st.sampled_from([0, 0.0, 1, 2.5]),
            "approximate": st.booleans(),
            "at_least": st.integers(0, 3),
            "at_most": st.integers(4, 6),
            "wording": st.just("few"),
        },
    )
)
def test_a_quantity_of_the_schema_is_a_quantity_of_the_package(parts: dict[str, Any]) -> None:
    try:
        Quantity(**parts)
    except InvalidQuantity:
        assert not accepted("quantity", parts)
    else:
        assert accepted("quantity", parts)


def test_a_count_is_never_below_nought() -> None:
    for part in ("value", "at_least", "at_most"):
        assert not accepted("quantity", {part: -1})


@pytest.mark.parametrize(
    "party",
    [
        {"actor": "org:csto"},
        {"actor": "person:stanislav-zas", "office": "office:csto-secretary-general-zas"},
        {"described_as": "observers"},
        {"of": "place:almaty", "described_as": "residents"},
    ],
)
def test_a_party_is_named_or_described(party: dict[str, str]) -> None:
    assert accepted("party", party)
    assert accepted("participant", {**party, "role": "present"})


@pytest.mark.parametrize(
    "party",
    [
        {},
        {"of": "state:KAZ"},
        {"actor": "org:csto", "described_as": "alliance"},
        {"actor": "org:csto", "of": "state:KAZ"},
        {"office": "office:csto-secretary-general-zas"},
        {"office": "office:csto-secretary-general-zas", "described_as": "secretary"},
        {"actor": "place:almaty"},
    ],
)
def test_a_party_is_never_both_nor_neither(party: dict[str, str]) -> None:
    assert not accepted("party", party)
    assert not accepted("participant", {**party, "role": "present"})


def test_a_locator_says_where() -> None:
    assert accepted("locator", {"paragraph": 1})
    assert not accepted("locator", {})
    assert not accepted("locator", {"paragraph": 0})


# What excludes what


def example(kind: str, /, **fields: Any) -> dict[str, Any]:
    return {**FILES[f"{kind}.schema.json"]["properties"]["records"]["examples"][0][0], **fields}


def is_record(kind: str, record: dict[str, Any]) -> bool:
    return validator(Place(f"{kind}.schema.json", "/$defs/record")).is_valid(record)


@pytest.mark.parametrize("kind", ["claim", "definition", "interpretation", "characterisation", "forecast"])
def test_only_a_forecast_has_an_outcome(kind: str) -> None:
    assert is_record("assessment", example("assessment", kind=kind))
    assert is_record("assessment", example("assessment", kind=kind, outcome={"result": "open"})) is (kind == "forecast")


TIMES = {"date": "2003-09-18", "instant": "2003-09-18T12:00+03:00", "start": "2003-09-01", "end": "2003-09-18"}


@given(st.sets(st.sampled_from(list(TIMES))))
def test_an_event_has_one_time(given_: set[str]) -> None:
    record = {name: value for name, value in example("event").items() if name not in TIMES}
    timed = {**record, **{name: TIMES[name] for name in given_}}
    assert is_record("event", timed) is (len(given_) <= 1 or given_ == {"start", "end"})


def test_a_statement_has_one_time() -> None:
    assert is_record("statement", example("statement"))
    assert not is_record("statement", example("statement", instant="2024-02-22T21:00+01:00"))


def test_the_kind_that_is_misspelt_is_the_only_mistake() -> None:
    place = Place("assessment.schema.json", "/$defs/record")
    errors = list(validator(place).iter_errors(example("assessment", kind="forcast", outcome={"result": "open"})))
    assert [list(error.absolute_path) for error in errors] == [["kind"]]
