"""Convert JSON into records, with cattrs and the declarations of the classes (``model.fields``).

The conversion is strict: no value is coerced, unknown fields are refused, and null is not a value. ``builder`` is
faster and has the same results for JSON that is known to match its schema.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import cache
from math import isfinite
from typing import Any

import attrs
from cattrs import AttributeValidationNote, Converter, IterableValidationNote
from cattrs.errors import ForbiddenExtraKeysError
from cattrs.gen import make_dict_structure_fn, override

from ..dates import Day, Instant
from ..declarations import Constraint
from ..model.conditions import Fault, InvalidCombinationError
from ..model.fields import FieldType, ModelClass, fields_of, reportable
from ..model.ids import MAX_ID
from ..model.reported import Reported

Path = tuple[str | int, ...]
Read = Callable[[Any], Any]


class StructureError(ValueError):
    """A value is not valid for its field."""


REFUSALS = (ValueError, ExceptionGroup)
"""The exceptions for invalid input; any other exception is an error in the package."""


def structure(cls: ModelClass, raw: object) -> Any:
    """Return a record from JSON; raise an exception group, which ``problems`` explains, if it is not valid."""
    return converter().structure(raw, cls)


def accepts(cls: ModelClass, raw: object) -> bool:
    """Return whether JSON is valid for a class; if so, it also matches the schema of the class."""
    return _accepts(_object_reader(cls, cls), raw)


def problems(error: BaseException, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Iterate over the reasons for a failed conversion: the path in the JSON, and a message."""
    if isinstance(error, ExceptionGroup):
        for inner in error.exceptions:
            yield from problems(inner, (*path, *_place(inner)))
    elif isinstance(error, ForbiddenExtraKeysError):
        for key in sorted(error.extra_fields):
            yield (*path, key), f'unknown field "{key}"'
    elif isinstance(error, KeyError):
        yield path, f'missing field "{error.args[0]}"'
    elif isinstance(error, InvalidCombinationError):
        yield (*path, error.key) if error.key else path, str(error)
    else:
        yield path, str(error)


def contradictions(cls: ModelClass, raw: object) -> Iterator[tuple[Path, Fault]]:
    """Iterate over the contradictions between values in the JSON of an object, each with its path."""
    try:
        structure(cls, raw)
    except REFUSALS as error:
        yield from _contradictions(error, ())


def wrapped(cls: ModelClass, raw: object, owner: ModelClass) -> dict[str, Any] | None:
    """Return the valid object of a class that has a value as its only field, or None if the field is not clear.

    Args:
        cls: The class.
        raw: The value in JSON.
        owner: The class of the record, for evidence.

    Example:
        >>> from csto_data.model import Figure, Quantity
        >>> wrapped(Quantity, 238, Figure)
        {'value': 238}
    """
    read = _object_reader(cls, owner)
    fields = [field for field in fields_of(cls).values() if _accepts(read, {field.key: raw})]
    likely = [field for field in fields if field.nature != "text"] or fields
    if len(likely) > 1 and getattr(cls, "NATURE", "object") != "quantity":
        likely = [field for field in likely if field.required]
    return {likely[0].key: raw} if likely else None


def _accepts(read: Read, raw: object) -> bool:
    """Return whether a reader accepts a value."""
    try:
        read(raw)
    except REFUSALS:
        return False
    return True


def _contradictions(error: BaseException, path: Path) -> Iterator[tuple[Path, Fault]]:
    """Iterate over the contradictions in an error, each with its path."""
    if isinstance(error, ExceptionGroup):
        for inner in error.exceptions:
            yield from _contradictions(inner, (*path, *_place(inner)))
    elif isinstance(error, InvalidCombinationError):
        yield (*path, error.key) if error.key else path, error.fault


def _place(error: BaseException) -> Path:
    """Return the key or index of the value that an error is about, which cattrs adds as a note."""
    for note in getattr(error, "__notes__", ()):
        if isinstance(note, AttributeValidationNote):
            return (note.name,)
        if isinstance(note, IterableValidationNote):
            return (note.index,)
    return ()


@cache
def converter() -> Converter:
    """Return the converter, which is created once."""
    made = Converter(forbid_extra_keys=True)
    made.register_structure_hook_factory(attrs.has, lambda cls: _as_hook(_object_reader(cls, cls)))
    return made


@cache
def _object_reader(cls: ModelClass, owner: ModelClass) -> Read:
    """Return a function that reads a ``cls`` from JSON; its evidence reports fields of ``owner``."""
    owner = cls if "evidence" in fields_of(cls) else owner
    hooks: dict[str, Any] = {}
    for name, field in fields_of(cls).items():
        read = _reports_reader(owner) if field.nature == "reports" else _field_reader(field, owner)
        hooks[name] = override(struct_hook=_as_hook(read), rename=field.key if field.key != name else None)
    hooks |= {a.name: override(omit=True) for a in attrs.fields(cls) if a.name not in hooks}
    fill = make_dict_structure_fn(cls, Converter(), _cattrs_forbid_extra_keys=True, **hooks)

    def read_object(raw: Any) -> Any:
        if not isinstance(raw, dict):
            raise StructureError(f"{_spelled(raw)} is not an object")
        return fill(raw, cls)

    return read_object


def _as_hook(read: Read) -> Callable[[Any, Any], Any]:
    """Return a reader as a hook of cattrs."""
    return lambda raw, _: read(raw)


def _reports_reader(owner: ModelClass) -> Read:
    """Return a function that reads the reports of evidence."""
    fields = {name: field._replace(required=True) for name, field in reportable(owner).items()}  # false is reported
    reads = {name: _field_reader(field, owner) for name, field in fields.items()}

    def read_reports(raw: Any) -> tuple[Reported, ...]:
        if not isinstance(raw, dict) or not raw:
            raise StructureError(f"{_spelled(raw)} is not an object with at least one field of the record")
        found: dict[str, Reported] = {}
        faults: list[Exception] = []
        for name, value in raw.items():
            try:
                if name not in reads:
                    raise StructureError(f'evidence cannot report the field "{name}" here')
                found[name] = Reported(name, reads[name](value))
            except REFUSALS as fault:
                fault.add_note(AttributeValidationNote("reported", name, Any))
                faults.append(fault)
        if faults:
            raise ExceptionGroup("reports", faults)
        return tuple(found[name] for name in reads if name in found)  # the order of the keys has no meaning

    return read_reports


def _field_reader(field: FieldType, owner: ModelClass) -> Read:
    """Return a function that reads the value of a field."""
    read = _item_reader(field, owner)
    if not field.many:
        return read
    free = field.form.min_length == 0  # it may be empty and have duplicate items

    def read_list(raw: Any) -> tuple[Any, ...]:
        if not isinstance(raw, list) or (not raw and not free):
            raise StructureError(f"{_spelled(raw)} is not a {'' if free else 'non-empty '}list")
        found: list[Any] = []
        known: set[Any] = set()
        faults: list[Exception] = []
        for index, value in enumerate(raw):
            try:
                item = read(value)
                if not free and item in known:
                    raise StructureError("duplicate item")
                found.append(item)
                known.add(item)
            except REFUSALS as fault:
                fault.add_note(IterableValidationNote("entry", index, Any))
                faults.append(fault)
        if faults:
            raise ExceptionGroup(field.name, faults)
        return tuple(found)

    return read_list


def _item_reader(field: FieldType, owner: ModelClass) -> Read:
    """Return a function that reads a value of a field, or an item of its list."""
    match field.nature:
        case "quantity" | "object":
            return _object_reader(field.cls, owner)
        case "word":
            return lambda raw: _word(raw, field.words)
        case "text" | "code" | "day" | "instant" | "date" | "timestamp" | "reference":
            return _text_reader(field)
        case "flag" | "integer" | "number":
            check = _SCALARS["true" if field.nature == "flag" and not field.required else field.nature]
            return lambda raw: _bounded(check(raw), field.form)
    raise TypeError(f'The field "{field.name}" of type {field.nature} can only be read with its object.')


def _text_reader(field: FieldType) -> Read:
    """Return a function that reads a text or a value that is written as a text."""
    made = _MADE.get(field.nature)
    pattern = re.compile(field.pattern) if field.pattern is not None else None

    def read_text(raw: Any) -> Any:
        if not isinstance(raw, str):
            raise StructureError(f"{_spelled(raw)} is not a string")
        if field.nature in ("day", "instant") and made is not None:  # their messages are clearer
            return made(raw)
        if pattern is not None and not pattern.fullmatch(raw):
            raise StructureError(_unfit(field, raw))
        if field.prefixes and len(raw) > MAX_ID:
            raise StructureError(f"{_spelled(raw)} has {len(raw)} characters, more than {MAX_ID}")
        return raw if made is None else made(raw)

    return read_text


def _unfit(field: FieldType, raw: str) -> str:
    """Return a message about a text that does not match the pattern of its field."""
    if field.prefixes:
        kinds = " or ".join(f"{prefix}:" for prefix in field.prefixes)
        return f"{_spelled(raw)} is not a valid id with the prefix {kinds}"
    if field.form.name == "text":
        return f"{_spelled(raw)} is empty, begins or ends with a space, or contains control characters"
    return f"{_spelled(raw)} does not match the pattern {field.pattern}"


def _flag(raw: Any) -> bool:
    """Return a value that is true or false."""
    if not isinstance(raw, bool):
        raise StructureError(f"{_spelled(raw)} is not true or false")
    return raw


def _true(raw: Any) -> bool:
    """Return a value that is true; an optional flag that is false is absent."""
    if raw is not True:
        raise StructureError(f"{_spelled(raw)} is not true")
    return raw


def _integer(raw: Any) -> int:
    """Return a value that is a whole number."""
    if not isinstance(raw, int) or isinstance(raw, bool):
        raise StructureError(f"{_spelled(raw)} is not a whole number")
    return raw


def _number(raw: Any) -> int | float:
    """Return a value that is a finite number."""
    if not isinstance(raw, int | float) or isinstance(raw, bool) or not isfinite(raw):
        raise StructureError(f"{_spelled(raw)} is not a number")
    return raw


def _bounded(number: Any, form: Constraint) -> Any:
    """Return a number that is in the range of its field."""
    low, high = form.minimum, form.maximum
    if (low is not None and number < low) or (high is not None and number > high):
        limits = [f"at least {low}"] * (low is not None) + [f"at most {high}"] * (high is not None)
        raise StructureError(f"{number} is out of range: {' and '.join(limits)}")
    return number


def _word(raw: Any, words: tuple[str, ...]) -> str:
    """Return a value that is one of the allowed words."""
    if raw not in words or not isinstance(raw, str):
        raise StructureError(f"{_spelled(raw)} is not one of {', '.join(words)}")
    return raw


def _spelled(raw: Any) -> str:
    """Return a JSON value on one line, at most 60 characters long."""
    text = json.dumps(raw, ensure_ascii=False)
    return text if len(text) <= 60 else text[:57] + "..."


_SCALARS: dict[str, Read] = {"flag": _flag, "true": _true, "integer": _integer, "number": _number}
_MADE: dict[str, Read] = {
    "day": Day,
    "instant": Instant,
    "date": date.fromisoformat,
    "timestamp": datetime.fromisoformat,
}
