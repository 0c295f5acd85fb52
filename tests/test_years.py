"""Year tables: one row for each state (or two) and covered year, with codes that join and no invented nought."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from small import PACT, TREATY, dataset, spell, state

import csto_data
from csto_data import Dataset
from csto_data.years import DyadYear, MemberYear

CODES = ("AAA", "BBB", "CCC")
DAYS = st.dates(date(2000, 10, 1), date(2002, 3, 31))


@st.composite
def worlds(draw: st.DrawFn) -> Dataset:
    """Three states with exactly dated spells that follow one another, under some coverage."""
    spells: list[dict[str, Any]] = []
    for code in CODES:
        turns = sorted(draw(st.sets(DAYS, max_size=5)))
        for number, start in enumerate(turns[::2]):
            end = turns[2 * number + 1].isoformat() if 2 * number + 1 < len(turns) else None
            spells.append(spell(f"{code.lower()}-{number}", code, start.isoformat(), end))
    first, last = sorted([draw(DAYS), draw(DAYS)])
    covered = {"org:pact": (first.isoformat(), last.isoformat())}
    return dataset(PACT, TREATY, *(state(code, cow=n) for n, code in enumerate(CODES, 1)), *spells, covered=covered)


def members_by_day(ds: Dataset) -> dict[date, set[str]]:
    """Day by day for all covered days, the slow way."""
    (covered,) = ds.membership_coverage("org:pact")
    days = [covered.first + timedelta(n) for n in range((covered.last - covered.first).days + 1)]
    return {
        day: {one.member for one in ds.memberships if one.start.text <= str(day) <= (one.end.text if one.end else "9")}
        for day in days
    }


@given(worlds())
def test_member_years_equal_a_day_by_day_reference(ds: Dataset) -> None:
    members = members_by_day(ds)
    for row in ds.member_years("org:pact"):
        of_year = [found for day, found in members.items() if day.year == row["year"]]
        assert row["any_day"] is any(row["state"] in found for found in of_year)
        end = members.get(date(row["year"], 12, 31))
        assert row["year_end"] is (None if end is None else row["state"] in end)


@given(worlds())
def test_dyad_years_equal_a_day_by_day_reference(ds: Dataset) -> None:
    members = members_by_day(ds)
    for row in ds.dyad_years("org:pact"):
        pair = {row["state1"], row["state2"]}
        assert row["any_day"] is any(pair <= found for day, found in members.items() if day.year == row["year"])
        end = members.get(date(row["year"], 12, 31))
        assert row["year_end"] is (None if end is None else pair <= end)


@given(worlds())
def test_years_outside_coverage_are_absent_and_all_others_are_there(ds: Dataset) -> None:
    (covered,) = ds.membership_coverage("org:pact")
    ever = {one.member for one in ds.memberships}
    rows = Counter((row["state"], row["year"]) for row in ds.member_years("org:pact"))
    assert set(rows) == {(one, year) for one in ever for year in range(covered.first.year, covered.last.year + 1)}
    assert set(rows.values()) <= {1}


@given(worlds())
def test_each_pair_stands_once_in_each_year(ds: Dataset) -> None:
    rows = Counter((row["state1"], row["state2"], row["year"]) for row in ds.dyad_years("org:pact"))
    assert set(rows.values()) <= {1}
    assert all(one < two for one, two, _ in rows)


@given(worlds())
def test_joins_on_codes_keep_row_counts(ds: Dataset) -> None:
    by_cow = {one.cow: one.id for one in ds.states}
    rows = ds.member_years("org:pact")
    joined = [(row, by_cow[row["cow"]]) for row in rows if row["cow"] in by_cow]
    assert len(joined) == len(rows)
    assert all(row["state"] == id for row, id in joined)


def test_codes_of_the_packaged_states_join_one_to_one() -> None:
    ds = csto_data.load()
    for organization in (span.organization for span in ds.coverage.memberships):
        rows = ds.member_years(organization)
        for code in ("iso_alpha2", "iso_alpha3", "iso_numeric", "cow", "gw", "wikidata"):
            assert len({(dict(row)[code], row["year"]) for row in rows}) == len(rows), code


def test_a_turn_that_is_known_to_the_month_is_certain_for_its_year_alone() -> None:
    ds = dataset(
        PACT,
        TREATY,
        state("AAA"),
        spell("a", "AAA", "2001-03", "2003~"),
        covered={"org:pact": ("2000-01-01", "2005-06-30")},
    )
    rows = {row["year"]: (row["year_end"], row["any_day"]) for row in ds.member_years("org:pact")}
    assert rows == {
        2000: (False, False),
        2001: (True, True),
        2002: (None, True),
        2003: (None, None),
        2004: (None, None),
        2005: (None, False),
    }


def test_columns_are_those_of_the_row_types() -> None:
    ds = csto_data.load()
    assert set(ds.member_years()[0]) == set(MemberYear.__annotations__)
    assert set(ds.dyad_years()[0]) == set(DyadYear.__annotations__)
