"""Rules CST416 and CST417: the coverage that the manifest of a dataset claims."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations
from typing import TypeAlias

from ...diagnostics import Location, Path, Violation
from ...model import Membership
from ...model.coverage import MembershipCoverage, OfficeCoverage
from ...store.layout import MANIFEST
from ..context import RuleContext
from ..registry import rule

Span: TypeAlias = MembershipCoverage | OfficeCoverage


def _what(span: Span) -> tuple[str, ...]:
    """Return the organisation or post that a span is about."""
    return (span.organization,) if isinstance(span, MembershipCoverage) else (span.title, span.of)


def covered_spans(context: RuleContext) -> Iterator[tuple[Path, Span]]:
    """Iterate over the spans of coverage in the manifest with their paths; a pack has none."""
    if context.overrides is None:
        yield from context.covered


@rule(
    "CST416",
    "overlapping-coverage",
    why="If two claims about the same days differ, readers cannot tell which one is right.",
)
def covered_twice(context: RuleContext) -> Iterator[Violation]:
    """Checks that no two spans of coverage of an organisation or post share a day."""
    for (first, one), (path, other) in combinations(covered_spans(context), 2):
        if _what(one) == _what(other) and max(one.first, other.first) <= min(one.last, other.last):
            yield Violation(
                location=Location(file=MANIFEST, path=path),
                message=f"{max(one.first, other.first)} is already covered by {one.first} to {one.last}",
                expected="spans without a common day, or a single span",
                related=((Location(file=MANIFEST, path=first), "the other span"),),
            )


@rule(
    "CST417",
    "coverage-before-members",
    why="Queries for these days would wrongly return an empty list.",
    requires=("CST301", "CST302", "CST401", "CST402", "CST403", "CST406", "CST407"),
)
def covered_before_members(context: RuleContext) -> Iterator[Violation]:
    """Checks that coverage of memberships does not start before the first member."""
    if context.overrides is not None or not context.has_all(Membership):
        return
    for path, span in context.covered:
        if not isinstance(span, MembershipCoverage) or not context.may_have(span.organization):
            continue
        earliest = _earliest_start(span.organization, context)
        if earliest is None or span.first < earliest:
            first = f"the first one joined on {earliest}" if earliest else "it has no spells"
            yield Violation(
                location=Location(file=MANIFEST, path=(*path, "from")),
                message=f"{span.organization} had no members on {span.first}: {first}",
                expected=f"coverage from {earliest}" if earliest else "no coverage, or memberships of the organisation",
            )


def _earliest_start(organization: str, context: RuleContext) -> date | None:
    """Return the first day on which a state may have been a member, or None if there are no members."""
    spells = [spell for spell in context.all(Membership) if spell.organization == organization]
    return min((s.start.earliest or date.min for s in spells if s.status != "observer"), default=None)
