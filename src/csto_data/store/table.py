"""Tables of the records of one dataset, with lookup by id, code, name or other values."""

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
    """Return records by id, in the order of their ids."""
    return MappingProxyType({record.id: record for record in sorted(records, key=lambda record: record.id)})


@frozen(eq=False, repr=False)
class Table(Generic[T]):
    """The records of one dataset, in the order of their ids.

    Iterate over the records, or look up a record by id, code or name.

    Attributes:
        kind: The kind of the records.

    Example:
        >>> import csto_data
        >>> states = csto_data.load().states
        >>> states["KAZ"].name, "KAZ" in states
        ('Kazakhstan', True)
    """

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
        """Return the record with this id.

        Args:
            key: The id, with or without its prefix, such as ``"state:KAZ"`` or ``"KAZ"``.

        Raises:
            NotFound: No such record exists.

        Example:
            >>> import csto_data
            >>> csto_data.load().states["KAZ"].id
            'state:KAZ'
        """
        try:
            return self._by_id[self._full(key)]
        except KeyError:
            near = near_clause(self._full(key), self._by_id)
            raise NotFound(f'No record in {self.kind.dataset} has the id "{self._full(key)}"{near}.') from None

    def _full(self, key: str) -> str:
        """Return an id with its prefix."""
        if not isinstance(key, str):
            what, example = type(key).__name__, f"{self.kind.prefix}:..."
            raise TypeError(f'A value of type {what} is not a valid id. Expected a string such as "{example}".')
        return key if ":" in key else f"{self.kind.prefix}:{key}"

    def ids(self) -> tuple[str, ...]:
        """Return the ids of all records, in order.

        Returns:
            A tuple of ids.

        Example:
            >>> import csto_data
            >>> csto_data.load().states.ids()[:2]
            ('state:AFG', 'state:ARM')
        """
        return tuple(self._by_id)

    def where(self, **fields: object) -> tuple[T, ...]:
        """Return the records with these values.

        Args:
            **fields: Values by field name. In a list, one equal element is sufficient. Dates can be texts.

        Returns:
            A tuple of records in the order of their ids; empty if none matches.

        Raises:
            NotFound: The records do not have such a field.

        Example:
            >>> import csto_data
            >>> [spell.id for spell in csto_data.load().memberships.where(member="state:UZB")]
            ['membership:cst-uzb-1', 'membership:csto-uzb-1']
        """
        known = fields_of(self.kind.record_class)
        for name in fields:
            if name not in known:
                near = near_clause(name, known)
                raise NotFound(
                    f'Unknown field "{name}" of {self.kind.dataset}. Expected one of {", ".join(known)}{near}.'
                )
        return tuple(
            record for record in self if all(_has(getattr(record, name), wanted) for name, wanted in fields.items())
        )

    def by(self, **fields: object) -> T:
        """Return the only record with these values.

        Args:
            **fields: Values by field name, as in ``where``.

        Raises:
            NotFound: No record has these values, or the records do not have such a field.
            Ambiguous: Several records have these values.
            TypeError: No field is given.

        Example:
            >>> import csto_data
            >>> csto_data.load().states.by(cow=705).name
            'Kazakhstan'
        """
        if not fields:
            raise TypeError(f'by() requires at least one field, such as by(id="{self.kind.prefix}:...").')
        wanted = ", ".join(f"{name}={value!r}" for name, value in fields.items())
        found = self.where(**fields)
        if not found:
            near = self._nearest_value(*next(iter(fields.items()))) if len(fields) == 1 else "."
            raise NotFound(f"No record in {self.kind.dataset} has {wanted}{near}")
        return self._only(found, wanted)

    def _nearest_value(self, field: str, wanted: object) -> str:
        """Return the end of a sentence, with the nearest values of a field or the one that differs only in its type."""
        values = {str(value): value for value in (getattr(record, field) for record in self) if value is not None}
        if str(wanted) in values:
            return f". Did you mean {field}={values[str(wanted)]!r}?"
        return f"{near_clause(str(wanted), values)}."

    def find(self, name: str) -> T:
        """Return the only record with this name, in upper or lower case.

        Args:
            name: The name, title or abbreviation, or another recorded name.

        Raises:
            NotFound: No record has this name.
            Ambiguous: Several records have this name.

        Example:
            >>> import csto_data
            >>> csto_data.load().states.find("kazakhstan").id
            'state:KAZ'
        """
        folded = name.casefold()
        found = tuple(record for record in self if folded in (known.casefold() for known in _names(record)))
        if not found:
            near = near_clause(name, (known for record in self for known in _names(record)))
            raise NotFound(f'No record in {self.kind.dataset} has the name "{name}"{near}.')
        return self._only(found, f'the name "{name}"')

    def _only(self, found: tuple[T, ...], wanted: str) -> T:
        """Return the only record found; raise ``Ambiguous`` if there are several."""
        first, *others = found
        if others:
            ids = ", ".join(record.id for record in found)
            raise Ambiguous(f"{len(found)} records in {self.kind.dataset} have {wanted}: {ids}. Expected only one.")
        return first

    def rows(self) -> list[dict[str, Any]]:
        """Return the records as dictionaries, as in the JSON file, for pandas, polars or csv.

        Returns:
            A list with one dictionary for each record.

        Example:
            >>> import csto_data
            >>> csto_data.load().states.rows()[0]["id"]
            'state:AFG'
        """
        from ..serialization.converter import unstructure  # noqa: PLC0415  # cattrs

        return [unstructure(record) for record in self]

    def __repr__(self) -> str:
        return f"<Table {self.kind.dataset}: {len(self)} records>"


def _names(record: Any) -> tuple[str, ...]:
    """Return all names of a record."""
    named = (getattr(record, name, None) for name in _NAMES)
    return (*(name for name in named if name is not None), *getattr(record, "other_names", ()))


def _has(value: object, wanted: object) -> bool:
    """Return whether a value is equal to the wanted one, or a tuple has an equal element."""
    if isinstance(value, tuple):
        return any(_has(element, wanted) for element in value)
    return value == wanted or (isinstance(value, Day) and isinstance(wanted, str | date) and value == as_day(wanted))


def near_clause(wanted: str, known: Iterable[str]) -> str:
    """Return a clause with the nearest known words, or an empty string."""
    from ..suggestions import nearest  # noqa: PLC0415  # only needed for a wrong name

    return nearest(wanted, known)
