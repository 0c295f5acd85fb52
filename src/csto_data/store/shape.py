"""Shapes: what the items of a table have in common, such as their fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..model.fields import FieldType

MIXED = "records"
"""The name of a table with records of several datasets."""


class Shape:
    """What the items of a table have in common.

    Attributes:
        name: The name of the table, such as ``states`` or ``disputes``.
        home: Where the shape of an answer is, such as ``csto_data.queries.holders:HOLDINGS``; empty for records.
        fields: The fields by name; for records, see ``shape_of``.
        summary: The columns that identify an item when the table is shown.
        dataset: The dataset of the records, or None for an answer.
    """

    __slots__ = ("dataset", "fields", "home", "name", "summary")

    def __init__(
        self,
        name: str,
        home: str = "",
        fields: Mapping[str, FieldType] = MappingProxyType({}),
        summary: tuple[str, ...] = (),
        dataset: str | None = None,
    ) -> None:
        self.name = name
        self.home = home
        self.fields = fields
        self.summary = summary
        self.dataset = dataset

    def __reduce__(self) -> tuple[Callable[..., Shape], tuple[str, ...]]:
        return (_shape_at, (self.home,)) if self.home else (shape_of, (self.name,))


def shape_of(dataset: str) -> Shape:
    """Return the shape of the records of a dataset, or of ``records`` for those of several datasets."""
    from ..model.fields import fields_of  # noqa: PLC0415  # only needed when a table is filtered or shown
    from ..model.kinds import KINDS  # noqa: PLC0415

    if dataset == MIXED:
        found: dict[str, FieldType] = {}
        for kind in KINDS.values():
            for name, own in fields_of(kind.record_class).items():
                found[name] = _joined(found.get(name, own), own)
        return Shape(dataset, fields=found)
    return Shape(dataset, fields=fields_of(KINDS[dataset].record_class), dataset=dataset)


def _joined(one: FieldType, other: FieldType) -> FieldType:
    """Return a field that allows the words and the references of both."""
    words = tuple(dict.fromkeys((*one.words, *other.words)))
    return one._replace(words=words, prefixes=tuple(dict.fromkeys((*one.prefixes, *other.prefixes))))


def _shape_at(home: str) -> Shape:
    """Return the shape of an answer, which is in a module."""
    module, _, name = home.partition(":")
    found: Shape = getattr(import_module(module), name)
    return found


def answer_shape(table: str, home: str, /, *, summary: tuple[str, ...] = (), **natures: str | tuple[str, ...]) -> Shape:
    """Return the shape of an answer whose items are not records.

    Args:
        table: The name of the table.
        home: Where the shape is, such as ``csto_data.provenance.judgements:JUDGEMENTS``.
        summary: The columns that are shown; the first ones by default.
        **natures: The natures of the fields by name; of a closed list, its words.
    """
    from ..model.fields import answer_field  # noqa: PLC0415  # only needed with the answer

    return Shape(table, home, {field: answer_field(field, nature) for field, nature in natures.items()}, summary)
