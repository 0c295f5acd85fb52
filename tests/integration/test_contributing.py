"""The contributions of CONTRIBUTING.md, made as it says, pass every check; with one mistake, the commit is refused."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from support import ROOT, checkout

pytest.importorskip("pre_commit", reason="needs pre-commit: pip install -e '.[test]'")

PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PARTS = (
    *checkout.PARTS,
    "tests",
    "NOTICE",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    ".pre-commit-config.yaml",
    ".gitattributes",
)
CHECKS = ("tests/unit/docs/test_generated_pages.py", "tests/unit/validation/test_id_register.py", "tests/data")
Record = dict[str, Any]


def contributions() -> dict[str, list[tuple[str, Record]]]:
    """Return the examples of the page by their heading: for each, records with the names of their files."""
    part = PAGE.partition("## Five usual contributions")[2].partition("\n## ")[0]
    found = {}
    for section in part.split("\n### ")[1:]:
        heading, _, text = section.partition("\n")
        blocks = re.findall(r"`data/(\w+\.json)`:\n\n```json\n(.*?)```", text, re.DOTALL)
        found[heading] = [(file, json.loads(block)) for file, block in blocks]
    return found


CONTRIBUTIONS = contributions()


class Mistake(NamedTuple):
    """A change of the last record of a contribution, and the rule of the only finding."""

    change: Callable[[Record], None]
    rule: str


def put(name: str, value: Any) -> Callable[[Record], None]:
    """Return a change that sets a field."""
    return lambda record: record.update({name: value})


MISTAKES = {
    "An event, with its source": Mistake(put("kind", "party"), "CST104"),
    "A second source": Mistake(lambda record: record["evidence"][1].update(source="source:unknown"), "CST302"),
    "A corrected date": Mistake(put("date", "2022-01-15"), "CST501"),
    "A person": Mistake(put("nationality", "state:KAZ"), "CST101"),
    "A membership": Mistake(put("end", "2021"), "CST501"),
}


def test_every_contribution_has_a_mistake_to_make() -> None:
    assert [*CONTRIBUTIONS] == [*MISTAKES]
    assert all(CONTRIBUTIONS.values())


class Checkout:
    """A repository with a copy of this checkout and its hooks; commands use the code and the data of the copy."""

    def __init__(self, folder: Path, settings: Path) -> None:
        self.folder = folder
        for part in PARTS:
            source = ROOT / part
            copy = shutil.copytree if source.is_dir() else shutil.copy2
            copy(source, folder / part)
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PYTEST_"))}
        identity = {
            f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
        }
        self._environment = {
            **inherited,
            **identity,
            "GIT_CONFIG_GLOBAL": str(settings / "none"),
            "GIT_CONFIG_NOSYSTEM": "1",
            "PATH": os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]]),
            "PRE_COMMIT_HOME": str(settings),
            "PYTHONPATH": str(folder / "src"),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        (folder / ".gitignore").write_text("__pycache__\n.hypothesis\n.pytest_cache\n", encoding="utf-8")
        for command in ("init --quiet", "add --all", "commit --quiet --no-verify --message Start"):
            self.check("git", *command.split())
        self.check(sys.executable, "-m", "pre_commit", "install")

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

    def add(self, records: list[tuple[str, Record]]) -> None:
        """Add records to the ends of their files, or replace those with the same id."""
        for name, record in records:
            file = self.folder / "data" / name
            document = json.loads(file.read_text(encoding="utf-8"))
            others = [other for other in document["records"] if other["id"] != record["id"]]
            document["records"] = [*others, record]
            file.write_text(json.dumps(document, indent=4, ensure_ascii=False), encoding="utf-8")

    def commit(self) -> tuple[int, str]:
        """Commit all changes as step 6 says and return the exit code and output."""
        self.check("git", "add", "--all")
        return self.run("git", "commit", "--message", "A contribution")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    return Checkout(tmp_path_factory.mktemp("checkout"), tmp_path_factory.mktemp("settings"))


def test_contributions_of_the_page_pass_all_checks_and_with_a_mistake_none(checkout: Checkout) -> None:
    for heading, records in CONTRIBUTIONS.items():
        mistake = MISTAKES[heading]
        wrong = json.loads(json.dumps(records))
        mistake.change(wrong[-1][1])
        checkout.add(wrong)
        code, printed = checkout.commit()
        assert code == 1, f"{heading}: {printed}"
        assert re.findall(r": (?:error|warning) (CST\d+):", printed) == [mistake.rule], f"{heading}: {printed}"
        checkout.check("git", "reset", "--quiet", "--hard")

        checkout.add(records)
        code, printed = checkout.commit()
        assert (code, "files were modified by this hook" in printed) == (1, True), f"{heading}: {printed}"
        code, printed = checkout.commit()
        assert code == 0, f"{heading}: {printed}"

    checkout.check(sys.executable, "-m", "csto_data", "prepare", "data")
    assert checkout.check("git", "status", "--porcelain") == ""
    assert "source:name-of-the-source" in checkout.check(sys.executable, "-m", "csto_data", "disputes")
    checkout.check(sys.executable, "-m", "pytest", "-n0", "-q", *CHECKS)
