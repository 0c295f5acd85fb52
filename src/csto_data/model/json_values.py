"""Write records and their values as JSON values, with the keys in class order and without unknown values."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import attrs

from ..dates import Day, Instant
from .fields import FieldType, ModelClass, fields_of


def to_json(value: object) -> Any:
    """Return a record, or a value in one, as in a dataset file.

    Args:
        value: A record, an object or value in one, a tuple of them, or None.

    Returns:
        A dict, list, str, int, float, bool or None. Fields without a value are left out.

    Example:
        >>> from csto_data.model import Quantity
        >>> to_json(Quantity(at_least=24, wording="dozens"))
        {'at_least': 24, 'wording': 'dozens'}
    """
    match value:
        case Day() | Instant():
            return value.text
        case datetime():
            return f"{value:%Y-%m-%dT%H:%M:%SZ}"
        case date():
            return value.isoformat()
        case float():
            return int(value) if value.is_integer() else value
        case tuple():
            return [to_json(item) for item in value]
    return _object(value) if attrs.has(type(value)) else value


def _object(value: Any) -> dict[str, Any]:
    """Return an object as a dict."""
    written: dict[str, Any] = {}
    for name, field in fields_of(type(value)).items():
        part = getattr(value, name)
        if field.nature == "reports":
            part = {reported.field: to_json(reported.value) for reported in part}
        is_empty = isinstance(part, tuple | dict) and not part
        is_required = field.required and part is not None  # in a view, a value that no source reports is None
        if is_required or not (part is None or part is False or is_empty):
            written[field.key] = to_json(part) if field.nature != "reports" else part
    return written


_TYPES = {"flag": "boolean", "integer": "integer", "number": "number"}


def schema_of(cls: ModelClass) -> dict[str, Any]:
    """Return a JSON Schema of what ``to_json`` returns for objects of a class, without references, for OpenAPI.

    It has the types and closed lists; ``schemas/*.schema.json`` are complete.

    Example:
        >>> from csto_data.model import Locator
        >>> schema_of(Locator)["properties"]["page"]
        {'type': 'integer'}
    """
    fields = fields_of(cls).values()
    return {
        "title": cls.__name__,
        "type": "object",
        "properties": {field.key: _schema_of_field(field) for field in fields},
        "required": [field.key for field in fields if field.required],
    }


def _schema_of_field(field: FieldType) -> dict[str, Any]:
    """Return the JSON Schema of the value of a field."""
    if field.nature == "reports":
        return {"type": "object"}
    if field.cls is not None:
        item = schema_of(field.cls)
    else:
        item = {"type": _TYPES.get(field.nature, "string"), **({"enum": [*field.words]} if field.words else {})}
    return {"type": "array", "items": item} if field.many else item
