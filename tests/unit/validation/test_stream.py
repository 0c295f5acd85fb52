"""Validation of a stream of JSON lines: same findings as in a pack, in constant memory."""

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
    *json.dumps({"id": "event:g", "evidence": [{"source": "source:h"}]}, indent=1).split("\n"),
    "{",
]


@pytest.fixture(params=["with fast extra", "without fast extra"])
def installed(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if request.param == "without fast extra":
        monkeypatch.setitem(sys.modules, "jsonschema_rs", None)
        monkeypatch.setitem(sys.modules, "orjson", None)
    schemas.fast_validator.cache_clear()
    yield
    schemas.fast_validator.cache_clear()


@pytest.mark.usefixtures("installed")
def test_check_lines_reports_same_findings_as_validate(tmp_path: Path) -> None:
    file = tmp_path / "events.jsonl"
    file.write_text("\n".join(LINES), encoding="utf-8")
    found = check_lines(file, None)
    assert found.records == 11
    assert found.count == len(found.findings)
    expected = validate(tmp_path)
    actual = [(f.rule, f.line, f.column, f.record, f.pointer, f.suggestion, f.fix) for f in found.findings]
    assert actual == [(f.rule, f.line, f.column, f.record, f.pointer, f.suggestion, f.fix) for f in expected]


def test_check_lines_returns_limited_findings_and_counts_all(tmp_path: Path) -> None:
    file = tmp_path / "events.jsonl"
    file.write_text("5\n" * 50)
    found = check_lines(file, 7)
    assert (found.count, len(found.findings)) == (50, 7)


def test_check_lines_reports_too_long_line_without_reading_it_into_memory(tmp_path: Path) -> None:
    file = tmp_path / "events.jsonl"
    file.write_bytes(b'"' + b"x" * 5_000_000 + b'"\n' + line("a").encode() + b"\n")
    tracemalloc.start()
    (finding,) = check_lines(file, None).findings
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (finding.rule, finding.line) == ("CST013", 1)
    assert finding.message == "the line has 5000002 bytes, more than the limit of 1048576"
    assert peak < 30_000_000


@pytest.mark.parametrize("name", ["event.jsonl", "events.json", "nowhere/events.jsonl"])
def test_check_lines_rejects_missing_or_unknown_file_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(DatasetError, match=r"events\.jsonl"):
        check_lines(tmp_path / name, None)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="the system has no /dev/zero")
@pytest.mark.parametrize("target", ["/dev/zero", "elsewhere.jsonl", "nowhere"])
def test_check_lines_does_not_follow_symbolic_links(tmp_path: Path, target: str) -> None:
    (tmp_path / "elsewhere.jsonl").write_text(line("a"))
    (tmp_path / "events.jsonl").symlink_to(target)
    with pytest.raises(DatasetError, match=r"is a symbolic link\. Expected a regular file"):
        check_lines(tmp_path / "events.jsonl", None)


def test_validate_shape_without_file_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "--shape"]) == 2
    assert "events.jsonl" in capsys.readouterr().err


def test_validate_shape_checks_json_lines_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "events.jsonl"
    file.write_text(line("a") + "\n")
    assert main(["validate", "--shape", str(file)]) == 0
    assert "1 records" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for child processes")
def test_validate_shape_ends_with_exit_code_130_on_sigint(tmp_path: Path) -> None:
    pipe = tmp_path / "events.jsonl"
    os.mkfifo(pipe)
    # Background processes of a shell ignore SIGINT, and their children inherit that.
    start = (
        "import runpy, signal; signal.signal(signal.SIGINT, signal.default_int_handler); runpy.run_module('csto_data')"
    )
    command = [sys.executable, "-c", start, "validate", "--shape", str(pipe)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            with pipe.open("w") as writer:
                writer.write(line("a") + "\n")
                writer.flush()
                process.send_signal(signal.SIGINT)
                _, error = process.communicate(timeout=30)
        finally:
            process.kill()
    assert process.returncode == 130
    assert error == "csto-data: interrupted\n"
