"""The timeline of the site: which page and which heading an event has."""

from __future__ import annotations

import pytest
from support.small_datasets import EVIDENCE, dataset

from csto_data.site.days import BUSY, timeline


def event(slug: str, date: str) -> dict[str, object]:
    return {"id": f"event:{slug}", "kind": "protest", "title": slug, "date": date, "evidence": EVIDENCE}


@pytest.mark.parametrize(
    ("date", "heading"),
    [
        ("2022-02-24", "2022-02-24"),
        ("2022-02", "2022-02"),
        ("2022", "2022"),
        ("[2022-01-05..2022-01-07]", "Between 2022-01-05 and 2022-01-07"),
        ("[2021-12-01..2022-12-31]", "Between 2021-12-01 and 2022-12-31"),
        ("[2022-01-01..2022-06-30]", "Between 2022-01-01 and 2022-06-30"),
    ],
)
def test_heading_says_the_period_in_which_an_event_happened(date: str, heading: str) -> None:
    ((stretch,),) = timeline(dataset(event("one", date))).values()
    assert stretch.heading == heading


def test_only_a_busy_month_has_a_page_of_its_own() -> None:
    days = [event(f"e{day}", f"2022-01-{day:02}") for day in range(1, BUSY + 1)]
    assert [*timeline(dataset(*days, event("later", "2022-03-01")))] == ["2022-01", "2022"]
    assert [*timeline(dataset(*days[1:]))] == ["2022"]
