"""Every rule shows what it finds and what it lets pass, and does so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from csto_data.cli import main
from csto_data.validation import RULES, Example, Rule, validate
from csto_data.validation.examples import files, page

PAGES = Path(__file__).parent.parent / "docs" / "rules"


def found(example: Example, folder: Path) -> set[str]:
    for name, data in files(example).items():
        (folder / name).write_bytes(data)
    return {finding.rule for finding in validate(folder)}


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_a_rule_has_an_example_of_each(rule: Rule) -> None:
    assert rule.fails is not None, f"{rule.code} needs records under fails="
    assert rule.passes is not None, f"{rule.code} needs records under passes="


@pytest.mark.parametrize("rule", [rule for rule in RULES.values() if rule.fails], ids=lambda rule: rule.code)
def test_what_fails_fails_by_this_rule_alone(rule: Rule, tmp_path: Path) -> None:
    assert rule.fails is not None
    assert found(rule.fails, tmp_path) == {rule.code}


@pytest.mark.parametrize("rule", [rule for rule in RULES.values() if rule.passes], ids=lambda rule: rule.code)
def test_what_passes_passes_every_rule(rule: Rule, tmp_path: Path) -> None:
    assert rule.passes is not None
    assert found(rule.passes, tmp_path) == set()


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
