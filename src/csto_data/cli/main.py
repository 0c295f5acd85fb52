"""The command line of ``csto-data``: its commands, options and exit codes.

Exit codes: 0 success, 1 findings, 2 wrong usage, no answer or an internal error. Answers go to standard output, all
other messages to standard error.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NoReturn, TypeAlias

from .. import __version__
from ..dataset import CSTO, load
from ..errors import CstoDataError
from ..model import KINDS
from ..queries.panels import SERIES, YEAR_TABLES
from .rendering import FORMATS, SHOWN, discard_output, flush, safe_to_print, warn

Commands: TypeAlias = Any
"""The return type of ``add_subparsers``, a private class of argparse."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code.

    Args:
        arguments: The arguments after the name of the program; those of the process by default.

    Returns:
        0 on success, 1 if there are findings, 2 for wrong usage, no answer or an internal error, 130 if interrupted.
    """
    if sys.stderr is None:
        sys.stderr = io.StringIO()  # otherwise ``print`` writes messages to standard output
    if sys.stdout is None:
        return _refuse("Cannot write the output: standard output is closed.")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    options = _parser().parse_args(arguments)
    try:
        module, _, name = options.function.partition(".")
        code: int = getattr(import_module(f".{module}", __package__), name)(options)
        flush()
    except KeyboardInterrupt:
        warn("csto-data: interrupted")
        return 130
    except Exception as error:
        return _refuse(_reason(error))
    return code


def _refuse(reason: str) -> int:
    warn(f"csto-data: {safe_to_print(reason)}")
    return 2


def _reason(error: Exception) -> str:
    match error:
        case CstoDataError():
            return str(error)
        case OSError(filename=None):
            discard_output()
            return f"Cannot write the output: {error.strerror or error}"
        case OSError():
            return f"{error.filename}: {error.strerror}"
        case _:
            return f"Internal error. Please report it with the command that you ran: {type(error).__name__}: {error}"


class _Parser(argparse.ArgumentParser):
    """An argument parser with error messages that are safe to print although they repeat the input."""

    def error(self, message: str) -> NoReturn:
        super().error(safe_to_print(message))


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="csto-data", description="Facts about the CSTO, each with its sources.")
    parser.add_argument("--version", action="version", version=f"csto-data {__version__}, data {load().version}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_queries(commands)
    _add_maintenance(commands)
    schema = _add(commands, "schema", "query_commands.schema", "print a JSON Schema, or list the names of all schemas")
    schema.add_argument("kind", metavar="KIND", nargs="?", help="such as state")
    schema.add_argument("--bundle", action="store_true", help="include all schemas that it refers to")
    return parser


def _add(
    commands: Commands,
    name: str,
    function: str,
    help: str,
    *shared: argparse.ArgumentParser,
) -> argparse.ArgumentParser:
    """Add a command with the options of the ``shared`` parsers; ``function`` is imported when the command runs."""
    description = f"{help[0].upper()}{help[1:]}."
    parser: argparse.ArgumentParser = commands.add_parser(name, help=help, description=description, parents=shared)
    parser.set_defaults(function=function)
    return parser


def _format(*choices: str) -> argparse.ArgumentParser:
    """Return a parser with the option ``--format``; its first choice is the default."""
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--format", choices=choices, default=choices[0], help="default: %(default)s")
    return shared


def _membership() -> argparse.ArgumentParser:
    """Return a parser with the options of the membership commands."""
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--on", metavar="DAY", help="an exact date, such as 2022-01-06 (default: the last covered day)")
    shared.add_argument("--organization", metavar="ID", default=CSTO, help="default: %(default)s")
    return shared


def _add_queries(commands: Commands) -> None:
    text_or_json = _format("text", "json")
    _add(commands, "members", "query_commands.members", "list the member states on a day", text_or_json, _membership())

    show = _add(commands, "show", "query_commands.show", "show one record with its evidence", text_or_json)
    show.add_argument("id", metavar="ID", help="such as state:KAZ")

    _add_list(commands)

    help = "find records by words in their names, titles, codes, ids, summaries and claims"
    search = _add(commands, "search", "query_commands.search", help, _format("text", "json", "csv"))
    search.add_argument("text", metavar="WORD", nargs="+", help="such as airport")
    search.add_argument("--limit", metavar="N", type=int, help="show at most N matches")

    help = "explain why a state was or was not a member on a day"
    why = _add(commands, "why", "query_commands.why", help, text_or_json, _membership())
    why.add_argument("state", metavar="STATE", help="id, code or name of a state, such as UZB")

    help = "list values on which a source disagrees with the record"
    disputes = _add(commands, "disputes", "query_commands.disputes", help, text_or_json)
    disputes.add_argument("--source", metavar="ID", help="only values that this source reports")
    disputes.add_argument("--record", metavar="ID", help="only values of this record")

    view = _add(
        commands,
        "view",
        "query_commands.view",
        "show the data, or one record, as one source reports them",
        text_or_json,
    )
    view.add_argument("source", metavar="SOURCE", help="such as source:sukhankin-2022")
    view.add_argument("id", metavar="ID", nargs="?", help="such as operation:csto-kazakhstan-2022")

    help = "print the citation of records: this version of the data, and their sources"
    cite = _add(commands, "cite", "query_commands.cite", help, _format("bibtex", "csl-json", "ris", "text"))
    help = "such as operation:csto-kazakhstan-2022 (default: cite the data only)"
    cite.add_argument("ids", metavar="ID", nargs="*", help=help)


def _add_list(commands: Commands) -> None:
    help = "list the records of a dataset, or the rows of a year table"
    listed = _add(commands, "list", "query_commands.list_records", help, _format("text", "json", "csv"))
    listed.add_argument("dataset", metavar="DATASET", help=", ".join((*KINDS, *YEAR_TABLES)))
    listed.add_argument(
        "--where",
        metavar="FIELD=VALUE",
        action="append",
        default=[],
        help="only records with this value; repeat it to combine conditions",
    )
    help = f"organisation for {' and '.join(YEAR_TABLES)} (default: {CSTO})"
    joined = listed.add_mutually_exclusive_group()
    joined.add_argument("--organization", metavar="ID", help=help)
    help = "join several organisations instead: cst+csto is the treaty and the organisation"
    joined.add_argument("--series", choices=tuple(SERIES), help=help)
    listed.add_argument("--directed", action="store_true", help="list each pair of dyad-years in both directions")


def _add_maintenance(commands: Commands) -> None:
    help = "check the packaged data, or datasets and packs"
    validate = _add(commands, "validate", "maintenance_commands.validate", help, _format(*FORMATS))
    validate.add_argument(
        "paths", metavar="DIR", nargs="*", help="the folder of a dataset (with datapackage.json) or a pack"
    )
    help = "stream large .jsonl files such as events.jsonl: check schema and duplicate ids only"
    validate.add_argument("--shape", action="store_true", help=help)
    help = "hide findings below this severity, also for the exit code (default: %(default)s)"
    validate.add_argument("--min-severity", choices=("error", "warning"), default="warning", help=help)
    validate.add_argument("--all", action="store_true", help=f"show all findings, not only the first {SHOWN}")

    fix = _add(commands, "fix", "maintenance_commands.fix", "apply safe fixes to a dataset or pack")
    fix.add_argument("folder", metavar="DIR")
    fix.add_argument("--diff", action="store_true", help="show what would change without changing it")

    fmt = _add(commands, "fmt", "maintenance_commands.fmt", "format the files of a dataset or pack")
    fmt.add_argument("folder", metavar="DIR")
    fmt.add_argument("--check", action="store_true", help="list the files that would change without changing them")

    _add(commands, "rules", "maintenance_commands.rules", "list all rules", _format("text", "json"))

    explain = _add(
        commands,
        "explain",
        "maintenance_commands.explain",
        "explain a rule, with an example that fails and one that passes",
    )
    explain.add_argument("code", metavar="CODE", help="such as CST101")

    new = _add(commands, "new", "maintenance_commands.new", "print a record template")
    new.add_argument("kind", metavar="KIND", help="such as event")

    help = "create a pack: your own records on top of the packaged data"
    init = _add(commands, "init-pack", "maintenance_commands.init_pack", help)
    init.add_argument("folder", metavar="DIR")
