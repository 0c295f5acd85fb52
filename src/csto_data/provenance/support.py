"""How well a value stands: by how many sources that do not copy one another, and against how many."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from attrs import frozen

from ..errors import NotFound
from ..model import Event, Membership, Statement
from ..model.fields import fields_of
from ..suggestions import nearest
from .judgements import judgements
from .verdicts import Judgement, Verdict

if TYPE_CHECKING:
    from ..store.record_store import RecordStore


@frozen(kw_only=True)
class Witnesses:
    """The sources that support a value, are compatible with it, or dispute it, each by id.

    Of sources that copy one another (``via``) one is named: the original where it is among the witnesses. A source that
    supports is not named again as compatible; one that contradicts itself both supports and disputes.
    """

    record: str
    field: str
    supporting: tuple[str, ...] = ()
    compatible: tuple[str, ...] = ()
    disputing: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Whether a source says anything that can be judged."""
        return bool(self.supporting or self.compatible or self.disputing)

    def __str__(self) -> str:
        told = (("supported", self.supporting), ("compatible", self.compatible), ("disputed", self.disputing))
        parts = (f"{word} by {len(by)}: {', '.join(by)}" for word, by in told if by)
        return "; ".join(parts) or "no witness"


def witnesses(store: RecordStore, id: str, field: str) -> Witnesses:
    """See :meth:`csto_data.Dataset.witnesses`."""
    all_fields = {found.field: found for found in witnesses_of(store, id)}
    if field not in all_fields:
        near = nearest(field, all_fields)
        known = ", ".join(all_fields) or "none"
        raise NotFound(f'no source reports "{field}" of {id}{near}; reported: {known}')
    return all_fields[field]


def witnesses_of(store: RecordStore, id: str) -> tuple[Witnesses, ...]:
    """For every field of the record of which a source reports something, its witnesses; in the order of the fields."""
    judged: dict[str, list[Judgement]] = {}
    for judgement in judgements(store, id):
        judged.setdefault(judgement.field, []).append(judgement)
    for field, by_act in _by_acts(store, id):
        judged.setdefault(field, []).extend(by_act)
    order = list(fields_of(type(store[id])))
    ordered = sorted(judged.items(), key=lambda entry: order.index(re.split(r"[.\[]", entry[0])[0]))
    return tuple(_counted(store, id, field, several) for field, several in ordered)


def _by_acts(store: RecordStore, id: str) -> Iterator[tuple[str, list[Judgement]]]:
    """What is reported of the days of the acts that make a spell's start and end: these are its days."""
    record = store[id]
    for step in record.steps if isinstance(record, Membership) else ():
        if step.makes in ("start", "end"):
            act = store[step.act]
            if isinstance(act, Event | Statement):
                yield step.makes, [j for j in judgements(store, act.id) if j.field in ("date", "instant")]


def _counted(store: RecordStore, id: str, field: str, judged: Iterable[Judgement]) -> Witnesses:
    by: dict[Verdict, set[str]] = {verdict: set() for verdict in Verdict}
    for judgement in judged:
        by[judgement.verdict].add(judgement.source)
    supporting = independent(store, by[Verdict.SUPPORTS])
    originals = {_original(store, source) for source in supporting}
    milder = {source for source in by[Verdict.COMPATIBLE] if _original(store, source) not in originals}
    return Witnesses(
        record=id,
        field=field,
        supporting=supporting,
        compatible=independent(store, milder),
        disputing=independent(store, by[Verdict.DISPUTES]),
    )


def independent(store: RecordStore, sources: Iterable[str]) -> tuple[str, ...]:
    """One for all sources that go back to the same original: the original itself where it is among them; by id."""
    chosen: dict[str, str] = {}
    for source in sorted(sources):
        original = _original(store, source)
        if original not in chosen or source == original:
            chosen[original] = source
    return tuple(sorted(chosen.values()))


def _original(store: RecordStore, source: str) -> str:
    """The source at the end of the chain of copies; where copies go round in a circle, the first of them by id."""
    chain = [source]
    while (via := store.sources[chain[-1]].via) is not None:
        if via in chain:
            return min(chain[chain.index(via) :])
        chain.append(via)
    return chain[-1]
