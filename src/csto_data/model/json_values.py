"""Write records and their values as JSON values, with the keys in class order and without unknown values."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import attrs

from ..dates import Day, Instant
from .fields import fields_of


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
        if field.required or not (part is None or part is False or is_empty):
            written[field.key] = to_json(part) if field.nature != "reports" else part
    return written
