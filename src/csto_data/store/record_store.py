"""The record store: twelve tables, with the version and the coverage of the data. Queries are added by ``Dataset``."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar, overload

from attrs import field, frozen

from ..errors import NotFoundError
from ..model import KINDS
from ..model.coverage import Coverage
from ..model.kinds import Kind, kind_of
from .table import Table, TimedTable

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
        Source,
        State,
        Statement,
    )
    from ..model.ids import (
        ActorId,
        ActorOrPlaceId,
        AssessmentId,
        CauseId,
        EventId,
        FigureId,
        MembershipId,
        OfficeId,
        OperationId,
        OrganizationId,
        PersonId,
        PlaceId,
        SourceId,
        StateId,
        StatementId,
        SubjectId,
    )
    from ..model.redirects import Redirect

    AnyRecord: TypeAlias = (
        Source
        | State
        | Organization
        | Person
        | Place
        | Membership
        | Office
        | Operation
        | Event
        | Statement
        | Assessment
        | Figure
    )
    """A record of any of the twelve kinds."""

D = TypeVar("D")
R = TypeVar("R")


@frozen(eq=False, repr=False, kw_only=True)
class RecordStore:
    """Twelve tables, one for each kind of record. Each is read on first use.

    Attributes:
        version: The version of the data.
        released: The day of their release, if known.
        coverage: The periods for which memberships and offices are complete.
        source: In a view of one source, the source; otherwise None.
        published_by: In a view of the sources that were published by a day, the day; otherwise None.
        undated: In such a view, the ids of the sources for which that is not known.

    Example:
        >>> import csto_data
        >>> csto_data.load()["state:KAZ"].id
        'state:KAZ'
    """

    version: str
    released: date | None = None
    coverage: Coverage
    source: Source | None = None
    published_by: date | None = None
    undated: tuple[SourceId, ...] = ()
    _read: Callable[[Kind], Iterable[Any]] = field(alias="read")
    _redirects: Callable[[], Mapping[str, Redirect]] = field(alias="redirects", default=dict)
    _tables: dict[str, Table[Any]] = field(factory=dict, init=False)
    _answers: dict[Hashable, Any] = field(factory=dict, init=False)

    @property
    def is_view(self) -> bool:
        """Whether the records have only what some of the sources report."""
        return self.source is not None or self.published_by is not None

    @property
    def redirects(self) -> tuple[Redirect, ...]:
        """What became of the published ids that no record has any more, in the order of the ids."""
        return tuple(redirect for _, redirect in sorted(self._redirects().items()))

    @property
    def sources(self) -> TimedTable[Source]:
        """The documents that are cited."""
        return self.table("sources")

    @property
    def states(self) -> Table[State]:
        """The states, with their codes."""
        return self.table("states")

    @property
    def organizations(self) -> Table[Organization]:
        """The organisations, institutions, policies and initiatives."""
        return self.table("organizations")

    @property
    def people(self) -> Table[Person]:
        """The people."""
        return self.table("people")

    @property
    def places(self) -> Table[Place]:
        """The cities, regions, facilities and other places."""
        return self.table("places")

    @property
    def memberships(self) -> Table[Membership]:
        """The membership spells."""
        return self.table("memberships")

    @property
    def offices(self) -> Table[Office]:
        """The terms of holders of posts."""
        return self.table("offices")

    @property
    def operations(self) -> TimedTable[Operation]:
        """The missions of organisations."""
        return self.table("operations")

    @property
    def events(self) -> TimedTable[Event]:
        """The events."""
        return self.table("events")

    @property
    def statements(self) -> TimedTable[Statement]:
        """What somebody said."""
        return self.table("statements")

    @property
    def assessments(self) -> TimedTable[Assessment]:
        """What an author claims, judges or expects."""
        return self.table("assessments")

    @property
    def figures(self) -> TimedTable[Figure]:
        """The numbers that somebody stated, such as death tolls."""
        return self.table("figures")

    @overload
    def table(self, dataset: Literal["sources"]) -> TimedTable[Source]: ...
    @overload
    def table(self, dataset: Literal["states"]) -> Table[State]: ...
    @overload
    def table(self, dataset: Literal["organizations"]) -> Table[Organization]: ...
    @overload
    def table(self, dataset: Literal["people"]) -> Table[Person]: ...
    @overload
    def table(self, dataset: Literal["places"]) -> Table[Place]: ...
    @overload
    def table(self, dataset: Literal["memberships"]) -> Table[Membership]: ...
    @overload
    def table(self, dataset: Literal["offices"]) -> Table[Office]: ...
    @overload
    def table(self, dataset: Literal["operations"]) -> TimedTable[Operation]: ...
    @overload
    def table(self, dataset: Literal["events"]) -> TimedTable[Event]: ...
    @overload
    def table(self, dataset: Literal["statements"]) -> TimedTable[Statement]: ...
    @overload
    def table(self, dataset: Literal["assessments"]) -> TimedTable[Assessment]: ...
    @overload
    def table(self, dataset: Literal["figures"]) -> TimedTable[Figure]: ...
    @overload
    def table(self, dataset: str) -> Table[Any]: ...
    def table(self, dataset: str) -> Table[Any]:
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
        if not isinstance(dataset, str):
            raise TypeError(f"A value of type {type(dataset).__name__} is not the name of a dataset.")
        if dataset not in self._tables:
            self._tables.setdefault(dataset, self._read_table(dataset))  # another thread may have read it
        return self._tables[dataset]

    def _read_table(self, dataset: str) -> Table[Any]:
        """Return a table that has not been read yet."""
        if dataset not in KINDS:
            from ..suggestions import did_you_mean  # noqa: PLC0415  # only needed for a wrong name

            near = did_you_mean(dataset, KINDS)
            raise NotFoundError(f'Unknown dataset "{dataset}". Expected one of {", ".join(KINDS)}.{near}')
        by_id = {record.id: record for record in self._read(KINDS[dataset])}
        return self._make_table(dataset, [by_id[id] for id in sorted(by_id)])

    def _make_table(self, dataset: str, records: Iterable[Any]) -> Table[Any]:
        """Return a table of records; subclasses return tables with queries."""
        has_time = hasattr(KINDS[dataset].record_class, "when")
        return (TimedTable if has_time else Table)(records, self, dataset)

    def __iter__(self) -> Iterator[AnyRecord]:
        """Iterate over all records, dataset by dataset."""
        for dataset in KINDS:
            yield from self.table(dataset)

    def __len__(self) -> int:
        """Return the number of all records."""
        return sum(len(self.table(dataset)) for dataset in KINDS)

    @overload
    def __getitem__(self, id: SourceId) -> Source: ...
    @overload
    def __getitem__(self, id: StateId) -> State: ...
    @overload
    def __getitem__(self, id: OrganizationId) -> Organization: ...
    @overload
    def __getitem__(self, id: PersonId) -> Person: ...
    @overload
    def __getitem__(self, id: PlaceId) -> Place: ...
    @overload
    def __getitem__(self, id: MembershipId) -> Membership: ...
    @overload
    def __getitem__(self, id: OfficeId) -> Office: ...
    @overload
    def __getitem__(self, id: OperationId) -> Operation: ...
    @overload
    def __getitem__(self, id: EventId) -> Event: ...
    @overload
    def __getitem__(self, id: StatementId) -> Statement: ...
    @overload
    def __getitem__(self, id: AssessmentId) -> Assessment: ...
    @overload
    def __getitem__(self, id: FigureId) -> Figure: ...
    @overload
    def __getitem__(self, id: StateId | OrganizationId) -> State | Organization: ...
    @overload
    def __getitem__(self, id: ActorId) -> Person | State | Organization: ...
    @overload
    def __getitem__(self, id: ActorOrPlaceId) -> Person | State | Organization | Place: ...
    @overload
    def __getitem__(self, id: EventId | StatementId) -> Event | Statement: ...
    @overload
    def __getitem__(self, id: CauseId) -> Event | Statement | Operation: ...
    @overload
    def __getitem__(self, id: SubjectId) -> State | Organization | Person | Place | Operation | Event | Statement: ...
    @overload
    def __getitem__(self, id: str) -> AnyRecord: ...
    def __getitem__(self, id: str) -> AnyRecord:
        """Return the record with this id. The id of a merged record leads to the record that it was merged into.

        For type checkers, the result has the type that belongs to the type of the id: ``dataset[spell.member]`` is a
        ``State`` or an ``Organization``. A plain ``str`` may be the id of any record. For an id that you write
        yourself, use its table, as in ``dataset.states["KAZ"]``, or a type of ids, as in
        ``dataset[StateId("state:KAZ")]``.

        Args:
            id: The id, such as ``"state:KAZ"``.

        Raises:
            NotFoundError: No such record exists.
            GoneError: It was split into several records, or withdrawn.

        Warns:
            MovedIdWarning: It was merged into another record.

        Example:
            >>> import csto_data
            >>> csto_data.load()["state:KAZ"].id
            'state:KAZ'
        """
        if not isinstance(id, str):
            raise TypeError(f"A value of type {type(id).__name__} is not a valid id. Expected a string.")
        kind = kind_of(id) if ":" in id else None
        if kind is None:
            from ..suggestions import did_you_mean  # noqa: PLC0415  # only needed for a wrong id

            near = did_you_mean(id, (record.id for record in self))
            raise NotFoundError(f'"{id}" is not a valid id. Expected an id such as state:KAZ.{near}')
        record: AnyRecord = self.table(kind.dataset)[id]
        return record

    def get(self, id: str, default: D | None = None) -> AnyRecord | D | None:
        """Return the record with this id, or a default value if there is none.

        Args:
            id: The id.
            default: The value to return if no record has this id.

        Example:
            >>> import csto_data
            >>> csto_data.load().get("state:XXX") is None
            True
        """
        kind = kind_of(id) if ":" in id else None
        return default if kind is None else self.table(kind.dataset).get(id, default)

    def __contains__(self, id: object) -> bool:
        kind = kind_of(id) if isinstance(id, str) and ":" in id else None
        return kind is not None and id in self.table(kind.dataset)

    def _ipython_key_completions_(self) -> list[str]:
        return [record.id for record in self]

    def _once(self, question: Hashable, compute: Callable[[], R]) -> R:
        """Return the result of a query, computed on the first call."""
        if question not in self._answers:
            self._answers[question] = compute()
        answer: R = self._answers[question]
        return answer
