"""Every command of docs/command-line.md runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support import ROOT

from csto_data.cli import main

TEXT = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"`csto-data ([a-z]+ [^`]*)`", TEXT.replace("COMMAND", "members"))


@pytest.mark.parametrize("command", [command for command in COMMANDS if "--help" not in command])
def test_command_answers(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(command.split()) == 0
    assert capsys.readouterr().out or list(tmp_path.iterdir())


def test_page_shows_commands() -> None:
    assert len(COMMANDS) > 12
