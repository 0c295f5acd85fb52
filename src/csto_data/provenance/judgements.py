"""Compare each reported value with the recorded one, computed once for each record of a store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import Attested
from ..store.memory import once
from .gazetteer import Gazetteer
from .verdicts import Judgement, Verdict, judge_record, order_of

if TYPE_CHECKING:
    from ..model import Record
    from ..store.record_store import RecordStore


def judgements(store: RecordStore, id: str | None = None) -> tuple[Judgement, ...]:
    """Return the judgements on a record or on all records; see ``Dataset.judgements``."""
    if id is not None:
        return _judgements_of(store, store[id])
    return once(store, "judgements", lambda: _all_judgements(store))


def judged(store: RecordStore, verdict: Verdict, id: str | None = None) -> tuple[Judgement, ...]:
    """Return the judgements with this verdict on a record or on all records."""
    if id is not None:
        return tuple(found for found in judgements(store, id) if found.verdict is verdict)
    return once(store, verdict, lambda: tuple(found for found in judgements(store) if found.verdict is verdict))


def _all_judgements(store: RecordStore) -> tuple[Judgement, ...]:
    records = sorted(store, key=lambda record: record.id)
    return tuple(judgement for record in records for judgement in _judgements_of(store, record))


def _judgements_of(store: RecordStore, record: Record) -> tuple[Judgement, ...]:
    def judge() -> tuple[Judgement, ...]:
        geography = once(store, "gazetteer", lambda: Gazetteer.of(store))
        found = judge_record(record, geography) if isinstance(record, Attested) else ()
        return tuple(sorted(found, key=order_of))

    return once(store, ("judgements", record.id), judge)
