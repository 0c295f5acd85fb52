"""A pack is a folder of records over the packaged data: checked, loaded and begun as one."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from support import SUPPORT

import csto_data
from csto_data import DatasetError
from csto_data.cli import main
from csto_data.model import KINDS
from csto_data.serialization.canonical import canonical, canonical_lines
from csto_data.serialization.converter import unstructure
from csto_data.serialization.schemas import schema
from csto_data.store.scaffold import BLANK
from csto_data.validation import validate

PACKS = SUPPORT / "packs"
GOOD = sorted((PACKS / "good").iterdir())
BAD = sorted((PACKS / "bad").iterdir())


@pytest.mark.parametrize("folder", GOOD, ids=lambda folder: folder.name)
def test_a_good_pack_has_no_findings_and_loads(folder: Path) -> None:
    assert validate(folder) == ()
    dataset = csto_data.load(folder)
    assert {record.id for record in csto_data.load()} < {record.id for record in dataset} or folder.name == "overriding"
    assert list(dataset.states) == list(csto_data.load().states)


@pytest.mark.parametrize("folder", BAD, ids=lambda folder: folder.name)
def test_a_bad_pack_has_its_findings(folder: Path) -> None:
    """``expected.txt`` has a line for each: file, line, column, rule, record."""
    expected = (folder / "expected.txt").read_text(encoding="utf-8").splitlines()
    found = [f"{Path(f.file).name}:{f.line}:{f.column} {f.rule} {f.record}" for f in validate(folder)]
    assert found == expected


@pytest.mark.parametrize("folder", BAD, ids=lambda folder: folder.name)
def test_a_bad_pack_has_a_finding_where_it_does_not_load(folder: Path) -> None:
    try:
        csto_data.load(folder)
    except DatasetError:
        assert validate(folder)


def test_only_the_packaged_records_that_a_pack_needs_are_made() -> None:
    code = f"""
import csto_data
from csto_data.store.packaged import packaged_record
assert csto_data.validate({str(PACKS / "good" / "events")!r}) == ()
print(packaged_record.cache_info().currsize)"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) < len(list(csto_data.load())) / 3


def test_a_pack_refers_to_packaged_records_and_to_its_own() -> None:
    dataset = csto_data.load(PACKS / "good" / "events")
    assert dataset["event:pack-march"] in dataset.about("state:KAZ")
    assert [record.id for record in dataset.about("place:pack-square")] == ["event:pack-march"]


def test_an_override_takes_the_place_of_the_packaged_record() -> None:
    dataset = csto_data.load(PACKS / "good" / "overriding")
    assert dataset.places["almaty"].name == "Alma-Ata"
    assert csto_data.load().places["almaty"].name != "Alma-Ata"
    assert len(dataset.places) == len(csto_data.load().places)


def overriding(folder: Path, dataset: str, record: Any, *ids: str) -> Path:
    """A pack with one record, and an entry under overrides for each id."""
    overrides = [{"id": id, "reason": f"It is our reason {index}."} for index, id in enumerate(ids)]
    (folder / "pack.json").write_text(
        canonical({"$schema": "schemas/pack.schema.json", "name": "overriding", "overrides": overrides})
    )
    (folder / f"{dataset}.jsonl").write_text(canonical_lines([record], KINDS[dataset]))
    return folder


def test_a_record_is_overridden_by_one_entry(tmp_path: Path) -> None:
    almaty = unstructure(csto_data.load().places["almaty"])
    assert validate(overriding(tmp_path, "places", almaty, "place:almaty")) == ()
    (finding,) = validate(overriding(tmp_path, "places", almaty, "place:almaty", "place:almaty"))
    assert (finding.rule, finding.pointer) == ("CST602", "/overrides/1/id")


def test_an_override_that_breaks_packaged_records_is_one_mistake_of_the_pack(tmp_path: Path) -> None:
    """Six spells start on the day when the charter came into force: moved by a day, it contradicts all of them."""
    charter = unstructure(csto_data.load()["event:csto-charter-in-force"])
    for reports in [charter, *(entry.get("reports", {}) for entry in charter["evidence"])]:
        reports.update({"date": "2003-09-19"} if "date" in reports else {})
    (finding,) = validate(overriding(tmp_path, "events", charter, charter["id"]))
    assert (finding.rule, Path(finding.file).name, finding.pointer) == ("CST403", "events.jsonl", "/id")
    assert (finding.line, finding.column) == (1, len('{"id":') + 1)


def test_a_pack_that_only_describes_itself_is_the_packaged_data(tmp_path: Path) -> None:
    (tmp_path / "pack.json").write_text('{"$schema": "schemas/pack.schema.json", "name": "empty"}\n')
    assert validate(tmp_path) == ()
    assert list(csto_data.load(tmp_path)) == list(csto_data.load())


@pytest.mark.parametrize("text", ['\ufeff{"records": []}', '{"records": [', '{"records": [{"name": "Alma-Ata"}]}'])
def test_an_override_of_a_record_that_cannot_be_read_is_not_called_idle(text: str, tmp_path: Path) -> None:
    shutil.copy(PACKS / "good" / "overriding" / "pack.json", tmp_path)
    (tmp_path / "places.json").write_text(text, encoding="utf-8")
    assert {Path(finding.file).name for finding in validate(tmp_path)} == {"places.json"}


def test_a_new_pack_validates_and_has_its_schemas_and_its_check(tmp_path: Path) -> None:
    folder = tmp_path / "My Pack"
    assert main(["init-pack", str(folder)]) == 0
    assert validate(folder) == ()
    assert json.loads((folder / "pack.json").read_text())["name"] == "my-pack"
    for file in ("pack.json", "events.json", "sources.json"):
        named = json.loads((folder / file).read_text())["$schema"]
        assert (folder / named).is_file()
    assert "csto-data validate --format github ." in (folder / ".github/workflows/check.yml").read_text()


def test_a_new_pack_validates_on_windows_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There, a text that is written gets the line ends of Windows, and git gives them to files that it checks out."""
    written = Path.write_bytes

    def write_text(file: Path, text: str, encoding: str, errors: str = "strict", newline: str | None = None) -> int:
        return written(file, text.replace("\n", newline or "\r\n").encode(encoding, errors))

    monkeypatch.setattr(Path, "write_text", write_text)
    assert main(["init-pack", str(tmp_path / "pack")]) == 0
    assert validate(tmp_path / "pack") == ()
    assert "*.json text eol=lf\n" in (tmp_path / "pack" / ".gitattributes").read_text(encoding="utf-8")


def test_a_pack_is_not_begun_where_something_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    assert main(["init-pack", str(tmp_path)]) == 2
    assert "something is there already" in capsys.readouterr().err
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


def filled(blank: Any, example: Any) -> Any:
    """The blank form with the values of an example in its blanks."""
    if isinstance(blank, dict):
        return {name: filled(value, example[name]) for name, value in blank.items()}
    if isinstance(blank, list):
        return [filled(blank[0], entry) for entry in example]
    assert BLANK in blank
    return example


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_the_blank_form_of_a_record_validates_once_it_is_filled_in(
    kind: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", kind.name]) == 0
    blank = json.loads(capsys.readouterr().out)
    (example,) = schema(kind.name)["properties"]["records"]["examples"][0]
    record = filled(blank, example)
    document = {"$schema": f"schemas/{kind.name}.schema.json", "records": [record]}
    (tmp_path / f"{kind.dataset}.json").write_text(json.dumps(document))
    assert not [finding for finding in validate(tmp_path) if finding.rule.startswith(("CST0", "CST1", "CST2"))]


def test_a_kind_that_there_is_not_names_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "evnt"]) == 2
    assert "event" in capsys.readouterr().err
