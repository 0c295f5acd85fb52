"""Joined series: a member of any of the organisations is a member, and days that not all cover are settled by no guess."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import reduce
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from support.small_datasets import FEWER_EXAMPLES, PACT, TREATY, dataset, spell, state

import csto_data
from csto_data import Answer, Dataset
from csto_data.queries.membership import full_spells, holds
from csto_data.queries.panels import SERIES, dyad_years, member_years
from csto_data.strategies import datasets

DS = csto_data.load()
BOTH = ("org:treaty", "org:pact")
SIX = {"ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"}


def joined(*spells: dict[str, Any], treaty: tuple[str, str], pact: tuple[str, str], states: str = "A") -> Dataset:
    """Return a dataset with a treaty and a pact that cover these days."""
    covered = {"org:treaty": treaty, "org:pact": pact}
    return dataset(PACT, TREATY, *(state(code * 3) for code in states), *spells, covered=covered)


def party(slug: str, code: str, start: str, end: str | None = None) -> dict[str, Any]:
    return spell(slug, code, start, end, organization="org:treaty", status="party")


def cells(ds: Dataset, name: str = "AAA") -> dict[int, tuple[int | None, int | None, str | None]]:
    """Return ``year_end``, ``any_day`` and ``participation`` of a state by year."""
    rows = member_years(ds, BOTH)
    return {
        row["year"]: (row["year_end"], row["any_day"], row["participation"])
        for row in rows
        if row["state"] == f"state:{name}"
    }


def test_member_of_either_is_member_of_series() -> None:
    ds = joined(
        party("a-1", "AAA", "2000-01-01", "2000-06-30"),
        spell("a-2", "AAA", "2002-03-01", "2002-12-31"),
        treaty=("2000-01-01", "2003-12-31"),
        pact=("2000-01-01", "2003-12-31"),
    )
    assert cells(ds) == {2000: (0, 1, "full"), 2001: (0, 0, None), 2002: (1, 1, "full"), 2003: (0, 0, None)}


def test_day_covered_by_one_organisation_is_known_only_for_its_members() -> None:
    ds = joined(
        party("a", "AAA", "2000-01-01"),
        spell("b", "BBB", "2001-01-01"),
        treaty=("2000-01-01", "2000-12-31"),
        pact=("2001-01-01", "2001-12-31"),
        states="AB",
    )
    assert cells(ds) == {2000: (1, 1, "full"), 2001: (None, None, "unknown")}
    assert cells(ds, "BBB") == {2000: (None, None, "unknown"), 2001: (1, 1, "full")}


def test_any_day_is_unknown_if_only_one_organisation_covers_part_of_the_year() -> None:
    ds = joined(
        party("a", "AAA", "1999-01-01", "1999-12-31"),
        treaty=("1999-01-01", "2000-12-31"),
        pact=("2000-12-31", "2000-12-31"),
    )
    assert cells(ds) == {1999: (1, 1, "full"), 2000: (0, None, "unknown")}


def test_observer_of_one_organisation_may_be_member_of_the_one_that_is_not_covered() -> None:
    ds = joined(
        party("a-1", "AAA", "1999-01-01", "1999-12-31"),
        spell("a-2", "AAA", "2000-01-01", status="observer"),
        treaty=("1999-01-01", "2000-12-31"),
        pact=("2000-01-01", "2001-12-31"),
    )
    assert cells(ds)[2000] == (0, 0, "observer")
    assert cells(ds)[2001] == (None, None, "unknown")


def test_year_that_neither_covers_has_no_row() -> None:
    ds = joined(party("a", "AAA", "2000-01-01"), treaty=("2000-01-01", "2000-12-31"), pact=("2003-01-01", "2004-03-31"))
    assert [*cells(ds)] == [2000, 2003, 2004]
    assert cells(ds)[2004][0] is None


def test_participation_in_later_organisation_takes_precedence() -> None:
    act = {
        "id": "statement:freeze",
        "kind": "announcement",
        "speakers": [{"actor": "state:AAA"}],
        "date": "2001-05-05",
        "summary": "It stays away.",
    }
    covered = ("2000-01-01", "2001-12-31")
    frozen = spell("a-2", "AAA", "2000-01-01", steps=[{"act": "statement:freeze", "makes": "freeze"}])
    ds = joined(act, party("a-1", "AAA", "2000-01-01"), frozen, treaty=covered, pact=covered)
    assert [level for *_, level in cells(ds).values()] == ["full", "frozen"]
    possible = {**frozen, "start": "[2000..2002]"}
    ds = joined(act, party("a-1", "AAA", "2000-01-01"), possible, treaty=covered, pact=covered)
    assert [level for *_, level in cells(ds).values()] == ["full", "unknown"]


def test_members_of_different_organisations_are_dyad_only_on_days_that_both_cover() -> None:
    made = [party("a", "AAA", "2000-01-01", "2001-06-30"), spell("b", "BBB", "2001-06-30")]
    whole = ("2000-01-01", "2002-12-31")
    ds = joined(*made, treaty=whole, pact=whole, states="AB")
    assert [(row["year"], row["year_end"], row["any_day"]) for row in dyad_years(ds, BOTH)] == [
        (2000, 0, 0),
        (2001, 0, 1),
        (2002, 0, 0),
    ]
    ds = joined(*made, treaty=("2000-01-01", "2001-06-29"), pact=("2001-06-30", "2002-12-31"), states="AB")
    assert {(row["year_end"], row["any_day"]) for row in dyad_years(ds, BOTH)} == {(None, None)}


def days_of(ds: Dataset, organizations: tuple[str, ...], year: int) -> Iterator[tuple[date, set[str]]]:
    """Yield each day of a year that an organisation covers, with the organisations that cover it."""
    for day in (date(year, 1, 1) + timedelta(n) for n in range(366)):
        spans = [s for s in ds.coverage.memberships if s.organization in organizations and s.first <= day <= s.last]
        if spans and day.year == year:
            yield day, {span.organization for span in spans}


class Replay:
    """The membership of states in one year, from one day to the next (reference implementation)."""

    def __init__(self, ds: Dataset, organizations: tuple[str, ...], year: int) -> None:
        self.ds, self.organizations = ds, organizations
        self.days = dict(days_of(ds, organizations, year))
        self.last_day = date(year, 12, 31)
        self.complete = all(covering == {*organizations} for covering in self.days.values())

    def holding(self, member: str, day: date) -> dict[str, Answer]:
        """Return the full spells of a state that hold or may hold on a day, the latest first."""
        found = [s for o in self.days[day] for s in full_spells(self.ds, o) if s.member == member]
        found.sort(key=lambda s: (self.organizations.index(s.organization), s.start.sort_key), reverse=True)
        answers = {s.id: holds(self.ds, s, day) for s in found}
        return {id: answer for id, answer in answers.items() if answer is not Answer.NO}

    def is_member(self, member: str, day: date) -> Answer:
        known = reduce(Answer.__or__, self.holding(member, day).values(), Answer.NO)
        return known if self.days[day] == {*self.organizations} else known | Answer.UNKNOWN

    def together(self, day: date, *members: str) -> Answer:
        return reduce(Answer.__and__, (self.is_member(member, day) for member in members))

    def year_end(self, *members: str) -> Answer:
        return self.together(self.last_day, *members) if self.last_day in self.days else Answer.UNKNOWN

    def any_day(self, *members: str) -> Answer:
        return reduce(Answer.__or__, (self.together(day, *members) for day in self.days))

    def participation(self, member: str) -> set[str | None]:
        """Return the possible values."""
        for day in reversed(self.days):
            if answers := self.holding(member, day):
                spells = list(answers)
                certain = [id for id in spells if answers[id] is Answer.YES][:1]
                counted = spells[: spells.index(certain[0]) + 1] if certain else spells
                states = {s.spell.id: s.participation.state for s in self.ds.memberships.on(day)}
                found = {states[id] for id in counted}
                return {*found} if len(found) == 1 else {"unknown"}
        if not self.complete:
            return {"unknown"}
        observed = {
            stand.answer
            for day in self.days
            for stand in self.ds.memberships.on(day)
            if (stand.spell.member, stand.spell.status) == (member, "observer")
            and stand.spell.organization in self.organizations
        }
        if Answer.YES in observed:
            return {"observer"}
        # A spell that certainly starts or ends within the year holds on a day that is not known.
        return {"unknown", "observer"} if observed else {None}


CELLS = {Answer.YES: 1, Answer.NO: 0, Answer.UNKNOWN: None}


@FEWER_EXAMPLES
@given(datasets(), st.data())
def test_year_tables_equal_day_by_day_replay(ds: Dataset, data: st.DataObject) -> None:
    bodies = tuple(span.organization for span in ds.coverage.memberships)
    assume(bodies)
    organizations = data.draw(st.sampled_from([bodies, *((body,) for body in bodies)]), label="organizations")
    rows = member_years(ds, organizations)
    year = data.draw(st.sampled_from(sorted({row["year"] for row in rows})), label="year") if rows else None
    assume(year is not None)
    replay = Replay(ds, organizations, year or 0)
    for row in rows:
        if row["year"] == year:
            assert row["year_end"] == CELLS[replay.year_end(row["state"])]
            found = replay.any_day(row["state"])
            assert row["any_day"] == CELLS[found] or (found, row["any_day"]) == (Answer.UNKNOWN, 1)
            assert row["participation"] in replay.participation(row["state"])
    for pair in dyad_years(ds, organizations):
        if pair["year"] == year:
            members = pair["state1"], pair["state2"]
            assert pair["year_end"] == CELLS[replay.year_end(*members)]
            assert pair["any_day"] == CELLS[replay.any_day(*members)]


# The packaged data


def ends(series: Any = "cst+csto") -> dict[tuple[str, int], int | None]:
    return {(row["state"][-3:], row["year"]): row["year_end"] for row in DS.member_years(series=series)}


def test_series_covers_all_years_of_both_and_names_both() -> None:
    rows = DS.member_years(series="cst+csto")
    assert {row["organization"] for row in rows} == {"org:cst+org:csto"}
    assert {row["year"] for row in rows} == set(range(1994, 2027))
    assert {row["state"][-3:] for row in rows} == {*SIX, "AZE", "GEO", "UZB"}
    assert {row["organization"] for row in DS.dyad_years(series="cst+csto")} == {"org:cst+org:csto"}


def test_six_states_belong_to_series_at_the_end_of_all_years() -> None:
    assert {end for (code, year), end in ends().items() if code in SIX and year < 2026} == {1}


def test_uzbekistan_in_series_is_known_where_it_follows() -> None:
    found = {year: end for (code, year), end in ends().items() if code == "UZB"}
    assert {year for year, end in found.items() if end == 1} == {*range(1994, 1999), *range(2006, 2012)}
    assert {year for year, end in found.items() if end == 0} == {2003, 2004, 2005}


def test_series_agrees_with_each_organisation_where_it_is_known() -> None:
    found = ends()
    for organization in SERIES["cst+csto"]:
        for row in DS.member_years(organization):
            if row["year_end"] == 1:
                assert found[row["state"][-3:], row["year"]] == 1


def test_dyads_of_series_are_directed_on_demand() -> None:
    assert len(DS.dyad_years(series="cst+csto", directed=True)) == 2 * len(DS.dyad_years(series="cst+csto"))


@pytest.mark.parametrize("organization", ["org:csto", "csto", "org:cst"])
@pytest.mark.parametrize("table", ["member_years", "dyad_years"])
def test_organization_and_series_exclude_each_other(table: str, organization: str) -> None:
    with pytest.raises(
        ValueError, match=f'organisation "org:{organization.removeprefix("org:")}" and the series "cst[+]csto"'
    ):
        getattr(DS, table)(organization, series="cst+csto")


@pytest.mark.parametrize("table", ["member_years", "dyad_years"])
def test_unknown_series_is_rejected_with_the_nearest(table: str) -> None:
    with pytest.raises(
        ValueError, match=r'^Unknown series "cst-csto". Expected one of cst\+csto. Did you mean "cst\+csto"'
    ):
        getattr(DS, table)(series="cst-csto")


def test_default_organisation_is_the_csto() -> None:
    assert DS.member_years() == DS.member_years("org:csto") == DS.member_years(organization="csto")
