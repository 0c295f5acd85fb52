"""The columns of flat tables, derived from the declarations of fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, TypeAlias

from attrs import frozen

from ..model.fields import FieldType, ModelClass, Nature, descriptions_of, fields_of
from ..model.kinds import BY_PREFIX
from ..model.values import Quantity
from ..store.memory import Records
from ..store.names import label_of

ColumnType: TypeAlias = Literal["text", "integer", "number", "flag", "date", "timestamp"]
"""The type of the cells of a column."""
Cell: TypeAlias = str | int | float | bool | date | datetime | None
"""A value in a cell; None without a value."""
RECORDS = "records"
"""The sheet with all records, to which a reference to records of several kinds refers."""


@frozen(kw_only=True)
class Column:
    """One column of a sheet.

    Attributes:
        name: The name of the column.
        type: The type of its cells.
        required: Whether each row has a value.
        words: The allowed words; empty without a closed list.
        sheet: The sheet whose key the column refers to, if it is a reference.
        description: What the column has.
    """

    name: str
    type: ColumnType = "text"
    required: bool = False
    words: tuple[str | int, ...] = ()
    sheet: str | None = None
    description: str = ""


Cells: TypeAlias = Callable[[Any, Records], tuple[Cell, ...]]
"""The function that returns the cells of a value, in the order of its columns."""


@frozen
class Columns:
    """The columns of a value, and the function that returns its cells."""

    columns: tuple[Column, ...]
    cells: Cells

    def of(self, value: Any, store: Records) -> tuple[Cell, ...]:
        """Return the cells of a value; without a value, all are None."""
        return (None,) * len(self.columns) if value is None else self.cells(value, store)


_SUFFIXES: dict[Nature, tuple[tuple[str, ColumnType, str], ...]] = {
    "day": (
        ("_edtf", "text", "in the notation of EDTF"),
        ("_earliest", "date", "the earliest possible day; empty without a lower limit"),
        ("_latest", "date", "the latest possible day; empty without an upper limit"),
    ),
    "instant": (
        ("_local", "text", "with the local time and its offset"),
        ("_utc", "timestamp", "in UTC"),
    ),
    "quantity": (
        ("_value", "number", "the number"),
        ("_approximate", "flag", "whether the number is approximate"),
        ("_at_least", "number", "the lower limit in the source"),
        ("_at_most", "number", "the upper limit in the source"),
        ("_wording", "text", "the words of the source"),
        ("_low", "number", "the lowest possible number; empty without a lower limit"),
        ("_high", "number", "the highest possible number; empty without an upper limit"),
    ),
}
_TYPES: dict[Nature, ColumnType] = {"flag": "flag", "integer": "integer", "number": "number", "date": "date"}


def columns_of_field(field: FieldType, prefix: str = "", description: str = "", *, required: bool = True) -> Columns:
    """Return the columns of one value of a field; for a list, of one element.

    Args:
        field: The field.
        prefix: The beginning of the names of the columns.
        description: The description of the field.
        required: Whether the object that has the field is always there.
    """
    name = prefix + (singular(field.name) if field.many else field.name)
    filled = required and _is_always_there(field)
    if field.nature == "object":
        if any(lists_of(field.cls)):
            raise TypeError(f'A table has no columns for the lists in the objects of field "{field.name}".')
        return columns_of_class(field.cls, "" if field.many else f"{name}_", required=filled)
    if field.nature == "reference" and name != "id":
        return Columns(_reference_columns(name, field.prefixes, description, filled), _reference_cells)
    if field.nature in _SUFFIXES:
        return Columns(tuple(_suffixed(name, field.nature, description, filled)), _CELLS[field.nature])
    column = Column(
        name=name,
        type=_TYPES.get(field.nature, "text"),
        required=filled or (required and field.nature == "flag"),
        words=field.words,
        description=description,
    )
    return Columns((column,), lambda value, _: (value,))


def _is_always_there(field: FieldType) -> bool:
    """Return whether each object has a value of a field, or an element of its list, also in a view."""
    return field.many or (field.required and not field.source_specific)


def columns_of_class(cls: ModelClass, prefix: str = "", *, required: bool = True) -> Columns:
    """Return the columns of an object, without those of its lists."""
    texts = descriptions_of(cls)
    parts = [
        (field.name, columns_of_field(field, prefix, texts.get(field.name, ""), required=required))
        for field in fields_of(cls).values()
        if not field.many and field.nature != "reports"
    ]

    def cells(value: Any, store: Records) -> tuple[Cell, ...]:
        return tuple(cell for name, part in parts for cell in part.of(getattr(value, name), store))

    return Columns(tuple(column for _, part in parts for column in part.columns), cells)


def lists_of(cls: ModelClass) -> Iterator[FieldType]:
    """Yield the lists of a class that have sheets of their own; evidence has one for all classes."""
    for field in fields_of(cls).values():
        if field.many and field.name != "evidence":
            yield field


def singular(name: str) -> str:
    """Return the name of an element of a list.

    Example:
        >>> singular("states"), singular("about")
        ('state', 'about')
    """
    return name.removesuffix("s")


def reference(name: str, sheet: str, description: str = "", *, required: bool = True) -> tuple[Column, Column]:
    """Return the columns of a reference: the id, and the name of the record beside it."""
    return (
        Column(name=f"{name}_id", required=required, sheet=sheet, description=description),
        Column(name=f"{name}_name", description=f"The name of the record in {name}_id."),
    )


def _reference_columns(name: str, prefixes: tuple[str, ...], description: str, required: bool) -> tuple[Column, ...]:
    sheet = BY_PREFIX[prefixes[0]].dataset if len(prefixes) == 1 else RECORDS
    return reference(name, sheet, description, required=required)


def _reference_cells(id: str, store: Records) -> tuple[Cell, ...]:
    return id, label_of(store, id)


def _suffixed(name: str, nature: Nature, description: str, required: bool) -> Iterator[Column]:
    """Yield the columns of a day, an instant or a quantity; only the texts and flags are always filled."""
    for suffix, type, meaning in _SUFFIXES[nature]:
        filled = required and suffix in ("_edtf", "_local", "_utc", "_approximate")
        text = f"{description.rstrip('.')}: {meaning}." if description else ""
        yield Column(name=name + suffix, type=type, required=filled, description=text)


def _quantity_cells(amount: Quantity, _: Records) -> tuple[Cell, ...]:
    low, high = amount.bounds or (None, None)
    given = (amount.value, amount.approximate, amount.at_least, amount.at_most, amount.wording)
    return *given, _number(low), _number(high)


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


_CELLS: dict[Nature, Cells] = {
    "day": lambda day, _: (day.text, day.earliest, day.latest),
    "instant": lambda moment, _: (moment.text, moment.utc),
    "quantity": _quantity_cells,
}


def bounds_of(value: Any) -> tuple[Cell, ...]:
    """Return the earliest and latest day, and the lowest and highest number, of a value; None where there is none."""
    earliest, latest = getattr(value, "earliest", None), getattr(value, "latest", None)
    if isinstance(value, Quantity):
        low, high = value.bounds or (None, None)
        return None, None, _number(low), _number(high)
    return earliest, latest, None, None


BOUNDS = (
    Column(name="value_earliest", type="date", description="The earliest possible day of a reported date."),
    Column(name="value_latest", type="date", description="The latest possible day of a reported date."),
    Column(name="value_low", type="number", description="The lowest possible number of a reported amount."),
    Column(name="value_high", type="number", description="The highest possible number of a reported amount."),
)
"""The columns for what ``bounds_of`` returns."""
