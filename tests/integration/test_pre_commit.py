"""A commit with a mistake is blocked where the repository uses our pre-commit hooks, and a mended one passes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support import ROOT
from support.wheelhouse import offline

from csto_data.model import KINDS

pytest.importorskip("pre_commit", reason="needs pre-commit: pip install -e '.[test]'")
yaml = pytest.importorskip("yaml", reason="needs PyYAML: pip install -e '.[test]'")

HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
INSTALLED = (".pre-commit-hooks.yaml", "pyproject.toml", "README.md", "LICENSE", "src", "data", "schemas")


class Repository:
    """A git repository; ``run`` says what a command in it returned and printed."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        author = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org"}
        committer = {"GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org"}
        settings = {"GIT_CONFIG_GLOBAL": str(folder / ".git" / "none"), "GIT_CONFIG_NOSYSTEM": "1"}
        self._environment = {**environment, **author, **committer, **settings}
        self.expect("git", "init", "--quiet")

    def run(self, *command: str) -> tuple[int, str]:
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        return done.returncode, done.stdout.decode()

    def expect(self, *command: str) -> str:
        code, printed = self.run(*command)
        assert code == 0, printed
        return printed

    def commit(self) -> tuple[int, str]:
        self.expect("git", "add", "--all")
        return self.run("git", "commit", "--message", "A change")


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Without a network, and with a store of pre-commit of its own."""
    store = tmp_path_factory.mktemp("store")
    return {**offline(tmp_path_factory.mktemp("wheels")), "PRE_COMMIT_HOME": str(store)}


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Repository:
    """This checkout, as it is now, as a repository of hooks."""
    repository = Repository(tmp_path_factory.mktemp("hooks"), environment)
    for name in INSTALLED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, repository.folder / name)
    assert repository.commit()[0] == 0
    return repository


def guard(hooks: Repository) -> str:
    """A configuration of pre-commit that takes all our hooks from their repository."""
    revision = hooks.expect("git", "rev-parse", "HEAD").strip()
    guards = [{"id": hook["id"], "args": ["data"]} for hook in HOOKS]
    return str(yaml.safe_dump({"repos": [{"repo": str(hooks.folder), "rev": revision, "hooks": guards}]}))


@pytest.fixture(params=["our hooks in another repository", "our own configuration"])
def contribution(
    request: pytest.FixtureRequest, tmp_path: Path, environment: dict[str, str], hooks: Repository
) -> Repository:
    """A repository with a dataset in ``data/``, guarded by pre-commit."""
    if request.param == "our own configuration":  # it runs what is installed: here the code of this checkout
        path = os.pathsep.join([os.path.dirname(sys.executable), environment["PATH"]])
        repository = Repository(tmp_path, {**environment, "PATH": path, "PYTHONPATH": str(ROOT / "src")})
        config = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    else:
        repository = Repository(tmp_path, environment)
        config = guard(hooks)
    (tmp_path / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
    shutil.copytree(ROOT / "data", tmp_path / "data")
    repository.expect(sys.executable, "-m", "pre_commit", "install")
    code, printed = repository.commit()
    assert code == 0, printed
    return repository


def test_a_mistake_is_blocked_and_its_mend_passes(contribution: Repository) -> None:
    states = contribution.folder / "data" / "states.json"
    good = states.read_text(encoding="utf-8")
    states.write_text(good.replace('"cow": 705', '"cwo": 705', 1), encoding="utf-8")
    code, printed = contribution.commit()
    assert code == 1
    assert "cwo" in printed
    assert "cow" in printed.partition("cwo")[2], "the field that was meant is named"

    states.write_text(good.replace('"name": "Kazakhstan"', '"name": "Republic of Kazakhstan"'), encoding="utf-8")
    code, printed = contribution.commit()
    assert code == 0, printed
    assert printed.count("Passed") == len(HOOKS)


def test_another_form_is_mended_and_shown_before_it_is_committed(contribution: Repository) -> None:
    states = contribution.folder / "data" / "states.json"
    canonical = states.read_text(encoding="utf-8")
    states.write_text(canonical.replace("\n  ", "\n      "), encoding="utf-8")
    code, printed = contribution.commit()
    assert code == 1
    assert "files were modified by this hook" in printed
    assert states.read_text(encoding="utf-8") == canonical


def test_a_pull_request_from_a_slip_to_its_mend(contribution: Repository) -> None:
    """The commit is blocked, the check shows the slip as GitHub reads it, ``fix`` mends it, and the commit is made."""

    def csto_data(*arguments: str) -> tuple[int, str]:
        return contribution.run("env", f"PYTHONPATH={ROOT / 'src'}", sys.executable, "-m", "csto_data", *arguments)

    states = contribution.folder / "data" / "states.json"
    good = states.read_text(encoding="utf-8")
    states.write_text(good.replace('"cow": 705', '"cow": 705,\n      "other_names": []', 1), encoding="utf-8")
    assert contribution.commit()[0] == 1

    code, printed = csto_data("validate", "--format", "github", "data")
    assert code == 1
    commands = [re.fullmatch(r"::(\w+) ([^:]+)::(.+)", line) for line in printed.splitlines()]
    (command,) = filter(None, commands)
    assert len(commands) == 1, "every line is a command"
    properties = dict(part.split("=") for part in command[2].split(","))
    assert (command[1], properties["file"]) == ("error", "data/states.json")
    line = states.read_text(encoding="utf-8").splitlines()[int(properties["line"]) - 1]
    assert line[int(properties["col"]) - 1 : int(properties["endColumn"])] == "[]"

    assert csto_data("fix", "data")[0] == 0
    assert states.read_text(encoding="utf-8") == good
    states.write_text(good.replace('"cow": 705,', '"cow":705,', 1), encoding="utf-8")
    assert csto_data("fmt", "--check", "data")[0] == 1
    assert csto_data("fix", "data")[0] == 0
    states.write_text(good.replace('"name": "Kazakhstan"', '"name": "Republic of Kazakhstan"'), encoding="utf-8")
    code, printed = contribution.commit()
    assert code == 0, printed


def test_other_files_are_not_held_up(contribution: Repository) -> None:
    (contribution.folder / "package.json").write_text("{", encoding="utf-8")
    code, printed = contribution.commit()
    assert code == 0, printed
    assert printed.count("Skipped") >= len(HOOKS)


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_hooks_look_at_the_files_of_datasets(hook: dict[str, str]) -> None:
    names = hook["files"].partition("/)(")[2].partition(")")[0].split("|")
    assert names == ["datapackage", "pack", *KINDS]
