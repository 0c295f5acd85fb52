"""Rows of a dataset or of a year table under conditions, as the command line asks for them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ..errors import NotFound
from ..model import KINDS
from ..model.fields import FieldType, fields_of
from ..suggestions import nearest
from .panels import YEARS

if TYPE_CHECKING:
    from ..store.record_store import RecordStore

Row = dict[str, Any]


def chosen(store: RecordStore, name: str, conditions: Iterable[str], organization: str) -> list[Row]:
    """The rows of the dataset or year table of this name that meet every condition ``FIELD=VALUE``.

    A condition is met where the field has that value, or has it somewhere in a list or an object. Raises
    :class:`NotFound`, naming the nearest, for what is no store, no field, no word of a closed list, no record.
    """
    if name in YEARS:
        rows = [dict(row) for row in YEARS[name].rows(store, organization)]
        known: dict[str, FieldType | None] = dict.fromkeys(YEARS[name].columns)
    elif name in KINDS:
        rows = store.table(name).rows()
        known = dict(fields_of(KINDS[name].record_class))
    else:
        there = (*KINDS, *YEARS)
        raise NotFound(f'no dataset "{name}"{nearest(name, there)}; there are {", ".join(there)}')
    for condition in conditions:
        field, value = _parsed(condition)
        if field not in known:
            raise NotFound(f'{name} have no field "{field}"{nearest(field, known)}; there are {", ".join(known)}')
        _check(store, known[field], value)
        rows = [row for row in rows if _has(row.get(field), value)]
    return rows


def _parsed(condition: str) -> tuple[str, str]:
    field, equals, value = condition.partition("=")
    if not equals:
        raise NotFound(f'"{condition}" is no condition; expected FIELD=VALUE, such as measure=deaths')
    return field, value


def _check(store: RecordStore, field: FieldType | None, value: str) -> None:
    """Refuses what no record can have in this field: a slip would look like an answer."""
    if field is None:
        return
    if field.nature == "word" and value not in field.words:
        raise NotFound(f'{field.name} is never "{value}"{nearest(value, field.words)}; it is {", ".join(field.words)}')
    if field.nature == "reference" and value not in store:
        near = nearest(value, (record.id for record in store if record.id.partition(":")[0] in field.prefixes))
        raise NotFound(f'{field.name}: no record "{value}"{near}')


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
