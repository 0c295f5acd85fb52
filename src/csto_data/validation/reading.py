"""The passes that read a folder: bytes, syntax, shape, values. ``csto_data.load`` and ``validate`` share them.

Whatever the files hold, it becomes records or violations. Each pass looks at what the pass before it let through: a
file that cannot be read has no shape, and a record without its shape is not made.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from attrs import Factory, define, evolve

from ..diagnostics import Location, Path, Violation
from ..model import KINDS, Kind
from ..model.conditions import Fault, InvalidCombinationError
from ..model.coverage import Coverage, MembershipCoverage, OfficeCoverage
from ..model.fields import fields_of
from ..model.manifest import Manifest
from ..serialization.builder import build
from ..serialization.json_reader import MAX_LINE, decode, read_json
from ..store.layout import MANIFEST, NAMES, PACK, REGISTER, Unreadable, is_dataset, json_files, own_files, read_bytes
from .context import LocatedRecord
from .rules.schema import BAD_DAY, DISAGREEING, REPEATED
from .rules.syntax import UNLISTED, UNREADABLE
from .schema_check import schema_violations
from .source_map import SourceFile

END_BEFORE_START = "CST401"
"""The code of the rule about times: a class refuses an end before the start, so that the reader finds it."""


class Document(NamedTuple):
    """The value of a file, its bytes, and the kind of its records."""

    value: Any
    data: bytes
    kind: Kind | None


@define
class Reading:
    """What the files of a folder hold, and the violations found while reading them.

    ``files`` are those that were read, in their order. ``located`` are the records that have their shape, ``ids`` the
    places of every id, and ``unread`` the id prefixes of which there may be records that could not be read. A dataset
    has a ``manifest``, None where it is faulty, and the spans that are ``covered``, with their paths in the manifest; a
    pack has ``overrides``, the indexes of their entries by id.
    """

    folder: Any
    files: list[str] = Factory(list)
    violations: list[Violation] = Factory(list)
    sources: dict[str, SourceFile] = Factory(dict)
    documents: dict[str, Document] = Factory(dict)
    located: list[LocatedRecord] = Factory(list)
    ids: dict[str, list[Location]] = Factory(dict)
    unread: set[str] = Factory(set)
    manifest: Manifest | None = None
    covered: list[tuple[Path, MembershipCoverage | OfficeCoverage]] = Factory(list)
    overrides: dict[str, list[int]] | None = None
    register: str | None = None


def read_folder(folder: Any) -> Reading:
    """Read the dataset or pack in a folder. Raises DatasetError where it is neither."""
    reading = Reading(folder)
    if is_dataset(folder):
        _read_dataset(reading)
    else:
        _read_pack(reading)
    return reading


def _read_dataset(reading: Reading) -> None:
    reading.files.append(MANIFEST)
    raw, faulty = _read_document(reading, MANIFEST, "datapackage.schema.json", None)
    if faulty:
        return
    wrong = [*_bad_values(raw)]
    reading.violations += wrong
    if any(violation.rule == BAD_DAY.code for violation in wrong):
        return
    _read_manifest(reading, raw)
    _read_own_files(reading, raw)
    expected = "a resource with this path, or no such file"
    for name in _unlisted(reading, f"the file is not listed in {MANIFEST} and is ignored", expected):
        if name in NAMES:
            reading.unread.add(NAMES[name].prefix)
    if REGISTER in (file.name for file in reading.folder.iterdir()):
        _read_register(reading)


def _read_pack(reading: Reading) -> None:
    overrides = reading.overrides = defaultdict(list)
    if PACK in json_files(reading.folder):
        reading.files.append(PACK)
        pack, faulty = _read_document(reading, PACK, "pack.schema.json", None)
        for index, entry in enumerate(() if faulty else pack.get("overrides", ())):
            overrides[entry["id"]].append(index)
    _read_own_files(reading)
    known = ", ".join(f"{dataset}.json" for dataset in KINDS)
    expected = f"one of {known}, with .jsonl for one record a line"
    _unlisted(reading, "no dataset has this file name, so the file is ignored", expected)


def _read_manifest(reading: Reading, raw: Any) -> None:
    """Keep the manifest, without the spans of coverage that end before they start."""
    spans: dict[str, list[Any]] = {}
    for part, field in fields_of(Coverage).items():
        for index, entry in enumerate(raw["coverage"].get(part, ())):
            path: Path = ("coverage", part, index)
            try:
                span = build(field.cls, entry)
            except InvalidCombinationError as error:
                location = Location(file=MANIFEST, path=(*path, error.key))
                reading.violations.append(_contradiction(location, error.fault))
            else:
                spans.setdefault(part, []).append(span)
                reading.covered.append((path, span))
    whole: Manifest = build(Manifest, {**raw, "coverage": {}})
    reading.manifest = evolve(whole, coverage=Coverage(**{part: tuple(found) for part, found in spans.items()}))


def _read_own_files(reading: Reading, manifest: Any = None) -> None:
    for name, kind in own_files(reading.folder, manifest).items():
        if kind is not None:
            reading.files.append(name)
            _read_records(reading, name, kind)


def _unlisted(reading: Reading, message: str, expected: str) -> list[str]:
    """Add a violation for each JSON file that nothing reads, and return their names."""
    names = [name for name in json_files(reading.folder) if name not in reading.files]
    for name in names:
        location = Location(file=name)
        violation = Violation(rule=UNLISTED.code, location=location, message=message, expected=expected)
        reading.violations.append(violation)
    return names


def _read_register(reading: Reading) -> None:
    reading.files.append(REGISTER)
    data = _bytes_of(reading, REGISTER, None)
    if data is None:
        return
    found = decode(data)
    reading.violations += [placed(violation, REGISTER) for violation in found.violations]
    if not found.violations:
        reading.register = found.text


def _bad_values(manifest: Any) -> Iterator[Violation]:
    """Iterate over what a schema cannot say of a manifest: a day that is not in the calendar, a dataset twice."""
    created = manifest.get("created", "2000-01-01")[:10]
    if not _is_calendar_day(created):
        message, expected = f"{created} is not in the calendar", "a day and time such as 2026-01-31T12:00:00Z"
        location = Location(file=MANIFEST, path=("created",))
        yield Violation(rule=BAD_DAY.code, location=location, message=message, expected=expected)
    names: list[str] = []
    for index, resource in enumerate(manifest["resources"]):
        if resource["name"] in names:
            location = Location(file=MANIFEST, path=("resources", index, "name"))
            message = f"{resource['name']} is a resource already, at {names.index(resource['name'])}"
            yield Violation(rule=REPEATED.code, location=location, message=message, expected="each dataset once")
        names.append(resource["name"])


def _is_calendar_day(text: str) -> bool:
    try:
        return date.fromisoformat(text) is not None
    except ValueError:
        return False


def _read_document(reading: Reading, name: str, schema: str, kind: Kind | None) -> tuple[Any, set[Path]]:
    """Return the value of a file, and the paths of what is wrong with it; the root where it cannot be read at all."""
    data = _bytes_of(reading, name, kind)
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


def _bytes_of(reading: Reading, name: str, kind: Kind | None) -> bytes | None:
    try:
        data = read_bytes(reading.folder, name)
    except Unreadable as error:
        location, expected = Location(file=name), "a file in the folder that can be read"
        violation = Violation(rule=UNREADABLE.code, location=location, message=str(error), expected=expected)
        reading.violations.append(violation)
        return None
    reading.sources[name] = SourceFile(name, data, kind)
    return data


def _read_records(reading: Reading, name: str, kind: Kind) -> None:
    if name.endswith(".jsonl"):
        data = _bytes_of(reading, name, kind)
        if data is None:
            reading.unread.add(kind.prefix)
        else:
            reading.documents[name] = Document(read_lines(reading, name, data, kind), data, kind)
        return
    document, faulty = _read_document(reading, name, f"{kind.name}.schema.json", kind)
    records = document.get("records") if isinstance(document, dict) else None
    if () in faulty or not isinstance(records, list):
        reading.unread.add(kind.prefix)
        return
    faulty_in: dict[Path, list[Path]] = defaultdict(list)
    for path in faulty:
        if len(path) > 1:
            faulty_in[path[:2]].append(path[2:])
    for index, raw in enumerate(records):
        at: Path = ("records", index)
        _take_record(reading, Location(file=name, path=at, record=_id_of(raw)), raw, kind, faulty_in[at])


def read_lines(reading: Reading, name: str, data: bytes, kind: Kind) -> list[Any]:
    """Read a record a line and return their values. The path of a line is that of a record, as in other files."""
    reading.sources[name] = SourceFile(name, data, kind)
    schema = f"{kind.name}.schema.json#/$defs/record"
    values = []
    start = 0
    for index, line in enumerate(data.split(b"\n")):
        at: Path = ("records", index)
        if line.strip():
            raw, violations = read_json(line, MAX_LINE)
            values.append(raw)
            before = _last_ids(line) if raw is None else None
            for violation in violations:
                record = before(violation) if before else _id_of(raw)
                reading.violations.append(placed(violation, name, at, start, record))
            paths = {violation.location.path for violation in violations}
            wrong = [] if raw is None and violations else [*_outside(paths, schema_violations(schema, raw))]
            reading.violations += [placed(violation, name, at, record=_id_of(raw)) for violation in wrong]
            faulty = [*paths, *(violation.location.path for violation in wrong)]
            _take_record(reading, Location(file=name, path=at, record=_id_of(raw)), raw, kind, faulty)
        start += len(line.decode("utf-8", "surrogateescape")) + 1
    return values


def _take_record(reading: Reading, place: Location, raw: Any, kind: Kind, faulty: list[Path]) -> None:
    """Note the id of a record and, where nothing in it is faulty, make it.

    With a faulty id or none it may be any record of its kind, as in a file that cannot be read.
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
    from ..serialization.converter import contradictions  # noqa: PLC0415  # cattrs, for faulty data only

    for path, fault in contradictions(kind.record_class, raw):
        yield _contradiction(place._replace(path=(*place.path, *path)), fault)


def _contradiction(location: Location, fault: Fault) -> Violation:
    rule = END_BEFORE_START if fault.of_time else DISAGREEING.code
    return Violation(rule=rule, location=location, message=fault.message, expected=fault.expected)


def placed(violation: Violation, file: str, at: Path = (), offset: int = 0, record: str | None = None) -> Violation:
    """Return the violation of a part of a file where that part lies: at a path, or behind an offset of the text."""

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
    return (span[0] + offset, span[1] + offset) if span is not None else None


def _outside(paths: Iterable[Path], violations: Iterable[Violation]) -> Iterator[Violation]:
    """Iterate over the violations that lie neither in nor around a path or an earlier violation."""
    places = PathSet(paths)
    for violation in violations:
        if not places.touches(violation.location.path):
            places.add(violation.location.path)
            yield violation


class PathSet:
    """Paths in a document. To ask whether one lies in another takes no longer the more of them there are."""

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
    return (path[:length] for length in range(len(path) + 1))


def _id_of(raw: Any) -> str | None:
    """Return the id of a record, if it has one."""
    found = raw.get("id") if isinstance(raw, dict) else None
    return found if isinstance(found, str) else None


def _record_at(document: Any, path: Path) -> str | None:
    """Return the id of the record in which a path lies, if it has one."""
    try:
        return _id_of(document["records"][path[1]]) if path[0] == "records" else None
    except (LookupError, TypeError):
        return None


def _last_ids(data: bytes) -> Callable[[Violation], str | None]:
    """Return a function that gives the id that stands last before a violation, for a text that cannot be read."""
    found = [*re.finditer(r'"id"\s*:\s*"([^"\\]*)"', decode(data).text)]
    starts = [match.start() for match in found]

    def before(violation: Violation) -> str | None:
        index = bisect_left(starts, violation.location.span[0]) if violation.location.span is not None else 0
        return found[index - 1][1] if index else None

    return before
