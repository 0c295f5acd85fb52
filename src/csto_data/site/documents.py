"""The documentation that people wrote, as the package contains it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..serialization.resources import document_root

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

GENERATED = ("rules", "audits", "article.md", "data-dictionary.md")
"""What docs/ has that is made from the data and the rules, and the tables of audits."""


def documents() -> dict[str, str]:
    """Return the text of each page in Markdown, by its path on the site, sorted."""
    return dict(sorted(_documents(document_root(), "docs")))


def _documents(folder: Traversable, path: str) -> Iterator[tuple[str, str]]:
    for entry in folder.iterdir():
        if entry.name not in GENERATED and entry.is_dir():
            yield from _documents(entry, f"{path}/{entry.name}")
        elif entry.name.endswith(".md") and entry.name not in GENERATED:
            yield f"{path}/{entry.name.removesuffix('.md')}.html", entry.read_text(encoding="utf-8")
