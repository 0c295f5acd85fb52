"""Read a folder in passes: bytes, syntax, shape and values. ``csto_data.load`` and ``validate`` both use them.

All content becomes records or violations. Each pass only looks at what the previous pass accepted: a file that is not
valid JSON is not compared with its schema, and a record that does not match its schema is not created.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path as FilePath
from types import MappingProxyType
from typing import Any, NamedTuple

from attrs import Factory, define, evolve

from ..diagnostics import Location, Path, Suggestion, Violation
from ..model import KINDS, Kind
from ..model.conditions import Fault, InvalidCombinationError
from ..model.coverage import Coverage, MembershipCoverage, OfficeCoverage
from ..model.fields import fields_of
from ..model.ids import MAX_ID
from ..model.manifest import Manifest
from ..model.redirects import Redirect, Redirects
from ..model.suppressions import Suppression, Suppressions
from ..progress import track
from ..serialization.builder import build
from ..serialization.canonical import in_order
from ..serialization.json_lines import Line, canonical_line, read_line, record_lines, split_lines
from ..serialization.json_reader import decode, other_encoding, read_json
from ..store.layout import (
    MANIFEST,
    NAMES,
    PACK,
    REDIRECTS,
    REGISTER,
    SUPPRESSIONS,
    TooLarge,
    Unreadable,
    is_data_file,
    is_dataset,
    json_files,
    kinds_named,
    own_files,
    read_bytes,
)
from ..suggestions import one_typo
from .context import LocatedRecord
from .rules.schema import BAD_DAY, DISAGREEING, REPEATED
from .rules.style import SCHEMA_ADDRESS
from .rules.syntax import OTHER_FORMAT, TOO_LARGE, UNLISTED, UNREADABLE
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
        suppressions: The entries of ``suppressions.json``.
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
    suppressions: tuple[Suppression, ...] = ()
    redirects: tuple[Redirect, ...] | None = ()
    ignored: list[str] = Factory(list)


def read_folder(folder: Any, edited: Mapping[str, bytes] = MappingProxyType({})) -> Reading:
    """Read the dataset or pack in a folder.

    Args:
        folder: The folder.
        edited: The content of files that is read instead of the content on the disk, by name.

    Returns:
        The content of the folder and the violations in it.

    Raises:
        DatasetError: The folder is neither a dataset nor a pack.
    """
    reading = Reading(folder, edited)
    if is_dataset(folder):
        _read_dataset(reading)
    else:
        _read_pack(reading)
    reading.violations += [*_other_files(folder), *_schema_addresses(reading)]
    return reading


def _read_dataset(reading: Reading) -> None:
    """Read the files of a dataset."""
    reading.files.append(MANIFEST)
    raw, faulty = _read_document(reading, MANIFEST, "datapackage.schema.json", None)
    if faulty:
        return
    wrong = [*_bad_values(raw)]
    reading.violations += wrong
    if any(violation.rule == BAD_DAY.code for violation in wrong):
        return
    _read_manifest(reading, raw)
    _read_suppressions(reading)
    _read_redirects(reading)
    _read_own_files(reading, raw)
    expected = f"a resource in {MANIFEST} with this path, or no such file"
    _unlisted(reading, f"{MANIFEST} does not list this file, so it is not read", expected)
    if REGISTER in (file.name for file in reading.folder.iterdir()):
        _read_register(reading)


def _read_pack(reading: Reading) -> None:
    """Read the files of a pack."""
    overrides = reading.overrides = defaultdict(list)
    pack: Any = {}
    faulty: set[Path] = set()
    if PACK in json_files(reading.folder):
        reading.files.append(PACK)
        pack, faulty = _read_document(reading, PACK, "pack.schema.json", None)
    _read_suppressions(reading)
    _read_own_files(reading)
    if faulty:
        overrides.update({id: [] for id in reading.ids})  # any record may be an override
    else:
        reading.requires_data = pack.get("requires_data")
        for index, entry in enumerate(pack.get("overrides", ())):
            overrides[entry["id"]].append(index)
    known = ", ".join(f"{dataset}.json" for dataset in KINDS)
    expected = f"one of {known}, or .jsonl instead of .json for files with one record per line"
    _unlisted(reading, "no dataset has this file name, so the file is not read", expected)


def _read_suppressions(reading: Reading) -> None:
    """Read the accepted findings, if there are any."""
    if SUPPRESSIONS in json_files(reading.folder):
        reading.files.append(SUPPRESSIONS)
        found, faulty = _read_document(reading, SUPPRESSIONS, "suppressions.schema.json", None)
        if not faulty:
            reading.suppressions = build(Suppressions, found).suppressions


def _read_redirects(reading: Reading) -> None:
    """Read what became of former ids, if it is given."""
    if REDIRECTS in json_files(reading.folder):
        reading.files.append(REDIRECTS)
        found, faulty = _read_document(reading, REDIRECTS, "redirects.schema.json", None)
        reading.redirects = None if faulty else build(Redirects, found).redirects


def _read_manifest(reading: Reading, raw: Any) -> None:
    """Keep the manifest without the periods of coverage that end before they start."""
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
    """Read the files with records."""
    for name, kind in own_files(reading.folder, manifest).items():
        if kind is not None:
            reading.files.append(name)
            _read_records(reading, name, kind)


def _unlisted(reading: Reading, message: str, expected: str) -> None:
    """Add a violation for each data file that is not read; any record of its kind may be in it."""
    others = [name for name in json_files(reading.folder) if name not in reading.files]
    reading.ignored += [name for name in others if not is_data_file(name) and not name.startswith(".")]
    for name in filter(is_data_file, others):
        location = Location(file=name)
        meant = [known for known in NAMES if _is_meant(known, name) and known not in reading.files]
        near = Suggestion(word=name, known=meant)
        violation = Violation(
            rule=UNLISTED.code, location=location, message=message, expected=expected, suggestion=near
        )
        reading.violations.append(violation)
        reading.unread.update(kind.prefix for kind in kinds_named(name))


def _other_files(folder: Any) -> Iterator[Violation]:
    """Iterate over the violations by files that have the name of a dataset, but are not JSON."""
    for name in sorted(file.name for file in folder.iterdir()):
        stem, _, ending = name.lower().rpartition(".")
        if stem in KINDS and ending in OTHER_FORMATS:
            yield Violation(
                rule=OTHER_FORMAT.code,
                location=Location(file=name),
                message=f"the file is not JSON, so it is not read although {stem} is a dataset",
                expected=f"{stem}.json or {stem}.jsonl, or another name",
            )


OTHER_FORMATS = frozenset(
    {"csv", "tsv", "xls", "xlsx", "ods", "yaml", "yml", "toml", "xml", "json5", "ndjson", "parquet"}
)
"""The endings of files with data that are not read."""


def _schema_addresses(reading: Reading) -> Iterator[Violation]:
    """Iterate over the violations by addresses of schemas with which editors cannot check a file."""
    folder, addresses = reading.folder, _valid_addresses(reading)
    has_schemas = isinstance(folder, FilePath) and any((folder / address).is_file() for address in addresses.values())
    for name, address in addresses.items():
        exists = (folder / address).is_file() if has_schemas else address.startswith(("schemas/", "../schemas/"))
        is_remote = re.match("[a-z]+:", address) is not None
        if is_remote or not exists:
            yield Violation(
                rule=SCHEMA_ADDRESS.code,
                location=Location(file=name, path=("$schema",)),
                message=f"{address} is a web address" if is_remote else f"the file {address} does not exist",
                expected="a path to the schema, relative to this file, such as schemas/event.schema.json",
            )


def _valid_addresses(reading: Reading) -> dict[str, str]:
    """Return the addresses of schemas without other violations, by the names of the files; not that of the manifest."""
    wrong = {found.location.file for found in reading.violations if found.location.path == ("$schema",)}
    return {
        name: document.value["$schema"]
        for name, document in reading.documents.items()
        if name not in {MANIFEST, *wrong} and isinstance(document.value, dict) and "$schema" in document.value
    }


def _is_meant(known: str, name: str) -> bool:
    """Return whether the name of a file is probably a misspelt known one."""
    stem, ending = name.lower().rsplit(".", 1)
    known_stem, known_ending = known.rsplit(".", 1)
    return ending == known_ending and (stem == known_stem or one_typo(stem, known_stem))


def _read_register(reading: Reading) -> None:
    """Read the register of ids."""
    reading.files.append(REGISTER)
    data = _bytes_of(reading, REGISTER, None)
    if data is None:
        return
    found = decode(data)
    reading.violations += [placed(violation, REGISTER) for violation in found.violations]
    if not found.violations:
        reading.register = found.text


def _bad_values(manifest: Any) -> Iterator[Violation]:
    """Iterate over the violations of a manifest that its schema cannot express."""
    created = manifest.get("created", "2000-01-01")[:10]
    if not _is_calendar_day(created):
        message, expected = f"the date {created} does not exist", "a date and time such as 2026-01-31T12:00:00Z"
        location = Location(file=MANIFEST, path=("created",))
        yield Violation(rule=BAD_DAY.code, location=location, message=message, expected=expected)
    places: dict[str, int] = {}
    for index, resource in enumerate(manifest["resources"]):
        place = places.setdefault(resource["name"], index)
        if place != index:
            location = Location(file=MANIFEST, path=("resources", index, "name"))
            first = Location(file=MANIFEST, path=("resources", place, "name"))
            yield Violation(
                rule=REPEATED.code,
                location=location,
                message=f'duplicate resource "{resource["name"]}"',
                expected="each dataset once",
                related=((first, "first listed here"),),
            )


def _is_calendar_day(text: str) -> bool:
    """Return whether a date exists."""
    try:
        return date.fromisoformat(text) is not None
    except ValueError:
        return False


def _read_document(reading: Reading, name: str, schema: str, kind: Kind | None) -> tuple[Any, set[Path]]:
    """Return the value of a file, and the paths of its violations; the root if it cannot be read."""
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
    """Return the content of a file, or None, with a violation, if it cannot be read."""
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


def _read_records(reading: Reading, name: str, kind: Kind) -> None:
    """Read a file with records."""
    if name.endswith(".jsonl"):
        data = _bytes_of(reading, name, kind)
        if data is None:
            reading.unread.add(kind.prefix)
        elif not read_lines(reading, name, data, kind):
            reading.documents[name] = Document(None, data, kind)
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
        yield _contradiction(place._replace(path=(*place.path, *path)), fault)


def _contradiction(location: Location, fault: Fault) -> Violation:
    """Return the violation by values that contradict each other."""
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
