"""Tables: the records of one dataset, and how to find one among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from attrs import field, frozen

from .dates import Answer, Day, DayLike, InvalidDay, as_day
from .errors import Ambiguous, NotFound
from .model import Kind
from .suggestions import nearest

if TYPE_CHECKING:
    from .dataset import Dataset
    from .model import Event, Membership, Record
    from .standing import Standing

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
            near = nearest(self._full(key), self._by_id)
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
        from .model.fields import fields_of

        known = fields_of(self.kind.record_class)
        for name in fields:
            if name not in known:
                raise NotFound(f'{self.kind.dataset} have no field "{name}"{nearest(name, known)}')
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
        return nearest(str(wanted), values)

    def find(self, name: str) -> T:
        """The one record of this name, whatever its case. Raises NotFound or Ambiguous."""
        folded = name.casefold()
        found = tuple(record for record in self if folded in (known.casefold() for known in _names(record)))
        if not found:
            near = nearest(name, (known for record in self for known in _names(record)))
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
        from .serialization.converter import unstructure

        return [unstructure(record) for record in self]

    def __repr__(self) -> str:
        return f"<Table {self.kind.dataset}: {len(self)} records>"


@frozen(eq=False, repr=False)
class EventTable(Table["Event"]):
    """The events."""

    def between(self, first: DayLike, last: DayLike) -> tuple[Event, ...]:
        """All events that may have happened from ``first`` to ``last``, in the order of their time.

        An event whose time the sources leave open may have happened then, and so is among them, at the end.
        """
        start, end = as_day(first), as_day(last)
        if end.before(start) is Answer.YES:
            raise InvalidDay(f"{end} lies before {start}; expected the first day, then the last")
        found = [event for event in self if _may_overlap(event, start, end)]
        return tuple(sorted(found, key=lambda event: (_time_key(event), event.id)))


@frozen(eq=False, repr=False)
class MembershipTable(Table["Membership"]):
    """The spells of membership."""

    _dataset: Dataset = field(alias="dataset")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.kind, tuple(self), self._dataset)

    def on(self, day: DayLike, *, organization: str | None = None) -> tuple[Standing, ...]:
        """How each spell stands that holds or may hold on the day, observers' among them; by id.

        ``day`` is one calendar day; with ``organization``, only spells in it. A spell without end holds for certain as
        long as coverage is complete; later, and where nothing is complete, its answer is unknown. Raises
        :class:`InvalidDay`.
        """
        from .standing import standing

        when = calendar_day(day)
        spells = (spell for spell in self if organization in (None, spell.organization))
        stands = (standing(spell, when, self._dataset) for spell in spells)
        return tuple(found for found in stands if found.answer is not Answer.NO)

    def of_states(self, organization: str) -> tuple[Membership, ...]:
        """The spells of states as members of, or parties to, the organisation: observers are neither."""
        return tuple(
            spell
            for spell in self
            if spell.organization == organization and spell.status != "observer" and spell.member.startswith("state:")
        )


def calendar_day(value: DayLike) -> date:
    """The one calendar day meant. Raises :class:`InvalidDay` where it is not certain which."""
    day = as_day(value)
    if day.earliest is None or not day.exact or day.uncertain:
        raise InvalidDay(f'"{day}" is no single calendar day; expected one such as 2022-01-06')
    return day.earliest


def _may_overlap(event: Event, start: Day, end: Day) -> bool:
    moment = event.date or (event.instant.day if event.instant else None)
    first, last = moment or event.start, moment or event.end
    over = last is not None and last.before(start) is Answer.YES
    not_yet = first is not None and end.before(first) is Answer.YES
    return not (over or not_yet)


def _time_key(event: Event) -> tuple[Any, ...]:
    moment = event.date or (event.instant.day if event.instant else None) or event.start or event.end
    return (0, *moment.sort_key) if moment else (1,)


def _names(record: Any) -> tuple[str, ...]:
    named = (getattr(record, name, None) for name in _NAMES)
    return (*(name for name in named if name is not None), *getattr(record, "other_names", ()))


def _has(value: object, wanted: object) -> bool:
    if isinstance(value, tuple):
        return any(_has(element, wanted) for element in value)
    return value == wanted or (isinstance(value, Day) and isinstance(wanted, str | date) and value == as_day(wanted))
