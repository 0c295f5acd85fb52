"""Cite records: this version of the dataset, then the sources of the records, each once.

Each is an entry, from which every format is written. Unknown values are omitted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from attrs import frozen

from ..dates import Day
from ..model import KINDS, Membership, Person, Record, Source
from ..model.references import evidence_of
from ..store.packaged import packaged_store
from ..suggestions import did_you_mean
from ..version import REPOSITORY

if TYPE_CHECKING:
    from ..store.record_store import RecordStore

CitationFormat: TypeAlias = Literal["bibtex", "csl-json", "ris", "text"]

KEY = "csto-data"
TITLE = "csto-data: checked facts about the Collective Security Treaty Organization"
AUTHOR = "csto-data contributors"
LICENSE = "CC0-1.0"
"""The licence of the packaged data, not of the code: see LICENSE and CITATION.cff."""


@frozen
class _Form:
    """What each format calls a kind of document."""

    csl: str
    bibtex: str
    ris: str
    within: bool = False
    """Whether it appeared in a periodical or on a website, so that the publisher is the title of that."""
    work: str = ""
    """The type of work, where RIS only has a wider type."""


_FORMS = {
    "article": _Form("article-magazine", "article", "MGZN", within=True),
    "book": _Form("book", "book", "BOOK"),
    "code-table": _Form("dataset", "misc", "DATA"),
    "dataset": _Form("dataset", "misc", "DATA"),
    "interview": _Form("interview", "misc", "MGZN", within=True),  # in RIS, interviews are personal communications
    "news": _Form("article-newspaper", "article", "NEWS", within=True),
    "official-text": _Form("document", "misc", "GOVDOC"),
    "press-release": _Form("document", "misc", "RPRT", work="Press release"),
    "report": _Form("report", "techreport", "RPRT"),
    "treaty": _Form("treaty", "misc", "GOVDOC", work="Treaty"),  # Zotero reads LEGAL as a court decision
    "web-page": _Form("webpage", "misc", "ELEC", within=True),
}
"""The form of each kind of source."""
_BIBTEX_PUBLISHER = {"article": "journal", "book": "publisher", "misc": "howpublished", "techreport": "institution"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TEX = str.maketrans(
    {mark: f"\\{mark}" for mark in "&%$#_"}
    | {"\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
    | {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
)
"""Braces are replaced by commands, because BibTeX counts braces even after a backslash."""
_DATED = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_LINE_BREAK = re.compile(r"[\x85\u2028\u2029]")
"""The characters that some readers take for the end of a line, of those that a text can contain."""
_DOUBT = {"~": "about", "?": "probably"}
_SEVERAL_NAMES = re.compile(r",|\sand\s", re.IGNORECASE)


@frozen
class _Name:
    text: str
    personal: bool = False


@frozen(kw_only=True)
class _Entry:
    """An entry of a bibliography, with empty values for what is unknown."""

    key: str
    form: _Form
    title: str
    authors: tuple[_Name, ...] = ()
    publisher: str | None = None
    published: Day | None = None
    accessed: Day | None = None
    language: str | None = None
    url: str | None = None
    version: str | None = None
    license: str | None = None
    note: str | None = None


def cite(store: RecordStore, ids: Sequence[str], format: CitationFormat, *, data: bool = True) -> str:
    """Return the citation of records; see ``Dataset.cite``."""
    if format not in FORMATS:
        raise ValueError(
            f'Unknown citation format "{format}". Expected one of {", ".join(FORMATS)}.{did_you_mean(format, FORMATS)}'
        )
    records: dict[str, Record] = {id: store[id] for id in ids}
    sources = {source.id: source for record in records.values() for source in _sources_behind(store, record)}
    own = [_entry_of_dataset(store, list(records))] if data else []
    return FORMATS[format]([*own, *(_entry(store, sources[id]) for id in sorted(sources))])


def sources_behind(store: RecordStore, id: str) -> tuple[Source, ...]:
    """Return the sources of a record's evidence and of the acts of a spell, sorted by id; for a source, itself."""
    return _sources_behind(store, store[id])


def _sources_behind(store: RecordStore, record: Record) -> tuple[Source, ...]:
    if isinstance(record, Source):
        return (record,)
    acts = [store[step.act] for step in record.steps] if isinstance(record, Membership) else []
    found = {evidence.source for each in (record, *acts) for evidence in evidence_of(each)}
    return tuple(store.sources[source] for source in sorted(found))


def _entry_of_dataset(store: RecordStore, ids: list[str]) -> _Entry:
    license = _license(store)
    notes = (f"Data version {store.version}", license and f"licence {license}", _records_cited(store, ids))
    return _Entry(
        key=KEY,
        form=_FORMS["dataset"],
        title=TITLE,
        authors=(_Name(AUTHOR),),
        published=None if store.released is None else Day(store.released.isoformat()),
        url=REPOSITORY or None,
        version=store.version,
        license=license,
        note=", ".join(filter(None, notes)),
    )


def _license(store: RecordStore) -> str | None:
    """Return the licence of the packaged data, views and packs included; that of any other dataset is not known."""
    packaged = packaged_store()
    return LICENSE if (store.version, store.released) == (packaged.version, packaged.released) else None


def _records_cited(store: RecordStore, ids: list[str]) -> str:
    match ids:
        case []:
            return ""
        case [id]:
            return f"record {id}"
        case _:
            everything = len(ids) == sum(len(store.table(dataset)) for dataset in KINDS)
            return "all records" if everything else f"records {', '.join(ids)}"


def _entry(store: RecordStore, source: Source) -> _Entry:
    slug = source.id.partition(":")[2]
    authors = [store[author] for author in source.authors]
    return _Entry(
        key=source.id if slug == KEY else slug,
        form=_FORMS[source.kind],
        title=f"[{source.title}]" if source.title_supplied else source.title,  # brackets are the custom
        authors=tuple(_Name(str(getattr(a, "name", a.id)), isinstance(a, Person)) for a in authors),
        publisher=source.publisher,
        published=source.published,
        accessed=source.accessed,
        language=source.language,
        url=source.url,
        note=source.archived and f"Archived at {source.archived}",
    )


def _csl_json(entries: list[_Entry]) -> str:
    return json.dumps(list(map(_csl_item, entries)), ensure_ascii=False, indent=2) + "\n"


def _csl_item(entry: _Entry) -> dict[str, Any]:
    item = {
        "id": entry.key,
        "type": entry.form.csl,
        "title": entry.title,
        "author": [{"literal": name.text} for name in entry.authors],
        "container-title" if entry.form.within else "publisher": entry.publisher,
        "issued": entry.published and _csl_date(entry.published),
        "accessed": entry.accessed and _csl_date(entry.accessed),
        "language": entry.language,
        "URL": entry.url,
        "version": entry.version,
        "note": entry.note,
    }
    return {name: value for name, value in item.items() if value}


def _csl_date(day: Day) -> dict[str, Any]:
    dated = day.text.rstrip("~?")
    if not _DATED.fullmatch(dated):
        return {"literal": _in_words(day)}
    parts = {"date-parts": [[int(part) for part in dated.split("-")]]}
    return parts if dated == day.text else {**parts, "circa": True}


def _bibtex(entries: list[_Entry]) -> str:
    return "\n".join(map(_bibtex_entry, entries))


def _bibtex_entry(entry: _Entry) -> str:
    type = entry.form.bibtex
    fields = {
        "author": " and ".join(map(_bibtex_name, entry.authors)),
        "title": f"{{{entry.title.translate(_TEX)}}}",
        _BIBTEX_PUBLISHER[type]: (entry.publisher or "").translate(_TEX),
        **(_bibtex_date(entry.published) if entry.published is not None else {}),
        "version": entry.version,
        "language": entry.language,
        "url": re.sub(r"[\\{}]", _percent_encoded, entry.url or ""),  # styles print it verbatim
        "urldate": entry.accessed and entry.accessed.text,
        "copyright": entry.license,
        "note": (entry.note or "").translate(_TEX),
    }
    written = {name: text if name == "month" else f"{{{text}}}" for name, text in fields.items() if text}
    return "\n".join((f"@{type}{{{entry.key},", *(f"  {name} = {text}," for name, text in written.items()), "}\n"))


def _bibtex_name(name: _Name) -> str:
    """Return a name for BibTeX, in braces unless it is a personal name with the given name first."""
    text = name.text.translate(_TEX)
    return text if name.personal and not _SEVERAL_NAMES.search(name.text) else f"{{{text}}}"


def _bibtex_date(day: Day) -> dict[str, str]:
    if not _DATED.fullmatch(day.text):
        return {"year": _in_words(day).translate(_TEX)}
    fields = dict(zip(("year", "month", "day"), day.text.split("-"), strict=False))
    if "month" in fields:
        fields["month"] = _MONTHS[int(fields["month"]) - 1]  # a BibTeX macro
    return {name: text.lstrip("0") for name, text in fields.items()}


def _ris(entries: list[_Entry]) -> str:
    return "".join(map(_ris_record, entries))


def _ris_record(entry: _Entry) -> str:
    published, accessed = _ris_date(entry.published), _ris_date(entry.accessed)
    tags = [
        ("TY", entry.form.ris),
        ("TI", entry.title),
        *(("AU", _family_name_first(name)) for name in entry.authors),
        ("T2" if entry.form.within else "PB", entry.publisher),
        ("PY", published[:4] or _year(entry.published)),
        ("DA", published),
        ("ET", entry.version),
        ("M3", entry.form.work),
        ("LA", entry.language),
        ("UR", re.sub(";", _percent_encoded, entry.url or "")),  # separates addresses
        ("Y2", accessed),
        ("N1", entry.published and not published and f"Published {_in_words(entry.published)}"),
        ("N1", entry.accessed and not accessed and f"Read {_in_words(entry.accessed)}"),
        ("N1", entry.note),
    ]
    lines = [f"{tag}  - {_LINE_BREAK.sub(' ', text)}\n" for tag, text in tags if text]
    return "".join((*lines, "ER  - \n"))


def _ris_date(day: Day | None) -> str:
    """Return a date as YYYY/MM/DD/ and, if it is not certain, a word; an empty text for an interval."""
    if day is None or day.text[0] == "[":
        return ""
    year, month, date = (*day.text.rstrip("~?").split("-"), "", "")[:3]
    return f"{year}/{month}/{date}/{_DOUBT.get(day.text[-1], '')}"


def _year(day: Day | None) -> str:
    """Return the year of an interval within one year, or an empty text."""
    if day is None or day.earliest is None or day.latest is None or day.earliest.year != day.latest.year:
        return ""
    return f"{day.earliest.year:04}"


def _family_name_first(name: _Name) -> str:
    """Return a personal name as BibTeX reads it: the family name begins with a word in lower case, or is the last."""
    words = name.text.split()
    if not name.personal or len(words) == 1 or _SEVERAL_NAMES.search(name.text):
        return name.text
    start = next((i for i, word in enumerate(words[1:], 1) if word[0].islower()), len(words) - 1)
    return f"{' '.join(words[start:])}, {' '.join(words[:start])}"


def _text(entries: list[_Entry]) -> str:
    return "".join(f"{_in_one_line(entry)}\n" for entry in entries)


def _in_one_line(entry: _Entry) -> str:
    names = ", ".join(name.text for name in entry.authors)
    published = (entry.publisher, "" if entry.published is None else _in_words(entry.published))
    read = f" (read on {entry.accessed})" if entry.url and entry.accessed else ""
    sentences = (
        f"{names}: {entry.title}" if names else entry.title,
        ", ".join(filter(None, published)),
        (entry.url or "") + read,
        entry.note,
    )
    return ". ".join(filter(None, sentences))


def _in_words(day: Day) -> str:
    """Return a date in words, without the notation of sets and marks."""
    if day.text[0] == "[":
        first, last = day.text.strip("[]").split("..")
        return (
            f"between {first} and {last}" if first and last else f"{first} or later" if first else f"{last} or earlier"
        )
    return " ".join(filter(None, (_DOUBT.get(day.text[-1]), day.text.rstrip("~?"))))


def _percent_encoded(character: re.Match[str]) -> str:
    return f"%{ord(character[0]):02X}"


FORMATS = {"bibtex": _bibtex, "csl-json": _csl_json, "ris": _ris, "text": _text}
