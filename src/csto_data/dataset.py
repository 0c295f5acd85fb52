"""The dataset: tables of records, and the questions that one asks of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache
from os import PathLike
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from .dates import Answer, Day, DayLike
from .errors import DatasetError, NotFound, OutsideCoverage, Uncertain, nearest
from .loading import Coverage, MembershipCoverage
from .model import KINDS, Kind
from .packaged import packaged_manifest, packaged_records
from .tables import EventTable, Frozen, MembershipTable, Table, calendar_day

if TYPE_CHECKING:
    from .citing import CitationFormat
    from .explaining import Explanation
    from .model import (
        Assessment,
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
    from .verdicts import Judgement, Verdict
    from .views import View
    from .witnessing import Witnesses
    from .years import DyadYear, MemberYear

CSTO = "org:csto"
T = TypeVar("T", bound="Record")


class _TableOf(Generic[T]):
    """An attribute of the dataset that reads its table when first asked for."""

    def __init__(self, dataset: str) -> None:
        self._dataset = dataset

    def __get__(self, dataset: Dataset, _: type[Dataset]) -> Table[T]:
        table: Table[T] = dataset.table(self._dataset)
        return table


class Dataset(Frozen):
    """A dataset of twelve tables, each read when first touched.

    ``version`` is that of the data, ``released`` its day if known, ``coverage`` what is complete.
    ``ds["state:KAZ"]`` is the record with that id.
    """

    __slots__ = ("_read", "_tables", "coverage", "released", "version")

    version: str
    released: date | None
    coverage: Coverage
    _read: Callable[[Kind], Iterable[Any]]
    _tables: dict[str, Any]

    def __init__(
        self,
        *,
        version: str,
        coverage: Coverage,
        read: Callable[[Kind], Iterable[Any]],
        released: date | None = None,
    ) -> None:
        self._fill(version=version, released=released, coverage=coverage, _read=read, _tables={})

    def __reduce__(self) -> tuple[Any, ...]:
        """A copy, or what is pickled, holds all records; the packaged dataset is the one of the process that asks."""
        if self is _packaged():
            return _packaged_again, (self.version,)
        slots = (name for cls in type(self).__mro__ for name in getattr(cls, "__slots__", ()))
        values = {name: getattr(self, name) for name in slots if not name.startswith("_")}
        return _with_records, (type(self), values, {dataset: tuple(self.table(dataset)) for dataset in KINDS})

    def __repr__(self) -> str:
        return f"<Dataset, version {self.version}>"

    sources: ClassVar[_TableOf[Source]] = _TableOf("sources")
    states: ClassVar[_TableOf[State]] = _TableOf("states")
    organizations: ClassVar[_TableOf[Organization]] = _TableOf("organizations")
    people: ClassVar[_TableOf[Person]] = _TableOf("people")
    places: ClassVar[_TableOf[Place]] = _TableOf("places")
    offices: ClassVar[_TableOf[Office]] = _TableOf("offices")
    operations: ClassVar[_TableOf[Operation]] = _TableOf("operations")
    statements: ClassVar[_TableOf[Statement]] = _TableOf("statements")
    assessments: ClassVar[_TableOf[Assessment]] = _TableOf("assessments")
    figures: ClassVar[_TableOf[Figure]] = _TableOf("figures")

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

    def table(self, dataset: str) -> Any:
        """The table of this name, such as ``"states"``. Raises :class:`NotFound`."""
        if dataset not in KINDS:
            raise NotFound(f'no dataset "{dataset}"{nearest(dataset, KINDS)}; there are {", ".join(KINDS)}')
        if dataset not in self._tables:
            kind = KINDS[dataset]
            records = self._read(kind)
            match dataset:
                case "events":
                    self._tables[dataset] = EventTable(kind, records)
                case "memberships":
                    self._tables[dataset] = MembershipTable(kind, records, self)
                case _:
                    self._tables[dataset] = Table(kind, records)
        return self._tables[dataset]

    def __iter__(self) -> Iterator[Record]:
        """All records, dataset by dataset."""
        for dataset in KINDS:
            yield from self.table(dataset)

    def __getitem__(self, id: str) -> Record:
        """The record with this id. Raises :class:`NotFound`."""
        prefix = id.partition(":")[0]
        for kind in KINDS.values():
            if kind.prefix == prefix and ":" in id:
                record: Record = self.table(kind.dataset)[id]
                return record
        near = nearest(id, (record.id for record in self))
        raise NotFound(f'no record "{id}"; expected an id such as state:KAZ{near}')

    def __contains__(self, id: object) -> bool:
        try:
            return isinstance(id, str) and self[id] is not None
        except NotFound:
            return False

    def members(self, on: DayLike | None = None, *, organization: str = CSTO) -> tuple[State, ...]:
        """The states that were members of (or parties to) the organisation on a day, by id; never observers.

        ``on`` is one calendar day; without it, the last covered day. Raises :class:`OutsideCoverage` where the data do
        not claim to have all members, :class:`Uncertain` where the sources leave a membership open on that day.
        """
        organization = self.organization_id(organization)
        day = self.asked_day(on, organization)
        answers: dict[str, Answer] = {}
        for spell in self.memberships.of_states(organization):
            answers[spell.member] = answers.get(spell.member, Answer.NO) | self.holds(spell, day)
        certain = tuple(self.states[id] for id, answer in sorted(answers.items()) if answer is Answer.YES)
        unknown = tuple(self.states[id] for id, answer in sorted(answers.items()) if answer is Answer.UNKNOWN)
        if unknown:
            names = ", ".join(state.name for state in unknown)
            message = f"{len(certain)} members of {organization} on {day} are certain; it is not known of {names}"
            raise Uncertain(message, certain=certain, unknown=unknown)
        return certain

    def organization_id(self, name: str) -> str:
        """The id of an organisation, whose prefix may be left out as in its table. Raises TypeError for no text."""
        if not isinstance(name, str):
            raise TypeError(f"expected the id of an organisation, such as {CSTO!r}, found {type(name).__name__}")
        return name if ":" in name else f"org:{name}"

    def asked_day(self, on: DayLike | None, organization: str) -> date:
        """The day of a question about members: ``on``, or else the last covered day. Raises OutsideCoverage."""
        covered = self.membership_coverage(organization)
        day = calendar_day(covered[-1].last if on is None else on)
        if not any(span.first <= day <= span.last for span in covered):
            raise OutsideCoverage(self.outside(organization, day))
        return day

    def holds(self, spell: Membership, day: date) -> Answer:
        """Whether the spell holds on the day; start and end are both days of it.

        A spell without end had not ended on any covered day; elsewhere it is not known whether it had.
        """
        begun = ~Day(day.isoformat()).before(spell.start)
        if spell.end is not None:
            return begun & ~spell.end.before(day)
        covered = (span for span in self.coverage.memberships if span.organization == spell.organization)
        return begun if any(day <= span.last for span in covered) else begun & Answer.UNKNOWN

    def membership_coverage(self, organization: str) -> tuple[MembershipCoverage, ...]:
        """For which days all memberships of the organisation are in the data. Raises :class:`OutsideCoverage`."""
        covered = [span for span in self.coverage.memberships if span.organization == organization]
        if covered:
            return tuple(sorted(covered, key=lambda span: span.first))
        name = self.organizations[organization].name
        complete = ", ".join(f"{span.organization} ({span.first} to {span.last})" for span in self.coverage.memberships)
        raise OutsideCoverage(
            f"the data do not claim to have all members of {organization} ({name}); complete: {complete or 'none'}"
        )

    def outside(self, organization: str, day: date) -> str:
        """Why the members of the organisation are not known on a day outside coverage, and what to ask instead."""
        covered = self.membership_coverage(organization)
        spans = " and ".join(f"{span.first} to {span.last}" for span in covered)
        message = f"the members of {organization} are known from {spans}; {day} lies outside"
        before = self.organizations[organization].predecessor if day < covered[0].first else None
        if before is None:
            return message
        earlier = self.organizations[before]
        spells = [span for span in self.coverage.memberships if span.organization == before]
        known = " and ".join(f"{span.first} to {span.last}" for span in spells)
        message += f". It follows {earlier.name} ({earlier.id}{f', known from {known}' if known else ''})"
        if not any(span.first <= day <= span.last for span in spells):
            message += f", whose members are not known on {day} either"
        return f'{message}: ask for organization="{earlier.id}"'

    def why(self, member: str, on: DayLike | None = None, *, organization: str = CSTO) -> Explanation:
        """Why a state is or is not a member of (or party to) the organisation on a day: spell, act, evidence.

        ``member`` is an id, a code or a name; ``on`` as in :meth:`members`. A day outside coverage is explained, too.
        Raises :class:`NotFound` and :class:`InvalidDay`.
        """
        from .explaining import explain

        return explain(self, member, on, self.organization_id(organization))

    def member_years(self, organization: str = CSTO) -> list[MemberYear]:
        """A row for each state and covered year; see :class:`csto_data.years.MemberYear`. Raises OutsideCoverage."""
        from .years import member_years

        return member_years(self, self.organization_id(organization))

    def dyad_years(self, organization: str = CSTO) -> list[DyadYear]:
        """A row for each two states and covered year; see :class:`csto_data.years.DyadYear`. Raises OutsideCoverage."""
        from .years import dyad_years

        return dyad_years(self, self.organization_id(organization))

    def about(self, id: str) -> tuple[Record, ...]:
        """Every record that refers to this one in any field, what evidence reports aside; by id."""
        from .model.references import references

        wanted = self[id].id
        found = (r for r in self if any(ref.id == wanted and not ref.in_evidence for ref in references(r)))
        return tuple(sorted(found, key=lambda record: record.id))

    def said_by(self, id: str) -> tuple[Statement | Assessment | Figure, ...]:
        """What a person, state or organisation said: statements, assessments and figures, by id.

        Statements of those whom a source only describes as ``of`` it are among them.
        """
        wanted = self[id].id
        found: list[Statement | Assessment | Figure] = []
        found.extend(s for s in self.statements if any(wanted in (p.actor, p.of) for p in s.speakers))
        found.extend(a for a in self.assessments if wanted in a.by)
        found.extend(f for f in self.figures if any(wanted in (p.actor, p.of) for p in f.stated_by))
        return tuple(sorted(found, key=lambda record: record.id))

    def replies_to(self, id: str) -> tuple[Statement, ...]:
        """The statements that answer this one."""
        wanted = self.statements[id].id
        return tuple(statement for statement in self.statements if statement.in_reply_to == wanted)

    def judgements(self, id: str | None = None) -> tuple[Judgement, ...]:
        """Every reported value beside the recorded one, with the verdict, sorted by record, field and source.

        With an id, those of that record alone. Raises :class:`NotFound`.
        """
        from .geography import Gazetteer
        from .model import Attested
        from .verdicts import judge_record

        geography = Gazetteer(self.places)
        records = self if id is None else (self[id],)
        judged = (j for record in records if isinstance(record, Attested) for j in judge_record(record, geography))
        return tuple(sorted(judged, key=lambda judgement: judgement.sort_key))

    def disputes(self) -> tuple[Judgement, ...]:
        """The reported values that dispute the record, those of a source against itself among them."""
        from .verdicts import Verdict

        return self._judged(Verdict.DISPUTES)

    def unsettled(self) -> tuple[Judgement, ...]:
        """What is reported where the record has no value."""
        from .verdicts import Verdict

        return self._judged(Verdict.UNSETTLED)

    def witnesses(self, id: str, field: str) -> Witnesses:
        """Which sources support, are compatible with or dispute a value, copies counted once.

        ``field`` is a path as disputes have it, such as ``"date"`` or ``"participants[state:ARM].role"``. Raises
        :class:`NotFound`.
        """
        from .witnessing import witnesses

        return witnesses(self, id, field)

    def as_reported_by(self, source: str) -> View:
        """The world as one source reports it; see :class:`csto_data.views.View`. Raises :class:`NotFound`."""
        from .views import View

        return View(self, self.sources[source])

    def cite(self, id: str, *, format: CitationFormat = "bibtex") -> str:
        """How to cite a record: this dataset in its version, and the sources behind the record.

        ``format`` is ``"bibtex"``, ``"csl-json"`` (a list of items) or ``"text"``. Raises :class:`NotFound`.
        """
        from .citing import cite

        return cite(self, id, format)

    def _judged(self, verdict: Verdict) -> tuple[Judgement, ...]:
        return tuple(judgement for judgement in self.judgements() if judgement.verdict is verdict)


def load(path: str | PathLike[str] | None = None) -> Dataset:
    """The packaged dataset, or the one in a folder with a ``datapackage.json`` of ours.

    The packaged one is cached and reads a file when its table is first touched. A folder is read whole, as
    ``csto_data.validate`` reads it, and refused with :class:`DatasetError` where that has an error of a rule that
    blocks loading: what is no JSON or has not its shape, an id that stands twice, a reference that leads nowhere.
    """
    if path is None:
        return _packaged()
    from .validation.loading import load_folder

    found = load_folder(path)
    return Dataset(
        version=found.manifest.version,
        released=found.manifest.released,
        coverage=found.manifest.coverage,
        read=lambda kind: found.records[kind.dataset],
    )


def members(on: DayLike | None = None, *, organization: str = CSTO) -> tuple[State, ...]:
    """:meth:`Dataset.members` of the packaged dataset."""
    return load().members(on, organization=organization)


@cache
def _packaged() -> Dataset:
    manifest = packaged_manifest()
    return Dataset(
        version=manifest.version,
        released=manifest.released,
        coverage=manifest.coverage,
        read=lambda kind: packaged_records(kind.dataset),
    )


def _packaged_again(version: str) -> Dataset:
    """The packaged dataset, where one of this version was pickled."""
    if _packaged().version != version:
        raise DatasetError([f"a dataset of version {version} was pickled; installed is {_packaged().version}"])
    return _packaged()


def _with_records(cls: type[Dataset], values: dict[str, Any], records: dict[str, tuple[Any, ...]]) -> Dataset:
    made = cls.__new__(cls)
    made._fill(**values, _read=lambda kind: records[kind.dataset], _tables={})  # noqa: SLF001
    return made
