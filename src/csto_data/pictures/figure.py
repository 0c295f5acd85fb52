"""The picture of a number over time: each amount that sources report, at the day for which it was stated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..errors import NotFoundError
from ..model import Figure
from ..model.figure import UNITS
from ..model.values import Quantity
from ..provenance.judgements import judgements
from ..store.order import in_time
from ..store.phrases import in_words, phrase, publisher_phrase, quantity_phrase, unit_phrase
from ..suggestions import did_you_mean
from .axes import axis_of
from .dispute import mark_of
from .marks import Chart, Mark, Row, Sign, amounts, positions

if TYPE_CHECKING:
    from ..store.record_store import RecordStore

WORDS: Mapping[Sign, str] = {"yes": "a number for a day", "unknown": "a number or day within these limits"}
"""What each sign means."""


def figure_chart(store: RecordStore, of: str, measure: str | None = None) -> Chart:
    """Return the picture of the figures about a record.

    Args:
        store: The data.
        of: The id of the record.
        measure: The measure, such as ``deaths``; by default the first one in the list of measures that has figures.

    Raises:
        NotFoundError: The record has no figures, or none of this measure.
    """
    wanted = _measure(store, of, measure)
    figures = [figure for figure in store.figures if (figure.of, figure.measure) == (of, wanted)]
    (unit, _), *others = Counter(figure.unit for figure in figures).most_common()
    drawn = [figure for figure in figures if figure.unit == unit]
    rows = tuple(row for figure in sorted(drawn, key=_order) for row in _rows(store, figure))
    return Chart(
        title=f"{phrase(store, of)}: {in_words(wanted)}",
        subtitle=f"In {unit_phrase(unit)}, by the day for which each number was stated.",
        layout="points",
        rows=rows,
        axis=axis_of("days", positions(rows)),
        amounts=axis_of("numbers", amounts(rows), from_zero=True),
        words=WORDS,
        notes=tuple(f"Not drawn: {count} in another unit, {unit_phrase(other)}." for other, count in others),
    )


def _order(figure: Figure) -> tuple[object, str]:
    return in_time(figure.when), figure.id


def _measure(store: RecordStore, of: str, measure: str | None) -> str:
    """Return a measure that has figures."""
    given = {figure.measure for figure in store.figures if figure.of == of}
    known = [name for name in UNITS if name in given]
    found = next((name for name in known if measure in (None, name)), None)
    if found is not None:
        return found
    if not known:
        raise NotFoundError(f"The data have no figures of {of}.")
    expected = f"Expected one of {', '.join(known)}."
    raise NotFoundError(
        f'The data have no figures of {of} for "{measure}". {expected}{did_you_mean(str(measure), known)}'
    )


def _rows(store: RecordStore, figure: Figure) -> list[Row]:
    """Return a row for each amount that sources report for a figure, with these sources."""
    amounts: dict[Quantity, dict[str, None]] = {}
    for judgement in judgements(store, figure.id):
        if judgement.field == "amount" and isinstance(judgement.reported, Quantity):
            source = store.sources.get(judgement.source)
            name = judgement.source if source is None else publisher_phrase(source)
            amounts.setdefault(judgement.reported, {})[name] = None
    return [_row(store, figure, amount, [*sources]) for amount, sources in amounts.items()]


def _row(store: RecordStore, figure: Figure, amount: Quantity, sources: list[str]) -> Row:
    days, numbers = mark_of(figure.as_of, "yes"), mark_of(amount, "yes")
    exact_day = figure.as_of is not None and figure.as_of.exact
    exact_number = numbers.first is not None and numbers.first == numbers.last
    who = f"{phrase(store, figure.stated_by)}; " if figure.stated_by else ""
    return Row(
        label=f"{who}reported by {', '.join(sources)}",
        value=f"{quantity_phrase(amount)}, {phrase(store, figure.as_of) or 'day unknown'}",
        record=figure.id,
        marks=(
            Mark(
                "yes" if exact_day and exact_number else "unknown", days.first, days.last, numbers.first, numbers.last
            ),
        ),
    )
