"""Runs the scripts in ``tests/support/node``; without node or its packages the test is skipped, and says how to have them."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import Any

import pytest

from support import SUPPORT

FOLDER = SUPPORT / "node"


def node(script: str, text: str) -> Any:
    """What a script answers to this text."""
    program = shutil.which("node")
    if program is None or not (FOLDER / "node_modules").is_dir():
        pytest.skip("needs node and its packages: npm ci --prefix tests/support/node")
    command = [program, str(FOLDER / script)]
    done = subprocess.run(command, input=text, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
