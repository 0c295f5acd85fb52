"""Write files in canonical form, so that a diff shows only changes in the data.

The form is UTF-8, indented by two spaces, with an object or list on one line if it fits into 120 columns, keys in the
order of the classes, records in the order of their ids, and a line break at the end. In a ``.jsonl`` file, each record
is one line without spaces between its parts, and there are no empty lines. No value is added, removed or converted.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ..model import Kind
from ..model.fields import FieldType, ModelClass, fields_of, reportable

WIDTH = 120


def canonical(document: Any, kind: Kind | None = None) -> str:
    """Return the text of a document in canonical form.

    Args:
        document: The document as JSON values.
        kind: The kind of its records; they are written in the order of their ids, with their keys in class order.
    """
    if kind is not None and isinstance(document, dict) and isinstance(document.get("records"), list):
        document = {**document, "records": _records(document["records"], kind)}
    return _written(document, 0, 0) + "\n"


def canonical_object(document: Any, cls: ModelClass) -> str:
    """Return the text of a document with a single object of a class, such as a manifest, in canonical form."""
    return canonical(object_in_order(document, cls))


def object_in_order(raw: Any, cls: ModelClass) -> Any:
    """Return an object with its keys in class order, also in nested objects."""
    return _ordered(raw, cls, cls)


def canonical_lines(records: list[Any], kind: Kind) -> str:
    """Return the text of a ``.jsonl`` file with these records, as orjson writes it, which is faster to check."""
    lines = (json.dumps(record, ensure_ascii=False, separators=(",", ":")) for record in _records(records, kind))
    return "".join(f"{line}\n" for line in lines)


def in_order(raw: Any, kind: Kind) -> Any:
    """Return a record with its keys in class order, also in nested objects."""
    return object_in_order(raw, kind.record_class)


def _records(raws: list[Any], kind: Kind) -> list[Any]:
    """Return the records in the order of their ids, with their keys in class order."""
    return sorted((in_order(raw, kind) for raw in raws), key=_id_of)


def _written(value: Any, indent: int, before: int) -> str:
    """Return a value as JSON, where ``before`` is the number of columns before it on its line."""
    line = json.dumps(value, ensure_ascii=False)
    if before + len(line) + 1 <= WIDTH or not value or not isinstance(value, dict | list):
        return line
    inner = " " * (indent + 2)
    if isinstance(value, dict):
        keys = [f"{inner}{json.dumps(key, ensure_ascii=False)}: " for key in value]
        parts = [key + _written(entry, indent + 2, len(key)) for key, entry in zip(keys, value.values(), strict=True)]
        opening, closing = "{", "}"
    else:
        parts = [inner + _written(entry, indent + 2, len(inner)) for entry in value]
        opening, closing = "[", "]"
    return f"{opening}\n" + ",\n".join(parts) + f"\n{' ' * indent}{closing}"


def _ordered(raw: Any, cls: ModelClass, owner: ModelClass) -> Any:
    """Return an object with its keys in class order; its evidence reports fields of ``owner``."""
    owner = cls if "evidence" in fields_of(cls) else owner
    return _in_order(raw, fields_of(cls), owner)


def _in_order(raw: Any, fields: Mapping[str, FieldType], owner: ModelClass) -> Any:
    """Return an object with the keys in the order of the fields, followed by all other keys."""
    if not isinstance(raw, dict):
        return raw
    known = {field.key: _ordered_value(raw[field.key], field, owner) for field in fields.values() if field.key in raw}
    return {**known, **{key: value for key, value in raw.items() if key not in known}}


def _ordered_value(raw: Any, field: FieldType, owner: ModelClass) -> Any:
    """Return the value of a field with all keys in class order."""
    if field.nature == "reports":
        return _in_order(raw, reportable(owner), owner)
    if isinstance(raw, list):
        return [_ordered_value(entry, field, owner) for entry in raw]
    if field.nature in ("object", "quantity"):
        return _ordered(raw, field.cls, owner)
    return raw


def _id_of(record: Any) -> str:
    """Return the id of a record, or an empty string if it has none."""
    found = record.get("id") if isinstance(record, dict) else None
    return found if isinstance(found, str) else ""
