"""Both validators give the verdicts of the official test suite, as far as our schemas could say what it says."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from csto_data.serialization.schemas import schemas
from json_schema_suite import compare, language, said

SUITE = os.environ.get("JSON_SCHEMA_TEST_SUITE")


@pytest.mark.skipif(SUITE is None, reason="JSON_SCHEMA_TEST_SUITE does not name a copy of the official test suite")
def test_both_give_the_verdicts_of_the_official_suite() -> None:
    tally = compare(Path(SUITE or ""))
    assert tally.wrong == []
    assert tally.compared == tally.agreed > 500
    untried = {keyword for schema in schemas().values() for keyword, _ in said(schema)} - said_in(tally.files)
    assert untried <= {"$schema", "title", "description", "examples", "format"}  # no judges, and formats are our own


def said_in(files: set[str]) -> set[str]:
    """The keywords in the schemas of these files of the suite."""
    tests = Path(SUITE or "", "tests", "draft2020-12")
    groups = [group for file in files for group in json.loads((tests / file).read_bytes())]
    return {keyword for group in groups for keyword, _ in said(group["schema"])}


def suite_of(folder: Path, *schemas: Any, valid: bool = True) -> Path:
    """A suite of one file, in which every schema is asked about the text ``a``."""
    groups = [
        {"description": "group", "schema": schema, "tests": [{"description": "a", "data": "a", "valid": valid}]}
        for schema in schemas
    ]
    tests = folder / "tests" / "draft2020-12"
    tests.mkdir(parents=True)
    (tests / "made.json").write_text(json.dumps(groups))
    return folder


def test_a_verdict_that_is_not_the_suites_is_told(tmp_path: Path) -> None:
    tally = compare(suite_of(tmp_path, {"type": "string"}, {"pattern": "^b$"}))
    assert (tally.compared, tally.agreed) == (2, 1)
    assert "expected True, jsonschema and jsonschema-rs say (False, False)" in tally.wrong[0]


def test_what_our_schemas_do_not_say_is_left_out_and_counted(tmp_path: Path) -> None:
    foreign = [{"items": {"dynamicRef": "#"}}, {"pattern": "^\\s$"}, {"not": {"format": "date"}}]
    refers = {"$ref": "http://localhost:1234/elsewhere.json#/$defs/a"}
    named_so = {"properties": {"pattern": {"const": {"dynamicRef": 1}}}}
    tally = compare(suite_of(tmp_path, *foreign, refers, named_so))
    assert (tally.compared, tally.agreed) == (1, 1)
    assert set(tally.left_out) == {"keyword dynamicRef", "escape \\s", "format date", "$ref out of the suite"}


def test_what_our_schemas_say_is_read_from_them() -> None:
    ours = set().union(*map(language, schemas().values()))
    assert {("keyword", "if"), ("keyword", "uniqueItems"), ("format", "edtf-day")} <= ours
    assert not {("keyword", "oneOf"), ("keyword", "states"), ("escape", "\\d")} & ours
