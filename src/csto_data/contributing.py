"""The commands for contributors: check, mend, format, explain, begin."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

from .errors import DatasetError, NotFound, nearest

FORMATS = ("text", "concise", "json", "github", "sarif", "markdown")
SHOWN = 100
"""So many findings are shown in full without ``--all``."""


def add_commands(commands: Any) -> None:
    """Adds them to the parser."""
    validate = _command(commands, "validate", _validate, "check the packaged data, or datasets and packs")
    validate.add_argument("paths", metavar="DIR", nargs="*", help="a dataset with its datapackage.json, or a pack")
    validate.add_argument("--format", choices=FORMATS, default="text", help="default: %(default)s")
    validate.add_argument("--shape", action="store_true", help="stream files such as events.jsonl: shape and ids")
    validate.add_argument("--all", action="store_true", help=f"show all findings, not the first {SHOWN} only")

    fix = _command(commands, "fix", _fix, "mend what is safe to mend in a dataset or pack")
    fix.add_argument("folder", metavar="DIR")
    fix.add_argument("--diff", action="store_true", help="show what would change, and change nothing")

    fmt = _command(commands, "fmt", _fmt, "bring the files of a dataset or pack into canonical form")
    fmt.add_argument("folder", metavar="DIR")
    fmt.add_argument("--check", action="store_true", help="name the files that would change, and change nothing")

    rules = _command(commands, "rules", _rules, "all rules")
    rules.add_argument("--format", choices=("text", "json"), default="text", help="default: %(default)s")

    explain = _command(commands, "explain", _explain, "a rule, with an example of what fails and what passes")
    explain.add_argument("code", metavar="CODE", help="such as CST101")

    new = _command(commands, "new", _new, "the blank form of a record")
    new.add_argument("kind", metavar="KIND", help="such as event")

    init = _command(commands, "init-pack", _init_pack, "begin a pack, a folder of records over the packaged data")
    init.add_argument("folder", metavar="DIR")


def _command(commands: Any, name: str, run: Any, help: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=help, description=help[0].upper() + help[1:] + ".")
    parser.set_defaults(run=run)
    return parser


def _validate(options: argparse.Namespace) -> int:
    from .validation import check

    if options.shape:
        return _validate_shape(options)
    reports = [check(path) for path in options.paths or [None]]
    count = sum(map(len, reports))
    limit = None if options.all or options.format == "github" else SHOWN
    findings: list[Any] = []
    for report in reports:
        findings += report.findings(None if limit is None else limit - len(findings))
    return _report(options, findings, count)


def _validate_shape(options: argparse.Namespace) -> int:
    from .diagnostics import printable
    from .validation.stream import check_lines

    if not options.paths:
        raise DatasetError(["--shape needs a file; expected one called as a dataset, such as events.jsonl"])
    findings: list[Any] = []
    count = 0
    for path in options.paths:
        found = check_lines(Path(path), None if options.all else SHOWN - len(findings))
        findings += found.findings
        count += found.count
        print(f"{printable(path)}: {found.records} records", file=sys.stderr)
    return _report(options, findings, count)


def _report(options: argparse.Namespace, findings: list[Any], count: int) -> int:
    from .validation.reporters import REPORTERS, markdown, text

    reporter = REPORTERS[options.format]
    if options.format == "text" and sys.stdout.isatty() and not os.environ.get("NO_COLOR"):
        reporter = text.coloured
    sys.stdout.write(reporter(findings, count))
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if options.format == "github" and summary:
        with open(summary, "a", encoding="utf-8") as file:
            file.write(markdown.report(findings, count))
    return 1 if count else 0


def _fix(options: argparse.Namespace) -> int:
    from .diagnostics import printable
    from .validation.fixer import apply, changes

    made = changes(Path(options.folder))
    if options.diff:
        sys.stdout.write("".join(change.diff() for change in made))
        return 1 if made else 0
    for change in made:
        apply([change])
        print(f"fixed {printable(str(change.file))}")
    return 0


def _fmt(options: argparse.Namespace) -> int:
    from .diagnostics import printable
    from .validation.fixer import apply, unformatted

    found = unformatted(Path(options.folder))
    for change in found:
        if not options.check:
            apply([change])
        print(f"{'not in canonical form:' if options.check else 'formatted'} {printable(str(change.file))}")
    return 1 if options.check and found else 0


def _rules(options: argparse.Namespace) -> int:
    from .validation import RULES

    if options.format == "json":
        print(json.dumps([_row(rule) for rule in RULES.values()], indent=2))
    else:
        for rule in RULES.values():
            print(f"{rule.code}  {rule.name:20}  {rule.summary}")
    return 0


def _row(rule: Any) -> dict[str, Any]:
    from .validation.rule_pages import example

    examples: dict[str, dict[str, str]] = {
        part: {name: data.decode("utf-8", "backslashreplace") for name, data in example(rule.code, part).items()}
        for part in ("fails", "passes")
    }
    told = {name: getattr(rule, name) for name in ("code", "name", "family", "severity", "summary", "why", "page")}
    return {**told, **examples}


def _explain(options: argparse.Namespace) -> int:
    from .validation import RULES
    from .validation.rule_pages import page

    code: str = options.code.upper()
    if code not in RULES:
        by_name = {rule.name: rule.code for rule in RULES.values()}
        code = by_name.get(str(options.code), code)
    if code not in RULES:
        raise NotFound(f'no rule "{options.code}"{nearest(code, RULES)}; csto-data rules has all')
    sys.stdout.write(page(RULES[code]))
    return 0


def _new(options: argparse.Namespace) -> int:
    from .validation.packs import template

    sys.stdout.write(template(options.kind))
    return 0


def _init_pack(options: argparse.Namespace) -> int:
    from .diagnostics import printable
    from .validation.packs import init_pack

    for file in init_pack(Path(options.folder)):
        if file.parent.name != "schemas":
            print(f"wrote {printable(str(file))}")
    return 0
