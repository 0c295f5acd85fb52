"""Shell completion: commands, options, choices and ids, by argcomplete."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import csto_data


def completions(line: str, tmp_path: Path) -> list[str]:
    """Return what a shell would offer after a line, by the protocol of argcomplete."""
    pytest.importorskip("argcomplete")
    found = tmp_path / "found"
    environment = {
        **os.environ,
        "_ARGCOMPLETE": "1",
        "_ARGCOMPLETE_STDOUT_FILENAME": str(found),
        "_ARGCOMPLETE_SUPPRESS_SPACE": "1",
        "_ARGCOMPLETE_IFS": "\n",
        "COMP_LINE": line,
        "COMP_POINT": str(len(line)),
        "COMP_TYPE": "9",
        "_ARGCOMPLETE_COMP_WORDBREAKS": " ",
    }
    subprocess.run([sys.executable, "-m", "csto_data"], env=environment, check=False, capture_output=True)
    return found.read_text().split()


@pytest.mark.integration  # starts many processes
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("csto-data mem", ["members"]),
        ("csto-data members --form", ["--format"]),
        ("csto-data members --format c", ["csv"]),
        ("csto-data list ev", ["events"]),
        ("csto-data show state:KA", ["state:KAZ"]),
        ("csto-data why s", [f"state:{state.iso_alpha3}" for state in csto_data.load().states if state.iso_alpha3]),
        ("csto-data members --organization state:", []),
        ("csto-data view source:sukhankin-2", ["source:sukhankin-2022"]),
        ("csto-data disputes --source event:", []),
        ("csto-data disputes --record event:csto-withdrawal-st", ["event:csto-withdrawal-start"]),
    ],
)
def test_shell_offers(line: str, expected: list[str], tmp_path: Path) -> None:
    assert completions(line, tmp_path) == expected


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_argcomplete_can_register_the_command_in(shell: str) -> None:
    pytest.importorskip("argcomplete")
    command = [str(Path(sys.executable).with_name("register-python-argcomplete")), "--shell", shell, "csto-data"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "csto-data" in done.stdout
