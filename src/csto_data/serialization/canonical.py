"""The canonical form of the files, so that a diff shows what changed and nothing else.

UTF-8, two spaces, an object or list on one line where it fits 120 columns, keys in the order of the classes, records by
id, a final newline. In a ``.jsonl`` file a record is one line, without a space between its parts, and no line is empty.
Nothing is added, dropped or converted.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ..model import Kind
from ..model.fields import FieldType, ModelClass, fields_of, reportable

WIDTH = 120


def canonical(document: Any, kind: Kind | None = None) -> str:
    """The text of a document; with a kind, its records ordered by id and their keys as in the class."""
    if kind is not None and isinstance(document, dict) and isinstance(document.get("records"), list):
        document = {**document, "records": _records(document["records"], kind)}
    return _written(document, 0, 0) + "\n"


def canonical_lines(records: list[Any], kind: Kind) -> str:
    """The text of a ``.jsonl`` file with these records: what orjson writes, so that its reader takes the fast path."""
    lines = (json.dumps(record, ensure_ascii=False, separators=(",", ":")) for record in _records(records, kind))
    return "".join(f"{line}\n" for line in lines)


def _records(raws: list[Any], kind: Kind) -> list[Any]:
    return sorted((_ordered(raw, kind.record_class, kind.record_class) for raw in raws), key=_id_of)


def _written(value: Any, indent: int, before: int) -> str:
    """The JSON of a value that stands ``before`` columns into its line."""
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
    """An object with its keys in the order of its class, inside too."""
    owner = cls if "evidence" in fields_of(cls) else owner
    return _in_order(raw, fields_of(cls), owner)


def _in_order(raw: Any, fields: Mapping[str, FieldType], owner: ModelClass) -> Any:
    """Keys that the class does not have stay, at the end."""
    if not isinstance(raw, dict):
        return raw
    known = {name: _ordered_value(raw[name], fields[name], owner) for name in fields if name in raw}
    return {**known, **{key: value for key, value in raw.items() if key not in known}}


def _ordered_value(raw: Any, field: FieldType, owner: ModelClass) -> Any:
    if field.nature == "reports":
        return _in_order(raw, reportable(owner), owner)
    if isinstance(raw, list):
        return [_ordered_value(entry, field, owner) for entry in raw]
    if field.nature in ("object", "quantity"):
        return _ordered(raw, field.cls, owner)
    return raw


def _id_of(record: Any) -> str:
    found = record.get("id") if isinstance(record, dict) else None
    return found if isinstance(found, str) else ""
