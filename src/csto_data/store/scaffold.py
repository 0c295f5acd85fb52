"""How a pack begins: a folder of records over the packaged data, and the templates of records."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from ..errors import DatasetError, NotFound
from ..model import KINDS, Kind
from ..model.fields import FieldType, ModelClass, fields_of
from ..serialization.canonical import canonical
from ..serialization.schemas import schemas
from ..suggestions import nearest
from .layout import PACK

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
# Everywhere as csto-data fmt writes them, on Windows too
*.json text eol=lf
*.jsonl text eol=lf
"""
_README = """\
# {name}

Records on top of the packaged data of csto-data. `csto-data new event` prints a template of an event; put its record
into `events.json` and its source into `sources.json`. `csto-data validate .` checks the folder, `csto-data fix .`
applies safe fixes, `csto-data fmt .` formats the files, and `csto_data.load(".")` reads them with the packaged data.
"""


def template(name: str) -> str:
    """The blank form of a record: what it must have, ``___`` where something is to be filled in. Raises NotFound."""
    kinds = {kind.name: kind for kind in KINDS.values()}
    if name not in kinds:
        raise NotFound(f'no kind "{name}"{nearest(name, kinds)}; there are {", ".join(kinds)}')
    return canonical(_blank(kinds[name].record_class, kinds[name]))


def _blank(cls: ModelClass, kind: Kind) -> dict[str, Any]:
    fields = fields_of(cls)
    wanted = {name: field for name, field in fields.items() if field.required} or dict([*fields.items()][:1])
    made = {name: _blank_value(field, kind) for name, field in wanted.items()}
    return {**made, "id": f"{kind.prefix}:{BLANK}"} if "id" in made else made


def _blank_value(field: FieldType, kind: Kind) -> Any:
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
    """Makes a pack that validates, with its schemas for editors and its check for GitHub; the files that it wrote.

    Raises DatasetError where something is in the folder already.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DatasetError([f"{folder}: something is there already; expected a folder that is empty or not there"])
    name = "-".join(re.findall("[a-z0-9]+", folder.resolve().name.lower())) or "pack"
    files = {
        PACK: canonical({"$schema": "schemas/pack.schema.json", "name": name}),
        "sources.json": canonical({"$schema": "schemas/source.schema.json", "records": []}),
        "events.json": canonical({"$schema": "schemas/event.schema.json", "records": []}),
        "README.md": _README.format(name=name),
        ".gitattributes": _ATTRIBUTES,
        ".github/workflows/check.yml": _WORKFLOW,
        **{f"schemas/{file}": json.dumps(found, ensure_ascii=False, indent=2) + "\n" for file, found in _schemas()},
    }
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    return [folder / path for path in files]


def _schemas() -> list[tuple[str, Any]]:
    return [(file, found) for file, found in schemas().items() if file != "report.schema.json"]
