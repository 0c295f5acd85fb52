"""The record store: twelve tables, with the version and the coverage of the data. Queries are added by ``Dataset``."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from attrs import field, frozen

from ..errors import NotFoundError
from ..model import KINDS
from ..model.coverage import Coverage
from ..model.kinds import Kind, kind_of
from .table import Table, did_you_mean

if TYPE_CHECKING:
    from ..model import (
        Assessment,
        Event,
        Figure,
        Membership,
        Office,
        Operation,
        Organization,
        Person,
        Place,
        Record,
        Source,
        State,
        Statement,
    )

T = TypeVar("T", bound="Record")
R = TypeVar("R")


class TableOf(Generic[T]):
    """An attribute of a store that reads its table on first use."""

    def __init__(self, dataset: str) -> None:
        self._dataset = dataset

    def __get__(self, store: RecordStore, _: type[RecordStore]) -> Table[T]:
        table: Table[T] = store.table(self._dataset)
        return table


@frozen(eq=False, repr=False, kw_only=True)
class RecordStore:
    """Twelve tables, one for each kind of record. Each is read on first use.

    Attributes:
        version: The version of the data.
        released: The day of their release, if known.
        coverage: The periods for which memberships and offices are complete.
        source: In a view, the source that reports the data; otherwise None.

    Example:
        >>> import csto_data
        >>> csto_data.load()["state:KAZ"].name
        'Kazakhstan'
    """

    version: str
    released: date | None = None
    coverage: Coverage
    source: Source | None = None
    _read: Callable[[Kind], Iterable[Any]] = field(alias="read")
    _tables: dict[str, Any] = field(factory=dict, init=False)
    _answers: dict[Hashable, Any] = field(factory=dict, init=False)

    sources: ClassVar[TableOf[Source]] = TableOf("sources")
    states: ClassVar[TableOf[State]] = TableOf("states")
    organizations: ClassVar[TableOf[Organization]] = TableOf("organizations")
    people: ClassVar[TableOf[Person]] = TableOf("people")
    places: ClassVar[TableOf[Place]] = TableOf("places")
    offices: ClassVar[TableOf[Office]] = TableOf("offices")
    operations: ClassVar[TableOf[Operation]] = TableOf("operations")
    statements: ClassVar[TableOf[Statement]] = TableOf("statements")
    assessments: ClassVar[TableOf[Assessment]] = TableOf("assessments")
    figures: ClassVar[TableOf[Figure]] = TableOf("figures")

    @property
    def events(self) -> Table[Event]:
        """Return the table of events."""
        table: Table[Event] = self.table("events")
        return table

    @property
    def memberships(self) -> Table[Membership]:
        """Return the table of memberships."""
        table: Table[Membership] = self.table("memberships")
        return table

    def table(self, dataset: str) -> Any:
        """Return a table by its name.

        Args:
            dataset: The name, such as ``"states"``.

        Raises:
            NotFoundError: No such table exists.

        Example:
            >>> import csto_data
            >>> csto_data.load().table("states")["KAZ"].name
            'Kazakhstan'
        """
        if dataset not in KINDS:
            near = did_you_mean(dataset, KINDS)
            raise NotFoundError(f'Unknown dataset "{dataset}". Expected one of {", ".join(KINDS)}.{near}')
        if dataset not in self._tables:
            kind = KINDS[dataset]
            self._tables[dataset] = self._make_table(kind, self._read(kind))
        return self._tables[dataset]

    def _make_table(self, kind: Kind, records: Iterable[Any]) -> Table[Any]:
        """Return a table of records; subclasses return tables with queries."""
        return Table(kind, records)

    def __iter__(self) -> Iterator[Record]:
        """Iterate over all records, dataset by dataset."""
        for dataset in KINDS:
            yield from self.table(dataset)

    def __getitem__(self, id: str) -> Record:
        """Return the record with this id.

        Args:
            id: The id, such as ``"state:KAZ"``.

        Raises:
            NotFoundError: No such record exists.

        Example:
            >>> import csto_data
            >>> csto_data.load()["state:KAZ"].id
            'state:KAZ'
        """
        kind = kind_of(id) if ":" in id else None
        if kind is None:
            near = did_you_mean(id, (record.id for record in self))
            raise NotFoundError(f'"{id}" is not a valid id. Expected an id such as state:KAZ.{near}')
        record: Record = self.table(kind.dataset)[id]
        return record

    def __contains__(self, id: object) -> bool:
        try:
            return isinstance(id, str) and self[id] is not None
        except NotFoundError:
            return False

    def _once(self, question: Hashable, compute: Callable[[], R]) -> R:
        """Return the result of a query, computed on the first call."""
        if question not in self._answers:
            self._answers[question] = compute()
        answer: R = self._answers[question]
        return answer


def once(store: RecordStore, question: Hashable, compute: Callable[[], R]) -> R:
    """Return the result of a query on a store, computed on the first call, because records never change."""
    return store._once(question, compute)  # noqa: SLF001  # not a public method of Dataset
