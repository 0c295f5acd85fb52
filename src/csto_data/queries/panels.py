"""Build year tables for social science: each row has one state and a year, or two states and a year.

A row is a plain dict. Codes have the names of the fields of ``csto_data.model.State``; in dyads they end in 1 and 2, as
in the data of the Correlates of War. A table contains only years with at least one covered day; a year outside coverage
is absent, not a row of zeros. Yes and no are 1 and 0, as in these data, and unknown is None, so that pandas reads a
column of numbers with NaN, and R one with NA.

A table is about one organisation, or about a series of several that are joined: a member of any of them is a member of
the series. On a day on which not all of them are covered, a member of a covered one is a member of the series; whether
any other state is one is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations, permutations, product
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, TypedDict

from ..dates import Answer
from ..model.ids import StateId
from ..store.shape import answer_shape
from ..suggestions import did_you_mean
from .membership import CSTO, full_spells, membership_coverage
from .participation import standing

if TYPE_CHECKING:
    from ..model import Membership, State
    from ..store.record_store import RecordStore

Flag: TypeAlias = Literal[0, 1] | None
"""1 for yes, 0 for no, None for unknown."""
Level: TypeAlias = Literal["full", "frozen", "observer", "unknown"]
"""How far a state takes part in a year."""
Series: TypeAlias = Literal["cst+csto"]

SERIES: dict[Series, tuple[str, ...]] = {"cst+csto": ("org:cst", "org:csto")}
"""The organisations that each series joins, in chronological order."""


class MemberYear(TypedDict):
    """One state in one year.

    ``participation`` follows the codes of the Intergovernmental Organizations data of the Correlates of War (version
    3): 0 for a state that is not a member, 1 for a full member, 2 for an associate member, 3 for an observer, -9 for
    missing data. ``full`` and ``frozen`` both correspond to 1, because a member that freezes its participation stays a
    member; ``observer`` corresponds to 3, ``unknown`` to -9 and None to 0. Parties to a treaty are full members here,
    and there are no associate members. A year without coverage has no row.

    A state has rows only if it was ever a full member, so that an organisation has the same rows with and without its
    observers. ``observer`` describes such a state in a year in which it was only an observer.

    Attributes:
        organization: The id of the organisation. For a series, the ids of all its organisations in chronological order,
            joined by ``+``: ``org:cst+org:csto``.
        year: The calendar year.
        state: The id of the state.
        name: Its name in English.
        iso_alpha2: Its two-letter code (ISO 3166-1), or None if it has none, as in all codes.
        iso_alpha3: Its three-letter code (ISO 3166-1).
        iso_numeric: Its numeric code (ISO 3166-1), three digits as text, because some begin with 0.
        cow: Its number in the state system of the Correlates of War (``ccode`` there).
        gw: Its number in the list of independent states by Gleditsch and Ward (``gwcode`` there).
        wikidata: Its item in Wikidata.
        year_end: 1 if it was a full member on 31 December, 0 if not. None if the sources do not settle it, or if the
            data do not cover that day.
        any_day: 1 if it was a full member on any covered day of the year, 0 if not. None if the sources do not settle
            it.
        participation: How far it took part on the last covered day of the year on which it was, or may have been, a
            full member: ``full``, ``frozen``, or ``unknown`` if the sources do not settle it. ``observer`` if it was
            only an observer on a covered day of the year. None if it was neither. In a series, each organisation counts
            on the days on which it is covered, and a later one takes precedence if the state was a member of several on
            that day; ``unknown`` if the state was in none of them but may have been in one that was not covered.
    """

    organization: str
    year: int
    state: StateId
    name: str
    iso_alpha2: str | None
    iso_alpha3: str | None
    iso_numeric: str | None
    cow: int | None
    gw: int | None
    wikidata: str | None
    year_end: Flag
    any_day: Flag
    participation: Level | None


class DyadYear(TypedDict):
    """Two states in one year.

    An undirected pair occurs once a year, in the order of the COW numbers: ``cow1 < cow2``. This is the order of
    undirected dyads (``ccode1 < ccode2``) in data of the Correlates of War and in the R package peacesciencer. A state
    without a COW number is after all states with one, in the order of the ids. A directed pair occurs in both
    directions, with the same values.

    Attributes:
        organization: The organisation or series, as in ``MemberYear``.
        year: The calendar year.
        state1: The id of the first state.
        state2: The id of the second state.
        iso_alpha3_1: The three-letter code of the first state (ISO 3166-1), or None if it has none, as in all codes.
        iso_alpha3_2: The same of the second state.
        cow1: The number of the first state in the state system of the Correlates of War (``ccode1`` there).
        cow2: The same of the second state.
        gw1: The number of the first state in the list of independent states by Gleditsch and Ward.
        gw2: The same of the second state.
        year_end: 1 if both were full members on 31 December, 0 if not; None as in ``MemberYear``.
        any_day: 1 if both were full members on the same covered day of the year, 0 if not. None if the sources do not
            settle it.
        participation1: ``participation`` of the first state in ``MemberYear``, which may be that of another day than
            that of the second state.
        participation2: The same of the second state.
    """

    organization: str
    year: int
    state1: StateId
    state2: StateId
    iso_alpha3_1: str | None
    iso_alpha3_2: str | None
    cow1: int | None
    cow2: int | None
    gw1: int | None
    gw2: int | None
    year_end: Flag
    any_day: Flag
    participation1: Level | None
    participation2: Level | None


class _Span(NamedTuple):
    """The days from ``first`` to ``last``; empty if ``last`` is before ``first``."""

    first: date
    last: date


Windows: TypeAlias = Mapping[str, tuple[_Span, ...]]
"""The covered days by the id of the organisation."""
Spells: TypeAlias = Mapping[str, tuple["Membership", ...]]
"""The spells by the id of the member."""


class _GroupYear(NamedTuple):
    """One or more states in one year."""

    year: int
    states: tuple[State, ...]
    year_end: Flag
    any_day: Flag
    participation: tuple[Level | None, ...]


def organizations_of(organization: str | None, series: str | None) -> tuple[str, ...]:
    """Return the ids of the organisations of a table: the given one (by default the CSTO), or those of the series.

    Raises:
        ValueError: Both are given, or the series does not exist.
    """
    if series is None:
        return (CSTO if organization is None else organization,)
    if organization is not None:
        raise ValueError(f'The organisation "{organization}" and the series "{series}" exclude each other.')
    for name, joined in SERIES.items():
        if name == series:
            return joined
    near = did_you_mean(str(series), SERIES)
    raise ValueError(f'Unknown series "{series}". Expected one of {", ".join(SERIES)}.{near}')


def member_years(store: RecordStore, organizations: Sequence[str]) -> list[MemberYear]:
    """Return a row for each covered year and each state that ever had a full spell, sorted by year and state."""
    spells = _spells(full_spells, store, organizations)
    found = _group_years(store, organizations, spells, [(state,) for state in sorted(spells)])
    return [_member_year("+".join(organizations), one) for one in found]


def _member_year(organization: str, found: _GroupYear) -> MemberYear:
    (state,) = found.states
    return MemberYear(
        organization=organization,
        year=found.year,
        state=state.id,
        name=state.name,
        iso_alpha2=state.iso_alpha2,
        iso_alpha3=state.iso_alpha3,
        iso_numeric=state.iso_numeric,
        cow=state.cow,
        gw=state.gw,
        wikidata=state.wikidata,
        year_end=found.year_end,
        any_day=found.any_day,
        participation=found.participation[0],
    )


def dyad_years(store: RecordStore, organizations: Sequence[str], *, directed: bool = False) -> list[DyadYear]:
    """Return a row for each covered year and each pair of states that ever had full spells.

    The rows are sorted by year and by the COW numbers of both states. Each pair occurs once, or in both directions if
    ``directed``.
    """
    spells = _spells(full_spells, store, organizations)
    states = [state.id for state in sorted((store.states[member] for member in spells), key=_cow_order)]
    pairs = permutations(states, 2) if directed else combinations(states, 2)
    found = _group_years(store, organizations, spells, [*pairs])
    return [_dyad_year("+".join(organizations), one) for one in found]


def _dyad_year(organization: str, found: _GroupYear) -> DyadYear:
    one, two = found.states
    return DyadYear(
        organization=organization,
        year=found.year,
        state1=one.id,
        state2=two.id,
        iso_alpha3_1=one.iso_alpha3,
        iso_alpha3_2=two.iso_alpha3,
        cow1=one.cow,
        cow2=two.cow,
        gw1=one.gw,
        gw2=two.gw,
        year_end=found.year_end,
        any_day=found.any_day,
        participation1=found.participation[0],
        participation2=found.participation[1],
    )


def _cow_order(state: State) -> tuple[bool, int, str]:
    """Return a key to sort by COW number; states without one are last, by id."""
    return (state.cow is None, state.cow or 0, state.id)


def _spells(
    of: Callable[[RecordStore, str], Iterable[Membership]], store: RecordStore, organizations: Iterable[str]
) -> dict[str, tuple[Membership, ...]]:
    """Return the spells in the organisations by member, the latest organisation and the latest spell first."""
    found: dict[str, list[Membership]] = {}
    for organization in reversed([*organizations]):
        for spell in sorted(of(store, organization), key=lambda spell: spell.start.sort_key, reverse=True):
            found.setdefault(spell.member, []).append(spell)
    return {member: tuple(spells) for member, spells in found.items()}


def _observer_spells(store: RecordStore, organization: str) -> Iterator[Membership]:
    """Iterate over the spells of observers of the organisation."""
    return (s for s in store.memberships if s.organization == organization and s.status == "observer")


def _group_years(
    store: RecordStore, organizations: Sequence[str], spells: Spells, groups: Sequence[tuple[str, ...]]
) -> Iterator[_GroupYear]:
    """Yield the membership of each group of states in each covered year."""
    observers = _spells(_observer_spells, store, organizations)
    for year, windows in _covered_years(store, organizations):
        last_day = _on(windows, date(year, 12, 31))
        levels: dict[str, Level | None] = {
            state: _participation(store, windows, spells[state], observers.get(state, ())) for state in sorted(spells)
        }
        for group in groups:
            members = [spells[state] for state in group]
            yield _GroupYear(
                year=year,
                states=tuple(store.states[state] for state in group),
                year_end=_flag(_ever(last_day, members)),
                any_day=_flag(_ever(windows, members)),
                participation=tuple(levels[state] for state in group),
            )


def _covered_years(store: RecordStore, organizations: Iterable[str]) -> Iterator[tuple[int, Windows]]:
    """Yield each year with a covered day, and its covered days."""
    covered = {id: membership_coverage(store, id) for id in organizations}
    years = [day.year for spans in covered.values() for span in spans for day in (span.first, span.last)]
    for year in range(min(years), max(years) + 1):
        windows = {
            id: tuple(
                _Span(max(span.first, date(year, 1, 1)), min(span.last, date(year, 12, 31)))
                for span in spans
                if span.first.year <= year <= span.last.year
            )
            for id, spans in covered.items()
        }
        if any(windows.values()):
            yield year, windows


def _on(windows: Windows, day: date) -> Windows:
    """Return the windows limited to one day."""
    return {id: tuple(_Span(day, day) for span in spans if _contains(span, day)) for id, spans in windows.items()}


def _contains(span: _Span, day: date) -> bool:
    return span.first <= day <= span.last


def _complete(windows: Windows) -> bool:
    """Return whether there are covered days, and all of them are covered for every organisation."""
    covered = {
        frozenset(day for span in spans for day in range(span.first.toordinal(), span.last.toordinal() + 1))
        for spans in windows.values()
    }
    return len(covered) == 1 and frozenset() not in covered


def _ever(windows: Windows, members: Sequence[Iterable[Membership]]) -> Answer:
    """Return whether there was a covered day on which all were members, given the spells of each."""
    answer = Answer.NO if _complete(windows) else Answer.UNKNOWN
    for spells in product(*members):
        for window in _shared(windows[spell.organization] for spell in spells):
            answer |= _together(window, spells)
    return answer


def _shared(windows: Iterable[tuple[_Span, ...]]) -> Iterator[_Span]:
    """Yield the days that are in all the windows."""
    for spans in product(*windows):
        shared = _Span(max(span.first for span in spans), min(span.last for span in spans))
        if shared.first <= shared.last:
            yield shared


def _together(window: _Span, spells: Sequence[Membership]) -> Answer:
    """Return whether the spells have a day of the window in common.

    Yes if they share a day on which each certainly holds. Yes also for a single spell that certainly starts or ends in
    the window, because its first and last day are days of membership.
    """
    certain = [_Span(spell.start.latest or date.max, _earliest_end(spell)) for spell in spells]
    if _common(window, certain):
        return Answer.YES
    if not _common(window, [_possible_days(spell) for spell in spells]):
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


def _possible_days(spell: Membership) -> _Span:
    latest_end = spell.end.latest if spell.end is not None else None
    return _Span(spell.start.earliest or date.min, latest_end or date.max)


def _earliest_end(spell: Membership) -> date:
    if spell.end is None:
        return date.max
    return spell.end.earliest or date.min


def _participation(
    store: RecordStore, windows: Windows, full: Iterable[Membership], observer: Iterable[Membership]
) -> Level | None:
    """Return how far a state takes part in a year, given its full and observer spells, the latest first."""
    possible = [
        (min(window.last, days.last), spell)
        for spell in full
        for days in [_possible_days(spell)]
        for window in windows[spell.organization]
        if _common(window, [days])
    ]
    if possible:
        last = max(day for day, _ in possible)
        return _participation_on(store, last, [spell for day, spell in possible if day == last])
    match _ever(windows, [observer]) if _complete(windows) else Answer.UNKNOWN:
        case Answer.YES:
            return "observer"
        case Answer.NO:
            return None
    return "unknown"


def _participation_on(store: RecordStore, day: date, spells: Iterable[Membership]) -> Level:
    """Return how far a state takes part on a day: by the first spell that holds, and any before it that may hold."""
    levels: set[Level] = set()
    for spell in spells:
        found = standing(spell, day, store)
        levels.add(found.participation.state)
        if found.answer is Answer.YES:
            break
    return levels.pop() if len(levels) == 1 else "unknown"


def _flag(answer: Answer) -> Flag:
    match answer:
        case Answer.YES:
            return 1
        case Answer.NO:
            return 0
    return None


_LEVELS = ("full", "frozen", "observer", "unknown")
MEMBER_YEARS = answer_shape(
    "member-years",
    f"{__name__}:MEMBER_YEARS",
    summary=("year", "name", "iso_alpha3", "cow", "year_end", "any_day", "participation"),
    organization="text",
    year="integer",
    state="reference",
    name="text",
    iso_alpha2="text",
    iso_alpha3="text",
    iso_numeric="text",
    cow="integer",
    gw="integer",
    wikidata="text",
    year_end="integer:0,1",
    any_day="integer:0,1",
    participation=_LEVELS,
)
"""The columns of ``member_years()``."""
DYAD_YEARS = answer_shape(
    "dyad-years",
    f"{__name__}:DYAD_YEARS",
    summary=("year", "state1", "state2", "cow1", "cow2", "year_end", "any_day"),
    organization="text",
    year="integer",
    state1="reference",
    state2="reference",
    iso_alpha3_1="text",
    iso_alpha3_2="text",
    cow1="integer",
    cow2="integer",
    gw1="integer",
    gw2="integer",
    year_end="integer:0,1",
    any_day="integer:0,1",
    participation1=_LEVELS,
    participation2=_LEVELS,
)
"""The columns of ``dyad_years()``."""
