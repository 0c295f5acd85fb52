"""Year tables: one row per state or pair of states and covered year; unknown cells are None, not 0."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st
from support.small_datasets import PACT, TREATY, dataset, spell, state

import csto_data
from csto_data import Dataset
from csto_data.model.coverage import Coverage, MembershipCoverage
from csto_data.model.ids import OrganizationId
from csto_data.queries.membership import membership_coverage
from csto_data.queries.panels import DyadYear, MemberYear, _Span

CODES = ("AAA", "BBB", "CCC")
DAYS = st.dates(date(2000, 10, 1), date(2002, 3, 31))


@st.composite
def small_datasets(draw: st.DrawFn) -> Dataset:
    """Draw three states with exactly dated, consecutive spells, and one covered span."""
    spells: list[dict[str, Any]] = []
    for code in CODES:
        changes = sorted(draw(st.sets(DAYS, max_size=5)))
        for number, start in enumerate(changes[::2]):
            end = changes[2 * number + 1].isoformat() if 2 * number + 1 < len(changes) else None
            spells.append(spell(f"{code.lower()}-{number}", code, start.isoformat(), end))
    first, last = sorted([draw(DAYS), draw(DAYS)])
    covered = {"org:pact": (first.isoformat(), last.isoformat())}
    return dataset(PACT, TREATY, *(state(code, cow=n) for n, code in enumerate(CODES, 1)), *spells, covered=covered)


def members_by_day(ds: Dataset) -> dict[date, set[str]]:
    """Return the members on every covered day (reference implementation)."""
    (covered,) = membership_coverage(ds, "org:pact")
    days = [covered.first + timedelta(n) for n in range((covered.last - covered.first).days + 1)]
    return {
        day: {one.member for one in ds.memberships if one.start.text <= str(day) <= (one.end.text if one.end else "9")}
        for day in days
    }


@given(small_datasets())
def test_member_years_equal_day_by_day_reference(ds: Dataset) -> None:
    members = members_by_day(ds)
    for row in ds.member_years("org:pact"):
        of_year = [found for day, found in members.items() if day.year == row["year"]]
        assert row["any_day"] == any(row["state"] in found for found in of_year)
        end = members.get(date(row["year"], 12, 31))
        assert row["year_end"] == (None if end is None else row["state"] in end)


@given(small_datasets())
def test_dyad_years_equal_day_by_day_reference(ds: Dataset) -> None:
    members = members_by_day(ds)
    for row in ds.dyad_years("org:pact"):
        pair = {row["state1"], row["state2"]}
        assert row["any_day"] == any(pair <= found for day, found in members.items() if day.year == row["year"])
        end = members.get(date(row["year"], 12, 31))
        assert row["year_end"] == (None if end is None else pair <= end)


@given(small_datasets())
def test_member_years_has_one_row_per_state_and_covered_year(ds: Dataset) -> None:
    (covered,) = membership_coverage(ds, "org:pact")
    ever = {one.member for one in ds.memberships}
    rows = Counter((row["state"], row["year"]) for row in ds.member_years("org:pact"))
    assert set(rows) == {(one, year) for one in ever for year in range(covered.first.year, covered.last.year + 1)}
    assert set(rows.values()) <= {1}


@given(small_datasets())
def test_dyad_years_has_one_row_per_pair_and_year(ds: Dataset) -> None:
    rows = Counter((row["state1"], row["state2"], row["year"]) for row in ds.dyad_years("org:pact"))
    assert set(rows.values()) <= {1}
    assert all(one < two for one, two, _ in rows)


@given(small_datasets())
def test_member_years_join_on_cow_code_keeps_row_count(ds: Dataset) -> None:
    by_cow = {one.cow: one.id for one in ds.states}
    rows = ds.member_years("org:pact")
    joined = [(row, by_cow[row["cow"]]) for row in rows if row["cow"] in by_cow]
    assert len(joined) == len(rows)
    assert all(row["state"] == id for row, id in joined)


def test_codes_in_member_years_of_packaged_data_are_unique_per_year() -> None:
    ds = csto_data.load()
    for organization in (span.organization for span in ds.coverage.memberships):
        rows = ds.member_years(organization)
        for code in ("iso_alpha2", "iso_alpha3", "iso_numeric", "cow", "gw", "wikidata"):
            assert len({(dict(row)[code], row["year"]) for row in rows}) == len(rows), code


def test_member_years_is_certain_in_the_year_of_a_start_known_to_the_month() -> None:
    ds = dataset(
        PACT,
        TREATY,
        state("AAA"),
        spell("a", "AAA", "2001-03", "2003~"),
        covered={"org:pact": ("2000-01-01", "2005-06-30")},
    )
    rows = {row["year"]: (row["year_end"], row["any_day"]) for row in ds.member_years("org:pact")}
    assert rows == {
        2000: (0, 0),
        2001: (1, 1),
        2002: (None, 1),
        2003: (None, None),
        2004: (None, None),
        2005: (None, 0),
    }


FIRST_DAY = date(2001, 12, 29)
COVERED = _Span(date(2001, 12, 30), date(2002, 1, 4))


@st.composite
def possible_days(draw: st.DrawFn) -> tuple[date, date]:
    """Draw the first and last possible day of a start or end, near the end of a year."""
    first, last = sorted((draw(st.integers(0, 7)), draw(st.integers(0, 7))))
    return FIRST_DAY + timedelta(first), FIRST_DAY + timedelta(last)


def date_range(first: date, last: date) -> str:
    """Return the range in the notation of dates."""
    return f"{first}" if first == last else f"[{first}..{last}]"


def every_day(first: date, last: date) -> list[date]:
    return [first + timedelta(n) for n in range((last - first).days + 1)]


@given(possible_days(), possible_days())
def test_member_years_cells_hold_for_all_possible_dates_of_spell(
    start: tuple[date, date], end: tuple[date, date]
) -> None:
    possible_spells = [(a, b) for a in every_day(*start) for b in every_day(*end) if a <= b]
    assume(possible_spells)
    ds = dataset(
        PACT, TREATY, state("AAA"), spell("a", "AAA", date_range(*start), date_range(*end)),
        covered={"org:pact": (str(COVERED.first), str(COVERED.last))},
    )  # fmt: skip
    new_year = date(2001, 12, 31)
    for row in ds.member_years("org:pact"):
        window = _Span(COVERED.first, new_year) if row["year"] == 2001 else _Span(date(2002, 1, 1), COVERED.last)
        cells = [(row["any_day"], window)]
        if row["year"] == 2001:
            cells.append((row["year_end"], _Span(new_year, new_year)))
        else:
            assert row["year_end"] is None
        for cell, span in cells:
            possible_values = {a <= span.last and b >= span.first for a, b in possible_spells}
            decidable = start[1] <= end[0] or any(span.first <= a and b <= span.last for a, b in (start, end))
            assert cell is None or possible_values == {cell}
            if decidable:
                assert cell == (None if len(possible_values) == 2 else possible_values.pop())


def test_dyad_years_is_unknown_if_common_days_are_uncertain() -> None:
    spells = (spell("a", "AAA", "2001", "2003"), spell("b", "BBB", "[2000..2002]", "2003"))
    ds = dataset(PACT, TREATY, state("AAA"), state("BBB"), *spells, covered={"org:pact": ("2001-01-01", "2001-12-31")})
    assert [row["any_day"] for row in ds.member_years("org:pact")] == [1, None]
    assert [row["any_day"] for row in ds.dyad_years("org:pact")] == [None]


def test_member_years_is_certain_if_all_possible_starts_are_in_the_year() -> None:
    for start in ("[2001-03-01..2001-03-03]", "[2001-01-01..2001-12-31]"):
        spells = spell("a", "AAA", start, "[2001-03-02..2003]")
        ds = dataset(PACT, TREATY, state("AAA"), spells, covered={"org:pact": ("2001-01-01", "2001-12-31")})
        assert [row["any_day"] for row in ds.member_years("org:pact")] == [1]


def test_member_years_omits_years_between_covered_spans() -> None:
    made = dataset(PACT, TREATY, state("AAA"), spell("a", "AAA", "2001-05-01", "2003-05-01"))
    spans = (("2003-02-01", "2004-02-01"), ("2000-02-01", "2001-02-01"))
    coverage = Coverage(
        memberships=tuple(
            MembershipCoverage(OrganizationId("org:pact"), date.fromisoformat(a), date.fromisoformat(b))
            for a, b in spans
        )
    )
    ds = Dataset(version="0.0.0", coverage=coverage, read=lambda kind: made.table(kind.dataset))
    rows = {row["year"]: (row["year_end"], row["any_day"]) for row in ds.member_years("org:pact")}
    assert rows == {2000: (0, 0), 2001: (None, 0), 2003: (0, 1), 2004: (None, 0)}


def test_year_tables_have_columns_of_their_row_types() -> None:
    ds = csto_data.load()
    assert set(ds.member_years()[0]) == set(MemberYear.__annotations__)
    assert set(ds.dyad_years()[0]) == set(DyadYear.__annotations__)


@given(small_datasets())
def test_yes_and_no_are_numbers(ds: Dataset) -> None:
    rows = [*ds.member_years("org:pact"), *ds.dyad_years("org:pact")]
    assert {type(row[cell]) for row in rows for cell in ("year_end", "any_day")} <= {int, type(None)}


def test_year_end_is_a_number_wherever_it_is_covered() -> None:
    rows = csto_data.load().member_years()
    assert {row["year"] for row in rows if row["year_end"] is None} == {2026}
    assert sum(row["year_end"] or 0 for row in rows) == 144
