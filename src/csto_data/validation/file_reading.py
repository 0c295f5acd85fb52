"""Read a file in passes: bytes, syntax, shape and values; what it contains becomes records or violations."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from attrs import Factory, define, evolve

from ..diagnostics import Location, Path, Violation
from ..model import Kind
from ..model.conditions import Fault
from ..model.coverage import MembershipCoverage, OfficeCoverage
from ..model.ids import MAX_ID
from ..model.manifest import Manifest
from ..model.redirects import Redirect
from ..model.suppressions import Suppression
from ..progress import track
from ..serialization.builder import build
from ..serialization.canonical import in_order
from ..serialization.json_lines import Line, canonical_line, read_line, record_lines, split_lines
from ..serialization.json_reader import decode, other_encoding, read_json
from ..store.layout import (
    TooLarge,
    Unreadable,
    read_bytes,
)
from .context import LocatedRecord
from .rules.schema import DISAGREEING
from .rules.syntax import TOO_LARGE, UNREADABLE
from .schema_check import schema_violations
from .source_map import SourceFile

END_BEFORE_START = "CST401"
"""The code of the rule about the order of dates, which the model classes enforce when records are created."""


class Document(NamedTuple):
    """The value of a file, its bytes, and the kind of its records.

    The value of a ``.jsonl`` file is None, because its lines are not kept in memory.
    """

    value: Any
    data: bytes
    kind: Kind | None


@define
class Reading:
    """The content of a folder, and the violations found while reading it.

    Attributes:
        folder: The folder.
        edited: The content of files that is read instead of the content on the disk, by name.
        files: The names of the files that were read, in order.
        violations: The violations.
        sources: The files by name, for finding positions.
        documents: The values of the files that are valid JSON, by name.
        located: The records that match their schema.
        ids: The locations of every id.
        unread: The id prefixes of kinds that may have further records that could not be read.
        manifest: The manifest of a dataset, or None if it is not valid.
        covered: The periods of coverage, with their paths in the manifest.
        requires_data: The versions of the packaged data that a pack requires, if it says so.
        overrides: The indexes of the overrides of a pack, by id, without any if they could not be read; None for a
            dataset.
        register: The text of the register of ids, if there is one.
        suppressions: The entries of ``suppressions.json``, by their index.
        doubtful: The indexes of entries of ``suppressions.json`` with mistakes.
        redirects: The entries of ``redirects.json``; None if they could not be read.
        ignored: The names of JSON files that are not part of the folder.
    """

    folder: Any
    edited: Mapping[str, bytes] = Factory(dict)
    files: list[str] = Factory(list)
    violations: list[Violation] = Factory(list)
    sources: dict[str, SourceFile] = Factory(dict)
    documents: dict[str, Document] = Factory(dict)
    located: list[LocatedRecord] = Factory(list)
    ids: dict[str, list[Location]] = Factory(dict)
    unread: set[str] = Factory(set)
    manifest: Manifest | None = None
    covered: list[tuple[Path, MembershipCoverage | OfficeCoverage]] = Factory(list)
    requires_data: str | None = None
    overrides: dict[str, list[int]] | None = None
    register: str | None = None
    suppressions: dict[int, Suppression] = Factory(dict)
    doubtful: set[int] = Factory(set)
    redirects: tuple[Redirect, ...] | None = ()
    ignored: list[str] = Factory(list)


def read_document(reading: Reading, name: str, schema: str, kind: Kind | None) -> tuple[Any, set[Path]]:
    """Return the value of a file, and the paths of its violations; the root if it cannot be read.

    Args:
        reading: What is read of the folder; violations are added to it.
        name: The name of the file.
        schema: The name of its schema.
        kind: The kind of its records, if it has records.
    """
    data = bytes_of(reading, name, kind)
    if data is None:
        return None, {()}
    value, violations = read_json(data)
    before = _last_ids(data) if value is None else None
    for violation in violations:
        record = before(violation) if before else _record_at(value, violation.location.path)
        reading.violations.append(placed(violation, name, record=record))
    faulty = {violation.location.path for violation in violations}
    if value is None and violations:
        return None, {()}
    for violation in _outside(faulty, schema_violations(schema, value)):
        path = violation.location.path
        reading.violations.append(placed(violation, name, record=_record_at(value, path)))
        faulty.add(path)
    reading.documents[name] = Document(value, data, kind)
    return value, faulty


def bytes_of(reading: Reading, name: str, kind: Kind | None) -> bytes | None:
    """Return the content of a file, or None, with a violation, if it cannot be read.

    Args:
        reading: What is read of the folder.
        name: The name of the file.
        kind: The kind of its records, if it has records.
    """
    try:
        data = reading.edited[name] if name in reading.edited else read_bytes(reading.folder, name)
    except Unreadable as error:
        rule = TOO_LARGE if isinstance(error, TooLarge) else UNREADABLE
        location = Location(file=name)
        violation = Violation(rule=rule.code, location=location, message=str(error), expected=error.expected)
        reading.violations.append(violation)
        return None
    reading.sources[name] = SourceFile(name, data, kind)
    return data


def read_records(reading: Reading, name: str, kind: Kind) -> None:
    """Read a file with records.

    Args:
        reading: What is read of the folder; records and violations are added to it.
        name: The name of the file.
        kind: The kind of its records.
    """
    if name.endswith(".jsonl"):
        data = bytes_of(reading, name, kind)
        if data is None:
            reading.unread.add(kind.prefix)
        elif not read_lines(reading, name, data, kind):
            reading.documents[name] = Document(None, data, kind)
        return
    document, faulty = read_document(reading, name, f"{kind.name}.schema.json", kind)
    records = document.get("records") if isinstance(document, dict) else None
    if not faulty.isdisjoint([(), ("records",)]) or not isinstance(records, list):
        reading.unread.add(kind.prefix)
        return
    faulty_in: dict[Path, list[Path]] = defaultdict(list)
    for path in faulty:
        if len(path) > 1:
            faulty_in[path[:2]].append(path[2:])
    for index, raw in enumerate(track(records, f"reading {name}", len(records))):
        at: Path = ("records", index)
        _take_record(reading, Location(file=name, path=at, record=_id_of(raw)), raw, kind, faulty_in[at])


def read_lines(reading: Reading, name: str, data: bytes, kind: Kind) -> bool:
    """Read a file with one record per line, and return whether it is certainly in canonical form.

    The path of a line is that of a record, with the number of the line from 0 as its index.
    """
    reading.sources[name] = SourceFile(name, data, kind)
    if other_encoding(data) is not None and not re.search(rb"(?<!\x00)\n(?!\x00)", data):  # no line in UTF-8
        reading.violations += [placed(violation, name) for violation in decode(data).violations]
        reading.unread.add(kind.prefix)
        return False
    canonical, last, end = canonical_line(kind), "", 0
    for line in track(record_lines(split_lines(data)), f"reading {name}", data.count(b"\n")):
        place = Location(file=name, path=("records", line.number - 1))
        raw = canonical(line.text)
        if raw is None:
            _read_line(reading, place, line, kind)
            last = ""
        else:
            _take_record(reading, place._replace(record=raw["id"]), raw, kind, [])
            is_next = line.number == end + 1 and raw["id"] > last and in_order(raw, kind) is raw
            last, end = (raw["id"], line.number) if is_next else ("", 0)
    return bool(last) and data.count(b"\n") == end and data.endswith(b"\n")


def _read_line(reading: Reading, place: Location, line: Line, kind: Kind) -> None:
    """Read one line, and keep its record or its violations."""
    raw, violations = read_line(line)
    start = reading.sources[place.file].start(line.number) if violations else 0
    before = _last_ids(line.text) if raw is None else None
    for violation in violations:
        record = before(violation) if before else _id_of(raw)
        reading.violations.append(placed(violation, place.file, place.path, start, record))
    paths = {violation.location.path for violation in violations}
    schema = f"{kind.name}.schema.json#/$defs/record"
    wrong = [] if raw is None and violations else [*_outside(paths, schema_violations(schema, raw))]
    reading.violations += [placed(violation, place.file, place.path, record=_id_of(raw)) for violation in wrong]
    faulty = [*paths, *(violation.location.path for violation in wrong)]
    _take_record(reading, place._replace(record=_id_of(raw)), raw, kind, faulty)


def _take_record(reading: Reading, place: Location, raw: Any, kind: Kind, faulty: list[Path]) -> None:
    """Keep the id of a record and, if it has no violations, create the record.

    A record without a valid id may be any record of its kind, as in a file that cannot be read.
    """
    id = place.record
    if id is None or ("id",) in faulty:
        reading.unread.add(kind.prefix)
    if id is not None:
        reading.ids.setdefault(id, []).append(place)
    if faulty:
        return
    try:
        record = build(kind.record_class, raw)
    except ValueError:
        reading.violations += _contradictions(place, raw, kind)
    else:
        reading.located.append(LocatedRecord(record=record, file=place.file, path=place.path))


def _contradictions(place: Location, raw: Any, kind: Kind) -> Iterator[Violation]:
    """Iterate over the violations by values of a record that contradict each other."""
    from ..serialization.converter import contradictions  # noqa: PLC0415  # cattrs, only needed for invalid data

    for path, fault in contradictions(kind.record_class, raw):
        yield contradiction(place._replace(path=(*place.path, *path)), fault)


def contradiction(location: Location, fault: Fault) -> Violation:
    """Return the violation by values that contradict each other.

    Args:
        location: Where they are.
        fault: What is wrong with them.
    """
    rule = END_BEFORE_START if fault.of_time else DISAGREEING.code
    return Violation(rule=rule, location=location, message=fault.message, expected=fault.expected)


def placed(violation: Violation, file: str, at: Path = (), offset: int = 0, record: str | None = None) -> Violation:
    """Return a violation in a part of a file with its location in the file.

    Args:
        violation: The violation, located in the part.
        file: The name of the file.
        at: The path of the part.
        offset: The offset of the part in the text.
        record: The id of the record.
    """

    def moved(place: Location, record: str | None) -> Location:
        return place._replace(file=file, path=(*at, *place.path), span=_shifted(place.span, offset), record=record)

    fix = violation.fix
    return evolve(
        violation,
        location=moved(violation.location, record),
        fix=fix._replace(span=_shifted(fix.span, offset)) if fix is not None else None,
        related=tuple((moved(place, None), message) for place, message in violation.related),
    )


def _shifted(span: tuple[int, int] | None, offset: int) -> tuple[int, int] | None:
    """Return a span moved by an offset."""
    return (span[0] + offset, span[1] + offset) if span is not None else None


def _outside(paths: Iterable[Path], violations: Iterable[Violation]) -> Iterator[Violation]:
    """Iterate over the violations that neither contain nor are contained in a path or an earlier violation."""
    places = PathSet(paths)
    for violation in violations:
        if not places.touches(violation.location.path):
            places.add(violation.location.path)
            yield violation


class PathSet:
    """A set of paths in a document, in which containment is found quickly."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._paths: set[Path] = set()
        self._around: set[Path] = set()
        for path in paths:
            self.add(path)

    def add(self, path: Path) -> None:
        """Add a path."""
        self._paths.add(path)
        self._around.update(_prefixes(path))

    def touches(self, path: Path) -> bool:
        """Return whether any path is inside this one, or this one inside any of them."""
        return path in self._around or not self._paths.isdisjoint(_prefixes(path))


def _prefixes(path: Path) -> Iterator[Path]:
    """Iterate over the beginnings of a path, including the empty one and the path itself."""
    return (path[:length] for length in range(len(path) + 1))


def _id_of(raw: Any) -> str | None:
    """Return the id of a record, if it has one of a valid length."""
    found = raw.get("id") if isinstance(raw, dict) else None
    return found if isinstance(found, str) and len(found) <= MAX_ID else None


def _record_at(document: Any, path: Path) -> str | None:
    """Return the id of the record that contains a path, if it has one."""
    try:
        return _id_of(document["records"][path[1]]) if path[0] == "records" else None
    except (LookupError, TypeError):
        return None


def _last_ids(data: bytes) -> Callable[[Violation], str | None]:
    """Return a function that returns the last id before a violation, for a text that is not valid JSON."""
    found = [*re.finditer(rf'"id"\s*:\s*"([^"\\]{{0,{MAX_ID}}})"', decode(data).text)]
    starts = [match.start() for match in found]

    def before(violation: Violation) -> str | None:
        index = bisect_left(starts, violation.location.span[0]) if violation.location.span is not None else 0
        return found[index - 1][1] if index else None

    return before
