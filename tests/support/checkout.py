"""A copy of this checkout in which a class can be edited."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from support import ROOT

COMMAND = "csto_data.serialization.schema_writer"
PARTS = (
    "src",
    "data",
    "schemas",
    "history",
    "docs",
    "pyproject.toml",
    "hatch_build.py",
    "README.md",
    "LICENSE",
    "CITATION.cff",
    ".zenodo.json",
    ".github",
)


def copy_parts(names: Iterable[str], folder: Path) -> None:
    """Copy files and folders of this checkout."""
    for name in names:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
        copy(ROOT / name, folder / name)


class Checkout:
    """A copy of this checkout, whose code runs in separate processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        copy_parts(PARTS, folder)

    def edit(self, module: str, old: str, new: str) -> None:
        """Replace a text that occurs once in a module of the model."""
        file = self.folder / "src" / "csto_data" / "model" / f"{module}.py"
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times"
        file.write_text(text.replace(old, new), encoding="utf-8")

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run Python in the copy."""
        environment = {**os.environ, "PYTHONPATH": str(self.folder / "src"), "PYTHONIOENCODING": "utf-8"}
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def python(self, code: str) -> Any:
        """Run code in the copy and return the JSON that it prints."""
        done = self.run("-c", code)
        assert (done.returncode, bool(done.stdout)) == (0, True), done.stderr
        return json.loads(done.stdout)

    def regenerate(self, *more: str) -> None:
        """Regenerate the schemas, and run more scripts."""
        for arguments in (("-m", COMMAND), *((script,) for script in more)):
            done = self.run(*arguments)
            assert done.returncode == 0, done.stderr

    def record(self, kind: str) -> Any:
        """Return the definition of a record in the schema of its kind."""
        return json.loads((self.folder / "schemas" / f"{kind}.schema.json").read_bytes())["$defs"]["record"]

    def drift(self) -> str:
        """Run the test of the committed schemas, which must fail, and return its output."""
        test = ROOT / "tests" / "unit" / "serialization" / "test_schema_writer.py"
        name = "test_committed_schemas_are_generated_from_the_classes"
        options = ["-q", "-n0", "-p", "no:cacheprovider", "-c", str(ROOT / "pyproject.toml")]
        done = self.run("-m", "pytest", *options, f"{test}::{name}")
        assert done.returncode == 1, done.stdout + done.stderr
        return done.stdout
