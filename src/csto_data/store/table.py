"""Tables: the records of one dataset, and how to find one among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from attrs import field, frozen

from ..dates import Day, as_day
from ..errors import Ambiguous, NotFound
from ..model import Kind
from ..model.fields import fields_of

if TYPE_CHECKING:
    from ..model import Record

T = TypeVar("T", bound="Record")

_NAMES = ("name", "official_name", "abbreviation", "title")


def _by_id(records: Iterable[T]) -> Mapping[str, T]:
    return MappingProxyType({record.id: record for record in sorted(records, key=lambda record: record.id)})


@frozen(eq=False, repr=False)
class Table(Generic[T]):
    """The records of one dataset, by id: iterate over them, or look one up by id, code or name."""

    kind: Kind
    _by_id: Mapping[str, T] = field(converter=_by_id, alias="records")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.kind, tuple(self))

    def __iter__(self) -> Iterator[T]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self._full(key) in self._by_id

    def __getitem__(self, key: str) -> T:
        """The record with this id; the prefix may be left out. Raises :class:`NotFound`."""
        try:
            return self._by_id[self._full(key)]
        except KeyError:
            near = near_clause(self._full(key), self._by_id)
            raise NotFound(f'no record "{self._full(key)}" in {self.kind.dataset}{near}') from None

    def _full(self, key: str) -> str:
        if not isinstance(key, str):
            raise TypeError(f"expected an id such as {self.kind.prefix}:..., found {type(key).__name__}")
        return key if ":" in key else f"{self.kind.prefix}:{key}"

    def ids(self) -> tuple[str, ...]:
        """All ids, in order."""
        return tuple(self._by_id)

    def where(self, **fields: object) -> tuple[T, ...]:
        """The records that have these values; of a list, one element is enough. Days may be given as text.

        Raises :class:`NotFound` for a field that these records do not have.
        """
        known = fields_of(self.kind.record_class)
        for name in fields:
            if name not in known:
                raise NotFound(f'{self.kind.dataset} have no field "{name}"{near_clause(name, known)}')
        return tuple(
            record for record in self if all(_has(getattr(record, name), wanted) for name, wanted in fields.items())
        )

    def by(self, **fields: object) -> T:
        """The one record that has these values, such as ``by(cow=705)``. Raises NotFound or Ambiguous."""
        wanted = ", ".join(f"{name}={value!r}" for name, value in fields.items())
        found = self.where(**fields)
        if not found:
            near = self._nearest_value(*next(iter(fields.items()))) if len(fields) == 1 else ""
            raise NotFound(f"no record in {self.kind.dataset} with {wanted}{near}")
        return self._only(found, wanted)

    def _nearest_value(self, field: str, wanted: object) -> str:
        """A clause that names the nearest values of a field; where one differs in its type alone, that one as it is."""
        values = {str(value): value for value in (getattr(record, field) for record in self) if value is not None}
        if str(wanted) in values:
            return f"; it is {field}={values[str(wanted)]!r}"
        return near_clause(str(wanted), values)

    def find(self, name: str) -> T:
        """The one record of this name, whatever its case. Raises NotFound or Ambiguous."""
        folded = name.casefold()
        found = tuple(record for record in self if folded in (known.casefold() for known in _names(record)))
        if not found:
            near = near_clause(name, (known for record in self for known in _names(record)))
            raise NotFound(f'no record named "{name}" in {self.kind.dataset}{near}')
        return self._only(found, f'the name "{name}"')

    def _only(self, found: tuple[T, ...], wanted: str) -> T:
        first, *others = found
        if others:
            ids = ", ".join(record.id for record in found)
            raise Ambiguous(f"{len(found)} records in {self.kind.dataset} with {wanted}: {ids}")
        return first

    def rows(self) -> list[dict[str, Any]]:
        """The records as plain dicts, as they stand in the JSON file: for pandas, polars or csv."""
        from ..serialization.converter import unstructure  # noqa: PLC0415  # cattrs

        return [unstructure(record) for record in self]

    def __repr__(self) -> str:
        return f"<Table {self.kind.dataset}: {len(self)} records>"


def _names(record: Any) -> tuple[str, ...]:
    named = (getattr(record, name, None) for name in _NAMES)
    return (*(name for name in named if name is not None), *getattr(record, "other_names", ()))


def _has(value: object, wanted: object) -> bool:
    if isinstance(value, tuple):
        return any(_has(element, wanted) for element in value)
    return value == wanted or (isinstance(value, Day) and isinstance(wanted, str | date) and value == as_day(wanted))


def near_clause(wanted: str, known: Iterable[str]) -> str:
    """Return a clause that names the nearest known words, or nothing."""
    from ..suggestions import nearest  # noqa: PLC0415  # for a wrong name only

    return nearest(wanted, known)
