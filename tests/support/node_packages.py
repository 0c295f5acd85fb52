"""Run the scripts in ``tests/support/node``; the test is skipped if Node.js or the packages are not installed."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import Any

import pytest

from support import SUPPORT

FOLDER = SUPPORT / "node"


def run_node(script: str, text: str) -> Any:
    """Return the JSON that a script prints when it reads this text."""
    program = shutil.which("node")
    if program is None or not (FOLDER / "node_modules").is_dir():
        pytest.skip("needs Node.js and its packages: npm ci --prefix tests/support/node")
    command = [program, str(FOLDER / script)]
    done = subprocess.run(command, input=text, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
