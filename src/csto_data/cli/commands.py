"""The commands of the command line, in groups, with their options and help."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from .. import __version__, pictures
from ..dataset import load
from ..day_tables import CSTO
from ..exports.formats import FORMATS as FORMATS_OF_FILES
from ..model import KINDS
from ..queries.panels import SERIES
from ..version import BASE
from . import values
from .answers import FORMATS
from .parser import Commands, Help
from .streams import flush, write

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
_USAGE = "csto-data [-h] [--version] COMMAND ..."


class _Version(argparse.Action):
    """Print both versions, and exit."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        write(f"csto-data {__version__}, data {load().version}\n")
        flush()
        parser.exit()


def _add_id(command: argparse.ArgumentParser, name: str, *prefixes: str, **options: Any) -> None:
    """Add an argument for the id of a record, which the shell can complete.

    Args:
        command: The command.
        name: The name of the argument.
        *prefixes: The prefixes of the ids that are offered; all by default.
        **options: What argparse needs to know about it.
    """
    action: Any = command.add_argument(name, **options)
    action.completer = _ids_with(prefixes)  # of argcomplete


def _ids_with(prefixes: tuple[str, ...]) -> Callable[..., list[str]]:
    """Return a function that returns the ids with these prefixes that begin with a text."""

    def ids(prefix: str, **_: object) -> list[str]:
        kinds = (dataset for dataset, kind in KINDS.items() if not prefixes or kind.prefix in prefixes)
        return [record.id for dataset in kinds for record in load().table(dataset) if record.id.startswith(prefix)]

    return ids


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line; ``function`` of what it parses is None without a command.

    Example:
        >>> parser().parse_args(["members", "--on", "2022-01-06"]).function
        'query_commands.members'
    """
    commands = Commands(_USAGE)
    _add_asking(commands)
    _add_selecting(commands)
    _add_taking_away(commands)
    _add_versions(commands)
    _add_contributing(commands)
    _add_releasing(commands)
    found = commands.parser
    found.set_defaults(function=None)
    found.add_argument(
        "--version",
        action=_Version,
        nargs=0,
        help="show the version of the program and that of the data",
    )
    found.description = commands.described(_DESCRIPTION)
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
    command.add_argument("-o", "--output", metavar="FILE", help="write to a file, in UTF-8; - is standard output")


def _add_membership(command: argparse.ArgumentParser) -> None:
    """Add the options of the membership commands."""
    command.add_argument(
        "--on", metavar="DAY", type=values.day, help="an exact date, such as 2022-01-06 (default: last covered day)"
    )
    help = "such as cst, the treaty (default: %(default)s)"
    _add_id(command, "--organization", "org", metavar="ID", default=CSTO, help=help)
    _add_output(command)


def _add_where(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--where",
        metavar="FIELD=VALUE",
        action="append",
        default=[],
        help="only what has this value, such as kind=protest, or end= for no value; repeat it to combine "
        "conditions; the message about an unknown FIELD has the names of all",
    )


_ASK = "Ask"


def _add_asking(commands: Commands) -> None:
    help = "list the member states on a day"
    _add_membership(commands.add(_ASK, "members", "query_commands.members", help, "members --on 2022-01-06"))

    help = "explain why a state was or was not a member on a day"
    why = commands.add(_ASK, "why", "query_commands.why", help, "why Uzbekistan --on 2007-01-01")
    _add_id(why, "state", "state", metavar="STATE", help="id, code or name of a state")
    _add_membership(why)

    help = "show a record, and which source says what about it"
    show = commands.add(_ASK, "show", "query_commands.show", help, "show operation:csto-kazakhstan-2022")
    _add_id(show, "id", metavar="ID", help="id, code or name of a record")
    show.add_argument("--brief", action="store_true", help="of what sources say, show only what disputes the record")
    _add_output(show)

    help = "find records by words in their names, titles, summaries and notes"
    search = commands.add(_ASK, "search", "query_commands.search", help, "search airport")
    search.add_argument("text", metavar="WORD", nargs="+", help="a word, or the beginning of one")
    search.set_defaults(more="text")
    search.add_argument("--limit", metavar="N", type=values.number, help="show at most N matches")
    _add_output(search)

    help = "list what refers to a record, such as events in a state"
    about = commands.add(_ASK, "about", "query_commands.about", help, "about KAZ")
    _add_id(about, "id", metavar="ID", help="id, code or name of a record")
    _add_output(about)


def _add_selecting(commands: Commands) -> None:
    help = "list records of one or more datasets, in the order of time"
    example = "list events statements --from 2022-01-04 --to 2022-01-06"
    listed = commands.add(_ASK, "list", "table_commands.list_records", help, example)
    datasets: Any = listed.add_argument("datasets", metavar="DATASET", nargs="*", help=", ".join(KINDS))
    datasets.completer = lambda **_: KINDS
    listed.set_defaults(more="datasets")
    _add_where(listed)
    help = "only what may have happened or held on this day or later"
    listed.add_argument("--from", metavar="DAY", type=values.day, dest="first", help=help)
    help = "only what may have happened or held on this day or earlier"
    listed.add_argument("--to", metavar="DAY", type=values.day, dest="last", help=help)
    help = "with --from or --to: only what certainly happened or held then, at least in part"
    listed.add_argument("--certain", action="store_true", help=help)
    help = "of memberships or offices, what held on this day, and apart what may have held"
    listed.add_argument("--on", metavar="DAY", type=values.day, help=help)
    listed.add_argument("--sort", metavar="FIELD", help="a field, or when (default: when, if the records have a time)")
    listed.add_argument("--descending", action="store_true", help="the highest value, or the latest time, first")
    _add_output(listed)

    help = "list where sources contradict the data or each other"
    disputes = commands.add(_ASK, "disputes", "query_commands.disputes", help, "disputes --source sukhankin-2022")
    _add_id(disputes, "--source", "source", metavar="ID", help="only what this source reports")
    help = "only about this record, its memberships and its offices"
    _add_id(disputes, "--record", metavar="ID", help=help)
    _add_output(disputes)

    help = "show all data, or one record, as one source reports them"
    view = commands.add(_ASK, "view", "query_commands.view", help, "view sukhankin-2022 csto-kazakhstan-2022")
    _add_id(view, "source", "source", metavar="SOURCE", nargs="?", help="id, title or publisher of a source")
    _add_id(view, "id", metavar="ID", nargs="?", help="id, code or name of a record")
    help = "instead of SOURCE: as all sources that were published by this day report them"
    view.add_argument("--published-by", metavar="DAY", type=values.day, help=help)
    _add_output(view)


_VERSIONS = "Compare versions"
_VERSION = "a released version such as 1.0.0, a folder, a pack, a wheel, or git:REF"


def _add_versions(commands: Commands) -> None:
    help = "list the released versions of the data"
    _add_output(commands.add(_VERSIONS, "versions", "version_commands.versions", help, "versions"))

    help = "list the versions of the data in which a record is new, changed or gone"
    history = commands.add(_VERSIONS, "history", "version_commands.history", help, "history membership:csto-uzb-1")
    _add_id(history, "id", metavar="ID", help="id of a record in any version; or code or name of a record")
    _add_output(history)

    help = "show how two versions of the data differ: values, answers and disputes"
    diff = commands.add(_VERSIONS, "diff", "release_commands.diff", help, "diff 1.0.0 --format markdown")
    diff.add_argument("old", metavar="OLD", help=_VERSION)
    diff.add_argument("new", metavar="NEW", nargs="?", help="likewise (default: the packaged data)")
    formats = ("text", "json", "markdown")
    diff.add_argument("--format", choices=formats, default=formats[0], help="default: %(default)s")

    help = "replace the ids of merged records in your files"
    migrate = commands.add(_VERSIONS, "migrate", "version_commands.migrate", help, "migrate notes.csv my-pack")
    migrate.add_argument("files", metavar="FILE", nargs="+", help="CSV, JSON or JSON Lines in UTF-8, or a pack")
    migrate.set_defaults(more="files")


_TAKE = "Take away"


def _add_taking_away(commands: Commands) -> None:
    help = "print a table of member states by year, or of pairs of them"
    years = commands.add(_TAKE, "years", "table_commands.years", help, "years dyads --series cst+csto --format csv")
    years.add_argument(
        "table",
        choices=("members", "dyads"),
        nargs="?",
        default="members",
        help="a row for each state and year, or for each pair of states and year (default: %(default)s)",
    )
    joined = years.add_mutually_exclusive_group()
    help = f"such as cst, the treaty (default: {CSTO})"
    joined.add_argument("--organization", metavar="ID", help=help)
    help = "several organisations in one: cst+csto is the treaty, then the organisation"
    joined.add_argument("--series", choices=tuple(SERIES), help=help)
    years.add_argument("--from", metavar="YEAR", dest="first", type=values.year, help="only this year and later ones")
    years.add_argument("--to", metavar="YEAR", dest="last", type=values.year, help="only this year and earlier ones")
    years.add_argument("--directed", action="store_true", help="of dyads, list each pair in both directions")
    _add_where(years)
    _add_output(years)

    _add_export(commands)

    _add_draw(commands)
    _add_site(commands)

    help = "print the citation of the data, and of the sources of records"
    cite = commands.add(_TAKE, "cite", "table_commands.cite", help, "cite KAZ csto-kazakhstan-2022 --format ris")
    _add_id(cite, "ids", metavar="ID", nargs="*", help="id, code or name of a record (default: the data only)")
    cite.set_defaults(more="ids")
    cite.add_argument(
        "--format",
        choices=CITATION_FORMATS,
        type=values.citation_format,
        default=CITATION_FORMATS[0],
        help="default: %(default)s, for LaTeX; ris, csl-json (or csl) and bibtex can be imported into Zotero",
    )
    cite.add_argument("--sources-only", action="store_true", help="the sources of the records, without the data")
    _add_file(cite)

    help = "print a JSON Schema, or list the names of all schemas"
    schema = commands.add(_TAKE, "schema", "table_commands.schema", help, "schema event --bundle")
    schema.add_argument("kind", metavar="KIND", nargs="?", help="such as state or answers/members")
    schema.add_argument("--bundle", action="store_true", help="include all schemas that it refers to")
    _add_file(schema)


def _add_export(commands: Commands) -> None:
    help = "write the data to files for pandas, R, SQL, RDF and other programs"
    example = "export sqlite --output csto.sqlite"
    export = commands.add(_TAKE, "export", "export_command.export_data", help, example)
    export.add_argument("format", metavar="FORMAT", choices=tuple(FORMATS_OF_FILES), help=", ".join(FORMATS_OF_FILES))
    help = "the file, or for csv, parquet and ftm the folder (default: such as csto-data.sqlite)"
    export.add_argument("-o", "--output", metavar="OUT", help=help)
    data = export.add_mutually_exclusive_group()
    data.add_argument("--data", metavar="DIR", help="export a dataset or pack of your own")
    data.add_argument("--version", metavar="V", help="export a released version of the data, such as 1.0.0")
    help = "export the data as one source reports them"
    _add_id(export, "--as-reported-by", "source", metavar="SOURCE", help=help)
    help = "export the data as all sources that were published by this day report them"
    export.add_argument("--as-published-by", metavar="DAY", type=values.day, help=help)
    help = f"of rdf, the beginning of addresses (default: {BASE})"
    export.add_argument("--base", metavar="ADDRESS", type=values.base, help=help)
    export.add_argument(
        "--loss", metavar="FILE", help="write the values that the format cannot hold to a file, as JSON"
    )
    export.add_argument("--strict", action="store_true", help="fail if the format cannot hold a value")


def _add_draw(commands: Commands) -> None:
    help = "draw a picture as SVG or Vega-Lite"
    draw = commands.add(_TAKE, "draw", "draw_command.draw", help, "draw members --output members.svg")
    draw.add_argument("kind", metavar="KIND", choices=pictures.KINDS, help=", ".join(pictures.KINDS))
    help = "what it is about, such as an organisation, or the record with a disputed value, by id, code or name"
    draw.add_argument("id", metavar="ID", nargs="?", help=help)
    help = "the disputed field, the measure of figures, or the title of a post"
    draw.add_argument("--field", metavar="FIELD", help=help)
    draw.add_argument("--on", metavar="DAY", type=values.day, help="of tiles, the day (default: last covered day)")
    draw.add_argument("--from", metavar="DAY", dest="first", type=values.day, help="of a timeline, the first day")
    draw.add_argument("--to", metavar="DAY", dest="last", type=values.day, help="of a timeline, the last day")
    help = "in pixels: 400 for a column of a paper, 1200 for a slide (default: %(default)s)"
    draw.add_argument("--width", metavar="PIXELS", type=int, default=800, help=help)
    help = "default: %(default)s, unless FILE ends in .json"
    draw.add_argument("--format", choices=("svg", "vega-lite"), default="svg", help=help)
    draw.add_argument("--data", metavar="DIR", help="a pack or a folder with data (default: the packaged data)")
    _add_file(draw)


def _add_site(commands: Commands) -> None:
    help = "build a site of HTML pages"
    site = commands.add(_TAKE, "site", "site_command.site", help, "site public")
    site.add_argument("folder", metavar="OUT", help="the folder of the site; it is created if needed")
    site.add_argument("--data", metavar="DIR", help="a pack or a folder with data (default: the packaged data)")
    site.add_argument(
        "--base-url", metavar="URL", type=values.base_url, help="the public address of the site, if it has one"
    )


_CONTRIBUTE = "Contribute"


def _add_contributing(commands: Commands) -> None:
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


def _add_releasing(commands: Commands) -> None:
    help = "check or cut a release of the data, or print its notes"
    release = commands.add("Release", "release", "release_commands.check", help, "release check")
    actions = release.add_subparsers(metavar="ACTION", dest="action", required=True, help="check, notes or cut")

    def add(name: str, function: str, help: str) -> argparse.ArgumentParser:
        description = f"{help[0].upper()}{help[1:]}."
        action: argparse.ArgumentParser = actions.add_parser(name, description=description, formatter_class=Help)
        action.set_defaults(function=function)
        action.add_argument("--data", metavar="NEW", help=f"{_VERSION} (default: the packaged data)")
        return action

    check = add("check", "release_commands.check", "check that versions are as high as the changes require")
    check.add_argument("--against", metavar="OLD", help="compare with this version (default: the newest release below)")
    check.add_argument("--format", choices=FINDING_FORMATS, default=FINDING_FORMATS[0], help="default: %(default)s")

    notes = add("notes", "release_commands.write_notes", "print what differs from the release before")
    notes.add_argument("--format", choices=("markdown", "json"), default="markdown", help="default: %(default)s")

    cut = add("cut", "release_commands.cut_release", "write history, ids.txt, CITATION.cff and the day of release")
    cut.add_argument(
        "--date", metavar="DAY", type=values.full_day, help="the day of release (default: that of the manifest)"
    )
    cut.add_argument("--check", action="store_true", help="list the files that would change without changing them")
