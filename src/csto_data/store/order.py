"""Sort the items of a table by a field, or by time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs

from ..dates import Day, Instant, Period
from ..errors import InvalidFilterError
from ..model import Membership, Office
from ..model.fields import FieldType
from ..model.values import Quantity
from ..suggestions import did_you_mean
from .folding import fold
from .names import label_of

if TYPE_CHECKING:
    from .memory import Items

WHEN = "when"
"""What sorts records by the time when they happened, held or were published."""
TIMES = ("instant", "date", "made", "as_of", "published")
"""The fields with the time of a record that has no start."""


def in_order(table: Items, by: str, *, descending: bool) -> list[Any]:
    """Return the items of a table in the order of a field; see ``Table.sort``."""
    values: list[tuple[Any, Any]]
    if by == WHEN:
        values = [(time_of(item), item) for item in timed(table)]
    else:
        field = field_of(table, by)
        values = [(_named(table, field, table.value(item, by)), item) for item in table]
    known = sorted(
        ((value, item) for value, item in values if value not in (None, ())),
        key=lambda pair: _key(pair[0]),
        reverse=descending,
    )
    return [item for _, item in known] + [item for value, item in values if value in (None, ())]


def field_of(table: Items, name: str) -> FieldType:
    """Return a field of a table.

    Raises:
        InvalidFilterError: The table has no such field.
    """
    if name not in table.fields:
        known = ", ".join(table.fields)
        near = did_you_mean(name, table.fields)
        raise InvalidFilterError(f'Unknown field "{name}" of {table.name}. Expected one of {known}.{near}')
    return table.fields[name]


def has_time(record: Any) -> bool:
    """Return whether records of this kind have a time when they happened, held or were published."""
    return any(hasattr(record, name) for name in (*TIMES, "start"))


def timed(table: Items) -> Items:
    """Return a table whose items have a time.

    Raises:
        InvalidFilterError: They have none.
    """
    if not table.has_periods:
        raise InvalidFilterError(f"The {table.name} have no time when they happened, held or were published.")
    return table


def time_of(item: Any) -> Period | None:
    """Return the earliest and the latest day on which a record happened, held or was published, if known."""
    found: Period | None = getattr(item, WHEN, None)
    return found


def covered_until(store: Any, item: Any) -> date | None:
    """Return the last day on which a spell or term without an end certainly held, by coverage; None if unknown."""
    match item:
        case Membership():
            spans = [span.last for span in store.coverage.memberships if span.organization == item.organization]
        case Office():
            spans = [span.last for span in store.coverage.offices if (span.title, span.of) == (item.title, item.of)]
        case _:
            spans = []
    return max(spans, default=None)


def in_time(when: Period | None) -> tuple[Any, ...]:
    """Return the key that sorts periods; records without a period come last."""
    return ((when or Period(None, None)).sort_key, when is None)


def _named(table: Items, field: FieldType, value: Any) -> Any:
    """Return the label of the record to which a field refers, other than its own id; another value as it is."""
    if field.nature != "reference" or field.name == "id" or not isinstance(value, str):
        return value
    return label_of(table.store, value) or value


def _key(value: Any) -> tuple[Any, ...]:
    """Return the key that sorts values of one field; if they are of several types, by type."""
    for cls, key in _KEYS.items():
        if isinstance(value, cls):
            return key(value)
    if isinstance(value, tuple):
        return _key(value[0])
    if attrs.has(type(value)):
        return _key(next(part for a in attrs.fields(type(value)) if (part := getattr(value, a.name)) is not None))
    return ("text", str(value), "")


def _amount(value: Quantity) -> Decimal:
    """Return the lowest possible number; if that is unlimited, the highest one."""
    return next((bound for bound in value.bounds or () if bound is not None), Decimal(0))


_KEYS: dict[type, Callable[[Any], tuple[Any, ...]]] = {
    Period: lambda value: ("time", *in_time(value)),
    Day: lambda value: ("time", *in_time(Period(value.earliest, value.latest))),
    Instant: lambda value: ("time", value.utc),
    date: lambda value: ("time", value),
    Quantity: lambda value: ("number", _amount(value)),
    int: lambda value: ("number", value),
    float: lambda value: ("number", value),
    str: lambda value: ("text", fold(value), value),
}
