"""Small datasets for tests, given as JSON records."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from hypothesis import settings

from csto_data import Dataset, Day
from csto_data.model import KINDS, Evidence
from csto_data.model.coverage import Coverage, MembershipCoverage
from csto_data.model.ids import OrganizationId, SourceId
from csto_data.serialization.converter import structure

EVIDENCE = [{"source": "source:paper"}]
SHOWN = (Evidence(source=SourceId("source:paper")),)
SOURCE = {"id": "source:paper", "title": "Paper", "kind": "report"}


def dataset(*records: dict[str, Any], covered: dict[str, tuple[str, str]] | None = None) -> Dataset:
    """Return a dataset of these records; ``covered`` maps an organisation to its first and last covered day."""
    records_by_dataset = defaultdict(list)
    for raw in (SOURCE, *records):
        kind = next(kind for kind in KINDS.values() if kind.prefix == raw["id"].partition(":")[0])
        records_by_dataset[kind.dataset].append(
            structure(kind.record_class, raw if kind.name == "source" else {"evidence": EVIDENCE, **raw})
        )
    coverage = Coverage(
        memberships=tuple(
            MembershipCoverage(OrganizationId(id), date.fromisoformat(first), date.fromisoformat(last), SHOWN)
            for id, (first, last) in (covered or {}).items()
        )
    )
    return Dataset(version="0.0.0", coverage=coverage, read=lambda kind: records_by_dataset[kind.dataset])


def state(code: str, **codes: Any) -> dict[str, Any]:
    return {"id": f"state:{code}", "name": code.title(), "iso_alpha3": code, **codes}


def spell(slug: str, code: str, start: str, end: str | None = None, **fields: Any) -> dict[str, Any]:
    raw = {"id": f"membership:{slug}", "member": f"state:{code}", "organization": "org:pact", "status": "member"}
    return {**raw, "start": start, **({"end": end} if end else {}), **fields}


PACT = {"id": "org:pact", "name": "Pact", "kind": "organisation", "predecessor": "org:treaty"}
TREATY = {"id": "org:treaty", "name": "Treaty", "kind": "treaty-body"}

FEWER_EXAMPLES = settings(max_examples=max(5, settings.default.max_examples // 4))
"""For properties of whole datasets, which take long to generate."""


def coverage_spans(coverage: Coverage) -> tuple[tuple[tuple[str | int, ...], Any], ...]:
    """Return the spans of coverage with their paths in a manifest."""
    parts = {"memberships": coverage.memberships, "offices": coverage.offices}
    return tuple((("coverage", part, i), span) for part, spans in parts.items() for i, span in enumerate(spans))


def member_names(ds: Dataset, on: Day) -> list[str]:
    """Return the names of the members on a day; a function at module level, so that other processes can run it."""
    return [member.name for member in ds.members(on)]
