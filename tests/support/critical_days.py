"""The days on which the members of an organisation may change."""

from __future__ import annotations

from datetime import date

from csto_data import Dataset, UncertainError


def critical_days(dataset: Dataset, organization: str) -> list[date]:
    """Return the first and last covered days, and each day on which a spell may begin or end, with its neighbours."""
    spans = [span for span in dataset.coverage.memberships if span.organization == organization]
    days = {day for span in spans for day in (span.first, span.last)}
    for spell in dataset.memberships.where(organization=organization):
        bounds = (bound for day in (spell.start, spell.end) if day for bound in (day.earliest, day.latest) if bound)
        days |= {date.fromordinal(bound.toordinal() + step) for bound in bounds for step in (-1, 0, 1)}
    return sorted(day for day in days if any(span.first <= day <= span.last for span in spans))


def certain_members(dataset: Dataset, organization: str) -> dict[str, list[str]]:
    """Return the states that were certainly members on each critical day."""
    found = {}
    for day in critical_days(dataset, organization):
        try:
            members = [*dataset.members(on=day, organization=organization)]
        except UncertainError as reason:
            members = [*reason.certain]
        found[day.isoformat()] = [state.id for state in members]
    return found
