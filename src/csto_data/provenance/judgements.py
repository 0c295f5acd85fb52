"""The verdict on each reported value of a record or store, computed once for each record of a store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypedDict

from attrs import frozen

from ..model.evidence import Attested, Evidence, Locator
from ..model.fields import reportable
from ..model.json_values import to_json
from ..model.reported import Reported
from ..model.values import Value
from ..store.answer import AnswerObject
from ..store.memory import once
from ..store.shape import answer_shape
from .gazetteer import Gazetteer
from .verdicts import Geography, Judged, Verdict, VerdictWord, judge_field

if TYPE_CHECKING:
    from ..model import Record
    from ..store.record_store import RecordStore


class JudgementDict(TypedDict):
    """A judgement as JSON. Values are as in dataset files: text, a number, an object or a list."""

    record: str
    field: str
    value: Any
    source: str
    reported: Any
    at: dict[str, Any] | None
    verdict: VerdictWord


@frozen(kw_only=True, repr=False)
class Judgement(AnswerObject):
    """A reported value with the recorded value and the verdict.

    Attributes:
        record: The id of the record.
        field: The path in the record, such as ``participants[state:ARM].role``. Of several described parties of one
            state or organisation it has the words: ``participants[state:KAZ: protesters]``.
        value: The recorded value; None if the record has none.
        source: The id of the source.
        reported: The value that the source reports.
        at: Where in the source, if known.
        verdict: How the reported value relates to the recorded one.
    """

    SCHEMA = "judgement"

    record: str
    field: str
    value: Value | None
    source: str
    reported: Value
    at: Locator | None
    verdict: Verdict

    def to_dict(self) -> JudgementDict:
        """Return the judgement for ``json.dumps``, as in ``schemas/answers/judgement.schema.json``.

        Example:
            >>> from csto_data import load
            >>> load().disputes()[0].to_dict()["verdict"]
            'disputes'
        """
        return JudgementDict(
            record=self.record,
            field=self.field,
            value=to_json(self.value),
            source=self.source,
            reported=to_json(self.reported),
            at=to_json(self.at),
            verdict=self.verdict.word,
        )

    def __str__(self) -> str:
        at = f", {self.at}" if self.at is not None else ""
        recorded, reported = map(_shown, (self.value, self.reported))
        return f"{self.record} {self.field} {recorded}: {self.source}{at} has {reported} ({self.verdict.value})"


def _shown(value: Any) -> str:
    """Return a value as text; of a list, its elements."""
    return "; ".join(map(str, value)) if isinstance(value, tuple) else str(value)


JUDGEMENTS = answer_shape(
    "judgements",
    f"{__name__}:JUDGEMENTS",
    summary=("record", "field", "value", "source", "reported", "at", "verdict"),
    record="reference",
    field="text",
    value="any",
    source="reference",
    reported="any",
    at="any",
    verdict=tuple(verdict.value for verdict in Verdict),
)
"""The columns of tables of judgements."""


def order_of(judgement: Judgement) -> tuple[Any, ...]:
    """Return the key for sorting by record, field, source and place in the source."""
    return (
        judgement.record,
        judgement.field,
        judgement.source,
        place_in_source(judgement.at),
        str(judgement.reported),
    )


def place_in_source(at: Locator | None) -> tuple[Any, ...]:
    """Return a key for sorting: the whole document first, then by paragraph and page."""
    return (0, 0, "") if at is None else (at.paragraph or 0, at.page or 0, str(at))


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


def judge_record(record: Attested, geography: Geography) -> Iterator[Judgement]:
    """Yield a judgement on each reported value of a record, its contingents and its outcome."""
    yield from _judge_evidence(record, record.evidence, record.id, "", geography)
    for contingent in getattr(record, "contingents", ()):
        path = f"contingents[{contingent.state}]."
        yield from _judge_evidence(contingent, contingent.evidence, record.id, path, geography)
    if (outcome := getattr(record, "outcome", None)) is not None:
        yield from _judge_evidence(outcome, outcome.evidence, record.id, "outcome.", geography)


def _judge_evidence(
    holder: Any, evidence: Iterable[Evidence], record: str, path: str, geography: Geography
) -> Iterator[Judgement]:
    for entry in evidence:
        for _, _, (field, value, part, verdict) in judge_reports(holder, entry, geography):
            yield Judgement(
                record=record,
                field=path + field,
                value=value,
                source=entry.source,
                reported=part,
                at=entry.at,
                verdict=verdict,
            )


def judge_reports(holder: Any, entry: Evidence, geography: Geography) -> Iterator[tuple[int, Reported, Judged]]:
    """Yield the judgements on the reports of one entry of evidence, each with its report and the index of that."""
    fields = reportable(type(holder))
    units = [reported.value for reported in entry.reports if reported.field == "unit"]
    other_unit = bool(units) and units[-1] != getattr(holder, "unit", None)
    for index, reported in enumerate(entry.reports):
        for field, value, part, verdict in judge_field(holder, fields[reported.field], reported.value, geography):
            if entry.planned or (other_unit and reported.field == "amount"):
                verdict = Verdict.NOT_JUDGED
            yield index, reported, (field, value, part, verdict)
