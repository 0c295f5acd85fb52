"""Every rule shows what it finds and what it lets pass, and does so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support import ROOT

from csto_data.cli import main
from csto_data.model import KINDS
from csto_data.serialization.canonical import canonical
from csto_data.validation import RULES, validate
from csto_data.validation.rule_pages import example, page

PAGES = ROOT / "docs" / "rules"
EXAMPLES = ROOT / "src" / "csto_data" / "validation" / "rules" / "examples"
BYTES_MATTER = {code for code in RULES if code.startswith("CST0")} - {"CST001", "CST010"} | {"CST901"}
"""Rules whose examples show a fault of the text itself."""


def found(folder: Path, files: dict[str, bytes]) -> set[str]:
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return {finding.rule for finding in validate(folder)}


@pytest.mark.parametrize("code", RULES)
def test_the_failing_example_violates_this_rule_alone(code: str, tmp_path: Path) -> None:
    assert found(tmp_path, example(code, "fails")) == {code}


@pytest.mark.parametrize("code", RULES)
def test_the_passing_example_violates_no_rule(code: str, tmp_path: Path) -> None:
    assert found(tmp_path, example(code, "passes")) == set()


def test_every_folder_of_examples_belongs_to_a_rule() -> None:
    assert {folder.name for folder in EXAMPLES.iterdir()} == set(RULES)


@pytest.mark.parametrize("code", sorted({*RULES} - BYTES_MATTER))
def test_examples_are_in_canonical_form(code: str) -> None:
    for part in ("fails", "passes"):
        for name, data in example(code, part).items():
            if name.endswith(".json"):
                kind = KINDS.get(name.removesuffix(".json"))
                assert data.decode() == canonical(json.loads(data), kind), f"{code}/{part}/{name}"


def test_each_rule_has_a_code_and_a_name_of_its_own_and_says_why() -> None:
    assert len({rule.name for rule in RULES.values()}) == len(RULES)
    for code, rule in RULES.items():
        assert code == rule.code
        assert rule.family
        assert rule.summary.endswith(".")
        assert rule.why.endswith(".")


def test_no_page_is_about_a_rule_that_there_is_not() -> None:
    assert {file.stem for file in PAGES.glob("*.md")} == set(RULES), "run: python docs/generate.py"


def test_explain_prints_the_page_by_code_or_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    for wanted in ("CST101", "cst101", "unknown-field"):
        assert main(["explain", wanted]) == 0
        assert capsys.readouterr().out == page(RULES["CST101"])
    assert main(["explain", "unknwn"]) == 2
    assert "csto-data rules" in capsys.readouterr().err


def test_rules_as_json_have_their_examples(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["code"] for row in rows] == list(RULES)
    assert all(row["fails"] and row["passes"] for row in rows)
