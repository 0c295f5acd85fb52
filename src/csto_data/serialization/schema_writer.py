"""Write ``schemas/*.json`` from the model classes: ``python -m csto_data.serialization.schema_writer``.

The schemas are JSON Schema 2020-12. Without ``$id``, every validator resolves their relative references to the files in
the same folder, also offline. A test compares the committed files with the result of this module.
"""

from __future__ import annotations

import re
import sys
from inspect import cleandoc
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin

from ..declarations import Constraint
from ..diagnostics import ReportDocument
from ..model import evidence, ids, names, values
from ..model.conditions import Schema
from ..model.evidence import Evidence
from ..model.fields import FieldType, ModelClass, conditions_of, descriptions_of, examples_of, fields_of, reportable
from ..model.kinds import BY_PREFIX, KINDS, Kind
from ..model.manifest import Manifest
from ..model.pack import Pack
from ..model.redirects import Redirects
from ..model.suppressions import Suppressions
from .canonical import canonical
from .resources import schema_root

DIALECT = "https://json-schema.org/draft/2020-12/schema"
COMMON = "common.schema.json"
ROOT_CLASSES: dict[str, tuple[str, ModelClass]] = {
    "datapackage": ("Manifest", Manifest),
    "pack": ("Pack", Pack),
    "suppressions": ("Suppressions", Suppressions),
    "redirects": ("Redirects", Redirects),
    "report": ("Report", ReportDocument),
}
"""The classes of the files that contain a single object, with a title, by the name of the schema."""

_TYPES = {
    "text": "string",
    "code": "string",
    "day": "string",
    "date": "string",
    "instant": "string",
    "timestamp": "string",
    "word": "string",
    "flag": "boolean",
    "integer": "integer",
    "number": "number",
}


def written_schemas() -> dict[str, Schema]:
    """Return all schemas by file name."""
    shared: dict[str, Schema] = {}
    made = {f"{kind.name}.schema.json": _Document(shared).of_records(kind) for kind in KINDS.values()}
    made |= {
        f"{name}.schema.json": _Document(shared).of_object(title, cls) for name, (title, cls) in ROOT_CLASSES.items()
    }
    return {COMMON: _common(shared), **made}


def record_example(cls: ModelClass) -> Any:
    """Return an example of a record in JSON, with the required fields and those that its evidence reports."""
    fields = fields_of(cls)
    found = {name: examples[0] for name, examples in examples_of(cls).items() if examples}
    if "evidence" in fields:
        found["evidence"] = [evidence_example(cls)]
    reported = found["evidence"][0]["reports"] if "evidence" in fields else {}
    return {field.key: found[name] for name, field in fields.items() if field.required or name in reported}


def evidence_example(owner: ModelClass) -> Any:
    """Return an example of evidence that reports the first field that needs it, or else the first field."""
    fields = reportable(owner)
    name = next((name for name, field in fields.items() if field.needs_evidence), next(iter(fields)))
    return {"source": examples_of(Evidence)["source"][0], "reports": {name: examples_of(owner)[name][0]}}


def _common(shared: dict[str, Schema]) -> Schema:
    """Return the schema of the shared definitions: texts, ids, closed lists and objects, in this order."""

    def rank_of(name: str) -> tuple[int, int]:
        definition = shared[name]
        rank = 3 if definition["type"] == "object" else 2 if "enum" in definition else 1 if name.endswith("Id") else 0
        return rank, _ID_ORDER.get(name, len(_ID_ORDER))

    return {
        "$schema": DIALECT,
        "title": "Common parts",
        "description": "Definitions that several schemas share: texts, dates, ids, locations in a source, quantities "
        "and parties. Omit a field whose value is unknown; null, empty texts and empty lists are not allowed.",
        "$defs": {name: shared[name] for name in sorted(shared, key=rank_of)},
    }


class _Document:
    """A schema file with the definitions that its objects refer to; ``shared`` has the definitions of all files."""

    def __init__(self, shared: dict[str, Schema], *, is_common: bool = False) -> None:
        self._shared = shared
        self._is_common = is_common
        self._definitions: dict[str, Schema] = {}
        self._evidence: dict[str, Schema] = {}

    def of_records(self, kind: Kind) -> Schema:
        """Return the schema of a file of records."""
        cls = kind.record_class
        record, *about = _paragraphs(cls)
        self._define("record", cls, record, kind.noun)
        return {
            "$schema": DIALECT,
            "title": kind.dataset.capitalize(),
            "description": about[0] if about else record,
            "type": "object",
            "properties": {
                "$schema": {
                    "description": f"The address of {kind.name}.schema.json, relative to the file.",
                    "type": "string",
                    "pattern": f"^([!-~]*/)?{kind.name}[.]schema[.]json$",
                    "examples": [f"../schemas/{kind.name}.schema.json"],
                },
                "records": {
                    "description": f"The {kind.dataset}, ordered by id.",
                    "type": "array",
                    "items": {"$ref": "#/$defs/record"},
                    "examples": [[record_example(cls)]],
                },
            },
            "required": ["$schema", "records"],
            "additionalProperties": False,
            "$defs": {**self._definitions, **self._evidence},
        }

    def of_object(self, title: str, cls: ModelClass) -> Schema:
        """Return the schema of a file with one object."""
        made = self.object_schema(cls, "", cls, _paragraphs(cls)[0])
        return {"$schema": DIALECT, "title": title, **made, "$defs": {**self._definitions, **self._evidence}}

    def _define(self, name: str, cls: ModelClass, description: str, noun: str) -> None:
        """Add the definitions of a class and of its evidence."""
        self._definitions[name] = self._evidence[_evidence_name(name)] = {}  # so that it comes before its parts
        self._definitions[name] = self.object_schema(cls, name, cls, description)
        if "evidence" in fields_of(cls):
            about = f"What one source says about {_with_article(noun)}, and where."
            self._evidence[_evidence_name(name)] = self.object_schema(Evidence, name, cls, about)
        else:
            del self._evidence[_evidence_name(name)]

    def object_schema(self, cls: ModelClass, name: str, owner: ModelClass, description: str) -> Schema:
        """Return the schema of an object; its evidence reports fields of ``owner``, defined as ``name``."""
        fields = fields_of(cls)
        required = [field.key for field in fields.values() if field.required]
        conditions = [part for condition in conditions_of(cls) if (part := condition.schema())]
        return {
            "description": description,
            "type": "object",
            "properties": {field.key: self._property(cls, field, name, owner) for field in fields.values()},
            **({"required": required} if required else {}),
            "additionalProperties": False,
            **_together(conditions),
        }

    def _property(self, cls: ModelClass, field: FieldType, name: str, owner: ModelClass) -> Schema:
        """Return the schema of a field."""
        examples = [*examples_of(cls)[field.name]]
        if field.name == "evidence":
            value = _list_of({"$ref": f"#/$defs/{_evidence_name(name)}"})
            examples = [[evidence_example(cls)]]
        elif field.nature == "reports":
            value = _reports(owner, name)
            examples = [evidence_example(owner)["reports"]]
        else:
            value = _list_of(self._value(field), field.form) if field.many else self._value(field)
        description = descriptions_of(cls).get(field.name)
        return {
            **({"description": description} if description else {}),
            **value,
            **({"examples": examples} if examples else {}),
        }

    def _value(self, field: FieldType) -> Schema:
        """Return the schema of a value of a field, or of an item of its list."""
        match field.nature:
            case "reference":
                return self._common(_id_name(field.prefixes), _id_definition(field.prefixes))
            case "quantity" | "object":
                return self._part(field.cls)
        value, form = {"type": _TYPES[field.nature], **_limits(field)}, field.form
        if field.nature == "flag" and not field.required:
            value["const"] = True  # absent means false
        if form.name is None:
            return value
        return self._common(form.name, {"description": form.description, **value, "examples": [*form.examples]})

    def _part(self, cls: ModelClass) -> Schema:
        """Return a reference to the definition of a nested object."""
        name = cls.__name__[0].lower() + cls.__name__[1:]
        if cls.__module__ not in (values.__name__, names.__name__, evidence.__name__):
            if name not in self._definitions:
                noun = re.sub("[A-Z]", lambda capital: f" {capital[0].lower()}", name)
                self._define(name, cls, _paragraphs(cls)[0], noun)
            return {"$ref": f"#/$defs/{name}"}
        if name not in self._shared:
            made = _Document(self._shared, is_common=True).object_schema(cls, name, cls, _paragraphs(cls)[0])
            self._shared[name] = {**made, "examples": _object_examples(cls)}
        return self._common(name, self._shared[name])

    def _common(self, name: str, definition: Schema) -> Schema:
        """Return a reference to a shared definition."""
        self._shared.setdefault(name, definition)
        return {"$ref": f"{'' if self._is_common else COMMON}#/$defs/{name}"}


def _list_of(value: Schema, form: Constraint | None = None) -> Schema:
    """Return the schema of a list."""
    may_be_empty = form is not None and form.min_length == 0
    rest = {} if may_be_empty else {"minItems": 1, "uniqueItems": True}
    return {"type": "array", "items": value, **rest}


def _limits(field: FieldType) -> Schema:
    """Return the keywords that constrain the value of a field."""
    form = field.form
    found = {
        "const": field.words[0] if len(field.words) == 1 else None,
        "enum": [*field.words] if len(field.words) > 1 else None,
        "minLength": form.min_length,
        "pattern": None if form.pattern is None else f"^{form.pattern}$",
        "format": form.format,
        "minimum": form.minimum,
        "maximum": form.maximum,
    }
    return {keyword: value for keyword, value in found.items() if value is not None}


def _reports(owner: ModelClass, name: str) -> Schema:
    """Return the schema of the reports of evidence: at least one field of the object that it belongs to."""
    return {
        "type": "object",
        "properties": {field.key: _reported(field, name) for field in reportable(owner).values()},
        "additionalProperties": False,
        "minProperties": 1,
    }


def _reported(field: FieldType, name: str) -> Schema:
    """Return the schema of a value in reports: that of the field, but a source may also report that a flag is false."""
    if field.nature == "flag":
        return {"description": f'Whether the source says "{field.key}", or says the opposite.', "type": "boolean"}
    return {"$ref": f"#/$defs/{name}/properties/{field.key}"}


def _together(conditions: list[Schema]) -> Schema:
    """Return the keywords of all conditions, in ``allOf`` if several conditions use the same keyword."""
    made: Schema = {}
    parts: list[Schema] = []
    for condition in conditions:
        plain = {
            keyword: value for keyword, value in condition.items() if keyword not in ("if", "then", "else", "allOf")
        }
        made |= plain
        parts += condition.get("allOf", [])
        if "if" in condition:
            parts.append({keyword: value for keyword, value in condition.items() if keyword not in plain})
    return {**made, **(parts[0] if len(parts) == 1 else {"allOf": parts} if parts else {})}


def _object_examples(cls: ModelClass) -> list[Any]:
    """Return one example for each alternative form of an object."""
    fields, examples = fields_of(cls), examples_of(cls)
    required = {name for name, field in fields.items() if field.required}
    starts = next((c.starts for c in conditions_of(cls) if c.starts != ((),)), ((),))
    return [{name: examples[name][0] for name in fields if name in required | {*start}} for start in starts]


def _paragraphs(cls: ModelClass) -> list[str]:
    """Return the paragraphs of the docstring of a class."""
    return [" ".join(paragraph.split()) for paragraph in cleandoc(cls.__doc__ or "").split("\n\n")]


def _with_article(noun: str) -> str:
    """Return a noun with its indefinite article."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _evidence_name(name: str) -> str:
    """Return the name of the definition of evidence for the object with a definition of this name."""
    return "evidence" if name == "record" else f"{name}Evidence"


def _id_name(prefixes: tuple[str, ...]) -> str:
    """Return the name of the definition of ids with these prefixes."""
    if prefixes in _NAMED_UNIONS:
        return _NAMED_UNIONS[prefixes]
    return (
        "Or".join([BY_PREFIX[prefixes[0]].name, *(BY_PREFIX[prefix].name.capitalize() for prefix in prefixes[1:])])
        + "Id"
    )


def _id_definition(prefixes: tuple[str, ...]) -> Schema:
    """Return the definition of ids with these prefixes."""
    *some, last = (_with_article(BY_PREFIX[prefix].noun) for prefix in prefixes)
    described = f"{', '.join(some)} or {last}" if some else last
    form = ""
    if prefixes == ("state",):
        form = ": state: and a three-letter code, that of ISO 3166-1 if there is one"
    elif not some:
        form = f": {prefixes[0]}: and a slug of lower-case letters, digits and single hyphens"
    return {
        "description": f"The id of {described}{form}.",
        "type": "string",
        "maxLength": ids.MAX_ID,
        "pattern": f"^{ids.id_pattern(*prefixes)}$",
        "examples": [examples_of(BY_PREFIX[prefix].record_class)["id"][0] for prefix in prefixes[:2]],
    }


def _prefixes(union: Any) -> tuple[str, ...]:
    """Return the id prefixes of a union of id types."""
    return tuple(ids.PREFIXES[part.__name__] for part in get_args(union))


_NAMED_UNIONS = {
    _prefixes(found): f"{name[0].lower()}{name[1:]}"
    for name, found in vars(ids).items()
    if get_origin(found) in (Union, UnionType)
}
_ID_ORDER = {
    name: number
    for number, name in enumerate([*(f"{kind.name}Id" for kind in KINDS.values()), *_NAMED_UNIONS.values()])
}


def main(folder: Path) -> None:
    """Write all schemas that have changed."""
    for name, found in written_schemas().items():
        file, text = folder / name, canonical(found)
        if not file.is_file() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8", newline="\n")
            sys.stdout.write(f"wrote {file}\n")


if __name__ == "__main__":
    main(Path(str(schema_root())))
