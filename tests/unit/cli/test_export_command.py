"""The command export: which data it writes, what it reports, and which options it refuses."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from csto_data import load
from csto_data.cli import main
from csto_data.exports.formats import FORMATS, losses_of
from csto_data.version import BASE

DATA = load()
SOURCE = "source:sukhankin-2022"
PACK = {"id": "event:of-the-pack", "kind": "protest", "title": "A protest", "evidence": [{"source": SOURCE}]}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def error_of(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Return the message of a command that fails and writes nothing."""
    before = {*Path.cwd().rglob("*")}
    try:
        code = main(["export", *arguments])
    except SystemExit as stopped:
        code = stopped.code
    assert code == 2
    assert {*Path.cwd().rglob("*")} == before
    return capsys.readouterr().err


@pytest.mark.parametrize(
    ("library", "extra", "command"),
    [
        ("pyarrow", "parquet", ["export", "parquet", "-o", "tables"]),
        ("jinja2", "site", ["site", "pages"]),
        ("markdown_it", "site", ["site", "pages"]),
    ],
)
def test_the_message_names_the_extra_that_is_missing(
    library: str,
    extra: str,
    command: list[str],
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    assert main(command) == 2
    assert capsys.readouterr().err == (
        f'csto-data: {library} is not installed. Install the extra "{extra}": pip install "csto-data[{extra}]"\n'
    )
    assert not [*folder.iterdir()]


def ids_in(file: Path) -> set[str]:
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        return {id for (id,) in database.execute("SELECT id FROM records")}


@pytest.mark.parametrize("format", [name for name in FORMATS if name != "parquet"])
def test_each_format_is_written_to_its_default_path(folder, capsys, format) -> None:
    assert main(["export", format, "--as-reported-by", SOURCE]) == 0
    assert [path.name for path in folder.iterdir()] == [FORMATS[format].path]
    assert capsys.readouterr().err.splitlines()[-1] == f"Wrote {FORMATS[format].path}"


@pytest.mark.parametrize("version", ["0.1.0", "0.2.0", "1.0.0"])
def test_a_released_version_is_exported(folder, version) -> None:
    assert main(["export", "sqlite", "--version", version, "-o", "old.sqlite"]) == 0
    assert ids_in(folder / "old.sqlite") == {record.id for record in load(version=version)}
    with closing(sqlite3.connect(folder / "old.sqlite")) as database:
        assert database.execute("SELECT value FROM metadata WHERE name = 'version'").fetchone() == (version,)


def test_the_view_of_a_day_is_exported(folder) -> None:
    assert main(["export", "sqlite", "--as-published-by", "2022-01-12", "-o", "then.sqlite"]) == 0
    assert ids_in(folder / "then.sqlite") == {record.id for record in DATA.as_published_by("2022-01-12")}


def test_a_source_is_found_by_its_publisher(folder) -> None:
    assert main(["export", "sqlite", "--as-reported-by", "Politics Today", "-o", "view.sqlite"]) == 0
    assert ids_in(folder / "view.sqlite") == {record.id for record in DATA.as_reported_by(SOURCE)}


def test_a_pack_is_exported_with_the_packaged_data(folder) -> None:
    (folder / "pack").mkdir()
    (folder / "pack" / "events.json").write_text(
        json.dumps({"$schema": "../schemas/event.schema.json", "records": [PACK]}), encoding="utf-8"
    )
    assert main(["export", "sqlite", "--data", "pack", "-o", "pack.sqlite"]) == 0
    assert ids_in(folder / "pack.sqlite") == {PACK["id"], *(record.id for record in DATA)}


def test_losses_are_printed_by_kind_and_written_to_the_file(folder, capsys) -> None:
    assert main(["export", "ftm", "--loss", "loss.json"]) == 0
    expected = Counter(loss.kind for loss in losses_of(DATA, "ftm"))
    written = json.loads((folder / "loss.json").read_text(encoding="utf-8"))
    assert Counter(loss["kind"] for loss in written) == expected
    assert all(loss["record"] and loss["value"] for loss in written)
    printed = [line for line in capsys.readouterr().err.splitlines() if "left out" in line]
    assert {line.partition("left out: ")[2]: int(line.split()[1]) for line in printed} == expected


def test_a_format_without_losses_writes_an_empty_list(folder, capsys) -> None:
    assert main(["export", "jsonl", "--strict", "--loss", "loss.json"]) == 0
    assert json.loads((folder / "loss.json").read_bytes()) == []
    assert "left out" not in capsys.readouterr().err


def test_strict_makes_a_loss_an_error(folder, capsys) -> None:
    message = error_of(capsys, "ftm", "--strict", "--loss", "loss.json")
    assert "The format ftm cannot hold all values." in message
    assert "values left out: the place in a source" in message


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["sqlit"], '"sqlit" is not a valid value for FORMAT'),
        (["csv", "-o", ""], '"" is not a valid value for --output. Expected the name of a file or folder.'),
        (["sqlite", "-o", "-"], '"-" is not a valid value for --output.'),
        (["rdf", "--base", "no address"], '"no address" is not a valid base. Expected the beginning of an address'),
        (["csv", "--base", "urn:x:"], "The option --base is only for the format rdf."),
        (["csv", "--version", "9.9.9"], '"9.9.9" is not a released version of the data.'),
        (["csv", "--version", "1.0.0", "--data", "pack"], "not allowed with argument"),
        (["csv", "--as-reported-by", SOURCE, "--as-published-by", "2022-01-12"], "Two views are given."),
        (["csv", "--as-reported-by", "source:unknown"], "source:unknown"),
        (["csv", "--as-published-by", "2022-02-31"], "2022-02-31"),
        (["csv", "-o", __file__], "cannot be created"),
        (["sqlite", "-o", str(Path(__file__).parent)], "cannot be written: Is a directory."),
    ],
)
def test_wrong_options_are_refused_and_nothing_is_written(folder, capsys, arguments, message) -> None:
    assert message in error_of(capsys, *arguments)


def test_addresses_of_rdf_begin_with_the_base(folder) -> None:
    for base, options in ((BASE, []), ("https://example.org/data/", ["--base", "https://example.org/data/"])):
        assert main(["export", "rdf", "--as-reported-by", SOURCE, "-o", "view.nq", *options]) == 0
        subjects = {line.split(" ", 1)[0] for line in (folder / "view.nq").read_text(encoding="utf-8").splitlines()}
        assert all(subject.startswith(f"<{base}") for subject in subjects)
