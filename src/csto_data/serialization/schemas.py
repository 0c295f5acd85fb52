"""Provide the packaged JSON Schemas and validators for them, which resolve all references offline.

jsonschema is imported on first use; with the extra ``fast``, valid data do not need it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Any

from ..dates import Day, Instant
from ..errors import InvalidDateError, NotFoundError
from ..suggestions import did_you_mean
from .resources import schema_root


@cache
def schemas() -> dict[str, Any]:
    """Return the packaged schemas by file name, such as ``state.schema.json``."""
    files = (file for file in schema_root().iterdir() if file.name.endswith(".schema.json"))
    return {file.name: json.loads(file.read_bytes()) for file in sorted(files, key=lambda file: file.name)}


def schema_names() -> tuple[str, ...]:
    """Return the names of all schemas: of records, such as ``state``, and of answers, such as ``answers/members``."""
    answers = (f"answers/{file.name}" for file in schema_root().joinpath("answers").iterdir())
    return tuple(name.removesuffix(".schema.json") for name in (*schemas(), *sorted(answers)))


def schema(name: str) -> Any:
    """Return a schema by its name, such as ``"state"`` or ``"answers/members"``.

    Raises:
        NotFoundError: No schema has this name.
    """
    known = schema_names()
    if name not in known:
        raise NotFoundError(f'Unknown schema "{name}". Expected one of {", ".join(known)}.{did_you_mean(name, known)}')
    file = f"{name}.schema.json"
    return schemas().get(file) or json.loads(schema_root().joinpath(*file.split("/")).read_bytes())


def bundled_schema(kind: str) -> Any:
    """Return the schema of a kind of records as one document, with all schemas that it refers to in its ``$defs``.

    Each definition has a title. Formats that only this package knows are left out, so that strict validators and type
    generators accept the schema; patterns are kept.

    Args:
        kind: The kind, such as ``"state"``.

    Raises:
        NotFoundError: No schema has this name.

    Example:
        >>> sorted(bundled_schema("place")["$defs"])[:3]
        ['evidence', 'locator', 'placeId']
    """
    bundle = _localized(schema(kind))
    definitions = bundle.setdefault("$defs", {})
    due = _references(schema(kind))
    while due:
        name, target, local = _target(due.pop())
        if name not in definitions:
            found = _localized(target, local)
            definitions[name] = {key: value for key, value in found.items() if key != "$schema"}
            due |= _references(target, _COMMON if local == _LOCAL else "")
    bundle["$defs"] = {name: {"title": _title(name), **found} for name, found in definitions.items()}
    return bundle


_COMMON = "common.schema.json"
_LOCAL = "#/$defs/"


def _localized(part: Any, local: str = _LOCAL) -> Any:
    """Return a copy of a schema without formats and with references into the bundle.

    Args:
        part: The schema, or a part of one.
        local: Where the definitions of this schema itself are in the bundle.
    """
    if isinstance(part, list):
        return [_localized(entry, local) for entry in part]
    if not isinstance(part, dict):
        return part
    own = {key: value for key, value in part.items() if key != "format" or not isinstance(value, str)}
    return {
        key: _in_bundle(value, local) if key == "$ref" and isinstance(value, str) else _localized(value, local)
        for key, value in own.items()
    }


def _in_bundle(reference: str, local: str) -> str:
    """Return a reference to a definition or a whole schema as a reference into the bundle."""
    document, _, path = reference.partition("#")
    if not document:
        return reference.replace(_LOCAL, local)
    name, _, _ = _target(reference)
    return f"{_LOCAL}{name}{path if document != _COMMON else ''}"


def _references(part: Any, document: str = "") -> set[str]:
    """Return the references of a schema to others; of ``document``, if it is given, also those to itself."""
    if isinstance(part, list):
        return {found for entry in part for found in _references(entry, document)}
    if not isinstance(part, dict):
        return set()
    found = {found for value in part.values() for found in _references(value, document)}
    reference = part.get("$ref")
    if not isinstance(reference, str) or (reference.startswith("#") and not document):
        return found
    return found | {f"{document}{reference}" if reference.startswith("#") else reference}


def _target(reference: str) -> tuple[str, Any, str]:
    """Return what a bundle needs for a reference: its name, the schema, and where the definitions of that one are."""
    document, _, path = reference.partition("#")
    if document == _COMMON:
        name = path.rpartition("/")[2]
        return name, schema("common")["$defs"][name], _LOCAL
    name = document.rpartition("/")[2].removesuffix(".schema.json")
    target = schema(name if f"{name}.schema.json" in schemas() else f"answers/{name}")
    return name, target, f"{_LOCAL}{name}/$defs/"


def _title(name: str) -> str:
    """Return the title of a definition."""
    return f"{name[0].upper()}{name[1:]}"


@cache
def validator(name: str) -> Any:
    """Return a validator for a schema file, or a part of it after ``#``; it also checks dates and instants."""
    return explaining({"$ref": name}, _packaged())


def explaining(schema: Any, registry: Any) -> Any:
    """Return a jsonschema validator for any schema, with a registry that resolves its references."""
    return _dialect()(schema, registry=registry, format_checker=_formats())


@cache
def fast_validator(name: str) -> Callable[[Any], bool] | None:
    """Return a function that checks a value with jsonschema-rs, or None without the extra ``fast``.

    It accepts the same values as ``validator``, about a hundred times faster, but without explanations.
    """
    base = "json-schema:///"
    return accepting({"$ref": base + name}, {base + file: found for file, found in schemas().items()})


def accepting(schema: Any, others: Mapping[str, Any]) -> Callable[[Any], bool] | None:
    """Return the same for any schema, given the other schemas that it refers to by their addresses."""
    try:
        import jsonschema_rs
    except ImportError:
        return None
    made = jsonschema_rs.Draft202012Validator(
        schema,
        registry=jsonschema_rs.Registry(list(others.items())),
        formats={"edtf-day": _made(Day), "instant": _made(Instant)},
        validate_formats=True,
        offline=True,
    )

    def accepts(value: Any) -> bool:
        try:
            return bool(made.is_valid(value))
        except ValueError:  # a lone surrogate, which Rust strings cannot contain
            return False

    return accepts


def _made(cls: type[Day] | type[Instant]) -> Callable[[str], bool]:
    """Return a function that checks whether a text is valid for a class."""

    @lru_cache(maxsize=4096)
    def made(text: str) -> bool:
        try:
            return cls(text) is not None
        except InvalidDateError:
            return False

    return made


@cache
def _packaged() -> Any:
    """Return the registry of the packaged schemas."""
    return registry_of(schemas())


def registry_of(others: Mapping[str, Any]) -> Any:
    """Return a registry of schemas by their addresses."""
    from referencing import Registry
    from referencing.jsonschema import DRAFT202012

    # Without "$schema" a reference into another file keeps this dialect (jsonschema would choose one by "$schema").
    resources = (
        (name, DRAFT202012.create_resource({key: value for key, value in found.items() if key != "$schema"}))
        for name, found in others.items()
    )
    return Registry().with_resources(resources)


@cache
def _formats() -> Any:
    """Return a checker for the formats of this package."""
    from jsonschema import FormatChecker

    checker = FormatChecker(formats=())
    checker.checks("edtf-day", raises=InvalidDateError)(
        lambda value: not isinstance(value, str) or Day(value) is not None
    )
    checker.checks("instant", raises=InvalidDateError)(
        lambda value: not isinstance(value, str) or Instant(value) is not None
    )
    return checker


@cache
def _dialect() -> Any:
    """Return the validator class for JSON Schema 2020-12 with patterns as in ECMA 262, in linear time."""
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend

    keywords = {"pattern": _pattern, "uniqueItems": _unique_items}
    return extend(Draft202012Validator, keywords)  # type: ignore[no-untyped-call]


def comparable(value: Any) -> str:
    """Return a text that is the same for equal JSON values, whatever the order of their keys."""
    return json.dumps(value, sort_keys=True)


def _unique_items(validator: Any, unique: bool, instance: Any, _: Any) -> Any:
    """Check the keyword ``uniqueItems`` in linear time."""
    from jsonschema import ValidationError

    if unique and validator.is_type(instance, "array") and len(set(map(comparable, instance))) < len(instance):
        yield ValidationError(f"{instance!r} has non-unique elements")


def _pattern(validator: Any, pattern: str, instance: Any, _: Any) -> Any:
    """Check the keyword ``pattern`` as in ECMA 262: ``$`` only matches at the end, not before a final line break."""
    import re

    from jsonschema import ValidationError

    if validator.is_type(instance, "string") and not re.search(pattern.replace("$", r"\Z"), instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")
