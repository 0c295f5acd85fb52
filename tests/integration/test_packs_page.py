"""The commands in docs/packs.md print what the page shows."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from support import ROOT

PAGE = (ROOT / "docs" / "packs.md").read_text(encoding="utf-8")


def commands() -> list[tuple[str, str]]:
    """Return the commands of the page with their output."""
    found = []
    for block in re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL):
        for part in block.split("$ ")[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


def test_commands_of_packs_page_create_a_valid_pack(tmp_path: Path) -> None:
    assert len(commands()) < 10
    for command, expected in commands():
        prefix = f'csto-data() {{ "{sys.executable}" -m csto_data "$@"; }}; python() {{ "{sys.executable}" "$@"; }}; '
        done = subprocess.run(
            ["bash", "-c", prefix + command], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        if " new " in command:
            assert done.stdout.splitlines()[:2] == expected.splitlines()[:2]
        else:
            assert done.stdout == expected, done.stderr
    assert done.returncode == 0
