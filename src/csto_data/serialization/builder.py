"""Create records quickly from JSON that is known to match its schema, such as the packaged data.

The results are equal to those of ``converter``, but errors are not explained. The classes themselves enforce the
conditions between fields.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Any

from ..dates import Day, Instant
from ..model.evidence import Evidence
from ..model.fields import FieldType, ModelClass, fields_of, reportable
from ..model.reported import Reported

Raw = dict[str, Any]
Read = Callable[[Any], Any]


def build(cls: ModelClass, raw: Raw) -> Any:
    """Return an object of a model class from JSON that matches its schema.

    Args:
        cls: The class.
        raw: The JSON object.

    Raises:
        InvalidCombinationError: Values contradict each other.
        ValueError: A text has the form of a date, but the date does not exist.
    """
    return _builder(cls, cls)(raw)


@cache
def _builder(cls: ModelClass, owner: ModelClass) -> Callable[[Raw], Any]:
    """Return a function that creates a ``cls`` from JSON; its evidence reports fields of ``owner``."""
    if cls is Evidence:
        reads = {name: _reader(field, owner) for name, field in fields_of(cls).items() if name != "reports"}
        reported = {name: _reader(field, owner) for name, field in reportable(owner).items()}
        reads["reports"] = lambda raw: tuple(Reported(name, reported[name](value)) for name, value in raw.items())
    else:
        owner = cls if "evidence" in fields_of(cls) else owner
        reads = {name: _reader(field, owner) for name, field in fields_of(cls).items()}
    return _constructor(cls, reads)


def _constructor(cls: ModelClass, reads: dict[str, Read]) -> Callable[[Raw], Any]:
    """Return a function that creates a ``cls`` with one reader for each field."""
    names = {field.key: name for name, field in fields_of(cls).items() if field.key != name}
    if names:
        return lambda raw: cls(**{names.get(k, k): reads[names.get(k, k)](value) for k, value in raw.items()})
    return lambda raw: cls(**{name: reads[name](value) for name, value in raw.items()})


def _reader(field: FieldType, owner: ModelClass) -> Read:
    """Return a function that reads a value of a field."""
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
        case "reference" | "word":  # the same ids and words occur in many records
            return _interned if field.many else sys.intern
        case _:
            return tuple if field.many else _same
    return (lambda values: tuple([read(value) for value in values])) if field.many else read


_day = cache(Day)


def _interned(values: list[str]) -> tuple[str, ...]:
    """Return a list of ids or words as a tuple."""
    return tuple(map(sys.intern, values))


def _same(value: Any) -> Any:
    """Return a value unchanged."""
    return value
