"""Cells as text, as CSV and SQLite have them."""

from __future__ import annotations

from datetime import date, datetime

from .columns import Cell


def plain(cell: Cell) -> str | int | float | None:
    """Return a cell with dates and times in ISO 8601.

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
