"""What each class has for fields, read off its annotations: one table for readers, writers, verdicts and rules."""

from __future__ import annotations

import types
from functools import cache
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Literal,
    NamedTuple,
    NewType,
    TypeAlias,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

import attrs

from ..dates import Day, Instant
from . import KINDS
from .base import Code, Form, Quantity, Reported

if TYPE_CHECKING:
    from collections.abc import Mapping

Nature = Literal[
    "text", "code", "word", "flag", "integer", "number", "day", "instant", "quantity", "reference", "object", "reports"
]
"""What a value is, and so how it is read, compared and checked."""

_PLAIN: dict[Any, Nature] = {
    str: "text",
    Code: "code",
    bool: "flag",
    int: "integer",
    float: "number",
    Day: "day",
    Instant: "instant",
    Quantity: "quantity",
    Reported: "reports",
}
_PREFIXES = {f"{kind.name.capitalize()}Id": kind.prefix for kind in KINDS.values()}

ModelClass: TypeAlias = Any
"""A class of the model; type[Any] is not hashable to the type checker, and what is cached must be."""

UNREPORTED = frozenset({"id", "kind", "evidence", "note", "steps", "contingents", "outcome"})
"""The fields of which evidence reports nothing."""

CODES = frozenset(
    {
        "iso_alpha2",
        "iso_alpha3",
        "iso_numeric",
        "m49",
        "cow",
        "cow_abbreviation",
        "gw",
        "cow_igo",
        "geonames",
        "wikidata",
    }
)
"""The fields that hold a code of a list which others publish, to join a record to their data."""


class FieldType(NamedTuple):
    """One field: its nature, ``many`` for a tuple, ``required`` where there is no default.

    ``prefixes`` are the id prefixes that a reference may have, ``words`` the closed list of a word, ``cls`` the class
    of an object, ``form`` what a text or number is beyond its type.
    """

    name: str
    nature: Nature
    many: bool
    required: bool
    prefixes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    cls: ModelClass = None
    form: Form = Form()


def fields_of(cls: ModelClass) -> Mapping[str, FieldType]:
    """The fields of a model class by name, in their order."""
    return _fields_of(cls)


def reportable(cls: ModelClass) -> Mapping[str, FieldType]:
    """The fields of a class that evidence may report."""
    return _reportable(cls)


@cache
def _fields_of(cls: ModelClass) -> Mapping[str, FieldType]:
    hints = get_type_hints(cls, include_extras=True)
    return types.MappingProxyType(
        {a.name: _field_type(a.name, hints[a.name], a.default is attrs.NOTHING) for a in attrs.fields(cls)}
    )


@cache
def _reportable(cls: ModelClass) -> Mapping[str, FieldType]:
    return types.MappingProxyType({n: f for n, f in fields_of(cls).items() if n not in UNREPORTED})


def _field_type(name: str, hint: Any, required: bool) -> FieldType:
    hint = _without_none(hint)
    many = get_origin(hint) is tuple
    if many:
        hint = get_args(hint)[0]
    form = Form()
    if get_origin(hint) is Annotated:
        hint, form = get_args(hint)
    parts = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    if set(parts) == {int, float}:
        return FieldType(name, "number", many, required, form=form)
    if hint in _PLAIN:
        return FieldType(name, _PLAIN[hint], many, required, form=form)
    if get_origin(hint) is Literal:
        return FieldType(name, "word", many, required, words=get_args(hint))
    if all(isinstance(part, NewType) for part in parts):
        return FieldType(name, "reference", many, required, prefixes=tuple(_PREFIXES[p.__name__] for p in parts))
    if attrs.has(hint):
        return FieldType(name, "object", many, required, cls=hint)
    raise TypeError(f"field {name}: no nature for {hint}")


def _without_none(hint: Any) -> Any:
    if get_origin(hint) not in (Union, types.UnionType):
        return hint
    rest = tuple(part for part in get_args(hint) if part is not type(None))
    return rest[0] if len(rest) == 1 else Union[rest]  # noqa: UP007  (made at run time)
