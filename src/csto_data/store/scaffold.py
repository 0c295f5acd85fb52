"""Create new packs, and templates for records."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from ..errors import DatasetError, NotFoundError
from ..model import KINDS, Kind
from ..model.fields import FieldType, ModelClass, fields_of
from ..serialization.canonical import canonical
from ..serialization.schemas import schemas
from ..suggestions import did_you_mean
from .folder_writer import create_folder, replace
from .layout import PACK
from .packaged import packaged_store

BLANK = "___"

_WORKFLOW = """\
name: check
on: [push, pull_request]
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-python@v6
        with:
          python-version: "3.13"
      - run: pip install csto-data
      - run: csto-data validate --format github .
"""
_ATTRIBUTES = """\
# LF line ends on all systems, as csto-data fmt writes them
*.json text eol=lf
*.jsonl text eol=lf
"""
_README = """\
# {name}

A pack for csto-data: records that extend its packaged data. `csto-data new event` prints a template for an event; put
the record into `events.json` and its source into `sources.json`. `csto-data validate .` checks the folder,
`csto-data fix .` applies safe fixes and formats the files, and `csto_data.load(".")` reads them with the packaged data.
"""


def template(name: str) -> str:
    """Return a template for a record, with the required fields and ``___`` for each value to fill in.

    Args:
        name: The kind of record, such as ``"event"``.

    Raises:
        NotFoundError: No such kind exists.
    """
    kinds = {kind.name: kind for kind in KINDS.values()}
    if name not in kinds:
        raise NotFoundError(f'Unknown kind "{name}". Expected one of {", ".join(kinds)}.{did_you_mean(name, kinds)}')
    return canonical(_blank(kinds[name].record_class, kinds[name]))


def _blank(cls: ModelClass, kind: Kind) -> dict[str, Any]:
    """Return a template for an object: its required fields, or else its first field."""
    fields = fields_of(cls)
    wanted = {name: field for name, field in fields.items() if field.required} or dict([*fields.items()][:1])
    made = {name: _blank_value(field, kind) for name, field in wanted.items()}
    return {**made, "id": f"{kind.prefix}:{BLANK}"} if "id" in made else made


def _blank_value(field: FieldType, kind: Kind) -> Any:
    """Return a template for the value of a field."""
    match field.nature:
        case "word":
            value: Any = f"{BLANK} {' | '.join(field.words)}"
        case "reference":
            value = " | ".join(f"{prefix}:{BLANK}" for prefix in field.prefixes)
        case "object" | "quantity":
            value = _blank(field.cls, kind)
        case _:
            value = BLANK
    return [value] if field.many else value


def init_pack(folder: Path) -> list[Path]:
    """Create a valid pack with schemas for editors and a check for GitHub, and return the files.

    Args:
        folder: A folder that is empty or does not exist.

    Raises:
        DatasetError: It is not an empty folder, or a file cannot be written; then no file is left.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        what = "is not empty" if folder.is_dir() else "is not a folder"
        raise DatasetError([f"{folder} {what}. Expected an empty folder or the path of a new one."])
    name = "-".join(re.findall("[a-z0-9]+", folder.resolve().name.lower())) or "pack"
    files = {
        PACK: canonical({"$schema": "schemas/pack.schema.json", "name": name, "requires_data": _this_data()}),
        "sources.json": canonical({"$schema": "schemas/source.schema.json", "records": []}),
        "events.json": canonical({"$schema": "schemas/event.schema.json", "records": []}),
        "README.md": _README.format(name=name),
        ".gitattributes": _ATTRIBUTES,
        ".github/workflows/check.yml": _WORKFLOW,
        **{f"schemas/{file}": json.dumps(found, ensure_ascii=False, indent=2) + "\n" for file, found in _schemas()},
    }
    is_new = not folder.exists()
    try:
        for path, text in files.items():
            create_folder((folder / path).parent)
            replace(folder / path, text.encode())
    except BaseException:
        _remove(folder, files)
        if is_new:
            with suppress(OSError):
                folder.rmdir()
        raise
    return [folder / path for path in files]


def _this_data() -> str:
    """Return the range of versions from this one of the packaged data to the next MAJOR version."""
    major, minor, _ = packaged_store().version.split(".", 2)
    return f">={major}.{minor},<{int(major) + 1}"


def _remove(folder: Path, files: Iterable[str]) -> None:
    """Remove files and their folders in a folder, but not the folder itself."""
    for name in {path.partition("/")[0] for path in files}:
        if (folder / name).is_dir():
            shutil.rmtree(folder / name, ignore_errors=True)
        else:
            (folder / name).unlink(missing_ok=True)


def _schemas() -> list[tuple[str, Any]]:
    """Return the schemas that a pack needs, by file name."""
    return [(file, found) for file, found in schemas().items() if file != "report.schema.json"]
