"""The words that we do not use: everything that people read is plain modern English."""

from __future__ import annotations

import ast
import io
import json
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import ROOT

WORDS = re.compile(
    r"\b(?:told|slips?|slipped|mend(?:s|ed|ing)?|astray|belies|nobody|whoever|of ours|is no(?! longer)|has not the form)\b",
    re.IGNORECASE,
)
PAGES = [
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "action.yml",
    *ROOT.glob("docs/**/*.md"),
    ".pre-commit-hooks.yaml",
]
FROM_DATA = {ROOT / "docs" / "article.md"}
"""Pages made of titles and claims of the data, which quote sources."""


def texts_of_python(path: Path) -> Iterator[str]:
    """Iterate over the strings and comments of a module."""
    source = path.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
    comments: list[str] = []
    last = -1
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            if token.start[0] != last + 1:
                comments.append("")
            comments[-1] += " " + token.string.lstrip("# ")
            last = token.start[0]
    yield from comments


def texts_of_schema(value: object) -> Iterator[str]:
    """Iterate over the titles and descriptions in a schema."""
    if isinstance(value, dict):
        yield from (
            text for key, text in value.items() if key in ("title", "description", "$comment") and isinstance(text, str)
        )
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from texts_of_schema(part)


def texts() -> Iterator[tuple[str, str]]:
    """Iterate over all texts for people, each with the file it is in."""
    for path in [ROOT / page for page in PAGES]:
        if path not in FROM_DATA:
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "src").rglob("*.py")):
        yield from ((str(path.relative_to(ROOT)), text) for text in texts_of_python(path))
    for path in sorted((ROOT / "tests").rglob("*.py")):
        if "node_modules" not in path.parts and path != Path(__file__):
            yield from ((str(path.relative_to(ROOT)), name) for name in names_of_tests(path))
    for path in sorted((ROOT / "schemas").glob("*.json")):
        yield from (
            (str(path.relative_to(ROOT)), text) for text in texts_of_schema(json.loads(path.read_text("utf-8")))
        )


def names_of_tests(path: Path) -> Iterator[str]:
    """Iterate over the names of test functions, as words."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node.name.replace("_", " ")


def sentences(text: str) -> Iterator[str]:
    """Iterate over the sentences of a text without the code in it."""
    prose = re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)
    yield from re.split(r"(?<=[.!?:])\s+|\n\s*\n|\n[-|#]", " ".join(prose.split()) if "\n\n" not in prose else prose)


def test_no_text_for_people_contains_words_that_we_do_not_use() -> None:
    found = {
        f"{file}: {' '.join(sentence.split())}"
        for file, text in texts()
        for sentence in sentences(text)
        if WORDS.search(sentence)
    }
    assert sorted(found) == []


@pytest.mark.parametrize("text", ["It is no id.", "Nobody knows.", "MEND it.", "a slip of the pen", "has not the form"])
def test_archaic_words_are_recognised(text: str) -> None:
    assert WORDS.search(text)


@pytest.mark.parametrize(
    "text", ["It is no longer there.", "is not an id", "recommended", "slipper", "amend", "is now"]
)
def test_plain_words_are_not_mistaken_for_archaic_ones(text: str) -> None:
    assert not WORDS.search(text)
