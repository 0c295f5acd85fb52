"""Answers as text for people: tables of records, and one record with all that is known of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any

import attrs

from ..model import KINDS, Record
from ..model.fields import fields_of
from ..model.references import evidence_of
from ..model.source import Media
from ..provenance.verdicts import Verdict
from ..store.order import has_time
from ..store.phrases import amount_phrase, headline, phrase, time_phrase
from .page import Page
from .testimony import reports_text, source_text

if TYPE_CHECKING:
    from ..dataset import Dataset

_LINES: dict[str, tuple[str, ...]] = {
    "sources": ("id", "when", "publisher", "title"),
    "states": ("id", "iso_alpha3", "cow", "gw", "name"),
    "organizations": ("id", "kind", "name"),
    "people": ("id", "name"),
    "places": ("id", "kind", "name"),
    "memberships": ("id", "when", "membership"),
    "offices": ("id", "when", "office"),
    "operations": ("id", "when", "name"),
    "events": ("when", "id", "title"),
    "statements": ("when", "id", "statement"),
    "assessments": ("when", "id", "assessment"),
    "figures": ("when", "id", "figure"),
    "records": ("when", "id", "record"),
    "matches": ("id", "record"),
}
"""What a table of text shows of each item; the last column is its headline."""


def items_text(page: Page, dataset: Dataset, table: Any) -> str:
    """Return a table of records, or of the items of an answer, with one or more lines for each.

    Args:
        page: Where it is shown.
        dataset: The data, which have the names of the records.
        table: The records or matches.
    """
    columns = _LINES[table.name]
    if dataset.is_view:  # which does not report kinds and codes
        columns = tuple(name for name in columns if name in ("id", "when", columns[-1]))
    return page.table(columns, [[_cell(dataset, item, name, columns[-1]) for name in columns] for item in table])


def _cell(dataset: Dataset, item: Any, name: str, last: str) -> str:
    """Return a cell of a table of text."""
    record = getattr(item, "record", item)
    match name:
        case "when":
            return time_phrase(dataset, record) or ("undated" if has_time(record) else "")
        case "id":
            return str(record.id)
        case _ if name != last:
            return phrase(dataset, getattr(record, name))
    text = headline(dataset, record)
    found = getattr(item, "text", text)
    return text if found in text or found == record.id else f"{text} ({item.field}: {found})"


def view_text(page: Page, view: Dataset) -> str:
    """Return all records that a source reports, and the names of those that it only refers to.

    Args:
        page: Where it is shown.
        view: The view of the source.
    """
    if view.source is not None:
        heading = f"What {source_text(view, view.source.id)} reports; names and titles are those of the data."
    else:
        heading = f"What sources published by {view.published_by} report; names and titles are those of the data."
    parts = [page.lines(heading)]
    others: list[list[str]] = []
    for name in KINDS:
        table = view.table(name)
        reported = table.filter(lambda record: bool(evidence_of(record)))
        if reported:
            parts.append(f"{name}\n{items_text(page, view, reported)}")
        others += [[record.id, headline(view, record)] for record in table if record not in reported]
    parts.append(
        f"{page.lines('What these records refer to, as the data identify it:')}{page.table(('id', ''), others)}"
    )
    return "\n".join(parts)


def record_text(page: Page, dataset: Dataset, record: Record, *, brief: bool = False) -> str:
    """Return a record with its fields, and who says what about each of them.

    Args:
        page: Where it is shown.
        dataset: The dataset, or the view of a source, that has the record.
        record: The record.
        brief: Whether only the reports are shown that dispute the record.
    """
    judged = dataset.judgements(record.id)
    if brief:
        judged = judged.filter(lambda judgement: judgement.verdict is Verdict.DISPUTES)
    sections = [
        ("", _own_fields(page, dataset, record)),
        ("Memberships and offices", _spells(page, dataset, record)),
        ("Disputed" if brief else "Who says what", [reports_text(page, dataset, judged, headings=False)]),
        ("Also based on", [] if brief else _mentions(page, dataset, record)),
        ("Notes on the sources", [] if brief else _notes(page, dataset, record)),
        ("", [] if dataset.is_view else _hints(page, dataset, record, brief=brief)),
    ]
    parts = [f"{page.bold(page.lines(headline(dataset, record)).rstrip())}\n{record.id}\n"]
    for heading, lines in sections:
        if text := "".join(lines):
            parts.append(f"{page.bold(heading)}\n{text}" if heading else text)
    return "\n".join(parts)


def _own_fields(page: Page, dataset: Dataset, record: Record) -> Iterator[str]:
    """Iterate over the lines for the fields of a record; in a view, those that the source does not report are last."""
    known = _known(dataset, record)
    if not dataset.is_view:
        yield from _fields(page, dataset, record, known, "  ")
        return
    reported = {report.field for entry in evidence_of(record) if not entry.planned for report in entry.reports}
    own = {name: value for name, value in known.items() if name in reported or _is_part(value)}
    yield from _fields(page, dataset, record, own, "  ")
    others = {name: value for name, value in known.items() if name not in own}
    if others:
        yield f"  {'also ' if own else ''}in the data, but not reported by this source\n"
        yield from _fields(page, dataset, record, others, "    ")


def _is_part(value: Any) -> bool:
    """Return whether a value consists of objects with evidence of their own, such as contingents."""
    elements = value if isinstance(value, tuple) else (value,)
    return any(map(_is_block, elements))


def _known(dataset: Dataset, item: Any, without: tuple[str, ...] = ("id", "evidence")) -> dict[str, Any]:
    """Return the fields of an object that have a value; of a record, without a text that is in its heading."""
    heading = headline(dataset, item) if isinstance(item, Record) else ""
    values = {name: getattr(item, name) for name in fields_of(type(item)) if name not in without}
    said = {name for name in ("summary", "claim") if name in values and str(values[name]) in heading}
    return {
        name: value
        for name, value in values.items()
        if name not in said and value is not False and value not in (None, (), heading)
    }


def _fields(page: Page, dataset: Dataset, item: Any, known: dict[str, Any], indent: str) -> Iterator[str]:
    """Iterate over the lines for some fields of an object."""
    names = max(map(len, known), default=0)
    for name, value in known.items():
        elements = value if isinstance(value, tuple) else (value,)
        if _is_part(elements):
            yield f"{indent}{name}\n"
            yield from (line for element in elements for line in _block(page, dataset, element, f"{indent}  "))
            continue
        texts = (_said(dataset, item, name, element) for element in elements)
        for label, text in zip(chain([name], repeat("")), texts, strict=False):
            yield _line(page, f"{indent}{label:{names}}  ", text)


def _said(dataset: Dataset, item: Any, name: str, value: Any) -> str:
    """Return a value of an object as text; of a figure, the amount with its unit."""
    match name:
        case "amount" if hasattr(item, "unit"):
            return amount_phrase(item)
        case "quoted":
            return f"“{value}”"
    return phrase(dataset, value, ids=True)


def _is_block(value: Any) -> bool:
    """Return whether an object in a record has several values of its own, such as a contingent."""
    if isinstance(value, Record) or not attrs.has(type(value)):
        return False
    return isinstance(value, Media) or "evidence" in fields_of(type(value))


def _block(page: Page, dataset: Dataset, item: Any, indent: str) -> Iterator[str]:
    """Iterate over the lines for an object in a record: its first field, and the others indented."""
    first, *_ = fields_of(type(item))
    yield _line(page, indent, phrase(dataset, getattr(item, first), ids=True))
    yield from _fields(page, dataset, item, _known(dataset, item, (first, "evidence")), f"{indent}  ")


def _line(page: Page, indent: str, text: str) -> str:
    return page.lines(text, indent, " " * len(indent))


def _spells(page: Page, dataset: Dataset, record: Record) -> Iterator[str]:
    """Iterate over the lines for the memberships and offices of a state, organisation or person."""
    for spell in spells_of(dataset, record.id):
        text = f"{time_phrase(dataset, spell)}: {headline(dataset, spell)} ({spell.id})"
        yield page.lines(text, "  ", "    ")


def spells_of(dataset: Dataset, id: str) -> Sequence[Any]:
    """Return the memberships and offices of a state, organisation or person, in the order of time.

    Args:
        dataset: The data.
        id: The id of the record; others than these have none.
    """
    spells: Iterable[Any] = (
        *(spell for spell in dataset.memberships if spell.member == id),
        *(term for term in dataset.offices if term.holder == id),
    )
    return sorted(spells, key=lambda spell: spell.start.sort_key)


def _mentions(page: Page, dataset: Dataset, record: Record) -> Iterator[str]:
    """Iterate over the lines for evidence without reports."""
    for entry in evidence_of(record):
        if not entry.reports:
            yield page.lines(source_text(dataset, entry.source, entry.at), "  ", "    ")


def _notes(page: Page, dataset: Dataset, record: Record) -> Iterator[str]:
    """Iterate over the lines for the notes on evidence, each with its source."""
    for entry in evidence_of(record):
        if entry.note is not None:
            yield page.lines(f"{source_text(dataset, entry.source, entry.at)}: {entry.note}", "  ", "    ")


def _hints(page: Page, dataset: Dataset, record: Record, *, brief: bool) -> Iterator[str]:
    """Iterate over the lines that say where more is known."""
    if brief and dataset.judgements(record.id):
        yield page.lines(f"All reports of sources: csto-data show {record.id}")
    if about := len(dataset.about(record.id)):
        yield page.lines(
            f"{about} {'record refers' if about == 1 else 'records refer'} to it: csto-data about {record.id}"
        )
