"""Ranges of versions, such as those that a pack requires of the packaged data."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import csto_data
from csto_data import DatasetError
from csto_data.model.version_ranges import VersionRange, is_in, version_key
from csto_data.store.new_pack import init_pack

NUMBERS = st.tuples(*[st.integers(0, 12)] * 3)
PATTERN = VersionRange.__metadata__[0].pattern


def text(numbers: tuple[int, ...]) -> str:
    return ".".join(map(str, numbers))


@given(NUMBERS, NUMBERS)
def test_conditions_compare_numbers(one: tuple[int, ...], two: tuple[int, ...]) -> None:
    version, limit = text(one), text(two)
    assert is_in(version, f"<{limit}") == (one < two)
    assert is_in(version, f"<={limit}") == (one <= two)
    assert is_in(version, f">{limit}") == (one > two)
    assert is_in(version, f">={limit}") == (one >= two)
    assert is_in(version, f"=={limit}") == (one == two)
    assert is_in(version, f"!={limit}") == (one != two)


@given(NUMBERS, NUMBERS, NUMBERS)
def test_all_conditions_must_be_met(one: tuple[int, ...], two: tuple[int, ...], three: tuple[int, ...]) -> None:
    both = is_in(text(one), f">={text(two)}") and is_in(text(one), f"<{text(three)}")
    assert is_in(text(one), f">={text(two)}, <{text(three)}") == both


@given(NUMBERS)
def test_missing_numbers_are_zero(numbers: tuple[int, ...]) -> None:
    assert is_in(text(numbers), f"=={numbers[0]}") == (numbers[1:] == (0, 0))


@given(NUMBERS)
def test_a_pre_release_is_before_its_release(numbers: tuple[int, ...]) -> None:
    assert version_key(f"{text(numbers)}-rc.1") < version_key(text(numbers))


@pytest.mark.parametrize("wanted", ["2.0", "~=2.0", ">=2.0.0.0", ">=2.0;<3", ">=02", "", ">=2,", "=2"])
def test_other_notations_are_no_ranges(wanted: str) -> None:
    assert re.fullmatch(PATTERN, wanted) is None


def test_a_new_pack_requires_the_data_of_its_time(tmp_path: Path) -> None:
    init_pack(tmp_path / "pack")
    wanted = json.loads((tmp_path / "pack/pack.json").read_text())["requires_data"]
    version = csto_data.load().version
    major = int(version.partition(".")[0])
    assert is_in(version, wanted)
    assert not is_in(f"{major + 1}.0.0", wanted)
    assert csto_data.load(tmp_path / "pack").version == version


def test_a_pack_for_other_data_is_not_loaded(tmp_path: Path) -> None:
    init_pack(tmp_path / "pack")
    manifest = tmp_path / "pack/pack.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "requires_data": ">=99"}))
    with pytest.raises(DatasetError, match=r'the packaged data have version .*, which is not in the range ">=99"'):
        csto_data.load(tmp_path / "pack")
    assert "CST603" in {finding.rule for finding in csto_data.validate(tmp_path / "pack")}
