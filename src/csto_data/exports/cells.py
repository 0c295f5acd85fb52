"""Cells as text, as CSV and SQLite have them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from ..progress import track
from .columns import Cell
from .sheet import Sheet


def plain_rows(sheet: Sheet) -> Iterator[Sequence[str | int | float | None]]:
    """Yield the rows of a sheet with dates and times in ISO 8601."""
    places = [place for place, column in enumerate(sheet.columns) if column.type in ("date", "timestamp")]
    for row in track(sheet, f"writing {sheet.name}"):
        cells: list[Any] = [*row]
        for place in places:
            cells[place] = plain(cells[place])
        yield cells


def plain(cell: Cell) -> str | int | float | None:
    """Return a cell with a date or time in ISO 8601.

    Example:
        >>> from datetime import date
        >>> plain(date(2022, 1, 6))
        '2022-01-06'
    """
    match cell:
        case datetime():
            return f"{cell:%Y-%m-%dT%H:%M:%SZ}"
        case date():
            return cell.isoformat()
    return cell
