"""Lay out text for people within a width: lines that wrap, and tables. Nothing is cut."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from itertools import compress, zip_longest

from attrs import frozen

from ..display import width_of
from .streams import has_colours

NARROWEST = 40
"""The width that the last column of a table has at least; in a narrower one, it is on lines of its own."""
_GAP = 2
_INDENT = "    "


@frozen
class Page:
    """Where text for people is shown.

    Attributes:
        width: The number of columns; 80 in files, whose text does not depend on the terminal.
        colours: Whether headings are bold.
    """

    width: int = 80
    colours: bool = False

    @classmethod
    def of_terminal(cls) -> Page:
        """Return the page of standard output, with the columns of ``COLUMNS``, of the terminal, or 80."""
        return cls(shutil.get_terminal_size().columns, has_colours())

    def bold(self, text: str) -> str:
        """Return the text in bold (ECMA-48) if the page has colours, otherwise as it is."""
        return f"\x1b[1m{text}\x1b[0m" if self.colours else text

    def lines(self, text: str, indent: str = "", hanging: str | None = None) -> str:
        """Return a text on as many lines as it needs, with a line end after each.

        Args:
            text: The text.
            indent: What is before the first line.
            hanging: What is before the other lines; the same by default.
        """
        return wrapped(text, self.width, indent, hanging) + "\n"

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
        """Return a table without empty columns.

        A cell that is too wide is on several lines. If too little is left for the last column, it is below the others.
        If these are too wide, too, each row is a list of names and values.

        Args:
            columns: The header.
            rows: The cells.

        Example:
            >>> print(Page(20).table(["id", "name"], [["state:KAZ", "Kazakhstan"]]), end="")
            id
                name
            state:KAZ
                Kazakhstan
        """
        used = [any(cells) for cells in zip(*rows, strict=True)]
        columns, *rows = [[*compress(row, used)] for row in (columns, *rows)]
        if not columns:
            return ""
        widths = self._widths([columns, *rows])
        widest = max(width_of(row[-1]) for row in (columns, *rows))
        if widths and (len(columns) == 1 or widths[-1] >= min(widest, NARROWEST)):
            return self._grid(columns, rows, widths)
        if len(columns) > 1 and (widths := self._widths([row[:-1] for row in (columns, *rows)])):
            return self._grid(columns, rows, widths)
        return "\n".join(self._named(columns, row) for row in rows)

    def _widths(self, lines: Sequence[Sequence[str]]) -> list[int]:
        """Return the widths of columns that fit the page, the widest narrowed first; empty if that is impossible."""
        columns = [*zip(*lines, strict=True)]
        widths = [max(map(width_of, column)) for column in columns]
        least = [max(width_of(word) for cell in column for word in cell.split() or [""]) for column in columns]
        while sum(widths) + _GAP * (len(widths) - 1) > self.width:
            wide = [index for index in range(len(widths)) if widths[index] > least[index]]
            if not wide:
                return []
            widths[max(wide, key=widths.__getitem__)] -= 1
        return widths

    def _grid(self, columns: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> str:
        """Return rows in columns; a last cell without a width is below the others."""
        head, *body = ["".join(self._row(row, widths)) for row in (columns, *rows)]
        return "".join([*(f"{self.bold(line)}\n" for line in head.splitlines()), *body])

    def _row(self, cells: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
        wrapping = (wrapped(cell, width).split("\n") for cell, width in zip(cells, widths, strict=False))
        for parts in zip_longest(*wrapping, fillvalue=""):
            line = (" " * _GAP).join(_padded(part, width) for part, width in zip(parts, widths, strict=True))
            yield f"{line.rstrip()}\n"
        for cell in filter(None, cells[len(widths) :]):
            yield self.lines(cell, _INDENT)

    def _named(self, columns: Sequence[str], cells: Sequence[str]) -> str:
        """Return a row as names and values."""
        width = max(map(width_of, columns)) + _GAP
        pairs = ((_padded(name, width), cell) for name, cell in zip(columns, cells, strict=True) if cell)
        return "".join(self.lines(cell, name, " " * width) for name, cell in pairs)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - width_of(text))


def wrapped(text: str, width: int, indent: str = "", hanging: str | None = None) -> str:
    """Return the text on as many lines as it needs in a width on a terminal.

    A longer word is broken, except what somebody may want to copy: ids and addresses, which have a colon.

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
    after = indent if hanging is None else hanging
    lines, line, is_empty = [], indent, True
    for word in text.split():
        if not is_empty and width_of(line) + 1 + width_of(word) > width:
            lines.append(line)
            line, is_empty = after, True
        line = f"{line}{'' if is_empty else ' '}{word}"
        is_empty = False
        while width_of(line) > width and ":" not in word:
            end = _fitting(line, width, len(after) + 1)
            lines.append(line[:end])
            line = after + line[end:]
    return "\n".join([*lines, line])


def _fitting(line: str, width: int, least: int) -> int:
    """Return the number of characters that fit a width, at least ``least``."""
    end = least
    while end < len(line) and width_of(line[: end + 1]) <= width:
        end += 1
    return end
