"""Participation in year tables: how far a state takes part on the last day of the year on which it is a member."""

from __future__ import annotations

from typing import Any

import pytest
from support.small_datasets import PACT, TREATY, dataset, spell, state

import csto_data
from csto_data import Dataset

DS = csto_data.load()
JOIN = {"id": "event:join", "kind": "accession", "title": "Joining", "date": "2000-01-01"}
ANNOUNCEMENT = {"kind": "announcement", "speakers": [{"actor": "state:AAA"}], "summary": "It says so."}


def frozen_and_resumed(frozen: str, resumed: str) -> Dataset:
    """Return a dataset with a member that freezes its participation and resumes it on these dates."""
    acts = [
        {**ANNOUNCEMENT, "id": f"statement:{makes}", "date": day}
        for makes, day in (("freeze", frozen), ("resume", resumed))
    ]
    steps = [{"act": "event:join", "makes": "start"}, *({"act": act["id"], "makes": act["id"][10:]} for act in acts)]
    member = spell("aaa", "AAA", "2000-01-01", steps=steps)
    return dataset(PACT, TREATY, state("AAA"), JOIN, *acts, member, covered={"org:pact": ("2000-01-01", "2003-06-30")})


def spells(*found: dict[str, Any]) -> Dataset:
    return dataset(PACT, TREATY, state("AAA"), state("BBB"), *found, covered={"org:pact": ("2000-01-01", "2003-12-31")})


def levels(ds: Dataset, member: str = "state:AAA", organization: str = "org:pact") -> dict[int, str | None]:
    """Return the participation of a state by year."""
    return {row["year"]: row["participation"] for row in ds.member_years(organization) if row["state"] == member}


@pytest.mark.parametrize(
    ("frozen", "resumed", "expected"),
    [
        ("2001-12-31", "2002-12-31", ["full", "frozen", "full", "full"]),
        ("2002-01-01", "2003-06-30", ["full", "full", "frozen", "full"]),
        ("2001-02-01", "2001-03-01", ["full", "full", "full", "full"]),
        ("2001", "2003-07-01", ["full", "frozen", "frozen", "frozen"]),
        ("2001-12~", "2003-06-30", ["full", "unknown", "frozen", "full"]),
    ],
    ids=["on the last day", "on the first day", "within a year", "known to the year", "approximate"],
)
def test_participation_is_that_of_the_last_covered_day(frozen: str, resumed: str, expected: list[str]) -> None:
    assert [*levels(frozen_and_resumed(frozen, resumed)).values()] == expected


def test_participation_is_that_of_the_last_day_of_membership() -> None:
    freeze = {**ANNOUNCEMENT, "id": "statement:freeze", "date": "2001-03-01"}
    steps = [{"act": "event:join", "makes": "start"}, {"act": "statement:freeze", "makes": "freeze"}]
    ended = spell("aaa", "AAA", "2000-01-01", "2001-02-28", steps=steps)
    assert levels(spells(JOIN, freeze, ended)) == {2000: "full", 2001: "full", 2002: None, 2003: None}


def test_participation_is_that_of_the_latest_spell() -> None:
    freeze = {**ANNOUNCEMENT, "id": "statement:freeze", "date": "2001-03-01"}
    steps = [{"act": "event:join", "makes": "start"}, {"act": "statement:freeze", "makes": "freeze"}]
    for left, returned in (("2001-03-31", "2001-09-01"), ("2003-12-31", "2003-12-31")):
        found = levels(
            spells(
                JOIN, freeze, spell("aaa-1", "AAA", "2000-01-01", left, steps=steps), spell("aaa-2", "AAA", returned)
            )
        )
        assert found[int(returned[:4])] == "full"


def test_participation_is_given_for_possible_membership() -> None:
    ds = spells(spell("aaa", "AAA", "2000-01-01", "[2001..2002]"))
    assert levels(ds) == {2000: "full", 2001: "full", 2002: "full", 2003: None}
    assert [row["any_day"] for row in ds.member_years("pact")] == [1, 1, None, 0]


def test_participation_is_observer_in_years_with_observer_status_only() -> None:
    ds = spells(
        spell("aaa-1", "AAA", "2000-01-01", "2001-05-31", status="observer"), spell("aaa-2", "AAA", "2001-06-01")
    )
    assert levels(ds) == {2000: "observer", 2001: "full", 2002: "full", 2003: "full"}
    assert [row["any_day"] for row in ds.member_years("pact")] == [0, 1, 1, 1]


def test_participation_is_full_in_the_year_in_which_a_member_becomes_observer() -> None:
    ds = spells(
        spell("aaa-1", "AAA", "2000-01-01", "2001-05-31"), spell("aaa-2", "AAA", "2001-06-01", status="observer")
    )
    assert levels(ds) == {2000: "full", 2001: "full", 2002: "observer", 2003: "observer"}
    assert [row["year_end"] for row in ds.member_years("pact")] == [1, 0, 0, 0]


def test_participation_of_possible_observer_is_unknown() -> None:
    ds = spells(
        spell("aaa-1", "AAA", "2000-01-01", "2000-05-31"), spell("aaa-2", "AAA", "[2001..2002]", status="observer")
    )
    assert levels(ds) == {2000: "full", 2001: "unknown", 2002: "observer", 2003: "observer"}


def test_state_that_was_never_a_full_member_has_no_row() -> None:
    ds = spells(spell("aaa", "AAA", "2000-01-01"), spell("bbb", "BBB", "2000-01-01", status="observer"))
    assert {row["state"] for row in ds.member_years("pact")} == {"state:AAA"}
    assert ds.dyad_years("pact") == []


def test_participation_is_none_exactly_in_years_without_membership() -> None:
    for organization in ("org:cst", "org:csto"):
        assert all((row["participation"] is None) == (row["any_day"] == 0) for row in DS.member_years(organization))


def test_armenia_is_frozen_from_2024() -> None:
    found = levels(DS, "state:ARM", "csto")
    assert {year for year, level in found.items() if level == "frozen"} == {2024, 2025, 2026}
    assert {level for year, level in found.items() if year < 2024} == {"full"}


def test_uzbekistan_is_full_member_from_2006_to_2012() -> None:
    found = levels(DS, "state:UZB", "csto")
    assert {year: level for year, level in found.items() if level} == dict.fromkeys(range(2006, 2013), "full")
    ends = {row["year"]: row["year_end"] for row in DS.member_years() if row["state"] == "state:UZB"}
    assert {year for year, end in ends.items() if end == 1} == set(range(2006, 2012))
