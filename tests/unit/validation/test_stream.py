"""A stream of records gets the findings that the same lines get in a pack, and takes no more memory when it is longer."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from csto_data import DatasetError
from csto_data.cli import main
from csto_data.serialization import schemas
from csto_data.validation import validate
from csto_data.validation.stream import check_lines


def line(slug: str, **fields: object) -> str:
    record = {"id": f"event:{slug}", "kind": "protest", "title": "A protest"}
    evidence = [{"source": "source:sukhankin-2022"}]
    return json.dumps({**record, **fields, "evidence": evidence}, ensure_ascii=False, separators=(",", ":"))


LINES = [
    line("a"),
    line("b", kind="protests"),
    "",
    line("c", titel="x"),
    line("a"),
    line("d").replace('"kind":', '"kind": "unrest", "kind":'),
    line("e", summary="a\u202eb"),
    line("f").replace('":', '": '),
    line("f"),
    "5",
    "{",
]


@pytest.fixture(params=["with the extra fast", "without it"])
def installed(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if request.param == "without it":
        monkeypatch.setitem(sys.modules, "jsonschema_rs", None)
        monkeypatch.setitem(sys.modules, "orjson", None)
    schemas.fast_validator.cache_clear()
    yield
    schemas.fast_validator.cache_clear()


@pytest.mark.usefixtures("installed")
def test_a_stream_has_the_findings_of_a_pack(tmp_path: Path) -> None:
    file = tmp_path / "events.jsonl"
    file.write_text("\n".join(LINES), encoding="utf-8")
    found = check_lines(file, None)
    assert found.records == len(LINES) - 1
    assert found.count == len(found.findings)
    of_pack = validate(tmp_path)
    seen = [(f.rule, f.line, f.column, f.record, f.pointer, f.suggestion, f.fix) for f in found.findings]
    assert seen == [(f.rule, f.line, f.column, f.record, f.pointer, f.suggestion, f.fix) for f in of_pack]


def test_only_the_first_are_explained_and_all_are_counted(tmp_path: Path) -> None:
    file = tmp_path / "events.jsonl"
    file.write_text("5\n" * 50)
    found = check_lines(file, 7)
    assert (found.count, len(found.findings)) == (50, 7)


def test_a_line_that_is_too_long_is_a_finding_and_not_kept(tmp_path: Path) -> None:
    file = tmp_path / "events.jsonl"
    file.write_bytes(b'"' + b"x" * 5_000_000 + b'"\n' + line("a").encode() + b"\n")
    tracemalloc.start()
    (finding,) = check_lines(file, None).findings
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (finding.rule, finding.line) == ("CST013", 1)
    assert peak < 30_000_000


@pytest.mark.parametrize("name", ["event.jsonl", "events.json", "nowhere/events.jsonl"])
def test_a_file_that_is_no_stream_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(DatasetError, match=r"events\.jsonl"):
        check_lines(tmp_path / name, None)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no device that never ends")
@pytest.mark.parametrize("target", ["/dev/zero", "elsewhere.jsonl", "nowhere"])
def test_a_link_is_not_followed(tmp_path: Path, target: str) -> None:
    (tmp_path / "elsewhere.jsonl").write_text(line("a"))
    (tmp_path / "events.jsonl").symlink_to(target)
    with pytest.raises(DatasetError, match="it is no file"):
        check_lines(tmp_path / "events.jsonl", None)


def test_without_a_file_there_is_nothing_to_stream(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "--shape"]) == 2
    assert "events.jsonl" in capsys.readouterr().err


def test_the_command_streams(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "events.jsonl"
    file.write_text(line("a") + "\n")
    assert main(["validate", "--shape", str(file)]) == 0
    assert "1 records" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_sigint_ends_validation_of_a_stream_with_exit_code_130(tmp_path: Path) -> None:
    pipe = tmp_path / "events.jsonl"
    os.mkfifo(pipe)
    # A shell ignores SIGINT in what it starts in the background, and children inherit that.
    start = (
        "import runpy, signal; signal.signal(signal.SIGINT, signal.default_int_handler); runpy.run_module('csto_data')"
    )
    command = [sys.executable, "-c", start, "validate", "--shape", str(pipe)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            with pipe.open("w") as feeding:
                feeding.write(line("a") + "\n")
                feeding.flush()
                process.send_signal(signal.SIGINT)
                _, error = process.communicate(timeout=30)
        finally:
            process.kill()
    assert process.returncode == 130
    assert error == "csto-data: interrupted\n"
