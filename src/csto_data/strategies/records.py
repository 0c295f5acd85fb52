"""Strategies for records of each class, derived from the declared fields (``model.fields``).

The references of these records have arbitrary ids; ``datasets`` has strategies for records that fit together.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache
from typing import Any, TypeVar, cast, overload

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from ..errors import NotFoundError
from ..model import KINDS, Party, Quantity, Record, Reported
from ..model.conditions import Condition
from ..model.fields import FieldType, ModelClass, conditions_of, fields_of, reportable
from ..suggestions import did_you_mean
from . import values

T = TypeVar("T", bound=Record)

Choose = Callable[[FieldType], SearchStrategy[Any] | None]
"""Chooses a strategy for a field, or for an entry of its list; None allows any value of its nature."""


@overload
def records(kind: type[T]) -> SearchStrategy[T]: ...
@overload
def records(kind: str) -> SearchStrategy[Record]: ...


def records(kind: type[T] | str) -> SearchStrategy[T] | SearchStrategy[Record]:
    """Return a strategy for records of one kind.

    Each record matches its schema, and every field and kind of evidence occurs. References have arbitrary ids of the
    right kind, and values need no supporting evidence; use ``datasets()`` for consistent records.

    Args:
        kind: The class of the records or its name, such as ``State`` or ``"state"``.

    Returns:
        A strategy for records.

    Raises:
        NotFoundError: No kind has this name.

    Example:
        >>> from hypothesis import given
        >>> from csto_data.strategies import records
        >>> @given(records("state"))
        ... def test_id(state):
        ...     assert state.id.startswith("state:")
        >>> test_id()
    """
    classes: dict[str, ModelClass] = {known.name: known.record_class for known in KINDS.values()}
    if isinstance(kind, type):
        return _records(cast("ModelClass", kind))
    if kind not in classes:
        raise NotFoundError(
            f'Unknown kind "{kind}". Expected one of {", ".join(classes)}.{did_you_mean(kind, classes)}'
        )
    return _records(classes[kind])


@cache
def _records(cls: ModelClass) -> SearchStrategy[Any]:
    return objects(cls)


def parties() -> SearchStrategy[Party]:
    """Return a strategy for parties: named, with or without an office, or described.

    Returns:
        A strategy for parties.

    Example:
        >>> from hypothesis import given
        >>> from csto_data.strategies import parties
        >>> @given(parties())
        ... def test_named_or_described(party):
        ...     assert party.actor or party.described_as
        >>> test_named_or_described()
    """
    return objects(Party)


def quantities() -> SearchStrategy[Quantity]:
    """Return a strategy for quantities: exact and approximate numbers, closed and open ranges, and wordings.

    Returns:
        A strategy for quantities.

    Example:
        >>> from hypothesis import given
        >>> from csto_data.strategies import quantities
        >>> @given(quantities())
        ... def test_text(quantity):
        ...     assert str(quantity)
        >>> test_text()
    """
    return objects(Quantity)


def _anything(field: FieldType) -> None:
    """Return None, so that a field has any value that its nature allows."""


def objects(cls: ModelClass, choose: Choose = _anything, owner: ModelClass = None) -> SearchStrategy[Any]:
    """Return a strategy for objects of a model class; their evidence reports the fields of ``owner``."""
    return field_values(cls, choose, owner).map(lambda found: cls(**found))


def field_values(
    cls: ModelClass, choose: Choose, owner: ModelClass = None, leave: Collection[str] = ()
) -> SearchStrategy[dict[str, Any]]:
    """Return a strategy for consistent values by field name, without the fields in ``leave``."""
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
    """Return the values without those that are excluded by others."""
    for condition in conditions:
        found = condition.settle(found)
    return found


def value_of(field: FieldType, choose: Choose, owner: ModelClass) -> SearchStrategy[Any]:
    """Return a strategy for the value of a field: one value, or a tuple of distinct ones."""
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
            return st.just(True)  # absent means false
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
    raise TypeError(f"No strategy exists for the field {field.name} of type {field.nature}.")


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
