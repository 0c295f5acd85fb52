"""What the page of a record shows: its values, with the sources for and against each of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from attrs import frozen
from markupsafe import Markup

from ..model.fields import fields_of
from ..model.kinds import kind_of
from ..model.references import evidence_of, references
from ..provenance.judgements import Judgement
from ..provenance.support import REPORTED_BY, reports_on
from ..store.phrases import amount_phrase, in_words, path_phrase, phrase

if TYPE_CHECKING:
    from ..dataset import Dataset
    from ..model import Evidence, Record
    from .marking import Marker

_APART = ("id", "evidence", "note", "summary")
"""The fields that the page shows elsewhere."""
_SPELLINGS = {"iso": "ISO", "m49": "M49", "cow": "COW", "gw": "GW", "geonames": "GeoNames", "wikidata": "Wikidata"}
"""The spelling of the names of lists of codes."""
_LONGEST = 60
"""The maximum number of characters of the name of a value."""


@frozen
class Report:
    """What a source reports for a value: the source, where it says so, and its value if that differs."""

    source: Markup
    at: str
    says: Markup | None


@frozen
class Verdicts:
    """The reports on a value with one verdict."""

    verdict: str
    label: str
    reports: tuple[Report, ...]


@frozen
class Row:
    """A value of a record and what sources report for it."""

    name: str
    value: Markup
    verdicts: tuple[Verdicts, ...] = ()

    @property
    def is_disputed(self) -> bool:
        """Whether a source contradicts the value."""
        return self.count("disputes") > 0

    def count(self, verdict: str) -> int:
        """Return the number of sources with a verdict on the value, such as ``"supports"``."""
        return len({report.source for found in self.verdicts if found.verdict == verdict for report in found.reports})


def value_rows(marker: Marker, dataset: Dataset, record: Record) -> Iterator[Row]:
    """Iterate over the values of a record in the order of its fields, each with the reports on it.

    Args:
        marker: Writes values for the page.
        dataset: The data.
        record: The record.
    """
    judged: dict[str, list[tuple[str, Judgement]]] = {}
    for path, found in reports_on(dataset, record.id).items():
        judged.setdefault(_field(path), []).extend((path, judgement) for judgement in found)
    for name in fields_of(type(record)):
        if name not in _APART:
            yield from _field_rows(marker, dataset, record, name, judged.pop(name, []))


def _field_rows(
    marker: Marker, dataset: Dataset, record: Record, name: str, judged: list[tuple[str, Judgement]]
) -> Iterator[Row]:
    """Iterate over the rows of a field: those of the reports, and the values that no source reports."""
    value = getattr(record, name)
    shown: set[str] = set()
    for (path, _), found in groupby(sorted(judged, key=_value_key), _value_key):
        several = [judgement for _, judgement in found]
        reported = several[0].value
        shown.update(map(str, reported if isinstance(reported, tuple) else [reported]))
        recorded = _missing() if reported is None else _value(marker, record, path, reported)
        label = _label(path_phrase(dataset, path if isinstance(value, tuple) else re.sub(r"\[.*\]", "", path)))
        yield Row(label, recorded, tuple(_verdicts(marker, dataset, several)))
    if isinstance(value, tuple) or not judged:
        yield from _unreported_rows(marker, dataset, record, name, shown)


def _unreported_rows(marker: Marker, dataset: Dataset, record: Record, name: str, shown: set[str]) -> Iterator[Row]:
    """Iterate over the values of a field that no source reports."""
    value = getattr(record, name)
    for element in value if isinstance(value, tuple) else (value,):
        if "evidence" in _own_fields(element):
            yield from _part_rows(marker, dataset, name, element, shown)
        elif element not in (None, False) and str(element) not in shown:
            yield Row(_label(in_words(name)), _value(marker, record, name, element))


def _part_rows(marker: Marker, dataset: Dataset, name: str, part: Any, shown: set[str]) -> Iterator[Row]:
    """Iterate over the values of a part with evidence of its own, such as a contingent, that no source reports."""
    first, *others = _own_fields(part)
    whose = phrase(dataset, getattr(part, first))
    for field in (first, *others):
        value = getattr(part, field)
        if field != "evidence" and value not in (None, (), False) and str(value) not in shown:
            yield Row(_label(", ".join((in_words(name), whose, in_words(field)))), marker.value(value))


def _own_fields(value: Any) -> tuple[str, ...]:
    return tuple(fields_of(type(value))) if hasattr(type(value), "__attrs_attrs__") else ()


def _value(marker: Marker, record: Record, field: str, value: Any) -> Markup:
    """Return a recorded value; of a figure, the amount with its unit."""
    if field == "amount" and value == getattr(record, "amount", None):
        return Markup("{}").format(amount_phrase(record))
    return marker.value(value)


def _missing() -> Markup:
    return Markup('<span class="none">no value</span>')


def _verdicts(marker: Marker, dataset: Dataset, judged: list[Judgement]) -> Iterator[Verdicts]:
    """Iterate over the reports on a value by verdict, the most important verdict first."""
    for verdict, label in REPORTED_BY.items():
        found = [judgement for judgement in judged if judgement.verdict is verdict]
        if found:
            yield Verdicts(verdict.value, _label(label), tuple(_report(marker, dataset, each) for each in found))


def _report(marker: Marker, dataset: Dataset, judgement: Judgement) -> Report:
    same = judgement.reported == judgement.value
    at = "" if judgement.at is None else str(judgement.at)
    return Report(
        source_link(marker, dataset, judgement.source), at, None if same else marker.value(judgement.reported)
    )


def source_link(marker: Marker, dataset: Dataset, id: str) -> Markup:
    """Return the publisher and day of a source, or else its title, as a link to its page.

    Args:
        marker: Writes values for the page.
        dataset: The data, which have the source.
        id: The id of the source.
    """
    source = dataset.sources[id]
    name = source.publisher or source.title
    day = f", {phrase(dataset, source.published)}" if source.published is not None else ""
    address = marker.link(f"sources/{id.partition(':')[2]}.html")
    return Markup('<a href="{}"><bdi>{}</bdi>{}</a>').format(address, name, day)


def _field(path: str) -> str:
    """Return the name of the field of a record in which a path begins."""
    return path.partition("[")[0].partition(".")[0]


def _value_key(report: tuple[str, Judgement]) -> tuple[str, str]:
    path, judgement = report
    return path, str(judgement.value)


def _label(text: str) -> str:
    """Return the name of a value as the beginning of a line; a long one, such as a claim, is cut between two words."""
    text = " ".join(_SPELLINGS.get(word, word) for word in text.split(" "))
    short = text if len(text) <= _LONGEST else f"{text[:_LONGEST].rpartition(' ')[0]} …"
    return short[:1].upper() + short[1:]


@frozen
class Cited:
    """A source of a record, or of a part of it, with what is noted on it."""

    part: str
    source: Markup
    title: str
    language: str | None
    at: str
    note: str
    planned: bool


def cited_sources(marker: Marker, dataset: Dataset, record: Record) -> Iterator[Cited]:
    """Iterate over the evidence of a record and of its parts.

    Args:
        marker: Writes values for the page.
        dataset: The data.
        record: The record.
    """
    for part, evidence in _evidence(record):
        source = dataset.sources[evidence.source]
        yield Cited(
            part=part,
            source=source_link(marker, dataset, source.id),
            title=source.title,
            language=None if source.title_supplied else source.language,
            at="" if evidence.at is None else str(evidence.at),
            note=evidence.note or "",
            planned=bool(evidence.planned),
        )


def _evidence(record: Record) -> Iterator[tuple[str, Evidence]]:
    own = getattr(record, "evidence", ())
    yield from (("", evidence) for evidence in own)
    held = {id(evidence) for evidence in own}
    yield from (("in a part", evidence) for evidence in evidence_of(record) if id(evidence) not in held)


def referring_records(dataset: Dataset) -> dict[str, list[Record]]:
    """Return the records that refer to each record in any field except evidence, by its id.

    Args:
        dataset: The data.
    """
    found: dict[str, list[Record]] = {}
    for record in dataset:
        for other in dict.fromkeys(str(reference.id) for reference in references(record) if not reference.in_evidence):
            found.setdefault(other, []).append(record)
    return found


def by_dataset(records: Iterable[Record], datasets: Iterable[str]) -> dict[str, list[Record]]:
    """Return records by the name of their dataset, without empty ones.

    Args:
        records: The records.
        datasets: The names of the datasets, in order.
    """
    found: dict[str, list[Record]] = {name: [] for name in datasets}
    for record in records:
        kind = kind_of(record.id)
        if kind is not None:
            found[kind.dataset].append(record)
    return {name: several for name, several in found.items() if several}
