"""Apply safe fixes, which do not change the meaning of the data, and format files.

Fixes are applied in memory, and files are replaced as a whole. If this is interrupted, each file is either unchanged
or completely fixed.
"""

from __future__ import annotations

import difflib
import os
from collections import defaultdict
from collections.abc import Iterable
from io import StringIO
from pathlib import Path
from typing import Any

from attrs import frozen

from ..diagnostics import Finding, Fix, Violation, printable
from ..errors import DatasetError, sentences
from ..serialization.canonical import canonical, canonical_lines, canonical_object
from ..serialization.json_lines import lines_of, read_line
from ..serialization.json_reader import read_json
from ..store.folder_writer import replace
from ..store.layout import MANIFEST, OBJECTS, Unreadable, is_dataset, own_files, read_bytes, shown_as
from .engine import full_report
from .reading import read_folder
from .report import Report
from .rules.style import NOT_CANONICAL
from .schema_check import schema_violations
from .source_map import SourceFile


@frozen
class Change:
    """The content of a file before and after a change."""

    file: Path
    before: bytes
    after: bytes

    def diff(self) -> str:
        """Return a unified diff that is safe to print and shows changes of line ends."""
        old, new = ([*StringIO(data.decode("utf-8", "replace"), newline="\n")] for data in (self.before, self.after))
        lines = difflib.unified_diff(old, new, f"{self.file}", f"{self.file} (fixed)")
        return "".join(printable(line.removesuffix("\n")) + "\n" + _unended(line) for line in lines)


def _unended(line: str) -> str:
    """Return the note of a diff about a last line without a line end, or an empty string."""
    return "" if line.endswith("\n") else "\\ No newline at end of file\n"


@frozen
class Fixed:
    """The result of the safe fixes.

    Attributes:
        changes: The changes to files.
        corrected: The findings that they correct, without those on the format of a file.
        left: The report of the folder after the changes.
    """

    changes: tuple[Change, ...]
    corrected: tuple[Finding, ...]
    left: Report


def changes(folder: Path) -> Fixed:
    """Return the changes that the safe fixes make to the files of a dataset or pack, and what remains.

    One fix can make another one possible, such as the removal of an empty list.

    Args:
        folder: The folder.

    Raises:
        DatasetError: The folder is not a dataset or pack.
    """
    before: dict[str, bytes] = {}
    after: dict[str, bytes] = {}
    corrected: list[Finding] = []
    while True:
        report = full_report(read_folder(folder, after), shown_as(os.fspath(folder)))
        fixable = _fixable(report)
        fixed = _with_fixes(report, fixable)
        if not fixed:
            break
        corrected += _new(fixable, corrected)
        before = {**{name: report.sources[name].data for name in fixed}, **before}
        after.update(fixed)
    made = (Change(folder / name, before[name], after[name]) for name in sorted(after))
    return Fixed(tuple(made), _in_order(corrected), report)


def _fixable(report: Report) -> list[Finding]:
    """Return the findings with a safe fix."""
    return [finding for finding in report.findings() if finding.fix is not None and finding.fix.safe]


def _new(fixable: Iterable[Finding], corrected: Iterable[Finding]) -> list[Finding]:
    """Return the findings that were not corrected before, without those on the format of a file.

    A finding that overlaps another one is corrected only after that, when it may be elsewhere in the text.
    """
    known = {(each.file, each.record, each.pointer, each.rule) for each in corrected}
    contents = (each for each in fixable if each.rule != NOT_CANONICAL.code)
    return [each for each in contents if (each.file, each.record, each.pointer, each.rule) not in known]


def _in_order(corrected: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings in the order of their places."""
    return tuple(sorted(corrected, key=lambda finding: (finding.file, finding.line or 0, finding.column or 0)))


def unformatted(folder: Path) -> list[Change]:
    """Return the changes that bring the files of a dataset or pack into canonical form.

    Args:
        folder: The folder.

    Raises:
        DatasetError: The folder is not a dataset or pack, or a file in it cannot be read or is not valid JSON.
    """
    manifest = _manifest(folder) if is_dataset(folder) else None
    kinds = own_files(folder, manifest)
    found = []
    problems: list[str] = []
    for name, before in _files(folder, sorted(kinds)).items():
        kind = kinds[name]
        if kind is not None and name.endswith(".jsonl"):
            values = [_value(f"{folder / name}:{line.number}", read_line(line), problems) for line in lines_of(before)]
            after = canonical_lines(values, kind)
        else:
            value = _value(str(folder / name), read_json(before), problems)
            after = canonical(value, kind) if kind is not None else canonical_object(value, OBJECTS[name])
        if not problems and after.encode() != before:
            found.append(Change(folder / name, before, after.encode()))
    if problems:
        raise DatasetError(problems)
    return found


def _manifest(folder: Path) -> Any:
    """Return the manifest of a dataset, which lists its files; raise ``DatasetError`` if it is not valid."""
    problems: list[str] = []
    manifest = _value(str(folder / MANIFEST), read_json(_files(folder, [MANIFEST])[MANIFEST]), problems)
    wrong = [] if problems else schema_violations("datapackage.schema.json", manifest)
    problems += [f"{folder / MANIFEST}: {sentences(what.message, what.expected)}" for what in wrong]
    if problems:
        raise DatasetError(problems)
    return manifest


def _value(where: str, found: tuple[Any, list[Violation]], problems: list[str]) -> Any:
    """Return the value of a file or line that was read, and add a problem for each violation in it."""
    value, faults = found
    problems += [f"{where}: {sentences(fault.message, fault.expected)}" for fault in faults]
    return value


def _files(folder: Path, names: Iterable[str]) -> dict[str, bytes]:
    """Return the content of files by name; raise ``DatasetError`` if one is a link or cannot be read."""
    found: dict[str, bytes] = {}
    problems = []
    for name in names:
        try:
            found[name] = read_bytes(folder, name)
        except Unreadable as error:
            problems.append(f"{folder / name}: {sentences(str(error), error.expected)}")
    if problems:
        raise DatasetError(problems)
    return found


def apply(made: Iterable[Change]) -> None:
    """Write changed files; raise ``DatasetError`` if one cannot be written."""
    for change in made:
        replace(change.file, change.after)


def _with_fixes(report: Report, fixable: Iterable[Finding]) -> dict[str, bytes]:
    """Return the content of files after the fixes that do not overlap, by name, for the files that change."""
    fixes: dict[str, list[Fix]] = defaultdict(list)
    for finding in fixable:
        if finding.fix is not None:
            fixes[Path(finding.file).name].append(finding.fix)
    made = {name: fixed(report.sources[name], wanted) for name, wanted in fixes.items()}
    return {name: data for name, data in made.items() if data != report.sources[name].data}


def fixed(source: SourceFile, fixes: list[Fix]) -> bytes:
    """Return the content of a file after fixes; of two overlapping fixes, only the one further down is applied."""
    parts: list[str] = []
    until = len(source.text) + 1
    spans = [(source.offset(f.line, f.column), source.offset(f.end_line, f.end_column), f.text) for f in fixes]
    for start, end, new in sorted(spans, reverse=True):
        if end < until or (end == until and start < end):
            parts += [source.text[end:until], new]
            until = start
    return "".join([source.text[:until], *reversed(parts)]).encode("utf-8", "surrogateescape")
