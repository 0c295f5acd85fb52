"""The picture of memberships: a row for each member, with spells, freezes and uncertain ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from ..dates import Answer
from ..model import Membership
from ..queries.participation import act_of, day_of, standing
from ..store.phrases import phrase, time_phrase
from .axes import axis_of
from .marks import Chart, Mark, Row, Sign, changes_of, day_after, mark_of_days, positions, segments

if TYPE_CHECKING:
    from ..store.record_store import RecordStore

WORDS: Mapping[Sign, str] = {
    "yes": "member",
    "frozen": "member, participation frozen",
    "frozen-unknown": "member, participation unknown",
    "observer": "observer",
    "unknown": "unknown",
}
"""What each sign means."""
_TURNS = {"freeze": "frozen", "resume": "resumed"}


def members_chart(store: RecordStore, spells: Iterable[Membership], organization: str) -> Chart:
    """Return the picture of the spells in an organisation.

    Args:
        store: The data.
        spells: The spells, such as all of the data; those in other organisations are not drawn.
        organization: The id of the organisation.
    """
    own = [spell for spell in spells if spell.organization == organization]
    rows = tuple(_row(store, several) for several in _by_member(store, own))
    covered = [span for span in store.coverage.memberships if span.organization == organization]
    ends = [float(day.toordinal()) for span in covered for day in (span.first, span.last)]
    what = "party" if any(spell.status == "party" for spell in own) else "member"
    return Chart(
        title=f"{phrase(store, organization)}: {'parties' if what == 'party' else 'members'}",
        subtitle=f"A row for each {what}, from its first to its last day.",
        rows=rows,
        axis=axis_of("days", [*ends, *positions(rows)]),
        words={**WORDS, "yes": what},
        notes=tuple(f"Completely known from {span.first} to {span.last}." for span in covered),
    )


def _by_member(store: RecordStore, spells: Iterable[Membership]) -> list[list[Membership]]:
    """Return the spells of each member, by the first one and then by name, and after them those of observers."""
    found: dict[tuple[bool, str], list[Membership]] = {}
    for spell in spells:
        found.setdefault((spell.status == "observer", spell.member), []).append(spell)
    ordered = sorted(
        found.items(), key=lambda entry: (entry[0][0], _first(entry[1]), phrase(store, entry[0][1]), entry[0][1])
    )
    return [several for _, several in ordered]


def sign_on(store: RecordStore, spells: Iterable[Membership], day: date) -> Sign:
    """Return what is known of a member on a day.

    Args:
        store: The data.
        spells: Its spells in one organisation.
        day: The day.
    """
    found = [standing(spell, day, store) for spell in spells]
    certain = next((each for each in found if each.answer is Answer.YES), None)
    if certain is None:
        return "unknown" if any(each.answer is Answer.UNKNOWN for each in found) else "no"
    if certain.spell.status == "observer":
        return "observer"
    signs: Mapping[str, Sign] = {"full": "yes", "frozen": "frozen", "unknown": "frozen-unknown"}
    return signs[certain.participation.state]


def _row(store: RecordStore, spells: Sequence[Membership]) -> Row:
    observer = ", observer" if spells[0].status == "observer" else ""
    changes = [change for spell in spells for change in _changes(store, spell)]
    return Row(
        label=f"{phrase(store, spells[0].member)}{observer}",
        value="; ".join(_in_words(store, spell) for spell in spells),
        record=spells[0].member,
        marks=tuple(_marks(store, spells, changes)),
    )


def _in_words(store: RecordStore, spell: Membership) -> str:
    """Return the time of a spell, and when participation was frozen and resumed."""
    turns = (
        f"{_TURNS[step.makes]} {time_phrase(store, store[step.act])}" for step in spell.steps if step.makes in _TURNS
    )
    return "; ".join((time_phrase(store, spell), *turns))


def _marks(store: RecordStore, spells: Sequence[Membership], changes: Iterable[date]) -> Iterator[Mark]:
    for first, last, sign in segments(partial(sign_on, store, spells), changes):
        if sign != "no":
            yield mark_of_days(sign, first, last)


def _changes(store: RecordStore, spell: Membership) -> Iterator[date]:
    """Yield the days on which what is known of a member may change."""
    yield from changes_of(spell.start, spell.end)
    for span in store.coverage.memberships:
        if span.organization == spell.organization:
            yield day_after(span.last)
    for step in spell.steps:
        if step.makes in _TURNS:
            yield from changes_of(day_of(act_of(step, store)), None)


def _first(spells: Iterable[Membership]) -> date:
    return min(spell.start.earliest or date.min for spell in spells)
