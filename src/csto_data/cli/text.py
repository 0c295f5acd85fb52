"""Lay out answers as text for people, within the width of the terminal: tables, records, and who says what."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, compress, groupby, repeat
from typing import TYPE_CHECKING, Any

import attrs

from ..display import cut, text_table, width_of, wrapped
from ..model import Record
from ..model.fields import fields_of
from ..model.references import evidence_of
from ..provenance.verdicts import Judgement, Verdict
from ..queries.explain import Explanation, summary_lines
from ..store.phrases import amount_phrase, headline, phrase, source_phrase, time_phrase
from .streams import has_colours

if TYPE_CHECKING:
    from ..dataset import Dataset

NARROWEST = 40
"""The width that a column of text has at least; in a narrower one, the text is on a line of its own."""

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
    "statements": ("id", "when", "statement"),
    "assessments": ("id", "when", "assessment"),
    "figures": ("id", "when", "figure"),
    "records": ("id", "when", "record"),
    "matches": ("id", "record"),
}
"""What a table of text shows of each item. The last column gets the rest of the line, or a line of its own."""

_VERDICTS = {
    Verdict.SUPPORTS: "supported by",
    Verdict.COMPATIBLE: "compatible with",
    Verdict.DISPUTES: "disputed by",
    Verdict.UNSETTLED: "reported, but not settled, by",
    Verdict.NOT_JUDGED: "also reported by",
}


def terminal_width() -> int:
    """Return the number of columns: of ``COLUMNS``, of the terminal, or 80."""
    return shutil.get_terminal_size().columns


def items_text(dataset: Dataset, table: Any) -> str:
    """Return a table of records, or of the items of an answer, with one line or two for each.

    Args:
        dataset: The data, which have the names of the records.
        table: The records or matches.
    """
    if not table:
        return ""
    columns = _LINES[table.name]
    rows = [[_cell(dataset, item, name, columns[-1]) for name in columns] for item in table]
    return table_text(columns, rows, kept=("id",))


def _cell(dataset: Dataset, item: Any, name: str, last: str) -> str:
    """Return a cell of a table of text."""
    record = getattr(item, "record", item)
    match name:
        case "when":
            return time_phrase(record)
        case "id":
            return str(record.id)
        case _ if name != last:
            return phrase(dataset, getattr(record, name))
    text = headline(dataset, record)
    found = getattr(item, "text", text)
    return text if found in text else f"{text} ({item.field}: {found})"


def table_text(columns: Sequence[str], rows: Sequence[Sequence[str]], kept: Sequence[str] = ()) -> str:
    """Return a table that fits the terminal, without empty columns.

    Cells are cut at the widest columns first. If too little is left for the last column, it is on a second line.

    Args:
        columns: The header.
        rows: The cells.
        kept: The columns that are cut last.
    """
    used = [any(cells) for cells in zip(*rows, strict=True)]
    if not any(used):
        return ""
    columns, *rows = [[*compress(row, used)] for row in (columns, *rows)]
    width = terminal_width()
    *others, last = _widths([columns, *rows])
    if not others or sum(others) + 2 * len(others) + min(last, NARROWEST) <= width:
        return _coloured(text_table(columns, rows, width, kept)) + "\n"
    head, *lines = text_table(columns[:-1], [row[:-1] for row in rows], width, kept).split("\n")
    below = [f"    {cut(row[-1], width - 4)}".rstrip() for row in rows]
    pairs = (f"{line}\n{text}\n" if text else f"{line}\n" for line, text in zip(lines, below, strict=True))
    return f"{_coloured(head)}\n" + "".join(pairs)


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """Return the width of each column."""
    return [max(map(width_of, column)) for column in zip(*rows, strict=True)]


def _coloured(text: str) -> str:
    """Return the text with its first line in bold on a terminal."""
    head, line_end, rest = text.partition("\n")
    return f"{bold(head)}{line_end}{rest}"


def bold(text: str) -> str:
    """Return the text in bold on a terminal (ECMA-48), otherwise as it is."""
    return f"\x1b[1m{text}\x1b[0m" if has_colours() else text


def record_text(dataset: Dataset, record: Record) -> str:
    """Return a record with its fields, and who says what about each of them.

    Args:
        dataset: The dataset, or the view of a source, that has the record.
        record: The record.
    """
    heading = bold(wrapped(headline(dataset, record), terminal_width()))
    parts = [f"{heading}\n{record.id}\n", "".join(_fields(dataset, record, "  ")) or "  (no values)\n"]
    if judged := dataset.judgements(record.id):
        parts.append(f"{bold('Who says what')}\n{reports_text(dataset, judged, headings=False)}")
    if mentions := [_source(dataset, entry.source, entry.at) for entry in evidence_of(record) if not entry.reports]:
        lines = (wrapped(text, terminal_width(), "  ", "    ") + "\n" for text in mentions)
        parts.append(f"{bold('Also based on')}\n{''.join(lines)}")
    if notes := [*_notes(dataset, record)]:
        parts.append(f"{bold('Notes on the sources')}\n{''.join(notes)}")
    return "\n".join(parts)


def _fields(dataset: Dataset, item: Any, indent: str, without: tuple[str, ...] = ("id", "evidence")) -> Iterator[str]:
    """Iterate over the lines for the fields of an object that have a value."""
    known = _known(dataset, item, without)
    names = max(map(len, known), default=0)
    for name, value in known.items():
        elements = value if isinstance(value, tuple) else (value,)
        if any(map(_is_block, elements)):
            yield f"{indent}{name}\n"
            yield from (line for element in elements for line in _block(dataset, element, f"{indent}  "))
            continue
        texts = (_said(dataset, item, name, element) for element in elements)
        for label, text in zip(chain([name], repeat("")), texts, strict=False):
            yield _line(f"{indent}{label:{names}}  ", text)


def _known(dataset: Dataset, item: Any, without: tuple[str, ...]) -> dict[str, Any]:
    """Return the fields of an object that have a value; of a record, without the one that is its heading."""
    heading = headline(dataset, item) if isinstance(item, Record) else ""
    values = {name: getattr(item, name) for name in fields_of(type(item)) if name not in without}
    return {name: value for name, value in values.items() if value is not False and value not in (None, (), heading)}


def _said(dataset: Dataset, item: Any, name: str, value: Any) -> str:
    """Return a value of an object as text; of a figure, the amount with its unit."""
    return amount_phrase(item) if name == "amount" and hasattr(item, "unit") else phrase(dataset, value, ids=True)


def _is_block(value: Any) -> bool:
    """Return whether an object in a record has several values of its own, such as a contingent."""
    return attrs.has(type(value)) and "evidence" in fields_of(type(value)) and not isinstance(value, Record)


def _block(dataset: Dataset, item: Any, indent: str) -> Iterator[str]:
    """Iterate over the lines for an object in a record: its first field, and the others indented."""
    first, *_ = fields_of(type(item))
    yield _line(indent, phrase(dataset, getattr(item, first), ids=True))
    yield from _fields(dataset, item, f"{indent}  ", (first, "evidence"))


def _line(indent: str, text: str) -> str:
    return wrapped(text, terminal_width(), indent, " " * width_of(indent)) + "\n"


def _notes(dataset: Dataset, record: Record) -> Iterator[str]:
    """Iterate over the notes on evidence, each with its source."""
    for entry in evidence_of(record):
        if entry.note is not None or entry.planned:
            note = "; ".join(part for part in ("planned" if entry.planned else "", entry.note) if part)
            text = f"{_source(dataset, entry.source, entry.at)}: {note}"
            yield wrapped(text, terminal_width(), "  ", "    ") + "\n"


def _source(dataset: Dataset, id: str, at: Any) -> str:
    """Return the publisher, the date and the id of a source, and the place in it."""
    source = dataset.sources.get(id)
    text = id if source is None else source_phrase(source)
    return text if at is None else f"{text}, {at}"


def reports_text(dataset: Dataset, judged: Iterable[Judgement], *, headings: bool = True) -> str:
    """Return what each source says about each value, with its publisher and date.

    Args:
        dataset: The data, which have the names and sources.
        judged: The judgements, sorted by record and field.
        headings: Whether the name of each record is above its values.
    """
    parts: list[str] = []
    for record, of_record in groupby(judged, lambda judgement: judgement.record):
        if headings:
            heading = f"{headline(dataset, dataset[record])} ({record})"
            parts.append(("\n" if parts else "") + bold(wrapped(heading, terminal_width())) + "\n")
        for (field, _), of_value in groupby(sorted(of_record, key=_field_and_value), _field_and_value):
            parts += _field_reports(dataset, field, [*of_value])
    return "".join(parts)


def _field_and_value(judgement: Judgement) -> tuple[str, str]:
    """Return what is judged: two entries of a list may have one path, such as two parties of one state."""
    return judgement.field, str(judgement.value)


def explanation_text(dataset: Dataset, found: Explanation) -> str:
    """Return why a state was or was not a member on a day, and who says what about it.

    Args:
        dataset: The data.
        found: The explanation.
    """
    head, *lines = summary_lines(found)
    text = bold(wrapped(head, terminal_width())) + "\n"
    text += "".join(wrapped(line, terminal_width(), "  ", "    ") + "\n" for line in lines)
    judged = sorted((*found.evidence, *found.others), key=lambda judgement: (judgement.record, judgement.field))
    return f"{text}\n{reports_text(dataset, judged)}" if judged else text


def _field_reports(dataset: Dataset, field: str, judged: list[Judgement]) -> Iterator[str]:
    """Iterate over the lines for a value, with the sources by verdict."""
    value = judged[0].value
    text = "(no value)" if value is None else phrase(dataset, value)
    yield wrapped(f"{field}: {text}", terminal_width(), "  ", "    ") + "\n"
    for verdict, heading in _VERDICTS.items():
        found = [judgement for judgement in judged if judgement.verdict is verdict]
        if found:
            yield f"    {heading}\n"
        for judgement in found:
            reported = phrase(dataset, judgement.reported)
            says = "" if judgement.reported == value else f"{reported}: "
            source = _source(dataset, judgement.source, judgement.at)
            yield wrapped(f"{says}{source}", terminal_width(), " " * 6, " " * 8) + "\n"
