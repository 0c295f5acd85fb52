"""Select the rows of a dataset or year table that meet the conditions given on the command line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ..errors import NotFoundError
from ..model import KINDS
from ..model.fields import FieldType, fields_of
from ..suggestions import did_you_mean
from .panels import YEARS

if TYPE_CHECKING:
    from ..store.record_store import RecordStore

Row = dict[str, Any]


def chosen(store: RecordStore, name: str, conditions: Iterable[str], organization: str) -> list[Row]:
    """Return the rows of a dataset or year table that meet all conditions.

    Args:
        store: The data.
        name: The name of a dataset or year table, such as ``events`` or ``member-years``.
        conditions: Conditions of the form ``FIELD=VALUE``. A row meets a condition if the field has that value, or has
            it anywhere in a list or object.
        organization: The organisation of a year table.

    Raises:
        NotFoundError: A name, field, closed value or record id is unknown; the message has the nearest known ones.
    """
    if name in YEARS:
        rows = [dict(row) for row in YEARS[name].rows(store, organization)]
        known: dict[str, FieldType | None] = dict.fromkeys(YEARS[name].columns)
    elif name in KINDS:
        rows = store.table(name).rows()
        known = dict(fields_of(KINDS[name].record_class))
    else:
        tables = (*KINDS, *YEARS)
        raise NotFoundError(f'Unknown dataset "{name}". Expected {_one_of(tables)}.{did_you_mean(name, tables)}')
    for condition in conditions:
        field, value = _parsed(condition)
        if field not in known:
            raise NotFoundError(
                f'Unknown field "{field}" of {name}. Expected {_one_of(known)}.{did_you_mean(field, known)}'
            )
        _check(store, known[field], value)
        rows = [row for row in rows if _has(row.get(field), value)]
    return rows


def _parsed(condition: str) -> tuple[str, str]:
    field, equals, value = condition.partition("=")
    if not equals:
        raise NotFoundError(f'Invalid filter "{condition}". Expected FIELD=VALUE, such as measure=deaths.')
    return field, value


def _check(store: RecordStore, field: FieldType | None, value: str) -> None:
    """Reject a value that no record can have in this field; otherwise a typo would give an empty result."""
    if field is None:
        return
    if field.nature == "word" and value not in field.words:
        near = did_you_mean(value, field.words)
        raise NotFoundError(f'Invalid value "{value}" for {field.name}. Expected {_one_of(field.words)}.{near}')
    if field.nature == "reference" and value not in store:
        near = did_you_mean(value, (record.id for record in store if record.id.partition(":")[0] in field.prefixes))
        raise NotFoundError(f'Invalid value "{value}" for {field.name}. Expected the id of a record.{near}')


def _one_of(words: Iterable[str]) -> str:
    return f"one of {', '.join(words)}"


def _has(value: Any, wanted: str) -> bool:
    match value:
        case None:
            return False
        case bool():
            return wanted == str(value).lower()
        case list():
            return any(_has(entry, wanted) for entry in value)
        case dict():
            return any(_has(entry, wanted) for entry in value.values())
        case _:
            return str(value) == wanted
