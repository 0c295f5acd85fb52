"""Dyads: the order of a pair and of the rows is that of the Correlates of War."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, permutations
from typing import Any

import pytest
from hypothesis import assume, given
from support.small_datasets import FEWER_EXAMPLES, PACT, TREATY, dataset, spell, state

import csto_data
from csto_data import Dataset
from csto_data.strategies import datasets

DS = csto_data.load()
COW = {"ARM": 371, "BLR": 370, "KAZ": 705, "KGZ": 703, "RUS": 365, "TJK": 702, "UZB": 704}
"""State numbers in the state system of the Correlates of War, version 2016."""
SOME_WITHOUT_CODE = dataset(
    PACT,
    TREATY,
    state("AAA", cow=900),
    state("BBB"),
    state("CCC", cow=2),
    state("DDD"),
    *(spell(code.lower(), code, "2000-01-01") for code in ("AAA", "BBB", "CCC", "DDD")),
    covered={"org:pact": ("2000-01-01", "2001-12-31")},
)


def swapped(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row of a directed dyad with its two states exchanged."""
    other = str.maketrans("12", "21")
    return {name[:-1] + name[-1].translate(other): value for name, value in row.items()}


def cells(row: dict[str, Any]) -> list[str]:
    return [f"{name}={value}" for name, value in row.items()]


def test_pairs_of_packaged_data_are_in_cow_order() -> None:
    assert all((row["cow1"] or 0) < (row["cow2"] or 0) for row in DS.dyad_years())


def test_states_without_cow_code_are_last_by_id() -> None:
    pairs = [(row["state1"][-3:], row["state2"][-3:]) for row in SOME_WITHOUT_CODE.dyad_years("pact")]
    order = ("CCC", "AAA", "BBB", "DDD")
    assert pairs == [*combinations(order, 2)] * 2
    directed = [(r["state1"][-3:], r["state2"][-3:]) for r in SOME_WITHOUT_CODE.dyad_years("pact", directed=True)]
    assert directed == [*permutations(order, 2)] * 2


@pytest.mark.parametrize("directed", [False, True], ids=["undirected", "directed"])
def test_rows_are_sorted_by_year_and_cow_codes(directed: bool) -> None:
    keys = [(row["year"], row["cow1"] or 0, row["cow2"] or 0) for row in DS.dyad_years(directed=directed)]
    assert keys == sorted(keys)


@pytest.mark.integration
@FEWER_EXAMPLES
@given(datasets())
def test_directed_rows_are_undirected_rows_in_both_directions(ds: Dataset) -> None:
    assume(ds.coverage.memberships)
    organization = ds.coverage.memberships[0].organization
    undirected = [dict(row) for row in ds.dyad_years(organization)]
    directed = [dict(row) for row in ds.dyad_years(organization, directed=True)]
    both = [*undirected, *map(swapped, undirected)]
    assert sorted(map(sorted, map(cells, directed))) == sorted(map(sorted, map(cells, both)))
    pairs = Counter((row["year"], frozenset((row["state1"], row["state2"]))) for row in directed)
    assert set(pairs.values()) <= {2}


@pytest.mark.parametrize(
    ("directed", "pairs_of"), [(False, combinations), (True, permutations)], ids=["undirected", "directed"]
)
def test_dyads_merge_with_cow_dyads_without_loss(directed: bool, pairs_of: Any) -> None:
    years = range(2003, 2027)
    cow = {(one, two, year): "other value" for one, two in pairs_of(sorted(COW.values()), 2) for year in years}
    ours = [(row["cow1"], row["cow2"], row["year"]) for row in DS.dyad_years(directed=directed)]
    assert Counter(ours) == Counter(cow.keys())


def test_dyad_has_participation_of_both_states() -> None:
    levels = {(row["state"], row["year"]): row["participation"] for row in DS.member_years()}
    for row in DS.dyad_years(directed=True):
        assert row["participation1"] == levels[row["state1"], row["year"]]
        assert row["participation2"] == levels[row["state2"], row["year"]]
    (pair,) = [row for row in DS.dyad_years() if (row["cow1"], row["cow2"], row["year"]) == (365, 371, 2025)]
    assert (pair["year_end"], pair["participation1"], pair["participation2"]) == (1, "full", "frozen")
