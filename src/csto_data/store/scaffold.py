"""Templates for records."""

from __future__ import annotations

from typing import Any

from ..errors import NotFoundError
from ..model import KINDS, Kind
from ..model.fields import FieldType, ModelClass, fields_of
from ..serialization.canonical import canonical
from ..suggestions import did_you_mean

BLANK = "___"


def template(name: str) -> str:
    """Return a template for a record, with the required fields and ``___`` for each value to fill in.

    Args:
        name: The kind of record, such as ``"event"``.

    Raises:
        NotFoundError: No such kind exists.
    """
    kinds = {kind.name: kind for kind in KINDS.values()}
    if name not in kinds:
        raise NotFoundError(f'Unknown kind "{name}". Expected one of {", ".join(kinds)}.{did_you_mean(name, kinds)}')
    return canonical(_blank(kinds[name].record_class, kinds[name]))


def _blank(cls: ModelClass, kind: Kind) -> dict[str, Any]:
    """Return a template for an object: its required fields, or else its first field."""
    fields = fields_of(cls)
    wanted = {name: field for name, field in fields.items() if field.required} or dict([*fields.items()][:1])
    made = {name: _blank_value(field, kind) for name, field in wanted.items()}
    return {**made, "id": f"{kind.prefix}:{BLANK}"} if "id" in made else made


def _blank_value(field: FieldType, kind: Kind) -> Any:
    """Return a template for the value of a field."""
    match field.nature:
        case "word":
            value: Any = f"{BLANK} {' | '.join(field.words)}"
        case "reference":
            value = " | ".join(f"{prefix}:{BLANK}" for prefix in field.prefixes)
        case "object" | "quantity":
            value = _blank(field.cls, kind)
        case _:
            value = BLANK
    return [value] if field.many else value
