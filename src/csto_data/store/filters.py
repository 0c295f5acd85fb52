"""Filters: which items of a table have a value. A filter that can match nothing is an error, never an empty answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from datetime import date
from decimal import Decimal
from enum import Enum
from math import isfinite
from typing import TYPE_CHECKING, Any, NamedTuple

from ..dates import Answer, Day, Instant, Period, as_day
from ..errors import AmbiguousError, InvalidDateError, InvalidFilterError, NotFoundError
from ..model.fields import FieldType, fields_of
from ..model.references import evidence_of
from ..model.values import Party, Quantity
from ..suggestions import did_you_mean
from .folding import fold
from .lookup import resolve
from .names import listed
from .order import TIMES, covered_until, field_of, has_time, in_time, time_of, timed
from .phrases import quantity_phrase

if TYPE_CHECKING:
    from .memory import Items

Test = Callable[[Any], bool]
"""Whether a value in a field is the wanted one."""


class Filter(NamedTuple):
    """A filter of a table.

    Attributes:
        matches: Whether an item matches.
        absent: Why nothing can match, if the value is well-formed but nothing has it; otherwise empty.
    """

    matches: Test
    absent: str = ""


def filter_of(table: Items, name: str, wanted: Any, *, certain: bool) -> Filter:
    """Return the filter for the items of a table with a value in a field; see ``Table.where``.

    Raises:
        InvalidFilterError: The table has no such field, or the value cannot be one of this field.
    """
    field, wanted = field_of(table, name), _plain(wanted)
    if isinstance(wanted, list | tuple | set | frozenset):
        if not wanted:
            raise InvalidFilterError(f"The list of values for {name} is empty. Expected at least one value.")
        several = [filter_of(table, name, each, certain=certain) for each in wanted]
        absent = next((each.absent for each in several if each.absent), "")
        return Filter(lambda item: any(each.matches(item) for each in several), absent)
    if wanted is None:
        return Filter(lambda item: table.value(item, name) in (None, ()))
    if name == "date" and table.has_periods:
        period = _period(field, wanted)
        return Filter(lambda item: _happened(table, item, period, certain=certain))
    test, absent = _TESTS.get(field.nature, _equal)(_Question(table, field, wanted, certain))
    if name == "evidence":
        return Filter(lambda item: _any(evidence_of(item), test), absent)
    return Filter(lambda item: _any(table.value(item, name), test), absent)


def _plain(wanted: Any) -> Any:
    """Return a value of numpy, pandas or an enumeration as a plain value; dates are kept."""
    if isinstance(wanted, Enum):
        return wanted.value
    if hasattr(wanted, "holds_records"):  # a table
        return [*wanted]
    if getattr(wanted, "ndim", 0):
        return wanted.tolist()
    if hasattr(wanted, "dtype") and wanted.dtype.kind != "M":
        return wanted.item()
    return wanted


def the_only(table: Items, conditions: dict[str, Any]) -> Any:
    """Return the only item that meets all conditions; see ``Table.by``."""
    filters = [filter_of(table, name, wanted, certain=False) for name, wanted in conditions.items()]
    absent = next((each.absent for each in filters if each.absent), "")
    if absent:
        raise NotFoundError(absent)
    found = [item for item in table if all(each.matches(item) for each in filters)]
    wanted = ", ".join(f"{name}={value!r}" for name, value in conditions.items())
    if not found:
        raise NotFoundError(f"No record in {table.name} has {wanted}.")
    if len(found) > 1:
        raise AmbiguousError(f"{len(found)} records in {table.name} have {wanted}: {listed(found)}. Expected only one.")
    return found[0]


def parsed(table: Items, condition: str) -> tuple[str, Any]:
    """Return the field and the value of a condition in text, such as ``deaths=238``.

    Without a value, as in ``end=``, the condition is that the field has none. Flags are ``yes`` or ``no``, and amounts
    can be written as they are shown, such as ``about 2,000``.

    Args:
        table: The table.
        condition: A condition of the form FIELD=VALUE.

    Raises:
        InvalidFilterError: The condition has another form, the field does not exist, or the value has a wrong type.
    """
    name, equals, text = condition.partition("=")
    field = field_of(table, name)
    if not equals:
        words = f", where VALUE is one of {', '.join(field.words)}" if field.words else ""
        raise InvalidFilterError(f'Invalid filter "{condition}". Expected {name}=VALUE{words}.')
    if not text:
        return name, None
    match field.nature:
        case "flag":
            if text.casefold() not in _FLAGS:
                raise InvalidFilterError(f'"{text}" is not a valid value for {name}. Expected yes or no.')
            return name, _FLAGS[text.casefold()]
        case "integer" | "number" | "quantity":
            return name, _number(field, text)
    return name, text


_FLAGS = {"yes": True, "true": True, "no": False, "false": False}


def _number(field: FieldType, text: str) -> Any:
    """Return a number that is written as text; another text, such as the wording of an amount, as it is."""
    if re.fullmatch(r"-?([0-9]{1,15}|[0-9]{1,3}(,[0-9]{3}){1,4})([.][0-9]{1,15})?", text) is None:
        if field.nature == "quantity":
            return text
        raise InvalidFilterError(f'"{text}" is not a valid value for {field.name}. Expected a number.')
    digits = text.replace(",", "")
    return float(digits) if "." in digits else int(digits)


def between(table: Items, first: Any, last: Any, *, certain: bool) -> list[Any]:
    """Return the items that may have happened in a period, in chronological order; see ``Table.between``."""
    start, end = None if first is None else as_day(first), None if last is None else as_day(last)
    if start is not None and end is not None and end.before(start) is Answer.YES:
        raise InvalidDateError(f"The last day {end} is before the first day {start}", "the earlier day first")
    period = Period(None if start is None else start.earliest, None if end is None else end.latest)
    found = [item for item in timed(table) if _happened(table, item, period, certain=certain)]
    return sorted(found, key=lambda item: (in_time(time_of(item)), item.id))


def _any(value: Any, test: Test) -> bool:
    """Return whether a value, or in a list any element, passes the test."""
    if isinstance(value, tuple):
        return any(test(element) for element in value)
    return value is not None and test(value)


class _Question(NamedTuple):
    """A wanted value in a field of a table."""

    table: Items
    field: FieldType
    wanted: Any
    certain: bool

    def refused(self, expected: str, near: str = "") -> InvalidFilterError:
        """Return the error for a value that the field cannot have."""
        return InvalidFilterError(
            f"{_shown(self.wanted)} is not a valid value for {self.field.name}. Expected {expected}.{near}"
        )


def _shown(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else repr(value)


Tested = tuple[Test, str]
"""A test, and why no value can pass it (empty if one can)."""


def _word(asked: _Question) -> Tested:
    if asked.wanted not in asked.field.words:
        near = did_you_mean(str(asked.wanted), asked.field.words)
        raise asked.refused(f"one of {', '.join(asked.field.words)}", near)
    return lambda value: bool(asked.wanted in (value, getattr(value, "state", None))), ""


def _flag(asked: _Question) -> Tested:
    if not isinstance(asked.wanted, bool):
        raise asked.refused("True or False")
    return lambda value: bool(value is asked.wanted), ""


def _numeric(asked: _Question) -> Tested:
    wanted = asked.wanted
    if isinstance(wanted, bool) or not isinstance(wanted, int | float | Decimal):
        number = f" Did you mean {asked.field.name}={wanted}?" if str(wanted).isdecimal() else ""
        raise asked.refused("a number", number)
    if not isfinite(wanted):
        raise asked.refused("a number")
    if asked.field.words and str(wanted) not in asked.field.words:
        raise asked.refused(f"one of {', '.join(asked.field.words)}")
    return lambda value: bool(value == wanted), _nothing_has(asked) if asked.field.external_code else ""


def _text(asked: _Question) -> Tested:
    wanted = asked.wanted
    if not isinstance(wanted, str):
        raise asked.refused("text", f' Did you mean the text "{wanted}"?')
    return lambda value: bool(value == wanted), _nothing_has(asked)


def _nothing_has(asked: _Question, part: str = "") -> str:
    """Return a message if no record has the wanted text or code, or an object with it; otherwise an empty text."""
    name = asked.field.name
    values = [value for item in asked.table.root for value in _listed(asked.table.value(item, name))]
    known = {str(getattr(value, part) if part else value): value for value in values}
    if str(asked.wanted) in known:
        return ""
    near = did_you_mean(str(asked.wanted), known) or _containing(str(asked.wanted), known)
    return f"No record in {asked.table.name} has {_shown(asked.wanted)} as {name}.{near}"


def _containing(wanted: str, known: Iterable[str]) -> str:
    """Return a sentence with the first known text that has the words, such as a name with a surname."""
    words = set(fold(wanted).split())
    found = next((text for text in known if words and words <= set(fold(text).split())), None)
    return f' Did you mean "{found}"?' if found else ""


def _listed(value: Any) -> Collection[Any]:
    return value if isinstance(value, tuple) else () if value is None else (value,)


def _reference(asked: _Question) -> Tested:
    id = _resolved(asked, asked.field.prefixes)
    return lambda value: bool(getattr(value, "id", value) == id), ""


def _resolved(asked: _Question, prefixes: Iterable[str]) -> str:
    """Return the id that is meant by a record, or by its id, code or name."""
    wanted = getattr(asked.wanted, "id", asked.wanted)
    if not isinstance(wanted, str):
        raise asked.refused("the id, code or name of a record")
    try:
        return resolve(asked.table.store, wanted, tuple(prefixes))
    except (NotFoundError, AmbiguousError) as error:
        raise InvalidFilterError(f"{asked.field.name}: {error}") from None


def _instant(asked: _Question) -> Tested:
    """Return the test for an instant: the same moment, or a moment on a day."""
    wanted = asked.wanted
    if not isinstance(wanted, Instant) and not (isinstance(wanted, str) and "T" in wanted):
        return _day(asked)
    try:
        moment = wanted if isinstance(wanted, Instant) else Instant(wanted)
    except InvalidDateError as error:
        raise InvalidFilterError(f"{asked.field.name}: {error}") from None
    return lambda value: bool(value.utc == moment.utc), ""


def _day(asked: _Question) -> Tested:
    period = _period(asked.field, asked.wanted)
    fits = _is_within if asked.certain else _overlaps
    return lambda value: fits(_period_of(value), period), ""


def _period_of(value: Any) -> Period:
    """Return the period of a date or an instant in a record."""
    day = value.day if isinstance(value, Instant) else value
    return Period(day.earliest, day.latest) if isinstance(day, Day) else Period(day, day)


def _period(field: FieldType, wanted: Any) -> Period:
    """Return the period of a wanted date."""
    try:
        return _period_of(wanted if isinstance(wanted, Instant) else as_day(wanted))
    except InvalidDateError as error:
        raise InvalidFilterError(f"{field.name}: {error}") from None


def _overlaps(when: Period | None, wanted: Period) -> bool:
    """Return whether something may have happened in a period; without any date, it may."""
    return when is None or not (_is_before(when.latest, wanted.earliest) or _is_before(wanted.latest, when.earliest))


def _is_before(one: date | None, other: date | None) -> bool:
    """Return whether both days are known, and the first is before the second."""
    return one is not None and other is not None and one < other


def _is_within(when: Period, wanted: Period) -> bool:
    """Return whether every day of a period is one of the wanted period."""
    starts = wanted.earliest is None or (when.earliest is not None and wanted.earliest <= when.earliest)
    ends = wanted.latest is None or (when.latest is not None and when.latest <= wanted.latest)
    return starts and ends


def _happened(table: Items, item: Any, wanted: Period, *, certain: bool) -> bool:
    """Return whether a record may have happened in a period; with ``certain``, whether it certainly did."""
    if not has_time(item):  # such as a state in a table of several kinds
        return False
    if not certain:
        return _overlaps(time_of(item), wanted)
    moments = [value for name in (*TIMES, "start", "end") if (value := getattr(item, name, None)) is not None]
    if any(_is_within(_period_of(moment), wanted) for moment in moments):
        return True
    start, end = getattr(item, "start", None), getattr(item, "end", None)
    first = start.latest if start is not None else None
    last = end.earliest if end is not None else covered_until(table.store, item)
    return first is not None and last is not None and first <= last and _overlaps(Period(first, last), wanted)


def answer_on(table: Items, item: Any, day: date) -> Answer:
    """Return whether a record with a time happened, or held, on a day, as ``on`` and ``between`` judge it.

    Args:
        table: The table that has the record.
        item: The record.
        day: The day.
    """
    wanted = Period(day, day)
    if not _happened(table, item, wanted, certain=False):
        return Answer.NO
    return Answer.YES if _happened(table, item, wanted, certain=True) else Answer.UNKNOWN


def _quantity(asked: _Question) -> Tested:
    wanted = asked.wanted
    if isinstance(wanted, Quantity):
        return lambda value: bool(value == wanted), ""
    if isinstance(wanted, str):
        return _wording(asked)
    if isinstance(wanted, bool) or not isinstance(wanted, int | float | Decimal):
        raise asked.refused("a number, or the words of a source")
    if not isfinite(wanted) or wanted < 0:
        raise asked.refused("a number from 0")
    return lambda value: bool(value.value == wanted), ""


def _wording(asked: _Question) -> Tested:
    """Return the test for an amount in the words of a source, or as it is shown, with or without its unit."""
    wanted = asked.wanted
    amounts = (asked.table.value(item, asked.field.name) for item in asked.table.root)
    known = {amount for amount in amounts if amount is not None}
    texts = {text: amount for amount in known for text in (quantity_phrase(amount), amount.wording) if text}
    meant = texts.keys() & {wanted, wanted.rpartition(" ")[0]}
    if not meant:
        number = f" Did you mean the number {wanted}?" if wanted.isdecimal() else ""
        raise asked.refused("a number, or the words of a source", number or did_you_mean(wanted, texts))
    return lambda value: not meant.isdisjoint((quantity_phrase(value), value.wording)), ""


def _object(asked: _Question) -> Tested:
    """Return the test for an object: by its class, or by its first field.

    A party is found by its actor, and a described one by the actor to which it belongs.
    """
    if isinstance(asked.wanted, asked.field.cls):
        return lambda value: bool(value == asked.wanted), ""
    inner = next(iter(fields_of(asked.field.cls).values()))
    test, absent = _TESTS.get(inner.nature, _equal)(asked._replace(field=inner._replace(name=asked.field.name)))
    if issubclass(asked.field.cls, Party):
        return lambda value: test(value.of if value.actor is None else value.actor), absent
    if inner.nature == "text":
        absent = _nothing_has(asked, inner.name)
    return lambda value: _any(getattr(value, inner.name), test), absent


def _equal(asked: _Question) -> Tested:
    """Return the test for a value of any type, such as what a source reports: by its text."""
    return lambda value: str(value) == str(asked.wanted), _nothing_has(asked)


_TESTS: dict[str, Callable[[_Question], Tested]] = {
    "word": _word,
    "flag": _flag,
    "integer": _numeric,
    "number": _numeric,
    "text": _text,
    "code": _text,
    "reference": _reference,
    "record": _reference,
    "day": _day,
    "date": _day,
    "instant": _instant,
    "quantity": _quantity,
    "object": _object,
}
