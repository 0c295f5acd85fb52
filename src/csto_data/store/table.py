"""Tables: the records of a dataset, or the items of an answer, to look up, filter, sort and take away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, NoReturn, TypeVar, cast, overload

from ..dates import DayLike, calendar_day
from ..errors import GoneError, NotFoundError
from ..web import JsonReady
from .shape import MIXED, Shape, shape_of

if TYPE_CHECKING:
    from typing import Self

    from ..model import Kind
    from ..model.fields import FieldType
    from .flat import Scalar
    from .memory import Records

T_co = TypeVar("T_co", covariant=True)
D = TypeVar("D")
_SHOWN = 10
_SHOWN_IN_NOTEBOOKS = 20


class Table(JsonReady, Generic[T_co]):
    """The records of a dataset, in the order of their ids, or the items of an answer.

    Iterate over the items; look one up by position, or a record by id, code or name; select with ``where``, ``filter``
    and ``between``, which return tables again.

    Example:
        >>> import csto_data
        >>> states = csto_data.load().states
        >>> states["KAZ"].name, "KAZ" in states, states[0].name
        ('Kazakhstan', True, 'Afghanistan')
        >>> protests = csto_data.load().events.where(kind="protest").between("2022-01-02", "2022-01-03")
        >>> len(protests) > 0
        True
    """

    __slots__ = ("_index", "_items", "_shape", "store")

    store: Records
    _items: tuple[T_co, ...]
    _shape: Shape | str
    _index: Mapping[str, T_co]

    def __init__(self, items: Iterable[T_co], store: Records, shape: Shape | str) -> None:
        values = {"_items": tuple(items), "store": store, "_shape": shape, "_index": None}
        for name, value in values.items():
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: object) -> None:
        """Tables never change."""
        raise AttributeError(f"A table cannot be changed: {name}")

    def __delattr__(self, name: str) -> None:
        """Tables never change."""
        raise AttributeError(f"A table cannot be changed: {name}")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._items, self.store, self._shape)

    def _selected(self, items: Iterable[Any]) -> Self:
        """Return a table of some of the items."""
        return type(self)(items, self.store, self._shape)

    @property
    def shape(self) -> Shape:
        """What the items have in common."""
        if isinstance(self._shape, Shape):
            return self._shape
        found = shape_of(self._shape)
        object.__setattr__(self, "_shape", found)
        return found

    @property
    def name(self) -> str:
        """The name of the table, such as ``states`` or ``disputes``."""
        return self._shape if isinstance(self._shape, str) else self._shape.name

    @property
    def fields(self) -> Mapping[str, FieldType]:
        """The fields of the items by name, with their types."""
        return self.shape.fields

    @property
    def summary(self) -> tuple[str, ...]:
        """The columns that identify an item when the table is shown."""
        return self.shape.summary

    @property
    def root(self) -> Table[T_co]:
        """The whole table of the dataset of which this may be a part; of an answer, the table itself."""
        found: Table[T_co] = self.store.table(self.shape.dataset) if self.shape.dataset else self
        return found

    @property
    def holds_records(self) -> bool:
        """Whether the items are records, and not answers."""
        return self.kind is not None or self.name == MIXED

    @property
    def has_periods(self) -> bool:
        """Whether the items have a time when they happened, held or were published."""
        from .order import TIMES  # noqa: PLC0415  # only needed for questions about time

        return self.holds_records and not self.fields.keys().isdisjoint((*TIMES, "start"))

    @property
    def kind(self) -> Kind | None:
        """The kind of the records; None for an answer."""
        from ..model.kinds import KINDS  # noqa: PLC0415

        return KINDS.get(self.name)

    def value(self, item: Any, name: str) -> Any:
        """Return the value of a field of an item."""
        value = item.get(name) if isinstance(item, dict) else getattr(item, name, None)
        return value.value if isinstance(value, Enum) else value

    def __iter__(self) -> Iterator[T_co]:
        return iter(self._items)

    def __reversed__(self) -> Iterator[T_co]:
        return reversed(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def index(self, item: object) -> int:
        """Return the position of an item; raise ValueError if the table does not have it."""
        items: tuple[Any, ...] = self._items
        return items.index(item)

    def count(self, item: object) -> int:
        """Return how often the table has an item."""
        return self._items.count(item)

    def __contains__(self, key: object) -> bool:
        if not isinstance(key, str):
            return key in self._items
        id = self._full(key)
        if id in self._by_id() or not self.holds_records:
            return id in self._by_id()
        from .redirecting import moved_to  # noqa: PLC0415  # only needed for an id that no record has

        return moved_to(self.store, id) in self._by_id()

    def __eq__(self, other: object) -> bool:
        """Tables, tuples and lists are equal if they have equal items in the same order."""
        if isinstance(other, Table):
            return self._items == other._items
        return self._items == tuple(other) if isinstance(other, tuple | list) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._items)

    @overload
    def __getitem__(self, key: int | str) -> T_co: ...
    @overload
    def __getitem__(self, key: slice) -> Self: ...
    def __getitem__(self, key: int | str | slice) -> T_co | Self:
        """Return the item at a position, the record with an id, or a part of the table.

        Args:
            key: A position from 0, a slice, or an id with or without its prefix, such as ``"state:KAZ"`` or ``"KAZ"``.

        Raises:
            NotFoundError: No record has this id.
            GoneError: The record was split into several, or withdrawn.
            IndexError: The table has no such position.

        Warns:
            MovedIdWarning: The record was merged into the one that is returned.

        Example:
            >>> import csto_data
            >>> csto_data.load().states["KAZ"].id, len(csto_data.load().states[:3])
            ('state:KAZ', 3)
        """
        if isinstance(key, slice):
            return self._selected(self._items[key])
        if not isinstance(key, str):
            return self._items[self._position(key)]
        found = self._found(self._full(key))
        if found is None:
            near = _near(self._full(key), self._by_id())
            raise NotFoundError(f'No record in {self.name} has the id "{self._full(key)}".{near}')
        return found

    def _found(self, id: str) -> T_co | None:
        """Return the record with an id, or the one that it was merged into; None if there is none.

        Raises:
            GoneError: It was split into several records, or withdrawn.
        """
        found = self._by_id().get(id)
        if found is None and self.holds_records:
            from .redirecting import followed  # noqa: PLC0415  # only needed for an id that no record has

            target = followed(self.store, id)
            found = None if target is None else self._by_id().get(target)
        return found

    def _position(self, key: Any) -> int:
        """Return a position."""
        if not hasattr(key, "__index__"):
            raise TypeError(
                f"A value of type {type(key).__name__} is not a valid key. Expected an id such as "
                f'"{self._full("...")}", a position or a slice.'
            )
        return int(key.__index__())

    def get(self, key: str, default: D | None = None) -> T_co | D | None:
        """Return the record with an id, or a default value if there is none. The id of a merged record is followed.

        Args:
            key: The id, with or without its prefix.
            default: The value to return if no record has this id.

        Example:
            >>> import csto_data
            >>> csto_data.load().states.get("XXX") is None
            True
        """
        try:
            found = self._found(self._full(key))
        except GoneError:
            return default
        return default if found is None else found

    def keys(self) -> tuple[str, ...]:
        """Return the ids of all records, in the order of the table.

        Example:
            >>> import csto_data
            >>> csto_data.load().states.keys()[:2]
            ('state:AFG', 'state:ARM')
        """
        return tuple(self._by_id())

    def values(self) -> tuple[T_co, ...]:
        """Return all items, in the order of the table."""
        return self._items

    def items(self) -> tuple[tuple[str, T_co], ...]:
        """Return all records with their ids, in the order of the table."""
        return tuple(self._by_id().items())

    def _by_id(self) -> Mapping[str, T_co]:
        """Return the records by id."""
        if self._index is None:
            items: tuple[Any, ...] = self._items
            if not all(hasattr(item, "id") for item in items[:1]):
                raise TypeError(f"The items of {self.name} have no ids. Expected a position or a slice.")
            object.__setattr__(self, "_index", MappingProxyType({item.id: item for item in items}))
        return self._index

    def _full(self, key: str) -> str:
        """Return an id with its prefix."""
        if not isinstance(key, str):
            raise TypeError(f"A value of type {type(key).__name__} is not a valid id. Expected a string.")
        kind = self.kind
        return key if ":" in key or kind is None else f"{kind.prefix}:{key}"

    def where(self, *, certain: bool = False, **conditions: object) -> Self:
        """Return the items with these values.

        A value is matched by what it means:

        - a reference by a record, an id with or without prefix, a code or a name: ``member="KAZ"``;
        - a date by any day that it may be: ``date="2022-01"`` finds what may have happened in that month, as
          ``between`` does;
        - a list by its elements, and a party by its actor, or by the actor to which a described party belongs:
          ``participants="org:csto"`` finds "forces of the CSTO", too;
        - an amount by its number or its wording: ``deaths=238``;
        - several values by any of them: ``kind=["protest", "unrest"]``; ``None`` finds items without a value.

        What can never match is an error. A number that no item has, such as ``amount=99999``, and a day on which
        nothing happened are possible, so that the table is empty.

        Args:
            certain: Whether only items are returned whose dates certainly match.
            **conditions: Values by field name. All conditions must be met.

        Returns:
            A table of the same type, in the same order.

        Raises:
            InvalidFilterError: A field, word, id, code, name or text does not exist, or a value has the wrong type. The
                message has the nearest one that exists.

        Example:
            >>> import csto_data
            >>> csto_data.load().memberships.where(member="Uzbekistan").keys()
            ('membership:cst-uzb-1', 'membership:csto-uzb-1')
        """
        from ..errors import InvalidFilterError  # noqa: PLC0415
        from .filters import filter_of  # noqa: PLC0415  # only needed for filters

        tests = []
        for name, wanted in conditions.items():
            found = filter_of(self, name, wanted, certain=certain)
            if found.absent:
                raise InvalidFilterError(found.absent)
            tests.append(found.matches)
        return self._selected(item for item in self if all(test(item) for test in tests))

    def filter(self, predicate: Callable[[T_co], object]) -> Self:
        """Return the items for which a function returns a true value.

        Args:
            predicate: A function of an item. ``Answer.UNKNOWN`` is neither true nor false and raises
                ``UnknownAnswerError``.

        Returns:
            A table of the same type, in the same order.

        Example:
            >>> import csto_data
            >>> csto_data.load().states.filter(lambda state: state.cow == 705).keys()
            ('state:KAZ',)
        """
        return self._selected(item for item in self if predicate(item))

    def between(self, first: DayLike | None = None, last: DayLike | None = None, *, certain: bool = False) -> Self:
        """Return the records that may have happened, or held, from ``first`` to ``last``, in chronological order.

        The time of a figure is the day for which it was stated, that of an assessment the day on which it was made, and
        that of a source the day on which it was published. Records whose beginning is open are among those of their
        last possible day. Records without any date come last, because they may have happened then, too.

        Args:
            first: The first day of the period; None if it has no beginning.
            last: The last day of the period; None if it has no end.
            certain: Whether only records are returned that certainly happened then, at least in part.

        Returns:
            A table of the same type.

        Raises:
            InvalidDateError: A day is not valid, or ``last`` is before ``first``.
            InvalidFilterError: The records have no time, such as people.

        Example:
            >>> import csto_data
            >>> events = csto_data.load().events.between("2022-01-13", "2022-01-14")
            >>> "csto-withdrawal-start" in events
            True
        """
        from .filters import between  # noqa: PLC0415

        return self._selected(between(self, first, last, certain=certain))

    def sort(self, by: str, *, descending: bool = False) -> Self:
        """Return the items in the order of a field.

        Args:
            by: The name of a field, or ``"when"`` for the time when records happened or held. A record is sorted by
                its name, a list by its first element, and a date by its first possible day.
            descending: Whether the highest value comes first. Items without a value are always last.

        Returns:
            A table of the same type. Equal items keep their order.

        Raises:
            InvalidFilterError: The field does not exist.

        Example:
            >>> import csto_data
            >>> [state.name for state in csto_data.load().states.sort("cow")[:2]]
            ['United States', 'Serbia']
        """
        from .order import in_order  # noqa: PLC0415

        return self._selected(in_order(self, by, descending=descending))

    def by(self, **conditions: object) -> T_co:
        """Return the only record with these values.

        Args:
            **conditions: Values by field name, as for ``where``.

        Raises:
            NotFoundError: No record has these values.
            AmbiguousError: Several records have these values.
            InvalidFilterError: A field does not exist, or no record can have the value.
            TypeError: No field is given.

        Example:
            >>> import csto_data
            >>> csto_data.load().states.by(cow=705).name
            'Kazakhstan'
        """
        from .filters import the_only  # noqa: PLC0415

        if not conditions:
            example = f'id="{self.kind.prefix}:..."' if self.kind else f"{next(iter(self.fields))}=..."
            raise TypeError(f"by() requires at least one field, such as by({example}).")
        found: T_co = the_only(self, conditions)
        return found

    def find(self, name: str) -> T_co:
        """Return the only record with this name, code or part of a name.

        Upper and lower case, accents, and Cyrillic or Latin letters make no difference. A whole name comes before a
        part of one.

        Args:
            name: The name, title, abbreviation, another recorded name or a code, or some words of a name.

        Raises:
            NotFoundError: No record has this name.
            AmbiguousError: Several records have this name.

        Example:
            >>> import csto_data
            >>> csto_data.load().people.find("putin").name
            'Vladimir Putin'
        """
        from .names import find  # noqa: PLC0415

        if not isinstance(name, str):
            raise TypeError(f"A value of type {type(name).__name__} is not a valid name. Expected a string.")
        if self.kind is None and self.name != MIXED:
            raise TypeError(f"The items of {self.name} have no names. Use where() with one of their fields.")
        if ":" in name and name in self:
            return self[name]
        records: Any = self
        found: T_co = find(records, name, self.name)
        return found

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of ``to_dicts()``."""
        from .flat import columns_of  # noqa: PLC0415

        return columns_of(self)

    def to_dicts(self) -> list[dict[str, Scalar]]:
        """Return the items as flat dicts of text, numbers and None, for pandas, polars, csv or SQL.

        The columns of records follow from their fields:

        - a date ``start``: ``start_edtf`` (its notation, EDTF), ``start_earliest`` and ``start_latest`` (ISO 8601, None
          if open);
        - a reference ``member``: ``member_id``, and ``member`` with the name; if it can be a state, also
          ``member_iso_alpha3``, ``member_cow`` and ``member_gw``, to join the rows to other data;
        - an amount ``deaths``: ``deaths_value``, ``deaths_approximate``, ``deaths_at_least``, ``deaths_at_most``,
          ``deaths_wording`` and, computed, ``deaths_low`` and ``deaths_high``;
        - a list: its elements, joined by ``"; "``;
        - evidence: ``sources``, the ids of the sources.

        Each dict has all columns. For nested JSON, use ``to_dict()``.

        Returns:
            One dict for each item.

        Example:
            >>> import csto_data
            >>> row = csto_data.load().memberships.where(member="UZB").to_dicts()[1]
            >>> row["member"], row["start_edtf"], row["end_latest"]
            ('Uzbekistan', '2006-08-16', '2012-12-19')
        """
        from .flat import flat_rows  # noqa: PLC0415

        return flat_rows(self)

    def to_dict(self) -> list[Any]:
        """Return the items for ``json.dumps``, each as its own ``to_dict()``, as ``--format json`` prints them.

        Returns:
            A list of nested dicts. For flat rows, use ``to_dicts()``.

        Example:
            >>> import csto_data
            >>> csto_data.load().disputes(record="csto-withdrawal-start").to_dict()[0]["reported"]
            '2022-01-15'
        """
        items: tuple[Any, ...] = self._items
        return [item if isinstance(item, dict) else item.to_dict() for item in items]

    def to_pandas(self) -> Any:
        """Return a ``pandas.DataFrame`` with the columns of ``to_dicts()``.

        Raises:
            MissingLibraryError: pandas is not installed.
        """
        from ..extras import imported  # noqa: PLC0415  # only needed here

        return imported("pandas").DataFrame(self.to_dicts(), columns=list(self.columns))

    def __array__(self, dtype: object = None, copy: object = None) -> NoReturn:
        """Refuse to become an array, so that ``pandas.DataFrame(table)`` is an error and not a column of objects."""
        raise TypeError(
            f"The table {self.name} is not an array. For a data frame, use to_pandas() or "
            "pandas.DataFrame(table.to_dicts())."
        )

    def __repr__(self) -> str:
        from ..display import text_table  # noqa: PLC0415

        head = f"<Table {self.name}: {len(self)} {'item' if len(self) == 1 else 'items'}>"
        if not self:
            return head
        columns, rows = self._shown(_SHOWN)
        more = len(self) - len(rows)
        return "\n".join([head, text_table(columns, rows), *([f"... {more} more"] if more else [])])

    @classmethod
    def _json_schema(cls) -> dict[str, Any]:
        return {"title": cls.__name__, "type": "array", "items": {"type": "object"}}

    def _repr_html_(self) -> str:
        from ..display import html_table  # noqa: PLC0415

        columns, rows = self._shown(_SHOWN_IN_NOTEBOOKS)
        more = len(self) - len(rows)
        return html_table(f"{self.name}: {len(self)}", columns, rows, f"... {more} more" if more else "")

    def _shown(self, limit: int) -> tuple[Sequence[str], list[list[str]]]:
        """Return the columns and cells of the first items, to be shown."""
        from .flat import summary_rows  # noqa: PLC0415

        return summary_rows(self, limit)

    def _ipython_key_completions_(self) -> tuple[str, ...]:
        return self.keys() if self.kind is not None else ()


class TimedTable(Table[T_co]):
    """Records that have a time."""

    __slots__ = ()

    def on(self, day: DayLike, *, certain: bool = False) -> Self:
        """Return the records that may have happened, or held, on a day.

        Args:
            day: An exact date.
            certain: Whether only records are returned that certainly happened or held on that day.

        Returns:
            A table of the same type, in chronological order, as from ``between(day, day)``.

        Raises:
            InvalidDateError: ``day`` is not an exact date.

        Example:
            >>> import csto_data
            >>> ds = csto_data.load()
            >>> ds.operations.on("2022-01-10").keys(), ds.operations.on("2022-03-01").keys()
            (('operation:csto-kazakhstan-2022',), ())
        """
        exact = calendar_day(day)
        return self.between(exact, exact, certain=certain)


class RowTable(Table[T_co]):
    """Rows that are dicts of texts and numbers, which are sequences for other programs, such as pandas."""

    __slots__ = ()


cast("Any", Sequence).register(RowTable)  # not of tables of objects, of which pandas would make one column


def _near(wanted: str, known: Iterable[str]) -> str:
    """Return a sentence with the nearest known words, or an empty string."""
    from ..suggestions import did_you_mean  # noqa: PLC0415  # only needed for a wrong name

    return did_you_mean(wanted, known)
