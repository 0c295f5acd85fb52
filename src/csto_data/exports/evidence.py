"""The sheets of evidence: which source is cited for a record, and what it reports."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from ..model.evidence import Evidence
from ..model.json_values import to_json
from ..provenance.gazetteer import Gazetteer
from ..provenance.judgements import judge_reports
from ..provenance.verdicts import Judged, Verdict
from ..store.flat import flat_value
from .columns import BOUNDS, RECORDS, Column, bounds_of, columns_of_class, reference
from .sheet import Row, Sheet

if TYPE_CHECKING:
    from ..store.record_store import RecordStore


class Entry(NamedTuple):
    """An entry of evidence: its id, the record, the part of it and the object that has the entry, and its position."""

    id: str
    record: Any
    part: str | None
    holder: Any
    position: int
    evidence: Evidence


class JudgedReport(NamedTuple):
    """A judgement: the entry, the number and the field of the report in it, and the number of the judgement in that."""

    entry: Entry
    position: int
    field: str
    element: int
    judged: Judged


_ID = Column(name="id", required=True, description="The id of the entry: the record, the part and the position.")
_VERDICTS = tuple(verdict.value for verdict in Verdict)


def entries(records: Iterable[Any]) -> Iterator[Entry]:
    """Yield all evidence of records, with an id for each entry."""
    for record in records:
        for part, holder in _holders(record):
            for position, entry in enumerate(holder.evidence, 1):
                place = "" if part is None else f"{part}-"
                yield Entry(f"{record.id}#{place}evidence-{position}", record, part, holder, position, entry)


def _holders(record: Any) -> Iterator[tuple[str | None, Any]]:
    """Yield a record and the objects in it that have evidence of their own."""
    if hasattr(record, "evidence"):
        yield None, record
    for number, contingent in enumerate(getattr(record, "contingents", ()), 1):
        yield f"contingents-{number}", contingent
    if getattr(record, "outcome", None) is not None:
        yield "outcome", record.outcome


def evidence_sheets(store: RecordStore) -> Iterator[Sheet]:
    """Yield the sheets ``evidence``, ``reports`` and ``disputes``."""
    yield _evidence(store)
    yield _reports(store, "reports", "The reported values, each with its verdict; of a list, a row for each element.")
    yield _reports(store, "disputes", "The reported values that dispute the record.", Verdict.DISPUTES)


def _evidence(store: RecordStore) -> Sheet:
    found = columns_of_class(Evidence)
    text = "The part of the record that the entry is about, such as outcome; empty if it is the record."
    columns = (
        _ID,
        *reference("record", RECORDS, "The record that the entry is about."),
        Column(name="part", description=text),
        Column(name="position", type="integer", required=True, description="The position in the list, from 1."),
        *found.columns,
    )

    def rows() -> Iterator[Row]:
        for entry in entries(store):
            record = entry.record
            yield entry.id, record.id, record.label, entry.part, entry.position, *found.of(entry.evidence, store)

    return Sheet("evidence", "Each place in a source that is evidence for a record.", columns, ("id",), rows)


def _reports(store: RecordStore, name: str, description: str, only: Verdict | None = None) -> Sheet:
    columns = (
        Column(name="evidence_id", required=True, sheet="evidence", description="The entry of evidence."),
        Column(name="position", type="integer", required=True, description="The position of the report, from 1."),
        Column(name="element", type="integer", required=True, description="The number of the judgement, from 1."),
        *reference("record", RECORDS, "The record that the report is about."),
        *reference("source", "sources", "The source that reports the value."),
        Column(name="field", required=True, description="The field that is reported."),
        Column(name="path", required=True, description="The path of the judged value, such as states[state:KAZ]."),
        Column(name="recorded", description="The recorded value as text; empty if the record has none."),
        Column(name="value", required=True, description="The reported value as text."),
        Column(name="value_json", required=True, description="The reported value as in the dataset files."),
        *BOUNDS,
        Column(name="verdict", required=True, words=_VERDICTS, description="How the report relates to the record."),
    )

    def rows() -> Iterator[Row]:
        names = {source.id: source.label for source in store.sources}
        for report in judged_reports(store, store):
            if only in (None, report.judged[3]):
                yield _report(report, names[report.entry.evidence.source])

    return Sheet(name, description, columns, ("evidence_id", "position", "element"), rows)


def judged_reports(store: RecordStore, records: Iterable[Any]) -> Iterator[JudgedReport]:
    """Yield all judgements on records, with paths that begin at the record."""
    geography = Gazetteer.of(store)
    for entry in entries(records):
        prefix = _prefix(entry.part, entry.holder)
        last, element = -1, 0
        for index, reported, (path, recorded, value, verdict) in judge_reports(entry.holder, entry.evidence, geography):
            element = element + 1 if index == last else 1
            last = index
            judged = (prefix + path, recorded, value, verdict)
            yield JudgedReport(entry, index + 1, reported.field, element, judged)


def _prefix(part: str | None, holder: Any) -> str:
    """Return the beginning of the paths of a part of a record."""
    if part is None:
        return ""
    return "outcome." if part == "outcome" else f"contingents[{holder.state}]."


def _report(report: JudgedReport, source: str) -> Row:
    entry = report.entry
    path, recorded, value, verdict = report.judged
    written = json.dumps(to_json(value), ensure_ascii=False)
    return (
        entry.id,
        report.position,
        report.element,
        entry.record.id,
        entry.record.label,
        entry.evidence.source,
        source,
        report.field,
        path,
        _text(recorded),
        _text(value),
        written,
        *bounds_of(value),
        verdict.value,
    )


def _text(value: Any) -> str | None:
    found = flat_value(value)
    if isinstance(found, bool):
        return str(found).lower()
    return None if found is None else str(found)
