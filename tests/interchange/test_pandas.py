"""Tables in pandas: columns that people can use, merges with Correlates of War data, and dates of pandas and numpy."""

from __future__ import annotations

import sqlite3
from itertools import combinations

import numpy as np
import pandas as pd
import pytest

import csto_data
from csto_data import Day, InvalidDateError
from csto_data.model import KINDS

DS = csto_data.load()


def test_merge_with_undirected_cow_dyads_loses_no_row() -> None:
    ours = pd.DataFrame(DS.dyad_years())
    codes = sorted({*ours.cow1, *ours.cow2})
    years = sorted(set(ours.year))
    cow = pd.DataFrame([(a, b, year) for a, b in combinations(codes, 2) for year in years], columns=["a", "b", "year"])
    merged = ours.merge(cow, left_on=["cow1", "cow2", "year"], right_on=["a", "b", "year"])
    assert len(merged) == len(ours)
    directed = pd.DataFrame(DS.dyad_years(directed=True))
    assert len(directed) == 2 * len(ours)


def test_years_can_be_used_as_masks() -> None:
    years = DS.member_years().to_pandas()
    members = years[years.year_end == 1]
    assert set(members[members.year == 2013].iso_alpha3) == {"ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"}
    assert years.year_end.isna().sum() > 0
    assert str(years.any_day.dtype).startswith(("int", "float"))


@pytest.mark.parametrize("dataset", KINDS)
def test_flat_rows_can_be_written_to_sql(dataset: str) -> None:
    frame = pd.DataFrame(DS.table(dataset).to_dicts())
    with sqlite3.connect(":memory:") as connection:
        frame.to_sql(dataset, connection, index=False)
        (count,) = connection.execute(f"select count(*) from {dataset}").fetchone()  # noqa: S608
    assert count == len(DS.table(dataset))
    assert frame.equals(DS.table(dataset).to_pandas())


def test_tables_of_objects_say_how_they_become_data_frames() -> None:
    for table in (DS.events, DS.disputes(), DS.members("2022-01-06"), DS.memberships.on("2022-01-06")):
        for use in (pd.DataFrame, np.asarray):
            with pytest.raises(TypeError, match=r"to_pandas\(\) or pandas.DataFrame\(table.to_dicts\(\)\)"):
                use(table)  # type: ignore[operator]
        assert list(pd.DataFrame(table.to_dicts()).columns) == list(table.columns)


def test_spells_join_by_the_codes_of_the_state() -> None:
    codes = pd.DataFrame({"ccode": [371, 705], "name": ["Armenia", "Kazakhstan"]})
    merged = DS.memberships.to_pandas().merge(codes, left_on="member_cow", right_on="ccode")
    assert set(merged.member_iso_alpha3) == {"ARM", "KAZ"}
    assert (merged.member == merged.name).all()


def test_answers_are_data_frames() -> None:
    disputes = DS.disputes().to_pandas()
    assert list(disputes.columns) == ["record", "field", "value", "source", "reported", "at", "verdict"]
    assert len(disputes) == len(DS.disputes())
    assert pd.to_datetime(DS.memberships.to_pandas().start_earliest).notna().all()


@pytest.mark.parametrize(
    "day", [pd.Timestamp("2022-01-06"), pd.Timestamp("2022-01-06T23:30+06:00"), np.datetime64("2022-01-06")]
)
def test_dates_of_pandas_and_numpy_are_accepted(day: object) -> None:
    assert len(DS.members(day)) == 6  # type: ignore[arg-type]


@pytest.mark.parametrize("nothing", [pd.NaT, np.datetime64("NaT")])
def test_missing_dates_are_refused(nothing: object) -> None:
    with pytest.raises(InvalidDateError):
        DS.members(nothing)  # type: ignore[arg-type]


def test_comparing_a_day_with_a_timestamp_raises() -> None:
    with pytest.raises(TypeError):
        _ = Day("2022-01-06") == pd.Timestamp("2022-01-06")
