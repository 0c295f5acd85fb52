"""The dataset, the facade of the package: its methods delegate to ``queries`` and ``provenance``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from os import PathLike
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import fields

from .dates import DayLike
from .day_tables import CSTO, MembershipTable, OfficeTable
from .errors import DatasetError
from .model.coverage import Coverage
from .model.kinds import BY_PREFIX, KINDS
from .store.packaged import packaged_store
from .store.record_store import RecordStore
from .store.shape import MIXED
from .store.table import RowTable, Table, TimedTable
from .web import JsonReady

if TYPE_CHECKING:
    from .exports.formats import ExportFormat
    from .exports.losses import Loss
    from .exports.sheet import Sheet
    from .model import (
        Assessment,
        Figure,
        Record,
        Source,
        State,
        Statement,
    )
    from .model.redirects import Redirect
    from .pictures import PictureKind
    from .pictures.picture import Picture
    from .provenance.citation import CitationFormat
    from .provenance.judgements import Judgement
    from .provenance.support import Witnesses
    from .provenance.verdicts import Verdict
    from .queries.explain import Explanation
    from .queries.panels import DyadYear, MemberYear, Series
    from .releases.difference import Difference
    from .releases.history import Release
    from .releases.revisions import Revision
    from .store.lookup import Match
    from .store.redirecting import Resolution

S = TypeVar("S", bound="Dataset")
_CANNOT_BE_SAVED = (
    "The view of {0} cannot be saved as a dataset, because records that its sources only mention have no evidence. "
    "Save the whole dataset, and use {1} after loading it; or write to_dict() as JSON."
)


class Dataset(RecordStore, JsonReady):
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
        records = {dataset: tuple(self.table(dataset)) for dataset in KINDS}
        return _with_records, (type(self), values, records, dict(self._redirects()))

    def __repr__(self) -> str:
        return f"<Dataset, version {self.version}>"

    def _repr_html_(self) -> str:
        from .display import html_table

        rows = [[dataset, str(len(self.table(dataset)))] for dataset in KINDS]
        return html_table(repr(self)[1:-1], ("dataset", "records"), rows)

    def _make_table(self, dataset: str, records: Iterable[Any]) -> Table[Any]:
        match dataset:
            case "memberships":
                return MembershipTable(records, self, dataset)
            case "offices":
                return OfficeTable(records, self, dataset)
        return super()._make_table(dataset, records)

    @property
    def memberships(self) -> MembershipTable:
        """The membership spells; ``memberships.on()`` selects a day."""
        table = self.table("memberships")
        assert isinstance(table, MembershipTable)  # noqa: S101
        return table

    @property
    def offices(self) -> OfficeTable:
        """The terms of holders of posts; ``offices.on()`` selects a day."""
        table = self.table("offices")
        assert isinstance(table, OfficeTable)  # noqa: S101
        return table

    @classmethod
    def from_records(
        cls,
        records: Iterable[Record],
        *,
        version: str = "0.0.0",
        released: date | None = None,
        coverage: Coverage | None = None,
    ) -> Dataset:
        """Return a dataset of records that are made in Python.

        The records are not checked against the rules: save them and use ``csto_data.validate``.

        Args:
            records: The records, of any kinds.
            version: The version of the data.
            released: The day of their release.
            coverage: The periods for which they are complete; none by default.

        Raises:
            DatasetError: Two records have the same id.

        Example:
            >>> from csto_data import Dataset, load
            >>> states = Dataset.from_records(load().states)
            >>> len(states), states["state:KAZ"] == load()["state:KAZ"]
            (20, True)
        """
        by_dataset: dict[str, list[Any]] = {dataset: [] for dataset in KINDS}
        seen: set[str] = set()
        for record in records:
            if record.id in seen:
                raise DatasetError([f'Two records have the id "{record.id}". Expected each id once.'])
            seen.add(record.id)
            by_dataset[BY_PREFIX[record.id.partition(":")[0]].dataset].append(record)
        return cls(
            version=version,
            released=released,
            coverage=Coverage() if coverage is None else coverage,
            read=lambda kind: by_dataset[kind.dataset],
        )

    def to_dict(self) -> list[dict[str, Any]]:
        """Return all records for ``json.dumps``, each as in its dataset file.

        Example:
            >>> from csto_data import load
            >>> load().as_reported_by("sukhankin-2022").to_dict()[0]["id"]
            'source:sukhankin-2022'
        """
        return [record.to_dict() for record in self]

    @classmethod
    def _json_schema(cls) -> dict[str, Any]:
        return {"title": cls.__name__, "type": "array", "items": {"type": "object"}}

    def save(self, folder: str | PathLike[str]) -> None:
        """Write the dataset to a folder, which ``load`` and ``validate`` can read.

        Args:
            folder: The folder; it is created if it does not exist. Files with the same names are replaced.

        Raises:
            DatasetError: A file cannot be written, or the dataset is a view. A view could not be loaded again, because
                the records that its source only mentions have no evidence.

        Example:
            >>> from tempfile import TemporaryDirectory
            >>> from csto_data import load
            >>> with TemporaryDirectory() as folder:
            ...     load().save(folder)
            ...     len(load(folder)) == len(load())
            True
        """
        from .store.folder_writer import write_folder

        if self.source is not None:
            raise DatasetError([_CANNOT_BE_SAVED.format(self.source.id, f'as_reported_by("{self.source.id}")')])
        if self.published_by is not None:
            question = f'as_published_by("{self.published_by}")'
            raise DatasetError([_CANNOT_BE_SAVED.format(f"sources by {self.published_by}", question)])
        write_folder(self, folder)

    def sheets(self) -> Mapping[str, Sheet]:
        """Return the data as flat tables, one for each dataset, each list in it, the evidence and the computed tables.

        Returns:
            The sheets by name. A reference has the id and the name of the record, a date the columns ``_edtf``,
            ``_earliest`` and ``_latest``, and an amount those of its parts with ``_low`` and ``_high``.

        Example:
            >>> from csto_data import load
            >>> sheet = load().sheets()["states"]
            >>> [column.type for column in sheet.columns if column.name in ("iso_numeric", "cow")]
            ['text', 'integer']
        """
        from .exports.sheets import sheets

        return sheets(self)

    def export(
        self, format: ExportFormat, path: str | PathLike[str], *, base: str | None = None, strict: bool = False
    ) -> tuple[Loss, ...]:
        """Write the data to a file or folder for other programs.

        Args:
            format: ``"csv"``, ``"parquet"`` and ``"ftm"`` write a folder; ``"sqlite"``, ``"jsonl"`` and ``"rdf"`` write
                a file.
            path: The file or folder. Files with the same names are replaced.
            base: The beginning of the addresses in RDF, by default the address of the project, or ``urn:csto-data:``
                while it has none.
            strict: Whether a value that the format cannot hold is an error; then nothing is written.

        Returns:
            The values that the format cannot hold.

        Raises:
            ValueError: The format does not exist, or the base is not valid or not for this format.
            DatasetError: A file cannot be written, or a value cannot be held and ``strict`` is true.
            MissingLibraryError: The format needs an extra that is not installed.

        Example:
            >>> from pathlib import Path
            >>> from tempfile import TemporaryDirectory
            >>> from csto_data import load
            >>> with TemporaryDirectory() as folder:
            ...     losses = load().export("sqlite", Path(folder, "csto.sqlite"))
            >>> losses
            ()
        """
        from .exports.formats import export

        return export(self, format, path, base=base, strict=strict)

    def draw(
        self,
        kind: PictureKind,
        id: str | None = None,
        *,
        field: str | None = None,
        on: DayLike | None = None,
        start: DayLike | None = None,
        end: DayLike | None = None,
        width: float = 800,
    ) -> Picture:
        """Draw a picture of an answer; what is unknown is drawn as unknown.

        Args:
            kind: ``"members"``: the memberships of an organisation over time; ``"tiles"``: its members on a day;
                ``"timeline"``: the events between two days; ``"dispute"``: a value of a record with all its sources;
                ``"figure"``: the figures of a measure, by day; ``"holders"``: the holders of a post.
            id: The id or name of the record that the picture is about: the organisation, by default the CSTO; the state
                or organisation that has the post; the record with the disputed value or the figures; or a record to
                which the events of a timeline refer.
            field: The path of the disputed value, the measure of the figures, or the title of the post.
            on: The day of ``"tiles"``; the last covered day by default.
            start: The first day of a timeline.
            end: The last day of a timeline.
            width: The width in pixels: about 400 for a column of a paper, 1,200 for a slide.

        Returns:
            The picture, which Jupyter shows as it is, with ``svg``, ``vega_lite()``, ``table`` and ``save()``.

        Raises:
            ValueError: The kind does not exist, needs an id or has no such argument, or the width is not valid.
            OutsideCoverageError: ``on`` is omitted, and the organisation has no covered day.
            NotFoundError: The record, field, measure or post does not exist.

        Example:
            >>> from csto_data import load
            >>> picture = load().draw("dispute", "event:csto-withdrawal-start", field="date")
            >>> [row["first"] for row in picture.table if row["meaning"] in ("the record", "disputes it")]
            ['2022-01-13', '2022-01-15']
        """
        from .pictures.drawing import draw

        return draw(self, kind, id, field=field, on=on, start=start, end=end, width=width)

    def members(self, on: DayLike | None = None, *, organization: str = CSTO) -> Table[State]:
        """Return the states that were members of (or parties to) an organisation on a day.

        Args:
            on: An exact date; the last covered day by default. In a view, the default is the publication date of the
                source.
            organization: The id, abbreviation or name of the organisation, such as ``"org:csto"``.

        Returns:
            The states, sorted by id, without observers. For their participation on that day, use ``memberships.on()``.

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
        from .queries.membership import members

        is_id = isinstance(organization, str) and organization.startswith("org:")  # its table need not be read
        found = members(self, on, organization if is_id else self._id(organization, "org"))
        return Table(found, self, "states")

    def why(self, member: str, on: DayLike | None = None, *, organization: str = CSTO) -> Explanation:
        """Return why a state is or is not a member of (or party to) an organisation on a day.

        Args:
            member: The id, ISO 3166-1 code or name of the state.
            on: An exact date, inside or outside coverage; the default is that of ``members()``.
            organization: The id, abbreviation or name of the organisation.

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

        return explain(self, self._id(member, "state"), on, self._id(organization, "org"))

    def member_years(self, organization: str | None = None, *, series: Series | None = None) -> RowTable[MemberYear]:
        """Return a row for each covered year and each state that was ever a full member.

        Args:
            organization: The id, abbreviation or name of the organisation; ``"org:csto"`` by default.
            series: ``"cst+csto"`` joins the treaty (``org:cst``) and the organisation (``org:csto``): a party to the
                treaty or member of the organisation is a member of the series. Where only one of them is covered, a
                state that is not in it may be in the other one, so the answer is None.

        Returns:
            A table of dicts with the keys of ``csto_data.MemberYear``, sorted by year and id of the state.

        Raises:
            NotFoundError: The organisation does not exist.
            OutsideCoverageError: The members of an organisation are not completely known for any period.
            ValueError: Both ``organization`` and ``series`` are given, or the series does not exist.

        Example:
            >>> from csto_data import load
            >>> row = load().member_years()[0]
            >>> row["year"], row["name"], row["cow"], row["year_end"], row["participation"]
            (2003, 'Armenia', 371, 1, 'full')
            >>> row = load().member_years(series="cst+csto")[0]
            >>> row["organization"], row["year"], row["name"], row["year_end"]
            ('org:cst+org:csto', 1994, 'Armenia', 1)
        """
        from .queries.panels import MEMBER_YEARS, member_years, organizations_of

        known = None if organization is None else self._id(organization, "org")
        return RowTable(member_years(self, organizations_of(known, series)), self, MEMBER_YEARS)

    def dyad_years(
        self, organization: str | None = None, *, directed: bool = False, series: Series | None = None
    ) -> RowTable[DyadYear]:
        """Return a row for each covered year and each pair of states that were ever full members.

        Args:
            organization: The id, abbreviation or name of the organisation; ``"org:csto"`` by default.
            directed: Whether each pair occurs in both directions. By default it occurs once, with the lower number of
                the Correlates of War first.
            series: ``"cst+csto"`` joins the treaty and the organisation, as in ``member_years()``.

        Returns:
            A table of dicts with the keys of ``csto_data.DyadYear``, sorted by year, ``cow1`` and ``cow2``. States
            without such a number are last, by id.

        Raises:
            NotFoundError: The organisation does not exist.
            OutsideCoverageError: The members of an organisation are not completely known for any period.
            ValueError: Both ``organization`` and ``series`` are given, or the series does not exist.

        Example:
            >>> from csto_data import load
            >>> row = load().dyad_years()[0]
            >>> row["year"], row["cow1"], row["cow2"], row["state1"], row["state2"], row["year_end"]
            (2003, 365, 370, 'state:RUS', 'state:BLR', 1)
        """
        from .queries.panels import DYAD_YEARS, dyad_years, organizations_of

        known = None if organization is None else self._id(organization, "org")
        return RowTable(dyad_years(self, organizations_of(known, series), directed=directed), self, DYAD_YEARS)

    def about(self, id: str) -> Table[Record]:
        """Return all records that refer to a record, or to a place in it, in any field except evidence.

        Args:
            id: The id of the record; of a place, its parts count, too.

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

        return Table(about(self, self._id(id)), self, MIXED)

    def said_by(self, id: str) -> TimedTable[Statement | Assessment | Figure]:
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

        return TimedTable(said_by(self, self._id(id, "person", "state", "org")), self, MIXED)

    def replies_to(self, id: str) -> TimedTable[Statement]:
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

        return TimedTable(replies_to(self, self._id(id, "statement")), self, "statements")

    def judgements(self, id: str | None = None) -> Table[Judgement]:
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
        from .provenance.judgements import JUDGEMENTS, judgements

        return Table(judgements(self, None if id is None else self._id(id)), self, JUDGEMENTS)

    def disputes(self, *, record: str | None = None, source: str | None = None) -> Table[Judgement]:
        """Return the reported values that dispute the record.

        If a source contradicts itself, the report that the record does not follow is included.

        Args:
            record: The id or name of a record; all records by default.
            source: The id of a source; all sources by default.

        Returns:
            The judgements with the verdict ``DISPUTES``, sorted by record, field and source.

        Raises:
            NotFoundError: The record or source does not exist.

        Example:
            >>> from csto_data import load
            >>> (dispute,) = load().disputes(record="event:csto-withdrawal-start", source="sukhankin-2022")
            >>> print(dispute.value, "but", dispute.source, "has", dispute.reported)
            2022-01-13 but source:sukhankin-2022 has 2022-01-15
        """
        from .provenance.verdicts import Verdict

        return self._judged(Verdict.DISPUTES, record, source)

    def unsettled(self, *, record: str | None = None, source: str | None = None) -> Table[Judgement]:
        """Return the reported values for which the record has no value.

        Args:
            record: The id or name of a record; all records by default.
            source: The id of a source; all sources by default.

        Returns:
            The judgements with the verdict ``UNSETTLED``, sorted by record, field and source.

        Raises:
            NotFoundError: The record or source does not exist.

        Example:
            >>> from csto_data import load
            >>> {judgement.value for judgement in load().unsettled()}
            {None}
        """
        from .provenance.verdicts import Verdict

        return self._judged(Verdict.UNSETTLED, record, source)

    def _judged(self, verdict: Verdict, record: str | None, source: str | None) -> Table[Judgement]:
        """Return the judgements with a verdict, of one record or source if it is given."""
        from .provenance.judgements import JUDGEMENTS, judged

        of = None if record is None else self._id(record)
        by = None if source is None else self._id(source, "source")
        return Table((j for j in judged(self, verdict, of) if by in (None, j.source)), self, JUDGEMENTS)

    def resolve(self, id: str) -> Resolution:
        """Return what became of an id that any version of the data ever had.

        Args:
            id: The id, with its prefix.

        Returns:
            Whether a record has the id, or what became of it, since which version and why.

        Raises:
            NotFoundError: No version of the data ever had the id.

        Example:
            >>> from csto_data import load
            >>> found = load().resolve("place:nur-sultan")
            >>> found.kind, found.targets, found.since
            ('merged', ('place:astana',), '2.0.0')
        """
        from .store.redirecting import resolution

        return resolution(self, id)

    def history(self, id: str) -> Table[Revision]:
        """Return the versions of the data, up to this one, in which a record is new, changed or gone.

        Args:
            id: The id of a record that any version has.

        Returns:
            The revisions, the oldest first.

        Raises:
            NotFoundError: No version has the id.

        Example:
            >>> from csto_data import load
            >>> [(revision.version, revision.kind) for revision in load().history("place:nur-sultan")]
            [('0.2.0', 'added'), ('2.0.0', 'removed')]
        """
        from .releases.history import packaged_history
        from .releases.revisions import REVISIONS, revisions

        return Table(revisions(packaged_history(), id, self.version), self, REVISIONS)

    def diff(self, other: Dataset) -> Difference:
        """Return what differs between this dataset and another one, such as a later version.

        Args:
            other: The other dataset.

        Returns:
            The changes that lead from this dataset to the other one, the answers that differ, and the disputes that
            were opened and closed. ``str()`` returns them as text.

        Example:
            >>> from csto_data import load
            >>> found = load(version="1.0.0").diff(load())
            >>> [str(change) for change in found.answers if change.question == "members"][0][:52]
            'members of org:csto, 2026-01-23 to 2026-05-17: from '
        """
        from .releases.difference import difference_of_stores

        return difference_of_stores(self, other)

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the records, as JSON in the canonical form of RFC 8785: equal if and only if the records are.

        Example:
            >>> import csto_data
            >>> csto_data.load().fingerprint == csto_data.versions()[-1].fingerprint
            True
        """
        from .releases.fingerprint import fingerprint

        return fingerprint(self.to_dict())

    def search(self, text: str, *, limit: int | None = None) -> Table[Match]:
        """Return the records that contain all words of a text, the best match first.

        Names, other names, titles, codes, ids, summaries, claims and notes are searched. Upper and lower case, accents,
        and Cyrillic or Latin letters make no difference, and the beginning of a word is sufficient.

        Args:
            text: One or more words.
            limit: The highest number of matches; all by default.

        Returns:
            One ``Match`` per record, with the field that matched and its text.

        Raises:
            ValueError: The text has no words.

        Example:
            >>> from csto_data import load
            >>> load().search("airport")[0].record.id
            'place:almaty-airport'
        """
        from .store.lookup import MATCHES, search

        return Table(search(self, text, limit), self, MATCHES)

    def _id(self, text: str, *prefixes: str) -> str:
        """Return the id that is meant by an id, code or name, or by a record."""
        wanted = getattr(text, "id", text)
        if not isinstance(wanted, str):
            what = type(text).__name__
            raise TypeError(f'A value of type {what} is not a valid id. Expected a string such as "{CSTO}".')
        if wanted in self and (not prefixes or wanted.partition(":")[0] in prefixes):
            return self[wanted].id
        from .store.lookup import resolve

        return resolve(self, wanted, prefixes)

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

        return witnesses(self, self._id(id), field)

    def as_reported_by(self, source: str) -> View:
        """Return the data as one source reports them.

        Args:
            source: The id of the source, with or without prefix.

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

        return _wrapped(View, view(self, self.sources[self._id(source, "source")]))

    def as_published_by(self, day: DayLike) -> PublishedView:
        """Return the data as far as sources that were published by a day report them.

        A value is the one that a source by then reports; if several differ, the one that supports the record, otherwise
        that of the newest source. Sources that may have been published later do not count; ``undated`` lists them.

        Args:
            day: An exact date.

        Returns:
            A view: a dataset with only what these sources report.

        Raises:
            InvalidDateError: ``day`` is not an exact date.

        Example:
            >>> from csto_data import load
            >>> view = load().as_published_by("2022-01-12")
            >>> [str(figure.amount) for figure in view.figures if figure.id.startswith("figure:january-deaths-1")]
            ['164']
            >>> "figure:january-deaths-2" in view                   # 225, of 15 January
            False
        """
        from .dates import calendar_day
        from .provenance.source_view import published_view

        return _wrapped(PublishedView, published_view(self, calendar_day(day)))

    def cite(self, *ids: str, format: CitationFormat = "bibtex", data: bool = True) -> str:
        """Return the citation of records: this version of the dataset, and the sources of the records.

        A source behind several records has one entry. To cite several records in one file, pass all ids at once:
        the entry of the dataset, with the key ``csto-data``, names them.

        Args:
            *ids: The ids, codes or names of the records. Without ids, only the dataset is cited.
            format: ``"bibtex"``, ``"csl-json"`` (a list of items), ``"ris"`` or ``"text"``. Write it to a file in
                UTF-8.
            data: Whether the dataset has an entry, and not only the sources.

        Returns:
            The citation as text: the dataset, then the sources, sorted by id.

        Raises:
            NotFoundError: A record does not exist.
            ValueError: The format does not exist, or the base is not valid or not for this format.

        Example:
            >>> from csto_data import load
            >>> citation = load().cite("operation:csto-kazakhstan-2022", "state:KAZ", format="text")
            >>> citation.startswith("csto-data contributors: csto-data")
            True
        """
        from .provenance.citation import cite

        return cite(self, [self._id(id) for id in ids], format, data=data)


class View(Dataset):
    """The data as one source reports them, with the same queries as a dataset.

    A view contains the records that the source attests, with only its evidence, and the records to which these refer,
    with only the fields that identify them. If the source reports two values for a field, the view has the one that
    supports the record, otherwise the first in the source; the other one is in the ``disputes()`` of the view. A list
    is the union of what the source reports.

    A view has no coverage, the rules of ``validate`` do not apply to it, and it cannot be saved. Its membership spells
    are those for which the source reports a start or an end. A start that it does not report is any day up to the end,
    such as ``[..2006]``. An end that it does not report is any day from the publication of the source on, such as
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


class PublishedView(Dataset):
    """The data as far as sources that were published by a day report them, with the same queries as a dataset.

    Like a ``View``, it has no coverage, the rules of ``validate`` do not apply to it, and it cannot be saved. A spell
    whose end no source reports by then had not ended before the day, and later days are unknown.

    Attributes:
        published_by: The day.
        undated: The ids of the sources that may have been published by then or later. They do not count.
    """

    __slots__ = ()

    if TYPE_CHECKING:
        published_by: date  # pyright: ignore[reportGeneralTypeIssues]  # it always has one

    def __repr__(self) -> str:
        return f"<PublishedView by {self.published_by}, version {self.version}>"


def load(
    path: str | PathLike[str] | None = None, *, version: str | None = None, known_on: DayLike | None = None
) -> Dataset:
    """Return the packaged dataset, an earlier version of it, or the dataset in a folder.

    The packaged dataset is cached, and each of its tables is read on first use. A folder is read completely and
    checked. An earlier version is read from the packaged history; fields that were renamed since have their new names.

    Args:
        path: A folder with a dataset (with its ``datapackage.json``) or a pack; the packaged dataset by default.
        version: A released version of the data, such as ``"1.0.0"``; ``versions()`` lists them.
        known_on: An exact date, for the newest version that was released by then.

    Returns:
        The dataset.

    Raises:
        DatasetError: The folder violates a rule that blocks loading: invalid JSON, a record that does not match its
            schema, a duplicate id, or a reference to a missing record; ``findings`` has all violations. Or the records
            of the version cannot be read by this version of the package; the message says which one reads them.
        NotFoundError: The version was never released.
        InvalidDateError: ``known_on`` is not an exact date.
        OutsideCoverageError: No version was released by ``known_on``.
        ValueError: More than one of the arguments is given.

    Example:
        >>> from csto_data import load
        >>> "state:KAZ" in load()
        True
        >>> load(version="1.0.0").places["nur-sultan"].name
        'Nur-Sultan'
    """
    if [path, version, known_on].count(None) < 2:
        raise ValueError("load() takes a folder, version or known_on, and only one of them.")
    if version is not None or known_on is not None:
        return _released(version, known_on)
    if path is None:
        return _packaged()
    from .validation.loading import load_folder

    return _wrapped(Dataset, load_folder(path))


def _released(version: str | None, day: DayLike | None) -> Dataset:
    """Return a version of the data, or the newest one by a day."""
    from .releases.loading import known_on, released_store

    wanted = known_on(day).version if version is None and day is not None else version
    if wanted == _packaged().version:
        return _packaged()
    return _wrapped(Dataset, released_store(str(wanted)))


def versions() -> tuple[Release, ...]:
    """Return the released versions of the data, the oldest first.

    Example:
        >>> import csto_data
        >>> [release.version for release in csto_data.versions()][:3]
        ['0.1.0', '0.2.0', '1.0.0']
    """
    from .releases.history import releases

    return releases()


def members(on: DayLike | None = None, *, organization: str = CSTO) -> Table[State]:
    """Return the states that were members of an organisation on a day, according to the packaged data.

    Args:
        on: An exact date; the last covered day by default.
        organization: The id, abbreviation or name of the organisation.

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
    return cls(**values, read=store._read, redirects=store._redirects)  # noqa: SLF001  # not its tables, built twice


_PACKAGED: list[Dataset] = []
_LOCK = Lock()


def _packaged() -> Dataset:
    """Return the packaged dataset, which is one object in all threads."""
    if not _PACKAGED:
        with _LOCK:
            if not _PACKAGED:
                _PACKAGED.append(_wrapped(Dataset, packaged_store()))
    return _PACKAGED[0]


def _packaged_again(version: str) -> Dataset:
    """Return the packaged dataset in place of a pickled one of the same version."""
    if _packaged().version != version:
        raise DatasetError(
            [f"The pickled dataset has version {version}. Expected the installed version {_packaged().version}."]
        )
    return _packaged()


def _with_records(
    cls: type[Dataset],
    values: dict[str, Any],
    records: dict[str, tuple[Any, ...]],
    redirects: dict[str, Redirect],
) -> Dataset:
    return cls(**values, read=lambda kind: records[kind.dataset], redirects=lambda: redirects)
