"""Write answers as tables, fields, JSON or CSV to standard output, and messages to standard error."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, TypeAlias

from ..diagnostics import printable
from ..display import shortened, text_table, written

FORMATS = ("text", "concise", "json", "github", "sarif", "markdown")
"""The output formats for findings; the first is the default."""
SHOWN = 100
"""The number of findings that are shown without ``--all``."""

Row: TypeAlias = dict[str, Any]

LONGEST_LINE = 1000
"""The number of characters of a line of an error message that are shown."""
LONGEST_CELL = 70
"""The number of characters of a value that a table shows; JSON and CSV show the whole value."""


def write(text: str) -> None:
    """Write to standard output."""
    with _until_closed():
        sys.stdout.write(text)


def write_json(text: str) -> None:
    """Write JSON, with JSON escapes if the encoding of the output lacks a character."""
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = re.sub(r"[^\x00-\x7f]", lambda character: json.dumps(character[0])[1:-1], text)
    write(text)


def write_in_full(text: str) -> None:
    """Write text for other programs, in UTF-8 if the encoding of the output lacks a character."""
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")
    write(text)


def flush() -> None:
    """Write buffered output."""
    with _until_closed():
        sys.stdout.flush()


def warn(text: str) -> None:
    """Write a line to standard error, if that is possible."""
    with suppress(OSError):
        print(text, file=sys.stderr)


@contextmanager
def _until_closed() -> Iterator[None]:
    """Discard output once the reader has closed the pipe, without changing the exit code of the command."""
    try:
        yield
    except BrokenPipeError:
        discard_output()


def discard_output() -> None:
    """Redirect standard output to the null device, so that buffered output raises no error when Python exits."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def safe_to_print(text: str) -> str:
    """Return the message with unprintable characters escaped and long lines shortened."""
    return "\n".join(map(printable, map(_shortened, text.split("\n"))))


def _shortened(line: str) -> str:
    return line if len(line) <= LONGEST_LINE else f"{line[: LONGEST_LINE - 300]} ... {line[-300:]}"


def write_rows(rows: list[Row], format: str, columns: Sequence[str] = ()) -> None:
    """Write rows as ``text``, ``json`` or ``csv``; ``columns`` is the header of CSV without rows."""
    match format:
        case "json":
            write_json(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
        case "csv":
            write(csv_text(rows, columns))
        case _:
            write(table(rows))


def table(rows: list[Row]) -> str:
    """Return a text table with a header, each column as wide as its longest cell."""
    columns = _columns(rows)
    cells = [[shortened(written(row.get(name)), LONGEST_CELL) for name in columns] for row in rows]
    return f"{text_table(columns, cells)}\n" if columns else "\n"


def csv_text(rows: list[Row], columns: Sequence[str] = ()) -> str:
    """Return CSV (RFC 4180) with a header; lists and objects are written as JSON within a cell."""
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, _columns(rows) or columns, lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _csv_cell(value) for name, value in row.items()})
    return written.getvalue()


def fields(pairs: Iterable[tuple[str, str]]) -> str:
    """Return names and values in two columns; a name that is repeated on consecutive lines is shown once."""
    pairs = list(pairs)
    width = max(len(name) for name, _ in pairs)
    names = ["", *(name for name, _ in pairs)]
    return "".join(
        f"{'' if name == before else name:{width}}  {value}\n"
        for before, (name, value) in zip(names, pairs, strict=False)
    )


def _columns(rows: list[Row]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row))


def _csv_cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, bool | list | dict) else value
