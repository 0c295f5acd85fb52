"""Build a view: the data as one source reports them, or all sources that were published by a day.

The fields that identify a record come from the record unless the source reports other values; testimony comes from the
source only. Evidence for what was still ``planned`` is kept, but gives no value.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from attrs import evolve, frozen

from ..dates import Day
from ..model import (
    KINDS,
    Assessment,
    Contingent,
    Evidence,
    Figure,
    Membership,
    Office,
    Party,
    Record,
    Source,
    Statement,
)
from ..model.conditions import Ordered
from ..model.coverage import Coverage
from ..model.fields import as_reported_only, conditions_of, fields_of, reportable
from ..model.references import evidence_of, references
from ..store.record_store import RecordStore
from .gazetteer import Gazetteer
from .judgements import place_in_source
from .verdicts import TIMES, Counterparts, Verdict, judge_field

Values = dict[str, Any]

NO_BOUND = Day("[..2999]")
"""The start of a spell for which the source does not limit the start."""


def view(store: RecordStore, source: Source) -> RecordStore:
    """Return the data as the source reports them."""
    records = _records_of(store, (source,), source.published)
    return RecordStore(
        source=source,
        version=store.version,
        released=store.released,
        coverage=Coverage(),
        read=lambda kind: records[kind.dataset],
        redirects=store._redirects,  # noqa: SLF001  # read on first use
    )


def published_view(store: RecordStore, day: date) -> RecordStore:
    """Return the data as far as sources that were certainly published by a day report them."""
    sources, undated = published_by(store.sources, day)
    records = _records_of(store, sources, Day(day.isoformat()))
    return RecordStore(
        published_by=day,
        undated=tuple(source.id for source in undated),
        version=store.version,
        released=store.released,
        coverage=Coverage(),
        read=lambda kind: records[kind.dataset],
        redirects=store._redirects,  # noqa: SLF001  # read on first use
    )


def published_by(sources: Iterable[Source], day: date) -> tuple[list[Source], list[Source]]:
    """Return the sources that were published by a day, the newest first, and those for which this is open."""
    known: list[tuple[date, Source]] = []
    undated: list[Source] = []
    for source in sources:
        latest = None if source.published is None else source.published.latest
        earliest = None if source.published is None else source.published.earliest
        if latest is not None and latest <= day:
            known.append((latest, source))
        elif earliest is None or earliest <= day:
            undated.append(source)
    known.sort(key=lambda each: each[0], reverse=True)
    return [source for _, source in known], undated


def _records_of(store: RecordStore, sources: Sequence[Source], seen: Day | None) -> dict[str, list[Record]]:
    """Return by dataset the records that the sources attest, and all records to which these refer, transitively."""
    builder = _ViewBuilder(store, sources, seen)
    ids = {source.id for source in sources}
    due = [*map(str, ids), *(str(r.id) for r in store if any(e.source in ids for e in evidence_of(r)))]
    built: dict[str, Record | None] = {}
    while due:
        id = due.pop()
        if id not in built:
            built[id] = record = builder.record(store[id])
            if record is not None:
                due.extend(str(reference.id) for reference in references(record))
    datasets = {kind.prefix: kind.dataset for kind in KINDS.values()}
    records: dict[str, list[Record]] = defaultdict(list)
    for id, record in built.items():
        if record is not None:
            records[datasets[id.partition(":")[0]]].append(record)
    return records


@frozen
class _Report:
    """A value that a source reports for a field, whether it supports the record, and its number among all reports."""

    field: str
    value: Any
    supports: bool
    evidence: Evidence
    number: int


class _ViewBuilder:
    """Builds the records of a view of sources, the most important first, that report what was seen by a day."""

    def __init__(self, store: RecordStore, sources: Sequence[Source], seen: Day | None) -> None:
        self._rank = {source.id: rank for rank, source in enumerate(sources)}
        self._seen = seen
        self._places = Gazetteer.of(store)
        self._organizations = store.organizations

    def record(self, record: Record) -> Record | None:
        """Return the record as the source reports it, or None if a required value is missing.

        A record that the source does not attest has only the fields that identify it. What identifies an assessment is
        the claim, so it is there only if the source makes it.
        """
        if isinstance(record, Source):
            return record
        if isinstance(record, Assessment) and not self._attests(record):
            return None
        built: Record | None = self._as_reported(record)
        return built

    def _as_reported(self, holder: Any) -> Any:
        """Return a record, or a contingent or outcome in one, as the source reports it."""
        cls = type(holder)
        reported = reportable(cls)
        own = self._own(holder)
        values: Values = {name: getattr(holder, name) for name in reported if name not in as_reported_only(cls)}
        values |= {name: getattr(holder, name) for name in ("id", "kind") if name in fields_of(cls)}
        values |= self._reported_values(holder, own)
        values |= self._parts(holder)
        whole = self._whole(holder, values)
        return None if whole is None else cls(**whole, evidence=own)

    def _reported_values(self, holder: Any, own: Iterable[Evidence]) -> Values:
        """Return the values that the source reports, one for each field; an amount in the unit of the source."""
        fields = reportable(type(holder))
        by_field = _by_field(holder, list(self._reports(holder, own)))
        values: Values = {
            name: _union(getattr(holder, name), [report.value for report in reports])
            if fields[name].many
            else _chosen(reports).value
            for name, reports in by_field.items()
        }
        for contradicted, other in _contradicted(type(holder), values, by_field):
            if other is None:
                del values[contradicted]
            else:
                values[contradicted] = other.value
        organization = values.get("organization")
        if "status" in fields and organization not in (None, holder.organization):
            values.setdefault("status", self._status(organization))
        if "amount" in by_field:
            values["unit"] = _own_unit(_chosen(by_field["amount"])) or holder.unit
        return values

    def _parts(self, holder: Any) -> Values:
        """Return the contingents that the source attests, and the outcome if the source reports its result."""
        parts: Values = {}
        if "contingents" in fields_of(type(holder)):
            parts["contingents"] = tuple(map(self._as_reported, filter(self._attests, holder.contingents)))
        outcome = getattr(holder, "outcome", None)
        if outcome is not None and any(
            report.field == "result" for report in self._reports(outcome, self._own(outcome))
        ):
            parts["outcome"] = self._as_reported(outcome)
        return parts

    def _own(self, part: Any) -> tuple[Evidence, ...]:
        return tuple(evidence for evidence in part.evidence if evidence.source in self._rank)

    def _attests(self, part: Any) -> bool:
        return bool(self._own(part))

    def _reports(self, holder: Any, own: Iterable[Evidence]) -> Iterator[_Report]:
        """Yield what the sources report for the fields: the first source first, and each in the order of its text."""
        fields = reportable(type(holder))
        order = sorted(own, key=lambda evidence: (self._rank[evidence.source], place_in_source(evidence.at)))
        for number, evidence in enumerate(order):
            for report in () if evidence.planned else evidence.reports:
                field = fields[report.field]
                supports = not field.many and (
                    report.value == getattr(holder, report.field)
                    or any(v is Verdict.SUPPORTS for *_, v in judge_field(holder, field, report.value, self._places))
                )
                yield _Report(report.field, report.value, supports, evidence, number)

    def _whole(self, holder: Any, values: Values) -> Values | None:
        """Return the values with the required ones added, or None if the source does not report enough for a record."""
        match holder:
            case Membership() if "start" not in values and "end" not in values:
                return None
            case Figure() if "amount" not in values:
                return None
            case Membership() | Office():
                identity = {"holder": holder.holder} if isinstance(holder, Office) else {}
                return {**identity, **self._bounds(values), **values}
            case Contingent():
                return {"state": holder.state, **values}
            case Statement():
                return {"speakers": (), "summary": None, **values}
        return values

    def _status(self, organization: str) -> str:
        """Return the status of members of an organisation other than the recorded one, which its kind determines."""
        found = self._organizations.get(organization)
        return "party" if found is not None and found.kind == "treaty-body" else "member"

    def _bounds(self, values: Values) -> Values:
        """Return the start or end of a spell that follows from the other one if the source does not report it."""
        start, end, published = values.get("start"), values.get("end"), self._seen
        if start is None:
            return {"start": NO_BOUND if end is None or end.latest is None else Day(f"[..{_text(end, end.latest)}]")}
        if end is None and published is not None and published.earliest is not None:
            return {"end": Day(f"[{_text(published, published.earliest)}..]")}
        return {}


def _by_field(holder: Any, reports: list[_Report]) -> dict[str, list[_Report]]:
    """Return the reports for each field; for an event, either those of one moment or those of a start and an end."""
    if "date" in fields_of(type(holder)):
        times = [report for report in reports if report.field in TIMES]
        if times:
            field = _chosen(times).field
            kept = ("start", "end") if field in ("start", "end") else (field,)
            reports = [report for report in reports if report.field not in TIMES or report.field in kept]
    by_field: dict[str, list[_Report]] = defaultdict(list)
    for report in reports:
        by_field[report.field].append(report)
    return by_field


def _chosen(reports: list[_Report]) -> _Report:
    """Return the report that supports the record, otherwise the first; an amount in another unit comes last."""
    return min(
        reports, key=lambda report: (report.field == "amount" and _own_unit(report) is not None, not report.supports)
    )


def _contradicted(cls: Any, values: Values, by_field: dict[str, list[_Report]]) -> Iterator[tuple[str, _Report | None]]:
    """Yield the wrong one of a start and an end in the wrong order, and the report that belongs to the other one.

    The right one supports the record or is the first: of several sources that of the first one, of one source the first
    in its text. The report is in the same evidence, if there is one.
    """
    for condition in conditions_of(cls):
        if isinstance(condition, Ordered) and condition.fault(values.get) is not None:
            both = [_chosen(by_field[name]) for name in (condition.first, condition.last)]
            both.sort(key=lambda report: report.number)
            kept = _chosen(both)
            field = next(report.field for report in both if report is not kept)
            beside = (report for report in by_field[field] if report.evidence is kept.evidence)
            yield field, next((r for r in beside if condition.fault({**values, field: r.value}.get) is None), None)


def _own_unit(reported: _Report) -> Any:
    return next((report.value for report in reported.evidence.reports if report.field == "unit"), None)


def _union(recorded: tuple[Any, ...], lists: Iterable[tuple[Any, ...]]) -> tuple[Any, ...]:
    """Return all reported elements, those of the record first and in its order; reports on one party are merged."""
    reports: dict[Any, list[Any]] = defaultdict(list)
    counterparts = Counterparts(recorded)
    places = {element: place for place, element in reversed([*enumerate(recorded)])}
    for elements in lists:
        taken: set[Any] = set()
        for element in sorted(elements, key=lambda element: element not in places):
            place = _place(element, counterparts, places)
            if place in taken:  # two elements of one list are never merged
                place = (len(recorded), element)
            taken.add(place)
            reports[place].append(element)
    ordered = sorted(reports.items(), key=lambda entry: entry[0][0])
    merged = (_merged(same, recorded[index] if index < len(recorded) else None) for (index, _), same in ordered)
    return tuple(dict.fromkeys(merged))


def _place(element: Any, counterparts: Counterparts, places: Mapping[Any, int]) -> tuple[int, Any]:
    """Return the index of the recorded element with the same key, and what else must be equal for a merge.

    Args:
        element: A reported element.
        counterparts: The recorded elements by their keys.
        places: The index of each recorded element.
    """
    found = counterparts.of(element)
    if found is None or not isinstance(element, Party):
        return (places.get(element, len(places)), element)
    return (places[found], element.described_as)


def _merged(elements: list[Any], recorded: Any) -> Any:
    if not isinstance(elements[0], Party):
        return elements[0]
    base = recorded if recorded in elements else elements[0]
    parts: dict[str, Any] = {}
    for part in ("office", "role"):
        reported = [value for element in elements if (value := getattr(element, part, None)) is not None]
        if reported:
            own = getattr(recorded, part, None)
            parts[part] = own if own in reported else reported[0]
    return evolve(base, **parts)


def _text(day: Day, bound: date) -> str:
    """Return the bound in the notation of the day if that is a plain date: 2006 rather than its last day."""
    return day.text if re.fullmatch("[0-9-]+", day.text) else bound.isoformat()
