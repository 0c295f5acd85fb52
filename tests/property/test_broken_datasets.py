"""A consistent dataset with one mistake has exactly one finding, with the right rule, file, record and pointer."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st
from support.breakers import BREAKERS, Folder

from csto_data import Dataset
from csto_data.store.folder_writer import write_folder
from csto_data.strategies import datasets
from csto_data.validation import RULES, validate
from csto_data.validation.registry import FAMILIES

Finding = tuple[str, str, str | None, str]


def findings_in(folder: Folder) -> list[Finding]:
    """Return the findings of a folder."""
    with tempfile.TemporaryDirectory() as target:
        folder.write(Path(target))
        findings = validate(target)
    return [(f.rule, Path(f.file).name, f.record, f.pointer) for f in findings]


def folder_of(made: Dataset) -> Folder:
    """Return a dataset as a folder of files."""
    with tempfile.TemporaryDirectory() as target:
        write_folder(made, target)
        return Folder.read(Path(target))


@pytest.mark.parametrize("family", sorted(FAMILIES.keys() - {"8"}))  # a dataset alone violates no rule of 8
@settings(max_examples=max(3, settings.default.max_examples // 10))
@given(made=datasets(), data=st.data())
def test_validate_reports_exactly_one_finding_for_one_mistake(family: str, made: Dataset, data: st.DataObject) -> None:
    consistent = folder_of(made)
    for breaker in (breaker for breaker in BREAKERS if breaker.code[3] == family):
        folder = consistent.copy()
        place = breaker.apply(data.draw, folder)
        note(f"{breaker.name}: {place}")
        assert findings_in(folder) == [folder.finding(breaker.code, place)], breaker.name


def test_every_rule_has_a_breaker() -> None:
    assert {breaker.code for breaker in BREAKERS} == set(RULES)
