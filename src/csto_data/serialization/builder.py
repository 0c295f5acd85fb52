"""From JSON that is known to have its shape to records: the packaged data, and what a schema has accepted.

Equal to what ``converter`` makes, and faster: it does not look for faults. Conditions between fields are enforced by
the classes themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Any

from ..dates import Day, Instant
from ..model.evidence import Evidence, Reported
from ..model.fields import FieldType, ModelClass, fields_of, reportable

Raw = dict[str, Any]
Read = Callable[[Any], Any]


def build(cls: ModelClass, raw: Raw) -> Any:
    """Return an object of a model class from JSON that has its shape.

    Raises:
        InvalidCombinationError: Values contradict each other.
        ValueError: A text has the form of a date but is not in the calendar.
    """
    return _builder(cls, cls)(raw)


@cache
def _builder(cls: ModelClass, owner: ModelClass) -> Callable[[Raw], Any]:
    """A constructor of ``cls`` from JSON; ``owner`` is the class whose fields its evidence reports."""
    if cls is Evidence:
        reads = {name: _reader(field, owner) for name, field in fields_of(cls).items() if name != "reports"}
        reported = {name: _reader(field, owner) for name, field in reportable(owner).items()}
        reads["reports"] = lambda raw: tuple(Reported(name, reported[name](value)) for name, value in raw.items())
    else:
        owner = cls if "evidence" in fields_of(cls) else owner
        reads = {name: _reader(field, owner) for name, field in fields_of(cls).items()}
    return _constructor(cls, reads)


def _constructor(cls: ModelClass, reads: dict[str, Read]) -> Callable[[Raw], Any]:
    names = {field.key: name for name, field in fields_of(cls).items() if field.key != name}
    if names:
        return lambda raw: cls(**{names.get(k, k): reads[names.get(k, k)](value) for k, value in raw.items()})
    return lambda raw: cls(**{name: reads[name](value) for name, value in raw.items()})


def _reader(field: FieldType, owner: ModelClass) -> Read:
    match field.nature:
        case "day":
            read: Read = _day
        case "instant":
            read = Instant
        case "date":
            read = date.fromisoformat
        case "timestamp":
            read = datetime.fromisoformat
        case "quantity" | "object":
            read = _builder(field.cls, owner)
        case _:
            return tuple if field.many else _same
    return (lambda values: tuple([read(value) for value in values])) if field.many else read


_day = cache(Day)


def _same(value: Any) -> Any:
    return value
