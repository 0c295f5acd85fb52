"""Show rows as a table of text, for terminals and interpreters, or of HTML, for notebooks."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from html import escape
from typing import Any

LONGEST = 60
"""The number of characters of a cell that are shown."""
LONGEST_REPR = 120
"""The number of characters of an object on one line that are shown."""


def shortened(text: str, longest: int = LONGEST) -> str:
    """Return the text on one line, cut to a number of characters.

    Example:
        >>> shortened("a rather long title", 10)
        'a rathe...'
    """
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 3] + "..."


def written(value: Any) -> str:
    """Return a JSON value as text for people.

    Example:
        >>> written([{"actor": "state:KAZ", "role": "party"}, True])
        'actor state:KAZ, role party; true'
    """
    match value:
        case None:
            return ""
        case list():
            return "; ".join(map(written, value))
        case dict():
            return ", ".join(f"{name} {written(inner)}" for name, inner in value.items())
        case bool():
            return str(value).lower()
    return str(value)


def width_of(text: str) -> int:
    """Return the width of a text on a terminal."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def text_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return rows with a header as text, each column as wide as its longest cell, without a final line break.

    Args:
        columns: The header.
        rows: The cells.

    Example:
        >>> print(text_table(["id", "name"], [["state:KAZ", "Kazakhstan"]]))
        id         name
        state:KAZ  Kazakhstan
    """
    lines = [columns, *rows]
    widths = [max(map(width_of, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(text + " " * (width - width_of(text)) for text, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def html_table(caption: str, columns: Sequence[str], rows: Sequence[Sequence[str]], more: str = "") -> str:
    """Return rows as a plain HTML table in which all texts are escaped.

    Args:
        caption: The caption.
        columns: The header; empty for a table of names and values, whose first cell in each row is a header.
        rows: The cells.
        more: A line below the table, such as how many rows are not shown.
    """
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in columns)
    body = "".join(f"<tr>{''.join(_cells(row, is_named=not columns))}</tr>" for row in rows)
    foot = f"<p>{escape(more)}</p>" if more else ""
    return (
        f'<table style="text-align: left"><caption>{escape(caption)}</caption>'
        f"{f'<thead><tr>{head}</tr></thead>' if columns else ''}<tbody>{body}</tbody></table>{foot}"
    )


def _cells(row: Sequence[str], *, is_named: bool) -> list[str]:
    """Return the cells of a row; with ``is_named``, the first one is a header."""
    cells = [f"<td>{escape(text)}</td>" for text in row]
    return [f'<th scope="row">{escape(row[0])}</th>', *cells[1:]] if is_named else cells
