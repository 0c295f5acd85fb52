"""Read one version of the data as JSON: a released one, or that of a folder, pack, wheel or commit."""

from __future__ import annotations

import io
import json
import re
import subprocess
import tarfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import evolve

from ..errors import DatasetError
from ..model.kinds import KINDS
from ..serialization.resources import data_root, schema_root
from .history import packaged_history
from .snapshot import MANIFEST, Snapshot, api_of, without_texts

EXPECTED = (
    "Expected a released version such as 1.0.0, a folder, a pack, a wheel, or git:REF with a commit or tag of the "
    "repository in this folder."
)
API = "tests/support/golden/api.txt"
"""The list of public names in a checkout."""
ALLOWED = "history/allowed.json"
"""The changes of a checkout that need no higher version, with reasons."""
_OLD_API = "tests/golden/api.txt"
_OTHER = (MANIFEST, "pack.json", "redirects.json", "suppressions.json")
_OF_DATA = {f"{name}.schema.json" for name in (*(kind.name for kind in KINDS.values()), "common", "datapackage")}
_OF_DATA.add("redirects.schema.json")
"""The schemas of the data files. Those of packs, suppressions and reports belong to the version of the package."""

Files = Mapping[str, tuple[str, bytes]]
"""Files by their path in a checkout: the path to show, and the content."""


def packaged_snapshot() -> Snapshot:
    """Return the packaged data."""
    return snapshot_of_files(_packaged_files(), "the packaged data")


def read_snapshot(reference: str) -> Snapshot:
    """Return one version of the data.

    Args:
        reference: A released version, a folder of a dataset or pack, the root of a checkout, a wheel, or ``git:REF``.
            The records of a pack are those of the packaged data with its own. A folder without schemas follows those
            of this package.

    Raises:
        DatasetError: That place does not have a version of the data.
        NotFoundError: No such version was released.

    Example:
        >>> len(read_snapshot("1.0.0").records)
        681
    """
    if re.fullmatch(r"\d+\.\d+\.\d+", reference):
        return packaged_history().snapshot(reference)
    if reference.startswith("git:"):
        return snapshot_of_files(_of_commit(reference.removeprefix("git:")), reference)
    path = Path(reference)
    if path.is_dir():
        return _of_folder(path)
    if path.is_file() and zipfile.is_zipfile(path):
        return snapshot_of_files(_of_wheel(path), reference)
    raise DatasetError([f'"{reference}" is not a version of the data. {EXPECTED}'])


def _packaged_files() -> Files:
    found = {**_files_of(data_root(), "data"), **_files_of(schema_root(), "schemas")}
    root = data_root()
    return found | (_beside(root.parent) if isinstance(root, Path) else {})


def _of_folder(folder: Path) -> Snapshot:
    if (folder / "data" / MANIFEST).is_file():
        folder /= "data"
    files = _files_of(folder, "data")
    if f"data/{MANIFEST}" in files:
        root = folder.parent
        has_schemas = folder.name == "data" and (root / "schemas").is_dir()
        schemas = _files_of(root / "schemas" if has_schemas else schema_root(), "schemas")
        return snapshot_of_files({**files, **schemas, **(_beside(root) if has_schemas else {})}, str(folder))
    own, packaged = _records(files, str(folder)), packaged_snapshot()
    if not own:
        raise DatasetError([f'"{folder}" has no records. {EXPECTED}'])
    return evolve(packaged, records={**packaged.records, **own}, api={}, files=files)


def _files_of(folder: Any, name: str) -> dict[str, tuple[str, bytes]]:
    """Return the JSON files directly in a folder."""
    endings = (".json", ".jsonl")
    found = sorted((file for file in folder.iterdir() if file.name.endswith(endings)), key=lambda file: file.name)
    return {f"{name}/{file.name}": (str(file), file.read_bytes()) for file in found}


def _beside(root: Path) -> dict[str, tuple[str, bytes]]:
    """Return the list of public names and the exceptions of a checkout, where it has them."""
    return {name: (str(root / name), (root / name).read_bytes()) for name in (API, ALLOWED) if (root / name).is_file()}


def _of_wheel(path: Path) -> Files:
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if re.match(r"csto_data/(data|schemas)/[^/]+$", name)]
        return {name.removeprefix("csto_data/"): (f"{path}/{name}", archive.read(name)) for name in names}


def _of_commit(reference: str) -> Files:
    """Return the files of a commit, which ``git archive`` writes as one archive.

    Raises:
        DatasetError: The commit does not exist, or has no data.
    """
    try:
        root = _git(reference, "rev-parse", "--show-toplevel").decode().rstrip("\n")
        wanted = ["data", "schemas", API, _OLD_API]
        listed = _git(reference, "ls-tree", "--name-only", "--full-tree", "--end-of-options", reference, "--", *wanted)
        present = listed.decode().splitlines()
        archive = _git(reference, "archive", "--format=tar", "--end-of-options", reference, *present, at=root)
    except FileNotFoundError:
        raise DatasetError([f'"git:{reference}" cannot be read, because git is not installed.']) from None
    files = dict(_unpacked(archive, reference)) if present else {}
    return files if _OLD_API not in files else {**files, API: files[_OLD_API]}


def _git(reference: str, *arguments: str, at: str = ".") -> bytes:
    """Return what git prints."""
    done = subprocess.run(["git", *arguments], cwd=at, capture_output=True, check=False)  # noqa: S603, S607  # no shell
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip()
        raise DatasetError([f'"git:{reference}" is not a version of the data: {reason}. {EXPECTED}'])
    return done.stdout


def _unpacked(archive: bytes, reference: str) -> Iterator[tuple[str, tuple[str, bytes]]]:
    with tarfile.open(fileobj=io.BytesIO(archive)) as opened:
        for entry in opened:
            file = opened.extractfile(entry) if entry.isfile() else None
            if file is not None:
                yield entry.name, (f"git:{reference}:{entry.name}", file.read())


def snapshot_of_files(files: Files, place: str) -> Snapshot:
    """Return the version that files contain.

    Args:
        files: The files.
        place: Where they are, for messages.

    Raises:
        DatasetError: A file is missing or not valid.
    """
    if f"data/{MANIFEST}" not in files:
        raise DatasetError([f'"{place}" has no {MANIFEST}. {EXPECTED}'])
    manifest = _object(*files[f"data/{MANIFEST}"])
    if not isinstance(manifest.get("version"), str):
        raise DatasetError([f'{files[f"data/{MANIFEST}"][0]} has no version. Expected one such as "2.0.0".'])
    redirects = _object(*files.get("data/redirects.json", (place, b'{"redirects": []}'))).get("redirects")
    schemas = {name.removeprefix("schemas/"): file for name, file in files.items() if name.startswith("schemas/")}
    return Snapshot(
        version=manifest["version"],
        records=_records(files, place),
        manifest=manifest,
        redirects=_by_id(redirects, files.get("data/redirects.json", (place, b""))[0]),
        schemas={name: without_texts(_object(*file)) for name, file in schemas.items() if name in _OF_DATA},
        api=api_of(files[API][1].decode()) if API in files else {},
        files=files,
    )


def _records(files: Files, place: str) -> dict[str, Any]:
    """Return the records in files by id.

    Raises:
        DatasetError: Two records have one id, so that a comparison would lose one of them.
    """
    records: dict[str, Any] = {}
    for name, (shown, data) in files.items():
        file = name.removeprefix("data/")
        if not name.startswith("data/") or "/" in file or file in _OTHER or not file.endswith((".json", ".jsonl")):
            continue
        lines = [line for line in data.splitlines() if line.strip()]
        found = (
            [_object(shown, line) for line in lines] if file.endswith(".jsonl") else _object(shown, data).get("records")
        )
        for id, record in _by_id(found, shown).items():
            if id in records:
                raise DatasetError([f'{place}: {file} has a second record with the id "{id}".'])
            records[id] = record
    return records


def _by_id(found: Any, place: str) -> dict[str, Any]:
    """Return objects by id.

    Raises:
        DatasetError: They are not a list of objects with ids, or two have one id.
    """
    if not isinstance(found, list):
        raise DatasetError([f"{place} has no list of records."])
    by_id: dict[str, Any] = {}
    for number, each in enumerate(found):
        id = each.get("id") if isinstance(each, dict) else None
        if not isinstance(id, str):
            raise DatasetError([f"{place} has an entry without an id, number {number + 1} of the list."])
        if id in by_id:
            raise DatasetError([f'{place} has a second record with the id "{id}".'])
        by_id[id] = each
    return by_id


def _object(place: str, data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(data)
    except ValueError as error:
        raise DatasetError([f"{place} is not valid JSON: {error}"]) from None
    if not isinstance(found, dict):
        raise DatasetError([f"{place} is not a JSON object."])
    return found
