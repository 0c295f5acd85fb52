"""Each answer matches its JSON Schema, which is generated from the type of ``to_dict()``."""

from __future__ import annotations

import json
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from support import ROOT

import csto_data
from csto_data import Dataset
from csto_data.cli import main
from csto_data.cli.answer_schemas import ANSWERS, COMMANDS, answer_schemas
from csto_data.releases.changes import Change
from csto_data.releases.history import packaged_history
from csto_data.releases.notes import notes
from csto_data.releases.reading import packaged_snapshot
from csto_data.serialization.schemas import bundled_schema
from csto_data.strategies import datasets

CHANGE = Change(part="record", record="state:KAZ", kind="changed", path=("name",), before="A", after="B")
NOTES = notes(packaged_snapshot(), packaged_history(), csto_data.__version__)
FOLDER = ROOT / "schemas" / "answers"


def test_schema_files_are_current() -> None:
    files = {file.name: json.loads(file.read_text(encoding="utf-8")) for file in FOLDER.iterdir()}
    assert files == answer_schemas(), "run: python -m csto_data.cli.answer_schemas"


def answers(dataset: Dataset) -> dict[str, list[Any]]:
    """Return answers of each kind by the names of their schemas."""
    day = "2022-01-06"
    states = [state.id for state in dataset.states]
    organizations = [span.organization for span in dataset.coverage.memberships]
    return {
        "judgement": [judgement.to_dict() for judgement in dataset.judgements()],
        "support": [dataset.witnesses(j.record, j.field).to_dict() for j in dataset.judgements()[:20]],
        "standing": [standing.to_dict() for standing in dataset.memberships.on(day)],
        "participation": [standing.participation.to_dict() for standing in dataset.memberships.on(day)],
        "holding": [holding.to_dict() for holding in dataset.offices.on(day)],
        "explanation": [dataset.why(id, day, organization=org).to_dict() for id in states for org in organizations],
        "match": [match.to_dict() for match in dataset.search("a")],
        "member-year": [row for org in organizations for row in dataset.member_years(org)],
        "release": [release.to_dict() for release in csto_data.versions()],
        "resolution": [dataset.resolve(record.id).to_dict() for record in dataset],
        "revision": [each.to_dict() for each in csto_data.load().history("membership:csto-uzb-2")],
        "difference": [dataset.diff(csto_data.load()).to_dict()],
        "change": [change.to_dict() for change in dataset.diff(csto_data.load()).changes[:100]] or [CHANGE.to_dict()],
        "answer-change": [change.to_dict() for change in csto_data.load(version="1.0.0").diff(dataset).answers],
        "notes": [NOTES.to_dict()],
        "dyad-year": [row for org in organizations for row in dataset.dyad_years(org)],
    }


def check(dataset: Dataset) -> None:
    found = answers(dataset)
    assert set(found) == set(ANSWERS)
    for name, items in found.items():
        validator = jsonschema_rs.Draft202012Validator(answer_schemas()[f"{name}.schema.json"])
        for item in items:
            validator.validate(json.loads(json.dumps(item)))


@pytest.mark.integration  # slow
def test_answers_about_the_packaged_data_match_their_schemas() -> None:
    assert all(answers(csto_data.load()).values())
    check(csto_data.load())


@pytest.mark.integration
@given(datasets())
def test_answers_about_any_dataset_match_their_schemas(generated: Dataset) -> None:
    check(generated)


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("disputes", lambda ds: [judgement.to_dict() for judgement in ds.disputes()]),
        ("search airport", lambda ds: [match.to_dict() for match in ds.search("airport")]),
        ("why UZB --on 2006-07-01", lambda ds: ds.why("UZB", "2006-07-01").to_dict()),
        ("years", lambda ds: list(ds.member_years())),
        ("list states", lambda ds: [state.to_dict() for state in ds.states]),
        ("show state:KAZ", lambda ds: ds["state:KAZ"].to_dict()),
        (
            "members --on 2022-01-06",
            lambda ds: [standing.to_dict() for standing in ds.memberships.on("2022-01-06", organization="csto")],
        ),
    ],
)
def test_command_prints_the_json_of_the_answer(command: str, expected: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*command.split(), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == expected(csto_data.load())


@pytest.mark.parametrize(
    "command",
    [
        "members",
        "members --on 1995-01-01 --organization cst",
        "why UZB",
        "why CHN",
        "show operation:csto-kazakhstan-2022",
        "show KAZ",
        "search airport",
        "about KAZ",
        "disputes",
        "view sukhankin-2022",
        "view cia-factbook",
        "view sukhankin-2022 operation:csto-kazakhstan-2022",
        "years",
        "years dyads",
        "versions",
        "history membership:csto-uzb-2",
        "diff 0.2.0 1.0.0",
        "diff 1.0.0",
        *(f"list {dataset}" for dataset in csto_data.model.KINDS),
        "list events statements",
        "list offices --on 2022-01-06",
        "list memberships --on 2022-01-06",
    ],
)
def test_json_of_a_command_matches_its_schema(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*command.split(), "--format", "json"]) == 0
    schema = bundled_schema(f"answers/{command.split(maxsplit=1)[0]}")
    jsonschema_rs.Draft202012Validator(schema).validate(json.loads(capsys.readouterr().out))


def test_every_command_with_json_has_a_schema() -> None:
    assert {f"{name}.schema.json" for name in COMMANDS} <= set(answer_schemas())
    asking = {"members", "why", "show", "list", "search", "about", "disputes", "view", "years"}
    assert set(COMMANDS) == asking | {"versions", "history", "diff"}
