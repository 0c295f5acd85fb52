"""Skips what needs ``fix`` and ``validate --format github`` where the command does not have them."""

from __future__ import annotations

import subprocess
import sys

import pytest

_HELP = subprocess.run(
    [sys.executable, "-m", "csto_data", "validate", "--help"], capture_output=True, encoding="utf-8", check=True
).stdout
needs_gate = pytest.mark.skipif("github" not in _HELP, reason="validate has no --format github")
