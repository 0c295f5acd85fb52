"""Determine who is a member on a day, as far as the data are complete."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from ..dates import Answer, Day, DayLike, calendar_day
from ..errors import CstoDataError, OutsideCoverageError

if TYPE_CHECKING:
    from ..model import Membership, Organization, State
    from ..model.coverage import MembershipCoverage
    from ..store.record_store import RecordStore

CSTO = "org:csto"


class UncertainError(CstoDataError, ValueError):
    """The sources do not settle who was a member on a day.

    Attributes:
        certain: The states that were members.
        unknown: The states that may have been members.

    Example:
        >>> from csto_data import UncertainError, load
        >>> article = load().as_reported_by("source:sukhankin-2022")
        >>> try:
        ...     article.members("2030-01-01")  # the article was published in 2022
        ... except UncertainError as error:
        ...     print(error.certain, error.unknown[0].name)
        () Armenia
    """

    def __init__(self, message: str, *, certain: tuple[State, ...], unknown: tuple[State, ...]) -> None:
        super().__init__(message)
        self.certain = certain
        self.unknown = unknown

    def __reduce__(self) -> tuple[partial[UncertainError], tuple[object, ...]]:
        return partial(type(self), certain=self.certain, unknown=self.unknown), self.args


def members(store: RecordStore, on: DayLike | None, organization: str) -> tuple[State, ...]:
    """Return the states that were members of (or parties to) the organisation on a day, sorted by id.

    Raises:
        OutsideCoverageError: The members on that day are not completely known.
        UncertainError: The sources do not settle whether a state was a member on that day.
    """
    day = asked_day(store, on, organization)
    answers: dict[str, Answer] = {}
    for spell in full_spells(store, organization):
        answers[spell.member] = answers.get(spell.member, Answer.NO) | holds(store, spell, day)
    certain = tuple(store.states[id] for id, answer in sorted(answers.items()) if answer is Answer.YES)
    unknown = tuple(store.states[id] for id, answer in sorted(answers.items()) if answer is Answer.UNKNOWN)
    if unknown:
        names = ", ".join(state.name for state in unknown)
        message = f"Membership of {names} in {organization} on {day} is uncertain (certain members: {len(certain)})."
        raise UncertainError(message, certain=certain, unknown=unknown)
    return certain


def full_spells(store: RecordStore, organization: str) -> Iterator[Membership]:
    """Iterate over the spells of states as members of (or parties to) the organisation, not those of observers."""
    for spell in store.memberships:
        if spell.organization == organization and spell.status != "observer" and spell.member.startswith("state:"):
            yield spell


def asked_day(store: RecordStore, on: DayLike | None, organization: str) -> date:
    """Return the day of a query about members: ``on``, or by default the last day with an answer.

    Raises:
        OutsideCoverageError: The data do not cover that day, or the source of a view does not report on it.
    """
    if store.is_view:
        return _asked_of_source(store, on, organization)
    covered = membership_coverage(store, organization)
    day = calendar_day(covered[-1].last if on is None else on)
    if not any(span.first <= day <= span.last for span in covered):
        raise OutsideCoverageError(outside(store, organization, day))
    return day


def _asked_of_source(store: RecordStore, on: DayLike | None, organization: str) -> date:
    """Return ``on``, or by default the publication date of the source, or the day of the sources, of the view."""
    source = store.source
    reports = f"No source published by {store.published_by} reports" if source is None else f"{source.id} reports no"
    is_missing = source is None and organization not in store.organizations
    if is_missing or not any(full_spells(store, store.organizations[organization].id)):
        what = f"{reports} membership dates for {organization}."
        raise OutsideCoverageError(what)
    asked = on if on is not None else store.published_by if source is None else source.published
    if source is not None and asked is None:
        raise OutsideCoverageError(
            f"{source.id} has no publication date. Expected an exact date to query, such as 2022-01-06."
        )
    assert asked is not None  # noqa: S101
    return calendar_day(asked)


def holds(store: RecordStore, spell: Membership, day: date) -> Answer:
    """Return whether the spell holds on the day; the start and end dates belong to the spell.

    A spell without an end had not ended on any covered day. After these days, the answer is unknown.
    """
    started = ~Day(day.isoformat()).before(spell.start)
    if spell.end is not None:
        return started & ~spell.end.before(day)
    covered = (span for span in store.coverage.memberships if span.organization == spell.organization)
    return started if any(day <= span.last for span in covered) else started & Answer.UNKNOWN


def membership_coverage(store: RecordStore, organization: str) -> tuple[MembershipCoverage, ...]:
    """Return the periods for which the data have all memberships of the organisation.

    Raises:
        OutsideCoverageError: No period is completely covered.
    """
    covered = [span for span in store.coverage.memberships if span.organization == organization]
    if covered:
        return tuple(sorted(covered, key=lambda span: span.first))
    name = store.organizations[organization].name
    complete = ", ".join(f"{span.organization} ({span.first} to {span.last})" for span in store.coverage.memberships)
    raise OutsideCoverageError(
        f"The member list of {name} ({organization}) is not known to be complete. Complete lists: {complete or 'none'}."
    )


def outside(store: RecordStore, organization: str, day: date) -> str:
    """Return the message for a day outside coverage, with the predecessor to query instead."""
    covered = membership_coverage(store, organization)
    spans = " and ".join(f"{span.first} to {span.last}" for span in covered)
    message = f"{day} is outside the covered period of {organization} ({spans})."
    before = store.organizations[organization].predecessor if day < covered[0].first else None
    if before is None:
        return message
    earlier = store.organizations[before]
    spells = [span for span in store.coverage.memberships if span.organization == before]
    known = " and ".join(f"{span.first} to {span.last}" for span in spells)
    message += f" Its predecessor is {earlier.name} ({earlier.id}{f', covered {known}' if known else ''})"
    if covered_predecessor(store, organization, day) is not None:
        return f"{message}."
    return f"{message}, but its members on {day} are not known either."


def covered_predecessor(store: RecordStore, organization: str, day: date) -> Organization | None:
    """Return the predecessor of an organisation if its members are known on a day before those of its successor."""
    covered = [span for span in store.coverage.memberships if span.organization == organization]
    before = store.organizations[organization].predecessor
    if before is None or not covered or day >= min(span.first for span in covered):
        return None
    known = (span for span in store.coverage.memberships if span.organization == before)
    return store.organizations[before] if any(span.first <= day <= span.last for span in known) else None
