"""The pages in docs/ that are made from the data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..dataset import Dataset, load
from .article import article_page


def data_pages(dataset: Dataset) -> dict[str, str]:
    """Return the text of every page that is made from the data, by its path in docs/."""
    return {"article.md": generated(article_page(dataset, "source:sukhankin-2022"), "data/")}


def generated(page: str, origin: str) -> str:
    r"""Return a page of docs/ that says below its title from what it is made.

    Args:
        page: The page in Markdown, which begins with its title.
        origin: The folder that it is made from.

    Example:
        >>> generated("# Data dictionary\n\nFields ...\n", "schemas/").splitlines()[2]
        'Generated from `schemas/` by `python docs/generate.py`; do not edit.'
    """
    title, _, text = page.partition("\n")
    return f"{title}\n\nGenerated from `{origin}` by `python docs/generate.py`; do not edit.\n{text}"


def write_data_pages(data: Path) -> Iterator[Path]:
    """Write the pages that are not up to date, and iterate over them.

    Args:
        data: The folder of the dataset, in a checkout of the project.
    """
    for name, text in data_pages(load(data)).items():
        file = data.resolve().parent / "docs" / name
        if file.is_file() and file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8")
            yield file
