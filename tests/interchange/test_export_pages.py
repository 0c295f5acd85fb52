"""The code on the pages about exports answers with what the pages show."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from support import ROOT

from csto_data.exports.formats import FORMATS
from csto_data.exports.sqlite_file import MEMBERS_SQL

PAGES = sorted((ROOT / "docs" / "exports").glob("*.md"))
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BETWEEN = "---- next block ----"


def blocks_of(page: Path) -> list[tuple[str, str, str | None]]:
    """Return the blocks of code of a page: language, code, and the output that the page shows, if any."""
    found = BLOCK.findall(page.read_text(encoding="utf-8"))
    following = [*found[1:], ("", "")][: len(found)]
    return [
        (language, code, after[1] if after[0] == "text" else None)
        for (language, code), after in zip(found, following, strict=True)
        if language != "text"
    ]


class Runner:
    """Runs the code of a page in a folder, from the first block to the last."""

    def __init__(self) -> None:
        self.names: dict[str, Any] = {}
        self.r_code = ""

    def run(self, language: str, code: str) -> str:
        return {"sh": self.sh, "python": self.python, "r": self.r, "sql": self.sql}[language](code)

    def sh(self, code: str) -> str:
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        return output_of("bash", "-euc", f'csto-data() {{ "{sys.executable}" -m csto_data "$@"; }}\n{code}', PATH=path)

    def python(self, code: str) -> str:
        with contextlib.redirect_stdout(io.StringIO()) as written:
            exec(code, self.names)  # noqa: S102  # the code is ours
        return written.getvalue()

    def r(self, code: str) -> str:
        self.r_code += f'cat("{BETWEEN}\\n")\n{code}'
        Path("page.R").write_text(self.r_code, encoding="utf-8")
        return output_of("Rscript", "page.R").rpartition(f"{BETWEEN}\n")[2]

    def sql(self, code: str) -> str:
        with closing(sqlite3.connect("csto-data.sqlite")) as database:
            return "".join("|".join(map(str, row)) + "\n" for row in database.execute(code))


def output_of(*command: str, **variables: str) -> str:
    done = subprocess.run(command, env={**os.environ, **variables}, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def stripped(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip("\n").splitlines()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of rdflib about itself
def test_code_answers_with_what_the_page_shows(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = blocks_of(page)
    if shutil.which("Rscript") is None and any(language == "r" for language, _, _ in blocks):
        pytest.skip("R is not installed")
    monkeypatch.chdir(tmp_path)
    runner = Runner()
    for language, code, shown in blocks:
        found = runner.run(language, code)
        assert shown is None or stripped(found) == stripped(shown), code
    assert page.stem != "charts" or "<svg" in Path("members.svg").read_text(encoding="utf-8")


def test_each_page_answers_a_question() -> None:
    answered = {page.stem for page in PAGES if any(shown for _, _, shown in blocks_of(page))}
    assert answered == {page.stem for page in PAGES} - {"README"}


def test_the_first_page_has_all_formats_and_pages() -> None:
    text = (ROOT / "docs" / "exports" / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)[: len(FORMATS)] == [*FORMATS]
    assert set(re.findall(r"\((\w+[.]md)\)", text)) == {page.name for page in PAGES} - {"README.md"}


def test_the_page_about_sql_has_the_query_of_the_database() -> None:
    query = MEMBERS_SQL.replace(":organization", "'org:csto'").replace(":day", "'2022-01-06'")
    assert query in (ROOT / "docs" / "exports" / "sql.md").read_text(encoding="utf-8")
