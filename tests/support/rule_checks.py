"""Run one rule on records given as JSON."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from csto_data.diagnostics import Location, Violation
from csto_data.model import KINDS
from csto_data.model.coverage import Coverage, MembershipCoverage
from csto_data.model.ids import OrganizationId
from csto_data.serialization.converter import structure
from csto_data.validation.context import LocatedRecord, RuleContext
from csto_data.validation.registry import checks
from support.small_datasets import SOURCE, coverage_spans


class FoundViolation(NamedTuple):
    """A violation in a record: its path within the record, and the ids of the related records."""

    record: str | None
    path: tuple[str | int, ...]
    message: str
    expected: str
    related: tuple[str | None, ...]


def context(*records: dict[str, Any], coverage: Coverage | None = None) -> RuleContext:
    """Return the context that rules read, with these records and one source."""
    located = {}
    for index, raw in enumerate((SOURCE, *records)):
        kind = next(kind for kind in KINDS.values() if kind.prefix == raw["id"].partition(":")[0])
        evidence = {} if kind.name == "source" else {"evidence": [{"source": "source:paper"}]}
        record = structure(kind.record_class, {**evidence, **raw})
        located_record = LocatedRecord(record=record, file=f"{kind.dataset}.json", path=("records", index))
        located.setdefault(record.id, located_record)
    ids = {
        id: [Location(file=located_record.file, path=located_record.path, record=id)]
        for id, located_record in located.items()
    }
    used_coverage = coverage or Coverage()
    return RuleContext(located=located, ids=ids, coverage=used_coverage, covered=coverage_spans(used_coverage))


def violations(code: str, context: RuleContext) -> list[Violation]:
    """Return the violations of one rule in a context."""
    (check,) = [check for rule, check in checks() if rule.code == code]
    return [*check(context)]


def run_rule(code: str, *records: dict[str, Any], coverage: Coverage | None = None) -> list[FoundViolation]:
    """Run one rule on these records and return its violations."""
    found = violations(code, context(*records, coverage=coverage))
    return [
        FoundViolation(
            v.location.record, v.location.path[2:], v.message, v.expected, tuple(p.record for p, _ in v.related)
        )
        for v in found
    ]


def violation_paths(
    code: str, *records: dict[str, Any], coverage: Coverage | None = None
) -> list[tuple[str | None, tuple[str | int, ...]]]:
    """Run one rule on these records and return the record id and path of each violation."""
    return [(found.record, found.path) for found in run_rule(code, *records, coverage=coverage)]


def act(slug: str, day: str) -> dict[str, Any]:
    return {"id": f"event:{slug}", "kind": "accession", "title": slug.title(), "date": day}


def steps(*makes: tuple[str, str | None]) -> list[dict[str, str]]:
    return [{"act": f"event:{slug}", **({"makes": made} if made else {})} for slug, made in makes]


FIRST, SECOND, LATE = act("first", "2001-01-01"), act("second", "2002-02-02"), act("late", "2009-09-09")
COVERED = Coverage(memberships=(MembershipCoverage(OrganizationId("org:pact"), date(2000, 1, 1), date(2009, 12, 31)),))
