"""CST416 and CST417: what the manifest of a dataset claims to be complete."""

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
    """Return what is complete: an organisation, or a post."""
    return (span.organization,) if isinstance(span, MembershipCoverage) else (span.title, span.of)


def covered_spans(context: RuleContext) -> Iterator[tuple[Path, Span]]:
    """Iterate over the spans of coverage of a dataset, with their paths in the manifest; a pack has none of its own."""
    if context.overrides is None:
        yield from context.covered


@rule(
    "CST416",
    "covered-twice",
    why="Of two claims about the same days one is wrong, and it does not show which.",
)
def covered_twice(context: RuleContext) -> Iterator[Violation]:
    """Two spans of coverage for one organisation or post, in the manifest, that share a day."""
    for (_, one), (path, other) in combinations(covered_spans(context), 2):
        if _what(one) == _what(other) and max(one.first, other.first) <= min(one.last, other.last):
            yield Violation(
                location=Location(file=MANIFEST, path=path),
                message=f"{max(one.first, other.first)} is covered already, by {one.first} to {one.last}",
                expected="spans that share no day, or one span",
            )


@rule(
    "CST417",
    "covered-before-members",
    why="For those days the answer would be that nobody was a member, of what had no members to have.",
    requires=("CST301", "CST302", "CST401", "CST402", "CST403", "CST406", "CST407"),
)
def covered_before_members(context: RuleContext) -> Iterator[Violation]:
    """Coverage of memberships, in the manifest, that begins before anybody can have been a member."""
    if context.overrides is not None or not context.has_all(Membership):
        return
    for path, span in context.covered:
        if not isinstance(span, MembershipCoverage) or not context.may_have(span.organization):
            continue
        earliest = _earliest_start(span.organization, context)
        if earliest is None or span.first < earliest:
            first = f"the first comes on {earliest}" if earliest else "no spell is there"
            yield Violation(
                location=Location(file=MANIFEST, path=(*path, "from")),
                message=f"{span.organization} has no member on {span.first}; {first}",
                expected="coverage that begins with the first member",
            )


def _earliest_start(organization: str, context: RuleContext) -> date | None:
    """Return the first day on which anybody may have been a member; None without members."""
    spells = [spell for spell in context.all(Membership) if spell.organization == organization]
    return min((s.start.earliest or date.min for s in spells if s.status != "observer"), default=None)
