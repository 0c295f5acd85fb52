"""The picture of one value: what the record and each source say, on one axis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..dates import Day, Instant
from ..errors import NotFoundError
from ..model.values import Quantity
from ..provenance.judgements import Judgement
from ..provenance.support import reports_on
from ..provenance.verdicts import Verdict
from ..store.phrases import headline, path_phrase, phrase, publication_phrase
from ..suggestions import did_you_mean
from .axes import axis_of
from .marks import Chart, Mark, Row, Sign, positions

if TYPE_CHECKING:
    from ..store.record_store import RecordStore

WORDS: Mapping[Sign, str] = {
    "recorded": "the record",
    "supports": "supports the record",
    "compatible": "compatible with it",
    "disputes": "disputes it",
    "not-judged": "not compared with it",
    "unknown": "unknown",
}
"""What each sign means."""
_GROUPS: Mapping[Verdict, tuple[Sign, str]] = {
    Verdict.SUPPORTS: ("supports", "Sources that support the record"),
    Verdict.COMPATIBLE: ("compatible", "Compatible with the record"),
    Verdict.DISPUTES: ("disputes", "Sources that dispute the record"),
    Verdict.UNSETTLED: ("not-judged", "Sources; the record has no value"),
    Verdict.NOT_JUDGED: ("not-judged", "Not compared with the record"),
}


def dispute_chart(store: RecordStore, id: str, field: str | None = None) -> Chart:
    """Return the picture of a value of a record with all its sources.

    Args:
        store: The data.
        id: The id of the record.
        field: The path of a date or an amount; by default the first one that a source disputes.

    Raises:
        NotFoundError: No source reports a date or an amount of the record, or of this field of it.
    """
    found = reports_on(store, id)
    name = _field(id, found, field)
    judged = found[name]
    rows = (_recorded(store, store[id], name, judged), *_reports(store, judged))
    what = path_phrase(store, name)
    kind: Any = "numbers" if _is_amount(judged) else "days"
    return Chart(
        title=headline(store, store[id]),
        subtitle=f"{what[:1].upper()}{what[1:]}: what the record has, and what each source reports.",
        rows=rows,
        axis=axis_of(kind, positions(rows)),
        words=WORDS,
    )


def _field(record: str, found: Mapping[str, Sequence[Judgement]], field: str | None) -> str:
    """Return the field that is drawn; by default the first one that is disputed, or else the first one."""
    known = {name: judged for name, judged in found.items() if _is_time(judged) or _is_amount(judged)}
    if not known:
        raise NotFoundError(f"No source reports a date or an amount of {record}.")
    if field is None:
        return next((name for name, judged in known.items() if _is_disputed(judged)), next(iter(known)))
    if field not in known:
        why = "has no dates or amounts" if field in found else "is reported by no source"
        near = did_you_mean(field, known)
        raise NotFoundError(f'"{field}" of {record} {why}. Expected one of {", ".join(known)}.{near}')
    return field


def _is_disputed(judged: Sequence[Judgement]) -> bool:
    return any(judgement.verdict is Verdict.DISPUTES for judgement in judged)


def _is_time(judged: Sequence[Judgement]) -> bool:
    return all(isinstance(judgement.reported, Day | Instant) for judgement in judged)


def _is_amount(judged: Sequence[Judgement]) -> bool:
    return all(isinstance(judgement.reported, Quantity) for judgement in judged)


def _recorded(store: RecordStore, record: Any, field: str, judged: Sequence[Judgement]) -> Row:
    value = getattr(record, field, None) or next((each.value for each in judged if each.value is not None), None)
    mark = mark_of(value, "recorded")
    return Row(label="Record", value=phrase(store, value) or "no value", record=record.id, marks=(mark,))


def _reports(store: RecordStore, judged: Sequence[Judgement]) -> list[Row]:
    """Return a row for each report, by verdict and then in the order of the values."""
    found = []
    for verdict, (sign, group) in _GROUPS.items():
        own = [judgement for judgement in judged if judgement.verdict is verdict]
        for judgement in sorted(own, key=_order):
            source, at = store.sources.get(judgement.source), judgement.at
            label = judgement.source if source is None else publication_phrase(source)
            value = phrase(store, judgement.reported)
            found.append(
                Row(
                    label=f"{label}, {at}" if at is not None else label,
                    value=value,
                    group=group,
                    record=judgement.source,
                    marks=(mark_of(judgement.reported, sign),),
                )
            )
    return found


def _order(judgement: Judgement) -> tuple[float, float, str]:
    mark = mark_of(judgement.reported, "supports")
    return (float("-inf") if mark.first is None else mark.first, mark.last or 0, judgement.source)


def mark_of(value: Any, sign: Sign) -> Mark:
    """Return the mark of a date, an instant or an amount; what has no limits is unknown.

    Example:
        >>> mark_of(Quantity(at_least=13), "supports")
        Mark(sign='supports', first=13.0, last=None, low=None, high=None)
    """
    match value:
        case Day():
            first, last = value.earliest, value.latest
            start = None if first is None else first.toordinal()
            return Mark(sign, start, None if last is None else last.toordinal() + 1)
        case Instant():
            at = value.day.sort_key[0].toordinal() + (int(value.text[11:13]) * 60 + int(value.text[14:16])) / 1440
            return Mark(sign, at, at)
        case Quantity() if value.bounds is not None:
            low, high = value.bounds
            limits = (None if low is None else float(low), None if high is None else float(high))
            return Mark(sign, *limits)
    return Mark("unknown")
