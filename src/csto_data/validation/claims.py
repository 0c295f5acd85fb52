"""What a manifest claims to be complete, beside what there is."""

from __future__ import annotations

from collections.abc import Iterator, Set
from datetime import date
from itertools import combinations
from typing import TypeAlias

from ..loading import Coverage, MembershipCoverage, OfficeCoverage
from ..model import Membership
from .corpus import Corpus
from .findings import Path
from .mistakes import Meant
from .registry import Rule
from .rules import RULES
from .rules.history import CLAIMED_TWICE, TOO_EARLY

Misclaim: TypeAlias = tuple[Rule, Path, str, str, Meant | None]
"""The rule, the path in the manifest, what is wrong, what was expected, what was meant."""
Span: TypeAlias = MembershipCoverage | OfficeCoverage


def misclaims(coverage: Coverage, corpus: Corpus, doubted: Set[tuple[str, str | int]]) -> Iterator[Misclaim]:
    """What is wrong with the coverage: its order, whose it is, what it says twice, what it says of nobody.

    ``doubted`` are the fields of records that have a finding: nothing follows from them.
    """
    memberships, offices = coverage.memberships, coverage.offices
    spans: list[tuple[Path, Span]] = [(("coverage", "memberships", i), span) for i, span in enumerate(memberships)]
    spans += [(("coverage", "offices", i), span) for i, span in enumerate(offices)]
    for at, span in spans:
        if span.last < span.first:
            message = f"it ends on {span.last}, before it starts on {span.first}"
            yield RULES["CST401"], (*at, "until"), message, f"a day not before {span.first}", None
        key, id = ("of", span.of) if isinstance(span, OfficeCoverage) else ("organization", span.organization)
        if not corpus.may_have(id):
            meant = Meant(word=id, prefixes=("org", "state"))
            yield RULES["CST302"], (*at, key), f"there is no record {id}", "the id of a record that is there", meant
    for (_, one), (at, other) in combinations(spans, 2):
        if one[:-2] == other[:-2] and max(one.first, other.first) <= min(one.last, other.last):
            message = f"{max(one.first, other.first)} is covered already, by {one.first} to {one.last}"
            yield CLAIMED_TWICE, at, message, "spans that share no day, or one span", None
    yield from _too_early(coverage, corpus, doubted)


def _too_early(coverage: Coverage, corpus: Corpus, doubted: Set[tuple[str, str | int]]) -> Iterator[Misclaim]:
    """Only where all spells could be read is it certain that nobody was a member."""
    for index, span in enumerate(coverage.memberships if corpus.has_all(Membership) else ()):
        spells = [s for s in corpus.all(Membership) if s.organization == span.organization and s.status != "observer"]
        earliest = min((spell.start.earliest or date.min for spell in spells), default=None)
        astray = any(not corpus.may_have(spell.organization) for spell in corpus.all(Membership))
        astray = astray or any((spell.id, "start") in doubted for spell in spells)
        if span.last < span.first or astray or not corpus.may_have(span.organization):
            continue
        if earliest is None or span.first < earliest:
            message = f"{span.organization} has no member on {span.first}; " + (
                f"the first comes on {earliest}" if earliest else "no spell is there"
            )
            path = ("coverage", "memberships", index, "from")
            yield TOO_EARLY, path, message, "coverage that begins with the first member", None
