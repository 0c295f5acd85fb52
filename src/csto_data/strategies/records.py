"""Strategies for records of every class, made from the one table of fields (``model.fields``).

A record alone refers to whatever ids it likes; records that fit together are in ``histories``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache
from typing import Any, TypeVar, cast, overload

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from ..errors import NotFound
from ..model import KINDS, Party, Quantity, Record, Reported
from ..model.conditions import Condition
from ..model.fields import FieldType, ModelClass, conditions_of, fields_of, reportable
from ..suggestions import nearest
from . import values

T = TypeVar("T", bound=Record)

Choose = Callable[[FieldType], SearchStrategy[Any] | None]
"""What a field, or an entry of its list, may hold; None for whatever its nature allows."""


@overload
def records(kind: type[T]) -> SearchStrategy[T]: ...
@overload
def records(kind: str) -> SearchStrategy[Record]: ...


def records(kind: type[T] | str) -> SearchStrategy[T] | SearchStrategy[Record]:
    """Records of one kind, given by its class or its name, such as ``State`` or ``"state"``.

    Each is of the form that its schema asks for; every field and every kind of evidence occurs. References lead to any
    ids of the right kind, and nothing need support anything: for that there is :func:`datasets`. Raises NotFound.
    """
    classes: dict[str, ModelClass] = {known.name: known.record_class for known in KINDS.values()}
    if isinstance(kind, type):
        return _records(cast("ModelClass", kind))
    if kind not in classes:
        raise NotFound(f'no kind "{kind}"{nearest(kind, classes)}; there are {", ".join(classes)}')
    return _records(classes[kind])


@cache
def _records(cls: ModelClass) -> SearchStrategy[Any]:
    return objects(cls)


def parties() -> SearchStrategy[Party]:
    """Parties, named (perhaps in an office) or described."""
    return objects(Party)


def quantities() -> SearchStrategy[Quantity]:
    """Exact and approximate numbers, closed and open ranges, with or without words, and words alone."""
    return objects(Quantity)


def _anything(field: FieldType) -> None:
    """No choice: a field holds whatever its nature allows."""


def objects(cls: ModelClass, choose: Choose = _anything, owner: ModelClass = None) -> SearchStrategy[Any]:
    """Objects of a class of the model; ``owner`` is the class whose fields its evidence reports."""
    return field_values(cls, choose, owner).map(lambda found: cls(**found))


def field_values(
    cls: ModelClass, choose: Choose, owner: ModelClass = None, leave: Collection[str] = ()
) -> SearchStrategy[dict[str, Any]]:
    """Values for the fields of a class by name, those aside that are to ``leave``; they go together."""
    fields = fields_of(cls)
    owner = cls if "evidence" in fields else owner
    possible = {name: value_of(field, choose, owner) for name, field in fields.items() if name not in leave}
    conditions = conditions_of(cls)
    needed = {name for name in possible if fields[name].required}
    starts = {start for condition in conditions for start in condition.starts if start} or {()}
    return st.one_of([_dictionaries(needed.union(start), possible) for start in sorted(starts)]).map(
        lambda found: _settled(conditions, found)
    )


def _settled(conditions: Iterable[Condition], found: dict[str, Any]) -> dict[str, Any]:
    """Without the values for which the others leave no room."""
    for condition in conditions:
        found = condition.settle(found)
    return found


def value_of(field: FieldType, choose: Choose, owner: ModelClass) -> SearchStrategy[Any]:
    """What a field may hold: one value, or a tuple of different ones."""
    if field.nature == "reports":
        return _reports(owner, choose)
    chosen = choose(field)
    if chosen is not None:
        entry = chosen
    elif field.cls is not None:
        entry = objects(field.cls, choose, owner)
    else:
        entry = _any_value(field)
    return st.lists(entry, min_size=1, max_size=3, unique=True).map(tuple) if field.many else entry


@cache
def _any_value(field: FieldType) -> SearchStrategy[Any]:
    form = field.form
    match field.nature:
        case "text" | "code":
            return values.texts() if form.name == "text" else values.matching(form.pattern or "")
        case "word":
            return st.sampled_from(field.words)
        case "flag":
            return st.booleans()
        case "integer":
            return values.integers(form.minimum, form.maximum)
        case "number":
            return values.numbers(form.minimum, form.maximum)
        case "day":
            return values.days()
        case "instant":
            return values.instants()
        case "reference":
            return st.one_of([values.ids(prefix) for prefix in field.prefixes])
    raise TypeError(f"no strategy for the field {field.name}, a {field.nature}")


def _reports(owner: ModelClass, choose: Choose) -> SearchStrategy[tuple[Reported, ...]]:
    fields = reportable(owner)
    possible = {name: value_of(field, choose, owner) for name, field in fields.items()}
    return st.fixed_dictionaries({}, optional=possible).map(
        lambda found: tuple(Reported(name, found[name]) for name in fields if name in found)
    )


def _dictionaries(
    needed: Collection[str], possible: Mapping[str, SearchStrategy[Any]]
) -> SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {name: possible[name] for name in possible if name in needed},
        optional={name: possible[name] for name in possible if name not in needed},
    )
