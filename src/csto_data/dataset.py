"""The dataset: the facade of the package. Every method is a line that delegates to a question or to provenance."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from os import PathLike
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import field, fields, frozen

from .dates import DayLike
from .errors import DatasetError
from .model import KINDS
from .store.packaged import packaged_store
from .store.record_store import RecordStore
from .store.table import Table

if TYPE_CHECKING:
    from .model import (
        Assessment,
        Event,
        Figure,
        Kind,
        Membership,  # noqa: F401  # named in a string below
        Record,
        Source,
        State,
        Statement,
    )
    from .provenance.citation import CitationFormat
    from .provenance.support import Witnesses
    from .provenance.verdicts import Judgement
    from .queries.explain import Explanation
    from .queries.panels import DyadYear, MemberYear
    from .queries.participation import Standing

CSTO = "org:csto"
S = TypeVar("S", bound="Dataset")


class EventTable(Table["Event"]):
    """The events."""

    __slots__ = ()

    def between(self, first: DayLike, last: DayLike) -> tuple[Event, ...]:
        """Return all events that may have happened from ``first`` to ``last``, in the order of their time.

        An event whose time the sources leave open may have happened then, and so is among them, at the end. Raises
        :class:`InvalidDay`.
        """
        from .queries.events import between

        return between(self, first, last)


@frozen(eq=False, repr=False)
class MembershipTable(Table["Membership"]):
    """The spells of membership."""

    _dataset: Dataset = field(alias="dataset")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.kind, tuple(self), self._dataset)

    def on(self, day: DayLike, *, organization: str | None = None) -> tuple[Standing, ...]:
        """Return how each spell stands that holds or may hold on the day, observers' among them; by id.

        ``day`` is one calendar day; with ``organization``, only spells in it. A spell without end holds for certain as
        long as coverage is complete; later, and where nothing is complete, its answer is unknown. Raises
        :class:`InvalidDay`.
        """
        from .queries.participation import standings

        return standings(self._dataset, self, day, organization)


class Dataset(RecordStore):
    """A dataset of twelve tables, each read when first touched, and the questions that one asks of it.

    ``version`` is that of the data, ``released`` its day if known, ``coverage`` what is complete.
    ``ds["state:KAZ"]`` is the record with that id.
    """

    __slots__ = ()

    def __reduce__(self) -> tuple[Any, ...]:
        """A copy, or what is pickled, holds all records; the packaged dataset is the one of the process that asks."""
        if self is _packaged():
            return _packaged_again, (self.version,)
        values = {a.name: getattr(self, a.name) for a in fields(type(self)) if not a.name.startswith("_")}
        return _with_records, (type(self), values, {dataset: tuple(self.table(dataset)) for dataset in KINDS})

    def __repr__(self) -> str:
        return f"<Dataset, version {self.version}>"

    def _make_table(self, kind: Kind, records: Iterable[Any]) -> Table[Any]:
        match kind.dataset:
            case "events":
                return EventTable(kind, records)
            case "memberships":
                return MembershipTable(kind, records, self)
        return Table(kind, records)

    @property
    def events(self) -> EventTable:
        """The events, with :meth:`EventTable.between`."""
        table: EventTable = self.table("events")
        return table

    @property
    def memberships(self) -> MembershipTable:
        """The spells of membership, with :meth:`MembershipTable.on`."""
        table: MembershipTable = self.table("memberships")
        return table

    def members(self, on: DayLike | None = None, *, organization: str = CSTO) -> tuple[State, ...]:
        """Return the states that were members of (or parties to) the organisation on a day, by id; never observers.

        ``on`` is one calendar day; without it, the last covered day. Raises :class:`OutsideCoverage` where the data do
        not claim to have all members, :class:`Uncertain` where the sources leave a membership open on that day.
        """
        from .queries.membership import members, organization_id

        return members(self, on, organization_id(organization))

    def why(self, member: str, on: DayLike | None = None, *, organization: str = CSTO) -> Explanation:
        """Return why a state is or is not a member of (or party to) the organisation on a day: spell, act, evidence.

        ``member`` is an id, a code or a name; ``on`` as in :meth:`members`. A day outside coverage is explained, too.
        Raises :class:`NotFound` and :class:`InvalidDay`.
        """
        from .queries.explain import explain
        from .queries.membership import organization_id

        return explain(self, member, on, organization_id(organization))

    def member_years(self, organization: str = CSTO) -> list[MemberYear]:
        """Return a row for each state and covered year; see :class:`csto_data.queries.panels.MemberYear`.

        Raises :class:`OutsideCoverage`.
        """
        from .queries.membership import organization_id
        from .queries.panels import member_years

        return member_years(self, organization_id(organization))

    def dyad_years(self, organization: str = CSTO) -> list[DyadYear]:
        """Return a row for each two states and covered year; see :class:`csto_data.queries.panels.DyadYear`.

        Raises :class:`OutsideCoverage`.
        """
        from .queries.membership import organization_id
        from .queries.panels import dyad_years

        return dyad_years(self, organization_id(organization))

    def about(self, id: str) -> tuple[Record, ...]:
        """Return every record that refers to this one in any field, what evidence reports aside; by id."""
        from .queries.mentions import about

        return about(self, id)

    def said_by(self, id: str) -> tuple[Statement | Assessment | Figure, ...]:
        """Return what a person, state or organisation said: statements, assessments and figures, by id.

        Statements of those whom a source only describes as ``of`` it are among them.
        """
        from .queries.mentions import said_by

        return said_by(self, id)

    def replies_to(self, id: str) -> tuple[Statement, ...]:
        """Return the statements that answer this one."""
        from .queries.mentions import replies_to

        return replies_to(self, id)

    def judgements(self, id: str | None = None) -> tuple[Judgement, ...]:
        """Return every reported value beside the recorded one, with the verdict, by record, field and source.

        With an id, those of that record alone. Raises :class:`NotFound`.
        """
        from .provenance.judgements import judgements

        return judgements(self, id)

    def disputes(self) -> tuple[Judgement, ...]:
        """Return the reported values that dispute the record, those of a source against itself among them."""
        from .provenance.judgements import judged
        from .provenance.verdicts import Verdict

        return judged(self, Verdict.DISPUTES)

    def unsettled(self) -> tuple[Judgement, ...]:
        """Return what is reported where the record has no value."""
        from .provenance.judgements import judged
        from .provenance.verdicts import Verdict

        return judged(self, Verdict.UNSETTLED)

    def witnesses(self, id: str, field: str) -> Witnesses:
        """Return which sources support, are compatible with or dispute a value, copies counted once.

        ``field`` is a path as disputes have it, such as ``"date"`` or ``"participants[state:ARM].role"``. Raises
        :class:`NotFound`.
        """
        from .provenance.support import witnesses

        return witnesses(self, id, field)

    def as_reported_by(self, source: str) -> View:
        """Return the world as one source reports it; see :class:`View`. Raises :class:`NotFound`."""
        from .provenance.source_view import view

        return _wrapped(View, view(self, self.sources[source]))

    def cite(self, id: str, *, format: CitationFormat = "bibtex") -> str:
        """Return how to cite a record: this dataset in its version, and the sources behind the record.

        ``format`` is ``"bibtex"``, ``"csl-json"`` (a list of items) or ``"text"``. Raises :class:`NotFound`.
        """
        from .provenance.citation import cite

        return cite(self, id, format)


class View(Dataset):
    """What ``source`` says, as a dataset that answers all that a dataset answers.

    It holds the records that the source attests, with its evidence alone, and the records that these refer to, with
    their identity. Where the source says two things of one field, the value is the one that supports the record, or
    else the first by place in the source; the other is in the view's own :meth:`disputes`. Lists are the union of what
    it reports.

    A view owes nothing to the rules of ``validate`` and has no coverage. Its spells of membership are those on which
    the source reports a start or an end. A start that it does not report is some day up to the end, ``[..2006]``; an
    end that it does not report is some day from its publication on, ``[2022-01-26..]``: not ended by then, unknown
    later.
    What no source reports is left out: steps, notes; so is a figure without its amount. Only the holder of an office
    and the state of a contingent always stay: they say which spell and which contingent this is.
    """

    __slots__ = ()

    if TYPE_CHECKING:
        source: Source  # pyright: ignore[reportGeneralTypeIssues]  # a view always has one

    def __repr__(self) -> str:
        return f"<View of {self.source.id}, version {self.version}>"


def load(path: str | PathLike[str] | None = None) -> Dataset:
    """Return the packaged dataset, or the one in a folder: a dataset with its ``datapackage.json``, or a pack.

    The packaged one is cached and reads a file when its table is first touched. A folder is read whole, as
    ``csto_data.validate`` reads it.

    Raises:
        DatasetError: ``validate`` has an error of a rule that blocks loading: what is not JSON or does not have its
            shape, an id that occurs twice, a reference that leads nowhere. ``findings`` has all of them.
    """
    if path is None:
        return _packaged()
    from .validation.loading import load_folder

    return _wrapped(Dataset, load_folder(path))


def members(on: DayLike | None = None, *, organization: str = CSTO) -> tuple[State, ...]:
    """Return the states that were members on a day, by the packaged data. See :meth:`Dataset.members`."""
    return load().members(on, organization=organization)


def _wrapped(cls: type[S], store: RecordStore) -> S:
    """Return a store as a dataset that answers questions."""
    values = {a.name: getattr(store, a.name) for a in fields(RecordStore) if not a.name.startswith("_")}
    return cls(**values, read=store._read)  # noqa: SLF001  # not by its tables, which would be made twice


@cache
def _packaged() -> Dataset:
    return _wrapped(Dataset, packaged_store())


def _packaged_again(version: str) -> Dataset:
    """The packaged dataset, where one of this version was pickled."""
    if _packaged().version != version:
        raise DatasetError([f"a dataset of version {version} was pickled; installed is {_packaged().version}"])
    return _packaged()


def _with_records(cls: type[Dataset], values: dict[str, Any], records: dict[str, tuple[Any, ...]]) -> Dataset:
    return cls(**values, read=lambda kind: records[kind.dataset])
