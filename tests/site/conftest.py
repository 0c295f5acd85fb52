"""The site of the packaged data, built once, and the programs that look at it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

import csto_data
from csto_data.site.builder import build_site

NODE = Path(__file__).parent / "node"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the packaged data; in ``SITE_FOLDER`` it can be looked at afterwards."""
    folder = Path(os.environ.get("SITE_FOLDER") or tmp_path_factory.mktemp("site"))
    build_site(csto_data.load(), folder)
    return folder


@pytest.fixture(scope="session")
def node() -> Callable[..., str]:
    """Run a program of Node.js in ``tests/site/node``, and return what it prints."""
    if not (NODE / "node_modules").is_dir():
        pytest.skip("needs Node.js and its packages: npm ci --ignore-scripts --prefix tests/site/node")

    def run(*arguments: object) -> str:
        done = subprocess.run(
            [*map(str, arguments)], cwd=NODE, capture_output=True, encoding="utf-8", check=False, timeout=1800
        )
        assert done.returncode == 0, f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
        return done.stdout

    return run


@pytest.fixture(scope="session")
def looked_at(node: Callable[..., str]) -> Callable[[Path, Iterable[str]], dict[str, list[str]]]:
    """Open pages in Chromium, and return what is wrong with each."""
    if shutil.which(os.environ.get("CHROMIUM", "chromium")) is None:
        pytest.skip("needs Chromium, or its path in CHROMIUM")

    def look(folder: Path, pages: Iterable[str]) -> dict[str, list[str]]:
        wanted = [*pages]
        printed = node("node", "check_pages.mjs", folder, *wanted).splitlines()
        found = {each["page"]: each["problems"] for each in map(json.loads, printed)}
        assert sorted(found) == sorted(wanted)
        return found

    return look
