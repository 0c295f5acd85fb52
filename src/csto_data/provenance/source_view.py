"""The world as one source reports it: a dataset of what that source attests, and of nothing else.

Identity, which says what each record is about, comes from the record unless the source reports otherwise; testimony is
there only as the source reports it. What was still to come for the source (``planned``) stays evidence and makes no
value.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from attrs import evolve, frozen

from ..dates import Day
from ..model import KINDS, Contingent, Evidence, Figure, Membership, Office, Party, Record, Source, Statement
from ..model.conditions import Ordered
from ..model.coverage import Coverage
from ..model.fields import as_reported_only, conditions_of, fields_of, reportable
from ..model.references import evidence_of, references
from ..store.record_store import RecordStore
from .gazetteer import Gazetteer
from .verdicts import Verdict, counterpart, judge_field, place_in_source

Values = dict[str, Any]

NO_BOUND = Day("[..2999]")
"""The start of a spell of which the source tells nothing but that there is one."""


def view(store: RecordStore, source: Source) -> RecordStore:
    """Return the world as the source reports it."""
    records = _told_by(store, source)
    return RecordStore(
        source=source,
        version=store.version,
        released=store.released,
        coverage=Coverage(),
        read=lambda kind: records[kind.dataset],
    )


def _told_by(store: RecordStore, source: Source) -> dict[str, list[Record]]:
    """The records of the view by dataset: what the source attests, then all that this refers to, step by step."""
    telling = _Telling(store, source)
    due = [source.id, *(r.id for r in store if any(w.source == source.id for w in evidence_of(r)))]
    told: dict[str, Record | None] = {}
    while due:
        id = due.pop()
        if id not in told:
            told[id] = record = telling.of(store[id])
            if record is not None:
                due.extend(reference.id for reference in references(record))
    datasets = {kind.prefix: kind.dataset for kind in KINDS.values()}
    records: dict[str, list[Record]] = defaultdict(list)
    for id, record in told.items():
        if record is not None:
            records[datasets[id.partition(":")[0]]].append(record)
    return records


@frozen
class _Saying:
    """A value that the source reports of a field, and whether it supports the record."""

    field: str
    value: Any
    supports: bool
    witness: Evidence


class _Telling:
    """How one source tells of each record."""

    def __init__(self, store: RecordStore, source: Source) -> None:
        self._source = source
        self._places = Gazetteer(store.places)

    def of(self, record: Record) -> Record | None:
        """The record as the source tells of it: by its identity alone, if it does not attest it; None if it cannot."""
        if isinstance(record, Source):
            return record
        told: Record | None = self._as_told(record)
        return told

    def _as_told(self, holder: Any) -> Any:
        """A record, or a contingent or outcome in one."""
        cls = type(holder)
        reported = reportable(cls)
        own = tuple(witness for witness in holder.evidence if witness.source == self._source.id)
        values: Values = {name: getattr(holder, name) for name in reported if name not in as_reported_only(cls)}
        values |= {name: getattr(holder, name) for name in ("id", "kind") if name in fields_of(cls)}
        values |= self._reported_values(holder, own)
        values |= self._parts(holder)
        whole = self._whole(holder, values)
        return None if whole is None else cls(**whole, evidence=own)

    def _reported_values(self, holder: Any, own: Iterable[Evidence]) -> Values:
        """Return the values that the source reports, one for each field; an amount in the unit that it gives."""
        fields = reportable(type(holder))
        said = _by_field(holder, list(self._sayings(holder, own)))
        values: Values = {
            name: _union(getattr(holder, name), [saying.value for saying in sayings])
            if fields[name].many
            else _chosen(sayings).value
            for name, sayings in said.items()
        }
        for contradicted in _contradicted(type(holder), values, said):
            del values[contradicted]
        if "amount" in said:
            values["unit"] = _own_unit(_chosen(said["amount"])) or holder.unit
        return values

    def _parts(self, holder: Any) -> Values:
        """Return the parts of a record that have evidence of their own, as far as the source attests them."""
        parts: Values = {}
        if "contingents" in fields_of(type(holder)):
            parts["contingents"] = tuple(map(self._as_told, filter(self._attests, holder.contingents)))
        if getattr(holder, "outcome", None) is not None and self._attests(holder.outcome):
            parts["outcome"] = self._as_told(holder.outcome)
        return parts

    def _attests(self, part: Any) -> bool:
        return any(witness.source == self._source.id for witness in part.evidence)

    def _sayings(self, holder: Any, own: Iterable[Evidence]) -> Iterator[_Saying]:
        """What the source reports of the fields, by place in the source."""
        fields = reportable(type(holder))
        for witness in sorted(own, key=lambda witness: place_in_source(witness.at)):
            for report in () if witness.planned else witness.reports:
                field = fields[report.field]
                supports = not field.many and (
                    report.value == getattr(holder, report.field)
                    or any(v is Verdict.SUPPORTS for *_, v in judge_field(holder, field, report.value, self._places))
                )
                yield _Saying(report.field, report.value, supports, witness)

    def _whole(self, holder: Any, values: Values) -> Values | None:
        """The values with those that a record cannot be without; None where the source tells of no such record."""
        match holder:
            case Membership() if "start" not in values and "end" not in values:
                return None
            case Figure() if "amount" not in values:
                return None
            case Membership() | Office():
                holds = {"holder": holder.holder} if isinstance(holder, Office) else {}
                return {**holds, **self._bounds(values), **values}
            case Contingent():
                return {"state": holder.state, **values}
            case Statement():
                return {"speakers": (), **values}
        return values

    def _bounds(self, values: Values) -> Values:
        """What the source's silence on one end of a spell means."""
        start, end, published = values.get("start"), values.get("end"), self._source.published
        if start is None:
            return {"start": NO_BOUND if end is None or end.latest is None else Day(f"[..{_text(end, end.latest)}]")}
        if end is None and published is not None and published.earliest is not None:
            return {"end": Day(f"[{_text(published, published.earliest)}..]")}
        return {}


def _by_field(holder: Any, sayings: list[_Saying]) -> dict[str, list[_Saying]]:
    """What is said of each field; of several times of what happened, either one moment or a start and an end."""
    if "date" in fields_of(type(holder)):
        times = [saying for saying in sayings if saying.field in ("date", "instant", "start", "end")]
        if times:
            field = _chosen(times).field
            kept = ("start", "end") if field in ("start", "end") else (field,)
            sayings = [saying for saying in sayings if saying not in times or saying.field in kept]
    by_field: dict[str, list[_Saying]] = defaultdict(list)
    for saying in sayings:
        by_field[saying.field].append(saying)
    return by_field


def _chosen(sayings: list[_Saying]) -> _Saying:
    """The saying that supports the record, else the first; an amount in a unit of its own comes last."""
    return min(sayings, key=lambda said: (said.field == "amount" and _own_unit(said) is not None, not said.supports))


def _contradicted(cls: Any, values: Values, said: dict[str, list[_Saying]]) -> Iterator[str]:
    """Of a start and an end in the wrong order, the one that does not support the record, or stands later."""
    for condition in conditions_of(cls):
        if isinstance(condition, Ordered) and condition.fault(values.get) is not None:
            both = [_chosen(said[name]) for name in (condition.first, condition.last)]
            both.sort(key=lambda saying: place_in_source(saying.witness.at))
            kept = _chosen(both)
            yield next(saying.field for saying in both if saying is not kept)


def _own_unit(saying: _Saying) -> Any:
    return next((report.value for report in saying.witness.reports if report.field == "unit"), None)


def _union(recorded: tuple[Any, ...], lists: Iterable[tuple[Any, ...]]) -> tuple[Any, ...]:
    """All elements that are reported, in the order of the record, others after; a party by all that is said of it."""
    sayings: dict[Any, list[Any]] = defaultdict(list)
    for elements in lists:
        taken: set[Any] = set()
        for element in sorted(elements, key=lambda element: element not in recorded):
            place = _place(element, recorded)
            if place in taken:  # in one list, two elements are two
                place = (len(recorded), element)
            taken.add(place)
            sayings[place].append(element)
    ordered = sorted(sayings.items(), key=lambda entry: entry[0][0])
    merged = (_merged(said, recorded[index] if index < len(recorded) else None) for (index, _), said in ordered)
    return tuple(dict.fromkeys(merged))


def _place(element: Any, recorded: tuple[Any, ...]) -> tuple[int, Any]:
    """Which recorded element it speaks of, if any; described parties are the same only in the same words."""
    found = counterpart(element, recorded)
    if found is None or not isinstance(element, Party):
        return (recorded.index(element) if element in recorded else len(recorded), element)
    return (recorded.index(found), element.described_as)


def _merged(sayings: list[Any], recorded: Any) -> Any:
    if not isinstance(sayings[0], Party):
        return sayings[0]
    base = recorded if recorded in sayings else sayings[0]
    parts: dict[str, Any] = {}
    for part in ("office", "role"):
        said = [value for saying in sayings if (value := getattr(saying, part, None)) is not None]
        if said:
            own = getattr(recorded, part, None)
            parts[part] = own if own in said else said[0]
    return evolve(base, **parts)


def _text(day: Day, bound: date) -> str:
    """The bound as the day has it, where it has it plainly: 2006 rather than its last day."""
    return day.text if re.fullmatch("[0-9-]+", day.text) else bound.isoformat()
