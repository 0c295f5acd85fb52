"""Data from elsewhere are read whole, or refused with the file and the place of what is wrong."""

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
from support.small_datasets import FEW, PACT, dataset, spell, state

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


def refusal(folder: Path) -> str:
    with pytest.raises(DatasetError) as refused:
        load(folder)
    assert refused.value.problems
    return str(refused.value)


def edit(folder: Path, name: str, change: Callable[[Any], object]) -> None:
    file = folder / name
    document = json.loads(file.read_bytes())
    changed = change(document)
    file.write_text(json.dumps(document if changed is None else changed), encoding="utf-8")


BYTES = {
    "nothing": b"",
    "broken JSON": b'{"records": [',
    "something after the end": b'{"records": []} []',
    "a comment": b'{"records": [] /* none */}',
    "not UTF-8": b'{"records": ["\xff"]}',
    "a byte order mark": b'\xef\xbb\xbf{"records": []}',
    "a key twice": b'{"records": [], "records": []}',
    "no number": b'{"records": [NaN]}',
    "a number too large": b'{"records": [1e999]}',
    "half a character": b'{"records": ["\\ud800"]}',
    "nested too deeply": b"[" * 100_000,
    "a list": b"[]",
    "null": b"null",
    "no records": b'{"$schema": "x"}',
    "records that are no list": b'{"records": {}}',
    "an unknown key": b'{"records": [], "more": []}',
    "a record that is none": b'{"records": [5]}',
    "a record without fields": b'{"records": [{}]}',
}


@pytest.mark.parametrize("data", BYTES.values(), ids=BYTES)
@pytest.mark.parametrize("dataset_name", KINDS)
def test_a_file_that_is_no_dataset_is_named(folder: Path, dataset_name: str, data: bytes) -> None:
    (folder / f"{dataset_name}.json").write_bytes(data)
    assert str(folder / f"{dataset_name}.json") in refusal(folder)


def test_a_file_that_is_not_there_is_named(folder: Path) -> None:
    (folder / "people.json").unlink()
    assert str(folder / "people.json") in refusal(folder)


@pytest.mark.parametrize(
    ("name", "change", "place"),
    [
        ("states.json", lambda d: d["records"][0].update(cow="705"), "state:KAZ at /records/0/cow"),
        ("states.json", lambda d: d["records"][0].update(colour="red"), "state:KAZ at /records/0/colour"),
        ("states.json", lambda d: d["records"][0].update(note=None), "state:KAZ at /records/0/note"),
        ("states.json", lambda d: d["records"][0].pop("name") and None, 'the field "name" is missing'),
        ("memberships.json", lambda d: d["records"][0].update(start="2022-02-31"), "membership:kaz at /records/0/start"),
        ("memberships.json", lambda d: d["records"][0].update(member="place:kaz"), "membership:kaz at /records/0/member"),
        ("memberships.json", lambda d: d["records"][0].update(member="state:KAX"), "membership:kaz at /records/0/member"),
        ("memberships.json", lambda d: d["records"][0]["evidence"][0].update(source="source:none"), "membership:kaz at /records/0/evidence/0/source"),
        ("states.json", lambda d: d["records"].append(d["records"][0]), "the id state:KAZ is taken"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_record_has_its_place(
    folder: Path, name: str, change: Callable[[Any], object], place: str
) -> None:
    edit(folder, name, change)
    assert place in refusal(folder)


def test_all_faults_are_told_at_once(folder: Path) -> None:
    edit(folder, "states.json", lambda d: d["records"][0].update(cow="705", gw="705"))
    edit(folder, "memberships.json", lambda d: d["records"][0].update(start="soon"))
    with pytest.raises(DatasetError) as refused:
        load(folder)
    told = "\n".join(refused.value.problems)
    assert all(place in told for place in ("/records/0/cow", "/records/0/gw", "/records/0/start"))


MANIFESTS: dict[str, Callable[[Any], object]] = {
    "a list": lambda d: [],
    "nothing in it": lambda d: {},
    "no version": lambda d: d.pop("version") and None,
    "a version that is a number": lambda d: d.update(version=1),
    "a release on no day": lambda d: d.update(created="today"),
    "a release that is a number": lambda d: d.update(created=20220113),
    "no resources": lambda d: d.pop("resources") and None,
    "resources that are no list": lambda d: d.update(resources="states.json"),
    "an unknown dataset": lambda d: d["resources"][0].update(name="sates"),
    "a dataset twice": lambda d: d["resources"].append(d["resources"][0]),
    "a resource without path": lambda d: d["resources"][0].pop("path") and None,
    "a path out of the folder": lambda d: d["resources"][0].update(path="../small/sources.json"),
    "a path that is a number": lambda d: d["resources"][0].update(path=5),
    "coverage that is a list": lambda d: d.update(coverage=[]),
    "coverage of what is no organisation": lambda d: d["coverage"]["memberships"][0].update(organization=5),
    "coverage of an organisation that is not there": lambda d: d["coverage"]["memberships"][0].update(organization="org:none"),
    "coverage from no day": lambda d: d["coverage"]["memberships"][0].update({"from": "2002-02-31"}),
    "coverage from a year": lambda d: d["coverage"]["memberships"][0].update({"from": "2002"}),
    "coverage from a week": lambda d: d["coverage"]["memberships"][0].update({"from": "2002-W01-1"}),
    "coverage without end": lambda d: d["coverage"]["memberships"][0].pop("until") and None,
    "coverage that ends before it starts": lambda d: d["coverage"]["memberships"][0].update({"from": "2011-01-01"}),
    "an unknown key of coverage": lambda d: d["coverage"]["memberships"][0].update(colour="red"),
}  # fmt: skip


@pytest.mark.parametrize("change", MANIFESTS.values(), ids=MANIFESTS)
def test_a_manifest_that_is_none_is_named(folder: Path, change: Callable[[Any], object]) -> None:
    edit(folder, "datapackage.json", change)
    assert "datapackage.json" in refusal(folder)


def test_where_there_is_no_dataset_nothing_is_loaded(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere", tmp_path):
        assert str(path) in refusal(path)


@FEW
@given(datasets(), st.data())
def test_a_file_that_is_cut_off_is_named(made: Dataset, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as place:
        write_folder(made, place)
        file = data.draw(st.sampled_from(sorted(Path(place).glob("*.json"))))
        whole = file.read_bytes().rstrip()
        file.write_bytes(whole[: data.draw(st.integers(0, len(whole) - 1))])
        assert str(file) in refusal(Path(place))


@FEW
@given(datasets(), st.data())
def test_without_one_of_its_records_a_dataset_loads_or_names_who_refers_to_it(
    made: Dataset, data: st.DataObject
) -> None:
    lost = data.draw(st.sampled_from(list(made)))
    with tempfile.TemporaryDirectory() as place:
        write_folder(made, place)
        (name,) = [kind.dataset for kind in KINDS.values() if isinstance(lost, kind.record_class)]
        edit(Path(place), f"{name}.json", lambda d: d.update(records=[r for r in d["records"] if r["id"] != lost.id]))
        try:
            assert list(load(place)) == [record for record in made if record != lost]
        except DatasetError as refused:
            assert all(lost.id in problem for problem in refused.problems)  # noqa: PT017


def test_loading_leaves_the_files_as_they_are(folder: Path, tmp_path: Path) -> None:
    before = shutil.copytree(folder, tmp_path / "before")
    load(folder)
    assert {f.name: f.read_bytes() for f in folder.iterdir()} == {f.name: f.read_bytes() for f in before.iterdir()}
