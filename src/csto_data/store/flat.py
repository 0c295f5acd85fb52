"""Flat rows: records and answers with one text, number or None in each cell, for data frames, CSV and SQL."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from enum import Enum
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from ..dates import Day, Instant
from ..display import shortened
from ..model.evidence import Record
from ..model.fields import FieldType, fields_of
from ..model.references import evidence_of
from ..model.values import Party, Quantity
from .names import label_of
from .phrases import headline

if TYPE_CHECKING:
    from .memory import Items

Scalar: TypeAlias = str | int | float | bool | None
"""A value in a cell of a flat row."""
Cells = Iterator[tuple[str, Any]]

_SUMMARY = ("id", "name", "title", "summary", "claim")
_CODES = ("iso_alpha3", "cow", "gw")
"""The codes that rows have beside the name of a state, to join them to other data."""
_COLUMNS = 8
"""The number of columns that are shown of an answer."""


def flat_rows(table: Items) -> list[dict[str, Scalar]]:
    """Return the items of a table as flat dicts with equal columns; see ``Table.to_dicts``."""
    return _rows(table, table)


def _rows(table: Items, items: Iterable[Any]) -> list[dict[str, Scalar]]:
    """Return some items of a table as flat dicts with equal columns."""
    rows = [dict(_cells(table, item)) for item in items]
    columns = columns_of(table)
    return [{name: row.get(name) for name in columns} for row in rows]


def columns_of(table: Items) -> tuple[str, ...]:
    """Return the columns of flat rows, which depend only on the fields of the items."""
    columns: list[str] = []
    for name, field in table.fields.items():
        if field.nature == "record":
            columns += [f"{name}_id", name, *(_code_columns(name) if "state" in field.prefixes else ())]
        elif table.holds_records and name != "evidence":
            columns += [column for column, _ in _field_cells(table, name, field, () if field.many else None)]
        elif not table.holds_records:
            columns.append(name)
    return (*columns, "sources") if "evidence" in table.fields else tuple(columns)


def summary_rows(table: Items, limit: int) -> tuple[Sequence[str], list[list[str]]]:
    """Return the columns and cells that identify the first items of a table."""
    items = [*islice(table, limit)]
    if all(isinstance(item, Record) for item in items):
        return ("id", "label"), [[item.id, shortened(item.label)] for item in items]
    rows = _rows(table, items)
    used = [name for name in rows[0] if any(row[name] is not None for row in rows)]
    shown = [name for name in table.summary if name in used] or used[:_COLUMNS]
    return shown, [[_shown(row[name]) for name in shown] for row in rows]


def _shown(value: Scalar) -> str:
    return "" if value is None else shortened(str(value))


def _cells(table: Items, item: Any) -> Cells:
    """Iterate over the columns of an item."""
    if isinstance(item, Record):
        yield from _record_cells(table, item)
    elif isinstance(item, dict):
        yield from item.items()
    else:
        for a in attrs.fields(type(item)):
            yield from _answer_cells(table, a.name, getattr(item, a.name))


def flat_value(value: Any) -> Scalar:
    """Return a value, such as what a source reports, as a single text, number or None; of a list, all elements.

    Args:
        value: The value.

    Example:
        >>> flat_value((Day("2022-01"), Day("2023")))
        '2022-01; 2023'
    """
    match value:
        case tuple():
            return "; ".join(map(str, value)) or None
        case None | bool() | int() | float() | str():
            return value
        case dict():
            return json.dumps(value, ensure_ascii=False)
    return str(value)


def _answer_cells(table: Items, name: str, value: Any) -> Cells:
    """Iterate over the columns for a part of an answer; of a record, its id and what it is about."""
    match value:
        case Record():
            yield f"{name}_id", value.id
            yield name, headline(table.store, value)
            yield from _code_cells(name, value)
        case Enum():
            yield name, value.value
        case _:
            yield name, flat_value(value)


def _record_cells(table: Items, record: Record) -> Cells:
    """Iterate over the columns of a record."""
    for name, field in fields_of(type(record)).items():
        if name != "evidence":
            yield from _field_cells(table, name, field, getattr(record, name))
    sources = dict.fromkeys(entry.source for entry in evidence_of(record))
    if hasattr(record, "evidence"):
        yield "sources", "; ".join(sources)


def _field_cells(table: Items, name: str, field: FieldType, value: Any) -> Cells:
    """Iterate over the columns for a field."""
    if field.many:
        yield name, "; ".join(map(_text, value)) or None
        return
    match field.nature:
        case "day":
            yield from _day_cells(name, value)
        case "instant":
            yield from _instant_cells(name, value)
        case "quantity":
            yield from _quantity_cells(name, value)
        case "reference" if name != "id":
            yield f"{name}_id", value
            yield name, value and label_of(table.store, value)
            if "state" in field.prefixes:
                is_state = value is not None and value.startswith("state:")
                yield from _code_cells(name, table.store.table("states").get(value) if is_state else None)
        case "object":
            yield from _object_cells(table, name, field, value)
        case _:
            yield name, value


def _code_columns(name: str) -> list[str]:
    """Return the columns with the codes of a state."""
    return [f"{name}_{code}" for code in _CODES]


def _code_cells(name: str, record: Record | None) -> Cells:
    """Iterate over the columns with the codes of a state; those of another record are empty."""
    yield from zip(_code_columns(name), (getattr(record, code, None) for code in _CODES), strict=True)


def _day_cells(name: str, day: Day | None) -> Cells:
    """Iterate over the columns of a date."""
    yield f"{name}_edtf", None if day is None else day.text
    yield f"{name}_earliest", None if day is None else _iso(day.earliest)
    yield f"{name}_latest", None if day is None else _iso(day.latest)


def _instant_cells(name: str, moment: Instant | None) -> Cells:
    """Iterate over the columns of an instant."""
    yield f"{name}_local", None if moment is None else moment.text
    yield f"{name}_utc", None if moment is None else f"{moment.utc:%Y-%m-%dT%H:%MZ}"


def _iso(day: Any) -> str | None:
    return None if day is None else day.isoformat()


def _quantity_cells(name: str, amount: Quantity | None) -> Cells:
    """Iterate over the columns of an amount."""
    for part in ("value", "approximate", "at_least", "at_most", "wording"):
        yield f"{name}_{part}", None if amount is None else getattr(amount, part)
    low, high = (amount and amount.bounds) or (None, None)
    yield f"{name}_low", _number(low)
    yield f"{name}_high", _number(high)


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _object_cells(table: Items, name: str, field: FieldType, value: Any) -> Cells:
    """Iterate over the columns of an object in a record, such as the outcome of a forecast."""
    for inner, inner_field in fields_of(field.cls).items():
        if inner != "evidence":
            yield from _field_cells(table, f"{name}_{inner}", inner_field, getattr(value, inner, None))


def _text(value: Any) -> str:
    """Return an element of a list as text: a party with its office and role, another object by its first field."""
    if isinstance(value, Party):
        return str(value)
    if isinstance(value, Record):
        return value.id
    names = [a.name for a in attrs.fields(type(value))] if attrs.has(type(value)) else []
    return str(getattr(value, names[0]) if names and not isinstance(value, Day | Instant | Quantity) else value)
