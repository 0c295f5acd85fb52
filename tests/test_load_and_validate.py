"""``load`` refuses a folder exactly when ``validate`` reports an error of a rule that blocks loading, with its findings."""

from __future__ import annotations

import pickle
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from breakers import BREAKERS, Folder
from hypothesis import given
from hypothesis import strategies as st
from small import FEW

from csto_data import Dataset, DatasetError, Finding, load, validate
from csto_data.strategies import datasets
from csto_data.validation import RULES
from csto_data.validation.registry import checks
from csto_data.validation.rule_pages import example
from csto_data.writing import write_folder


def blocking(folder: Path) -> tuple[Finding, ...]:
    return tuple(finding for finding in validate(folder) if RULES[finding.rule].blocks_loading)


def refused(folder: Path) -> tuple[Finding, ...]:
    """The findings with which a folder is refused; none where it loads."""
    try:
        load(folder)
    except DatasetError as error:
        return error.findings
    return ()


@pytest.mark.parametrize("code", RULES)
@pytest.mark.parametrize("part", ["fails", "passes"])
def test_the_examples_of_rules_load_unless_the_rule_blocks_loading(code: str, part: str, tmp_path: Path) -> None:
    for name, data in example(code, "fails" if part == "fails" else "passes").items():
        (tmp_path / name).write_bytes(data)
    assert refused(tmp_path) == blocking(tmp_path)
    assert bool(refused(tmp_path)) is (part == "fails" and RULES[code].blocks_loading)


@FEW
@given(made=datasets(), data=st.data())
def test_a_broken_dataset_is_refused_with_the_blocking_findings(made: Dataset, data: st.DataObject) -> None:
    seen: Counter[bool] = Counter()
    with tempfile.TemporaryDirectory() as sound:
        write_folder(made, sound)
        files = Folder.read(Path(sound))
    for breaker in BREAKERS:
        folder = files.copy()
        breaker.break_in(data.draw, folder)
        with tempfile.TemporaryDirectory() as target:
            folder.write(Path(target))
            assert refused(Path(target)) == blocking(Path(target)), breaker.name
            seen[bool(blocking(Path(target)))] += 1
            assert bool(blocking(Path(target))) is RULES[breaker.code].blocks_loading, breaker.name
    assert seen[False] > 30


@pytest.mark.parametrize("code", [rule.code for rule, _ in checks()])
def test_a_rule_requires_rules_that_are_checked_before_it(code: str) -> None:
    for required in RULES[code].requires:
        found = [other for other in RULES.values() if other.code.startswith(required)]
        assert found, required
        assert all(other.code < code for other in found)
        if RULES[code].blocks_loading:
            assert all(other.blocks_loading for other in found)


def test_a_refusal_keeps_its_findings_between_processes(tmp_path: Path) -> None:
    (tmp_path / "events.json").write_text('{"records": 5}')
    with pytest.raises(DatasetError) as error:
        load(tmp_path)
    assert error.value.problems == tuple(map(str, error.value.findings))
    again = pickle.loads(pickle.dumps(error.value))  # noqa: S301
    assert (again.findings, again.problems, str(again)) == (
        error.value.findings,
        error.value.problems,
        str(error.value),
    )
