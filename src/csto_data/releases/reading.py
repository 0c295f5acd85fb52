"""Read one version of the data as JSON: from a folder, a pack, a wheel or a commit."""

from __future__ import annotations

import io
import json
import subprocess
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..errors import DatasetError
from ..serialization.resources import data_root, schema_root
from .snapshot import Snapshot

_EXPECTED = "Expected a folder, a pack, a wheel, or git:REF with a commit or tag of the repository in this folder."
_OTHER = ("datapackage.json", "pack.json", "redirects.json", "suppressions.json")

Files = Mapping[str, bytes]


def packaged_snapshot() -> Snapshot:
    """Return the packaged data."""
    return _snapshot({**_files_of(data_root(), "data"), **_files_of(schema_root(), "schemas")}, "the packaged data")


def read_snapshot(reference: str) -> Snapshot:
    """Return one version of the data.

    Args:
        reference: A folder of a dataset or pack, the root of a checkout, a wheel, or ``git:REF``. The records of a pack
            are those of the packaged data with its own.

    Raises:
        DatasetError: That place does not have a version of the data.
    """
    if reference.startswith("git:"):
        return _snapshot(_of_commit(reference.removeprefix("git:")), reference)
    path = Path(reference)
    if path.is_dir():
        return _of_folder(path)
    if path.is_file() and zipfile.is_zipfile(path):
        return _snapshot(_of_wheel(path), reference)
    raise DatasetError([f'"{reference}" is not a version of the data. {_EXPECTED}'])


def _of_folder(folder: Path) -> Snapshot:
    if (folder / "data" / "datapackage.json").is_file():
        folder /= "data"
    files = {**_files_of(folder, "data")}
    if "data/datapackage.json" in files:
        schemas = folder.parent / "schemas"
        return _snapshot(files | (_files_of(schemas, "schemas") if schemas.is_dir() else {}), str(folder))
    own, packaged = _records(files, str(folder)), packaged_snapshot()
    if not own:
        raise DatasetError([f'"{folder}" has no records. {_EXPECTED}'])
    return Snapshot(
        version=packaged.version,
        records={**packaged.records, **own},
        manifest=packaged.manifest,
        redirects=packaged.redirects,
        schemas=packaged.schemas,
    )


def _files_of(folder: Any, name: str) -> dict[str, bytes]:
    """Return the JSON files directly in a folder."""
    endings = (".json", ".jsonl")
    return {f"{name}/{file.name}": file.read_bytes() for file in folder.iterdir() if file.name.endswith(endings)}


def _of_wheel(path: Path) -> Files:
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.startswith(("csto_data/data/", "csto_data/schemas/"))]
        return {name.removeprefix("csto_data/"): archive.read(name) for name in names}


def _of_commit(reference: str) -> Files:
    """Return the files of a commit, which ``git archive`` writes as one archive.

    Raises:
        DatasetError: The commit does not exist, or has no data.
    """
    command = ["git", "archive", "--format=tar", "--end-of-options", reference, "data", "schemas"]
    try:
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603  # no shell, fixed options
    except FileNotFoundError:
        raise DatasetError([f'"git:{reference}" cannot be read, because git is not installed.']) from None
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip()
        raise DatasetError([f'"git:{reference}" is not a version of the data: {reason}. {_EXPECTED}'])
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        opened = ((entry.name, archive.extractfile(entry)) for entry in archive if entry.isfile())
        return {name: file.read() for name, file in opened if file is not None}


def _snapshot(files: Files, place: str) -> Snapshot:
    if "data/datapackage.json" not in files:
        raise DatasetError([f'"{place}" has no datapackage.json. {_EXPECTED}'])
    manifest = _json(files["data/datapackage.json"], f"{place}: datapackage.json")
    redirects = _json(files.get("data/redirects.json", b"{}"), f"{place}: redirects.json")
    prefix = "schemas/"
    schemas = {name.removeprefix(prefix): data for name, data in files.items() if name.startswith(prefix)}
    return Snapshot(
        version=manifest["version"],
        records=_records(files, place),
        manifest=manifest,
        redirects={redirect["id"]: redirect for redirect in redirects.get("redirects", ())},
        schemas={name: _json(data, f"{place}: {name}") for name, data in schemas.items() if "/" not in name},
    )


def _records(files: Files, place: str) -> dict[str, Any]:
    """Return the records in files by id.

    Raises:
        DatasetError: Two records have one id, so that a comparison would lose one of them.
    """
    records: dict[str, Any] = {}
    for name, data in files.items():
        file = name.removeprefix("data/")
        if not name.startswith("data/") or file in _OTHER:
            continue
        lines = [line for line in data.splitlines() if line.strip()]
        found = (
            [_json(line, f"{place}: {file}") for line in lines]
            if file.endswith(".jsonl")
            else _json(data, f"{place}: {file}").get("records", ())
        )
        for record in found:
            if record["id"] in records:
                raise DatasetError([f'{place}: {file} has a second record with the id "{record["id"]}".'])
            records[record["id"]] = record
    return records


def _json(data: bytes, place: str) -> Any:
    try:
        return json.loads(data)
    except ValueError as error:
        raise DatasetError([f"{place} is not valid JSON: {error}"]) from None
