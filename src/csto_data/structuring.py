"""Between JSON and records, strictly: nothing is coerced, unknown keys are refused, null is no value.

A cattrs converter whose hooks agree with the schemas. It reads foreign data and writes all. Not here: what a record
must fulfil beyond its own form (``validation``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from math import isfinite
from typing import Any, TypeVar

import attrs
from cattrs import AttributeValidationNote, Converter, IterableValidationNote
from cattrs.errors import ForbiddenExtraKeysError
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from .dates import Day, Instant
from .jsonscan import spelled_number
from .model.accounts import Assessment, Statement
from .model.base import Evidence, Form, Locator, Participant, Party, Quantity, Reported
from .model.fields import FieldType, ModelClass, fields_of, reportable
from .model.history import Event

Path = tuple[str | int, ...]
Read = Callable[[Any], Any]
Number = TypeVar("Number", int, int | float)

_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_UNCLEAN = re.compile("[\x00-\x1f\x7f]|^ | $|\\A\\Z")


class Refused(ValueError):
    """A value that has not the form that its field asks for."""


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
            yield (*path, key), f'"{key}" is no field of this'
    elif isinstance(error, KeyError):
        yield path, f'the field "{error.args[0]}" is missing'
    else:
        yield path, str(error)


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
    made.register_unstructure_hook(float, lambda number: json.loads(spelled_number(repr(number))))
    made.register_unstructure_hook_factory(attrs.has, lambda cls: _object_writer(cls, made))
    return made


def _object_writer(cls: ModelClass, made: Converter) -> Callable[[Any], dict[str, Any]]:
    hooks: dict[str, Any] = {}
    if cls is Evidence:
        hooks["reports"] = override(unstruct_hook=lambda reports: {r.field: made.unstructure(r.value) for r in reports})
    write = make_dict_unstructure_fn(cls, made, _cattrs_omit_if_default=True, **hooks)

    def write_object(value: Any) -> dict[str, Any]:
        written = write(value)  # cattrs writes required fields first
        return {name: written[name] for name in fields_of(cls) if name in written}

    return write_object


@cache
def _object_reader(cls: ModelClass, owner: ModelClass) -> Read:
    """Reads ``cls``; ``owner`` is the class whose fields its evidence reports."""
    owner = cls if "evidence" in fields_of(cls) else owner
    hooks: dict[str, Any] = {}
    for name, field in fields_of(cls).items():
        read = _reports_reader(owner) if field.nature == "reports" else _field_reader(field, owner)
        hooks[name] = override(struct_hook=_as_hook(read))
    fill = make_dict_structure_fn(cls, Converter(), _cattrs_forbid_extra_keys=True, **hooks)
    check = _CHECKS.get(cls, _same)

    def read_object(raw: Any) -> Any:
        if not isinstance(raw, dict):
            raise Refused(f"expected an object in braces, found {_spelled(raw)}")
        return check(fill(raw, cls))

    return read_object


def _as_hook(read: Read) -> Callable[[Any, Any], Any]:
    return lambda raw, _: read(raw)


def _reports_reader(owner: ModelClass) -> Read:
    reads = {name: _field_reader(field, owner) for name, field in reportable(owner).items()}

    def read_reports(raw: Any) -> tuple[Reported, ...]:
        if not isinstance(raw, dict) or not raw:
            raise Refused(f"expected an object with a field of the record or more, found {_spelled(raw)}")
        found: dict[str, Reported] = {}
        faults: list[Exception] = []
        for name, value in raw.items():
            try:
                if name not in reads:
                    raise Refused(f'"{name}" is no field that evidence reports here')
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

    def read_list(raw: Any) -> tuple[Any, ...]:
        if not isinstance(raw, list) or not raw:
            raise Refused(f"expected a list with an entry or more, found {_spelled(raw)}")
        found: list[Any] = []
        faults: list[Exception] = []
        for index, value in enumerate(raw):
            try:
                item = read(value)
                if item in found:
                    raise Refused("stands in the list twice")
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
        case "text" | "code":
            return _text if field.form.pattern is None else lambda raw: _formed(raw, field.form)
        case "flag":
            return _flag
        case "integer":
            return lambda raw: _bounded(_integer(raw), field.form)
        case "number":
            return lambda raw: _bounded(_number(raw), field.form)
        case "day":
            return lambda raw: Day(_text(raw))
        case "instant":
            return lambda raw: Instant(_text(raw))
        case "word":
            return lambda raw: _word(raw, field.words)
        case "reference":
            return lambda raw: _reference(raw, field.prefixes)
        case "quantity":
            return _object_reader(Quantity, owner)
        case "object":
            return _object_reader(field.cls, owner)
    raise TypeError(f"field {field.name}: {field.nature} is read by its owner")


def _text(raw: Any) -> str:
    if not isinstance(raw, str):
        raise Refused(f"expected a text in quotation marks, found {_spelled(raw)}")
    if _UNCLEAN.search(raw):
        raise Refused(f"{_spelled(raw)} is empty, begins or ends with a blank, or holds control characters")
    return raw


def _flag(raw: Any) -> bool:
    if not isinstance(raw, bool):
        raise Refused(f"expected true or false, found {_spelled(raw)}")
    return raw


def _integer(raw: Any) -> int:
    if not isinstance(raw, int) or isinstance(raw, bool):
        raise Refused(f"expected a whole number, found {_spelled(raw)}")
    return raw


def _number(raw: Any) -> int | float:
    if not isinstance(raw, int | float) or isinstance(raw, bool) or not isfinite(raw):
        raise Refused(f"expected a number, found {_spelled(raw)}")
    return raw


def _formed(raw: Any, form: Form) -> str:
    text = _text(raw)
    if not re.fullmatch(form.pattern or "", text):
        raise Refused(f"{_spelled(raw)} has not the form that is asked for: {form.pattern}")
    return text


def _bounded(number: Number, form: Form) -> Number:
    if (form.least is not None and number < form.least) or (form.most is not None and number > form.most):
        raise Refused(f"{number} is out of range: {form.least} to {'any' if form.most is None else form.most}")
    return number


def _word(raw: Any, words: tuple[str, ...]) -> str:
    if raw not in words or not isinstance(raw, str):
        raise Refused(f"{_spelled(raw)} is not in the list: {', '.join(words)}")
    return raw


def _reference(raw: Any, prefixes: tuple[str, ...]) -> str:
    for prefix in prefixes:
        slug = "[A-Z]{3}" if prefix == "state" else _SLUG
        if isinstance(raw, str) and re.fullmatch(f"{prefix}:{slug}", raw):
            return raw
    raise Refused(f"expected an id that begins with {' or '.join(f'{p}:' for p in prefixes)}, found {_spelled(raw)}")


def _party(party: Party) -> Party:
    if party.actor is None and party.described_as is None:
        raise Refused("a party is named by actor, or described by described_as")
    if party.actor is not None and (party.of is not None or party.described_as is not None):
        raise Refused("a party with an actor is named: of and described_as belong to one that is not")
    if party.actor is None and party.office is not None:
        raise Refused("an office belongs to a party with an actor")
    return party


def _locator(locator: Locator) -> Locator:
    if locator == Locator():
        raise Refused("a locator says where: paragraph, page, article, section or row")
    return locator


def _event(event: Event) -> Event:
    if sum(time is not None for time in (event.date, event.instant, event.start or event.end)) > 1:
        raise Refused("an event has one time: date, or instant, or start and end")
    return event


def _statement(statement: Statement) -> Statement:
    if statement.date is not None and statement.instant is not None:
        raise Refused("a statement has one time: date or instant")
    return statement


def _assessment(assessment: Assessment) -> Assessment:
    if assessment.outcome is not None and assessment.kind != "forecast":
        raise Refused("only a forecast has an outcome")
    return assessment


def _same(value: Any) -> Any:
    return value


_CHECKS: dict[type[Any], Read] = {
    Assessment: _assessment,
    Event: _event,
    Locator: _locator,
    Participant: _party,
    Party: _party,
    Statement: _statement,
}


def _spelled(raw: Any) -> str:
    """A JSON value as its author wrote it, shortened."""
    text = json.dumps(raw, ensure_ascii=False)
    return text if len(text) <= 60 else text[:57] + "..."
