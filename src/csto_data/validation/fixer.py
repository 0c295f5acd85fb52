"""Applies safe fixes, which spell the same thing properly or leave out what says nothing, and formats files.

A folder is fixed in a copy, and only whole files take the place of whole files: whenever that is interrupted, each file
is as it was or fixed.
"""

from __future__ import annotations

import difflib
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from io import StringIO
from pathlib import Path
from typing import Any

from attrs import frozen

from ..diagnostics import Fix, printable
from ..errors import DatasetError
from ..serialization.canonical import canonical, canonical_lines
from ..serialization.json_reader import MAX_BYTES, MAX_LINE, lines_of, read_json
from ..store.folder_writer import replace
from ..store.layout import MANIFEST, Unreadable, is_dataset, json_files, own_files, read_bytes
from . import check
from .schema_check import schema_violations
from .source_map import SourceFile

ROUNDS = 100
"""One edit may make room for another, such as an empty list for its field; each round leaves less to fix."""


@frozen
class Change:
    """A file before and after."""

    file: Path
    before: bytes
    after: bytes

    def diff(self) -> str:
        """A unified diff, safe to print; ends of lines that differ are seen."""
        old, new = ([*StringIO(data.decode("utf-8", "replace"), newline="\n")] for data in (self.before, self.after))
        lines = difflib.unified_diff(old, new, f"{self.file}", f"{self.file} (fixed)")
        return "".join(printable(line.removesuffix("\n")) + "\n" + _unended(line) for line in lines)


def _unended(line: str) -> str:
    """What a diff says below a line that is the last of its file and has no end."""
    return "" if line.endswith("\n") else "\\ no newline at the end of the file\n"


def changes(folder: Path) -> list[Change]:
    """Return what the safe fixes make of the files of a dataset or pack.

    Raises DatasetError where there is none, or where a file in it cannot be read.
    """
    check(folder)
    with tempfile.TemporaryDirectory() as made:
        copy = Path(made)
        before = _files(folder, json_files(folder))
        for name, data in before.items():
            (copy / name).write_bytes(data)
        for _ in range(ROUNDS):
            if not _apply_safe_fixes(copy):
                break
        after = {name: (copy / name).read_bytes() for name in before}
    return [Change(folder / name, before[name], after[name]) for name in before if before[name] != after[name]]


def unformatted(folder: Path) -> list[Change]:
    """What the canonical form makes of the files of a dataset or pack that are not in it.

    Raises DatasetError if the folder does not exist, or if a file cannot be read or is not valid JSON.
    """
    manifest = _manifest(folder) if is_dataset(folder) else None
    kinds = own_files(folder, manifest)
    found = []
    problems: list[str] = []
    for name, before in _files(folder, sorted(kinds)).items():
        kind = kinds[name]
        if kind is not None and name.endswith(".jsonl"):
            lines = lines_of(before)
            values = [_value(f"{folder / name}:{number}", line, problems, MAX_LINE) for number, line in lines]
            after = canonical_lines(values, kind)
        else:
            after = canonical(_value(str(folder / name), before, problems), kind)
        if not problems and after.encode() != before:
            found.append(Change(folder / name, before, after.encode()))
    if problems:
        raise DatasetError(problems)
    return found


def _manifest(folder: Path) -> Any:
    """The manifest of a dataset, which says what its files are. Raises DatasetError where it has a mistake."""
    problems: list[str] = []
    manifest = _value(str(folder / MANIFEST), _files(folder, [MANIFEST])[MANIFEST], problems)
    wrong = [] if problems else schema_violations("datapackage.schema.json", manifest)
    problems += [f"{folder / MANIFEST}: {what.message}; expected {what.expected}" for what in wrong]
    if problems:
        raise DatasetError(problems)
    return manifest


def _value(where: str, data: bytes, problems: list[str], limit: int = MAX_BYTES) -> Any:
    """The value of a file or a line, and to the problems what keeps it from being one."""
    value, faults = read_json(data, limit)
    problems += [f"{where}: {fault.message}; expected {fault.expected}" for fault in faults]
    return value


def _files(folder: Path, names: Iterable[str]) -> dict[str, bytes]:
    """These files of the folder. Raises DatasetError where one cannot be read: no link is followed or replaced."""
    found: dict[str, bytes] = {}
    problems = []
    for name in names:
        try:
            found[name] = read_bytes(folder, name)
        except Unreadable as error:
            problems.append(f"{folder / name}: {error}; expected a file in the folder that can be read")
    if problems:
        raise DatasetError(problems)
    return found


def apply(made: list[Change]) -> None:
    """Puts each changed file in the place of the old one. Raises DatasetError where one cannot be written."""
    for change in made:
        replace(change.file, change.after)


def _apply_safe_fixes(folder: Path) -> bool:
    """Apply the safe fixes that do not meet one another, and return whether there was any."""
    fixes: dict[str, list[Fix]] = defaultdict(list)
    for finding in check(folder).findings():
        if finding.fix is not None and finding.fix.safe:
            fixes[Path(finding.file).name].append(finding.fix)
    for name, wanted in fixes.items():
        data = (folder / name).read_bytes()
        (folder / name).write_bytes(fixed(name, data, wanted))
    return bool(fixes)


def fixed(name: str, data: bytes, fixes: list[Fix]) -> bytes:
    """Return the file with the fixes applied, the later first; of two that meet, the earlier."""
    source = SourceFile(name, data)
    text, until = source.text, len(source.text) + 1
    spans = [(source.offset(f.line, f.column), source.offset(f.end_line, f.end_column), f.text) for f in fixes]
    for start, end, new in sorted(spans, reverse=True):
        if end < until or (end == until and start < end):
            text, until = text[:start] + new + text[end:], start
    return text.encode("utf-8", "surrogateescape")
