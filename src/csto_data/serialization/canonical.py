"""Write files in canonical form, so that a diff shows only changes in the data.

The form is UTF-8, indented by two spaces, with an object or list on one line if it fits into 120 columns, keys in the
order of the classes, records in the order of their ids, and a line break at the end. In a ``.jsonl`` file, each record
is one line without spaces between its parts, and there are no empty lines. No value is added, removed or converted.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from operator import is_
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
    return _object_reader(cls, cls)(raw)


def canonical_lines(records: list[Any], kind: Kind) -> str:
    """Return the text of a ``.jsonl`` file with these records, as orjson writes it, which is faster to check."""
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    return "".join(f"{encode(record)}\n" for record in _records(records, kind))


def in_order(raw: Any, kind: Kind) -> Any:
    """Return a record with its keys in class order, also in nested objects."""
    return object_in_order(raw, kind.record_class)


def _records(raws: list[Any], kind: Kind) -> list[Any]:
    """Return the records in the order of their ids, with their keys in class order."""
    return sorted((in_order(raw, kind) for raw in raws), key=_id_of)


def _written(value: Any, indent: int, before: int) -> str:
    """Return a value as JSON, where ``before`` is the number of columns before it on its line."""
    is_short = not value or not isinstance(value, dict | list)
    if is_short or before + _least_width(value, WIDTH - before) + 1 <= WIDTH:
        line = _encode(value)
        if is_short or before + len(line) + 1 <= WIDTH:
            return line
    inner = " " * (indent + 2)
    if isinstance(value, dict):
        keys = [f"{inner}{_encode(key)}: " for key in value]
        parts = [key + _written(entry, indent + 2, len(key)) for key, entry in zip(keys, value.values(), strict=True)]
        opening, closing = "{", "}"
    else:
        parts = [inner + _written(entry, indent + 2, len(inner)) for entry in value]
        opening, closing = "[", "]"
    return f"{opening}\n" + ",\n".join(parts) + f"\n{' ' * indent}{closing}"


def _least_width(value: Any, limit: int) -> int:
    """Return a number of columns that a value has at least; above the limit, the rest of the value is not looked at."""
    if isinstance(value, str):
        return len(value) + 2
    if not isinstance(value, dict | list):
        return 1
    width = 2
    for entry in value:
        width += _least_width(entry, limit - width) + 1
        if isinstance(value, dict):
            width += _least_width(value[entry], limit - width) + 2
        if width > limit + 1:
            break
    return width - 1 if value else width


_encode = json.JSONEncoder(ensure_ascii=False).encode


Read = Callable[[Any], Any]
"""A function that returns a value with all keys in class order: the same object if they are in order already."""


@cache
def _object_reader(cls: ModelClass, owner: ModelClass) -> Read:
    """Return the function for an object of a class; its evidence reports fields of ``owner``."""
    owner = cls if "evidence" in fields_of(cls) else owner
    return _Order(fields_of(cls), owner)


class _Order:
    """Brings the keys of objects into the order of fields, followed by all other keys."""

    def __init__(self, fields: Mapping[str, FieldType], owner: ModelClass) -> None:
        self._keys = [field.key for field in fields.values()]
        readers = {field.key: _value_reader(field, owner) for field in fields.values()}
        self._inner = [(key, read) for key, read in readers.items() if read is not None]
        self._known: set[tuple[str, ...]] = set()
        """Some sequences of keys that are in order."""

    def __call__(self, raw: Any) -> Any:
        if not isinstance(raw, dict):
            return raw
        inner = {key: new for key, read in self._inner if key in raw and (new := read(raw[key])) is not raw[key]}
        keys = tuple(raw)
        if not inner and keys in self._known:
            return raw
        ordered = {key: raw[key] for key in self._keys if key in raw}
        ordered = {**ordered, **raw, **inner}
        if inner or keys != tuple(ordered):
            return ordered
        if len(self._known) < MOST_KNOWN:
            self._known.add(keys)
        return raw


MOST_KNOWN = 1000
"""The number of sequences of keys that are remembered for each class."""


def _value_reader(field: FieldType, owner: ModelClass) -> Read | None:
    """Return the function for the values of a field, or None if they have no keys."""
    if field.nature == "reports":
        return _Order(reportable(owner), owner)
    if field.nature not in ("object", "quantity"):
        return None
    read = _object_reader(field.cls, owner)

    def read_list(raw: Any) -> Any:
        if not isinstance(raw, list):
            return read(raw)
        ordered = [read(entry) for entry in raw]
        return raw if all(map(is_, ordered, raw)) else ordered

    return read_list


def _id_of(record: Any) -> str:
    """Return the id of a record, or an empty string if it has none."""
    found = record.get("id") if isinstance(record, dict) else None
    return found if isinstance(found, str) else ""
