"""The project in ``downstream/`` depends on the installed package and uses its Hypothesis strategies in its tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder
from support import ROOT
from support.wheelhouse import offline_environment

PROGRAM = ROOT / "tests" / "integration" / "downstream"


def run(*command: str | Path, environment: dict[str, str], cwd: Path | None = None) -> str:
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False, env=environment, cwd=cwd)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return an environment without network and without this checkout."""
    return offline_environment(tmp_path_factory.mktemp("wheels"), "hypothesis", "pytest")


@pytest.fixture(scope="module")
def scripts(wheel: Path, environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the scripts folder of a new environment with the program and its test extra."""
    wheels = Path(environment["PIP_FIND_LINKS"])
    shutil.copy(wheel, wheels)
    next(WheelBuilder(str(PROGRAM)).build(directory=str(wheels), versions=["standard"]))
    fresh = tmp_path_factory.mktemp("fresh")
    run(sys.executable, "-m", "venv", "--without-pip", fresh, environment=environment)
    found = fresh / ("Scripts" if os.name == "nt" else "bin")
    install = ["install", "--quiet", "--no-compile", "roll-call[test]"]
    run(sys.executable, "-m", "pip", "--python", found / "python", *install, environment=environment)
    return found


def test_downstream_program_passes_its_tests(scripts: Path, environment: dict[str, str], tmp_path: Path) -> None:
    checkout = shutil.copytree(
        PROGRAM, tmp_path / "downstream", ignore=shutil.ignore_patterns("src", ".*", "__pycache__")
    )
    shown = run(scripts / "python", "-m", "pytest", "-q", environment=environment, cwd=checkout)
    assert "passed" in shown
    assert not {"failed", "skipped", "deselected"} & set(shown.split())


def test_downstream_program_imports_the_installed_package(scripts: Path, environment: dict[str, str]) -> None:
    ask = "import csto_data, roll_call; print(csto_data.__file__, roll_call.__file__, sep='\\n')"
    for place in run(scripts / "python", "-c", ask, environment=environment).splitlines():
        assert Path(place).is_relative_to(scripts.parent)


def test_downstream_command_runs(scripts: Path, environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("iso_alpha3,seen\nKAZ,yes\n", encoding="utf-8")
    shown = run(scripts / "roll-call", "csto-kazakhstan-2022", "mine.csv", environment=environment, cwd=tmp_path)
    assert [line.rpartition(",")[2] for line in shown.splitlines()] == ["seen", "", "", "yes", "", "", ""]
