"""Two independent JSON Schema validators, which must agree: jsonschema and jsonschema-rs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import jsonschema_rs

from csto_data import InvalidDateError
from csto_data.dates import Day, Instant
from csto_data.serialization import schemas

Path = tuple[str | int, ...]


def _accepts(cls: type[Day | Instant]) -> Callable[[str], bool]:
    def check(text: str) -> bool:
        try:
            cls(text)
        except InvalidDateError:
            return False
        return True

    return check


@cache
def jsonschema_rs_validator(part: str) -> Any:
    """Return the jsonschema-rs validator of a part of the schemas, such as ``common.schema.json#/$defs/party``."""
    base = "https://csto-data.invalid/schemas/"
    registry = jsonschema_rs.Registry([(base + name, found) for name, found in schemas.schemas().items()])
    return jsonschema_rs.Draft202012Validator(
        {"$ref": base + part},
        registry=registry,
        validate_formats=True,
        formats={"edtf-day": _accepts(Day), "instant": _accepts(Instant)},
        offline=True,
    )


jsonschema_validator = schemas.validator


def assert_both_accept(part: str, document: Any) -> None:
    """Assert that both validators accept the document after a round trip through JSON text."""
    read = json.loads(json.dumps(document))
    assert read == document
    assert not [(list(error.absolute_path), error.message) for error in jsonschema_validator(part).iter_errors(read)]
    assert jsonschema_rs_validator(part).is_valid(read)


def walk_values(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield every value in a document with its path, the document itself first."""
    yield path, value
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, entry in entries:
        yield from walk_values(entry, (*path, step))
