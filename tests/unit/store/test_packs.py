"""Packs, folders of records on top of the packaged data: validating, loading and creating them."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from support import SUPPORT

import csto_data
from csto_data import DatasetError
from csto_data.cli import main
from csto_data.model import KINDS
from csto_data.model.json_values import to_json
from csto_data.serialization.canonical import canonical, canonical_lines
from csto_data.serialization.schemas import schema
from csto_data.store.scaffold import BLANK
from csto_data.validation import validate

PACKS = SUPPORT / "packs"
VALID_PACKS = sorted((PACKS / "good").iterdir())
INVALID_PACKS = sorted((PACKS / "bad").iterdir())


@pytest.mark.parametrize("folder", VALID_PACKS, ids=lambda folder: folder.name)
def test_valid_pack_has_no_findings_and_loads(folder: Path) -> None:
    assert validate(folder) == ()
    dataset = csto_data.load(folder)
    assert {record.id for record in csto_data.load()} < {record.id for record in dataset} or folder.name == "overriding"
    assert list(dataset.states) == list(csto_data.load().states)


@pytest.mark.parametrize("folder", INVALID_PACKS, ids=lambda folder: folder.name)
def test_invalid_pack_has_expected_findings(folder: Path) -> None:
    """``expected.txt`` has one line per finding: file, line, column, rule, record."""
    expected = (folder / "expected.txt").read_text(encoding="utf-8").splitlines()
    found = [f"{Path(f.file).name}:{f.line}:{f.column} {f.rule} {f.record}" for f in validate(folder)]
    assert found == expected


@pytest.mark.parametrize("folder", INVALID_PACKS, ids=lambda folder: folder.name)
def test_pack_that_does_not_load_has_findings(folder: Path) -> None:
    try:
        csto_data.load(folder)
    except DatasetError:
        assert validate(folder)


def test_validate_builds_only_packaged_records_that_the_pack_needs() -> None:
    code = f"""
import csto_data
from csto_data.store.packaged import packaged_record
assert csto_data.validate({str(PACKS / "good" / "events")!r}) == ()
print(packaged_record.cache_info().currsize)"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    data = csto_data.load()
    assert len(data.sources) < int(done.stdout) < len(data) - len(data.statements) - len(data.assessments)


def test_pack_can_reference_packaged_records_and_its_own() -> None:
    dataset = csto_data.load(PACKS / "good" / "events")
    assert dataset["event:pack-march"] in dataset.about("state:KAZ")
    assert [record.id for record in dataset.about("place:pack-square")] == ["event:pack-march"]


def test_override_replaces_packaged_record() -> None:
    dataset = csto_data.load(PACKS / "good" / "overriding")
    assert dataset.places["almaty"].name == "Alma-Ata"
    assert csto_data.load().places["almaty"].name != "Alma-Ata"
    assert len(dataset.places) == len(csto_data.load().places)


def write_overriding_pack(folder: Path, dataset: str, record: Any, *ids: str) -> Path:
    """Write a pack with one record and an override for each id; return its folder."""
    overrides = [{"id": id, "reason": f"It is our reason {index}."} for index, id in enumerate(ids)]
    (folder / "pack.json").write_text(
        canonical({"$schema": "schemas/pack.schema.json", "name": "overriding", "overrides": overrides})
    )
    (folder / f"{dataset}.jsonl").write_text(canonical_lines([record], KINDS[dataset]))
    return folder


def test_validate_reports_record_overridden_twice(tmp_path: Path) -> None:
    almaty = to_json(csto_data.load().places["almaty"])
    assert validate(write_overriding_pack(tmp_path, "places", almaty, "place:almaty")) == ()
    (finding,) = validate(write_overriding_pack(tmp_path, "places", almaty, "place:almaty", "place:almaty"))
    assert (finding.rule, finding.pointer) == ("CST602", "/overrides/1/id")


def test_override_that_contradicts_packaged_records_is_one_finding(tmp_path: Path) -> None:
    """Six spells start on the day when the charter came into force. If it moves by a day, all of them are contradicted."""
    charter = to_json(csto_data.load()["event:csto-charter-in-force"])
    for reports in [charter, *(entry.get("reports", {}) for entry in charter["evidence"])]:
        reports.update({"date": "2003-09-19"} if "date" in reports else {})
    (finding,) = validate(write_overriding_pack(tmp_path, "events", charter, charter["id"]))
    assert (finding.rule, Path(finding.file).name, finding.pointer) == ("CST403", "events.jsonl", "/date")
    text = (tmp_path / "events.jsonl").read_text(encoding="utf-8")
    assert (finding.line, finding.column) == (1, text.index('"2003-09-19"') + 1)


def test_pack_without_records_loads_packaged_data(tmp_path: Path) -> None:
    (tmp_path / "pack.json").write_text('{"$schema": "schemas/pack.schema.json", "name": "empty"}\n')
    assert validate(tmp_path) == ()
    assert list(csto_data.load(tmp_path)) == list(csto_data.load())


@pytest.mark.parametrize(
    "text",
    ['\ufeff{"records": []}', '{"records": [', '{"records": [{"name": "Alma-Ata"}]}'],
    ids=["byte order mark", "broken JSON", "record without id"],
)
def test_override_of_unreadable_record_is_not_reported_as_unused(text: str, tmp_path: Path) -> None:
    shutil.copy(PACKS / "good" / "overriding" / "pack.json", tmp_path)
    (tmp_path / "places.json").write_text(text, encoding="utf-8")
    assert {Path(finding.file).name for finding in validate(tmp_path)} == {"places.json"}


def test_init_pack_creates_valid_pack_with_schemas_and_workflow(tmp_path: Path) -> None:
    folder = tmp_path / "My Pack"
    assert main(["init-pack", str(folder)]) == 0
    assert validate(folder) == ()
    assert json.loads((folder / "pack.json").read_text())["name"] == "my-pack"
    for file in ("pack.json", "events.json", "sources.json"):
        named = json.loads((folder / file).read_text())["$schema"]
        assert (folder / named).is_file()
    workflow = (folder / ".github/workflows/check-my-pack.yml").read_text()
    assert "csto-data validate --format github ." in workflow
    assert f"pip install csto-data=={csto_data.__version__}" in workflow
    assert "csto-data prepare ." in (folder / ".pre-commit-config.yaml").read_text()


def test_two_packs_of_one_name_in_a_repository_are_both_checked(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    for folder in ("a/p", "b/p"):
        assert main(["init-pack", str(tmp_path / folder)]) == 0
    workflows = {file.name: file.read_text() for file in (tmp_path / ".github/workflows").iterdir()}
    assert set(workflows) == {"check-p.yml", "check-b-p.yml"}
    assert "csto-data validate --format github b/p" in workflows["check-b-p.yml"]


def test_folder_like_an_option_is_written_as_a_path(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert main(["init-pack", str(tmp_path / "-x")]) == 0
    assert "--format github ./-x" in (tmp_path / ".github/workflows/check-x.yml").read_text()


def test_init_pack_creates_valid_pack_on_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows, writing text translates line ends, and so does git on checkout."""
    write_bytes = Path.write_bytes

    def write_text(file: Path, text: str, encoding: str, errors: str = "strict", newline: str | None = None) -> int:
        return write_bytes(file, text.replace("\n", newline or "\r\n").encode(encoding, errors))

    monkeypatch.setattr(Path, "write_text", write_text)
    assert main(["init-pack", str(tmp_path / "pack")]) == 0
    assert validate(tmp_path / "pack") == ()
    assert "*.json text eol=lf\n" in (tmp_path / "pack" / ".gitattributes").read_text(encoding="utf-8")


@pytest.mark.parametrize("taken", ["pack.json", "people.jsonl", "suppressions.json", "schemas/event.schema.json"])
def test_init_pack_rejects_folder_with_files_of_a_pack(
    tmp_path: Path, taken: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / taken).parent.mkdir(exist_ok=True)
    (tmp_path / taken).write_text("mine")
    assert main(["init-pack", str(tmp_path)]) == 2
    assert f"already contains {taken}" in capsys.readouterr().err
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == [tmp_path / taken]


@pytest.mark.parametrize("how", ["link", "pipe"])
@pytest.mark.parametrize(
    "name", ["README.md", "pack.json", "schemas", ".gitattributes", ".pre-commit-config.yaml", ".github"]
)
def test_init_pack_neither_follows_links_nor_waits_for_pipes(tmp_path: Path, name: str, how: str) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    planted = tmp_path / "repository" / name
    if how == "link":
        planted.symlink_to("../outside/new" if "." in name[1:] else "../outside")
    else:
        os.mkfifo(planted)
    assert main(["init-pack", str(tmp_path / "repository")]) == 2
    assert list((tmp_path / "outside").iterdir()) == []
    assert sorted(os.listdir(tmp_path / "repository")) == sorted([".git", name])


@pytest.mark.parametrize("inside", [".", "facts/our pack"])
def test_init_pack_writes_check_and_hook_to_the_root_of_the_repository(tmp_path: Path, inside: str) -> None:
    (tmp_path / ".git").mkdir()
    assert main(["init-pack", str(tmp_path / inside)]) == 0
    (workflow,) = (tmp_path / ".github" / "workflows").iterdir()
    steps = yaml.safe_load(workflow.read_text())["jobs"]["check"]["steps"]
    assert shlex.split(steps[-1]["run"]) == ["csto-data", "validate", "--format", "github", inside]
    (repo,) = yaml.safe_load((tmp_path / ".pre-commit-config.yaml").read_text())["repos"]
    assert shlex.split(repo["hooks"][0]["entry"]) == ["csto-data", "prepare", inside]
    assert validate(tmp_path / inside) == ()


KEPT = {
    "README.md": "# Mine\n",
    ".pre-commit-config.yaml": "repos: []\n",
    "package.json": "{}",
    ".markdownlint.json": "{",
    "tsconfig.json": "// with comments",
}


def test_init_pack_keeps_the_files_of_a_repository_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".git").mkdir()
    for name, text in KEPT.items():
        (tmp_path / name).write_text(text)
    (tmp_path / ".gitattributes").write_text("*.png binary")
    assert main(["init-pack", str(tmp_path)]) == 0
    shown = capsys.readouterr().out
    assert {name: (tmp_path / name).read_text() for name in KEPT} == KEPT
    assert f"kept {tmp_path / 'README.md'}\n" in shown
    assert "id: csto-data-prepare" in shown.partition(f"kept {tmp_path / '.pre-commit-config.yaml'}\n")[2]
    assert f"extended {tmp_path / '.gitattributes'}\n" in shown
    assert (tmp_path / ".gitattributes").read_text().splitlines()[0::2] == ["*.png binary", "*.json text eol=lf"]
    assert validate(tmp_path) == ()


@pytest.mark.parametrize("name", ["package.json", "tsconfig.json", "renovate.json", ".events.json", "logs.jsonl"])
def test_files_of_other_programs_are_ignored_by_validate_and_load(tmp_path: Path, name: str) -> None:
    shutil.copytree(PACKS / "good" / "overriding", tmp_path, dirs_exist_ok=True)
    before = csto_data.load(tmp_path)
    (tmp_path / name).write_text("not JSON")
    assert validate(tmp_path) == ()
    assert [record.id for record in csto_data.load(tmp_path)] == [record.id for record in before]


def test_validate_names_the_files_that_it_ignores(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(PACKS / "good" / "overriding", tmp_path, dirs_exist_ok=True)
    (tmp_path / "package.json").write_text("{}")
    assert main(["validate", str(tmp_path)]) == 0
    assert "(not part of it: package.json)" in capsys.readouterr().out
    (tmp_path / "pack.json").write_text("{}")
    assert main(["validate", str(tmp_path)]) == 1
    assert capsys.readouterr().err == f"not part of {tmp_path}: package.json\n"


def test_folder_with_files_of_other_programs_only_is_not_a_pack(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text("{}")
    with pytest.raises(csto_data.DatasetError, match="has no dataset files"):
        validate(tmp_path)


MISNAMED = ["event.json", "evnts.json", "Events.JSON", "events-2022.json", "old_people.jsonl", "orgnizations.json"]
MISNAMED += ["persons.json", "packs.json", "suppression.json", "events (copy).json", "data-package.json"]


@pytest.mark.parametrize("name", MISNAMED)
def test_misnamed_data_files_are_refused(tmp_path: Path, name: str) -> None:
    shutil.copytree(PACKS / "good" / "overriding", tmp_path, dirs_exist_ok=True)
    (tmp_path / name).write_text("{}")
    assert [(found.rule, Path(found.file).name) for found in validate(tmp_path)] == [("CST010", name)]


@pytest.mark.parametrize("name", ["event.json", "evnts.json", "events-2022.json", "Events.JSON"])
def test_misnamed_file_is_the_only_finding_although_its_sources_are_not_cited(tmp_path: Path, name: str) -> None:
    sources = [{"id": "source:archive", "title": "Our archive", "kind": "report"}]
    events = [{"id": "event:march", "kind": "protest", "title": "A march", "evidence": [{"source": "source:archive"}]}]
    for file, kind, records in (("sources.json", "source", sources), (name, "event", events)):
        document = {"$schema": f"schemas/{kind}.schema.json", "records": records}
        (tmp_path / file).write_text(canonical(document, KINDS[f"{kind}s"]), encoding="utf-8")
    assert [finding.rule for finding in validate(tmp_path)] == ["CST010"]


def fill_in(template: Any, example: Any) -> Any:
    """The template with its placeholders replaced by the values of an example."""
    if isinstance(template, dict):
        return {name: fill_in(value, example[name]) for name, value in template.items()}
    if isinstance(template, list):
        return [fill_in(template[0], entry) for entry in example]
    assert BLANK in template
    return example


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_new_prints_template_that_is_valid_when_filled_in(
    kind: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", kind.name]) == 0
    template = json.loads(capsys.readouterr().out)
    (example,) = schema(kind.name)["properties"]["records"]["examples"][0]
    record = fill_in(template, example)
    document = {"$schema": f"schemas/{kind.name}.schema.json", "records": [record]}
    (tmp_path / f"{kind.dataset}.json").write_text(json.dumps(document))
    assert not [finding for finding in validate(tmp_path) if finding.rule.startswith(("CST0", "CST1", "CST2"))]


def test_new_suggests_nearest_kind_for_unknown_kind(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "evnt"]) == 2
    assert "event" in capsys.readouterr().err


@pytest.mark.parametrize("exists", [True, False])
def test_init_pack_leaves_nothing_if_a_file_cannot_be_written(
    exists: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "pack"
    if exists:
        folder.mkdir()
    real = os.replace

    def fail(source: Path, target: Path) -> None:
        if target.name == "pack.schema.json":
            raise OSError("no space left")
        real(source, target)

    monkeypatch.setattr(os, "replace", fail)
    assert main(["init-pack", str(folder)]) == 2
    assert "pack.schema.json cannot be written: no space left" in capsys.readouterr().err
    assert [*tmp_path.rglob("*")] == ([folder] if exists else [])


@pytest.mark.parametrize(
    "text",
    [
        '{"$schema": "schemas/pack.schema.json", "name": "mine", "overrides": [{"id": "place:almaty", "reason": [null]}]}',
        '{"$schema": "schemas/pack.schema.json", "name": "M", "overrides": [{"id": "place:almaty", "reason": "New"}]}',
        '{"$schema": "schemas/pack.schema.json", "name": "mine", "overrides": 5}',
        "{",
        "[]",
    ],
    ids=["bad reason", "bad name", "bad overrides", "not JSON", "list"],
)
def test_one_mistake_in_pack_json_is_one_finding_in_pack_json(text: str, tmp_path: Path) -> None:
    """Its overrides are unknown, so no record is reported as an undeclared override."""
    shutil.copytree(PACKS / "good" / "overriding", tmp_path, dirs_exist_ok=True)
    (tmp_path / "pack.json").write_text(text)
    assert [Path(finding.file).name for finding in validate(tmp_path)] == ["pack.json"]
