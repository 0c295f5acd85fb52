"""The pre-commit hooks block a commit with a mistake and accept it after the fix."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

import pytest
from support import ROOT
from support.checkout import copy_parts
from support.repository import Repository
from support.wheelhouse import offline_environment

pytest.importorskip("pre_commit", reason="needs pre-commit: pip install -e '.[test]'")
yaml = pytest.importorskip("yaml", reason="needs PyYAML: pip install -e '.[test]'")

HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
INSTALLED = (
    ".pre-commit-hooks.yaml",
    "pyproject.toml",
    "hatch_build.py",
    "README.md",
    "LICENSE",
    "src",
    "data",
    "schemas",
    "history",
)


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return an environment without network, with a separate store for pre-commit."""
    store = tmp_path_factory.mktemp("store")
    return {**offline_environment(tmp_path_factory.mktemp("wheels")), "PRE_COMMIT_HOME": str(store)}


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Repository:
    """Return a repository of hooks with the current files of this checkout."""
    repository = Repository(tmp_path_factory.mktemp("hooks"), environment)
    copy_parts(INSTALLED, repository.folder)
    assert repository.commit()[0] == 0
    return repository


def hook_configuration(hooks: Repository) -> str:
    """Return a pre-commit configuration with all hooks of that repository."""
    revision = hooks.check("git", "rev-parse", "HEAD").strip()
    entries = [{"id": hook["id"], "args": ["data"]} for hook in HOOKS]
    return str(yaml.safe_dump({"repos": [{"repo": str(hooks.folder), "rev": revision, "hooks": entries}]}))


@pytest.fixture(params=["hooks from repository", "own configuration"])
def contribution(
    request: pytest.FixtureRequest, tmp_path: Path, environment: dict[str, str], hooks: Repository
) -> Repository:
    """Return a repository with a dataset in ``data/`` and pre-commit installed."""
    if request.param == "own configuration":  # it runs the installed command: here the code of this checkout
        path = os.pathsep.join([os.path.dirname(sys.executable), environment["PATH"]])
        repository = Repository(tmp_path, {**environment, "PATH": path, "PYTHONPATH": str(ROOT / "src")})
        config = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    else:
        repository = Repository(tmp_path, environment)
        config = hook_configuration(hooks)
    (tmp_path / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
    shutil.copytree(ROOT / "data", tmp_path / "data")
    repository.check(sys.executable, "-m", "pre_commit", "install")
    code, printed = repository.commit()
    assert code == 0, printed
    return repository


def test_hooks_block_commit_with_unknown_field_and_accept_valid_one(contribution: Repository) -> None:
    states = contribution.folder / "data" / "states.json"
    good = states.read_text(encoding="utf-8")
    states.write_text(good.replace('"cow": 705', '"cwo": 705', 1), encoding="utf-8")
    code, printed = contribution.commit()
    assert code == 1
    assert "cwo" in printed
    assert "cow" in printed.partition("cwo")[2], "the suggestion names the right field"

    states.write_text(good.replace('"name": "Kazakhstan"', '"name": "Republic of Kazakhstan"'), encoding="utf-8")
    code, printed = contribution.commit()
    assert code == 0, printed
    assert "csto-data prepare" in printed
    assert "Failed" not in printed


def test_format_hook_formats_file_and_blocks_first_commit(contribution: Repository) -> None:
    states = contribution.folder / "data" / "states.json"
    canonical = states.read_text(encoding="utf-8")
    states.write_text(canonical.replace("\n  ", "\n      "), encoding="utf-8")
    code, printed = contribution.commit()
    assert code == 1
    assert "files were modified by this hook" in printed
    assert states.read_text(encoding="utf-8") == canonical


def test_blocked_commit_passes_after_fix(contribution: Repository) -> None:
    """The hook repairs what is safe; it blocks any other mistake, which ``validate --format github`` reports."""

    def csto_data(*arguments: str) -> tuple[int, str]:
        return contribution.run("env", f"PYTHONPATH={ROOT / 'src'}", sys.executable, "-m", "csto_data", *arguments)

    states = contribution.folder / "data" / "states.json"
    good = states.read_text(encoding="utf-8")
    states.write_text(good.replace('"cow": 705', '"cow": 705,\n      "population": 20', 1), encoding="utf-8")
    assert contribution.commit()[0] == 1

    code, printed = csto_data("validate", "--format", "github", "data")
    assert code == 1
    commands = [re.fullmatch(r"::(\w+) ([^:]+)::(.+)", line) for line in printed.splitlines()]
    (command,) = filter(None, commands)
    assert len(commands) == 1, "every line must be a workflow command"
    properties = dict(part.split("=") for part in command[2].split(","))
    assert (command[1], properties["file"]) == ("error", "data/states.json")
    line = states.read_text(encoding="utf-8").splitlines()[int(properties["line"]) - 1]
    assert line[int(properties["col"]) - 1 : int(properties["endColumn"])] == '"population"'

    states.write_text(good, encoding="utf-8")
    people = contribution.folder / "data" / "people.json"
    without = people.read_text(encoding="utf-8")
    empty = without.replace('"name": "Stanislav Zas",', '"name": "Stanislav Zas",\n      "degrees": [],', 1)
    people.write_text(empty, encoding="utf-8")
    assert contribution.commit()[0] == 1
    assert people.read_text(encoding="utf-8") == without
    states.write_text(good.replace('"cow": 705,', '"cow":705,', 1), encoding="utf-8")
    assert csto_data("fmt", "--check", "data")[0] == 1
    assert csto_data("fix", "data")[0] == 0
    states.write_text(good.replace('"name": "Kazakhstan"', '"name": "Republic of Kazakhstan"'), encoding="utf-8")
    code, printed = contribution.commit()
    assert code == 0, printed


@pytest.mark.parametrize("change", ["deleted", "misnamed"])
def test_hooks_check_the_folder_whatever_file_a_commit_changes(contribution: Repository, change: str) -> None:
    if change == "deleted":
        (contribution.folder / "data" / "states.json").unlink()
    else:
        (contribution.folder / "data" / "event.json").write_text('{"records": []}', encoding="utf-8")
    code, printed = contribution.commit()
    assert code != 0, printed
    assert not [line for line in printed.splitlines() if line.startswith("csto-data") and "Skipped" in line]


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_hooks_always_run(hook: dict[str, object]) -> None:
    assert hook["always_run"] is True
    assert "files" not in hook
