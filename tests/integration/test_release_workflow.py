"""The steps of the workflow that publishes a release, run one after another in an unpacked source distribution."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hatchling.builders.sdist import SdistBuilder
from support import ROOT

from csto_data import __version__, load

WORKFLOW = yaml.safe_load((ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8"))
BUILD: list[dict[str, Any]] = WORKFLOW["jobs"]["build"]["steps"]
PUBLISH: list[dict[str, Any]] = WORKFLOW["jobs"]["publish"]["steps"]
COMMANDS = {step["name"]: step["run"] for step in BUILD if "name" in step}
TAG, VERSIONS, HISTORY, BUILDING, CHECK, CONTENT, NOTES = COMMANDS

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="the steps are commands of bash")


def unpacked(folder: Path) -> Path:
    """Return the root of the source distribution, unpacked in a folder."""
    sdist = Path(next(SdistBuilder(str(ROOT)).build(directory=str(folder / "built"))))
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    return folder / sdist.name.removesuffix(".tar.gz")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a checkout in which the steps before are not undone."""
    return unpacked(tmp_path_factory.mktemp("release"))


def run(step: str, checkout: Path, tag: str = f"v{__version__}") -> subprocess.CompletedProcess[str]:
    """Run a step of the workflow."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")} | {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "PYTHONPATH": str(checkout / "src"),
        "GITHUB_REF_NAME": tag,
        "GITHUB_STEP_SUMMARY": str(checkout / "summary.md"),
    }
    command = ["bash", "-e", "-o", "pipefail", "-c", COMMANDS[step]]
    return subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.xdist_group("release")
@pytest.mark.parametrize("step", COMMANDS)
def test_each_step_passes_after_the_steps_before(step: str, checkout: Path) -> None:
    if step == CHECK and shutil.which("twine") is None:
        pytest.skip("twine is not installed; it is in the extra test")
    if step in (CHECK, CONTENT) and not (checkout / "dist").exists():
        assert run(BUILDING, checkout).returncode == 0
    done = run(step, checkout)
    assert done.returncode == 0, done.stdout + done.stderr
    if step == NOTES:
        assert (checkout / "summary.md").read_text(encoding="utf-8").startswith(f"# Data {load().version}, package")


def test_a_tag_of_another_version_stops_the_workflow(tmp_path: Path) -> None:
    assert run(TAG, ROOT, "v9.9.9").returncode == 1
    assert run(TAG, ROOT, __version__).returncode == 1


def test_data_that_differ_from_the_release_stop_the_workflow(tmp_path: Path) -> None:
    checkout = unpacked(tmp_path)
    events = checkout / "data" / "events.json"
    document = json.loads(events.read_text(encoding="utf-8"))
    document["records"][0]["title"] = "Another title"
    events.write_text(json.dumps(document), encoding="utf-8")
    done = run(VERSIONS, checkout)
    assert (done.returncode, "CST802" in done.stdout) == (1, True)


@pytest.mark.parametrize("name", ["code_version", "version"])
def test_a_history_without_this_release_stops_the_workflow(name: str, tmp_path: Path) -> None:
    checkout = unpacked(tmp_path)
    releases = checkout / "history" / "releases.json"
    document = json.loads(releases.read_text(encoding="utf-8"))
    if name == "version":
        document["releases"].pop()
    else:
        document["releases"][-1]["code_version"] = "0.0.1"
    releases.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    done = run(HISTORY, checkout)
    assert done.returncode == (2 if name == "version" else 1)
    assert "releases.json" in done.stdout + done.stderr


def test_only_the_files_that_were_built_and_checked_are_published() -> None:
    assert [step["run"] for step in PUBLISH if "run" in step] == []
    assert WORKFLOW["jobs"]["publish"]["needs"] == "build"
    uses = [step["uses"].partition("@")[0] for step in PUBLISH]
    assert uses == ["actions/download-artifact", "pypa/gh-action-pypi-publish"]
    assert PUBLISH[1]["with"] == {"attestations": True}
    (uploaded,) = (step["with"] for step in BUILD if step.get("uses", "").startswith("actions/upload-artifact@"))
    assert PUBLISH[0]["with"] == {name: uploaded[name] for name in ("name", "path")}


def test_the_workflow_has_no_secrets_and_only_publishing_can_write() -> None:
    text = (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")
    assert "secrets." not in text
    assert "permissions" not in WORKFLOW["jobs"]["build"]
    assert WORKFLOW["jobs"]["publish"]["permissions"] == {"contents": "read", "id-token": "write"}
