"""Very many records, one a line: text, shape and ids, read as a stream. Memory grows with the ids alone.

The rules about what records mean need all of them at once: ``csto-data validate`` of a pack applies those.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs

from ..diagnostics import Finding, Fix, Location, RelatedLocation, Violation
from ..errors import DatasetError
from ..model import KINDS, Kind
from ..serialization.json_reader import MAX_LINE
from ..serialization.json_scanner import HIDDEN
from ..serialization.schemas import fast_validator
from ..suggestions import nearest
from .reading import Reading, read_lines
from .report import Report
from .source_map import SourceFile


@attrs.frozen
class Found:
    """What a stream held: how many records, how many findings, and the first of these."""

    records: int
    count: int
    findings: tuple[Finding, ...]


def check_lines(file: Path, limit: int | None) -> Found:
    """Check a file such as ``events.jsonl``, or a pipe of that name.

    Raises DatasetError where no dataset is called so, where it cannot be read, and where it is a link or a device, for
    these may lead anywhere and never end.
    """
    kind = _kind_of(file)
    accepts = _accepts(kind)
    ids: dict[str, int] = {}
    findings: list[Finding] = []
    found: tuple[Finding, ...]
    records = count = 0
    for number, line in _lines(file):
        records += 1
        id, found = accepts(line), ()
        if id is None:
            id, found = _explained(file, kind, line)
        if id is not None and ids.setdefault(id, number) != number:
            found = (*found, _duplicate(file, line, id, ids[id]))
        count += len(found)
        if limit is None or len(findings) < limit:
            findings.extend(_moved(finding, number - 1) for finding in found)
    return Found(records, count, tuple(findings[:limit]))


def _kind_of(file: Path) -> Kind:
    if file.suffix != ".jsonl" or file.stem not in KINDS:
        near = nearest(file.stem, KINDS)
        raise DatasetError([f"{file}: expected a file called as a dataset, such as events.jsonl{near}"])
    if file.is_symlink() or (file.exists() and not file.is_file() and not file.is_fifo()):
        raise DatasetError([f"{file}: not a regular file; expected a file that can be read and is not a link"])
    return KINDS[file.stem]


def _lines(file: Path) -> Iterator[tuple[int, bytes]]:
    """Iterate over the lines that hold something, with their numbers from 1; of a line that is too long, its start."""
    try:
        with file.open("rb") as lines:
            number = 0
            while line := lines.readline(MAX_LINE + 2):
                number += 1
                if not line.endswith(b"\n") and len(line) > MAX_LINE:
                    _skip_line(lines)
                if line.strip():
                    yield number, line
    except OSError as error:
        raise DatasetError([f"{file}: cannot be read ({error.strerror})"]) from None


def _accepts(kind: Kind) -> Callable[[bytes], str | None]:
    """The id of the record on a line that is certainly right; None where it has to be looked at.

    A line that orjson writes back as it stands has no key twice and no number or text in another spelling.
    """
    fast = fast_validator(f"{kind.name}.schema.json#/$defs/record")
    try:
        import orjson  # noqa: PLC0415  # the extra fast
    except ImportError:
        return lambda _: None
    if fast is None:
        return lambda _: None
    loads, dumps = orjson.loads, orjson.dumps

    def accepted(line: bytes) -> str | None:
        try:
            raw = loads(line)
        except ValueError:
            return None
        bare = line.rstrip(b"\n")
        if dumps(raw) != bare or (not bare.isascii() and HIDDEN.search(bare.decode())) or not fast(raw):
            return None
        return str(raw["id"])

    return accepted


def _explained(file: Path, kind: Kind, line: bytes) -> tuple[str | None, tuple[Finding, ...]]:
    """Return the id of the record on a line, if it has one, and what is wrong with it."""
    reading = Reading(None)
    read_lines(reading, file.name, line.rstrip(b"\n"), kind)
    report = Report(tuple(reading.violations), reading.sources, str(file.parent), lambda _: ())
    return next(iter(reading.ids), None), report.findings()


def _duplicate(file: Path, line: bytes, id: str, first: int) -> Finding:
    """Return the finding for an id that an earlier line has; ``first`` counts from 1."""
    violation = Violation(
        rule="CST301",
        location=Location(file=file.name, path=("records", 0, "id"), record=id),
        message=f"the id {id} is taken, by line {first}",
        expected="an id of its own",
    )
    (finding,) = Report(
        (violation,), {file.name: SourceFile(file.name, line)}, str(file.parent), lambda _: ()
    ).findings()
    return finding


def _moved(finding: Finding, lines: int) -> Finding:
    """Return the finding of a line that was looked at alone, as it stands in the file."""

    def move(place: Any) -> Any:
        changed = {name: getattr(place, name) + lines for name in ("line", "end_line") if getattr(place, name, None)}
        return attrs.evolve(place, **changed)

    moved: Finding = move(finding)
    fix: Fix | None = move(finding.fix) if finding.fix else None
    related: tuple[RelatedLocation, ...] = tuple(map(move, finding.related))
    return attrs.evolve(moved, fix=fix, related=related)


def _skip_line(lines: Any) -> None:
    """The rest of a line that is too long to be kept."""
    while (rest := lines.readline(MAX_LINE)) and not rest.endswith(b"\n"):
        pass
