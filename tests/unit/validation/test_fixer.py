"""Formatting and fixing keep all records, are idempotent, and lose no data if they are interrupted."""

from __future__ import annotations

import json
import os
import random
import re
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
from csto_data.model.json_values import to_json
from csto_data.serialization.canonical import canonical_lines
from csto_data.serialization.json_lines import canonical_line
from csto_data.validation import validate
from csto_data.validation.fixer import apply, changes, unformatted
from csto_data.validation.style_check import difference

NO_DEADLINE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "pack"
    assert main(["init-pack", str(folder)]) == 0
    return folder


def event(slug: str) -> dict[str, Any]:
    return {
        "id": f"event:{slug}",
        "kind": "protest",
        "title": "A protest" if slug == "a" else f"A protest in {slug}",
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
    """Return the same JSON with the keys of all objects in random order."""
    if isinstance(value, dict):
        names = list(value)
        order.shuffle(names)
        return {name: shuffled(value[name], order) for name in names}
    return [shuffled(entry, order) for entry in value] if isinstance(value, list) else value


LAYOUTS = st.fixed_dictionaries({"indent": st.sampled_from([None, 0, 1, 2, 4, "\t"]), "ensure_ascii": st.booleans()})


@NO_DEADLINE
@given(st.randoms(use_true_random=False), st.permutations("abcde"), LAYOUTS)
def test_fmt_keeps_records_and_is_idempotent(
    pack: Path, order: random.Random, slugs: list[str], layout: dict[str, Any]
) -> None:
    write(pack, shuffled([event(slug) for slug in slugs], order), **layout)
    before = csto_data.load(pack)
    findings = {f.rule for f in validate(pack)}
    assert (findings == {"CST901"}) is bool(unformatted(pack))
    assert findings <= {"CST901"}
    assert main(["fmt", str(pack)]) == 0
    assert list(csto_data.load(pack)) == list(before)
    assert unformatted(pack) == []
    assert validate(pack) == ()
    assert main(["fmt", "--check", str(pack)]) == 0


LINE_LAYOUTS = st.fixed_dictionaries(
    {"separators": st.sampled_from([(",", ":"), (", ", ": "), ("\t,", " :")]), "ensure_ascii": st.booleans()}
)


@settings(NO_DEADLINE, max_examples=max(10, settings.default.max_examples // 4))
@given(
    st.permutations(["a", "b", "c"]),
    st.lists(st.sampled_from(["", " ", "\t\r"]), max_size=2),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.randoms(use_true_random=False),
    LINE_LAYOUTS,
)
def test_fmt_of_json_lines_keeps_records_and_is_idempotent(
    pack: Path, slugs: list[str], blank: list[str], ending: str, last: bool, order: random.Random, layout: Any
) -> None:
    events = [{**event(slug), "title": f'Протест \u007e \\ " 🙂 {slug}'} for slug in slugs]
    lines = [json.dumps(shuffled(entry, order), **layout) for entry in events] + blank
    order.shuffle(lines)
    text = ending.join(lines) + (ending if last else "")
    (pack / "events.jsonl").write_bytes(text.encode())
    before = csto_data.load(pack)
    findings = [(finding.rule, Path(finding.file).name) for finding in validate(pack)]
    assert bool(findings) is bool(unformatted(pack)) is (main(["fmt", "--check", str(pack)]) == 1)
    assert findings in ([], [("CST901", "events.jsonl")])
    changed = {change.file.name: change.after for change in changes(pack).changes}
    assert main(["fmt", str(pack)]) == 0
    assert changed.get("events.jsonl", text.encode()) == (pack / "events.jsonl").read_bytes()
    assert list(csto_data.load(pack)) == list(before)
    assert unformatted(pack) == []
    assert changes(pack).changes == ()
    assert validate(pack) == ()


def test_stream_fast_path_accepts_canonical_lines_of_packaged_data() -> None:
    failures = []
    for dataset, kind in KINDS.items():
        raws = [to_json(record) for record in csto_data.load().table(dataset)]
        ids = sorted(raw["id"] for raw in raws)
        text = canonical_lines(raws[::-1], kind)
        if [json.loads(line) for line in text.splitlines()] != sorted(raws, key=lambda raw: str(raw["id"])):
            failures.append(f"{dataset}: canonical lines are not the records in the order of their ids")
        values = [*map(canonical_line(kind), text.encode().splitlines())]
        failures += [f"{id}: got {raw}" for id, raw in zip(ids, values, strict=True) if raw is None or raw["id"] != id]
    assert failures == []


@pytest.mark.parametrize("text", ["", "\n", " \n\n"], ids=["empty", "newline", "blank lines"])
def test_fmt_empties_json_lines_file_without_records(pack: Path, text: str) -> None:
    (pack / "places.jsonl").write_text(text)
    assert main(["fmt", str(pack)]) == 0
    assert (pack / "places.jsonl").read_bytes() == b""


INVALID_LINES = {
    "byte that is never UTF-8": b"\xff",
    "incomplete UTF-8 sequence": b"\xe2\x82",
    "Windows-1251 text": "\u041f".encode("cp1251"),
    "lone surrogate": "\ud800".encode("utf-8", "surrogatepass"),
    "unclosed object": b"{",
    "UTF-16 text": b"\xff\xfe{\x00",
}


@pytest.mark.parametrize("invalid", INVALID_LINES.values(), ids=INVALID_LINES)
def test_fix_corrects_one_line_and_keeps_unreadable_line(pack: Path, invalid: bytes) -> None:
    (pack / "events.jsonl").write_bytes(invalid + b"\n" + json.dumps({**event("a"), "title": "A "}).encode() + b"\n")
    first, second = validate(pack)
    assert (first.line, second.line, second.rule, second.record) == (1, 2, "CST105", "event:a")
    apply(changes(pack).changes)
    (first,) = validate(pack)
    assert first.rule in ("CST002", "CST004")
    lines = (pack / "events.jsonl").read_bytes().split(b"\n")
    assert lines[0] == invalid
    assert json.loads(lines[1])["title"] == "A"


def test_fmt_rejects_line_that_validate_reports_as_too_long(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (pack / "places.jsonl").write_bytes(b'"' + b"x" * 2**20 + b'"\n')
    assert {finding.rule for finding in validate(pack)} == {"CST013"}
    assert main(["fmt", str(pack)]) == 2
    assert "places.jsonl:1: " in capsys.readouterr().err


def test_fmt_names_line_that_is_not_json_and_keeps_file(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (pack / "places.jsonl").write_text('\n{"id": "place:a",}\n')
    assert main(["fmt", str(pack)]) == 2
    assert "places.jsonl:2: " in capsys.readouterr().err
    assert (pack / "places.jsonl").read_text() == '\n{"id": "place:a",}\n'


@pytest.mark.parametrize("describing", ["pack.json", "datapackage.json"])
def test_fmt_and_fix_ignore_files_that_do_not_belong_to_the_dataset(pack: Path, describing: str) -> None:
    """The files that fmt rewrites are those whose format validate checks."""
    unlisted = ["event.json", "events.jsonl.json"]
    if describing == "datapackage.json":
        (pack / "pack.json").unlink()
        resources = [{"name": "sources", "path": "sources.json"}]
        manifest = {"name": "few", "version": "1.0.0", "resources": resources, "coverage": {}}
        (pack / "datapackage.json").write_text(json.dumps(manifest, indent=9))
        unlisted += ["events.json", "places.jsonl"]
    (pack / "sources.json").write_bytes(UNFORMATTED.replace(b"event", b"source"))
    for name in unlisted:
        (pack / name).write_bytes(UNFORMATTED)
    findings = {Path(finding.file).name: finding.rule for finding in validate(pack)}
    assert {name for name, rule in findings.items() if rule == "CST010"} == set(unlisted)
    reported = {name for name, rule in findings.items() if rule == "CST901"}
    assert {change.file.name for change in unformatted(pack)} == reported >= {"sources.json"}
    assert (main(["fmt", str(pack)]), main(["fix", str(pack)])) == (0, 1)
    assert all((pack / name).read_bytes() == UNFORMATTED for name in unlisted)
    assert {finding.rule for finding in validate(pack)} == {"CST010"}


def test_fmt_rejects_folder_with_invalid_manifest(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = write_unformatted(pack, "events")
    (pack / "datapackage.json").write_text('{"name": "few", "version": "1"}')
    assert main(["fmt", str(pack)]) == 2
    assert "datapackage.json: " in capsys.readouterr().err
    assert (pack / "events.json").read_bytes() == text


MISTAKES = {
    "misspelt field": lambda text: text.replace('"title"', '"titel"', 1),
    "wrong case": lambda text: text.replace('"protest"', '"Protest"', 1),
    "Cyrillic letters": lambda text: text.replace("state:KAZ", "state:\u041a\u0410Z", 1),
    "null": lambda text: text.replace('"title"', '"summary": null, "title"', 1),
    "empty list": lambda text: text.replace('"title"', '"participants": [], "title"', 1),
    "integer with fraction": lambda text: text.replace('"paragraph": 1', '"paragraph": 1.0', 1),
    "duplicate key": lambda text: text.replace('"kind"', '"date": "2022-01-05", "kind"', 1),
    "trailing space": lambda text: text.replace('"A protest"', '"A protest "', 1),
    "byte order mark": lambda text: text if text.startswith("\ufeff") else "\ufeff" + text,
    "trailing comma": lambda text: text[: text.rindex("]")] + ",]" + text[text.rindex("]") + 1 :],
}


@settings(NO_DEADLINE, max_examples=settings.default.max_examples)
@given(st.lists(st.sampled_from(sorted(MISTAKES)), unique=True), LAYOUTS)
def test_fix_corrects_all_safe_mistakes_and_is_idempotent(
    pack: Path, mistakes: list[str], layout: dict[str, Any]
) -> None:
    write(pack, [event("a"), event("b")])
    expected = list(csto_data.load(pack))
    text = write(pack, [event("a"), event("b")], **layout)
    for mistake in mistakes:
        text = MISTAKES[mistake](text)
    (pack / "events.json").write_text(text, encoding="utf-8")
    apply(changes(pack).changes)
    assert validate(pack) == ()
    assert list(csto_data.load(pack)) == expected
    assert changes(pack).changes == ()


def test_fix_does_not_apply_uncertain_suggestions(pack: Path) -> None:
    write(pack, [{**event("a"), "kind": "protestx", "states": ["state:KAX"]}], indent=2)
    apply(changes(pack).changes)
    assert {finding.rule for finding in validate(pack)} == {"CST104"}
    assert "state:KAX" in (pack / "events.json").read_text()
    assert not any(finding.fix and finding.fix.safe for finding in validate(pack))


def test_fix_does_not_remove_required_fields(pack: Path) -> None:
    text = write(pack, [{**event("a"), "evidence": []}, {**event("b"), "title": None}])
    assert changes(pack).changes == ()
    assert (pack / "events.json").read_text() == text


def test_fix_names_each_correction_also_in_lines_and_in_a_broken_file(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = json.dumps({**event("a"), "kind": "Protest"})
    (pack / "events.jsonl").write_text(f"{wrong}\n{wrong.replace('event:a', 'event:b')}\n", encoding="utf-8")
    main(["fix", str(pack)])
    corrected = [line for line in capsys.readouterr().out.splitlines() if line.startswith("corrected ")]
    assert [re.search(r"jsonl:(\d)", line)[1] for line in corrected] == ["1", "2"]  # type: ignore[index]


def test_fix_diff_prints_changes_without_writing(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = write(pack, [event("a")]).replace('"title"', '"titel"')
    (pack / "events.json").write_text(text)
    capsys.readouterr()
    assert main(["fix", "--diff", str(pack)]) == 1
    shown = capsys.readouterr().out
    assert '+      "title": "A protest",' in shown
    assert (pack / "events.json").read_text() == text
    assert main(["fix", str(pack)]) == 0
    fixed, corrected = capsys.readouterr().out.splitlines()
    assert fixed == f"fixed {pack / 'events.json'}"
    assert re.fullmatch(r'corrected .*events[.]json:\d+:\d+: unknown field "titel" \[event:a\]; now "title"', corrected)
    assert main(["fix", "--diff", str(pack)]) == 0


@pytest.mark.parametrize(
    ("ending", "shown"),
    [("\r\n", "\\r\n+"), ("", "\n\\ No newline at end of file\n+"), ("\n\n", "\n-\n")],
    ids=["Windows newline", "no newline", "two newlines"],
)
def test_fix_diff_shows_different_line_endings(
    pack: Path, ending: str, shown: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = pack / "events.json"
    file.write_bytes(file.read_bytes().removesuffix(b"\n") + ending.encode())
    capsys.readouterr()
    assert main(["fix", "--diff", str(pack)]) == 1
    assert shown in capsys.readouterr().out


def test_fix_corrects_json_lines_file(pack: Path) -> None:
    line = json.dumps(event("a")).replace('"title"', '"titel"')
    (pack / "events.jsonl").write_text(f"\n{line}\n")
    apply(changes(pack).changes)
    assert validate(pack) == ()


@given(st.text("ab", max_size=12), st.text("ab", max_size=12))
def test_difference_turns_old_text_into_new(old: str, new: str) -> None:
    start, end, text = difference(old, new)
    assert old[:start] + text + old[end:] == new


@pytest.mark.integration  # starts many processes
@pytest.mark.skipif(os.name == "nt", reason="processes are killed by signal")
@pytest.mark.parametrize("delay", [0.0, 0.1, 0.2, 0.25, 0.3, 0.35, 0.4])
def test_killed_fix_leaves_each_file_old_or_fixed(pack: Path, delay: float) -> None:
    events = [event(f"e{number:03}") for number in range(60)]
    before = write(pack, events).encode()
    places = json.dumps({"$schema": "schemas/place.schema.json", "records": []}, indent=7).encode()
    (pack / "places.json").write_bytes(places)
    fixed = pack.parent / "fixed"
    shutil.copytree(pack, fixed)
    apply(changes(fixed).changes)
    process = subprocess.Popen([sys.executable, "-m", "csto_data", "fix", str(pack)], stdout=subprocess.DEVNULL)
    time.sleep(delay)
    process.kill()
    process.wait()
    for name, old in (("events.json", before), ("places.json", places)):
        assert (pack / name).read_bytes() in (old, (fixed / name).read_bytes())


@pytest.mark.parametrize("failing", ["fsync", "replace"])
def test_failed_write_leaves_file_unchanged(pack: Path, failing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = write(pack, [event("a")])

    def fail(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, failing, fail)
    with pytest.raises(DatasetError, match=r"events\.json cannot be written: no space"):
        apply(changes(pack).changes)
    assert (pack / "events.json").read_text() == text
    assert not list(pack.glob(".*.tmp"))


def write_unformatted(pack: Path, *names: str) -> bytes:
    """Write datasets without records that are not in canonical form; return their content."""
    for name in names:
        (pack / f"{name}.json").write_bytes(UNFORMATTED)
    return UNFORMATTED


UNFORMATTED = b'{"records": [],\n\n"$schema": "schemas/event.schema.json"}'


def test_fmt_writes_nothing_if_any_file_is_invalid(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = write_unformatted(pack, "events", "sources")
    (pack / "places.json").write_text('{"records": [')
    (pack / "states.json").write_text("{]")
    assert main(["fmt", str(pack)]) == 2
    output = capsys.readouterr().err
    assert "places.json: " in output
    assert "states.json: " in output
    assert (pack / "events.json").read_bytes() == (pack / "sources.json").read_bytes() == text


@pytest.mark.parametrize(("command", "word"), [("fmt", "formatted"), ("fix", "fixed")])
def test_fmt_and_fix_name_written_files_if_later_write_fails(
    pack: Path, command: str, word: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("events", "places"):
        schema = f"schemas/{name[:-1]}.schema.json"
        (pack / f"{name}.json").write_text(json.dumps({"$schema": schema, "records": []}, indent=7))
    real_replace = os.replace

    def fail(source: Path, target: Path) -> None:
        if target.name == "places.json":
            raise OSError("no space left")
        real_replace(source, target)

    monkeypatch.setattr(os, "replace", fail)
    capsys.readouterr()
    assert main([command, str(pack)]) == 2
    output = capsys.readouterr()
    assert output.out == f"{word} {pack / 'events.json'}\n"
    assert "places.json cannot be written: no space left" in output.err


@pytest.mark.parametrize(("command", "code"), [("fmt", 2), ("fix", 1)])
def test_fmt_and_fix_keep_symlink_out_of_folder(
    pack: Path, command: str, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    target = pack.parent / "elsewhere.json"
    target.write_bytes(UNFORMATTED)
    (pack / "events.json").unlink()
    (pack / "events.json").symlink_to(target)
    assert main([command, str(pack)]) == code
    assert "he file is a symbolic link" in "".join(capsys.readouterr())
    assert (pack / "events.json").is_symlink()
    assert target.read_bytes() == UNFORMATTED


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
@pytest.mark.parametrize("name", ["events.json", "events.jsonl", "datapackage.json"])
def test_named_pipe_is_rejected_without_waiting(pack: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    (pack / name).unlink(missing_ok=True)
    os.mkfifo(pack / name)
    assert "CST001" in {finding.rule for finding in validate(pack)}
    for command, code in (("fmt", 2), ("fix", 1)):
        assert main([command, str(pack)]) == code
        assert "he file is not a regular file" in "".join(capsys.readouterr())
    with pytest.raises(DatasetError, match="not a regular file"):
        csto_data.load(pack)


def test_fix_corrects_the_other_files_of_a_folder_and_prints_what_is_left(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(pack, [event("a")])
    (pack / "sources.json").write_text("{]")
    capsys.readouterr()
    assert main(["fix", str(pack)]) == 1
    output = capsys.readouterr().out
    assert f"fixed {pack / 'events.json'}\n" in output
    assert "sources.json:1:2: error CST004" in output
    assert [finding.rule for finding in validate(pack)] == ["CST004"]


@pytest.mark.skipif(os.name == "nt", reason="the system has no such file modes")
@pytest.mark.parametrize("command", ["fmt", "fix"])
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755], ids=oct)
def test_fmt_and_fix_keep_file_mode(pack: Path, command: str, mode: int) -> None:
    write(pack, [event("a")], indent=7)
    (pack / "events.json").chmod(mode)
    assert main([command, str(pack)]) == 0
    assert unformatted(pack) == []
    assert (pack / "events.json").stat().st_mode & 0o777 == mode


@pytest.mark.parametrize("command", ["fmt", "fix"])
def test_fmt_and_fix_reject_folder_without_dataset_or_pack(
    tmp_path: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, str(tmp_path / "nowhere")]) == 2
    assert "does not exist. Expected a folder" in capsys.readouterr().err
    assert main([command, str(tmp_path)]) == 2
    assert "has no dataset files" in capsys.readouterr().err


@pytest.mark.parametrize(
    "slugs", [("signing-of-x", "signing-Of-x"), ("signing-OF-x", "signing-Of-x"), ("csto-First-arrivals",)]
)
def test_fix_never_gives_a_record_the_id_of_another(tmp_path: Path, slugs: tuple[str, ...]) -> None:
    records = [event(slug) | {"title": f"Protest {index}"} for index, slug in enumerate(slugs)]
    document = {"$schema": "schemas/event.schema.json", "records": records}
    (tmp_path / "events.json").write_text(json.dumps(document), encoding="utf-8")
    assert main(["fix", str(tmp_path)]) == 1
    assert {record["id"] for record in json.loads((tmp_path / "events.json").read_text())["records"]} == {
        f"event:{slug}" for slug in slugs
    }
