"""The examples of every rule, its page, and the commands that print them."""

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
from csto_data.validation.rules.releases import RELEASE_RULES

PAGES = ROOT / "docs" / "rules"
EXAMPLES = ROOT / "src" / "csto_data" / "validation" / "rules" / "examples"
EXACT_BYTES = {code for code in RULES if code.startswith("CST0")} - {"CST001", "CST010"} | {"CST901"}
"""Rules about the text of a file; their examples are not in canonical form."""


def violated_rules(folder: Path, files: dict[str, bytes]) -> set[str]:
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return {finding.rule for finding in validate(folder)}


@pytest.mark.parametrize("code", RULES)
def test_failing_example_violates_only_its_rule(code: str, tmp_path: Path) -> None:
    assert violated_rules(tmp_path, example(code, "fails")) == {code}


@pytest.mark.parametrize("code", RULES)
def test_passing_example_violates_no_rule(code: str, tmp_path: Path) -> None:
    assert violated_rules(tmp_path, example(code, "passes")) == set()


def test_every_example_folder_belongs_to_a_rule() -> None:
    assert {folder.name for folder in EXAMPLES.iterdir()} == set(RULES)


def test_example_files_are_in_canonical_form() -> None:
    failures = [
        f"{code}/{part}/{name}"
        for code in sorted({*RULES} - EXACT_BYTES)
        for part in ("fails", "passes")
        for name, data in example(code, part).items()
        if name.endswith(".json")
        and data.decode() != canonical(json.loads(data), KINDS.get(name.removesuffix(".json")))
    ]
    assert failures == []


def test_every_rule_has_unique_code_and_name_and_a_reason() -> None:
    rules = {**RULES, **RELEASE_RULES}
    assert len({rule.name for rule in rules.values()}) == len(RULES) + len(RELEASE_RULES)
    for code, rule in rules.items():
        assert code == rule.code
        assert rule.family
        assert rule.summary.endswith(".")
        assert rule.why.endswith(".")


def test_every_rule_has_a_page_and_every_page_a_rule() -> None:
    assert {file.stem for file in PAGES.glob("*.md")} == {*RULES, *RELEASE_RULES}, "run: python docs/generate.py"


def test_explain_prints_rule_page_by_code_or_name(capsys: pytest.CaptureFixture[str]) -> None:
    for wanted in ("CST101", "cst101", "unknown-field"):
        assert main(["explain", wanted]) == 0
        assert capsys.readouterr().out == page(RULES["CST101"])
    assert main(["explain", "unknwn"]) == 2
    assert "csto-data rules" in capsys.readouterr().err


def test_rules_command_prints_examples_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["code"] for row in rows] == list(RULES)
    assert all(row["fails"] and row["passes"] for row in rows)
