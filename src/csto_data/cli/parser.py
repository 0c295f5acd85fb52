"""The commands and options of the command line, and its help."""

from __future__ import annotations

import argparse
from typing import Any, NoReturn

from .. import __version__
from ..dataset import CSTO, load
from ..model import KINDS
from ..queries.panels import SERIES
from .answers import FORMATS
from .streams import safe_to_print

FINDING_FORMATS = ("text", "concise", "json", "github", "sarif", "markdown")
"""The output formats of findings; the first is the default."""
SHOWN = 100
"""The number of findings that are shown without ``--all``."""
CITATION_FORMATS = ("bibtex", "csl-json", "ris", "text")
"""The formats of citations; the first is the default."""

_DESCRIPTION = "Facts about the CSTO, each with its sources."
_EPILOG = """\
Where an ID is asked for, a code or a name will do, such as KAZ or Kazakhstan.
"csto-data COMMAND --help" describes the options of a command.
"""


class Parser(argparse.ArgumentParser):
    """An argument parser with error messages that are safe to print although they repeat the input."""

    def error(self, message: str) -> NoReturn:
        """Print the usage and what is wrong, and exit with 2."""
        super().error(safe_to_print(message))


class _Commands:
    """The commands, in groups by purpose."""

    def __init__(self) -> None:
        self.parser = Parser(prog="csto-data", formatter_class=argparse.RawDescriptionHelpFormatter, usage=_USAGE)
        self.commands: Any = self.parser.add_subparsers(
            metavar="COMMAND", dest="command", help=argparse.SUPPRESS, prog="csto-data"
        )
        self.groups: dict[str, list[tuple[str, str]]] = {}

    def add(self, group: str, name: str, function: str, help: str, example: str) -> argparse.ArgumentParser:
        """Add a command.

        Args:
            group: Its group in the help.
            name: Its name.
            function: The module and name of its function, which is imported when the command runs.
            help: What it does, without a full stop.
            example: A command to try.
        """
        self.groups.setdefault(group, []).append((name, help))
        command: argparse.ArgumentParser = self.commands.add_parser(
            name,
            description=f"{help[0].upper()}{help[1:]}.",
            epilog=f"example:\n  csto-data {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.set_defaults(function=function)
        return command

    def described(self) -> str:
        """Return the description of the program, with all commands."""
        parts = [_DESCRIPTION]
        width = max(len(name) for group in self.groups.values() for name, _ in group)
        for group, commands in self.groups.items():
            lines = (f"  {name:{width}}  {help}" for name, help in commands)
            parts.append("\n".join([f"{group}:", *lines]))
        return "\n\n".join(parts)


def _add_id(command: argparse.ArgumentParser, name: str, **options: Any) -> None:
    """Add an argument for the id of a record, which the shell can complete."""
    action: Any = command.add_argument(name, **options)
    action.completer = _ids  # of argcomplete


def _ids(prefix: str, **_: object) -> list[str]:
    """Return the ids that begin with a text."""
    return [record.id for record in load() if record.id.startswith(prefix)]


_USAGE = "csto-data [-h] [--version] COMMAND ..."


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line; ``function`` of what it parses is None without a command.

    Example:
        >>> parser().parse_args(["members", "--on", "2022-01-06"]).function
        'query_commands.members'
    """
    commands = _Commands()
    _add_asking(commands)
    _add_selecting(commands)
    _add_taking_away(commands)
    _add_contributing(commands)
    found = commands.parser
    found.set_defaults(function=None)
    found.add_argument(
        "--version",
        action="version",
        version=f"csto-data {__version__}, data {load().version}",
        help="show the version of the program and that of the data",
    )
    found.description = commands.described()
    found.epilog = _EPILOG
    return found


def _add_output(command: argparse.ArgumentParser) -> None:
    """Add the options for the form of an answer."""
    command.add_argument("--format", choices=FORMATS, default=FORMATS[0], help="default: %(default)s")
    _add_file(command)
    command.add_argument(
        "--excel",
        action="store_true",
        help="with --format csv: for spreadsheets (byte order mark, no cell is a formula)",
    )


def _add_file(command: argparse.ArgumentParser) -> None:
    command.add_argument("--output", metavar="FILE", help="write to a file, in UTF-8, in place of standard output")


def _add_membership(command: argparse.ArgumentParser) -> None:
    """Add the options of the membership commands."""
    command.add_argument("--on", metavar="DAY", help="an exact date, such as 2022-01-06 (default: last covered day)")
    command.add_argument(
        "--organization", metavar="ID", default=CSTO, help="such as cst, the treaty (default: %(default)s)"
    )
    _add_output(command)


def _add_where(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--where",
        metavar="FIELD=VALUE",
        action="append",
        default=[],
        help="only what has this value; repeat it to combine conditions",
    )


_ASK = "Ask"


def _add_asking(commands: _Commands) -> None:
    help = "list the member states on a day"
    _add_membership(commands.add(_ASK, "members", "query_commands.members", help, "members --on 2022-01-06"))

    help = "explain why a state was or was not a member on a day"
    why = commands.add(_ASK, "why", "query_commands.why", help, "why Uzbekistan --on 2007-01-01")
    _add_id(why, "state", metavar="STATE", help="id, code or name of a state")
    _add_membership(why)

    help = "show a record, and which source says what about it"
    show = commands.add(_ASK, "show", "query_commands.show", help, "show operation:csto-kazakhstan-2022")
    _add_id(show, "id", metavar="ID", help="id, code or name of a record")
    _add_output(show)

    help = "find records by words in their names, titles and summaries"
    search = commands.add(_ASK, "search", "query_commands.search", help, "search airport")
    search.add_argument("text", metavar="WORD", nargs="+", help="a word, or the beginning of one")
    search.add_argument("--limit", metavar="N", type=int, help="show at most N matches")
    _add_output(search)

    help = "list what refers to a record, such as events in a state"
    about = commands.add(_ASK, "about", "query_commands.about", help, "about KAZ")
    _add_id(about, "id", metavar="ID", help="id, code or name of a record")
    _add_output(about)


def _add_selecting(commands: _Commands) -> None:
    help = "list the records of a dataset; events in the order of time"
    listed = commands.add(
        _ASK, "list", "query_commands.list_records", help, "list events --where kind=protest --from 2022-01-02"
    )
    dataset: Any = listed.add_argument("dataset", metavar="DATASET", help=", ".join(KINDS))
    dataset.completer = lambda **_: KINDS
    _add_where(listed)
    help = "only what may have happened or held on this day or later"
    listed.add_argument("--from", metavar="DAY", dest="first", help=help)
    help = "only what may have happened or held on this day or earlier"
    listed.add_argument("--to", metavar="DAY", dest="last", help=help)
    listed.add_argument("--sort", metavar="FIELD", help='a field, or "when" (default: id; of events: when)')
    listed.add_argument("--descending", action="store_true", help="the highest value, or the latest time, first")
    _add_output(listed)

    help = "list where sources contradict the data or each other"
    disputes = commands.add(_ASK, "disputes", "query_commands.disputes", help, "disputes --source sukhankin-2022")
    _add_id(disputes, "--source", metavar="ID", help="only what this source reports")
    _add_id(disputes, "--record", metavar="ID", help="only about this record")
    _add_output(disputes)

    help = "show all data, or one record, as one source reports them"
    view = commands.add(_ASK, "view", "query_commands.view", help, "view sukhankin-2022 csto-kazakhstan-2022")
    _add_id(view, "source", metavar="SOURCE", help="id or title of a source")
    _add_id(view, "id", metavar="ID", nargs="?", help="id, code or name of a record")
    _add_output(view)


_TAKE = "Take away"


def _add_taking_away(commands: _Commands) -> None:
    help = "print a table of member states by year, or of pairs of them"
    years = commands.add(_TAKE, "years", "query_commands.years", help, "years dyads --series cst+csto --format csv")
    years.add_argument(
        "table",
        choices=("members", "dyads"),
        nargs="?",
        default="members",
        help="a row for each state and year, or for each pair of states and year (default: %(default)s)",
    )
    joined = years.add_mutually_exclusive_group()
    joined.add_argument("--organization", metavar="ID", help=f"such as cst, the treaty (default: {CSTO})")
    help = "several organisations in one: cst+csto is the treaty, then the organisation"
    joined.add_argument("--series", choices=tuple(SERIES), help=help)
    years.add_argument("--directed", action="store_true", help="of dyads, list each pair in both directions")
    _add_where(years)
    _add_output(years)

    help = "print the citation of the data, and of the sources of records"
    cite = commands.add(_TAKE, "cite", "query_commands.cite", help, "cite KAZ csto-kazakhstan-2022 --format ris")
    _add_id(cite, "ids", metavar="ID", nargs="*", help="id, code or name of a record (default: the data only)")
    cite.add_argument("--format", choices=CITATION_FORMATS, default=CITATION_FORMATS[0], help="default: %(default)s")
    _add_file(cite)

    help = "print a JSON Schema, or list the names of all schemas"
    schema = commands.add(_TAKE, "schema", "query_commands.schema", help, "schema event --bundle")
    schema.add_argument("kind", metavar="KIND", nargs="?", help="such as state or answers/members")
    schema.add_argument("--bundle", action="store_true", help="include all schemas that it refers to")
    _add_file(schema)


_CONTRIBUTE = "Contribute"


def _add_contributing(commands: _Commands) -> None:
    help = "check the packaged data, or datasets and packs"
    validate = commands.add(_CONTRIBUTE, "validate", "maintenance_commands.validate", help, "validate my-pack")
    validate.add_argument(
        "paths", metavar="DIR", nargs="*", help="the folder of a dataset (with datapackage.json) or a pack"
    )
    validate.add_argument("--format", choices=FINDING_FORMATS, default=FINDING_FORMATS[0], help="default: %(default)s")
    help = "stream large .jsonl files such as events.jsonl: check schema and duplicate ids only"
    validate.add_argument("--shape", action="store_true", help=help)
    help = "hide findings below this severity, also for the exit code (default: %(default)s)"
    validate.add_argument("--min-severity", choices=("error", "warning"), default="warning", help=help)
    validate.add_argument("--all", action="store_true", help=f"show all findings, not only the first {SHOWN}")

    help = "prepare a commit: fix and format datasets and packs, add new ids to ids.txt, and check"
    prepare = commands.add(_CONTRIBUTE, "prepare", "maintenance_commands.prepare", help, "prepare my-pack")
    prepare.add_argument("folders", metavar="DIR", nargs="+", help="the folder of a dataset or pack")

    help = "apply safe fixes to a dataset or pack"
    fix = commands.add(_CONTRIBUTE, "fix", "maintenance_commands.fix", help, "fix my-pack --diff")
    fix.add_argument("folder", metavar="DIR")
    fix.add_argument("--diff", action="store_true", help="show what would change without changing it")

    help = "format the files of a dataset or pack"
    fmt = commands.add(_CONTRIBUTE, "fmt", "maintenance_commands.fmt", help, "fmt my-pack --check")
    fmt.add_argument("folder", metavar="DIR")
    fmt.add_argument("--check", action="store_true", help="list the files that would change without changing them")

    help = "explain a rule, with an example that fails and one that passes"
    explain = commands.add(_CONTRIBUTE, "explain", "maintenance_commands.explain", help, "explain CST101")
    explain.add_argument("code", metavar="CODE", help="the code or name of a rule")

    help = "list all rules"
    rules = commands.add(_CONTRIBUTE, "rules", "maintenance_commands.rules", help, "rules --format json")
    rules.add_argument("--format", choices=("text", "json"), default="text", help="default: %(default)s")

    help = "print a record template"
    new = commands.add(_CONTRIBUTE, "new", "maintenance_commands.new", help, "new event")
    new.add_argument("kind", metavar="KIND", help="such as event")

    help = "create a pack: your own records on top of the packaged data"
    init = commands.add(_CONTRIBUTE, "init-pack", "maintenance_commands.init_pack", help, "init-pack my-pack")
    init.add_argument("folder", metavar="DIR")
