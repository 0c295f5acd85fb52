"""Build year tables for social science: each row has one state and a year, or two states and a year.

A row is a plain dict. Codes have the names of the fields of ``csto_data.model.State``; in dyads they end in 1 and 2, as
in the data of the Correlates of War. A table contains only years with at least one covered day; a year outside coverage
is absent, not a row of zeros.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations, product
from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict

from ..dates import Answer
from .membership import full_spells, membership_coverage

if TYPE_CHECKING:
    from ..model import Membership, State
    from ..store.record_store import RecordStore


class MemberYear(TypedDict):
    """One state in one year.

    ``year_end`` is whether it was a member on 31 December, ``any_day`` whether it was one on any covered day of the
    year. Each is None if the sources do not settle it; ``year_end`` is also None if 31 December is not covered.
    """

    organization: str
    year: int
    state: str
    name: str
    iso_alpha2: str | None
    iso_alpha3: str | None
    iso_numeric: str | None
    cow: int | None
    gw: int | None
    wikidata: str | None
    year_end: bool | None
    any_day: bool | None


class DyadYear(TypedDict):
    """Two states in one year; each pair occurs once, in the order of the ids.

    ``year_end`` is whether both were members on 31 December, ``any_day`` whether both were members on the same covered
    day of the year. Each is None as in ``MemberYear``.
    """

    organization: str
    year: int
    state1: str
    state2: str
    iso_alpha3_1: str | None
    iso_alpha3_2: str | None
    cow1: int | None
    cow2: int | None
    gw1: int | None
    gw2: int | None
    year_end: bool | None
    any_day: bool | None


class _Span(NamedTuple):
    """The days from ``first`` to ``last``; empty if ``last`` is before ``first``."""

    first: date
    last: date


def member_years(store: RecordStore, organization: str) -> list[MemberYear]:
    """Return a row for each covered year and each state that ever had a spell, sorted by year and state."""
    return [
        MemberYear(
            organization=organization,
            year=year,
            state=state.id,
            name=state.name,
            iso_alpha2=state.iso_alpha2,
            iso_alpha3=state.iso_alpha3,
            iso_numeric=state.iso_numeric,
            cow=state.cow,
            gw=state.gw,
            wikidata=state.wikidata,
            year_end=year_end,
            any_day=any_day,
        )
        for year, (state,), year_end, any_day in _joint_membership(store, organization, 1)
    ]


def dyad_years(store: RecordStore, organization: str) -> list[DyadYear]:
    """Return a row for each covered year and each pair of states that ever had spells, sorted by year and states."""
    return [
        DyadYear(
            organization=organization,
            year=year,
            state1=one.id,
            state2=two.id,
            iso_alpha3_1=one.iso_alpha3,
            iso_alpha3_2=two.iso_alpha3,
            cow1=one.cow,
            cow2=two.cow,
            gw1=one.gw,
            gw2=two.gw,
            year_end=year_end,
            any_day=any_day,
        )
        for year, (one, two), year_end, any_day in _joint_membership(store, organization, 2)
    ]


def _joint_membership(
    store: RecordStore, organization: str, size: int
) -> Iterator[tuple[int, tuple[State, ...], bool | None, bool | None]]:
    """Yield year, states, ``year_end`` and ``any_day`` for each covered year and each group of ``size`` states."""
    spells = _spells(store, organization)
    for year, windows in _covered_years(store, organization):
        new_years_eve = date(year, 12, 31)
        last_day = [_Span(new_years_eve, new_years_eve)]
        last_day_covered = any(window.last == new_years_eve for window in windows)
        for states in combinations(spells, size):
            members = [spells[state] for state in states]
            year_end = _ever(last_day, members) if last_day_covered else Answer.UNKNOWN
            yield year, states, _as_bool(year_end), _as_bool(_ever(windows, members))


def _spells(store: RecordStore, organization: str) -> dict[State, tuple[Membership, ...]]:
    found: dict[str, list[Membership]] = {}
    for spell in full_spells(store, organization):
        found.setdefault(spell.member, []).append(spell)
    return {store.states[member]: tuple(spells) for member, spells in sorted(found.items())}


def _covered_years(store: RecordStore, organization: str) -> Iterator[tuple[int, tuple[_Span, ...]]]:
    covered = membership_coverage(store, organization)
    for year in range(covered[0].first.year, covered[-1].last.year + 1):
        windows = tuple(
            _Span(max(span.first, date(year, 1, 1)), min(span.last, date(year, 12, 31)))
            for span in covered
            if span.first.year <= year <= span.last.year
        )
        if windows:
            yield year, windows


def _ever(windows: Iterable[_Span], members: Sequence[Iterable[Membership]]) -> Answer:
    """Return whether there was a day in the windows on which all were members, given the spells of each."""
    answer = Answer.NO
    for window in windows:
        for spells in product(*members):
            answer |= _together(window, spells)
    return answer


def _together(window: _Span, spells: Sequence[Membership]) -> Answer:
    """Return whether the spells have a day of the window in common.

    Yes if they share a day on which each certainly holds. Yes also for a single spell that certainly starts or ends in
    the window, because its first and last day are days of membership.
    """
    certain = [_Span(spell.start.latest or date.max, _earliest_end(spell)) for spell in spells]
    possible = [_Span(spell.start.earliest or date.min, _latest_end(spell)) for spell in spells]
    if _common(window, certain):
        return Answer.YES
    if not _common(window, possible):
        return Answer.NO
    if len(spells) == 1 and _turns(spells[0], window):
        return Answer.YES
    return Answer.UNKNOWN


def _common(window: _Span, spans: list[_Span]) -> bool:
    return max(window.first, *(s.first for s in spans)) <= min(window.last, *(s.last for s in spans))


def _turns(spell: Membership, window: _Span) -> bool:
    """Return whether the spell certainly starts or ends on a day of the window."""
    turns = (spell.start, spell.end)
    return any(
        day is not None
        and day.earliest is not None
        and day.latest is not None
        and window.first <= day.earliest
        and day.latest <= window.last
        for day in turns
    )


def _earliest_end(spell: Membership) -> date:
    if spell.end is None:
        return date.max
    return spell.end.earliest or date.min


def _latest_end(spell: Membership) -> date:
    return (spell.end.latest if spell.end is not None else None) or date.max


def _as_bool(answer: Answer) -> bool | None:
    return None if answer is Answer.UNKNOWN else bool(answer)


class YearTable(NamedTuple):
    """A year table: the function that returns its rows, and the names of its columns."""

    rows: Callable[[RecordStore, str], Sequence[Mapping[str, Any]]]
    columns: tuple[str, ...]


YEARS = {
    "member-years": YearTable(member_years, tuple(MemberYear.__annotations__)),
    "dyad-years": YearTable(dyad_years, tuple(DyadYear.__annotations__)),
}
"""The year tables by their names on the command line."""
