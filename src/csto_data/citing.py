"""How to cite a record: the dataset in its version, then the sources behind the record. BibTeX, CSL-JSON or plain text.

Names are written as the data have them and never taken apart; what is not known is left out.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from .dates import Day
from .errors import NotFound
from .model import Membership, Person, Source
from .model.references import evidence_of
from .suggestions import nearest

if TYPE_CHECKING:
    from .dataset import Dataset

CitationFormat: TypeAlias = Literal["bibtex", "csl-json", "text"]

TITLE = "csto-data: checked facts about the Collective Security Treaty Organization"
AUTHOR = "csto-data contributors"
KEY = "csto-data"


def cite(dataset: Dataset, id: str, format: CitationFormat) -> str:
    """See :meth:`csto_data.Dataset.cite`."""
    if format not in FORMATS:
        raise NotFound(f'no format "{format}"{nearest(format, FORMATS)}; expected {", ".join(FORMATS)}')
    return FORMATS[format](dataset, dataset[id].id, sources_behind(dataset, id))


def sources_behind(dataset: Dataset, id: str) -> tuple[Source, ...]:
    """The sources of a record's evidence, and of the acts that make a spell what it is; by id. Of a source, itself."""
    record = dataset[id]
    if isinstance(record, Source):
        return (record,)
    acts = [dataset[step.act] for step in record.steps] if isinstance(record, Membership) else []
    found = {witness.source for each in (record, *acts) for witness in evidence_of(each)}
    return tuple(dataset.sources[source] for source in sorted(found))


def _authors(dataset: Dataset, source: Source) -> list[tuple[str, bool]]:
    """The name of each author, and whether it is a person's."""
    authors = [dataset[author] for author in source.authors]
    return [(str(getattr(author, "name", author.id)), isinstance(author, Person)) for author in authors]


def _released(dataset: Dataset) -> Day | None:
    return Day(dataset.released.isoformat()) if dataset.released is not None else None


# BibTeX

_BIBTEX_TYPES = {"article": "article", "news": "article", "report": "techreport", "book": "book"}
_PUBLISHER_FIELDS = {"article": "journal", "techreport": "institution", "book": "publisher", "misc": "howpublished"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{mark: f"\\{mark}" for mark in "&%$#_"},
}
"""Braces by their commands: BibTeX counts braces even after a backslash."""


def _bibtex(dataset: Dataset, id: str, sources: tuple[Source, ...]) -> str:
    fields = {"author": f"{{{AUTHOR}}}", "title": f"{{{TITLE}}}"}
    fields |= _bibtex_date(_released(dataset))
    fields |= {"version": dataset.version, "note": _tex(f"Data version {dataset.version}, record {id}")}
    entries = [_entry("misc", KEY, fields), *(_bibtex_source(dataset, source) for source in sources)]
    return "\n\n".join(entries) + "\n"


def _bibtex_source(dataset: Dataset, source: Source) -> str:
    type = _BIBTEX_TYPES.get(source.kind, "misc")
    authors = [
        _tex(name) if person and _plain(name) else f"{{{_tex(name)}}}" for name, person in _authors(dataset, source)
    ]
    fields = {"author": " and ".join(authors), "title": f"{{{_tex(source.title)}}}"}
    fields[_PUBLISHER_FIELDS[type]] = _tex(source.publisher or "")
    fields |= _bibtex_date(source.published)
    fields["language"] = source.language or ""
    fields["url"] = _verbatim(source.url or "")
    fields["urldate"] = str(source.accessed or "")
    fields["note"] = _tex(f"Archived at {source.archived}") if source.archived else ""
    return _entry(type, source.id.partition(":")[2], {name: text for name, text in fields.items() if text})


def _entry(type: str, key: str, fields: dict[str, str]) -> str:
    lines = (f"  {name} = {{{text}}}," if name != "month" else f"  {name} = {text}," for name, text in fields.items())
    return "\n".join((f"@{type}{{{key},", *lines, "}"))


def _bibtex_date(day: Day | None) -> dict[str, str]:
    """``year`` and, by its macro, ``month``; a day that is open or approximate in words, as its year."""
    if day is None:
        return {}
    if not _DATED.fullmatch(day.text):
        return {"year": _tex(_in_words(day))}
    year, *rest = day.text.split("-")
    parts = {"year": year}
    if rest:
        parts["month"] = _MONTHS[int(rest[0]) - 1]
    if len(rest) == 2:
        parts["day"] = str(int(rest[1]))
    return parts


def _plain(name: str) -> bool:
    """Whether BibTeX reads the name as that of one person, given name first."""
    return "," not in name and not re.search(r"\sand\s", name, re.IGNORECASE)


def _tex(text: str) -> str:
    return "".join(_SPECIAL.get(character, character) for character in text)


def _verbatim(url: str) -> str:
    """An address for a field that styles print as it stands; what would end the field is percent-encoded."""
    return re.sub(r"[\\{}]", lambda found: f"%{ord(found[0]):02X}", url)


# CSL-JSON

_CSL_TYPES = {
    "article": "article-magazine",
    "report": "report",
    "treaty": "treaty",
    "official-text": "document",
    "press-release": "document",
    "news": "article-newspaper",
    "interview": "interview",
    "dataset": "dataset",
    "code-table": "dataset",
    "web-page": "webpage",
    "book": "book",
}
_IN_CONTAINERS = ("article-magazine", "article-newspaper", "webpage")


def _csl_json(dataset: Dataset, id: str, sources: tuple[Source, ...]) -> str:
    own: dict[str, Any] = {"id": KEY, "type": "dataset", "title": TITLE, "author": [{"literal": AUTHOR}]}
    if (released := _released(dataset)) is not None:
        own["issued"] = _csl_date(released)
    own |= {"version": dataset.version, "note": f"Record {id}"}
    items = [own, *(_csl_source(dataset, source) for source in sources)]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _csl_source(dataset: Dataset, source: Source) -> dict[str, Any]:
    type = _CSL_TYPES[source.kind]
    item: dict[str, Any] = {
        "id": source.id.partition(":")[2],
        "type": type,
        "title": source.title,
        "author": [{"literal": name} for name, _ in _authors(dataset, source)],
        "container-title" if type in _IN_CONTAINERS else "publisher": source.publisher,
        "issued": source.published and _csl_date(source.published),
        "accessed": source.accessed and _csl_date(source.accessed),
        "language": source.language,
        "URL": source.url,
        "note": f"Archived at {source.archived}" if source.archived else None,
    }
    return {name: value for name, value in item.items() if value}


def _csl_date(day: Day) -> dict[str, Any]:
    dated = _DATED.fullmatch(day.text.rstrip("~?"))
    if dated is None:
        return {"literal": _in_words(day)}
    parts = {"date-parts": [[int(part) for part in dated[0].split("-")]]}
    return parts if dated[0] == day.text else {**parts, "circa": True}


# Plain text


def _text(dataset: Dataset, id: str, sources: tuple[Source, ...]) -> str:
    released = f" of {dataset.released}" if dataset.released else ""
    lines = [f"{AUTHOR}: {TITLE}. Data version {dataset.version}{released}, record {id}."]
    lines += (_text_source(dataset, source) for source in sources)
    return "\n".join(lines) + "\n"


def _text_source(dataset: Dataset, source: Source) -> str:
    names = ", ".join(name for name, _ in _authors(dataset, source))
    where = ", ".join(part for part in (source.publisher, source.published and _in_words(source.published)) if part)
    title = f"{names}: {source.title}" if names else source.title
    read = f" (read on {source.accessed})" if source.url and source.accessed else ""
    return ". ".join(part for part in (title, where, f"{source.url}{read}" if source.url else "") if part)


_DATED = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")


def _in_words(day: Day) -> str:
    """A day for readers who do not know the notation."""
    if day.approximate:
        return f"about {day.text[:-1]}"
    if day.uncertain:
        return f"probably {day.text[:-1]}"
    if day.text[0] != "[":
        return day.text
    first, last = day.text.strip("[]").split("..")
    if first and last:
        return f"between {first} and {last}"
    return f"{first} or later" if first else f"{last} or earlier"


FORMATS = {"bibtex": _bibtex, "csl-json": _csl_json, "text": _text}
