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


def schema(kind: str) -> Any:
    """Return the schema of a kind of records, such as ``"state"``; raise ``NotFoundError`` if there is none."""
    known = {name.removesuffix(".schema.json"): found for name, found in schemas().items()}
    if kind not in known:
        raise NotFoundError(f'Unknown schema "{kind}". Expected one of {", ".join(known)}.{did_you_mean(kind, known)}')
    return known[kind]


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
    definitions, common = bundle.setdefault("$defs", {}), schema("common")["$defs"]
    due = [bundle]
    while due:
        for name in _references(due.pop()) - definitions.keys():
            definitions[name] = _localized(common[name])
            due.append(definitions[name])
    bundle["$defs"] = {name: {"title": _title(name), **found} for name, found in definitions.items()}
    return bundle


def _localized(part: Any) -> Any:
    """Return a copy of a schema with references into the same document and without formats."""
    if isinstance(part, dict):
        own = {key: value for key, value in part.items() if key != "format" or not isinstance(value, str)}
        return {key: _localized(value) for key, value in own.items()}
    if isinstance(part, list):
        return [_localized(entry) for entry in part]
    return part.removeprefix("common.schema.json") if isinstance(part, str) else part


def _references(part: Any) -> set[str]:
    """Return the names of all definitions that a schema refers to."""
    if isinstance(part, list):
        return {name for entry in part for name in _references(entry)}
    if not isinstance(part, dict):
        return set()
    found = {name for value in part.values() for name in _references(value)}
    reference = part.get("$ref")
    return found | {reference.split("/")[2]} if isinstance(reference, str) else found


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
    """Return the validator class for JSON Schema 2020-12 with patterns as in ECMA 262."""
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend

    return extend(Draft202012Validator, {"pattern": _pattern})  # type: ignore[no-untyped-call]


def _pattern(validator: Any, pattern: str, instance: Any, _: Any) -> Any:
    """Check the keyword ``pattern`` as in ECMA 262: ``$`` only matches at the end, not before a final line break."""
    import re

    from jsonschema import ValidationError

    if validator.is_type(instance, "string") and not re.search(pattern.replace("$", r"\Z"), instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")
