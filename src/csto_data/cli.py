"""The command ``csto-data``: questions to the data, and the check of data.

Exit codes: 0 fine, 1 findings, 2 wrong use, no answer or an internal error. Answers go to standard output, everything
else to standard error.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from . import __version__
from .dataset import CSTO, load
from .dates import InvalidDay
from .errors import Ambiguous, DatasetError, NotFound, OutsideCoverage, Uncertain
from .model import KINDS, Record
from .verdicts import Judgement

Row = dict[str, Any]


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        code: int = options.run(options)
        sys.stdout.flush()
        return code
    except (NotFound, Ambiguous, OutsideCoverage, Uncertain, InvalidDay, DatasetError) as error:
        print(f"csto-data: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        what = f"{type(error).__name__}: {error}"
        print(f"csto-data: internal error, please report it with the command: {what}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="csto-data", description="Facts about the CSTO, each with its sources.")
    parser.add_argument("--version", action="version", version=f"csto-data {__version__}, data {load().version}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    members = _command(commands, "members", _members, "the member states on a day")
    members.add_argument("--on", metavar="DAY", help="one day, such as 2022-01-06 (default: the last covered day)")
    members.add_argument("--organization", metavar="ID", default=CSTO, help="default: %(default)s")

    show = _command(commands, "show", _show, "one record with its evidence")
    show.add_argument("id", metavar="ID", help="such as state:KAZ")

    listed = _command(commands, "list", _list, "the records of a dataset")
    listed.add_argument("dataset", metavar="DATASET", help=", ".join(KINDS))

    _command(commands, "disputes", _disputes, "what sources report otherwise than the record says")

    validate = _command(commands, "validate", _validate, "check the packaged data, or dataset folders")
    validate.add_argument("paths", metavar="DIR", nargs="*", help="a folder with a datapackage.json of ours")

    fmt = commands.add_parser("fmt", help="bring the files of a dataset folder into canonical form")
    fmt.add_argument("folder", metavar="DIR", help="a folder with a datapackage.json of ours")
    fmt.set_defaults(run=_fmt)

    schema = commands.add_parser("schema", help="print a JSON Schema, or the names of all")
    schema.add_argument("kind", metavar="KIND", nargs="?", help="such as state")
    schema.set_defaults(run=_schema)
    return parser


def _command(commands: Any, name: str, run: Any, help: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=help, description=help[0].upper() + help[1:] + ".")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: %(default)s")
    parser.set_defaults(run=run)
    return parser


def _members(options: argparse.Namespace) -> int:
    dataset = load()
    found = dataset.members(options.on, organization=options.organization)
    if options.on is None:
        last = max(s.last for s in dataset.coverage.memberships if s.organization == options.organization)
        print(f"on {last}, the last covered day", file=sys.stderr)
    rows = [{"id": s.id, "name": s.name, "iso_alpha3": s.iso_alpha3, "cow": s.cow, "gw": s.gw} for s in found]
    _print(options, rows if options.format == "text" else _rows(found))
    return 0


def _show(options: argparse.Namespace) -> int:
    (row,) = _rows([load()[options.id]])
    if options.format == "json":
        _print(options, [row])
        return 0
    evidence = row.pop("evidence", [])
    width = max(len(name) for name in row)
    for name, value in row.items():
        for line, entry in enumerate(value if isinstance(value, list) else [value]):
            print(f"{name if line == 0 else '':{width}}  {_cell(entry)}")
    for witness in evidence:
        at = " ".join(f"{name} {place}" for name, place in witness.get("at", {}).items())
        planned = " (planned)" if witness.get("planned") else ""
        print(f"\n{witness['source']}{f', {at}' if at else ''}{planned}")
        for field, value in witness.get("reports", {}).items():
            print(f"  {field}: {_cell(value)}")
        if "note" in witness:
            print(f"  ({witness['note']})")
    return 0


def _list(options: argparse.Namespace) -> int:
    rows = load().table(options.dataset).rows()
    _print(options, rows if options.format == "json" else [_summary(row) for row in rows])
    return 0


def _disputes(options: argparse.Namespace) -> int:
    _print(options, [_judgement_row(judgement) for judgement in load().disputes()])
    return 0


def _validate(options: argparse.Namespace) -> int:
    from .validation import validate

    findings = [finding for path in options.paths or [None] for finding in validate(path)]
    if options.format == "json":
        print(json.dumps({"findings": [finding.to_json() for finding in findings]}, ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            print(finding)
        checked = ", ".join(options.paths) or "the packaged data"
        print(f"{checked}: {len(findings) or 'no'} finding{'' if len(findings) == 1 else 's'}", file=sys.stderr)
    return 1 if findings else 0


def _schema(options: argparse.Namespace) -> int:
    from .schemas import schema, schemas

    if options.kind is None:
        print("\n".join(name.removesuffix(".schema.json") for name in schemas()))
    else:
        print(json.dumps(schema(options.kind), ensure_ascii=False, indent=2))
    return 0


def _fmt(options: argparse.Namespace) -> int:
    from .writing import format_folder

    for file in format_folder(Path(options.folder)):
        print(f"formatted {file}")
    return 0


def _rows(records: Iterable[Record]) -> list[Row]:
    from .structuring import unstructure

    return [unstructure(record) for record in records]


def _judgement_row(judgement: Judgement) -> Row:
    from .structuring import unstructure

    return {
        "record": judgement.record,
        "field": judgement.field,
        "value": unstructure(judgement.value),
        "source": judgement.source,
        "reported": unstructure(judgement.reported),
        "at": unstructure(judgement.at),
    }


def _summary(row: Row) -> Row:
    """What of a record fits on one line."""
    shown = ("id", "name", "title", "kind", "member", "holder", "organization", "of", "measure", "amount", "status")
    times = ("date", "instant", "start", "end", "published", "as_of")
    text = ("summary", "claim")
    return {name: _short(row[name]) if name in text else row[name] for name in row if name in (*shown, *times, *text)}


def _short(text: str) -> str:
    return text if len(text) <= 70 else text[:67] + "..."


def _print(options: argparse.Namespace, rows: list[Row]) -> None:
    if options.format == "json":
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    columns = list(dict.fromkeys(name for row in rows for name in row))
    cells = [[_cell(row.get(name)) for name in columns] for row in rows]
    widths = [max(map(len, column)) for column in zip(columns, *cells, strict=True)]
    for line in (columns, *cells):
        print("  ".join(f"{cell:{width}}" for cell, width in zip(line, widths, strict=True)).rstrip())


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case list():
            return ", ".join(map(_cell, value))
        case dict():
            return ", ".join(f"{name} {_cell(inner)}" for name, inner in value.items())
        case bool():
            return str(value).lower()
        case _:
            return str(value)
