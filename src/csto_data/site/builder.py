"""Build a site of plain HTML pages from a dataset: a page for each record, and pages that answer questions."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

from ..errors import DatasetError
from ..model import Person, Record, Statement
from ..progress import track
from ..releases.history import packaged_history, releases
from ..releases.revisions import revisions
from ..store.folder_writer import create_folder
from ..store.phrases import headline, in_words, path_phrase, phrase, time_phrase
from ..version import REPOSITORY, __version__
from .addresses import link, record_path, web_address
from .day_pages import dispute_page, known_pages, member_pages, timeline_pages
from .documents import documents
from .downloads import write_downloads
from .front import front_page
from .lookups import Lookups
from .marking import Marker
from .page import Page
from .record_view import source_link
from .search import letters, search_index
from .text_pages import document_pages, release_page

if TYPE_CHECKING:
    from ..dataset import Dataset

LABELS = {
    "sources": "Sources",
    "states": "States",
    "organizations": "Organisations",
    "people": "People",
    "places": "Places",
    "memberships": "Memberships",
    "offices": "Offices",
    "operations": "Operations",
    "events": "Events",
    "statements": "Statements",
    "assessments": "Assessments",
    "figures": "Figures",
}
"""The name of each dataset as a heading."""
_LONGEST = 45
"""The maximum number of characters of a heading in the title of a page; a longer one is cut between two words."""


def build_site(dataset: Dataset, folder: Path, *, base_url: str | None = None) -> int:
    """Write the site of a dataset.

    Args:
        dataset: The packaged data, or a pack or folder that was loaded.
        folder: The folder of the site. Files with the names of its pages are replaced; others are kept.
        base_url: The public address of the site, if it has one; pages then name it as their own.

    Returns:
        The number of pages.

    Raises:
        DatasetError: A file cannot be written.
    """
    site = _Site(dataset, base_url)
    count = 0
    for page in track(site.pages(folder), "writing pages"):
        _write(folder / page.path, site.rendered(page).encode())
        count += 1
    for file in files("csto_data.site").joinpath("static").iterdir():
        _write(folder / "static" / file.name, file.read_bytes())
    _write(folder / "static" / "index.js", search_index(dataset, site.documents).encode())
    return count


class _Site:
    """The pages of a dataset, and how they are rendered."""

    def __init__(self, dataset: Dataset, base_url: str | None) -> None:
        self._dataset = dataset
        self._base = base_url.rstrip("/") + "/" if base_url else None
        self._lookups = Lookups(dataset)
        self.documents = documents()
        self._environment = Environment(
            loader=PackageLoader("csto_data.site"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def pages(self, folder: Path) -> Iterator[Page]:
        """Iterate over the pages, and write the downloads into the folder before the page that lists them."""
        dataset, lookups = self._dataset, self._lookups
        yield from _record_pages(dataset)
        for name, label in LABELS.items():
            yield Page(f"{name}/index.html", "list.html", label, {"name": name, "table": _listed(dataset, name)})
        yield from member_pages(dataset)
        yield from timeline_pages(dataset)
        yield from known_pages(dataset)
        yield dispute_page(dataset)
        yield from document_pages(dataset, self.documents, lookups.articles)
        yield release_page()
        yield Page("search.html", "search.html", "Search", {"letters": letters(dataset)})
        counts = {name: len(dataset.table(name)) for name in LABELS}
        yield Page("records.html", "records.html", "Records", {"counts": counts})
        create_folder(folder / "downloads")
        written = [*write_downloads(dataset, folder / "downloads")]
        yield Page("downloads.html", "downloads.html", "Downloads", {"files": written})
        yield front_page(dataset, lookups, self._base)

    def rendered(self, page: Page) -> str:
        """Return the HTML of a page."""
        marker = Marker(self._dataset, page.path)
        template = self._environment.get_template(page.template)
        return template.render(
            page=page,
            title=page.title if len(page.title) <= _LONGEST else f"{page.title[:_LONGEST].rpartition(' ')[0]} …",
            dataset=self._dataset,
            version=__version__,
            repository=REPOSITORY or None,
            canonical=None if self._base is None else self._base + page.path,
            link=lambda target: link(page.path, target),
            record=marker.record,
            value=marker.value,
            words=in_words,
            when=lambda record: time_phrase(self._dataset, record),
            headline=lambda record: headline(self._dataset, record),
            source_link=lambda source: source_link(marker, self._dataset, source),
            path_of=record_path,
            path_phrase=lambda path: path_phrase(self._dataset, path),
            web=web_address,
            labels=LABELS,
            marker=marker,
            site=self._lookups,
            **page.shown,
        )


def _record_pages(dataset: Dataset) -> Iterator[Page]:
    history = packaged_history()
    is_released = dataset.version in {release.version for release in releases()}
    published = history.record_ids if is_released and not dataset.is_view else ()
    for record in dataset:
        known = str(record.id) in published
        yield Page(
            record_path(record.id),
            "record.html",
            headline(dataset, record),
            {
                "it": record,
                "heading": _heading(dataset, record),
                "revisions": revisions(history, record.id, dataset.version) if known else (),
            },
        )


def _heading(dataset: Dataset, record: Record) -> str:
    """Return the heading of the page of a record; of a statement, without its paraphrase, which follows it."""
    if isinstance(record, Statement):
        return f"{phrase(dataset, record.speakers)}: {in_words(record.kind)}".lstrip(": ")
    return headline(dataset, record)


def _listed(dataset: Dataset, name: str) -> list[Record]:
    """Return the records of a dataset in the order of their list: by time, or by name, of people by its last word."""
    table = dataset.table(name)
    if name in ("events", "statements", "operations", "figures", "assessments"):
        return [*table.sort("when")]

    def by_name(record: Record) -> tuple[str, str]:
        name = headline(dataset, record).casefold()
        return name.rpartition(" ")[2] if isinstance(record, Person) else "", name

    return sorted(table, key=by_name)


def _write(file: Path, data: bytes) -> None:
    """Write a file of the site; a link in its place is replaced, not followed."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        with file.open("xb") as output:
            output.write(data)
    except OSError as error:
        raise DatasetError([f"{file} cannot be written: {error.strerror or error}."]) from None
