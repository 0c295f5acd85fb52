"""The commands that compare versions of the data."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from support import ROOT

from csto_data.cli import main


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Return a copy of the data in which a title differs."""
    for name in ("data", "schemas"):
        shutil.copytree(ROOT / name, tmp_path / name)
    events = tmp_path / "data" / "events.json"
    raw = json.loads(events.read_text(encoding="utf-8"))
    raw["records"][0]["title"] = "Another title"
    events.write_text(json.dumps(raw), encoding="utf-8")
    return tmp_path


def test_diff_shows_the_changed_field_in_each_format(old: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    for format in ("text", "json", "markdown"):
        assert main(["diff", str(old), "--format", format]) == 0
        printed = capsysbinary.readouterr().out.decode()
        assert "title" in printed
        if format == "json":
            (change,) = json.loads(printed)["changes"]
            assert (change["kind"], change["bump"], change["before"]) == ("changed", "PATCH", "Another title")


def test_release_check_refuses_changed_data_with_the_same_version(
    old: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["release", "check", "--against", str(old)]) == 1
    assert b"is not above" in capsysbinary.readouterr().out


def test_release_check_accepts_unchanged_data(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["release", "check", "--against", str(ROOT)]) == 0
    assert b"error" not in capsysbinary.readouterr().out
