"""The commands for contributors: validate, prepare, fix, fmt, rules, explain, new, init-pack."""

from __future__ import annotations

import os
from argparse import Namespace
from functools import partial
from pathlib import Path

from ..diagnostics import Fix, printable
from ..errors import DatasetError, NotFoundError
from ..serialization.resources import data_root
from ..store.layout import shown_as
from ..store.new_pack import PRE_COMMIT, hook
from ..store.new_pack import init_pack as create_pack
from ..store.scaffold import template
from ..suggestions import did_you_mean
from ..validation import RULES, Finding, Report, Rule, check
from ..validation.fixer import Fixed, apply, changes, unformatted
from ..validation.preparing import prepare as prepare_folder
from ..validation.reporters import REPORTERS, Reporter, github, markdown, text
from ..validation.rule_pages import example, page
from ..validation.rules.releases import RELEASE_RULES
from ..validation.stream import check_lines
from .answers import Row, as_json
from .commands import SHOWN
from .streams import has_colours, warn, write, write_data

LONGEST_CORRECTION = 60
"""The number of characters up to which a corrected value is shown."""
JSON_FORMATS = ("json", "sarif")
COMPLETE_FORMATS = (*JSON_FORMATS, "github")
"""The formats for programs, which get all findings; each writes as many as its reader accepts."""


def validate(options: Namespace) -> int:
    """Print the findings in the packaged data, or in datasets and packs."""
    if options.shape:
        return _validate_lines(options)
    reports = [check(path).at_least(options.min_severity) for path in options.paths or [None]]
    findings, count = _listed(reports, options), sum(map(len, reports))
    checked = ", ".join(map(shown_as, options.paths)) or f"the packaged data ({data_root()})"
    if ignored := ", ".join(name for report in reports for name in report.ignored):
        if count:  # without findings, the last line of the report names what was checked
            warn(f"not part of {checked}: {printable(ignored)}")
        checked += f" (not part of it: {ignored})"
    return _report(options, findings, count, checked, sum(len(report.suppressed) for report in reports))


def _listed(reports: list[Report], options: Namespace) -> list[Finding]:
    """Return the findings to show, in SARIF with those that are suppressed."""
    limit = _limit(options)
    findings: list[Finding] = []
    for report in reports:
        findings += report.findings(None if limit is None else limit - len(findings))
    if options.format == "sarif":
        findings += [finding for report in reports for finding in report.suppressed_findings()]
    return findings


def _validate_lines(options: Namespace) -> int:
    if not options.paths:
        raise DatasetError(["--shape needs a file. Expected a file with the name of a dataset, such as events.jsonl."])
    findings: list[Finding] = []
    count, limit = 0, _limit(options)
    for path in options.paths:
        found = check_lines(Path(path), None if limit is None else limit - len(findings))
        findings += found.findings
        count += found.count
        warn(f"{printable(path)}: {found.records} records")
    return _report(options, findings, count, ", ".join(options.paths))


def _limit(options: Namespace) -> int | None:
    """Return the maximum number of findings to show, or None for all."""
    return None if options.all or options.format in COMPLETE_FORMATS else SHOWN


def _report(options: Namespace, findings: list[Finding], count: int, checked: str, suppressed: int = 0) -> int:
    """Write the findings and return the exit code."""
    reporter: Reporter = REPORTERS[options.format]
    if options.format == "text" and has_colours():
        reporter = text.coloured
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if options.format == "github" and summary:
        problem = _append(Path(summary), markdown.report(findings, count, checked, suppressed))
        reporter = partial(github.report, summary=github.Summary(problem))
    (write_data if options.format in JSON_FORMATS else write)(reporter(findings, count, checked, suppressed))
    return 1 if count else 0


def _append(file: Path, report: str) -> str | None:
    """Append a report to a file, and return why that is not possible, or None."""
    try:
        with file.open("a", encoding="utf-8", errors="replace") as opened:
            opened.write(report)
    except OSError as error:
        return f"{file} cannot be written: {error.strerror}"
    return None


def fix(options: Namespace) -> int:
    """Apply the safe fixes for a dataset or pack, or show them; then print the findings that are left."""
    found = changes(Path(options.folder))
    for change in found.changes:
        if options.diff:
            write(change.diff())
        else:
            apply([change])
            write(f"fixed {printable(str(change.file))}\n")
    if not options.diff:
        _write_corrections(found)
    if found.left:
        left = text.report(found.left.findings(SHOWN), len(found.left))
        warn(left.rstrip()) if options.diff else write(left)
    return 1 if found.left or (options.diff and found.changes) else 0


def _write_corrections(fixed: Fixed) -> None:
    """Print what safe fixes corrected, each with its place when it was found."""
    for finding in fixed.corrected[:SHOWN]:
        at = f"{printable(str(Path(finding.file)))}:{finding.line}:{finding.column}"
        record = f" [{printable(finding.record)}]" if finding.record else ""
        write(f"corrected {at}: {printable(finding.message)}{record}; {_correction(finding.fix)}\n")
    if more := fixed.corrected[SHOWN:]:
        write(f"corrected {len(more)} more\n")


def _correction(fix: Fix | None) -> str:
    """Return what a fix did."""
    new = printable(" ".join(fix.text.split())) if fix is not None else ""
    if fix is None or not new:
        return "removed"
    shown = new if len(new) <= LONGEST_CORRECTION else f"{new[:LONGEST_CORRECTION]}..."
    is_insertion = (fix.line, fix.column) == (fix.end_line, fix.end_column)
    return f'added "{shown}"' if is_insertion else f"now {shown}"


def prepare(options: Namespace) -> int:
    """Fix, format and check datasets and packs, and refresh what is made from the packaged data."""
    from ..site.pages import write_data_pages  # noqa: PLC0415  # the queries, which no other command here needs

    count = 0
    for folder in map(Path, options.folders):
        prepared = prepare_folder(folder)
        left = prepared.left
        for file in dict.fromkeys(change.file for change in prepared.changes):
            write(f"changed {printable(str(file))}\n")
        _write_corrections(prepared)
        if not left and _is_packaged(folder):
            for page in write_data_pages(folder):
                write(f"changed {printable(str(page))}\n")
        write(text.report(left.findings(SHOWN), len(left), shown_as(str(folder)), len(left.suppressed)))
        count += len(left)
    return 1 if count else 0


def _is_packaged(folder: Path) -> bool:
    """Return whether a folder is that of the packaged data in a checkout of the project."""
    return Path(str(data_root())).resolve() == folder.resolve()


def fmt(options: Namespace) -> int:
    """Format the files of a dataset or pack, or list the files that are not formatted."""
    found = unformatted(Path(options.folder))
    for change in found:
        if not options.check:
            apply([change])
        write(f"{'not formatted:' if options.check else 'formatted'} {printable(str(change.file))}\n")
    return 1 if options.check and found else 0


def rules(options: Namespace) -> int:
    """List all rules."""
    if options.format == "json":
        write_data(as_json([_rule_row(rule) for rule in RULES.values()]))
    else:
        write("".join(f"{rule.code}  {rule.name:20}  {rule.summary}\n" for rule in RULES.values()))
    return 0


def _rule_row(rule: Rule) -> Row:
    described = ("code", "name", "family", "severity", "summary", "why", "page")
    examples = {
        part: {name: data.decode("utf-8", "backslashreplace") for name, data in example(rule.code, part).items()}
        for part in ("fails", "passes")
    }
    return {**{name: getattr(rule, name) for name in described}, **examples}


def explain(options: Namespace) -> int:
    """Print the page of a rule."""
    rules = {**RULES, **RELEASE_RULES}
    codes = {rule.name: code for code, rule in rules.items()}
    code: str = codes.get(str(options.code), str(options.code).upper())
    if code not in rules:
        raise NotFoundError(
            f'Unknown rule "{options.code}". "csto-data rules" lists all rules.{did_you_mean(code, rules)}'
        )
    write(page(rules[code]))
    return 0


def new(options: Namespace) -> int:
    """Print a record template."""
    write(template(options.kind))
    return 0


def init_pack(options: Namespace) -> int:
    """Create a pack and list its files."""
    folder = Path(options.folder)
    created = create_pack(folder)
    schemas = [step.file for step in created if step.file.parent.name == "schemas"]
    for action, file in created:
        if file not in schemas:
            write(f"{action} {_shown(file)}\n")
    write(f"wrote {_shown(folder / 'schemas')} ({len(schemas)} files)\n")
    kept = [step.file for step in created if step.action == "kept" and step.file.name == PRE_COMMIT]
    for file in kept:
        inside = os.path.relpath(folder.resolve(), file.parent.resolve()).replace(os.sep, "/")
        write(f'To check each commit, add this to "repos" in {_shown(file)}:\n{hook(inside)}')
    return 0


def _shown(file: Path) -> str:
    """Return a path relative to the current folder, if it is inside."""
    relative = os.path.relpath(file)
    return printable(str(file) if relative.startswith("..") else relative)
