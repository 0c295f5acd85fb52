"""A git repository of a test, without the configuration of the user."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

IDENTITY = {f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


class Repository:
    """A new git repository in which commands can be run."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.folder = folder
        inherited = {name: value for name, value in environment.items() if not name.startswith(("GIT_", "PYTEST_"))}
        settings = {"GIT_CONFIG_GLOBAL": str(folder / ".git" / "none"), "GIT_CONFIG_NOSYSTEM": "1"}
        self._environment = {**inherited, **IDENTITY, **settings}
        self.check("git", "init", "--quiet")

    def run(self, *command: str) -> tuple[int, str]:
        """Run a command and return its exit code and output."""
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        return done.returncode, done.stdout

    def check(self, *command: str) -> str:
        """Run a command that must succeed and return its output."""
        code, printed = self.run(*command)
        assert code == 0, printed
        return printed

    def commit(self) -> tuple[int, str]:
        """Commit all changes and return the exit code and output."""
        self.check("git", "add", "--all")
        return self.run("git", "commit", "--message", "A change")
