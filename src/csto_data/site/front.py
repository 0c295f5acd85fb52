"""The front page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from markupsafe import Markup

from ..model import KINDS, Record
from .day_pages import member_path, month_name
from .days import timeline
from .page import Page

if TYPE_CHECKING:
    from ..dataset import Dataset
    from .lookups import Lookups


def front_page(dataset: Dataset, lookups: Lookups, base: str | None) -> Page:
    """Return the front page.

    Args:
        dataset: The data.
        lookups: What is known of all records.
        base: The public address of the site, if it has one.
    """
    counts = {name: len(dataset.table(name)) for name in KINDS}
    disputed = {(judgement.record, judgement.field) for judgement in dataset.disputes()}
    numbers = (
        (sum(counts.values()), "records", "records.html"),
        (counts["sources"], "sources", "sources/index.html"),
        (lookups.citations, "citations of sources", "known/index.html"),
        (len(disputed), "disputed values", "disputes.html"),
    )
    months = timeline(dataset)
    busiest = max(months, key=lambda name: sum(len(each.entries) for each in months[name]), default=None)
    shown = {
        "numbers": numbers,
        "members": [*_members_today(dataset)],
        "busiest": None if busiest is None else (busiest, month_name(busiest)),
        "articles": [(path, dataset[id].label) for id, path in lookups.articles.items()],
        "citation": dataset.cite(),
        "metadata": _metadata(dataset, base),
    }
    return Page("index.html", "index.html", "Sourced facts about the CSTO", shown)


def _members_today(dataset: Dataset) -> Iterator[tuple[str, date, str, list[Record]]]:
    """Iterate over the organisations that are covered, each with its members on the last covered day."""
    last: dict[str, date] = {}
    for span in dataset.coverage.memberships:
        organization = str(span.organization)
        last[organization] = max(span.last, last.get(organization, span.last))
    newest = max(last.values(), default=None)
    for organization, day in last.items():
        if day == newest:
            members = dataset.members(day, organization=organization)
            yield organization, day, member_path(organization, day), [*members]


def _metadata(dataset: Dataset, base: str | None) -> Markup:
    """Return the description of the dataset for search engines: schema.org, as JSON-LD."""
    spans = [(span.first, span.last) for span in dataset.coverage.memberships]
    described = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": "csto-data",
        "description": "Sourced facts about the Collective Security Treaty Organization",
        "version": dataset.version,
        "isAccessibleForFree": True,
    }
    if spans:
        described["temporalCoverage"] = f"{min(spans)[0]}/{max(last for _, last in spans)}"
    if base is not None:
        described["url"] = base
    text = json.dumps(described, ensure_ascii=False, indent=2, sort_keys=True)
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704  # no element can end in it
