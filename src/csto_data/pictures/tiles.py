"""The picture of a day: a tile for each state that was ever a member of an organisation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from ..dates import DayLike, calendar_day
from ..model import Membership
from ..queries.membership import asked_day, full_spells, outside
from ..store.phrases import phrase
from .marks import Chart, Mark, Row, Sign
from .members import sign_on

if TYPE_CHECKING:
    from ..store.record_store import RecordStore

WORDS: Mapping[Sign, str] = {
    "yes": "member",
    "frozen": "member, participation frozen",
    "frozen-unknown": "member, participation unknown",
    "unknown": "unknown",
    "no": "not a member",
}
"""What each sign means."""


def tiles_chart(store: RecordStore, organization: str, on: DayLike | None = None) -> Chart:
    """Return the picture of the members of an organisation on a day.

    Args:
        store: The data.
        organization: The id of the organisation.
        on: The day; the last covered day by default.
    """
    day = asked_day(store, None, organization) if on is None else calendar_day(on)
    spans = [span for span in store.coverage.memberships if span.organization == organization]
    covered = any(span.first <= day <= span.last for span in spans)
    return Chart(
        title=f"{phrase(store, organization)}: members on {day}",
        subtitle="A tile for each state that was ever a member.",
        layout="tiles",
        rows=tuple(sorted(_rows(store, organization, day, covered=covered), key=lambda row: (row.label, row.record))),
        words=WORDS,
        notes=(outside(store, organization, day),) if spans and not covered else (),
    )


def _rows(store: RecordStore, organization: str, day: date, *, covered: bool) -> Iterator[Row]:
    spells: dict[str, list[Membership]] = {}
    for spell in full_spells(store, organization):
        spells.setdefault(spell.member, []).append(spell)
    for id, own in spells.items():
        sign = sign_on(store, own, day)
        if sign == "no" and not covered:
            sign = "unknown"
        yield Row(label=phrase(store, id), value=WORDS[sign], record=id, marks=(Mark(sign),))
