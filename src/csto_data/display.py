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


def cut(text: str, width: int) -> str:
    """Return the text, cut to a width on a terminal.

    Example:
        >>> cut("a rather long title", 10)
        'a rathe...'
    """
    if width_of(text) <= width:
        return text
    end = 0
    while width_of(text[: end + 1]) <= width - 3:
        end += 1
    return f"{text[:end]}..."[: max(width, 0)]


def wrapped(text: str, width: int, indent: str = "", hanging: str | None = None) -> str:
    """Return the text on as many lines as it needs in a width on a terminal; a longer word is broken.

    Args:
        text: The text; its line breaks and double spaces are not kept.
        width: The width, with the indent.
        indent: What is before the first line.
        hanging: What is before the other lines; the same by default.

    Example:
        >>> print(wrapped("the treaty and the organisation", 16, "- ", "  "))
        - the treaty and
          the
          organisation
    """
    lines, line, empty = [], indent, True
    after = indent if hanging is None else hanging
    words = text.split()
    while words:
        word = words.pop(0)
        longer = f"{line}{'' if empty else ' '}{word}"
        if width_of(longer) <= width:
            line, empty = longer, False
        elif not empty:
            lines.append(line)
            line, empty = after, True
            words.insert(0, word)
        else:
            end = 1
            while width_of(line + word[: end + 1]) <= width:
                end += 1
            lines.append(line + word[:end])
            line = after
            words[:0] = [word[end:]] if word[end:] else []
    return "\n".join([*lines, line] if not empty or not lines else lines)


def text_table(
    columns: Sequence[str], rows: Sequence[Sequence[str]], width: int | None = None, kept: Sequence[str] = ()
) -> str:
    """Return rows with a header as text, each column as wide as its longest cell, without a final line break.

    Args:
        columns: The header.
        rows: The cells.
        width: The width to which lines are cut, at the widest columns first; not cut by default.
        kept: The columns that are cut last.

    Example:
        >>> print(text_table(["id", "name"], [["state:KAZ", "Kazakhstan"]]))
        id         name
        state:KAZ  Kazakhstan
        >>> print(text_table(["id", "name"], [["state:RUS", "Russian Federation"]], 20, kept=["id"]))
        id         name
        state:RUS  Russia...
    """
    lines = [columns, *rows]
    widths = [max(map(width_of, column)) for column in zip(*lines, strict=True)]
    if width is not None:
        widths = _fitted(widths, width, [name in kept for name in columns])
    return "\n".join(
        "  ".join(_padded(cut(text, each), each) for text, each in zip(line, widths, strict=False)).rstrip()
        for line in lines
    )


def _padded(text: str, width: int) -> str:
    return text + " " * (width - width_of(text))


_NARROWEST = 8


def _fitted(widths: list[int], width: int, kept: Sequence[bool]) -> list[int]:
    """Return the widths of columns that fit a line: the widest are cut first, and the last are left out if need be."""
    for may_cut in ([not keep for keep in kept], [True] * len(kept)):
        excess = sum(widths) + 2 * (len(widths) - 1) - width
        while excess > 0:
            wide = [index for index, each in enumerate(widths) if may_cut[index] and each > _NARROWEST]
            if not wide:
                break
            widths[max(wide, key=widths.__getitem__)] -= 1
            excess -= 1
    while len(widths) > 1 and sum(widths) + 2 * (len(widths) - 1) > width:
        widths.pop()
    return [min(widths[0], width), *widths[1:]]


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
