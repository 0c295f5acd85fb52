"""The search of a site finds records by names, days and texts, and suggests the nearest words if it finds none."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import csto_data
from csto_data.model import Event, Statement
from csto_data.site.addresses import record_path
from csto_data.site.days import exact
from csto_data.store.names import names_of

DATA = csto_data.load()
Search = Callable[[list[str]], list[dict[str, Any]]]


@pytest.fixture(scope="module")
def search(site: Path, node: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Search:
    """Return, for each question, the pages that are found, and the nearest questions if there are none."""
    file = tmp_path_factory.mktemp("search") / "questions.json"

    def ask(questions: list[str]) -> list[dict[str, Any]]:
        file.write_text(json.dumps(questions), encoding="utf-8")
        answers: list[dict[str, Any]] = json.loads(node("node", "search.mjs", site, file))
        assert len(answers) == len(questions)
        return answers

    return ask


def test_every_record_is_found_by_each_of_its_names(search: Search) -> None:
    asked = [(record_path(record.id), name.text) for record in DATA for name in names_of(record)]
    asked = [(page, text) for page, text in asked if any(map(str.isalnum, text))]
    found = search([text for _, text in asked])
    assert [each for each, answer in zip(asked, found, strict=True) if each[0] not in answer["pages"]] == []
    assert len(found) > len(DATA)


def test_events_and_statements_are_found_by_their_day_in_each_notation(search: Search) -> None:
    dated = [(each, exact(getattr(each, "date", None))) for each in DATA if isinstance(each, Event | Statement)]
    asked = [
        (record_path(record.id), text)
        for record, day in dated
        if day is not None
        for text in (
            f"{day}",
            f"{day.day} {day:%B} {day.year}",
            f"{day:%B} {day.day}, {day.year}",
            f"{day.day} {day:%b} {day.year}",
            f"{day:%B} {day.year}",
            f"{day:%Y-%m}",
            f"{day:%Y}",
        )
    ]
    found = search([text for _, text in asked])
    assert [each for each, answer in zip(asked, found, strict=True) if each[0] not in answer["pages"]] == []
    assert found


def test_day_does_not_find_what_happened_on_another_day(search: Search) -> None:
    (found,) = search(["6 January 2022"])
    assert record_path("event:csto-withdrawal-start") not in found["pages"]


def test_sources_are_found_by_publisher_and_events_by_summary(search: Search) -> None:
    asked = [(record_path(source.id), source.publisher) for source in DATA.sources if source.publisher]
    asked += [(record_path(event.id), event.summary) for event in DATA.events if event.summary]
    found = search([text for _, text in asked])
    assert [each for each, answer in zip(asked, found, strict=True) if each[0] not in answer["pages"]] == []


@pytest.mark.parametrize(
    ("question", "nearest"),
    [
        ("Tokayew", "tokayev"),
        ("uzbekistn withdrawl", "uzbekistan withdrawal"),
        ("putin zas", "putin"),
        ("tokayev 1 January 1900", "tokayev"),
        ("qqqqqqqq", None),
        ("1900-01-01", None),
    ],
)
def test_nearest_words_are_offered_if_nothing_is_found(search: Search, question: str, nearest: str | None) -> None:
    (found,) = search([question])
    assert found["pages"] == []
    assert found["nearest"][:1] == ([nearest] if nearest else [])


@pytest.mark.usefixtures("looked_at")
def test_page_lists_fifty_results_and_more_by_keyboard(site: Path, node: Callable[..., str]) -> None:
    shown = json.loads(node("node", "search_page.mjs", site, "January 2022"))
    assert shown["first"]["listed"] == 50
    assert shown["more"]["listed"] == 100
    assert shown["more"]["focused"] == shown["more"]["links"][50]
    assert all(shown["first"]["about"])
    assert not shown["first"]["all"]


@pytest.mark.usefixtures("looked_at")
def test_page_that_finds_nothing_says_so_and_does_not_list_all_records(site: Path, node: Callable[..., str]) -> None:
    shown = json.loads(node("node", "search_page.mjs", site, "Tokayew"))["first"]
    assert (shown["listed"], shown["all"]) == (0, False)
    assert "Nothing found" in shown["status"]
    assert "tokayev" in shown["nearest"]


def test_index_has_less_than_300_bytes_for_a_record(site: Path) -> None:
    assert (site / "static" / "index.js").stat().st_size < 300 * len(DATA)
