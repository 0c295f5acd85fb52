"""Flat tables of a dataset: one description for CSV, SQLite, Parquet and data frames."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from ..model.fields import FieldType
from ..model.kinds import KINDS, Kind
from ..store.memory import once
from .columns import RECORDS, Column, columns_of_class, columns_of_field, lists_of
from .computed import computed_sheets
from .evidence import evidence_sheets
from .sheet import Row, Sheet

if TYPE_CHECKING:
    from ..store.record_store import RecordStore


def sheets(store: RecordStore) -> Mapping[str, Sheet]:
    """Return all flat tables of a dataset by name; see ``Dataset.sheets``."""
    return once(store, "sheets", lambda: MappingProxyType({sheet.name: sheet for sheet in _all(store)}))


def _all(store: RecordStore) -> Iterator[Sheet]:
    yield _records(store)
    for kind in KINDS.values():
        yield _dataset(store, kind)
        for field in lists_of(kind.record_class):
            yield _list(store, kind, field)
    yield from evidence_sheets(store)
    yield from computed_sheets(store)


def _records(store: RecordStore) -> Sheet:
    columns = (
        Column(name="id", required=True, description="The id of the record."),
        Column(name="dataset", required=True, words=tuple(KINDS), description="The dataset that has the record."),
        Column(name="label", required=True, description="The name or title of the record, or what it is about."),
    )

    def rows() -> Iterator[Row]:
        for dataset in KINDS:
            for record in store.table(dataset):
                yield record.id, dataset, record.label

    return Sheet(RECORDS, "All records, whatever their kind.", columns, ("id",), rows)


def _dataset(store: RecordStore, kind: Kind) -> Sheet:
    found = columns_of_class(kind.record_class)
    text = (kind.record_class.__doc__ or "").strip().splitlines()[0]

    def rows() -> Iterator[Row]:
        for record in store.table(kind.dataset):
            yield found.of(record, store)

    return Sheet(kind.dataset, text, found.columns, ("id",), rows)


def _list(store: RecordStore, kind: Kind, field: FieldType) -> Sheet:
    """Return the sheet of a list in the records of a dataset."""
    found = columns_of_field(field)
    owner = f"{kind.name}_id"
    key = (
        Column(name=owner, required=True, sheet=kind.dataset, description="The record that has the list."),
        Column(name="position", type="integer", required=True, description="The position in the list, from 1."),
    )

    def rows() -> Iterator[Row]:
        for record in store.table(kind.dataset):
            for position, element in enumerate(getattr(record, field.name), 1):
                yield record.id, position, *found.of(element, store)

    text = f'The elements of "{field.name}" in {kind.dataset}, in their order.'
    return Sheet(f"{kind.name}_{field.name}", text, (*key, *found.columns), (owner, "position"), rows)
