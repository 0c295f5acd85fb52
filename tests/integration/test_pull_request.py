"""A simulated pull request: the hooks block a bad commit, ``fix`` repairs it, and annotations are workflow commands."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from support import ROOT
from support.github import COMMAND

pytest.importorskip("pre_commit")

BAD_EVENT = (
    '{"id": "event:march", "kind": "protest", "titel": "A march", "evidence": [{"source": "source:sukhankin-2022"}]}\n'
)


def hooks() -> str:
    """Return a configuration with the hooks of this repository, run by this interpreter without installation."""
    offered = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    indented = "".join(f"      {line}\n" for line in offered.splitlines())
    indented = indented.replace("entry: csto-data", f"entry: {sys.executable} -m csto_data")
    indented = indented.replace("language: python", "language: system")
    return f"repos:\n  - repo: local\n    hooks:\n{indented}"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "pack"
    run(tmp_path, sys.executable, "-m", "csto_data", "init-pack", "pack")
    (folder / ".pre-commit-config.yaml").write_text(hooks(), encoding="utf-8")
    run(folder, "git", "init", "--quiet")
    run(folder, sys.executable, "-m", "pre_commit", "install")
    run(folder, "git", "add", "-A")
    return folder


def run(folder: Path, *command: str, code: int = 0) -> str:
    identity = {f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    home = {"PRE_COMMIT_HOME": str(folder.parent / "pre-commit")}
    environment = {**os.environ, **identity, **home, "SKIP": os.environ.get("SKIP", "")}
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_commit_with_misspelt_field_is_blocked_and_passes_after_fix(repository: Path) -> None:
    run(repository, "git", "commit", "--quiet", "-m", "a pack")
    (repository / "events.jsonl").write_text(BAD_EVENT)
    run(repository, "git", "add", "events.jsonl")
    stopped = run(repository, "git", "commit", "-m", "an event", code=1)
    assert "events.jsonl:1:42: error CST101" in stopped
    run(repository, sys.executable, "-m", "csto_data", "fix", ".")
    assert json.loads((repository / "events.jsonl").read_text())["title"] == "A march"
    run(repository, "git", "add", "events.jsonl")
    run(repository, "git", "commit", "-m", "an event")
    assert "an event" in run(repository, "git", "log", "--oneline")


def test_validate_in_github_format_prints_workflow_commands_only(repository: Path) -> None:
    (repository / "events.jsonl").write_text(BAD_EVENT.replace("A march", "x\\n::error::forged") * 3)
    shown = run(repository, sys.executable, "-m", "csto_data", "validate", "--format", "github", ".", code=1)
    assert all(COMMAND.fullmatch(line) for line in shown.splitlines())
    assert "file=events.jsonl" in shown


def test_action_passes_inputs_through_environment_variables() -> None:
    action = (ROOT / "action.yml").read_text(encoding="utf-8")
    for line in action.split("runs:")[1].splitlines():
        if "${{" in line:
            assert line.strip().split(":")[0].isupper(), line
