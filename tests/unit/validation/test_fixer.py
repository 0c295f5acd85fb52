"""Formatting and fixing change no meaning, come to an end, and lose nothing when they are interrupted."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import csto_data
from csto_data import DatasetError
from csto_data.cli import main
from csto_data.model import KINDS
from csto_data.serialization.canonical import canonical_lines
from csto_data.serialization.converter import unstructure
from csto_data.validation import validate
from csto_data.validation.engine import difference
from csto_data.validation.fixer import apply, changes, unformatted
from csto_data.validation.stream import _accepts

PATIENT = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "pack"
    assert main(["init-pack", str(folder)]) == 0
    return folder


def event(slug: str) -> dict[str, Any]:
    return {
        "id": f"event:{slug}",
        "kind": "protest",
        "title": "A protest",
        "date": "2022-01-05",
        "states": ["state:KAZ"],
        "evidence": [{"source": "source:sukhankin-2022", "at": {"paragraph": 1}, "reports": {"date": "2022-01-05"}}],
    }


def write(folder: Path, events: list[dict[str, Any]], **layout: Any) -> str:
    document = {"$schema": "schemas/event.schema.json", "records": events}
    text = json.dumps(document, **layout)
    (folder / "events.json").write_text(text, encoding="utf-8")
    return text


def shuffled(value: Any, order: random.Random) -> Any:
    """The same JSON with the keys of its objects in another order."""
    if isinstance(value, dict):
        names = list(value)
        order.shuffle(names)
        return {name: shuffled(value[name], order) for name in names}
    return [shuffled(entry, order) for entry in value] if isinstance(value, list) else value


LAYOUTS = st.fixed_dictionaries({"indent": st.sampled_from([None, 0, 1, 2, 4, "\t"]), "ensure_ascii": st.booleans()})


@PATIENT
@given(st.randoms(use_true_random=False), st.permutations("abcde"), LAYOUTS)
def test_formatting_changes_no_meaning_and_is_done_once(
    pack: Path, order: random.Random, slugs: list[str], layout: dict[str, Any]
) -> None:
    write(pack, shuffled([event(slug) for slug in slugs], order), **layout)
    before = csto_data.load(pack)
    complaints = {f.rule for f in validate(pack)}
    assert (complaints == {"CST901"}) is bool(unformatted(pack))
    assert complaints <= {"CST901"}
    assert main(["fmt", str(pack)]) == 0
    assert list(csto_data.load(pack)) == list(before)
    assert unformatted(pack) == []
    assert validate(pack) == ()
    assert main(["fmt", "--check", str(pack)]) == 0


LINE_LAYOUTS = st.fixed_dictionaries(
    {"separators": st.sampled_from([(",", ":"), (", ", ": "), ("\t,", " :")]), "ensure_ascii": st.booleans()}
)


@settings(PATIENT, max_examples=max(10, settings.default.max_examples // 4))
@given(
    st.permutations(["a", "b", "c"]),
    st.lists(st.sampled_from(["", " ", "\t\r"]), max_size=2),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.randoms(use_true_random=False),
    LINE_LAYOUTS,
)
def test_a_file_of_lines_is_formatted_as_one_of_records_is(
    pack: Path, slugs: list[str], blank: list[str], ending: str, last: bool, order: random.Random, layout: Any
) -> None:
    events = [{**event(slug), "title": 'Протест \u007e \\ " 🙂'} for slug in slugs]
    lines = [json.dumps(shuffled(entry, order), **layout) for entry in events] + blank
    order.shuffle(lines)
    text = ending.join(lines) + (ending if last else "")
    (pack / "events.jsonl").write_bytes(text.encode())
    before = csto_data.load(pack)
    complaints = [(finding.rule, Path(finding.file).name) for finding in validate(pack)]
    assert bool(complaints) is bool(unformatted(pack)) is (main(["fmt", "--check", str(pack)]) == 1)
    assert complaints in ([], [("CST901", "events.jsonl")])
    made = {change.file.name: change.after for change in changes(pack)}
    assert main(["fmt", str(pack)]) == 0
    assert made.get("events.jsonl", text.encode()) == (pack / "events.jsonl").read_bytes()
    assert list(csto_data.load(pack)) == list(before)
    assert unformatted(pack) == changes(pack) == []
    assert validate(pack) == ()


@pytest.mark.parametrize("dataset", KINDS)
def test_lines_in_their_form_take_the_fast_path(dataset: str) -> None:
    kind = KINDS[dataset]
    raws = [unstructure(record) for record in csto_data.load().table(dataset)]
    text = canonical_lines(raws[::-1], kind)
    assert [json.loads(line) for line in text.splitlines()] == sorted(raws, key=lambda raw: str(raw["id"]))
    accepts = _accepts(kind)
    assert [accepts(line) for line in text.encode().splitlines(keepends=True)] == sorted(raw["id"] for raw in raws)


@pytest.mark.parametrize("text", ["", "\n", " \n\n"])
def test_no_records_are_no_lines(pack: Path, text: str) -> None:
    (pack / "places.jsonl").write_text(text)
    assert main(["fmt", str(pack)]) == 0
    assert (pack / "places.jsonl").read_bytes() == b""


BROKEN = [
    b"\xff",
    b"\xe2\x82",
    "\u041f".encode("cp1251"),
    "\ud800".encode("utf-8", "surrogatepass"),
    b"{",
    b"\xff\xfe{\x00",
]


@pytest.mark.parametrize("broken", BROKEN)
def test_a_line_is_mended_where_another_is_broken_and_that_one_is_kept(pack: Path, broken: bytes) -> None:
    (pack / "events.jsonl").write_bytes(broken + b"\n" + json.dumps({**event("a"), "title": "A "}).encode() + b"\n")
    first, second = validate(pack)
    assert (first.line, second.line, second.rule, second.record) == (1, 2, "CST105", "event:a")
    apply(changes(pack))
    (first,) = validate(pack)
    assert first.rule in ("CST002", "CST004")
    mended = (pack / "events.jsonl").read_bytes().split(b"\n")
    assert mended[0] == broken
    assert json.loads(mended[1])["title"] == "A"


def test_a_line_that_is_too_long_for_the_check_is_so_for_the_form(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (pack / "places.jsonl").write_bytes(b'"' + b"x" * 2**20 + b'"\n')
    assert {finding.rule for finding in validate(pack)} == {"CST013"}
    assert main(["fmt", str(pack)]) == 2
    assert "places.jsonl:1: " in capsys.readouterr().err


def test_a_line_that_is_no_json_is_named(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (pack / "places.jsonl").write_text('\n{"id": "place:a",}\n')
    assert main(["fmt", str(pack)]) == 2
    assert "places.jsonl:2: " in capsys.readouterr().err
    assert (pack / "places.jsonl").read_text() == '\n{"id": "place:a",}\n'


@pytest.mark.parametrize("describing", ["pack.json", "datapackage.json"])
def test_files_that_nobody_reads_are_not_formatted(pack: Path, describing: str) -> None:
    """A file is formatted exactly where its form is checked: whatever else lies in the folder is not ours to change."""
    strays = ["package.json", "events.jsonl.json"]
    if describing == "datapackage.json":
        (pack / "pack.json").unlink()
        resources = [{"name": "sources", "path": "sources.json"}]
        manifest = {"name": "few", "version": "1.0.0", "resources": resources, "coverage": {}}
        (pack / "datapackage.json").write_text(json.dumps(manifest, indent=9))
        strays += ["events.json", "places.jsonl"]
    (pack / "sources.json").write_bytes(EMPTY.replace(b"event", b"source"))
    for name in strays:
        (pack / name).write_bytes(EMPTY)
    complaints = {Path(finding.file).name: finding.rule for finding in validate(pack)}
    assert {name for name, rule in complaints.items() if rule == "CST010"} == set(strays)
    ours = {name for name, rule in complaints.items() if rule == "CST901"}
    assert {change.file.name for change in unformatted(pack)} == ours >= {"sources.json"}
    assert main(["fmt", str(pack)]) == main(["fix", str(pack)]) == 0
    assert all((pack / name).read_bytes() == EMPTY for name in strays)
    assert {finding.rule for finding in validate(pack)} == {"CST010"}


def test_a_manifest_with_a_mistake_names_no_files_to_format(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = untidy(pack, "events")
    (pack / "datapackage.json").write_text('{"name": "few", "version": "1"}')
    assert main(["fmt", str(pack)]) == 2
    assert "datapackage.json: " in capsys.readouterr().err
    assert (pack / "events.json").read_bytes() == text


SLIPS = {
    "titel": lambda text: text.replace('"title"', '"titel"', 1),
    "case": lambda text: text.replace('"protest"', '"Protest"', 1),
    "look-alike": lambda text: text.replace("state:KAZ", "state:\u041a\u0410Z", 1),
    "null": lambda text: text.replace('"title"', '"summary": null, "title"', 1),
    "empty": lambda text: text.replace('"title"', '"participants": [], "title"', 1),
    "twice": lambda text: text.replace('["state:KAZ"]', '["state:KAZ", "state:KAZ"]', 1),
    "number": lambda text: text.replace('"paragraph": 1', '"paragraph": 1.0', 1),
    "same key": lambda text: text.replace('"kind"', '"date": "2022-01-05", "kind"', 1),
    "blank": lambda text: text.replace('"A protest"', '"A protest "', 1),
    "mark": lambda text: text if text.startswith("\ufeff") else "\ufeff" + text,
    "comma": lambda text: text[: text.rindex("]")] + ",]" + text[text.rindex("]") + 1 :],
}


@settings(PATIENT, max_examples=settings.default.max_examples)
@given(st.lists(st.sampled_from(sorted(SLIPS)), unique=True), LAYOUTS)
def test_fixing_mends_every_safe_slip_and_comes_to_an_end(pack: Path, slips: list[str], layout: dict[str, Any]) -> None:
    write(pack, [event("a"), event("b")])
    whole = list(csto_data.load(pack))
    text = write(pack, [event("a"), event("b")], **layout)
    for slip in slips:
        text = SLIPS[slip](text)
    (pack / "events.json").write_text(text, encoding="utf-8")
    apply(changes(pack))
    assert validate(pack) == ()
    assert list(csto_data.load(pack)) == whole
    assert changes(pack) == []


def test_what_is_only_a_guess_is_left_alone(pack: Path) -> None:
    write(pack, [{**event("a"), "kind": "protestx", "states": ["state:KAX"]}], indent=2)
    apply(changes(pack))
    assert {finding.rule for finding in validate(pack)} == {"CST104"}
    assert "state:KAX" in (pack / "events.json").read_text()
    assert not any(finding.fix and finding.fix.safe for finding in validate(pack))


def test_what_must_be_there_is_not_taken_away(pack: Path) -> None:
    text = write(pack, [{**event("a"), "evidence": []}, {**event("b"), "title": None}])
    assert changes(pack) == []
    assert (pack / "events.json").read_text() == text


def test_diff_shows_what_would_change_and_changes_nothing(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = write(pack, [event("a")]).replace('"title"', '"titel"')
    (pack / "events.json").write_text(text)
    capsys.readouterr()
    assert main(["fix", "--diff", str(pack)]) == 1
    shown = capsys.readouterr().out
    assert '+      "title": "A protest",' in shown
    assert (pack / "events.json").read_text() == text
    assert main(["fix", str(pack)]) == 0
    assert capsys.readouterr().out == f"fixed {pack / 'events.json'}\n"
    assert main(["fix", "--diff", str(pack)]) == 0


@pytest.mark.parametrize(
    ("ending", "shown"), [("\r\n", "\\r\n+"), ("", "\n\\ no newline at the end of the file\n+"), ("\n\n", "\n-\n")]
)
def test_a_diff_shows_an_end_of_line_that_differs(
    pack: Path, ending: str, shown: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = pack / "events.json"
    file.write_bytes(file.read_bytes().removesuffix(b"\n") + ending.encode())
    capsys.readouterr()
    assert main(["fix", "--diff", str(pack)]) == 1
    assert shown in capsys.readouterr().out


def test_a_line_of_json_lines_is_mended_too(pack: Path) -> None:
    line = json.dumps(event("a")).replace('"title"', '"titel"')
    (pack / "events.jsonl").write_text(f"\n{line}\n")
    apply(changes(pack))
    assert validate(pack) == ()


@given(st.text("ab", max_size=12), st.text("ab", max_size=12))
def test_a_difference_makes_the_one_text_of_the_other(old: str, new: str) -> None:
    start, end, text = difference(old, new)
    assert old[:start] + text + old[end:] == new


@pytest.mark.skipif(os.name == "nt", reason="processes are killed by signal")
@pytest.mark.parametrize("delay", [0.0, 0.1, 0.2, 0.25, 0.3, 0.35, 0.4])
def test_a_fix_that_is_killed_loses_nothing(pack: Path, delay: float) -> None:
    events = [event(f"e{number:03}") for number in range(60)]
    before = write(pack, events).encode()
    places = json.dumps({"$schema": "schemas/place.schema.json", "records": []}, indent=7).encode()
    (pack / "places.json").write_bytes(places)
    mended = pack.parent / "mended"
    shutil.copytree(pack, mended)
    apply(changes(mended))
    process = subprocess.Popen([sys.executable, "-m", "csto_data", "fix", str(pack)], stdout=subprocess.DEVNULL)
    time.sleep(delay)
    process.kill()
    process.wait()
    for name, old in (("events.json", before), ("places.json", places)):
        assert (pack / name).read_bytes() in (old, (mended / name).read_bytes())


@pytest.mark.parametrize("failing", ["fsync", "replace"])
def test_a_write_that_fails_leaves_the_file_as_it_was(
    pack: Path, failing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = write(pack, [event("a")])

    def fail(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, failing, fail)
    with pytest.raises(DatasetError, match=r"events\.json: cannot be written \(no space"):
        apply(changes(pack))
    assert (pack / "events.json").read_text() == text
    assert not list(pack.glob(".*.new"))


def untidy(pack: Path, *names: str) -> bytes:
    """Empty datasets that are not in canonical form."""
    for name in names:
        (pack / f"{name}.json").write_bytes(EMPTY)
    return EMPTY


EMPTY = b'{"records": [],\n\n"$schema": "schemas/event.schema.json"}'


def test_one_broken_file_keeps_all_from_being_formatted(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = untidy(pack, "events", "sources")
    (pack / "places.json").write_text('{"records": [')
    (pack / "states.json").write_text("{]")
    assert main(["fmt", str(pack)]) == 2
    told = capsys.readouterr().err
    assert "places.json: " in told
    assert "states.json: " in told
    assert (pack / "events.json").read_bytes() == (pack / "sources.json").read_bytes() == text


@pytest.mark.parametrize(("command", "word"), [("fmt", "formatted"), ("fix", "fixed")])
def test_each_file_that_was_written_is_named_where_a_later_one_fails(
    pack: Path, command: str, word: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("events", "places"):
        schema = f"schemas/{name[:-1]}.schema.json"
        (pack / f"{name}.json").write_text(json.dumps({"$schema": schema, "records": []}, indent=7))
    really = os.replace

    def fail(source: Path, target: Path) -> None:
        if target.name == "places.json":
            raise OSError("no space left")
        really(source, target)

    monkeypatch.setattr(os, "replace", fail)
    capsys.readouterr()
    assert main([command, str(pack)]) == 2
    told = capsys.readouterr()
    assert told.out == f"{word} {pack / 'events.json'}\n"
    assert "places.json: cannot be written" in told.err


@pytest.mark.parametrize("command", ["fmt", "fix"])
def test_a_link_is_refused_and_stays_one(pack: Path, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    untidy(pack, "sources")
    target = pack.parent / "elsewhere.json"
    target.write_bytes(EMPTY)
    (pack / "events.json").unlink()
    (pack / "events.json").symlink_to(target)
    assert main([command, str(pack)]) == 2
    assert "events.json: it leads out of the folder" in capsys.readouterr().err
    assert (pack / "events.json").is_symlink()
    assert target.read_bytes() == (pack / "sources.json").read_bytes() == EMPTY


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes have names here")
@pytest.mark.parametrize("name", ["events.json", "events.jsonl", "datapackage.json"])
def test_a_pipe_is_no_file_and_nobody_waits_for_it(pack: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    (pack / name).unlink(missing_ok=True)
    os.mkfifo(pack / name)
    assert "CST001" in {finding.rule for finding in validate(pack)}
    for command in ("fmt", "fix"):
        assert main([command, str(pack)]) == 2
        assert f"{name}: it is no file" in capsys.readouterr().err
    with pytest.raises(DatasetError, match="it is no file"):
        csto_data.load(pack)


@pytest.mark.skipif(os.name == "nt", reason="files have no such modes")
@pytest.mark.parametrize("command", ["fmt", "fix"])
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755])
def test_a_file_keeps_its_mode(pack: Path, command: str, mode: int) -> None:
    write(pack, [event("a")], indent=7)
    (pack / "events.json").chmod(mode)
    assert main([command, str(pack)]) == 0
    assert unformatted(pack) == []
    assert (pack / "events.json").stat().st_mode & 0o777 == mode


@pytest.mark.parametrize("command", ["fmt", "fix"])
def test_a_folder_that_is_no_dataset_and_no_pack_is_refused(
    tmp_path: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, str(tmp_path / "nowhere")]) == 2
    assert "there is no such folder" in capsys.readouterr().err
    assert main([command, str(tmp_path)]) == 2
    assert "no file of a pack" in capsys.readouterr().err
