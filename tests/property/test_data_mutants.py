"""Validation detects the promised share of single changes to the packaged data, in a seeded sample of each class.

``python tools/mutants.py`` measures all mutants, and also the classes without a promised share.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from mutants import CLASSES, DOCUMENTS, REMOVED, MutantValidator, is_other_count, is_other_time, mutants, sampled

from csto_data.validation import check

CLASSES_WITH_TARGET = [name for name, (target, _) in CLASSES.items() if target is not None]
SAMPLE = 20


@pytest.fixture(scope="module")
def validator() -> MutantValidator:
    return MutantValidator()


@pytest.mark.integration
@pytest.mark.parametrize("name", CLASSES_WITH_TARGET)
def test_validation_detects_promised_share_of_mutants(validator: MutantValidator, name: str) -> None:
    target, _ = CLASSES[name]
    made = sampled(name, SAMPLE)
    missed = [str(mutant) for mutant in made if not validator.rules(mutant)]
    assert target is not None
    assert 1 - len(missed) / len(made) >= target, "\n".join(missed)


@pytest.mark.integration  # slow
@pytest.mark.parametrize("name", CLASSES)
def test_mutants_of_every_class_differ_from_the_original_record(name: str) -> None:
    made = mutants(name)
    assert made
    for mutant in made:
        assert mutant.record != DOCUMENTS[mutant.spot.kind.dataset]["records"][mutant.spot.record]


@pytest.mark.integration  # slow
def test_mutants_depend_on_seed_only() -> None:
    name = "date of a record"
    assert [*map(str, mutants(name))] == [*map(str, mutants(name))]
    assert [*map(str, mutants(name))] != [*map(str, mutants(name, seed=1))]


@pytest.mark.integration  # slow
def test_mutant_validator_reports_same_rules_as_check(validator: MutantValidator, tmp_path: Path) -> None:
    made = [mutant for name in CLASSES for mutant in sampled(name, 1)]
    assert any(mutant.record is REMOVED for mutant in made)
    for mutant in made:
        assert validator.rules(mutant) == {
            violation.rule for violation in check(validator.write(mutant, tmp_path)).violations
        }, str(mutant)


@pytest.mark.parametrize(
    ("old", "new"),
    [("2022-01-13", "2022-01"), ("2022-01", "2022"), ("2012", "[2006..2012]"), ("2022-01-13", "2022-02-30")],
)
def test_is_other_time_is_false_for_implied_or_invalid_date(old: str, new: str) -> None:
    assert not is_other_time(old, new)


@pytest.mark.parametrize("new", ["2022-01-14", "2022-02", "2021", "[2022-01-14..]"])
def test_is_other_time_is_true_for_date_that_is_not_implied(new: str) -> None:
    assert is_other_time("2022-01-13", new)


def test_is_other_time_is_false_for_same_instant_in_other_time_zone() -> None:
    assert not is_other_time("2022-01-05T12:30+06:00", "2022-01-05T06:30+00:00")
    assert is_other_time("2022-01-05T12:30+06:00", "2022-01-05T12:30+03:00")


def test_is_other_count_is_false_for_range_that_includes_the_count() -> None:
    assert not is_other_count({"value": 2030}, {"value": 2000, "approximate": True})
    assert not is_other_count({"at_least": 24, "at_most": 99}, {"at_least": 24})
    assert not is_other_count({"at_least": 24, "at_most": 99}, {"at_least": 99, "at_most": 24})
    assert is_other_count({"value": 2030}, {"value": 2031})
    assert is_other_count({"at_least": 24}, {"at_least": 24, "at_most": 99})
