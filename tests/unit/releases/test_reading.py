"""One path for a version: a released one, a folder, a pack, a wheel or a commit has the same content."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from support import ROOT

from csto_data import DatasetError, NotFoundError, load
from csto_data.releases.changes import diff
from csto_data.releases.difference import difference
from csto_data.releases.reading import packaged_snapshot, read_snapshot
from csto_data.releases.snapshot import Snapshot, snapshot_of

PARTS = ("version", "records", "manifest", "redirects", "schemas")


def content(snapshot: Snapshot, *parts: str) -> dict[str, object]:
    return {part: getattr(snapshot, part) for part in parts or PARTS}


def committed(folder: Path) -> None:
    """Make a repository with one commit of a folder, tagged v1."""
    options = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    for command in (["init", "-q"], ["add", "-A", "-f"], [*options, "commit", "-q", "-m", "Data"], ["tag", "v1"]):
        subprocess.run(["git", *command], cwd=folder, check=True)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("checkout")
    for name in ("data", "schemas", "history", "tests/support/golden"):
        shutil.copytree(ROOT / name, folder / name)
    committed(folder)
    return folder


def test_each_place_of_the_data_has_the_same_content(
    checkout: Path, wheel: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(checkout / "data")  # git finds the root of the repository
    expected = content(packaged_snapshot())
    references = [str(ROOT), str(checkout), str(checkout / "data"), str(wheel), "git:HEAD", "git:v1", load().version]
    for reference in references:
        assert content(read_snapshot(reference)) == expected, reference
    assert {len(read_snapshot(name).api) for name in (str(checkout), "git:v1", load().version)} == {
        len(packaged_snapshot().api)
    }


def test_a_folder_without_schemas_follows_those_of_the_package(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "mine")
    assert content(read_snapshot(str(tmp_path / "mine"))) == content(packaged_snapshot())


def test_a_pack_has_the_packaged_records_with_its_own(tmp_path: Path) -> None:
    place = {"id": "place:new", "kind": "city", "name": "New", "evidence": [{"source": "source:csto-charter"}]}
    (tmp_path / "places.json").write_text(json.dumps({"records": [place]}), encoding="utf-8")
    (change,) = diff(packaged_snapshot(), read_snapshot(str(tmp_path)))
    assert (change.kind, change.record) == ("added", "place:new")


def test_a_dataset_has_the_records_of_its_files() -> None:
    found = snapshot_of(load())
    assert content(found, "version", "records", "redirects") == content(
        packaged_snapshot(), "version", "records", "redirects"
    )
    assert found.manifest["coverage"] == packaged_snapshot().manifest["coverage"]


def spoil(file: str, text: str) -> Callable[[Path], object]:
    return lambda folder: (folder / file).write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (spoil("events.json", "{"), "events.json is not valid JSON"),
        (spoil("events.json", "[]"), "events.json is not a JSON object"),
        (spoil("events.json", "{}"), "events.json has no list of records"),
        (spoil("events.json", '{"records": [{}]}'), "without an id, number 1"),
        (spoil("events.json", '{"records": [{"id": "a"}, {"id": "a"}]}'), 'a second record with the id "a"'),
        (spoil("more.json", '{"records": [{"id": "state:KAZ"}]}'), 'second record with the id "state:KAZ"'),
        (spoil("datapackage.json", '{"version": 2}'), "datapackage.json has no version"),
        (spoil("redirects.json", "[]"), "redirects.json is not a JSON object"),
    ],
)
def test_a_file_that_cannot_be_compared_is_refused(
    edit: Callable[[Path], object], message: str, tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    edit(tmp_path / "data")
    with pytest.raises(DatasetError, match=message):
        read_snapshot(str(tmp_path))


def test_a_schema_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    for name in ("data", "schemas"):
        shutil.copytree(ROOT / name, tmp_path / name)
    spoil("schemas/event.schema.json", "{")(tmp_path)
    with pytest.raises(DatasetError, match=r"event\.schema\.json is not valid JSON"):
        read_snapshot(str(tmp_path))


@pytest.mark.parametrize("reference", ["no-such-folder", "1.0", "git:no-such-commit", "git:--help"])
def test_unknown_version_is_refused_with_its_name_and_what_is_expected(reference: str) -> None:
    with pytest.raises(DatasetError, match=rf"(?s)\"{reference}\" is not a version of the data.*a released version"):
        read_snapshot(reference)


def test_unknown_release_is_refused_with_the_list() -> None:
    with pytest.raises(NotFoundError, match=r"Released versions: 0\.1\.0, 0\.2\.0, 1\.0\.0"):
        read_snapshot("7.0.0")


def test_what_is_not_compared_is_listed(tmp_path: Path) -> None:
    old = read_snapshot("1.0.0")
    new = packaged_snapshot()
    records = {**new.records, "state:KAZ": {"id": "state:KAZ", "colour": "blue"}}
    spoilt = Snapshot(version="3.0.0", records=records, manifest=new.manifest, redirects=new.redirects)
    schemas, answers = difference(old, spoilt).not_compared
    assert schemas == "the schemas, because version 3.0.0 has none"
    assert answers.startswith("answers and disputes, because of this error: ")
    assert "Not compared: the schemas" in str(difference(old, spoilt))
    assert difference(old, new).not_compared == ()
