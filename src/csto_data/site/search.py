"""What the search of a site looks through: all records, rules and documents."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING
from unicodedata import category, normalize

from ..model import Source
from ..model.kinds import kind_of
from ..store.folding import fold
from ..store.names import names_of
from ..store.phrases import headline, phrase, time_phrase
from ..validation import RULES
from .addresses import record_path

if TYPE_CHECKING:
    from ..dataset import Dataset
    from ..model import Record


def letters(dataset: Dataset) -> dict[str, list[Record]]:
    """Return all records by the first letter of what they are about.

    Args:
        dataset: The data.
    """
    found: dict[str, list[Record]] = {}
    for record in sorted(dataset, key=lambda record: fold(headline(dataset, record))):
        letter = fold(headline(dataset, record))[:1].upper()
        found.setdefault(letter if letter.isalpha() else "0-9", []).append(record)
    return found


def search_index(dataset: Dataset, documents: Mapping[str, str]) -> str:
    """Return the script with what the search looks through.

    For each page, it has its path, heading, kind and time, then the names that its heading does not have, and the other
    texts that are searched.

    Args:
        dataset: The data.
        documents: The text of the documentation by path.
    """
    entries = [_entry(dataset, record) for record in dataset]
    entries += [(f"rules/{code}.html", f"{code} {rule.name}", "rule", "", code, "") for code, rule in RULES.items()]
    entries += [(path, title_of(text), "documentation", "", "", "") for path, text in documents.items()]
    return f"const INDEX = {json.dumps(entries, ensure_ascii=False, separators=(',', ':'))};\n"


def _entry(dataset: Dataset, record: Record) -> tuple[str, ...]:
    kind = kind_of(record.id)
    heading = headline(dataset, record)
    forms = (form for name in names_of(record) for form in (name.text, name.folded))
    names = {_folded_by_script(heading): ""}
    for form in forms:
        names.setdefault(_folded_by_script(form), form)
    texts = [text for text in _texts(dataset, record) if text not in heading]
    return (
        record_path(record.id),
        heading,
        kind.name if kind is not None else "",
        time_phrase(dataset, record),
        " | ".join(filter(None, names.values())),
        " | ".join(texts),
    )


def _folded_by_script(text: str) -> str:
    """Return a text as search.js folds it: names that are then alike are listed once."""
    letters = "".join(char for char in normalize("NFKD", text) if not category(char).startswith("M"))
    return " ".join(re.sub(r"[^\w:]|_", " ", letters.lower()).split())


def _texts(dataset: Dataset, record: Record) -> Iterator[str]:
    """Iterate over the texts by which a record is found although they are not its names."""
    if isinstance(record, Source):
        yield record.publisher or ""
        yield phrase(dataset, record.authors)
    yield getattr(record, "summary", None) or ""


def title_of(text: str) -> str:
    r"""Return the title of a document in Markdown, which is its first line.

    Args:
        text: The document.

    Example:
        >>> title_of("# Packs\n\nA pack ...")
        'Packs'
    """
    return text.partition("\n")[0].lstrip("# ")
