"""Made-up histories: what exists, and on which calendar days everything happened.

A history contains no records; ``datasets.tellings`` generates the records and sources.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import pairwise

from attrs import define, field, frozen
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from ..dates import Day
from ..model.membership import Effect, MembershipStatus
from . import values

Window = tuple[date, date]

FOUNDING: Window = (date(1950, 1, 1), date(1989, 12, 31))
HISTORY: Window = (date(1990, 1, 1), date(2019, 12, 31))
DISSOLUTION: Window = (date(2020, 1, 1), date(2020, 12, 31))
PUBLICATION: Window = (date(2021, 1, 1), date(2025, 12, 31))
"""Organisations outlast their acts, and sources are published afterwards, so that none reports future events."""

STATES = ("ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK", "UZB")
TITLES = ("president", "prime minister", "secretary general", "senior fellow", "spokesperson")


@frozen
class Span:
    """The true first and last day of something; the last is None if it is not over or lasts one day."""

    first: date
    last: date | None = None


@frozen
class Act:
    """An event or statement that started, changed or ended a membership, with its date in the record."""

    id: str
    day: Day
    makes: Effect | None


@frozen
class Spell:
    """A membership spell in an organisation, with its acts in chronological order."""

    member: str
    organization: str
    status: MembershipStatus
    acts: tuple[Act, ...] = ()


@frozen
class Term:
    """A holder's term in a post."""

    holder: str
    title: str
    of: str


@define
class History:
    """The true history, by id.

    Spells of one member in one organisation, and terms in one post, do not overlap. A part of an operation or event is
    within its days.
    """

    given: frozenset[str] = frozenset()
    """What has its records elsewhere and is only referred to."""
    spans: dict[str, Span] = field(factory=dict)
    """All that exists; people, places and sources from the day on which they appear."""
    treaties: set[str] = field(factory=set)
    """The organisations that are treaty bodies, which have parties instead of members."""
    spells: dict[str, Spell] = field(factory=dict)
    terms: dict[str, Term] = field(factory=dict)
    missions: dict[str, str] = field(factory=dict)
    """The organisation of each operation."""
    wholes: dict[str, str] = field(factory=dict)
    """The operation or event of which an event is part."""

    def ids(self, *prefixes: str) -> list[str]:
        """Return the ids with these prefixes."""
        return [id for id in self.spans if id.partition(":")[0] in prefixes]

    def own(self, *prefixes: str) -> list[str]:
        """Return the ids with these prefixes, except given ones, which have unknown members and posts."""
        return [id for id in self.ids(*prefixes) if id not in self.given]

    def earlier(self, one: str, other: str) -> bool:
        """Return whether one appears before the other; on the same day, the order is that of the ids."""
        return (self.spans[one].first, one) < (self.spans[other].first, other)

    def members(self, organization: str, first: date, last: date) -> list[str]:
        """Return the members of (or parties to) an organisation throughout these days."""
        full = {key: spell for key, spell in self.spells.items() if spell.status != "observer"}
        spells = (key for key, spell in full.items() if spell.organization == organization)
        return [self.spells[key].member for key in spells if self.lasted(key, first, last)]

    def lasted(self, id: str, first: date, last: date) -> bool:
        """Return whether it existed throughout these days."""
        span = self.spans[id]
        return span.first <= first and (span.last is None or last <= span.last)


@st.composite
def histories(draw: DrawFn, given: Mapping[str, Span] | None = None, states: tuple[str, ...] = STATES) -> History:
    """Return a strategy for histories with a few of each kind, with the first of these states, around what is given."""
    history = History(spans={**(given or {})}, given=frozenset(given or ()))
    for id, day in draw(_dated("source", 1, 2, PUBLICATION)):
        history.spans[id] = Span(day)
    for code in states[: draw(st.integers(1, 3))]:
        history.spans[f"state:{code}"] = Span(FOUNDING[0])
    for id, day in [*draw(_dated("person", 1, 2, FOUNDING)), *draw(_dated("place", 0, 2, FOUNDING))]:
        history.spans[id] = Span(day)
    for id, day in draw(_dated("org", 1, 2, FOUNDING)):
        history.spans[id] = Span(day, draw(st.dates(*DISSOLUTION)))
        if draw(st.booleans()):
            history.treaties.add(id)
    for body in history.own("org"):
        _imagine_members(draw, history, body)
    _imagine_terms(draw, history)
    if draw(st.booleans()):
        _imagine_operation(draw, history, "operation:1")
    for number in range(draw(st.integers(0, 2))):
        _imagine_event(draw, history, f"event:{number + 1}")
    for id, day in [*draw(_dated("statement", 0, 2, HISTORY)), *draw(_dated("figure", 0, 2, HISTORY))]:
        history.spans[id] = Span(day)
    return history


def _dated(prefix: str, least: int, most: int, window: Window) -> SearchStrategy[list[tuple[str, date]]]:
    days = st.lists(st.dates(*window), min_size=least, max_size=most)
    return days.map(lambda found: [(f"{prefix}:{number}", day) for number, day in enumerate(found, 1)])


def _imagine_members(draw: DrawFn, history: History, body: str) -> None:
    """Add members to an organisation: states and older organisations, which may leave and return."""
    full: MembershipStatus = "party" if body in history.treaties else "member"
    statuses: tuple[MembershipStatus, ...] = (full, "observer", full)  # few are observers
    possible = [*history.ids("state"), *(org for org in history.ids("org") if history.earlier(org, body))]
    for member in draw(st.lists(st.sampled_from(possible), max_size=3, unique=True)):
        changes = [*sorted(draw(st.lists(st.dates(*HISTORY), min_size=1, max_size=4, unique=True))), None]
        for number, (first, last) in enumerate(list(pairwise(changes))[::2], 1):
            if first is not None:
                slug = f"{body[4:]}-{member.partition(':')[2].lower()}-{number}"
                span = Span(first, last)
                acts = _imagine_acts(draw, history, slug, span)
                history.spans[f"membership:{slug}"] = span
                history.spells[f"membership:{slug}"] = Spell(member, body, draw(st.sampled_from(statuses)), acts)


def _imagine_acts(draw: DrawFn, history: History, slug: str, span: Span) -> tuple[Act, ...]:
    """Return some of the acts that started, froze, resumed and ended a spell."""
    within = st.dates(span.first, span.last or HISTORY[1])
    turns: list[tuple[Effect | None, date]] = [("start", span.first)]
    between: tuple[Effect | None, ...] = (None, "freeze", "resume")
    turns += draw(st.lists(st.tuples(st.sampled_from(between), within), max_size=1))
    if span.last is not None:
        turns.append(("end", span.last))
    acts = []
    for number in sorted(draw(st.sets(st.integers(0, len(turns) - 1), max_size=2))):
        makes, on = turns[number]
        act = Act(f"{draw(st.sampled_from(('event', 'statement')))}:{slug}-{number}", draw(values.days(on=on)), makes)
        history.spans[act.id] = Span(on)
        acts.append(act)
    return tuple(acts)


def _imagine_terms(draw: DrawFn, history: History) -> None:
    """Add posts and their holders; the day of a handover belongs to both terms."""
    bodies = st.sampled_from(history.own("state", "org"))
    holders = st.sampled_from(history.ids("person", "state"))
    posts = draw(st.lists(st.tuples(st.sampled_from(TITLES), bodies), max_size=2, unique=True))
    for post, (title, of) in enumerate(posts, 1):
        changes = sorted(draw(st.lists(st.dates(*HISTORY), min_size=1, max_size=3, unique=True)))
        for number, (first, last) in enumerate(zip(changes, [*changes[1:], None], strict=True), 1):
            history.spans[f"office:{post}-{number}"] = Span(first, last)
            history.terms[f"office:{post}-{number}"] = Term(draw(holders), title, of)


def _imagine_operation(draw: DrawFn, history: History, id: str) -> None:
    """Add an operation of an organisation, usually on days on which it has a member."""
    spell = draw(st.sampled_from([*history.spells, None]))
    around = Span(*HISTORY) if spell is None else history.spans[spell]
    body = draw(st.sampled_from(history.own("org"))) if spell is None else history.spells[spell].organization
    days = st.dates(around.first, around.last or HISTORY[1])
    history.spans[id] = Span(*sorted(draw(st.tuples(days, days))))
    history.missions[id] = body


def _imagine_event(draw: DrawFn, history: History, id: str) -> None:
    """Add an event, which may be part of an operation or of another event."""
    whole = draw(st.sampled_from([None, *history.ids("operation", "event")]))
    around = Span(*HISTORY) if whole is None else history.spans[whole]
    days = st.dates(around.first, around.last or around.first)
    if whole is not None:
        history.wholes[id] = whole
    history.spans[id] = Span(*sorted(draw(st.tuples(days, days))))
