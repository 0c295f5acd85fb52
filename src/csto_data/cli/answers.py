"""Write the answer of a command as text, JSON or CSV, to standard output or to a file."""

from __future__ import annotations

import csv
import io
import json
from argparse import Namespace
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from ..errors import InvalidFilterError
from .page import Page
from .streams import write, write_data, write_file

FORMATS = ("text", "json", "csv")
"""The output formats of answers; the first is the default."""

Row: TypeAlias = dict[str, Any]


def write_answer(
    options: Namespace,
    *,
    text: Callable[[Page], str],
    json: Callable[[], Any],
    rows: Callable[[], Sequence[Row]],
    columns: Sequence[str] = (),
) -> None:
    """Write an answer in the format of ``--format``, to the file of ``--output`` if there is one.

    Args:
        options: The options of the command.
        text: Returns the answer as text for people, laid out for a page.
        json: Returns it for ``json.dumps``.
        rows: Returns it as flat rows, for CSV.
        columns: The header of CSV without rows.
    """
    if options.excel and options.format != "csv":
        raise InvalidFilterError("The option --excel is only for --format csv.")
    match options.format:
        case "json":
            _write(options, as_json(json()))
        case "csv":
            _write(options, as_csv(rows(), columns, excel=options.excel))
        case _ if _is_file(options.output):
            write_file(options.output, text(Page()))
        case _:
            write(text(Page.of_terminal()))


def write_text(options: Namespace, text: str) -> None:
    """Write text for programs, such as BibTeX, to standard output or to the file of ``--output``."""
    _write(options, text)


def _write(options: Namespace, text: str) -> None:
    if _is_file(options.output):
        write_file(options.output, text)
    else:
        write_data(text)


def _is_file(path: str | None) -> bool:
    """Return whether the value of ``--output`` names a file, and not standard output."""
    if path == "":
        raise InvalidFilterError('"" is not a valid value for --output. Expected the name of a file, or "-".')
    return path not in (None, "-")


def as_json(answer: Any) -> str:
    """Return an answer as JSON, indented, with all characters as they are."""
    return json.dumps(answer, ensure_ascii=False, indent=2) + "\n"


def as_csv(rows: Sequence[Row], columns: Sequence[str] = (), *, excel: bool = False) -> str:
    r"""Return rows as CSV with a header (RFC 4180, but with line feeds as line ends, as most programs write it).

    Args:
        rows: Flat rows; those of an answer have equal columns.
        columns: The header if there are no rows.
        excel: Whether a spreadsheet is to open it: with a byte order mark, and with an apostrophe before text cells
            that it would run as a formula.

    Example:
        >>> as_csv([{"id": "state:KAZ", "cow": 705, "gw": None, "acting": True}])
        'id,cow,gw,acting\nstate:KAZ,705,,true\n'
        >>> as_csv([{"title": "=1+1", "low": -1}], excel=True)
        "\ufefftitle,low\n'=1+1,-1\n"
    """
    written = io.StringIO(newline="")
    header = list(dict.fromkeys(name for row in rows for name in row)) or columns
    plain = csv.writer(written, lineterminator="\n")
    quoted = csv.writer(written, lineterminator="\n", quoting=csv.QUOTE_ALL)
    plain.writerow(header)
    cell = _excel_cell if excel else _cell
    for row in rows:
        cells = [cell(row.get(name)) for name in header]
        has_return = any("\r" in text for text in cells if isinstance(text, str))  # which csv does not quote
        (quoted if has_return else plain).writerow(cells)
    return ("\ufeff" if excel else "") + written.getvalue()


def _cell(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


def _excel_cell(value: Any) -> Any:
    """Return a cell that no spreadsheet runs as a formula (OWASP, CSV injection)."""
    is_formula = isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r"))
    return f"'{value}" if is_formula else _cell(value)
