"""Cite a record: this version of the dataset, then the sources of the record.

Each is one item of CSL-JSON, from which BibTeX and plain text are derived. Unknown fields are omitted.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from attrs import frozen

from ..dates import Day
from ..model import Membership, Person, Source
from ..model.references import evidence_of
from ..suggestions import did_you_mean

if TYPE_CHECKING:
    from ..store.record_store import RecordStore

CitationFormat: TypeAlias = Literal["bibtex", "csl-json", "text"]
Item: TypeAlias = dict[str, Any]
"""An item of CSL-JSON, except that its names are ``_Name`` and its dates ``Day``."""

_TYPES = {
    "article": ("article-magazine", "container-title", "article", "journal"),
    "book": ("book", "publisher", "book", "publisher"),
    "code-table": ("dataset", "publisher", "misc", "howpublished"),
    "dataset": ("dataset", "publisher", "misc", "howpublished"),
    "interview": ("interview", "publisher", "misc", "howpublished"),
    "news": ("article-newspaper", "container-title", "article", "journal"),
    "official-text": ("document", "publisher", "misc", "howpublished"),
    "press-release": ("document", "publisher", "misc", "howpublished"),
    "report": ("report", "publisher", "techreport", "institution"),
    "treaty": ("treaty", "publisher", "misc", "howpublished"),
    "web-page": ("webpage", "container-title", "misc", "howpublished"),
}
"""For each kind of source: its CSL type and publisher field, then its BibTeX type and publisher field."""
_BIBTEX_TYPES = {csl: (type, publisher) for csl, _, type, publisher in _TYPES.values()}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TEX = str.maketrans(
    {mark: f"\\{mark}" for mark in "&%$#_"}
    | {"\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
    | {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
)
"""Braces are replaced by commands, because BibTeX counts braces even after a backslash."""
_DATED = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")


@frozen
class _Name:
    text: str
    personal: bool = False


def cite(store: RecordStore, id: str, format: CitationFormat) -> str:
    """Return the citation of a record; see ``Dataset.cite``."""
    if format not in FORMATS:
        raise ValueError(
            f'Unknown citation format "{format}". Expected one of {", ".join(FORMATS)}.{did_you_mean(format, FORMATS)}'
        )
    sources = sources_behind(store, id)
    return FORMATS[format]([_item_of_dataset(store, id), *(_item(store, source) for source in sources)])


def sources_behind(store: RecordStore, id: str) -> tuple[Source, ...]:
    """Return the sources of a record's evidence and of the acts of a spell, sorted by id; for a source, itself."""
    record = store[id]
    if isinstance(record, Source):
        return (record,)
    acts = [store[step.act] for step in record.steps] if isinstance(record, Membership) else []
    found = {evidence.source for each in (record, *acts) for evidence in evidence_of(each)}
    return tuple(store.sources[source] for source in sorted(found))


def _item_of_dataset(store: RecordStore, id: str) -> Item:
    return {
        "id": "csto-data",
        "type": "dataset",
        "title": "csto-data: checked facts about the Collective Security Treaty Organization",
        "author": [_Name("csto-data contributors")],
        **({"issued": Day(store.released.isoformat())} if store.released is not None else {}),
        "version": store.version,
        "note": f"Data version {store.version}, record {id}",
    }


def _item(store: RecordStore, source: Source) -> Item:
    type, publisher, *_ = _TYPES[source.kind]
    authors = [store[author] for author in source.authors]
    item = {
        "id": source.id.partition(":")[2],
        "type": type,
        "title": source.title,
        "author": [_Name(str(getattr(a, "name", a.id)), isinstance(a, Person)) for a in authors],
        publisher: source.publisher,
        "issued": source.published,
        "accessed": source.accessed,
        "language": source.language,
        "URL": source.url,
        "note": source.archived and f"Archived at {source.archived}",
    }
    return {name: value for name, value in item.items() if value}


def _csl_json(items: list[Item]) -> str:
    return json.dumps(items, ensure_ascii=False, indent=2, default=_csl_value) + "\n"


def _csl_value(value: Day | _Name) -> dict[str, Any]:
    if isinstance(value, _Name):
        return {"literal": value.text}
    dated = value.text.rstrip("~?")
    if not _DATED.fullmatch(dated):
        return {"literal": _in_words(value)}
    parts = {"date-parts": [[int(part) for part in dated.split("-")]]}
    return parts if dated == value.text else {**parts, "circa": True}


def _bibtex(items: list[Item]) -> str:
    return "\n".join(map(_bibtex_entry, items))


def _bibtex_entry(item: Item) -> str:
    type, publisher = _BIBTEX_TYPES[item["type"]]
    fields = {
        "author": " and ".join(map(_bibtex_name, item.get("author", ()))),
        "title": f"{{{item['title'].translate(_TEX)}}}",
        publisher: _publisher(item).translate(_TEX),
        **(_bibtex_date(item["issued"]) if "issued" in item else {}),
        "version": item.get("version", ""),
        "language": item.get("language", ""),
        "url": re.sub(r"[\\{}]", lambda mark: f"%{ord(mark[0]):02X}", item.get("URL", "")),  # styles print it verbatim
        "urldate": str(item.get("accessed", "")),
        "note": item.get("note", "").translate(_TEX),
    }
    written = {name: text if name == "month" else f"{{{text}}}" for name, text in fields.items() if text}
    return "\n".join((f"@{type}{{{item['id']},", *(f"  {name} = {text}," for name, text in written.items()), "}\n"))


def _bibtex_name(name: _Name) -> str:
    """Return a name for BibTeX, in braces unless it is a personal name with the given name first."""
    text = name.text.translate(_TEX)
    return text if name.personal and not re.search(r",|\sand\s", name.text, re.IGNORECASE) else f"{{{text}}}"


def _bibtex_date(day: Day) -> dict[str, str]:
    if not _DATED.fullmatch(day.text):
        return {"year": _in_words(day).translate(_TEX)}
    fields = dict(zip(("year", "month", "day"), day.text.split("-"), strict=False))
    if "month" in fields:
        fields["month"] = _MONTHS[int(fields["month"]) - 1]  # a BibTeX macro
    return {name: text.lstrip("0") for name, text in fields.items()}


def _text(items: list[Item]) -> str:
    return "".join(f"{_in_one_line(item)}\n" for item in items)


def _in_one_line(item: Item) -> str:
    names = ", ".join(name.text for name in item.get("author", ()))
    published = (_publisher(item), _in_words(item["issued"]) if "issued" in item else "")
    read = f" (read on {item['accessed']})" if "URL" in item and "accessed" in item else ""
    sentences = (
        f"{names}: {item['title']}" if names else item["title"],
        ", ".join(filter(None, published)),
        item.get("URL", "") + read,
        item.get("note", ""),
    )
    return ". ".join(filter(None, sentences))


def _publisher(item: Item) -> str:
    return str(item.get("container-title") or item.get("publisher", ""))


def _in_words(day: Day) -> str:
    """Return a date in words, without the notation of sets and marks."""
    if day.text[0] == "[":
        first, last = day.text.strip("[]").split("..")
        return (
            f"between {first} and {last}" if first and last else f"{first} or later" if first else f"{last} or earlier"
        )
    return {"~": "about ", "?": "probably "}.get(day.text[-1], "") + day.text.rstrip("~?")


FORMATS = {"bibtex": _bibtex, "csl-json": _csl_json, "text": _text}
