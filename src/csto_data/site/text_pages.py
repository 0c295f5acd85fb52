"""The pages of text: documentation, rules, articles by paragraph, the Python interface, the versions of the data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from posixpath import dirname, normpath
from typing import TYPE_CHECKING

from markupsafe import Markup

from ..model import Source
from ..releases.history import packaged_history, releases
from ..releases.revisions import revisions
from ..validation import RULES
from ..validation.rule_pages import page as rule_page
from .addresses import link, record_path, web_address
from .article import article_page
from .dictionary import data_dictionary
from .markdown import html
from .marking import Marker
from .page import Page
from .record_view import source_link
from .reference import reference
from .search import title_of

if TYPE_CHECKING:
    from ..dataset import Dataset


def document_pages(dataset: Dataset, documents: Mapping[str, str], articles: Mapping[str, str]) -> Iterator[Page]:
    """Iterate over the pages of the documentation, the rules, the articles and the Python interface.

    Args:
        dataset: The data.
        documents: The text of the documentation by path.
        articles: The path of the page on each article by the id of the source.
    """
    written = dict(documents)
    written["docs/data-dictionary.html"] = data_dictionary()
    written |= {f"rules/{code}.html": rule_page(RULES[code]) for code in RULES}
    written |= {path: article_page(dataset, id) for id, path in articles.items()}
    for path, text in written.items():
        title, content = _document(dataset, path, text, {*written, "rules/index.html"})
        yield Page(path, "document.html", title, {"content": content})
    titles = [(path, title_of(text)) for path, text in documents.items()]
    yield Page("docs/index.html", "documents.html", "Documentation", {"titles": titles})
    yield Page("rules/index.html", "rules.html", "Rules of the validator", {"rules": RULES})
    yield Page("api.html", "api.html", "Python interface", {"items": tuple(reference())})


def _document(dataset: Dataset, path: str, text: str, known: set[str]) -> tuple[str, Markup]:
    def resolve(address: str) -> str | None:
        if web_address(address) is not None or address.startswith("#"):
            return address
        target, mark, fragment = address.partition("#")
        page = normpath(f"{dirname(path)}/{target}").removesuffix(".md").removesuffix("/")
        found = next((each for each in (f"{page}.html", f"{page}/index.html") if each in known), None)
        return None if found is None else link(path, found + mark + fragment)

    def identify(code: str) -> Markup | None:
        record = dataset.get(code) if ":" in code else None
        if record is None:
            return None
        if isinstance(record, Source) and path.startswith("articles/"):
            return source_link(Marker(dataset, path), dataset, record.id)
        return Markup('<a href="{}"><code>{}</code></a>').format(link(path, record_path(code)), code)

    return html(text, resolve, identify)


def release_page() -> Page:
    """Return the page with all released versions of the data."""
    found = releases()
    changes = {release.version: Counter[str]() for release in found}
    history = packaged_history()
    for id in history.record_ids:
        for revision in revisions(history, id, found[-1].version):
            changes[revision.version][revision.kind] += 1
    return Page("releases.html", "releases.html", "Versions of the data", {"releases": found[::-1], "changes": changes})
