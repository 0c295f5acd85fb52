"""The commands that compare versions of the data, and check, describe and cut a release."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from support import ROOT

from csto_data import __version__, load, versions
from csto_data.cli import main

Capture = pytest.CaptureFixture[str]
NEWEST = load().version


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return the root of a copy of what a release is cut from."""
    for name in ("data", "schemas", "history", "tests/support/golden"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "CITATION.cff", tmp_path)
    return tmp_path


def edit(checkout: Path, old: str, new: str, file: str = "data/datapackage.json") -> None:
    """Replace a text in a file of a checkout."""
    text = (checkout / file).read_text(encoding="utf-8")
    assert old in text
    (checkout / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def retitled(checkout: Path) -> None:
    """Change the title of an event."""
    raw = json.loads((checkout / "data/events.json").read_text(encoding="utf-8"))
    raw["records"][0]["title"] = "Another title"
    (checkout / "data/events.json").write_text(json.dumps(raw), encoding="utf-8")


@pytest.mark.integration  # slow
def test_diff_shows_the_changed_field_in_each_format(checkout: Path, capsys: Capture) -> None:
    retitled(checkout)
    for format in ("text", "json", "markdown"):
        assert main(["diff", str(checkout), "--format", format]) == 0
        printed = capsys.readouterr().out
        assert "title" in printed
        if format == "json":
            (change,) = json.loads(printed)["changes"]
            assert (change["kind"], change["bump"], change["before"]) == ("changed", "patch", "Another title")


def test_diff_of_released_versions_is_plain_text(capsys: Capture) -> None:
    assert main(["diff", "0.2.0", "1.0.0"]) == 0
    assert capsys.readouterr().out == (
        "Version 0.2.0 to 1.0.0 of the data\n"
        "The changes require no higher version.\n\n"
        "datapackage.json\n"
        '  version: version changed, from "0.2.0" to "1.0.0"\n'
    )


@pytest.mark.parametrize("command", [["diff", "1.0.0"], ["release", "notes"]])
def test_no_text_has_values_as_python_writes_them(command: list[str], capsys: Capture) -> None:
    assert main(command) == 0
    printed, _, _ = capsys.readouterr().out.partition("## Public names")  # whose signatures are Python
    assert not [line for line in printed.splitlines() if "{'" in line or "Day(" in line or " None" in line]
    assert " False" not in printed
    assert "Answers that changed" in printed


def test_diff_of_an_unknown_version_lists_the_released_ones(capsys: Capture) -> None:
    assert main(["diff", "7.0.0"]) == 2
    assert "Released versions: 0.1.0, 0.2.0, 1.0.0" in capsys.readouterr().err


def test_check_accepts_the_packaged_data(capsys: Capture) -> None:
    assert main(["release", "check"]) == 0
    assert f"no findings in {len({*load()})}" not in capsys.readouterr().out


@pytest.mark.integration  # slow
@pytest.mark.parametrize("format", ["text", "concise", "github", "json", "sarif", "markdown"])
def test_check_prints_findings_in_each_format_of_validate(format: str, checkout: Path, capsys: Capture) -> None:
    retitled(checkout)
    assert main(["release", "check", "--data", str(checkout), "--format", format]) == 1
    printed = capsys.readouterr().out
    assert "CST802" in printed
    assert f"version {NEWEST} was released on" in printed.replace('\\"', '"')


@pytest.mark.integration  # slow
def test_notes_name_the_versions_and_the_fingerprint(capsys: Capture) -> None:
    assert main(["release", "notes"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"# Data {NEWEST}, package {__version__}, {load().released}"
    assert load().fingerprint in lines[2]
    assert main(["release", "notes", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["difference"]["old"], found["difference"]["new"]) == (versions()[-2].version, NEWEST)


def test_a_complete_release_is_cut_without_a_change(checkout: Path, capsys: Capture) -> None:
    assert main(["release", "cut", "--data", str(checkout), "--check"]) == 0
    assert capsys.readouterr().out == f"version {NEWEST} is complete\n"


@pytest.mark.integration  # slow
def test_cut_writes_the_day_the_ids_the_citation_and_the_history(checkout: Path, capsys: Capture) -> None:
    edit(checkout, f'"version": "{NEWEST}"', '"version": "2.0.1"')
    retitled(checkout)
    with (checkout / "data/ids.txt").open("r+", encoding="utf-8") as file:
        lines = file.readlines()
        file.seek(0)
        file.writelines(lines[1:])
        file.truncate()
    command = ["release", "cut", "--data", str(checkout), "--date", "2026-12-31"]
    assert main([*command, "--check"]) == 1
    listed = capsys.readouterr().out
    assert main(command) == 0
    names = ["datapackage.json", "ids.txt", "CITATION.cff", "records.jsonl.gz", "releases.json"]
    written = capsys.readouterr().out
    assert [Path(line.split()[-1]).name for line in written.splitlines()] == names
    assert listed.replace("would change", "wrote") == written
    assert "version: 2.0.1\n" in (checkout / "CITATION.cff").read_text(encoding="utf-8")
    assert (checkout / "data/ids.txt").read_bytes() == (ROOT / "data/ids.txt").read_bytes()
    newest = json.loads((checkout / "history/releases.json").read_text(encoding="utf-8"))["releases"][-1]
    expected = {"version": "2.0.1", "released": "2026-12-31", "code_version": __version__}
    assert {name: newest[name] for name in expected} == expected
    assert main([*command, "--check"]) == 0
    assert main(["release", "check", "--data", str(checkout)]) == 0


def test_a_release_whose_version_is_too_low_is_not_cut(checkout: Path, capsys: Capture) -> None:
    edit(checkout, f'"version": "{NEWEST}"', '"version": "1.0.1"')
    before = {file: file.read_bytes() for file in checkout.rglob("*") if file.is_file()}
    assert main(["release", "cut", "--data", str(checkout)]) == 1
    assert "CST801" in capsys.readouterr().out
    assert {file: file.read_bytes() for file in checkout.rglob("*") if file.is_file()} == before


@pytest.mark.parametrize("day", ["2026-12", "tomorrow", "31.12.2026"])
def test_the_day_of_a_release_is_a_full_date(day: str, capsys: Capture) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["release", "cut", "--date", day])
    assert stopped.value.code == 2
    assert day in capsys.readouterr().err


def test_an_unknown_option_of_an_action_lists_its_options(capsys: Capture) -> None:
    with pytest.raises(SystemExit):
        main(["release", "check", "--oldest", "1.0.0"])
    assert "--against" in capsys.readouterr().err
