"""The command ``csto-data``: questions to the data, and the check of data.

Exit codes: 0 fine, 1 findings, 2 wrong use, no answer or an internal error. Answers go to standard output, everything
else to standard error.
"""

from __future__ import annotations

import argparse
import codecs
import io
import json
import os
import sys
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from . import __version__
from .contributing import add_commands
from .dataset import CSTO, Dataset, load
from .dates import Answer, InvalidDay
from .errors import Ambiguous, DatasetError, NotFound, OutsideCoverage, Uncertain
from .model import KINDS, Record, State
from .standing import Standing
from .verdicts import Judgement
from .years import YEARS

Row = dict[str, Any]
LONGEST = 1000
"""So many characters of a line of an error message are shown."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit code."""
    if sys.stderr is None:
        sys.stderr = io.StringIO()  # for what is printed to None goes to the output
    if sys.stdout is None:
        return _refused("cannot write the output: it is closed")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="csto-data-escape")
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
        sys.stdout.flush()
        return code
    except (NotFound, Ambiguous, OutsideCoverage, Uncertain, InvalidDay, DatasetError) as error:
        return _refused(str(error))
    except KeyboardInterrupt:
        print("csto-data: interrupted", file=sys.stderr)
        return 130
    except BrokenPipeError:  # the reader has seen enough
        _drop_output()
        return 0
    except OSError as error:
        if error.filename is not None:
            return _refused(f"{error.filename}: {error.strerror}")
        _drop_output()
        return _refused(f"cannot write the output: {error.strerror or error}")
    except Exception as error:
        return _refused(f"internal error, please report it with the command: {type(error).__name__}: {error}")


def _escape(error: UnicodeError) -> tuple[str, int]:
    """For what the encoding of the output does not have: an escape as in JSON, which it stays, and seen in text."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


codecs.register_error("csto-data-escape", _escape)


def _drop_output() -> None:
    """What could not be written is not tried again at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _refused(message: str) -> int:
    """Says what is wrong, and nothing that a terminal would obey; the exit code."""
    print(f"csto-data: {_shown(message)}", file=sys.stderr)
    return 2


def _shown(message: str) -> str:
    """A message that repeats what was typed or read, safe to print: begin and end of what is too long for a person."""
    from .diagnostics import printable

    lines = (
        line if len(line) <= LONGEST else f"{line[: LONGEST - 300]} ... {line[-300:]}" for line in message.split("\n")
    )
    return "\n".join(map(printable, lines))


class _Parser(argparse.ArgumentParser):
    """Its messages, too, repeat what was typed."""

    def error(self, message: str) -> NoReturn:
        super().error(_shown(message))


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="csto-data", description="Facts about the CSTO, each with its sources.")
    parser.add_argument("--version", action="version", version=f"csto-data {__version__}, data {load().version}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    members = _command(commands, "members", _members, "the member states on a day")
    members.add_argument("--on", metavar="DAY", help="one day, such as 2022-01-06 (default: the last covered day)")
    members.add_argument("--organization", metavar="ID", default=CSTO, help="default: %(default)s")

    show = _command(commands, "show", _show, "one record with its evidence")
    show.add_argument("id", metavar="ID", help="such as state:KAZ")

    listed = _command(commands, "list", _list, "the records of a dataset, or a table by years", ("text", "json", "csv"))
    listed.add_argument("dataset", metavar="DATASET", help=", ".join((*KINDS, *YEARS)))
    listed.add_argument("--where", metavar="FIELD=VALUE", action="append", default=[], help="only these records")
    listed.add_argument("--organization", metavar="ID", default=CSTO, help="of year tables (default: %(default)s)")

    why = _command(commands, "why", _why, "why a state was or was not a member on a day")
    why.add_argument("state", metavar="STATE", help="an id, code or name, such as UZB")
    why.add_argument("--on", metavar="DAY", help="one day, such as 2007-01-01 (default: the last covered day)")
    why.add_argument("--organization", metavar="ID", default=CSTO, help="default: %(default)s")

    disputes = _command(commands, "disputes", _disputes, "what sources report otherwise than the record says")
    disputes.add_argument("--source", metavar="ID", help="only what this source reports")
    disputes.add_argument("--record", metavar="ID", help="only of this record")

    view = _command(commands, "view", _view, "the world as one source reports it, or one record of it")
    view.add_argument("source", metavar="SOURCE", help="such as source:sukhankin-2022")
    view.add_argument("id", metavar="ID", nargs="?", help="such as operation:csto-kazakhstan-2022")

    cite = commands.add_parser("cite", help="how to cite a record: this version of the data, and its sources")
    cite.add_argument("id", metavar="ID", help="such as operation:csto-kazakhstan-2022")
    cite.add_argument("--format", choices=("bibtex", "csl-json", "text"), default="bibtex", help="default: %(default)s")
    cite.set_defaults(run=_cite)

    add_commands(commands)

    schema = commands.add_parser("schema", help="print a JSON Schema, or the names of all")
    schema.add_argument("kind", metavar="KIND", nargs="?", help="such as state")
    schema.set_defaults(run=_schema)
    return parser


def _command(
    commands: Any, name: str, run: Any, help: str, formats: tuple[str, ...] = ("text", "json")
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=help, description=help[0].upper() + help[1:] + ".")
    parser.add_argument("--format", choices=formats, default="text", help="default: %(default)s")
    parser.set_defaults(run=run)
    return parser


def _members(options: argparse.Namespace) -> int:
    dataset = load()
    organization = dataset.organization_id(options.organization)
    found = dataset.members(options.on, organization=organization)
    day = options.on or str(dataset.membership_coverage(organization)[-1].last)
    if options.on is None:
        print(f"on {day}, the last covered day", file=sys.stderr)
    stands = {s.spell.member: s for s in dataset.memberships.on(day, organization=organization)}
    rows = [_member_row(state, stands[state.id]) for state in found]
    if options.format == "text":
        for row in rows:
            since = row.pop("participation_since", None)
            row["participation"] += f" since {since}" if since else ""
            for name in ("organization", "on", "participation_act"):
                row.pop(name, None)
    _print(options, rows)
    return 0


def _member_row(state: State, stand: Standing) -> Row:
    row: Row = {name: getattr(state, name) for name in ("id", "name", "iso_alpha3", "cow", "gw")}
    taking_part = stand.participation
    row |= {"membership": stand.spell.id, "organization": stand.spell.organization, "on": str(stand.on)}
    row |= {"participation": taking_part.state}
    if taking_part.act is not None:
        row |= {"participation_since": str(taking_part.since), "participation_act": taking_part.act}
    return row


def _why(options: argparse.Namespace) -> int:
    found = load().why(options.state, options.on, organization=options.organization)
    if options.format == "text":
        print(found)
        return 0
    row = {
        "state": found.member.id,
        "organization": found.organization.id,
        "on": str(found.on),
        "answer": found.answer.value,
        "outside": found.outside,
        "spell": found.spell and found.spell.id,
        "start": found.spell and str(found.spell.start),
        "end": found.spell and found.spell.end and str(found.spell.end),
        "participation": found.participation.state if found.participation and found.answer is Answer.YES else None,
        "makes": found.step and found.step.makes,
        "act": found.act and found.act.id,
        "evidence": [_judgement_row(judgement) for judgement in found.evidence],
        "others": [_judgement_row(j) | {"verdict": j.verdict.value} for j in found.others],
        "elsewhere": [spell.id for spell in found.elsewhere],
    }
    _print(options, [{name: value for name, value in row.items() if value is not None}])
    return 0


def _show(options: argparse.Namespace) -> int:
    return _print_record(options, load())


def _print_record(options: argparse.Namespace, dataset: Dataset) -> int:
    from .witnessing import witnesses_of

    (row,) = _rows([dataset[options.id]])
    if options.format == "json":
        _print(options, [row])
        return 0
    evidence = row.pop("evidence", [])
    _print_fields((name, _cell(entry)) for name, value in row.items() for entry in _listed(value))
    for witness in evidence:
        at = " ".join(f"{name} {place}" for name, place in witness.get("at", {}).items())
        planned = " (planned)" if witness.get("planned") else ""
        print(f"\n{witness['source']}{f', {at}' if at else ''}{planned}")
        for field, value in witness.get("reports", {}).items():
            print(f"  {field}: {_cell(value)}")
        if "note" in witness:
            print(f"  ({witness['note']})")
    if counted := [witnesses for witnesses in witnesses_of(dataset, options.id) if witnesses.any]:
        print("\nhow well it stands")
        _print_fields((f"  {witnesses.field}", str(witnesses)) for witnesses in counted)
    return 0


def _print_fields(lines: Iterable[tuple[str, str]]) -> None:
    """Names and values in two columns; a name that several lines share is printed once."""
    lines = list(lines)
    width = max(len(name) for name, _ in lines)
    for before, (name, value) in zip(("", *(name for name, _ in lines)), lines, strict=False):
        print(f"{'' if name == before else name:{width}}  {value}")


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _list(options: argparse.Namespace) -> int:
    from .asking import chosen

    rows = chosen(load(), options.dataset, options.where, load().organization_id(options.organization))
    if not rows:
        print("no records with this", file=sys.stderr)
    _print(options, [_summary(row) for row in rows] if options.format == "text" and options.dataset in KINDS else rows)
    return 0


def _disputes(options: argparse.Namespace) -> int:
    dataset = load()
    source = options.source and dataset.sources[options.source].id
    record = options.record and dataset[options.record].id
    found = (j for j in dataset.disputes() if source in (None, j.source) and record in (None, j.record))
    _print(options, [_judgement_row(judgement) for judgement in found])
    return 0


def _view(options: argparse.Namespace) -> int:
    view = load().as_reported_by(options.source)
    if options.id is not None:
        return _print_record(options, view)
    if options.format == "json":
        _print(options, _rows(view))
        return 0
    for dataset in KINDS:
        if rows := view.table(dataset).rows():
            print(f"{dataset}")
            _print(options, [_summary(row) for row in rows])
            print()
    return 0


def _cite(options: argparse.Namespace) -> int:
    print(load().cite(options.id, format=options.format), end="")
    return 0


def _schema(options: argparse.Namespace) -> int:
    from .schemas import schema, schemas

    if options.kind is None:
        print("\n".join(name.removesuffix(".schema.json") for name in schemas()))
    else:
        print(json.dumps(schema(options.kind), ensure_ascii=False, indent=2))
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
    shown = ("id", "name", "title", "kind", "member", "holder", "organization", "of", "status")
    counts = ("measure", "amount", "unit", "stated_by")
    times = ("date", "instant", "start", "end", "published", "as_of")
    text = ("summary", "claim")
    return {name: row[name] for name in row if name in (*shown, *counts, *times, *text)}


def _short(text: str) -> str:
    """As much as a person can scan in a table; JSON and CSV have the whole."""
    return text if len(text) <= 70 else text[:67] + "..."


def _print(options: argparse.Namespace, rows: list[Row]) -> None:
    if options.format == "json":
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    if options.format == "csv":
        _print_csv(rows)
        return
    columns = list(dict.fromkeys(name for row in rows for name in row))
    cells = [[_short(_cell(row.get(name))) for name in columns] for row in rows]
    widths = [max(map(len, column)) for column in zip(columns, *cells, strict=True)]
    for line in (columns, *cells):
        print("  ".join(f"{cell:{width}}" for cell, width in zip(line, widths, strict=True)).rstrip())


def _print_csv(rows: list[Row]) -> None:
    """As RFC 4180 has it, a header first; what is no single value stands in its cell as JSON."""
    import csv

    columns = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(sys.stdout, columns, lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _csv_cell(value) for name, value in row.items()})


def _csv_cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, bool | list | dict) else value


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
