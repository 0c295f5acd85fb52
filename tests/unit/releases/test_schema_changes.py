"""Changes of schemas are those of what is valid: references are followed, texts do not count."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from csto_data.releases.changes import Change
from csto_data.releases.reading import packaged_snapshot
from csto_data.releases.schema_changes import schema_changes
from csto_data.releases.snapshot import without_texts

SCHEMAS = packaged_snapshot().schemas
COMMON = "common.schema.json"


def edited(edit: Callable[[Any], object]) -> tuple[Change, ...]:
    """Return the changes that an edit of the schemas makes."""
    new = copy.deepcopy(dict(SCHEMAS))
    edit(new)
    return schema_changes(SCHEMAS, new)


def record(schemas: Any, kind: str = "event") -> Any:
    return schemas[f"{kind}.schema.json"]["$defs"]["record"]


def renamed(schemas: Any) -> None:
    """Give a definition that many schemas use another name."""
    schemas[COMMON]["$defs"]["dayText"] = schemas[COMMON]["$defs"].pop("day")
    for name, schema in schemas.items():
        text = json.dumps(schema).replace('#/$defs/day"', '#/$defs/dayText"')
        schemas[name] = json.loads(text)


def moved(schemas: Any) -> None:
    """Write a definition into the schema that uses it."""
    name = record(schemas)["properties"]["date"].pop("$ref").rpartition("/")[2]
    record(schemas)["properties"]["date"].update(schemas[COMMON]["$defs"][name])


@pytest.mark.parametrize("edit", [renamed, moved])
def test_a_definition_that_is_renamed_or_moved_is_not_a_change(edit: Callable[[Any], object]) -> None:
    assert edited(edit) == ()


def test_a_definition_that_many_schemas_use_is_one_change_at_its_place() -> None:
    (change,) = edited(lambda s: s[COMMON]["$defs"]["day"].update(maxLength=10))
    assert (change.record, change.field, change.kind) == (COMMON, "$defs.day.maxLength", "narrowed")


def test_a_definition_that_nothing_uses_is_not_a_change() -> None:
    assert edited(lambda s: s[COMMON]["$defs"].update(unused={"type": "string"})) == ()


KINDS: dict[str, Callable[[Any], object]] = {
    "field added": lambda s: record(s)["properties"].update(colour={"type": "string"}),
    "word added": lambda s: record(s)["properties"]["kind"]["enum"].append("parade"),
    "word removed": lambda s: record(s)["properties"]["kind"]["enum"].pop(),
    "made required": lambda s: record(s)["required"].append("note"),
    "made optional": lambda s: record(s)["required"].remove("title"),
    "narrowed": lambda s: record(s)["properties"]["title"].update(maxLength=9),
    "widened": lambda s: s["redirects.schema.json"].pop("additionalProperties"),
    "schema changed": lambda s: record(s)["properties"]["title"].update(type="integer"),
    "condition changed": lambda s: record(s)["allOf"].pop(),
    "schema added": lambda s: s.update({"ship.schema.json": {"type": "object"}}),
    "schema removed": lambda s: s.pop("redirects.schema.json"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_one_edit_of_a_schema_is_one_change_of_its_kind(kind: str) -> None:
    (change,) = edited(KINDS[kind])
    assert (change.kind, change.part) == (kind, "schema")


def test_a_removed_field_is_a_change_of_the_record_and_of_reports() -> None:
    def remove(schemas: Any) -> None:
        del record(schemas, "state")["properties"]["names"]
        del schemas["state.schema.json"]["$defs"]["evidence"]["properties"]["reports"]["properties"]["names"]

    found = edited(remove)
    assert {change.kind for change in found} == {"field removed"}
    assert [change.field.rpartition(".properties")[0].split(".")[1] for change in found] == ["evidence", "record"]


def test_texts_do_not_count_but_fields_with_their_names_do() -> None:
    schema = {"title": "A", "properties": {"title": {"type": "string", "description": "B"}}, "items": [{"title": "C"}]}
    assert without_texts(schema) == {"properties": {"title": {"type": "string"}}, "items": [{}]}
