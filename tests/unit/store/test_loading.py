"""Loading a dataset from a folder: it succeeds, or reports the file and location of every problem."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.small_datasets import FEWER_EXAMPLES, PACT, dataset, spell, state

from csto_data import Dataset, DatasetError, load
from csto_data.model import KINDS
from csto_data.store.folder_writer import write_folder
from csto_data.strategies import datasets

SMALL = dataset(state("KAZ"), PACT, {**PACT, "id": "org:treaty"}, spell("kaz", "KAZ", "2002"), covered={"org:pact": ("2002-01-01", "2010-12-31")})  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small dataset as files."""
    write_folder(SMALL, tmp_path / "small")
    return tmp_path / "small"


def load_error(folder: Path) -> str:
    with pytest.raises(DatasetError) as raised:
        load(folder)
    assert raised.value.problems
    return str(raised.value)


def edit(folder: Path, name: str, change: Callable[[Any], object]) -> None:
    file = folder / name
    document = json.loads(file.read_bytes())
    changed = change(document)
    file.write_text(json.dumps(document if changed is None else changed), encoding="utf-8")


HEAD = b'"$schema": "schemas/%s.schema.json"'
INVALID_FILES = {
    "empty file": (b"", "CST004"),
    "broken JSON": (b'{HEAD, "records": [', "CST004"),
    "text after the end": (b'{HEAD, "records": []} []', "CST004"),
    "comment": (b'{HEAD, "records": [] /* none */}', "CST004"),
    "not UTF-8": (b'{HEAD, "records": ["\xff"]}', "CST002"),
    "byte order mark": (b'\xef\xbb\xbf{HEAD, "records": []}', "CST003"),
    "duplicate key": (b'{HEAD, "records": [], "records": []}', "CST005"),
    "NaN": (b'{HEAD, "records": [NaN]}', "CST006"),
    "number too large": (b'{HEAD, "records": [1e999]}', "CST007"),
    "lone surrogate": (b'{HEAD, "records": ["\\ud800"]}', "CST008"),
    "too deeply nested": (b"[" * 100_000, "CST009"),
    "array": (b"[]", "CST103"),
    "null": (b"null", "CST103"),
    "no $schema": (b'{"records": []}', "CST102"),
    "no records": (b"{HEAD}", "CST102"),
    "records not an array": (b'{HEAD, "records": {}}', "CST103"),
    "unknown key": (b'{HEAD, "records": [], "more": []}', "CST101"),
    "record not an object": (b'{HEAD, "records": [5]}', "CST103"),
    "record without fields": (b'{HEAD, "records": [{}]}', "CST102"),
}


@pytest.mark.parametrize(("data", "rule"), INVALID_FILES.values(), ids=INVALID_FILES)
def test_load_reports_file_that_is_not_a_dataset(folder: Path, data: bytes, rule: str) -> None:
    not_reported = []
    for name, kind in KINDS.items():
        file = folder / f"{kind.dataset}.json"
        valid = file.read_bytes()
        file.write_bytes(data.replace(b"HEAD", HEAD % name.encode()))
        if not is_reported(file, rule):
            not_reported.append(name)
        file.write_bytes(valid)
    assert not_reported == []


def is_reported(file: Path, rule: str) -> bool:
    """Return whether loading the folder of the file fails with this rule and names the file."""
    try:
        load(file.parent)
    except DatasetError as error:
        return rule in {finding.rule for finding in error.findings} and str(file) in str(error)
    return False


def test_load_reports_missing_file(folder: Path) -> None:
    (folder / "people.json").unlink()
    assert str(folder / "people.json") in load_error(folder)


@pytest.mark.parametrize(
    ("name", "change", "location"),
    [
        ("states.json", lambda d: d["records"][0].update(cow="705"), "state:KAZ at /records/0/cow"),
        ("states.json", lambda d: d["records"][0].update(colour="red"), "state:KAZ at /records/0/colour"),
        ("states.json", lambda d: d["records"][0].update(note=None), "state:KAZ at /records/0/note"),
        ("states.json", lambda d: d["records"][0].pop("name") and None, 'missing field "name"'),
        ("memberships.json", lambda d: d["records"][0].update(start="2022-02-31"), "membership:kaz at /records/0/start"),
        ("memberships.json", lambda d: d["records"][0].update(member="place:kaz"), "membership:kaz at /records/0/member"),
        ("memberships.json", lambda d: d["records"][0].update(member="state:KAX"), "membership:kaz at /records/0/member"),
        ("memberships.json", lambda d: d["records"][0]["evidence"][0].update(source="source:none"), "membership:kaz at /records/0/evidence/0/source"),
        ("states.json", lambda d: d["records"].append(d["records"][0]), 'duplicate id "state:KAZ"'),
    ],
    ids=[
        "wrong type", "unknown field", "null", "missing field", "invalid day", "id of another kind",
        "unknown state", "unknown source", "duplicate id",
    ],
)  # fmt: skip
def test_load_reports_location_of_invalid_value(
    folder: Path, name: str, change: Callable[[Any], object], location: str
) -> None:
    edit(folder, name, change)
    assert location in load_error(folder)


def test_load_reports_all_problems_at_once(folder: Path) -> None:
    edit(folder, "states.json", lambda d: d["records"][0].update(cow="705", gw="705"))
    edit(folder, "memberships.json", lambda d: d["records"][0].update(start="soon"))
    with pytest.raises(DatasetError) as raised:
        load(folder)
    problems = "\n".join(raised.value.problems)
    assert all(location in problems for location in ("/records/0/cow", "/records/0/gw", "/records/0/start"))


INVALID_MANIFESTS: dict[str, Callable[[Any], object]] = {
    "array": lambda d: [],
    "empty object": lambda d: {},
    "no version": lambda d: d.pop("version") and None,
    "version not a string": lambda d: d.update(version=1),
    "release date invalid": lambda d: d.update(created="today"),
    "release date not a string": lambda d: d.update(created=20220113),
    "no resources": lambda d: d.pop("resources") and None,
    "resources not an array": lambda d: d.update(resources="states.json"),
    "unknown dataset": lambda d: d["resources"][0].update(name="sates"),
    "duplicate dataset": lambda d: d["resources"].append(d["resources"][0]),
    "resource without path": lambda d: d["resources"][0].pop("path") and None,
    "path outside the folder": lambda d: d["resources"][0].update(path="../small/sources.json"),
    "path not a string": lambda d: d["resources"][0].update(path=5),
    "coverage not an object": lambda d: d.update(coverage=[]),
    "coverage of a number": lambda d: d["coverage"]["memberships"][0].update(organization=5),
    "coverage of unknown organisation": lambda d: d["coverage"]["memberships"][0].update(organization="org:none"),
    "coverage from invalid day": lambda d: d["coverage"]["memberships"][0].update({"from": "2002-02-31"}),
    "coverage from a year": lambda d: d["coverage"]["memberships"][0].update({"from": "2002"}),
    "coverage from a week": lambda d: d["coverage"]["memberships"][0].update({"from": "2002-W01-1"}),
    "coverage without end": lambda d: d["coverage"]["memberships"][0].pop("until") and None,
    "coverage ends before it starts": lambda d: d["coverage"]["memberships"][0].update({"from": "2011-01-01"}),
    "unknown key in coverage": lambda d: d["coverage"]["memberships"][0].update(colour="red"),
}  # fmt: skip


@pytest.mark.parametrize("change", INVALID_MANIFESTS.values(), ids=INVALID_MANIFESTS)
def test_load_reports_invalid_manifest(folder: Path, change: Callable[[Any], object]) -> None:
    edit(folder, "datapackage.json", change)
    assert "datapackage.json" in load_error(folder)


def test_load_rejects_folder_without_dataset(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere", tmp_path):
        assert str(path) in load_error(path)


@FEWER_EXAMPLES
@given(datasets(), st.data())
def test_load_reports_truncated_file(generated: Dataset, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as target:
        write_folder(generated, target)
        file = data.draw(st.sampled_from(sorted(Path(target).glob("*.json"))))
        complete = file.read_bytes().rstrip()
        file.write_bytes(complete[: data.draw(st.integers(0, len(complete) - 1))])
        assert str(file) in load_error(Path(target))


@FEWER_EXAMPLES
@given(datasets(), st.data())
def test_load_reports_references_to_missing_record(generated: Dataset, data: st.DataObject) -> None:
    removed = data.draw(st.sampled_from(list(generated)))
    with tempfile.TemporaryDirectory() as target:
        write_folder(generated, target)
        (name,) = [kind.dataset for kind in KINDS.values() if isinstance(removed, kind.record_class)]
        edit(
            Path(target), f"{name}.json", lambda d: d.update(records=[r for r in d["records"] if r["id"] != removed.id])
        )
        try:
            assert list(load(target)) == [record for record in generated if record != removed]
        except DatasetError as raised:
            assert all(removed.id in problem for problem in raised.problems)  # noqa: PT017


def test_load_does_not_change_files(folder: Path, tmp_path: Path) -> None:
    before = shutil.copytree(folder, tmp_path / "before")
    load(folder)
    assert {f.name: f.read_bytes() for f in folder.iterdir()} == {f.name: f.read_bytes() for f in before.iterdir()}
