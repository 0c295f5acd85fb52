"""The front page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from markupsafe import Markup

from ..model import KINDS, Record
from .day_pages import member_path, month_name
from .days import member_days, timeline
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
    spans = {span.organization: span for span in sorted(member_days(dataset), key=lambda span: span.last)}
    newest = max((span.last for span in spans.values()), default=None)
    for organization, span in spans.items():
        if span.last == newest:
            members = dataset.members(span.last, organization=organization)
            yield organization, span.last, member_path(organization, span.days[-1]), [*members]


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
