"""What templates ask about a record: its sources, what refers to it, what a source reports."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from ..dates import Day, Instant
from ..errors import NotFoundError
from ..model import KINDS, Membership, Office, Organization, Record, Source
from ..model.references import evidence_of
from ..model.values import Quantity
from ..provenance.judgements import Judgement
from ..store.order import covered_until
from .days import chronological, exact
from .record_view import by_dataset, cited_sources, referring_records, value_rows

if TYPE_CHECKING:
    from ..dataset import Dataset
    from ..pictures.picture import Picture
    from ..provenance.citation import CitationFormat
    from .marking import Marker

SERIES = 3
"""The number of figures of a measure from which on they are drawn over time."""


class Lookups:
    """Answers about the records of a dataset, each computed once for the whole site.

    Args:
        dataset: The data.
    """

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._referring = referring_records(dataset)
        self._reported: dict[str, list[Judgement]] = {}
        for judgement in dataset.judgements():
            self._reported.setdefault(str(judgement.source), []).append(judgement)
        self._citing: dict[str, dict[str, Record]] = {}
        for record in dataset:
            for evidence in evidence_of(record):
                self._citing.setdefault(str(evidence.source), {})[str(record.id)] = record
        self._measures: dict[str, Counter[str]] = {}
        for figure in dataset.figures:
            self._measures.setdefault(str(figure.of), Counter())[figure.measure] += 1
        self._held: dict[str, list[Membership | Office]] = {}
        self._posts: dict[str, list[str]] = {}
        for spell in dataset.memberships:
            self._held.setdefault(str(spell.member), []).append(spell)
        for term in dataset.offices:
            if term.holder.startswith("person:"):
                self._held.setdefault(str(term.holder), []).append(term)
            if term.title not in self._posts.setdefault(str(term.of), []):
                self._posts[str(term.of)].append(term.title)
        self._standings: dict[tuple[str, date], dict[str, str]] = {}
        self._organizations = {str(spell.organization) for spell in dataset.memberships}
        self.articles = {
            str(source.id): f"articles/{source.id.partition(':')[2]}.html" for source in _articles(dataset)
        }
        """The path of the page that follows a source paragraph by paragraph, by the id of the source."""

    @property
    def citations(self) -> int:
        """The number of pairs of a record and a source that it cites."""
        return sum(len(of_source) for of_source in self._citing.values())

    def rows(self, marker: Marker, record: Record) -> Iterator[Any]:
        """Iterate over the values of a record with their sources."""
        return value_rows(marker, self._dataset, record)

    def disputed(self, marker: Marker, id: str) -> list[Any]:
        """Return the values of a record that a source disputes."""
        return [row for row in value_rows(marker, self._dataset, self._dataset[id]) if row.is_disputed]

    def cited(self, marker: Marker, record: Record) -> list[Any]:
        """Return the sources of a record."""
        return [*cited_sources(marker, self._dataset, record)]

    def referring(self, record: Record) -> dict[str, list[Record]]:
        """Return the records that refer to a record, by dataset."""
        found = by_dataset(self._referring.get(record.id, ()), KINDS)
        return {name: sorted(records, key=chronological) for name, records in found.items()}

    def held(self, record: Record) -> list[Membership | Office]:
        """Return the memberships of a state or organisation, or the offices of a person, in the order of time."""
        return sorted(self._held.get(str(record.id), ()), key=chronological)

    def participation(self, spell: Record) -> str:
        """Return how a member took part on the last covered day of its spell, if that is not in full."""
        if not isinstance(spell, Membership) or spell.end is not None:
            return ""
        last = covered_until(self._dataset, spell)
        found = "" if last is None else self._participations(str(spell.organization), last).get(str(spell.id), "")
        return f"participation {found}, as known on {last}" if found not in ("", "full", "None") else ""

    def _participations(self, organization: str, day: date) -> dict[str, str]:
        """Return how each member of an organisation took part on a day, by the id of its spell."""
        if (organization, day) not in self._standings:
            standings = self._dataset.memberships.on(day, organization=organization)
            self._standings[organization, day] = {str(each.spell.id): str(each.participation) for each in standings}
        return self._standings[organization, day]

    def pictures(self, record: Record) -> list[Picture]:
        """Return the pictures of a record.

        These are the members and the holders of the posts of an organisation; of other records, the figures over time
        and the disputed days and amounts.
        """
        if isinstance(record, Organization):
            members = [self._dataset.draw("members", record.id)] if str(record.id) in self._organizations else []
            posts = self._posts.get(str(record.id), ())
            return members + [self._dataset.draw("holders", record.id, field=title) for title in posts]
        drawn = [measure for measure, count in self._measures.get(str(record.id), {}).items() if count >= SERIES]
        series = [self._dataset.draw("figure", record.id, field=measure) for measure in drawn]
        return series + self.dispute_pictures(record)

    def dispute_pictures(self, record: Record) -> list[Picture]:
        """Return the pictures of the disputed days and amounts of a record."""
        disputed = self._dataset.disputes(record=record.id)
        fields = dict.fromkeys(each.field for each in disputed if isinstance(each.reported, Day | Instant | Quantity))
        return [
            self._dataset.draw("dispute", record.id, field=field) for field in fields if self._is_drawn(record, field)
        ]

    def _is_drawn(self, record: Record, field: str) -> bool:
        try:
            self._dataset.draw("dispute", record.id, field=field)
        except NotFoundError:  # a day without bounds, or an amount in words only
            return False
        return True

    def reported(self, source: Record) -> list[Judgement]:
        """Return what a source reports, by record."""
        return self._reported.get(str(source.id), [])

    def citing(self, source: Record) -> list[Record]:
        """Return the records that cite a source without a report that is compared."""
        reported = {judgement.record for judgement in self.reported(source)}
        return [record for id, record in sorted(self._citing.get(str(source.id), {}).items()) if id not in reported]

    def article(self, source: Record) -> str | None:
        """Return the path of the page that follows a source paragraph by paragraph, if there is one."""
        return self.articles.get(str(source.id))

    def known(self, source: Record) -> str | None:
        """Return the path of the page on the day on which a source was published, if that is known."""
        day = exact(source.published) if isinstance(source, Source) else None
        return None if day is None else f"known/{day}.html"

    def json(self, record: Record) -> str:
        """Return a record as JSON."""
        return json.dumps(record.to_dict(), ensure_ascii=False, indent=2)

    def citation(self, record: Record, format: CitationFormat) -> str:
        """Return the citation of a record and its sources."""
        return self._dataset.cite(str(record.id), format=format)


def _articles(dataset: Dataset) -> Iterator[Source]:
    """Iterate over the sources of which at least two paragraphs are cited."""
    paragraphs: dict[str, set[str]] = {}
    for record in dataset:
        for evidence in evidence_of(record):
            if evidence.at is not None and evidence.at.paragraph is not None:
                paragraphs.setdefault(str(evidence.source), set()).add(str(evidence.at.paragraph))
    yield from (dataset.sources[id] for id, cited in sorted(paragraphs.items()) if len(cited) > 1)
