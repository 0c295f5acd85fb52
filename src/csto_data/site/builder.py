"""Build a site of plain HTML pages from a dataset: a page for each record, and pages that answer questions."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from importlib.resources import files
from itertools import chain
from pathlib import Path
from posixpath import dirname, normpath
from typing import TYPE_CHECKING, Any

from attrs import frozen
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ..errors import DatasetError
from ..model import KINDS, Record, Source
from ..model.references import evidence_of
from ..progress import track
from ..provenance.verdicts import Judgement
from ..releases.history import packaged_history, releases
from ..releases.revisions import revisions
from ..store.folder_writer import create_folder
from ..store.folding import fold
from ..store.names import names_of
from ..store.phrases import headline, in_words, path_phrase, time_phrase
from ..validation import RULES
from ..validation.rule_pages import page as rule_page
from ..version import REPOSITORY, __version__
from .addresses import link, record_path, web_address
from .article import article_page
from .days import exact, member_days, published_days, timeline
from .dictionary import data_dictionary
from .documents import documents
from .downloads import write_downloads
from .markdown import html
from .marking import Marker
from .record_view import by_dataset, cited_sources, referring_records, source_link, value_rows
from .reference import reference

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
DOWNLOADS = ("csv", "sqlite", "jsonl", "rdf", "ftm")
"""The formats of the downloads; each needs the standard library only."""
_LONGEST = 45
"""The maximum number of characters of a heading in the title of a page; a longer one is cut between two words."""


@frozen
class Page:
    """A page: its path, its template, its title and what the template shows."""

    path: str
    template: str
    title: str
    shown: Mapping[str, Any]


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
    return Site(dataset, base_url).write(folder)


class Site:
    """The pages of a dataset.

    Args:
        dataset: The data.
        base_url: The public address of the site, if it has one.
    """

    def __init__(self, dataset: Dataset, base_url: str | None = None) -> None:
        self._dataset = dataset
        self._base = base_url.rstrip("/") + "/" if base_url else None
        self._environment = Environment(
            loader=PackageLoader("csto_data.site"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._referring = referring_records(dataset)
        self._told: dict[str, list[Judgement]] = {}
        for judgement in dataset.judgements():
            self._told.setdefault(str(judgement.source), []).append(judgement)
        self._citing: dict[str, dict[str, Record]] = {}
        for record in dataset:
            for evidence in evidence_of(record):
                self._citing.setdefault(str(evidence.source), {})[str(record.id)] = record
        self._documents = documents()
        self._days = published_days(dataset)
        self._articles = {str(source.id): f"told/{source.id.partition(':')[2]}.html" for source in _articles(dataset)}

    def write(self, folder: Path) -> int:
        """Write all files, and return the number of pages."""
        count = 0
        for page in track(chain(self.pages(), self._download_page(folder / "downloads")), "writing pages"):
            _write(folder / page.path, self.rendered(page).encode())
            count += 1
        for file in files("csto_data.site").joinpath("static").iterdir():
            _write(folder / "static" / file.name, file.read_bytes())
        _write(folder / "static" / "index.js", self._search_index().encode())
        return count

    def pages(self) -> Iterator[Page]:
        """Iterate over the pages."""
        yield from self._record_pages()
        for name, label in LABELS.items():
            yield Page(f"{name}/index.html", "list.html", label, {"name": name, "table": self._listed(name)})
        yield from self._member_pages()
        yield from self._timeline_pages()
        yield from self._known_pages()
        yield self._dispute_page()
        yield from self._document_pages()
        yield Page("api.html", "api.html", "Python interface", {"items": tuple(reference())})
        yield self._release_page()
        yield Page("search.html", "search.html", "Search", {"letters": self._letters()})
        counts = {name: len(self._dataset.table(name)) for name in LABELS}
        yield Page("records.html", "records.html", "Records", {"counts": counts})
        yield self._front_page(counts)

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
            site=self,
            **page.shown,
        )

    def _front_page(self, counts: Mapping[str, int]) -> Page:
        disputed = {(judgement.record, judgement.field) for judgement in self._dataset.disputes()}
        numbers = (
            (sum(counts.values()), "records", "records.html"),
            (counts["sources"], "sources", "sources/index.html"),
            (
                sum(len(of_record) for of_record in self._citing.values()),
                "pairs of record and source",
                "known/index.html",
            ),
            (len(disputed), "disputed values", "disputes.html"),
        )
        months = timeline(self._dataset)
        busiest = max(months, key=lambda name: sum(len(each.entries) for each in months[name]), default=None)
        shown = {
            "numbers": numbers,
            "members": [*self._members_today()],
            "busiest": None if busiest is None else (busiest, month_name(busiest)),
            "articles": [(path, self._dataset[id].label) for id, path in self._articles.items()],
            "citation": self._dataset.cite(),
            "metadata": self._metadata(),
        }
        return Page("index.html", "index.html", "Sourced facts about the CSTO", shown)

    def _members_today(self) -> Iterator[tuple[str, date, str, list[Record]]]:
        """Iterate over the organisations that are covered, each with its members on the last covered day."""
        last: dict[str, date] = {}
        for span in self._dataset.coverage.memberships:
            organization = str(span.organization)
            last[organization] = max(span.last, last.get(organization, span.last))
        newest = max(last.values(), default=None)
        for organization, day in last.items():
            if day == newest:
                members = self._dataset.members(day, organization=organization)
                yield organization, day, self._member_path(organization, day), [*members]

    def _metadata(self) -> Markup:
        """Return the description of the dataset for search engines: schema.org, as JSON-LD."""
        spans = [(span.first, span.last) for span in self._dataset.coverage.memberships]
        described = {
            "@context": "https://schema.org",
            "@type": "Dataset",
            "name": "csto-data",
            "description": "Sourced facts about the Collective Security Treaty Organization",
            "version": self._dataset.version,
            "isAccessibleForFree": True,
        }
        if spans:
            described["temporalCoverage"] = f"{min(spans)[0]}/{max(last for _, last in spans)}"
        if self._base is not None:
            described["url"] = self._base
        text = json.dumps(described, ensure_ascii=False, indent=2, sort_keys=True)
        return Markup(text.replace("<", "\\u003c"))  # noqa: S704  # no element can end in it

    # Records

    def _record_pages(self) -> Iterator[Page]:
        history = packaged_history()
        is_released = self._dataset.version in {release.version for release in releases()}
        published = {row.id for row in history.rows} if is_released and not self._dataset.is_view else set()
        for record in self._dataset:
            known = str(record.id) in published
            title = headline(self._dataset, record)
            yield Page(
                record_path(record.id),
                "record.html",
                title,
                {
                    "it": record,
                    "heading": title,
                    "revisions": revisions(history, record.id, self._dataset.version) if known else (),
                },
            )

    def rows(self, marker: Marker, record: Record) -> Iterator[Any]:
        """Iterate over the values of a record with their sources."""
        return value_rows(marker, self._dataset, record)

    def cited(self, marker: Marker, record: Record) -> list[Any]:
        """Return the sources of a record."""
        return [*cited_sources(marker, self._dataset, record)]

    def referring(self, record: Record) -> dict[str, list[Record]]:
        """Return the records that refer to a record, by dataset."""
        return by_dataset(self._referring.get(record.id, ()), KINDS)

    def told(self, source: Record) -> list[Judgement]:
        """Return what a source reports, by record."""
        return self._told.get(str(source.id), [])

    def citing(self, source: Record) -> list[Record]:
        """Return the records that cite a source without a report that is compared."""
        told = {judgement.record for judgement in self.told(source)}
        return [record for id, record in sorted(self._citing.get(str(source.id), {}).items()) if id not in told]

    def article(self, source: Record) -> str | None:
        """Return the path of the page that follows a source paragraph by paragraph, if there is one."""
        return self._articles.get(str(source.id))

    def json(self, record: Record) -> str:
        """Return a record as JSON."""
        return json.dumps(record.to_dict(), ensure_ascii=False, indent=2)

    def citation(self, record: Record) -> str:
        """Return the citation of a record and its sources for LaTeX."""
        return self._dataset.cite(str(record.id))

    def _listed(self, name: str) -> list[Record]:
        """Return the records of a dataset in the order of their list: by time, or else by name."""
        table = self._dataset.table(name)
        if name in ("events", "statements", "operations", "figures", "assessments"):
            return [*table.sort("when")]
        return sorted(table, key=lambda record: headline(self._dataset, record).casefold())

    # Days

    def _member_pages(self) -> Iterator[Page]:
        spans = [*member_days(self._dataset)]
        index = [(span, [(day, self._member_path(span.organization, day)) for day in span.days]) for span in spans]
        yield Page("members/index.html", "members.html", "Members by date", {"spans": index})
        for span in spans:
            for number, day in enumerate(span.days):
                standings = self._dataset.memberships.on(day, organization=span.organization)
                until = span.days[number + 1] if number + 1 < len(span.days) else None
                yield Page(
                    self._member_path(span.organization, day),
                    "members_on.html",
                    f"Members of {headline(self._dataset, self._dataset[span.organization])} on {day}",
                    {
                        "day": day,
                        "until": until,
                        "organization": span.organization,
                        "standings": [*standings],
                        "before": self._member_path(span.organization, span.days[number - 1]) if number else None,
                        "after": None if until is None else self._member_path(span.organization, until),
                    },
                )

    def _member_path(self, organization: str, day: date) -> str:
        return f"members/{organization.partition(':')[2]}-{day}.html"

    def _timeline_pages(self) -> Iterator[Page]:
        pages = timeline(self._dataset)
        names = sorted(pages)
        counts = {name: sum(len(stretch.entries) for stretch in pages[name]) for name in names}
        yield Page("timeline/index.html", "timeline.html", "Timeline", {"counts": counts})
        for number, name in enumerate(names):
            around = (names[number - 1] if number else None, names[number + 1] if number + 1 < len(names) else None)
            shown = {"name": name, "stretches": pages[name], "before": around[0], "after": around[1]}
            yield Page(f"timeline/{name}.html", "timeline_of.html", f"Timeline of {month_name(name)}", shown)

    def _known_pages(self) -> Iterator[Page]:
        days = self._days
        yield Page("known/index.html", "known.html", "What was known when", {"days": days})
        for number, found in enumerate(days):
            shown = {
                "found": found,
                "before": days[number - 1].day if number else None,
                "after": days[number + 1].day if number + 1 < len(days) else None,
            }
            yield Page(f"known/{found.day}.html", "known_on.html", f"What became known on {found.day}", shown)

    def known(self, source: Record) -> str | None:
        """Return the path of the page on the day on which a source was published, if that is known."""
        day = exact(source.published) if isinstance(source, Source) else None
        return None if day is None else f"known/{day}.html"

    def _dispute_page(self) -> Page:
        by_record: dict[str, list[str]] = {}
        for judgement in self._dataset.disputes():
            fields = by_record.setdefault(judgement.record, [])
            if judgement.field not in fields:
                fields.append(judgement.field)
        return Page("disputes.html", "disputes.html", "Where sources disagree", {"by_record": by_record})

    def disputed(self, marker: Marker, id: str) -> list[Any]:
        """Return the values of a record that a source disputes."""
        return [row for row in value_rows(marker, self._dataset, self._dataset[id]) if row.is_disputed]

    # Documents

    def _document_pages(self) -> Iterator[Page]:
        written = dict(self._documents)
        written["docs/data-dictionary.html"] = data_dictionary()
        written |= {f"rules/{code}.html": rule_page(RULES[code]) for code in RULES}
        written |= {path: article_page(self._dataset, id) for id, path in self._articles.items()}
        for path, text in written.items():
            title, content = self._document(path, text, {*written, "rules/index.html"})
            yield Page(path, "document.html", title, {"content": content})
        titles = [(path, text.partition("\n")[0].lstrip("# ")) for path, text in self._documents.items()]
        yield Page("docs/index.html", "documents.html", "Documentation", {"titles": titles})
        yield Page("rules/index.html", "rules.html", "Rules of the validator", {"rules": RULES})

    def _document(self, path: str, text: str, known: set[str]) -> tuple[str, Markup]:
        def resolve(address: str) -> str | None:
            if web_address(address) is not None or address.startswith("#"):
                return address
            target, mark, fragment = address.partition("#")
            page = normpath(f"{dirname(path)}/{target}").removesuffix(".md").removesuffix("/")
            found = next((each for each in (f"{page}.html", f"{page}/index.html") if each in known), None)
            return None if found is None else link(path, found + mark + fragment)

        def identify(code: str) -> str | None:
            return link(path, record_path(code)) if ":" in code and self._dataset.get(code) is not None else None

        return html(text, resolve, identify)

    def _release_page(self) -> Page:
        found = releases()
        changes = {release.version: Counter[str]() for release in found}
        history = packaged_history()
        for id in {row.id for row in history.rows}:
            for revision in revisions(history, id, found[-1].version):
                changes[revision.version][revision.kind] += 1
        return Page(
            "releases.html", "releases.html", "Versions of the data", {"releases": found[::-1], "changes": changes}
        )

    def _download_page(self, folder: Path) -> Iterator[Page]:
        """Write the downloads, and yield the page that lists them."""
        create_folder(folder)
        written = [*write_downloads(self._dataset, folder)]
        yield Page("downloads.html", "downloads.html", "Downloads", {"files": written})

    # Search

    def _letters(self) -> dict[str, list[Record]]:
        """Return all records by the first letter of what they are about."""
        found: dict[str, list[Record]] = {}
        for record in sorted(self._dataset, key=lambda record: fold(headline(self._dataset, record))):
            letter = fold(headline(self._dataset, record))[:1].upper()
            found.setdefault(letter if letter.isalpha() else "0-9", []).append(record)
        return found

    def _search_index(self) -> str:
        """Return the script with what the search looks through: for each page its names, folded, and its heading."""
        entries = [
            [
                record_path(record.id),
                headline(self._dataset, record),
                " | ".join(dict.fromkeys(text for name in names_of(record) for text in (name.text, name.folded))),
            ]
            for record in self._dataset
        ]
        entries += [[f"rules/{code}.html", f"{code} {rule.name}", code] for code, rule in RULES.items()]
        entries += [[path, _title(text), ""] for path, text in self._documents.items()]
        return f"const INDEX = {json.dumps(entries, ensure_ascii=False, separators=(',', ':'))};\n"


def _title(text: str) -> str:
    return text.partition("\n")[0].lstrip("# ")


def month_name(name: str) -> str:
    """Return a month or year in words.

    Args:
        name: A month such as ``2022-01``, or a year.

    Example:
        >>> month_name("2022-01"), month_name("1999")
        ('January 2022', '1999')
    """
    year, _, month = name.partition("-")
    return f"{_MONTHS[int(month) - 1]} {year}" if month else year


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def _articles(dataset: Dataset) -> Iterator[Source]:
    """Iterate over the sources of which at least two paragraphs are cited."""
    paragraphs: dict[str, set[str]] = {}
    for record in dataset:
        for evidence in evidence_of(record):
            if evidence.at is not None and evidence.at.paragraph is not None:
                paragraphs.setdefault(str(evidence.source), set()).add(str(evidence.at.paragraph))
    yield from (dataset.sources[id] for id, cited in sorted(paragraphs.items()) if len(cited) > 1)


def _write(file: Path, data: bytes) -> None:
    """Write a file of the site; a link in its place is replaced, not followed."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        with file.open("xb") as output:
            output.write(data)
    except OSError as error:
        raise DatasetError([f"{file} cannot be written: {error.strerror or error}."]) from None
