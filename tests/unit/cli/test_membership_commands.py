"""The command answers who was a member, why, and by years."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

import csto_data
from csto_data.cli import main

SIX = ["ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"]
NINE = ["ARM", "AZE", "BLR", "GEO", "KAZ", "KGZ", "RUS", "TJK", "UZB"]


def output(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 0
    return capsys.readouterr().out


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 2
    return capsys.readouterr().err


@pytest.mark.parametrize(
    ("day", "organization", "members"),
    [
        ("1995-01-01", "org:cst", NINE),
        ("1999-06-01", "org:cst", SIX),
        ("2000-01-01", "org:cst", SIX),
        ("2003-10-01", "org:csto", SIX),
        ("2007-01-01", "org:csto", [*SIX, "UZB"]),
        ("2013-01-01", "org:csto", SIX),
        ("2022-01-06", "org:csto", SIX),
        ("2025-01-01", "org:csto", SIX),
    ],
)
def test_members(capsys: pytest.CaptureFixture[str], day: str, organization: str, members: list[str]) -> None:
    shown = output(capsys, "members", "--on", day, "--organization", organization, "--format", "json")
    assert [row["id"] for row in json.loads(shown)] == [f"state:{code}" for code in members]


def test_a_frozen_participation_is_in_the_table_and_in_the_row(capsys: pytest.CaptureFixture[str]) -> None:
    assert "frozen since 2024-02-22" in output(capsys, "members", "--on", "2025-01-01").splitlines()[1]
    rows = json.loads(output(capsys, "members", "--on", "2025-01-01", "--format", "json"))
    assert {row["id"]: row["participation"] for row in rows}["state:ARM"] == "frozen"
    assert {row["on"] for row in rows} == {"2025-01-01"}
    assert rows[0]["membership"] == "membership:csto-arm-1"


def test_before_the_organisation_had_members_the_treaty_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert 'organization="org:cst"' in refusal(capsys, "members", "--on", "1993-01-01")


def test_why_tells_spell_act_evidence_and_other_reports(capsys: pytest.CaptureFixture[str]) -> None:
    told = output(capsys, "why", "UZB", "--on", "2007-01-01")
    assert told.startswith("Yes: Uzbekistan was a member of")
    for part in ("membership:csto-uzb-1", "event:csto-uzbekistan-readmission, 2006-08-16", "source:atop", "disputes"):
        assert part in told


@pytest.mark.parametrize(
    ("state", "day", "answer"),
    [
        ("UZB", "2012-12-19", "yes"),
        ("UZB", "2012-12-20", "no"),
        ("CHN", "2022-01-06", "no"),
        ("KAZ", "1993-01-01", "unknown"),
    ],
)
def test_why_as_json(capsys: pytest.CaptureFixture[str], state: str, day: str, answer: str) -> None:
    (row,) = json.loads(output(capsys, "why", state, "--on", day, "--format", "json"))
    assert row["answer"] == answer


def test_why_of_an_unknown_state_names_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Uzbekistan" in refusal(capsys, "why", "Uzbekistn")


def test_year_tables_as_csv(capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(csv.DictReader(io.StringIO(output(capsys, "list", "member-years", "--format", "csv"))))
    assert {row["year"] for row in rows if row["state"] == "state:UZB" and row["year_end"] == "true"} == {
        str(year) for year in range(2006, 2012)
    }
    pairs = list(csv.DictReader(io.StringIO(output(capsys, "list", "dyad-years", "--format", "csv"))))
    assert len(pairs) == len(rows) // 7 * 21


def test_a_list_under_conditions(capsys: pytest.CaptureFixture[str]) -> None:
    where = ("--where", "member=state:UZB", "--where", "status=member")
    rows = json.loads(output(capsys, "list", "memberships", *where, "--format", "json"))
    assert [row["id"] for row in rows] == ["membership:csto-uzb-1"]
    assert output(capsys, "list", "states", "--where", "cow=705", "--format", "csv").count("state:KAZ") == 1


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("membr=state:UZB", "nearest: member"),
        ("status=membr", "nearest: member"),
        ("member=state:UZX", "nearest: state:UZB"),
        ("member", "expected FIELD=VALUE"),
    ],
)
def test_a_condition_that_no_record_can_meet_is_refused(
    capsys: pytest.CaptureFixture[str], where: str, expected: str
) -> None:
    assert expected in refusal(capsys, "list", "memberships", "--where", where)


@pytest.mark.parametrize(
    ("dataset", "field", "value", "has"),
    [
        ("events", "date", "2022-01-13", lambda record: str(record.date) == "2022-01-13"),
        ("events", "states", "state:KAZ", lambda record: "state:KAZ" in record.states),
        ("events", "deaths", "238", lambda record: record.deaths is not None and record.deaths.value == 238),
        ("statements", "speakers", "person:vladimir-putin", lambda record: said_by(record, "person:vladimir-putin")),
        ("offices", "acting", "true", lambda record: record.acting is True),
        ("offices", "end", "2099", lambda _: False),
    ],
)
def test_a_condition_holds_of_what_a_field_holds_somewhere_in_it(
    capsys: pytest.CaptureFixture[str], dataset: str, field: str, value: str, has: Any
) -> None:
    rows = json.loads(output(capsys, "list", dataset, "--where", f"{field}={value}", "--format", "json"))
    assert [row["id"] for row in rows] == [record.id for record in csto_data.load().table(dataset) if has(record)]


def said_by(record: Any, person: str) -> bool:
    return any(speaker.actor == person for speaker in record.speakers)
