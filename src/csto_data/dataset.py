"""The dataset, the facade of the package: its methods delegate to ``queries`` and ``provenance``."""

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
        """Return all events that may have happened from ``first`` to ``last``, in chronological order.

        The events are sorted by their earliest possible day. If their beginning is open, they come first; events
        without any date come last, because they may have happened then, too.

        Args:
            first: The first day of the period.
            last: The last day of the period.

        Returns:
            The events, those that may only partly be in the period included.

        Raises:
            InvalidDateError: A day is not valid, or ``last`` is before ``first``.

        Example:
            >>> from csto_data import load
            >>> events = load().events.between("2022-01-13", "2022-01-14")
            >>> "event:csto-withdrawal-start" in [event.id for event in events]
            True
        """
        from .queries.events import between

        return between(self, first, last)


@frozen(eq=False, repr=False)
class MembershipTable(Table["Membership"]):
    """The membership spells."""

    _dataset: Dataset = field(alias="dataset")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.kind, tuple(self), self._dataset)

    def on(self, day: DayLike, *, organization: str | None = None) -> tuple[Standing, ...]:
        """Return the state of each spell that holds or may hold on a day, including those of observers.

        A spell without an end holds up to the last covered day of its organisation. After that day, and without
        coverage, its answer is unknown.

        Args:
            day: An exact date.
            organization: The id of an organisation; all organisations by default.

        Returns:
            One ``Standing`` per spell, sorted by the id of the spell.

        Raises:
            InvalidDateError: ``day`` is not an exact date.

        Example:
            >>> from csto_data import load
            >>> for standing in load().memberships.on("2026-01-06", organization="org:csto")[:2]:
            ...     print(standing.spell.member, standing.answer, standing.participation)
            state:ARM Answer.YES frozen since 2024-02-22
            state:BLR Answer.YES full
        """
        from .queries.participation import standings

        return standings(self._dataset, self, day, organization)


class Dataset(RecordStore):
    """Twelve tables of records, and the queries on them.

    Each table of the packaged data is read on first use. ``dataset["state:KAZ"]`` is the record with that id, and
    iteration goes over all records.

    Attributes:
        version: The version of the data.
        released: The date of that version, if known.
        coverage: The periods for which the data are complete.
        source: The source of a view; None for other datasets.

    Example:
        >>> from csto_data import load
        >>> dataset = load()
        >>> dataset["state:KAZ"].name
        'Kazakhstan'
        >>> dataset.states.by(cow=705).name
        'Kazakhstan'
    """

    __slots__ = ()

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle all records, or for the packaged dataset only its version: it is loaded again when unpickled."""
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
        """The events; ``events.between()`` selects a period."""
        table: EventTable = self.table("events")
        return table

    @property
    def memberships(self) -> MembershipTable:
        """The membership spells; ``memberships.on()`` selects a day."""
        table: MembershipTable = self.table("memberships")
        return table

    def members(self, on: DayLike | None = None, *, organization: str = CSTO) -> tuple[State, ...]:
        """Return the states that were members of (or parties to) an organisation on a day.

        Args:
            on: An exact date; the last covered day by default. In a view, the default is the publication date of the
                source.
            organization: The id of the organisation, such as ``"org:csto"``; the prefix may be omitted.

        Returns:
            The states, sorted by id, without observers.

        Raises:
            InvalidDateError: ``on`` is not an exact date.
            NotFoundError: The organisation does not exist.
            OutsideCoverageError: The members on that day are not completely known.
            UncertainError: The sources do not settle whether a state was a member on that day.

        Example:
            >>> from csto_data import load
            >>> [state.iso_alpha3 for state in load().members("2022-01-06")]
            ['ARM', 'BLR', 'KAZ', 'KGZ', 'RUS', 'TJK']
        """
        from .queries.membership import members, organization_id

        return members(self, on, organization_id(organization))

    def why(self, member: str, on: DayLike | None = None, *, organization: str = CSTO) -> Explanation:
        """Return why a state is or is not a member of (or party to) an organisation on a day.

        Args:
            member: The id, ISO 3166-1 code or name of the state.
            on: An exact date, inside or outside coverage; the default is that of ``members()``.
            organization: The id of the organisation; the prefix may be omitted.

        Returns:
            The answer with the spell, the act that started or ended it, and the reports on both. ``str()`` returns it
            as text.

        Raises:
            InvalidDateError: ``on`` is not an exact date.
            NotFoundError: The state or organisation does not exist.
            OutsideCoverageError: ``on`` is omitted and the organisation has no coverage.

        Example:
            >>> from csto_data import load
            >>> explanation = load().why("UZB", "2006-07-01")
            >>> explanation.answer, explanation.act.id
            (<Answer.NO: 'no'>, 'event:csto-uzbekistan-readmission')
        """
        from .queries.explain import explain
        from .queries.membership import organization_id

        return explain(self, member, on, organization_id(organization))

    def member_years(self, organization: str = CSTO) -> list[MemberYear]:
        """Return a row for each covered year and each state that was ever a member.

        Args:
            organization: The id of the organisation; the prefix may be omitted.

        Returns:
            Dicts, sorted by year and state, with the fields of ``csto_data.queries.panels.MemberYear``.

        Raises:
            NotFoundError: The organisation does not exist.
            OutsideCoverageError: The members of the organisation are not completely known for any period.

        Example:
            >>> from csto_data import load
            >>> row = load().member_years()[0]
            >>> row["year"], row["name"], row["cow"], row["year_end"]
            (2003, 'Armenia', 371, True)
        """
        from .queries.membership import organization_id
        from .queries.panels import member_years

        return member_years(self, organization_id(organization))

    def dyad_years(self, organization: str = CSTO) -> list[DyadYear]:
        """Return a row for each covered year and each pair of states that were ever members.

        Args:
            organization: The id of the organisation; the prefix may be omitted.

        Returns:
            Dicts, sorted by year and states, with the fields of ``csto_data.queries.panels.DyadYear``. Each pair occurs
            once, in the order of the ids.

        Raises:
            NotFoundError: The organisation does not exist.
            OutsideCoverageError: The members of the organisation are not completely known for any period.

        Example:
            >>> from csto_data import load
            >>> row = load().dyad_years()[0]
            >>> row["year"], row["state1"], row["state2"], row["year_end"]
            (2003, 'state:ARM', 'state:BLR', True)
        """
        from .queries.membership import organization_id
        from .queries.panels import dyad_years

        return dyad_years(self, organization_id(organization))

    def about(self, id: str) -> tuple[Record, ...]:
        """Return all records that refer to a record in any field except evidence.

        Args:
            id: The id of the record.

        Returns:
            The referring records, sorted by id.

        Raises:
            NotFoundError: The record does not exist.

        Example:
            >>> from csto_data import load
            >>> "place:almaty-airport" in [record.id for record in load().about("place:almaty")]
            True
        """
        from .queries.mentions import about

        return about(self, id)

    def said_by(self, id: str) -> tuple[Statement | Assessment | Figure, ...]:
        """Return the statements, assessments and figures of a person, state or organisation.

        Statements and figures of a party that a source only describes, with this id in ``of``, are included.

        Args:
            id: The id of the person, state or organisation.

        Returns:
            The records, sorted by id.

        Raises:
            NotFoundError: The record does not exist.

        Example:
            >>> from csto_data import load
            >>> said = load().said_by("person:kassym-jomart-tokayev")
            >>> "statement:tokayev-request-csto" in [record.id for record in said]
            True
        """
        from .queries.mentions import said_by

        return said_by(self, id)

    def replies_to(self, id: str) -> tuple[Statement, ...]:
        """Return the statements that reply to a statement.

        Args:
            id: The id of the statement.

        Returns:
            The replies, sorted by id.

        Raises:
            NotFoundError: The statement does not exist.

        Example:
            >>> from csto_data import load
            >>> [reply.id for reply in load().replies_to("statement:mirziyoyev-confidence")]
            ['statement:uzbek-circles-support']
        """
        from .queries.mentions import replies_to

        return replies_to(self, id)

    def judgements(self, id: str | None = None) -> tuple[Judgement, ...]:
        """Return each reported value with the recorded value and the verdict.

        Args:
            id: The id of a record; all records by default.

        Returns:
            The judgements, sorted by record, field and source.

        Raises:
            NotFoundError: The record does not exist.

        Example:
            >>> from csto_data import load
            >>> for judgement in load().judgements("event:csto-uzbekistan-readmission")[:2]:
            ...     print(judgement.reported, judgement.verdict.value, judgement.value)
            2006-08-16 supports 2006-08-16
            2006-08-17 disputes 2006-08-16
        """
        from .provenance.judgements import judgements

        return judgements(self, id)

    def disputes(self) -> tuple[Judgement, ...]:
        """Return the reported values that dispute the record.

        If a source contradicts itself, the report that the record does not follow is included.

        Returns:
            The judgements with the verdict ``DISPUTES``, sorted by record, field and source.

        Example:
            >>> from csto_data import load
            >>> {judgement.verdict.value for judgement in load().disputes()}
            {'disputes'}
        """
        from .provenance.judgements import judged
        from .provenance.verdicts import Verdict

        return judged(self, Verdict.DISPUTES)

    def unsettled(self) -> tuple[Judgement, ...]:
        """Return the reported values for which the record has no value.

        Returns:
            The judgements with the verdict ``UNSETTLED``, sorted by record, field and source.

        Example:
            >>> from csto_data import load
            >>> {judgement.value for judgement in load().unsettled()}
            {None}
        """
        from .provenance.judgements import judged
        from .provenance.verdicts import Verdict

        return judged(self, Verdict.UNSETTLED)

    def witnesses(self, id: str, field: str) -> Witnesses:
        """Return the sources that support a value, are compatible with it or dispute it.

        Sources that copy one another are counted as one.

        Args:
            id: The id of the record.
            field: The path of the value, such as ``"date"`` or ``"participants[state:ARM].role"``.

        Returns:
            The ids of the sources by verdict. ``str()`` returns them as text.

        Raises:
            NotFoundError: The record does not exist, or no source reports this field of it.

        Example:
            >>> from csto_data import load
            >>> witnesses = load().witnesses("event:csto-uzbekistan-readmission", "date")
            >>> "source:atop" in witnesses.disputing
            True
        """
        from .provenance.support import witnesses

        return witnesses(self, id, field)

    def as_reported_by(self, source: str) -> View:
        """Return the data as one source reports them.

        Args:
            source: The id of the source; the prefix may be omitted.

        Returns:
            A view: a dataset with only the values that this source reports.

        Raises:
            NotFoundError: The source does not exist.

        Example:
            >>> from csto_data import load
            >>> article = load().as_reported_by("source:sukhankin-2022")
            >>> str(article.memberships["csto-uzb-1"].start)
            '[2006..2012]'
        """
        from .provenance.source_view import view

        return _wrapped(View, view(self, self.sources[source]))

    def cite(self, id: str, *, format: CitationFormat = "bibtex") -> str:
        """Return the citation of a record: this version of the dataset, and the sources of the record.

        Args:
            id: The id of the record.
            format: ``"bibtex"``, ``"csl-json"`` (a list of items) or ``"text"``.

        Returns:
            The citation as text.

        Raises:
            NotFoundError: The record or the format does not exist.

        Example:
            >>> from csto_data import load
            >>> citation = load().cite("operation:csto-kazakhstan-2022", format="text")
            >>> citation.startswith("csto-data contributors: csto-data")
            True
        """
        from .provenance.citation import cite

        return cite(self, id, format)


class View(Dataset):
    """The data as one source reports them, with the same queries as a dataset.

    A view contains the records that the source attests, with only its evidence, and the records to which these refer,
    with only the fields that identify them. If the source reports two values for a field, the view has the one that
    supports the record, otherwise the first in the source; the other one is in the ``disputes()`` of the view. A list
    is the union of what the source reports.

    A view has no coverage, and the rules of ``validate`` do not apply to it. Its membership spells are those for which
    the source reports a start or an end. A start that it does not report is any day up to the end, such as
    ``[..2006]``. An end that it does not report is any day from the publication of the source on, such as
    ``[2022-01-26..]``: the spell had not ended by then, and later days are unknown.

    Fields that sources do not report, such as steps and notes, are omitted, and so are figures without an amount. The
    holder of an office and the state of a contingent are always present, because they identify them.

    Attributes:
        source: The source.
    """

    __slots__ = ()

    if TYPE_CHECKING:
        source: Source  # pyright: ignore[reportGeneralTypeIssues]  # a view always has one

    def __repr__(self) -> str:
        return f"<View of {self.source.id}, version {self.version}>"


def load(path: str | PathLike[str] | None = None) -> Dataset:
    """Return the packaged dataset, or the dataset in a folder.

    The packaged dataset is cached, and each of its tables is read on first use. A folder is read completely and
    checked.

    Args:
        path: A folder with a dataset (with its ``datapackage.json``) or a pack; the packaged dataset by default.

    Returns:
        The dataset.

    Raises:
        DatasetError: The folder violates a rule that blocks loading: invalid JSON, a record that does not match its
            schema, a duplicate id, or a reference to a missing record. ``findings`` has all violations.

    Example:
        >>> from csto_data import load
        >>> "state:KAZ" in load()
        True
    """
    if path is None:
        return _packaged()
    from .validation.loading import load_folder

    return _wrapped(Dataset, load_folder(path))


def members(on: DayLike | None = None, *, organization: str = CSTO) -> tuple[State, ...]:
    """Return the states that were members of an organisation on a day, according to the packaged data.

    Args:
        on: An exact date; the last covered day by default.
        organization: The id of the organisation; the prefix may be omitted.

    Returns:
        The states, sorted by id, without observers.

    Raises:
        InvalidDateError: ``on`` is not an exact date.
        NotFoundError: The organisation does not exist.
        OutsideCoverageError: The members on that day are not completely known.
        UncertainError: The sources do not settle whether a state was a member on that day.

    Example:
        >>> import csto_data
        >>> [state.name for state in csto_data.members(on="2022-01-06")][:3]
        ['Armenia', 'Belarus', 'Kazakhstan']
    """
    return load().members(on, organization=organization)


def _wrapped(cls: type[S], store: RecordStore) -> S:
    """Return a store as a dataset with queries."""
    values = {a.name: getattr(store, a.name) for a in fields(RecordStore) if not a.name.startswith("_")}
    return cls(**values, read=store._read)  # noqa: SLF001  # not its tables, which would be built twice


@cache
def _packaged() -> Dataset:
    return _wrapped(Dataset, packaged_store())


def _packaged_again(version: str) -> Dataset:
    """Return the packaged dataset in place of a pickled one of the same version."""
    if _packaged().version != version:
        raise DatasetError(
            [f"The pickled dataset has version {version}. Expected the installed version {_packaged().version}."]
        )
    return _packaged()


def _with_records(cls: type[Dataset], values: dict[str, Any], records: dict[str, tuple[Any, ...]]) -> Dataset:
    return cls(**values, read=lambda kind: records[kind.dataset])
