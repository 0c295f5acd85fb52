"""Generate the data dictionary: the fields of all datasets, as described in the schemas."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ..model import KINDS
from ..serialization.schemas import schema

Schema = dict[str, Any]


def data_dictionary() -> str:
    """Return, in Markdown, the fields of all datasets, as described in the schemas."""
    return "\n".join(_dictionary()) + "\n"


def _dictionary() -> Iterator[str]:
    yield "# Data dictionary"
    yield ""
    yield "Fields in **bold** are required. Other fields are absent if their value is not known; null is never used."
    for kind in KINDS.values():
        document = schema(kind.name)
        yield ""
        yield f"## {kind.dataset}"
        yield ""
        yield f"`data/{kind.dataset}.json`, ids `{kind.prefix}:...`. {document['description']}"
        for name, definition in document["$defs"].items():
            if name != "record":
                yield ""
                yield f"### {kind.dataset}: {_title(name)}"
                yield ""
                yield definition["description"]
            yield from _fields(definition, document)
    common = schema("common")
    yield ""
    yield "## Common parts"
    for name, definition in common["$defs"].items():
        yield ""
        yield f"### {_title(name)}"
        yield ""
        yield definition["description"]
        if "properties" in definition:
            yield from _fields(definition, common)
        else:
            yield ""
            yield f"Examples: {_examples(definition)}"


def _title(name: str) -> str:
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name)


def _fields(definition: Schema, document: Schema) -> Iterator[str]:
    yield ""
    yield "| field | type | description | examples |"
    yield "|---|---|---|---|"
    for name, field in definition["properties"].items():
        shown = f"**{name}**" if name in definition.get("required", ()) else name
        yield f"| {shown} | {_type(field, document)} | {_cell(field['description'])} | {_examples(field)} |"


def _type(field: Schema, document: Schema) -> str:
    """Return the type of a field: a common part, a part of this dataset, an enumeration or a plain JSON type."""
    if "$ref" in field:
        file, _, pointer = field["$ref"].partition("#")
        name = pointer.rpartition("/")[2]
        dataset = _dataset(document)
        heading = f"{dataset} {_title(name)}" if dataset and not file else _title(name)
        return f"[{_title(name)}](#{heading.replace(' ', '-')})"
    if field["type"] == "array":
        return f"list of {_type(field['items'], document)}"
    if "enum" in field:
        return "one of " + ", ".join(f"`{word}`" for word in field["enum"])
    if field["type"] == "object":
        return "object: fields of the record" if "properties" in field else "object"
    return {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}[field["type"]]


def _dataset(document: Schema) -> str:
    return next((kind.dataset for kind in KINDS.values() if schema(kind.name) is document), "")


def _examples(field: Schema) -> str:
    return _cell(", ".join(f"`{json.dumps(example, ensure_ascii=False)}`" for example in field.get("examples", ())))


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
