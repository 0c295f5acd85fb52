"""The contributions of CONTRIBUTING.md, made as it says, pass every check; with one mistake, the commit is refused."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from support import ROOT
from support.checkout import PARTS as CODE
from support.checkout import copy_parts
from support.repository import Repository

pytest.importorskip("pre_commit", reason="needs pre-commit: pip install -e '.[test]'")

PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PARTS = (
    *CODE,
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


def add(repository: Repository, records: list[tuple[str, Record]]) -> None:
    """Add records to the ends of their files, or replace those with the same id."""
    for name, record in records:
        file = repository.folder / "data" / name
        document = json.loads(file.read_text(encoding="utf-8"))
        others = [other for other in document["records"] if other["id"] != record["id"]]
        document["records"] = [*others, record]
        file.write_text(json.dumps(document, indent=4, ensure_ascii=False), encoding="utf-8")


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Return a copy of this checkout with its hooks; commands use the code and the data of the copy."""
    folder = tmp_path_factory.mktemp("checkout")
    copy_parts(PARTS, folder)
    (folder / ".gitignore").write_text("__pycache__\n.hypothesis\n.pytest_cache\n", encoding="utf-8")
    environment = {
        **os.environ,
        "PATH": os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]]),
        "PRE_COMMIT_HOME": str(tmp_path_factory.mktemp("store")),
        "PYTHONPATH": str(folder / "src"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    made = Repository(folder, environment)
    assert made.commit()[0] == 0
    made.check(sys.executable, "-m", "pre_commit", "install")
    return made


def test_contributions_of_the_page_pass_all_checks_and_with_a_mistake_none(repository: Repository) -> None:
    for heading, records in CONTRIBUTIONS.items():
        mistake = MISTAKES[heading]
        wrong = json.loads(json.dumps(records))
        mistake.change(wrong[-1][1])
        add(repository, wrong)
        code, printed = repository.commit()
        assert code == 1, f"{heading}: {printed}"
        assert re.findall(r": (?:error|warning) (CST\d+):", printed) == [mistake.rule], f"{heading}: {printed}"
        repository.check("git", "reset", "--quiet", "--hard")

        add(repository, records)
        code, printed = repository.commit()
        assert (code, "files were modified by this hook" in printed) == (1, True), f"{heading}: {printed}"
        code, printed = repository.commit()
        assert code == 0, f"{heading}: {printed}"

    repository.check(sys.executable, "-m", "csto_data", "prepare", "data")
    assert repository.check("git", "status", "--porcelain") == ""
    assert "source:name-of-the-source" in repository.check(sys.executable, "-m", "csto_data", "disputes")
    repository.check(sys.executable, "-m", "pytest", "-n0", "-q", *CHECKS)
