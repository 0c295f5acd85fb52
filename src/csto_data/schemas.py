"""The packaged JSON Schemas, as one registry in which every reference resolves without a network."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.validators import extend
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from ._resources import schema_root
from .dates import Day, Instant, InvalidDay, InvalidInstant
from .errors import NotFound, nearest

FORMATS = FormatChecker(formats=())


@FORMATS.checks("edtf-day", raises=InvalidDay)
def _day(value: object) -> bool:
    return not isinstance(value, str) or Day(value) is not None


@FORMATS.checks("instant", raises=InvalidInstant)
def _instant(value: object) -> bool:
    return not isinstance(value, str) or Instant(value) is not None


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


def validator(name: str) -> Any:
    """A validator of the schema in this file; days and instants are checked too."""
    return _DIALECT({"$ref": name}, registry=_registry(), format_checker=FORMATS)


@cache
def _registry() -> Registry[Any]:
    # Without "$schema" a reference into another file keeps this dialect (jsonschema would choose one by "$schema").
    resources = (
        (name, DRAFT202012.create_resource({key: value for key, value in found.items() if key != "$schema"}))
        for name, found in schemas().items()
    )
    return Registry().with_resources(resources)


def _pattern(validator: Any, pattern: str, instance: Any, _: Any) -> Any:
    """The keyword ``pattern`` as ECMA 262 reads it: ``$`` is the very end, not a place before a last newline."""
    import re

    from jsonschema import ValidationError

    if validator.is_type(instance, "string") and not re.search(pattern.replace("$", r"\Z"), instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


_DIALECT: Any = extend(  # type: ignore[no-untyped-call]
    Draft202012Validator, {"pattern": _pattern}
)
