"""Who is a member on a day, as far as the data claim to know it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from ..dates import Answer, Day, DayLike, calendar_day
from ..errors import OutsideCoverage

if TYPE_CHECKING:
    from ..model import Membership, State
    from ..model.coverage import MembershipCoverage
    from ..store.record_store import RecordStore

CSTO = "org:csto"


class Uncertain(ValueError):
    """A list of members that the sources leave open: ``certain`` were members that day, ``unknown`` may have been."""

    def __init__(self, message: str, *, certain: tuple[State, ...], unknown: tuple[State, ...]) -> None:
        super().__init__(message)
        self.certain = certain
        self.unknown = unknown

    def __reduce__(self) -> tuple[partial[Uncertain], tuple[object, ...]]:
        return partial(type(self), certain=self.certain, unknown=self.unknown), self.args


def members(store: RecordStore, on: DayLike | None, organization: str) -> tuple[State, ...]:
    """Return the states that were members of, or parties to, the organisation on a day, by id.

    Raises:
        OutsideCoverage: The data do not claim to have all members on that day.
        Uncertain: The sources leave a membership open on that day.
    """
    day = asked_day(store, on, organization)
    answers: dict[str, Answer] = {}
    for spell in full_spells(store, organization):
        answers[spell.member] = answers.get(spell.member, Answer.NO) | holds(store, spell, day)
    certain = tuple(store.states[id] for id, answer in sorted(answers.items()) if answer is Answer.YES)
    unknown = tuple(store.states[id] for id, answer in sorted(answers.items()) if answer is Answer.UNKNOWN)
    if unknown:
        names = ", ".join(state.name for state in unknown)
        message = f"{len(certain)} members of {organization} on {day} are certain; it is not known of {names}"
        raise Uncertain(message, certain=certain, unknown=unknown)
    return certain


def full_spells(store: RecordStore, organization: str) -> Iterator[Membership]:
    """Iterate over the spells of states as members of, or parties to, the organisation: observers are neither."""
    for spell in store.memberships:
        if spell.organization == organization and spell.status != "observer" and spell.member.startswith("state:"):
            yield spell


def organization_id(name: str) -> str:
    """Return the id of an organisation, whose prefix may be left out. Raises TypeError for anything but text."""
    if not isinstance(name, str):
        raise TypeError(f"expected the id of an organisation, such as {CSTO!r}, found {type(name).__name__}")
    return name if ":" in name else f"org:{name}"


def asked_day(store: RecordStore, on: DayLike | None, organization: str) -> date:
    """Return the day of a question about members: ``on``, or else the last day for which there is an answer.

    Raises:
        OutsideCoverage: The data, or the source whose reports these are, say nothing of that day.
    """
    if store.source is not None:
        return _asked_of_source(store, on, organization)
    covered = membership_coverage(store, organization)
    day = calendar_day(covered[-1].last if on is None else on)
    if not any(span.first <= day <= span.last for span in covered):
        raise OutsideCoverage(outside(store, organization, day))
    return day


def _asked_of_source(store: RecordStore, on: DayLike | None, organization: str) -> date:
    """Return ``on``, or else the day of publication of the source whose reports these are."""
    source = store.source
    assert source is not None  # noqa: S101
    if not any(full_spells(store, store.organizations[organization].id)):
        raise OutsideCoverage(f"{source.id} does not say of any state when it was in {organization}")
    asked = source.published if on is None else on
    if asked is None:
        raise OutsideCoverage(f"{source.id} has no date of publication; expected a day to ask about")
    return calendar_day(asked)


def holds(store: RecordStore, spell: Membership, day: date) -> Answer:
    """Return whether the spell holds on the day; start and end are both days of it.

    A spell without end had not ended on any covered day; elsewhere it is not known whether it had.
    """
    begun = ~Day(day.isoformat()).before(spell.start)
    if spell.end is not None:
        return begun & ~spell.end.before(day)
    covered = (span for span in store.coverage.memberships if span.organization == spell.organization)
    return begun if any(day <= span.last for span in covered) else begun & Answer.UNKNOWN


def membership_coverage(store: RecordStore, organization: str) -> tuple[MembershipCoverage, ...]:
    """Return for which days all memberships of the organisation are in the data. Raises :class:`OutsideCoverage`."""
    covered = [span for span in store.coverage.memberships if span.organization == organization]
    if covered:
        return tuple(sorted(covered, key=lambda span: span.first))
    name = store.organizations[organization].name
    complete = ", ".join(f"{span.organization} ({span.first} to {span.last})" for span in store.coverage.memberships)
    raise OutsideCoverage(
        f"the data do not claim to have all members of {organization} ({name}); complete: {complete or 'none'}"
    )


def outside(store: RecordStore, organization: str, day: date) -> str:
    """Return why the members of the organisation are not known on a day outside coverage, and what to ask instead."""
    covered = membership_coverage(store, organization)
    spans = " and ".join(f"{span.first} to {span.last}" for span in covered)
    message = f"the members of {organization} are known from {spans}; {day} lies outside"
    before = store.organizations[organization].predecessor if day < covered[0].first else None
    if before is None:
        return message
    earlier = store.organizations[before]
    spells = [span for span in store.coverage.memberships if span.organization == before]
    known = " and ".join(f"{span.first} to {span.last}" for span in spells)
    message += f". It follows {earlier.name} ({earlier.id}{f', known from {known}' if known else ''})"
    if not any(span.first <= day <= span.last for span in spells):
        message += f", whose members are not known on {day} either"
    return f'{message}: ask for organization="{earlier.id}"'
