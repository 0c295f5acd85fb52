"""``load`` rejects a folder exactly if ``validate`` reports findings of rules that block loading, with those findings."""

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
from support.small_datasets import FEWER_EXAMPLES

from csto_data import Dataset, DatasetError, Finding, data_root, load, validate
from csto_data.serialization.json_reader import MAX_BYTES
from csto_data.store.folder_writer import write_folder
from csto_data.strategies import datasets
from csto_data.validation import RULES
from csto_data.validation.registry import checks
from csto_data.validation.rule_pages import example


def blocking_findings(folder: Path) -> tuple[Finding, ...]:
    """Return the findings of rules that block loading."""
    return tuple(finding for finding in validate(folder) if RULES[finding.rule].blocks_loading)


def findings_of_load(folder: Path) -> tuple[Finding, ...]:
    """Return the findings of the error that ``load`` raises, or none if the folder loads."""
    try:
        load(folder)
    except DatasetError as error:
        return error.findings
    return ()


def test_load_rejects_failing_examples_of_blocking_rules_only(tmp_path: Path) -> None:
    wrong = []
    for code in RULES:
        for part in ("fails", "passes"):
            folder = tmp_path / code / part
            folder.mkdir(parents=True)
            for name, data in example(code, "fails" if part == "fails" else "passes").items():
                (folder / name).write_bytes(data)
            found = findings_of_load(folder)
            expected = part == "fails" and RULES[code].blocks_loading
            if found != blocking_findings(folder) or bool(found) is not expected:
                wrong.append((code, part, found))
    assert wrong == []


@pytest.mark.integration  # slow
def test_load_raises_the_blocking_findings_of_broken_datasets() -> None:
    """Any consistent dataset or pack, changed by each breaker: hundreds of folders."""
    rules: Counter[str] = Counter()
    loaded = folders = 0

    @FEWER_EXAMPLES
    @given(made=datasets(), data=st.data())
    def compare(made: Dataset, data: st.DataObject) -> None:
        nonlocal loaded, folders
        with tempfile.TemporaryDirectory() as consistent:
            write_folder(made, consistent)
            files = Folder.read(Path(consistent))
        for breaker in BREAKERS:
            folder = files.copy()
            breaker.apply(data.draw, folder)
            with tempfile.TemporaryDirectory() as target:
                folder.write(Path(target))
                expected = blocking_findings(Path(target))
                assert findings_of_load(Path(target)) == expected, breaker.name
            assert bool(expected) is RULES[breaker.code].blocks_loading, breaker.name
            rules.update({finding.rule for finding in expected})
            loaded, folders = loaded + (not expected), folders + 1

    compare()
    assert folders >= 300
    assert loaded >= 100
    assert {code for code, rule in RULES.items() if rule.blocks_loading and rules[code] < 2} == set()


VALID_EVENTS = example("CST101", "passes")["events.json"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_load_raises_the_blocking_findings_of_pack_with_arbitrary_bytes(tmp_path: Path, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(VALID_EVENTS)))
    end = data.draw(st.integers(start, min(len(VALID_EVENTS), start + 20)))
    noise = data.draw(st.binary(max_size=8) | st.sampled_from([b"", b" ", b"NaN", b'"', b"{}", b"null", b"1e999"]))
    (tmp_path / "events.json").write_bytes(VALID_EVENTS[:start] + noise + VALID_EVENTS[end:])
    assert findings_of_load(tmp_path) == blocking_findings(tmp_path)


OUTSIDE = "outside.json"
BAD_FILES: dict[str, Callable[[Path], object]] = {
    "CST001 symlink": lambda file: file.symlink_to(file.parent.parent / OUTSIDE),
    "CST001 broken symlink": lambda file: file.symlink_to(file.parent / "nowhere.json"),
    "CST001 folder": lambda file: file.mkdir(),
    "CST001 named pipe": os.mkfifo,
    "CST013 oversized file": lambda file: (file.touch(), os.truncate(file, MAX_BYTES + 1)),
    "CST010 unrecognised file name": lambda file: file.with_name("events-old.json").write_bytes(b"{}"),
    "CST002 pack.json with wrong encoding": lambda file: file.with_name("pack.json").write_bytes(b"\xff\xfe{\0}\0"),
    "CST102 pack.json without name": lambda file: file.with_name("pack.json").write_bytes(
        b'{"$schema": "schemas/pack.schema.json"}\n'
    ),
    "CST602 override without record": lambda file: [
        file.with_name(name).write_bytes(data) for name, data in example("CST602", "fails").items()
    ],
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_load_raises_the_blocking_finding_of_bad_file_in_pack(name: str, tmp_path: Path) -> None:
    (tmp_path / OUTSIDE).write_bytes(VALID_EVENTS)
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "places.json").write_bytes(b'{"$schema": "schemas/place.schema.json", "records": []}\n')
    BAD_FILES[name](pack / "events.json")
    findings = findings_of_load(pack)
    assert [finding.rule for finding in findings] == [name.partition(" ")[0]]
    assert findings == blocking_findings(pack)


@pytest.mark.parametrize("name", ["people.json", "datapackage.json", "ids.txt"])
def test_load_rejects_symlink_in_dataset(name: str, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(str(data_root()), tmp_path / "data"))
    (folder / name).rename(tmp_path / name)
    (folder / name).symlink_to(tmp_path / name)
    findings = findings_of_load(folder)
    assert [(finding.rule, Path(finding.file).name) for finding in findings] == [("CST001", name)]
    assert findings == blocking_findings(folder)


def test_rules_require_only_known_rules_that_are_checked_earlier() -> None:
    wrong = []
    codes = [rule.code for rule, _ in checks()]
    assert codes
    for code in codes:
        for required in RULES[code].requires:
            found = [other for other in RULES.values() if other.code.startswith(required)]
            earlier = all(other.code < code for other in found)
            blocking_too = all(other.blocks_loading for other in found) or not RULES[code].blocks_loading
            if not (found and earlier and blocking_too):
                wrong.append((code, required))
    assert wrong == []


def test_dataset_error_keeps_findings_when_pickled(tmp_path: Path) -> None:
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
