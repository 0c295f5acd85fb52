"""The packaged JSON Schemas, as one registry in which every reference resolves without a network.

jsonschema is imported when first needed: with the extra ``fast``, clean data never need it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Any

from ..dates import Day, Instant, InvalidDay, InvalidInstant
from ..errors import NotFound
from ..suggestions import nearest
from .resources import schema_root


@cache
def schemas() -> dict[str, Any]:
    """The schemas by file name, such as ``state.schema.json``, as they are packaged."""
    files = (file for file in schema_root().iterdir() if file.name.endswith(".schema.json"))
    return {file.name: json.loads(file.read_bytes()) for file in sorted(files, key=lambda file: file.name)}


def schema(kind: str) -> Any:
    """The schema of a kind of records, such as ``"state"``. Raises :class:`NotFound`."""
    known = {name.removesuffix(".schema.json"): found for name, found in schemas().items()}
    if kind not in known:
        raise NotFound(f'no schema "{kind}"{nearest(kind, known)}; there are {", ".join(known)}')
    return known[kind]


def bundled_schema(kind: str) -> Any:
    """Return the schema of a kind of records with all that it refers to in its own ``$defs``, each with a title.

    Formats of our own are left out, so that strict validators and type generators take it; patterns stay.

    Raises:
        NotFound: No schema has this name.

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
    """Return a copy whose references lead into its own file, without formats of our own."""
    if isinstance(part, dict):
        own = {key: value for key, value in part.items() if key != "format" or not isinstance(value, str)}
        return {key: _localized(value) for key, value in own.items()}
    if isinstance(part, list):
        return [_localized(entry) for entry in part]
    return part.removeprefix("common.schema.json") if isinstance(part, str) else part


def _references(part: Any) -> set[str]:
    """Return the names of the definitions to which the references in a schema lead."""
    if isinstance(part, list):
        return {name for entry in part for name in _references(entry)}
    if not isinstance(part, dict):
        return set()
    found = {name for value in part.values() for name in _references(value)}
    reference = part.get("$ref")
    return found | {reference.split("/")[2]} if isinstance(reference, str) else found


def _title(name: str) -> str:
    return f"{name[0].upper()}{name[1:]}"


@cache
def validator(name: str) -> Any:
    """A validator of the schema in this file, or of a part of it after ``#``; days and instants are checked too."""
    return explaining({"$ref": name}, _packaged())


def explaining(schema: Any, registry: Any) -> Any:
    """A validator of any schema, by jsonschema, with what ``referencing`` has to resolve its references."""
    return _dialect()(schema, registry=registry, format_checker=_formats())


@cache
def fast_validator(name: str) -> Callable[[Any], bool] | None:
    """Whether a value has this shape, by jsonschema-rs; None where the extra ``fast`` is not installed.

    It gives the verdicts of :func:`validator` (a test compares), some hundred times faster and without explanations.
    """
    base = "json-schema:///"
    return accepting({"$ref": base + name}, {base + file: found for file, found in schemas().items()})


def accepting(schema: Any, others: Mapping[str, Any]) -> Callable[[Any], bool] | None:
    """As :func:`fast_validator`, of any schema, with the others that it refers to by their addresses."""
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
        except ValueError:  # half of a character, which it cannot hold
            return False

    return accepts


def _made(cls: type[Day] | type[Instant]) -> Callable[[str], bool]:
    @lru_cache(maxsize=4096)
    def made(text: str) -> bool:
        try:
            return cls(text) is not None
        except (InvalidDay, InvalidInstant):
            return False

    return made


@cache
def _packaged() -> Any:
    return registry_of(schemas())


def registry_of(others: Mapping[str, Any]) -> Any:
    """Schemas by their addresses, for ``referencing`` to resolve references in."""
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
    from jsonschema import FormatChecker

    checker = FormatChecker(formats=())
    checker.checks("edtf-day", raises=InvalidDay)(lambda value: not isinstance(value, str) or Day(value) is not None)
    checker.checks("instant", raises=InvalidInstant)(
        lambda value: not isinstance(value, str) or Instant(value) is not None
    )
    return checker


@cache
def _dialect() -> Any:
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend

    return extend(Draft202012Validator, {"pattern": _pattern})  # type: ignore[no-untyped-call]


def _pattern(validator: Any, pattern: str, instance: Any, _: Any) -> Any:
    """The keyword ``pattern`` as ECMA 262 reads it: ``$`` is the very end, not a place before a last newline."""
    import re

    from jsonschema import ValidationError

    if validator.is_type(instance, "string") and not re.search(pattern.replace("$", r"\Z"), instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")
