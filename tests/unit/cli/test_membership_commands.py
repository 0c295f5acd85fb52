"""The command line: members, reasons for a membership, year tables and filters of `list`."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

import csto_data
from csto_data import Answer, Day
from csto_data.cli import main

SIX_STATES = ["ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"]
NINE_STATES = ["ARM", "AZE", "BLR", "GEO", "KAZ", "KGZ", "RUS", "TJK", "UZB"]


def output(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 0
    return capsys.readouterr().out


def error_output(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 2
    return capsys.readouterr().err


@pytest.mark.parametrize(
    ("day", "organization", "members"),
    [
        ("1995-01-01", "org:cst", NINE_STATES),
        ("1999-06-01", "org:cst", SIX_STATES),
        ("2000-01-01", "org:cst", SIX_STATES),
        ("2003-10-01", "org:csto", SIX_STATES),
        ("2007-01-01", "org:csto", [*SIX_STATES, "UZB"]),
        ("2013-01-01", "org:csto", SIX_STATES),
        ("2022-01-06", "org:csto", SIX_STATES),
        ("2025-01-01", "org:csto", SIX_STATES),
    ],
    ids=[
        "CST with nine members",
        "CST after three withdrawals",
        "CST before CSTO",
        "CSTO founded",
        "CSTO with Uzbekistan",
        "CSTO after withdrawal of Uzbekistan",
        "CSTO in 2022",
        "CSTO with frozen member",
    ],
)
def test_members_lists_members_of_organization_on_a_day(
    capsys: pytest.CaptureFixture[str], day: str, organization: str, members: list[str]
) -> None:
    shown = output(capsys, "members", "--on", day, "--organization", organization, "--format", "json")
    assert [row["id"] for row in json.loads(shown)] == [f"state:{code}" for code in members]


def test_members_shows_frozen_participation(capsys: pytest.CaptureFixture[str]) -> None:
    assert "frozen since 2024-02-22" in output(capsys, "members", "--on", "2025-01-01").splitlines()[1]
    rows = json.loads(output(capsys, "members", "--on", "2025-01-01", "--format", "json"))
    assert {row["id"]: row["participation"] for row in rows}["state:ARM"] == "frozen"
    assert {row["on"] for row in rows} == {"2025-01-01"}
    assert rows[0]["membership"] == "membership:csto-arm-1"


def test_members_before_coverage_suggests_predecessor(capsys: pytest.CaptureFixture[str]) -> None:
    assert error_output(capsys, "members", "--on", "2003-09-17").endswith('Add "--organization cst".\n')
    assert main(["why", "KAZ", "--on", "1999-01-01"]) == 0
    assert capsys.readouterr().err == 'Add "--organization cst".\n'


def test_why_prints_membership_event_evidence_and_disputes(capsys: pytest.CaptureFixture[str]) -> None:
    text = output(capsys, "why", "UZB", "--on", "2007-01-01")
    assert text.startswith("Yes: Uzbekistan was a member of")
    for part in (
        "membership:csto-uzb-1",
        "event:csto-uzbekistan-readmission, 2006-08-16",
        "source:atop",
        "disputed by",
    ):
        assert part in text


@pytest.mark.parametrize(
    ("state", "day", "answer"),
    [
        ("UZB", "2012-12-19", "yes"),
        ("UZB", "2012-12-20", "no"),
        ("CHN", "2022-01-06", "no"),
        ("KAZ", "1993-01-01", "unknown"),
    ],
)
def test_why_json_has_answer(capsys: pytest.CaptureFixture[str], state: str, day: str, answer: str) -> None:
    row = json.loads(output(capsys, "why", state, "--on", day, "--format", "json"))
    assert row["answer"] == answer


def test_why_suggests_nearest_state_for_unknown_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Uzbekistan" in error_output(capsys, "why", "Uzbekistn")


def test_years_prints_year_tables_as_csv(capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(csv.DictReader(io.StringIO(output(capsys, "years", "--format", "csv"))))
    assert {row["year"] for row in rows if row["state"] == "state:UZB" and row["year_end"] == "1"} == {
        str(year) for year in range(2006, 2012)
    }
    pairs = list(csv.DictReader(io.StringIO(output(capsys, "years", "dyads", "--format", "csv"))))
    assert len(pairs) == len(rows) // 7 * 21
    assert {row[cell] for row in [*rows, *pairs] for cell in ("year_end", "any_day")} == {"1", "0", ""}


def test_years_accepts_directed_and_series(capsys: pytest.CaptureFixture[str]) -> None:
    dataset = csto_data.load()
    shown = output(capsys, "years", "dyads", "--directed", "--series", "cst+csto", "--format", "json")
    assert json.loads(shown) == dataset.dyad_years(directed=True, series="cst+csto")
    shown = output(capsys, "years", "members", "--series", "cst+csto", "--where", "year=1998", "--format", "json")
    assert json.loads(shown) == [row for row in dataset.member_years(series="cst+csto") if row["year"] == 1998]
    shown = output(capsys, "years", "dyads", "--organization", "cst", "--format", "json")
    assert json.loads(shown) == dataset.dyad_years("cst")


def test_years_of_single_states_have_no_direction(capsys: pytest.CaptureFixture[str]) -> None:
    assert "--directed is only for years dyads" in error_output(capsys, "years", "--directed")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        pytest.param(("--series", "cst+csto", "--organization", "org:csto"), "not allowed with", id="both"),
        pytest.param(("--series", "cst"), "cst+csto", id="unknown series"),
    ],
)
def test_years_rejects_invalid_series(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], expected: str
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(("years", *arguments))
    assert expected in capsys.readouterr().err


def test_list_where_returns_only_matching_records(capsys: pytest.CaptureFixture[str]) -> None:
    where = ("--where", "member=state:UZB", "--where", "status=member")
    rows = json.loads(output(capsys, "list", "memberships", *where, "--format", "json"))
    assert [row["id"] for row in rows] == ["membership:csto-uzb-1"]
    assert output(capsys, "list", "states", "--where", "cow=705", "--format", "csv").count("state:KAZ") == 1


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        pytest.param("membr=state:UZB", 'Did you mean "member"?', id="unknown field"),
        pytest.param("status=membr", 'Did you mean "member"?', id="value not allowed"),
        pytest.param("member=state:UZX", 'Did you mean "state:UZB"?', id="unknown id"),
        pytest.param("member", "Expected member=VALUE", id="no equals sign"),
        pytest.param("status", "VALUE is one of member, observer, party", id="no equals sign, but words"),
        pytest.param("fields", "Expected one of id, member,", id="names of all fields"),
    ],
)
def test_list_where_rejects_invalid_condition(capsys: pytest.CaptureFixture[str], where: str, expected: str) -> None:
    assert expected in error_output(capsys, "list", "memberships", "--where", where)


@pytest.mark.parametrize(
    ("dataset", "field", "value", "matches"),
    [
        ("sources", "published", "2022-01-26", lambda record: on(record.published, "2022-01-26")),
        ("events", "states", "state:KAZ", lambda record: "state:KAZ" in record.states),
        ("events", "deaths", "238", lambda record: record.deaths is not None and record.deaths.value == 238),
        ("statements", "speakers", "person:vladimir-putin", lambda record: is_speaker(record, "person:vladimir-putin")),
        ("offices", "acting", "true", lambda record: record.acting is True),
        ("offices", "end", "2099", lambda _: False),
    ],
    ids=["day", "entry of a list", "quantity", "actor of a party", "boolean", "no match"],
)
def test_list_where_matches_values_inside_a_field(
    capsys: pytest.CaptureFixture[str], dataset: str, field: str, value: str, matches: Any
) -> None:
    rows = json.loads(output(capsys, "list", dataset, "--where", f"{field}={value}", "--format", "json"))
    found = {record.id for record in csto_data.load().table(dataset) if matches(record)}
    assert {row["id"] for row in rows} == found


def on(day: Day | None, other: str) -> bool:
    return day is not None and day.on(other) is not Answer.NO


def is_speaker(record: Any, person: str) -> bool:
    return any(speaker.actor == person for speaker in record.speakers)
