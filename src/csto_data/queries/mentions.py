"""Find the records that refer to a record, and what a person, state or organisation said."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ..model.references import references
from ..provenance.gazetteer import Gazetteer
from ..store.memory import once

if TYPE_CHECKING:
    from ..model import Assessment, Figure, Record, Statement
    from ..store.record_store import RecordStore


def about(store: RecordStore, id: str) -> tuple[Record, ...]:
    """Return all records that refer to this one, or to a place in it, in any field except evidence.

    See ``Dataset.about``.
    """
    referring = once(store, "about", lambda: _referring(store))
    places = once(store, "gazetteer", lambda: Gazetteer.of(store))
    wanted = store[id].id
    inside = [place.id for place in store.places if wanted.startswith("place:") and places.contains(wanted, place.id)]
    found = {record.id: record for each in dict.fromkeys((wanted, *inside)) for record in referring.get(each, ())}
    found.pop(wanted, None)
    return tuple(found[id] for id in sorted(found))


def _referring(store: RecordStore) -> dict[str, tuple[Record, ...]]:
    """Return, for each id, the records that refer to it in any field except evidence."""
    found: dict[str, list[Record]] = defaultdict(list)
    for record in sorted(store, key=lambda record: record.id):
        for id in {reference.id for reference in references(record) if not reference.in_evidence}:
            found[id].append(record)
    return {id: tuple(records) for id, records in found.items()}


def said_by(store: RecordStore, id: str) -> tuple[Statement | Assessment | Figure, ...]:
    """Return the statements, assessments and figures of a person, state or organisation; see ``Dataset.said_by``."""
    wanted = store[id].id
    found: list[Statement | Assessment | Figure] = []
    found.extend(s for s in store.statements if any(wanted in (p.actor, p.of) for p in s.speakers))
    found.extend(a for a in store.assessments if wanted in a.by)
    found.extend(f for f in store.figures if any(wanted in (p.actor, p.of) for p in f.stated_by))
    return tuple(sorted(found, key=lambda record: record.id))


def replies_to(store: RecordStore, id: str) -> tuple[Statement, ...]:
    """Return the statements that reply to this one."""
    wanted = store.statements[id].id
    return tuple(statement for statement in store.statements if statement.in_reply_to == wanted)
