"""Where a value belongs in the schemas: what is allowed there, and whether it can be left out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from ..diagnostics import Path
from ..model import KINDS
from ..model.fields import FieldType, ModelClass, field_at
from ..model.manifest import Manifest
from ..model.pack import Pack
from ..model.redirects import Redirects
from ..model.suppressions import Suppressions
from ..serialization.schemas import schemas, validator

_PREFIXES = tuple(kind.prefix for kind in KINDS.values())
_WHOLE_NUMBER = re.compile("0|[1-9][0-9]{0,14}")


class Place(NamedTuple):
    """A place in a document.

    Attributes:
        schema: The name of the schema of the document, with or without a part after ``#``.
        path: The path of the value in the document.
    """

    schema: str
    path: Path

    @property
    def is_item(self) -> bool:
        """Whether the value is an item of a list."""
        return bool(self.path) and isinstance(self.path[-1], int)

    @property
    def is_optional(self) -> bool:
        """Whether the value is that of a field that can be omitted."""
        if not self.path or self.is_item:
            return False
        holder = self._parent().definition
        return self.path[-1] not in holder.get("required", ())

    @property
    def is_of_record(self) -> bool:
        """Whether the value belongs to a record."""
        return self.schema.partition(".")[0] in {kind.name for kind in KINDS.values()}

    @property
    def is_record(self) -> bool:
        """Whether the value is a record."""
        return self.is_of_record and (
            ("#" in self.schema) if not self.path else self.path == ("records", self.path[-1])
        )

    @property
    def is_address(self) -> bool:
        """Whether the value is a web address."""
        field = self._field()
        return field is not None and field.form.name == "url"

    @property
    def is_code(self) -> bool:
        """Whether the value is a code."""
        field = self._field()
        return field is not None and field.nature == "code"

    def _field(self) -> FieldType | None:
        """Return the declared field of the value, or None."""
        root, depth = described_by(self.schema)
        return field_at(root, self.path[depth:]) if len(self.path) > depth else None

    @property
    def has_date(self) -> bool:
        """Whether the object that contains the value can have a field "date"."""
        return bool(self.path) and "date" in self._parent().definition.get("properties", ())

    def has_type(self, value: Any, field: str) -> bool:
        """Return whether a value has the type of a field of the object at this place."""
        wanted = part_at(self.schema, (*self.path, field)).definition.get("type")
        return wanted is None or bool(validator(self.schema).is_type(value, wanted))

    def requires(self, field: str) -> bool:
        """Return whether an object at this place must have a field, whatever its other fields are."""
        return field in part_at(self.schema, self.path).definition.get("required", ())

    def _parent(self) -> Part:
        """Return the part of a schema for what contains the value."""
        return part_at(self.schema, self.path[:-1])

    def correction(self, value: Any) -> Any:
        """Return the first allowed value that says the same as an invalid one, or None."""
        part = part_at(self.schema, self.path)
        return next((found for found in _candidates(value, part) if part.accepts(found)), None)


class Part(NamedTuple):
    """A part of a schema file, given by the steps that lead to it."""

    file: str
    steps: tuple[str, ...]

    @property
    def definition(self) -> Any:
        """The content of this part, without following references."""
        found: Any = schemas()[self.file]
        for step in self.steps:
            found = found.get(step, {})
        return found

    def resolved(self) -> Part:
        """Return the part that this one refers to, or this one."""
        reference = self.definition.get("$ref")
        if reference is None:
            return self
        file, _, pointer = reference.partition("#/")
        return Part(file or self.file, tuple(pointer.split("/")) if pointer else ()).resolved()

    def below(self, *steps: str) -> Part:
        """Return the part at some steps below this one."""
        return Part(self.file, (*self.steps, *steps)).resolved()

    def accepts(self, value: Any) -> bool:
        """Return whether a value matches this part."""
        return bool(validator("#/".join((self.file, "/".join(self.steps)))).is_valid(value))


def described_by(schema: str) -> tuple[ModelClass, int]:
    """Return the class that a schema describes, and the number of steps that lead to its objects in a document."""
    file, _, part = schema.partition("#")
    name = file.removesuffix(".schema.json")
    kind = next((kind for kind in KINDS.values() if kind.name == name), None)
    if kind is None:
        return {"datapackage": Manifest, "pack": Pack, "suppressions": Suppressions, "redirects": Redirects}[name], 0
    return kind.record_class, 0 if part else 2


def part_at(schema: str, path: Iterable[str | int]) -> Part:
    """Return the part of a schema for the value at a path."""
    file, _, pointer = schema.partition("#/")
    part = Part(file, tuple(pointer.split("/")) if pointer else ()).resolved()
    for step in path:
        part = part.below("items") if isinstance(step, int) else part.below("properties", step)
    return part


def _candidates(value: Any, part: Part) -> Iterator[Any]:
    """Iterate over values that say the same as an invalid one, in another type or with its kind of id."""
    definition = part.definition
    match definition.get("type"):
        case "array":
            if value not in ("", {}):
                yield from ([item] for item in _variants(value, part.below("items")))
        case "object" if isinstance(value, str | int | float) and not isinstance(value, bool):
            for name in _single_fields(definition):
                inner = part.below("properties", name)
                yield from ({name: found} for found in _variants(value, inner) if inner.accepts(found))
        case "integer" | "number" | "boolean" | "string":
            yield from _plain(value, definition)
        case _:
            return
    if isinstance(value, list) and len(value) == 1:
        yield value[0]


def _variants(value: Any, part: Part) -> Iterator[Any]:
    """Iterate over a value and the values that say the same."""
    yield value
    if isinstance(value, str) or part.definition.get("type") == "object":
        yield from _candidates(value, part)


def _plain(value: Any, definition: Any) -> Iterator[Any]:
    """Iterate over numbers, truth values and texts that say the same as a value."""
    kind = definition["type"]
    if kind == "string":
        yield from _texts(value, definition)
    elif kind == "boolean":
        yield from (value == "true",) if value in ("true", "false") else ()
    elif isinstance(value, str) and _WHOLE_NUMBER.fullmatch(value):
        yield int(value)


def _texts(value: Any, definition: Any) -> Iterator[str]:
    """Iterate over a number as a text, and over the only id of a kind with this slug."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        yield json.dumps(value)
    if isinstance(value, str) and ":" not in value:
        pattern = definition.get("pattern", "^$")
        ids = [f"{prefix}:{value}" for prefix in prefixes_in(pattern)]
        fitting = [id for id in ids if re.fullmatch(pattern[1:-1], id)]
        yield from fitting if len(fitting) == 1 else ()


def _single_fields(definition: Any) -> Iterable[str]:
    """Return the fields of which one alone can be an object."""
    required = definition.get("required", ())
    names: Iterable[str] = definition.get("properties", ())
    return names if not required else required if len(required) == 1 else ()


def prefixes_in(pattern: str) -> tuple[str, ...]:
    """Return the id prefixes that a pattern names."""
    return tuple(prefix for prefix in _PREFIXES if re.search(rf"\b{prefix}(\|[a-z]+)*\)?:", pattern))
