"""Between JSON and records: a cattrs converter that follows the declarations of the classes (``model.fields``).

It is strict: nothing is coerced, unknown keys are refused, and null is not a value. What is known to have its shape is
read faster by ``builder``, with equal results.
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
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from ..dates import Day, Instant
from ..declarations import Constraint
from ..model.conditions import Fault, InvalidCombinationError
from ..model.evidence import Evidence, Reported
from ..model.fields import FieldType, ModelClass, fields_of, reportable
from .json_scanner import spelled_number

Path = tuple[str | int, ...]
Read = Callable[[Any], Any]


class StructureError(ValueError):
    """A value that does not have the form that its field asks for."""


REFUSALS = (ValueError, ExceptionGroup)
"""What structuring raises over its input; anything else is a fault of the package."""


def structure(cls: ModelClass, raw: object) -> Any:
    """One record of ``cls`` from JSON. Raises exception groups, which :func:`problems` explains."""
    return converter().structure(raw, cls)


def unstructure(value: object) -> Any:
    """JSON of a record or of a value in one: keys in the order of the class, what is not known left out."""
    return converter().unstructure(value)


def problems(error: BaseException, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Where in the JSON a structuring failed, and why: a path and a sentence for each fault."""
    if isinstance(error, ExceptionGroup):
        for inner in error.exceptions:
            yield from problems(inner, (*path, *_place(inner)))
    elif isinstance(error, ForbiddenExtraKeysError):
        for key in sorted(error.extra_fields):
            yield (*path, key), f'unknown field "{key}"'
    elif isinstance(error, KeyError):
        yield path, f'the field "{error.args[0]}" is missing'
    elif isinstance(error, InvalidCombinationError):
        yield (*path, error.key) if error.key else path, str(error)
    else:
        yield path, str(error)


def contradictions(cls: ModelClass, raw: object) -> Iterator[tuple[Path, Fault]]:
    """Return the values in the JSON of an object that contradict each other, each with its path."""
    try:
        structure(cls, raw)
    except REFUSALS as error:
        yield from _contradictions(error, ())


def _contradictions(error: BaseException, path: Path) -> Iterator[tuple[Path, Fault]]:
    if isinstance(error, ExceptionGroup):
        for inner in error.exceptions:
            yield from _contradictions(inner, (*path, *_place(inner)))
    elif isinstance(error, InvalidCombinationError):
        yield (*path, error.key) if error.key else path, error.fault


def _place(error: BaseException) -> Path:
    """The step from the surrounding value to the one that failed, which cattrs leaves in a note."""
    for note in getattr(error, "__notes__", ()):
        if isinstance(note, AttributeValidationNote):
            return (note.name,)
        if isinstance(note, IterableValidationNote):
            return (note.index,)
    return ()


@cache
def converter() -> Converter:
    """The one converter, strict in both directions."""
    made = Converter(forbid_extra_keys=True, omit_if_default=True, unstruct_collection_overrides={tuple: list})
    made.register_structure_hook_factory(attrs.has, lambda cls: _as_hook(_object_reader(cls, cls)))
    made.register_unstructure_hook(Day, str)
    made.register_unstructure_hook(Instant, str)
    made.register_unstructure_hook(date, str)
    made.register_unstructure_hook(datetime, lambda moment: f"{moment:%Y-%m-%dT%H:%M:%SZ}")
    made.register_unstructure_hook(float, lambda number: json.loads(spelled_number(repr(number))))
    made.register_unstructure_hook_factory(attrs.has, lambda cls: _object_writer(cls, made))
    return made


def _object_writer(cls: ModelClass, made: Converter) -> Callable[[Any], dict[str, Any]]:
    fields = fields_of(cls)
    hooks: dict[str, Any] = {name: override(rename=field.key) for name, field in fields.items() if field.key != name}
    hooks |= {a.name: override(omit=True) for a in attrs.fields(cls) if a.name not in fields}
    if cls is Evidence:
        hooks["reports"] = override(unstruct_hook=lambda reports: {r.field: made.unstructure(r.value) for r in reports})
    write = make_dict_unstructure_fn(cls, made, _cattrs_omit_if_default=True, **hooks)

    def write_object(value: Any) -> dict[str, Any]:
        written = write(value)  # cattrs writes required fields first
        return {field.key: written[field.key] for field in fields.values() if field.key in written}

    return write_object


@cache
def _object_reader(cls: ModelClass, owner: ModelClass) -> Read:
    """Reads ``cls``; ``owner`` is the class whose fields its evidence reports."""
    owner = cls if "evidence" in fields_of(cls) else owner
    hooks: dict[str, Any] = {}
    for name, field in fields_of(cls).items():
        read = _reports_reader(owner) if field.nature == "reports" else _field_reader(field, owner)
        hooks[name] = override(struct_hook=_as_hook(read), rename=field.key if field.key != name else None)
    hooks |= {a.name: override(omit=True) for a in attrs.fields(cls) if a.name not in hooks}
    fill = make_dict_structure_fn(cls, Converter(), _cattrs_forbid_extra_keys=True, **hooks)

    def read_object(raw: Any) -> Any:
        if not isinstance(raw, dict):
            raise StructureError(f"expected an object in braces, found {_spelled(raw)}")
        return fill(raw, cls)

    return read_object


def _as_hook(read: Read) -> Callable[[Any, Any], Any]:
    return lambda raw, _: read(raw)


def _reports_reader(owner: ModelClass) -> Read:
    reads = {name: _field_reader(field, owner) for name, field in reportable(owner).items()}

    def read_reports(raw: Any) -> tuple[Reported, ...]:
        if not isinstance(raw, dict) or not raw:
            raise StructureError(f"expected an object with at least one field, found {_spelled(raw)}")
        found: dict[str, Reported] = {}
        faults: list[Exception] = []
        for name, value in raw.items():
            try:
                if name not in reads:
                    raise StructureError(f'evidence of this record cannot report the field "{name}"')
                found[name] = Reported(name, reads[name](value))
            except REFUSALS as fault:
                fault.add_note(AttributeValidationNote("reported", name, Any))
                faults.append(fault)
        if faults:
            raise ExceptionGroup("reports", faults)
        return tuple(found[name] for name in reads if name in found)  # the order of the keys means nothing

    return read_reports


def _field_reader(field: FieldType, owner: ModelClass) -> Read:
    read = _item_reader(field, owner)
    if not field.many:
        return read
    free = field.form.min_length == 0  # a list that may be empty may repeat itself, too

    def read_list(raw: Any) -> tuple[Any, ...]:
        if not isinstance(raw, list) or (not raw and not free):
            raise StructureError(f"expected a list with at least one item, found {_spelled(raw)}")
        found: list[Any] = []
        faults: list[Exception] = []
        for index, value in enumerate(raw):
            try:
                item = read(value)
                if not free and item in found:
                    raise StructureError("stands in the list twice")
                found.append(item)
            except REFUSALS as fault:
                fault.add_note(IterableValidationNote("entry", index, Any))
                faults.append(fault)
        if faults:
            raise ExceptionGroup(field.name, faults)
        return tuple(found)

    return read_list


def _item_reader(field: FieldType, owner: ModelClass) -> Read:
    match field.nature:
        case "quantity" | "object":
            return _object_reader(field.cls, owner)
        case "word":
            return lambda raw: _word(raw, field.words)
        case "text" | "code" | "day" | "instant" | "date" | "timestamp" | "reference":
            return _text_reader(field)
        case "flag" | "integer" | "number":
            check = _SCALARS[field.nature]
            return lambda raw: _bounded(check(raw), field.form)
    raise TypeError(f"field {field.name}: {field.nature} is read by its owner")


def _text_reader(field: FieldType) -> Read:
    """Return a reader of a text that is a value of its own, or of one that matches the pattern of the field."""
    made = _MADE.get(field.nature)
    pattern = re.compile(field.pattern) if field.pattern is not None else None

    def read_text(raw: Any) -> Any:
        if not isinstance(raw, str):
            raise StructureError(f"expected a text in quotation marks, found {_spelled(raw)}")
        if field.nature in ("day", "instant") and made is not None:  # they say more clearly what is wrong
            return made(raw)
        if pattern is not None and not pattern.fullmatch(raw):
            raise StructureError(_unfit(field, raw))
        return raw if made is None else made(raw)

    return read_text


def _unfit(field: FieldType, raw: str) -> str:
    if field.prefixes:
        kinds = " or ".join(f"{prefix}:" for prefix in field.prefixes)
        return f"expected an id that starts with {kinds}, found {_spelled(raw)}"
    if field.form.name == "text":
        return f"{_spelled(raw)} is empty, begins or ends with a blank, or holds control characters"
    return f"{_spelled(raw)} does not match the pattern {field.pattern}"


def _flag(raw: Any) -> bool:
    if not isinstance(raw, bool):
        raise StructureError(f"expected true or false, found {_spelled(raw)}")
    return raw


def _integer(raw: Any) -> int:
    if not isinstance(raw, int) or isinstance(raw, bool):
        raise StructureError(f"expected a whole number, found {_spelled(raw)}")
    return raw


def _number(raw: Any) -> int | float:
    if not isinstance(raw, int | float) or isinstance(raw, bool) or not isfinite(raw):
        raise StructureError(f"expected a number, found {_spelled(raw)}")
    return raw


def _bounded(number: Any, form: Constraint) -> Any:
    low, high = form.minimum, form.maximum
    if (low is not None and number < low) or (high is not None and number > high):
        raise StructureError(f"{number} is out of range: {low} to {'any' if high is None else high}")
    return number


def _word(raw: Any, words: tuple[str, ...]) -> str:
    if raw not in words or not isinstance(raw, str):
        raise StructureError(f"{_spelled(raw)} is not in the list: {', '.join(words)}")
    return raw


def _spelled(raw: Any) -> str:
    """A JSON value as its author wrote it, shortened."""
    text = json.dumps(raw, ensure_ascii=False)
    return text if len(text) <= 60 else text[:57] + "..."


_SCALARS: dict[str, Read] = {"flag": _flag, "integer": _integer, "number": _number}
_MADE: dict[str, Read] = {
    "day": Day,
    "instant": Instant,
    "date": date.fromisoformat,
    "timestamp": datetime.fromisoformat,
}
