"""The pages about days: members, the timeline, what became known, and where sources disagree."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from ..model import KINDS
from ..notations import MONTHS
from ..store.phrases import headline
from .days import chronological, member_days, published_days, timeline
from .page import Page
from .record_view import by_dataset

if TYPE_CHECKING:
    from ..dataset import Dataset

MOST_SHOWN = 12
"""The number of entries of a year up to which the page of all years shows them."""


def member_pages(dataset: Dataset) -> Iterator[Page]:
    """Iterate over the pages that say who was a member, one for each time in which the answer stays the same.

    Args:
        dataset: The data.
    """
    spans = [*member_days(dataset)]
    index = [(span, [(*days, member_path(span.organization, days[0])) for days in span.periods]) for span in spans]
    yield Page("members/index.html", "members.html", "Members by date", {"spans": index})
    for span in spans:
        periods = span.periods
        for number, (first, last) in enumerate(periods):
            standings = dataset.memberships.on(first, organization=span.organization)
            is_last = number + 1 == len(periods)
            yield Page(
                member_path(span.organization, first),
                "members_on.html",
                f"Members of {headline(dataset, dataset[span.organization])} from {first} to {last}",
                {
                    "first": first,
                    "last": last,
                    "is_last": is_last,
                    "organization": span.organization,
                    "standings": [*standings],
                    "before": member_path(span.organization, periods[number - 1][0]) if number else None,
                    "after": None if is_last else member_path(span.organization, periods[number + 1][0]),
                },
            )


def member_path(organization: str, day: date) -> str:
    """Return the path of the page with the members of an organisation from a day on.

    Args:
        organization: The id of the organisation.
        day: The first day on which these were the members.

    Example:
        >>> member_path("org:csto", date(2022, 1, 6))
        'members/csto-2022-01-06.html'
    """
    return f"members/{organization.partition(':')[2]}-{day}.html"


def timeline_pages(dataset: Dataset) -> Iterator[Page]:
    """Iterate over the pages of the timeline, one for each year or busy month.

    Args:
        dataset: The data.
    """
    pages = timeline(dataset)
    names = [*pages]
    periods = [
        (
            name,
            month_name(name),
            [(stretch.heading, entry.record) for stretch in pages[name] for entry in stretch.entries],
        )
        for name in names
    ]
    yield Page("timeline/index.html", "timeline.html", "Timeline", {"periods": periods, "most": MOST_SHOWN})
    for number, name in enumerate(names):
        around = (names[number - 1] if number else None, names[number + 1] if number + 1 < len(names) else None)
        shown = {
            "name": name,
            "stretches": pages[name],
            "month": month_of(name),
            "before": around[0],
            "after": around[1],
        }
        yield Page(f"timeline/{name}.html", "timeline_of.html", f"Timeline of {month_name(name)}", shown)


def known_pages(dataset: Dataset) -> Iterator[Page]:
    """Iterate over the pages that say what became known, one for each day on which sources were published.

    Args:
        dataset: The data.
    """
    days = published_days(dataset)
    yield Page("known/index.html", "known.html", "What was known when", {"days": days})
    for number, found in enumerate(days):
        shown = {
            "found": found,
            "before": days[number - 1].day if number else None,
            "after": days[number + 1].day if number + 1 < len(days) else None,
        }
        yield Page(f"known/{found.day}.html", "known_on.html", f"What became known on {found.day}", shown)


def dispute_page(dataset: Dataset) -> Page:
    """Return the page with all values that a source disputes, by kind of record and in the order of time.

    Args:
        dataset: The data.
    """
    disputed = dict.fromkeys(judgement.record for judgement in dataset.disputes())
    found = by_dataset(sorted((dataset[id] for id in disputed), key=chronological), KINDS)
    return Page("disputes.html", "disputes.html", "Where sources disagree", {"by_dataset": found})


def month_of(name: str) -> tuple[str, str] | None:
    """Return the first and the last day of a month; None for a year.

    Args:
        name: A month such as ``2022-01``, or a year.

    Example:
        >>> month_of("2024-02"), month_of("1999")
        (('2024-02-01', '2024-02-29'), None)
    """
    year, _, month = name.partition("-")
    return (f"{name}-01", f"{name}-{monthrange(int(year), int(month))[1]}") if month else None


def month_name(name: str) -> str:
    """Return a month or year in words.

    Args:
        name: A month such as ``2022-01``, or a year.

    Example:
        >>> month_name("2022-01"), month_name("1999")
        ('January 2022', '1999')
    """
    year, _, month = name.partition("-")
    return f"{MONTHS[int(month) - 1]} {year}" if month else year
