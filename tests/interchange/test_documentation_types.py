"""Every Python block of README and docs/ passes the strict checks of mypy and pyright.

A block of the language ``py`` is not checked, because it uses a library without type hints.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from support import ROOT

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
GIVEN = {
    "recipes.md": "import pandas\nother = pandas.DataFrame()\nother_pairs = pandas.DataFrame()\n",
}
"""What the text around the blocks says that a reader has."""


def program(page: Path) -> str:
    """Return the Python blocks of a page as one program; of a session, what was typed."""
    blocks = BLOCK.findall(page.read_text(encoding="utf-8"))
    return "\n".join(_typed(block) if ">>>" in block else block for block in blocks)


def _typed(session: str) -> str:
    """Return the lines that were typed in a session; an expression is printed."""
    lines = (line[4:] for line in session.splitlines() if line.startswith((">>> ", "... ")))
    return "\n".join(line if _is_statement(line) else f"print({line.partition('  #')[0]})" for line in lines)


def _is_statement(line: str) -> bool:
    words = r"(import|from|for|if|with|def|try|except|raise|print|return)\b|\s|[\w., ]+ = "
    return re.match(words, line) is not None or not line


def programs() -> dict[str, str]:
    return {page.name: text for page in PAGES if (text := program(page))}


def test_pages_have_python_blocks() -> None:
    assert {"README.md", "recipes.md"} <= programs().keys()


@pytest.mark.parametrize(
    "checker", ["mypy --strict --no-incremental", f"pyright --pythonpath {sys.executable}"], ids=["mypy", "pyright"]
)
@pytest.mark.parametrize("name", programs())
def test_python_blocks_pass_strict_checks(name: str, checker: str, tmp_path: Path) -> None:
    file = tmp_path / "page.py"
    head = "# pyright: strict, reportUnusedExpression=false"
    file.write_text(f"{head}\n{GIVEN.get(name, '')}{programs()[name]}\n", encoding="utf-8")
    command = [sys.executable, "-m", *checker.split(), str(file)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout
