"""Read a folder in passes: bytes, syntax, shape and values. ``csto_data.load`` and ``validate`` both use them.

All content becomes records or violations. Each pass only looks at what the previous pass accepted: a file that is not
valid JSON is not compared with its schema, and a record that does not match its schema is not created.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from os.path import isfile
from pathlib import Path as FilePath
from types import MappingProxyType
from typing import Any

from attrs import evolve

from ..diagnostics import Location, Path, Suggestion, Violation
from ..model import KINDS
from ..model.conditions import InvalidCombinationError
from ..model.coverage import Coverage
from ..model.fields import fields_of
from ..model.manifest import Manifest
from ..model.redirects import Redirects
from ..model.suppressions import Suppression
from ..serialization.builder import build
from ..serialization.json_reader import decode
from ..store.layout import (
    MANIFEST,
    NAMES,
    PACK,
    REDIRECTS,
    REGISTER,
    SUPPRESSIONS,
    is_data_file,
    is_dataset,
    json_files,
    kinds_named,
    own_files,
)
from ..suggestions import one_typo
from .file_reading import Reading, bytes_of, contradiction, placed, read_document, read_records
from .rules.schema import BAD_DAY, REPEATED
from .rules.style import SCHEMA_ADDRESS
from .rules.syntax import OTHER_FORMAT, UNLISTED


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
    raw, faulty = read_document(reading, MANIFEST, "datapackage.schema.json", None)
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
        pack, faulty = read_document(reading, PACK, "pack.schema.json", None)
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
    """Read the accepted findings, if there are any.

    An entry with a mistake still accepts a finding, as far as it can be read: only the mistake itself is reported.
    """
    if SUPPRESSIONS not in json_files(reading.folder):
        return
    reading.files.append(SUPPRESSIONS)
    found, faulty = read_document(reading, SUPPRESSIONS, "suppressions.schema.json", None)
    entries = found.get("suppressions") if isinstance(found, dict) else None
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        if not any(path[:2] == ("suppressions", index) for path in faulty):
            reading.suppressions[index] = build(Suppression, entry)
        elif isinstance(entry, dict) and isinstance(entry.get("rule"), str) and isinstance(entry.get("record"), str):
            reading.suppressions[index] = Suppression(rule=entry["rule"].upper(), record=entry["record"], reason="")
            reading.doubtful.add(index)


def _read_redirects(reading: Reading) -> None:
    """Read what became of former ids, if it is given."""
    if REDIRECTS in json_files(reading.folder):
        reading.files.append(REDIRECTS)
        found, faulty = read_document(reading, REDIRECTS, "redirects.schema.json", None)
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
                reading.violations.append(contradiction(location, error.fault))
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
            read_records(reading, name, kind)


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
    files = {name for name, address in addresses.items() if isinstance(folder, FilePath) and isfile(folder / address)}
    for name, address in addresses.items():
        exists = name in files if files else address.startswith(("schemas/", "../schemas/"))
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
    wrong = {found.location.file for found in reading.violations if found.location.path[:1] == ("$schema",)}
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
    data = bytes_of(reading, REGISTER, None)
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
