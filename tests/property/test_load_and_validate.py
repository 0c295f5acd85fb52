"""``load`` refuses a folder exactly when ``validate`` reports an error of a rule that blocks loading, with its findings."""

from __future__ import annotations

import os
import pickle
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.breakers import BREAKERS, Folder
from support.small_datasets import FEW

from csto_data import Dataset, DatasetError, Finding, data_root, load, validate
from csto_data.serialization.json_reader import MAX_BYTES
from csto_data.store.folder_writer import write_folder
from csto_data.strategies import datasets
from csto_data.validation import RULES
from csto_data.validation.registry import checks
from csto_data.validation.rule_pages import example


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


def test_mutated_folders_are_refused_exactly_with_the_blocking_findings() -> None:
    """Any consistent dataset and pack, broken in each way that a breaker knows: hundreds of folders."""
    rules: Counter[str] = Counter()
    loaded = folders = 0

    @FEW
    @given(made=datasets(), data=st.data())
    def compare(made: Dataset, data: st.DataObject) -> None:
        nonlocal loaded, folders
        with tempfile.TemporaryDirectory() as sound:
            write_folder(made, sound)
            files = Folder.read(Path(sound))
        for breaker in BREAKERS:
            folder = files.copy()
            breaker.break_in(data.draw, folder)
            with tempfile.TemporaryDirectory() as target:
                folder.write(Path(target))
                expected = blocking(Path(target))
                assert refused(Path(target)) == expected, breaker.name
            assert bool(expected) is RULES[breaker.code].blocks_loading, breaker.name
            rules.update({finding.rule for finding in expected})
            loaded, folders = loaded + (not expected), folders + 1

    compare()
    assert folders >= 300
    assert loaded >= 100
    assert {code for code, rule in RULES.items() if rule.blocks_loading and rules[code] < 2} == set()


GOOD = example("CST101", "passes")["events.json"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_pack_with_any_bytes_is_refused_with_the_blocking_findings(tmp_path: Path, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(GOOD)))
    end = data.draw(st.integers(start, min(len(GOOD), start + 20)))
    noise = data.draw(st.binary(max_size=8) | st.sampled_from([b"", b" ", b"NaN", b'"', b"{}", b"null", b"1e999"]))
    (tmp_path / "events.json").write_bytes(GOOD[:start] + noise + GOOD[end:])
    assert refused(tmp_path) == blocking(tmp_path)


OUTSIDE = "outside.json"
FILES: dict[str, Callable[[Path], object]] = {
    "CST001 a link": lambda file: file.symlink_to(file.parent.parent / OUTSIDE),
    "CST001 a link that leads nowhere": lambda file: file.symlink_to(file.parent / "nowhere.json"),
    "CST001 a folder": lambda file: file.mkdir(),
    "CST001 a pipe": os.mkfifo,
    "CST013 a file that is too large": lambda file: (file.touch(), os.truncate(file, MAX_BYTES + 1)),
    "CST010 a file of another name": lambda file: file.with_name("notes.json").write_bytes(b"{}"),
    "CST002 a pack.json of another encoding": lambda file: file.with_name("pack.json").write_bytes(b"\xff\xfe{\0}\0"),
    "CST102 a pack.json without a name": lambda file: file.with_name("pack.json").write_bytes(
        b'{"$schema": "schemas/pack.schema.json"}\n'
    ),
    "CST602 an override of nothing": lambda file: [
        file.with_name(name).write_bytes(data) for name, data in example("CST602", "fails").items()
    ],
}


@pytest.mark.parametrize("name", FILES)
def test_what_is_no_file_of_a_pack_is_refused_as_validate_reports_it(name: str, tmp_path: Path) -> None:
    (tmp_path / OUTSIDE).write_bytes(GOOD)
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "places.json").write_bytes(b'{"$schema": "schemas/place.schema.json", "records": []}\n')
    FILES[name](pack / "events.json")
    findings = refused(pack)
    assert [finding.rule for finding in findings] == [name.partition(" ")[0]]
    assert findings == blocking(pack)


@pytest.mark.parametrize("name", ["people.json", "datapackage.json", "ids.txt"])
def test_a_link_in_a_dataset_is_refused_as_validate_reports_it(name: str, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(str(data_root()), tmp_path / "data"))
    (folder / name).rename(tmp_path / name)
    (folder / name).symlink_to(tmp_path / name)
    findings = refused(folder)
    assert [(finding.rule, Path(finding.file).name) for finding in findings] == [("CST001", name)]
    assert findings == blocking(folder)


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
