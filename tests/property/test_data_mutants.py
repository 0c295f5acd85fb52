"""The gate notices what it promises to notice: a seeded sample of the mutants of the packaged data, class by class.

``python tools/mutants.py`` measures all of them, and those classes too of which no share is promised.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from mutants import CLASSES, DOCUMENTS, GONE, Gate, another_count, another_time, mutants, sampled

from csto_data.validation import check

PROMISED = [name for name, (target, _) in CLASSES.items() if target is not None]
SAMPLE = 20


@pytest.fixture(scope="module")
def gate() -> Gate:
    return Gate()


@pytest.mark.parametrize("name", PROMISED)
def test_of_each_class_the_promised_share_is_noticed(gate: Gate, name: str) -> None:
    target, _ = CLASSES[name]
    made = sampled(name, SAMPLE)
    missed = [str(mutant) for mutant in made if not gate.rules(mutant)]
    assert target is not None
    assert 1 - len(missed) / len(made) >= target, "\n".join(missed)


@pytest.mark.parametrize("name", CLASSES)
def test_every_class_has_mutants_and_each_changes_the_record(name: str) -> None:
    made = mutants(name)
    assert made
    for mutant in made:
        assert mutant.record != DOCUMENTS[mutant.spot.kind.dataset]["records"][mutant.spot.record]


def test_a_mutant_is_the_same_for_the_same_seed_and_another_for_another() -> None:
    name = "date of a record"
    assert [*map(str, mutants(name))] == [*map(str, mutants(name))]
    assert [*map(str, mutants(name))] != [*map(str, mutants(name, seed=1))]


def test_the_gate_says_of_a_mutant_what_validate_says_of_the_folder(gate: Gate, tmp_path: Path) -> None:
    made = [mutant for name in CLASSES for mutant in sampled(name, 1)]
    assert any(mutant.record is GONE for mutant in made)
    for mutant in made:
        assert gate.rules(mutant) == {
            violation.rule for violation in check(gate.written(mutant, tmp_path)).violations
        }, str(mutant)


@pytest.mark.parametrize(
    ("old", "new"),
    [("2022-01-13", "2022-01"), ("2022-01", "2022"), ("2012", "[2006..2012]"), ("2022-01-13", "2022-02-30")],
)
def test_what_a_date_implies_is_no_mutant_of_it_and_neither_is_no_date(old: str, new: str) -> None:
    assert not another_time(old, new)


@pytest.mark.parametrize("new", ["2022-01-14", "2022-02", "2021", "[2022-01-14..]"])
def test_what_a_date_does_not_imply_is_a_mutant(new: str) -> None:
    assert another_time("2022-01-13", new)


def test_a_moment_told_in_another_zone_is_the_same() -> None:
    assert not another_time("2022-01-05T12:30+06:00", "2022-01-05T06:30+00:00")
    assert another_time("2022-01-05T12:30+06:00", "2022-01-05T12:30+03:00")


def test_a_count_in_a_range_around_it_is_no_mutant() -> None:
    assert not another_count({"value": 2030}, {"value": 2000, "approximate": True})
    assert not another_count({"at_least": 24, "at_most": 99}, {"at_least": 24})
    assert not another_count({"at_least": 24, "at_most": 99}, {"at_least": 99, "at_most": 24})
    assert another_count({"value": 2030}, {"value": 2031})
    assert another_count({"at_least": 24}, {"at_least": 24, "at_most": 99})
