"""Writes the pages of this folder that are made from the schemas, the rules and the data: ``python docs/generate.py``.

A test compares them with what this writes.
"""

from __future__ import annotations

from pathlib import Path

from csto_data import load
from csto_data.site.article import article_page
from csto_data.site.dictionary import data_dictionary
from csto_data.validation import RULES
from csto_data.validation.rule_pages import page

FOLDER = Path(__file__).parent


def pages() -> dict[str, str]:
    """Return the text of every generated page by its path in this folder."""
    article = article_page(load(), "source:sukhankin-2022")
    rules = {f"rules/{code}.md": page(RULES[code]) for code in RULES}
    return {"article.md": article, "data-dictionary.md": data_dictionary(), **rules}


def main() -> None:
    """Writes every page that changed."""
    for name, text in pages().items():
        page = FOLDER / name
        page.parent.mkdir(exist_ok=True)
        if not page.is_file() or page.read_text(encoding="utf-8") != text:
            page.write_text(text, encoding="utf-8")
            print(f"wrote {page}")


if __name__ == "__main__":
    main()
