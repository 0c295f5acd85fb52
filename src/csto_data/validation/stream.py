"""Check large files with one record per line as a stream: syntax, shape and ids. Only the ids are kept in memory.

The rules about the content of records need all records at once; ``csto-data validate`` of a pack applies them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs

from ..diagnostics import Finding, Location, RelatedLocation, Violation
from ..errors import DatasetError
from ..model import KINDS, Kind
from ..progress import track
from ..serialization.json_lines import MAX_LINE, Line, canonical_line, read_line, record_lines
from ..serialization.json_reader import other_encoding
from ..suggestions import did_you_mean
from .file_reading import Reading, placed, read_lines
from .registry import UNIQUE_ID
from .report import Report, moved_down
from .source_map import SourceFile


@attrs.frozen
class Found:
    """The number of records and findings in a stream, and the first findings."""

    records: int
    count: int
    findings: tuple[Finding, ...]


def check_lines(file: Path, limit: int | None) -> Found:
    """Check a file such as ``events.jsonl``, or a pipe with such a name.

    Args:
        file: The file.
        limit: The maximum number of findings to return; all are counted.

    Raises:
        DatasetError: The file does not have the name of a dataset, cannot be read, or is a link or a device.
    """
    kind = _kind_of(file)
    read = canonical_line(kind)
    ids: dict[str, int] = {}
    findings: list[Finding] = []
    found: tuple[Finding, ...]
    records = count = 0
    for line in track(record_lines(_lines(file)), f"checking {file.name}"):
        number = line.number
        if number == 1 and other_encoding(line.text) is not None:
            found = _explained(file, kind, line)[1]
            return Found(0, len(found), found[:limit])
        records += 1
        raw, found = read(line.text.removesuffix(b"\n")), ()
        id = raw["id"] if raw is not None else None
        if id is None:
            id, found = _explained(file, kind, line)
        found = tuple(moved_down(finding, number - 1) for finding in found)
        if id is not None and ids.setdefault(id, number) != number:
            found = (*found, _duplicate(file, line.text, id, ids[id], number))
        count += len(found)
        if limit is None or len(findings) < limit:
            findings.extend(found)
    return Found(records, count, tuple(findings[:limit]))


def _kind_of(file: Path) -> Kind:
    """Return the kind of the records in a file; raise ``DatasetError`` if it cannot be checked as a stream."""
    if file.suffix != ".jsonl" or file.stem not in KINDS:
        near = did_you_mean(file.stem, KINDS)
        raise DatasetError([f"{file} does not have the name of a dataset. Expected a name such as events.jsonl.{near}"])
    if file.is_symlink():
        raise DatasetError([f"{file} is a symbolic link. Expected a regular file."])
    if file.exists() and not file.is_file() and not file.is_fifo():
        raise DatasetError([f"{file} is not a regular file. Expected a regular file or a pipe."])
    return KINDS[file.stem]


def _lines(file: Path) -> Iterator[Line]:
    """Iterate over the lines; of an overlong line, the text is its beginning."""
    try:
        with file.open("rb") as lines:
            number = 0
            while line := lines.readline(MAX_LINE + 2):
                number += 1
                is_cut = not line.endswith(b"\n") and len(line) > MAX_LINE
                yield Line(number, line, len(line.removesuffix(b"\n")) + (_skip_line(lines) if is_cut else 0))
    except OSError as error:
        raise DatasetError([f"{file} cannot be read: {error.strerror}."]) from None


def _explained(file: Path, kind: Kind, line: Line) -> tuple[str | None, tuple[Finding, ...]]:
    """Return the id of the record on a line, if it has one, and the findings in it."""
    reading = Reading(None)
    text = line.text.rstrip(b"\n")
    if line.is_part or line.size > len(text):
        reading.sources[file.name] = SourceFile(file.name, text, kind)
        reading.violations += [placed(violation, file.name, ("records", 0)) for violation in read_line(line)[1]]
    else:
        read_lines(reading, file.name, text, kind)
    report = Report(tuple(reading.violations), reading.sources, str(file.parent), lambda _: ())
    return next(iter(reading.ids), None), report.findings()


def _duplicate(file: Path, line: bytes, id: str, first: int, number: int) -> Finding:
    """Return the finding for an id on one line that is a duplicate of the id on the first line."""
    violation = Violation(
        rule="CST301",
        location=Location(file=file.name, path=("records", 0, "id"), record=id),
        message=f'duplicate id "{id}"',
        expected=UNIQUE_ID,
    )
    (finding,) = Report(
        (violation,), {file.name: SourceFile(file.name, line)}, str(file.parent), lambda _: ()
    ).findings()
    related = RelatedLocation(file=finding.file, line=first, message="first defined here")
    return attrs.evolve(moved_down(finding, number - 1), related=(related,))


def _skip_line(lines: Any) -> int:
    """Skip the rest of an overlong line, and return its size in bytes, without the line break."""
    size = 0
    while rest := lines.readline(MAX_LINE):
        size += len(rest.removesuffix(b"\n"))
        if rest.endswith(b"\n"):
            break
    return size
