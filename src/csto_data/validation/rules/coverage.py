"""Rules CST416, CST417, CST419 and CST423: the coverage that the manifest of a dataset claims."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TypeAlias

from ...diagnostics import Location, Path, Violation
from ...model import Membership, Source
from ...model.coverage import MembershipCoverage, OfficeCoverage
from ...store.layout import MANIFEST
from ..context import RuleContext
from ..registry import rule
from .times import late_sources

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
    before: dict[tuple[str, ...], tuple[Path, Span]] = {}
    for path, other in sorted(covered_spans(context), key=lambda place: place[1].first):
        first, one = before.setdefault(_what(other), (path, other))
        if one is other or one.last < other.last:
            before[_what(other)] = path, other
        if one is not other and other.first <= one.last:
            yield Violation(
                location=Location(file=MANIFEST, path=path),
                message=f"{other.first} is already covered by {one.first} to {one.last}",
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
    first_spells = _first_spells(context) if context.covered else {}
    for path, span in context.covered:
        if not isinstance(span, MembershipCoverage) or not context.may_have(span.organization):
            continue
        first_spell = first_spells.get(span.organization)
        earliest = _first_day(first_spell) if first_spell is not None else None
        if earliest is None or span.first < earliest:
            first, expected = "it has no spells", "no coverage, or memberships of the organisation"
            if earliest is not None:
                first, expected = (
                    f"the first one joined on {earliest}",
                    f"coverage from {earliest}, or an earlier spell",
                )
            yield Violation(
                location=Location(file=MANIFEST, path=(*path, "from")),
                message=f"{span.organization} had no members on {span.first}: {first}",
                expected=expected,
                related=((_start_of(first_spell, context), "the first spell"),) if first_spell is not None else (),
            )


def _first_spells(context: RuleContext) -> dict[str, Membership]:
    """Return the earliest spell of a member of each organisation."""
    found: dict[str, Membership] = {}
    for spell in context.all(Membership):
        if spell.status != "observer":
            found[spell.organization] = min(found.get(spell.organization, spell), spell, key=_first_day)
    return found


def _first_day(spell: Membership) -> date:
    """Return the first day on which a state may have been a member."""
    return spell.start.earliest or date.min


def _start_of(spell: Membership, context: RuleContext) -> Location:
    """Return the location of the start of a spell, which other rules still check."""
    return context.locate(spell.id, "start")._replace(record=None)


@rule(
    "CST419",
    "coverage-after-release",
    why="The members of a future day are not known; queries for it would return a guess as an answer.",
)
def covered_after_release(context: RuleContext) -> Iterator[Violation]:
    """Checks that coverage does not last longer than until the day on which the dataset was released."""
    if context.released is None or len(late_sources(context)) > 1:
        return  # CST508 reports the date of the release if it is before the dates of several sources
    for path, span in covered_spans(context):
        if span.last > context.released:
            yield Violation(
                location=Location(file=MANIFEST, path=(*path, "until")),
                message=f"the coverage lasts until {span.last}, after the release on {context.released}",
                expected=f"coverage until {context.released} at the latest",
                related=((Location(file=MANIFEST, path=("created",)), "the date of the release"),),
            )


@rule(
    "CST423",
    "unsupported-coverage",
    why="A claim of completeness beyond the newest list or act is a guess.",
    requires=("CST301", "CST302"),
)
def unsupported_coverage(context: RuleContext) -> Iterator[Violation]:
    """Checks that every span of coverage has evidence, and does not end after the newest source in it.

    A span that ends after the release violates CST419 only.
    """
    for path, span in covered_spans(context):
        if not span.evidence:
            yield Violation(
                location=Location(file=MANIFEST, path=path),
                message=f"no evidence shows that the records are complete until {span.last}",
                expected='"evidence" with the source of the newest list or act, such as [{"source": "source:..."}]',
            )
            continue
        sources = [context.get(entry.source, Source) for entry in span.evidence]
        days = [source.published.latest for source in sources if source is not None and source.published is not None]
        known = [day for day in days if day is not None]
        if len(known) == len(sources) and max(known) < span.last <= (context.released or span.last):
            yield Violation(
                location=Location(file=MANIFEST, path=(*path, "until")),
                message=f"{span.last} is after the newest source in the evidence, which is of {max(known)}",
                expected=f"{max(known)} or an earlier day, or a newer source",
                related=((Location(file=MANIFEST, path=(*path, "evidence")), "the evidence"),),
            )
