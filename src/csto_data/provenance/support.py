"""Count the independent sources that support a value, are compatible with it or dispute it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, TypedDict

from attrs import frozen

from ..errors import NotFoundError
from ..model import Event, Membership, Statement
from ..model.fields import fields_of
from ..store.answer import AnswerObject
from ..store.memory import once
from ..suggestions import did_you_mean
from .judgements import Judgement, judgements
from .verdicts import Verdict

if TYPE_CHECKING:
    from ..store.record_store import RecordStore


REPORTED_BY: Mapping[Verdict, str] = {
    Verdict.SUPPORTS: "supported by",
    Verdict.COMPATIBLE: "compatible with",
    Verdict.DISPUTES: "disputed by",
    Verdict.UNSETTLED: "reported, but not settled, by",
    Verdict.NOT_JUDGED: "also reported by",
}
"""How the sources of reports are introduced, by verdict."""


class SupportDict(TypedDict):
    """The sources for and against a value, by their ids, as JSON."""

    record: str
    field: str
    supporting: list[str]
    compatible: list[str]
    disputing: list[str]


@frozen(kw_only=True, repr=False)
class Witnesses(AnswerObject):
    """The independent sources for a value, each given by its id. ``str()`` returns them as text.

    Of sources that copy one another (``via``), only one is listed, the original if possible. A source that supports the
    value is not listed again as compatible. A source that contradicts itself may both support and dispute it.

    Attributes:
        record: The id of the record.
        field: The path of the value.
        supporting: The sources that support the value.
        compatible: The sources with reports that are compatible with it but do not support it.
        disputing: The sources that dispute it.
    """

    SCHEMA = "support"

    record: str
    field: str
    supporting: tuple[str, ...] = ()
    compatible: tuple[str, ...] = ()
    disputing: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Whether any report can be compared with the value."""
        return bool(self.supporting or self.compatible or self.disputing)

    def to_dict(self) -> SupportDict:
        """Return the sources for ``json.dumps``, as in ``schemas/answers/support.schema.json``.

        Example:
            >>> from csto_data import load
            >>> load().witnesses("event:csto-withdrawal-start", "date").to_dict()["disputing"]
            ['source:sukhankin-2022']
        """
        return SupportDict(
            record=self.record,
            field=self.field,
            supporting=[*self.supporting],
            compatible=[*self.compatible],
            disputing=[*self.disputing],
        )

    def __str__(self) -> str:
        sources = (
            ("supported by", self.supporting),
            ("compatible with", self.compatible),
            ("disputed by", self.disputing),
        )
        parts = (f"{verdict} {len(ids)}: {', '.join(ids)}" for verdict, ids in sources if ids)
        return "; ".join(parts) or "no comparable reports"


def witnesses(store: RecordStore, id: str, field: str) -> Witnesses:
    """Return the sources for a value; see ``Dataset.witnesses``."""
    all_fields = {found.field: found for found in witnesses_of(store, id)}
    if field not in all_fields:
        near = did_you_mean(field, all_fields)
        known = ", ".join(all_fields) or "none"
        raise NotFoundError(f'No source reports "{field}" of {id}. Reported fields: {known}.{near}')
    return all_fields[field]


def witnesses_of(store: RecordStore, id: str) -> tuple[Witnesses, ...]:
    """Return the witnesses of each reported field of a record, in the order of the fields."""
    return tuple(_counted(store, id, field, several) for field, several in reports_on(store, id).items())


def reports_on(store: RecordStore, id: str) -> dict[str, list[Judgement]]:
    """Return the judgements on a record by field, in the order of the fields.

    Those on the dates of a spell include those on the acts that start and end it.

    Args:
        store: The data.
        id: The id of the record.
    """
    judged: dict[str, list[Judgement]] = {}
    for judgement in judgements(store, id):
        judged.setdefault(judgement.field, []).append(judgement)
    for field, by_act in _by_acts(store, id):
        judged.setdefault(field, []).extend(by_act)
    order = list(fields_of(type(store[id])))
    return dict(sorted(judged.items(), key=lambda entry: order.index(re.split(r"[.\[]", entry[0])[0])))


def _by_acts(store: RecordStore, id: str) -> Iterator[tuple[str, list[Judgement]]]:
    """Yield the judgements on the dates of the acts that start and end a spell, which are its dates."""
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
    compatible = {source for source in by[Verdict.COMPATIBLE] if _original(store, source) not in originals}
    return Witnesses(
        record=id,
        field=field,
        supporting=supporting,
        compatible=independent(store, compatible),
        disputing=independent(store, by[Verdict.DISPUTES]),
    )


def independent(store: RecordStore, sources: Iterable[str]) -> tuple[str, ...]:
    """Return one source for each original, the original itself if it is among them, sorted by id."""
    chosen: dict[str, str] = {}
    for source in sorted(sources):
        original = _original(store, source)
        if original not in chosen or source == original:
            chosen[original] = source
    return tuple(sorted(chosen.values()))


def _original(store: RecordStore, source: str) -> str:
    """Return the source at the end of a chain of copies; in a circle of copies, the first by id."""
    known: dict[str, str] = once(store, "originals", dict)
    chain: dict[str, None] = {}
    id = source
    while id not in known and id not in chain:
        chain[id] = None
        id = store.sources[id].via or id
    if id not in known:
        circle = [*chain][[*chain].index(id) :]  # a source that copies no other one is a circle of one
        known[id] = min(circle)
    known.update(dict.fromkeys(chain, known[id]))
    return known[source]
