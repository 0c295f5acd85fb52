"""Create a pack in a new folder, or beside the files of an existing git repository."""

from __future__ import annotations

import json
import re
import shlex
from contextlib import suppress
from pathlib import Path
from typing import Literal, NamedTuple
from unicodedata import normalize

from ..errors import DatasetError
from ..serialization.canonical import canonical
from ..serialization.schemas import schemas
from ..version import REPOSITORY, __version__, requirement
from .folder_writer import create_folder, replace
from .layout import NAMES, PACK, SUPPRESSIONS
from .packaged import packaged_store

PRE_COMMIT = ".pre-commit-config.yaml"

_ATTRIBUTES = """\
# LF line ends on all systems, as csto-data fmt writes them
*.json text eol=lf
*.jsonl text eol=lf
"""
_README = """\
# {name}

A pack for csto-data: records that extend its packaged data. `csto-data new event` prints a template for an event; put
the record into `events.json` and its source into `sources.json`. For another dataset, such as people, copy
`events.json` to `people.json` and name its schema there, `schemas/person.schema.json`.

`csto-data prepare .` applies safe fixes, formats the files and prints what is wrong. `csto_data.load(".")` reads the
pack together with the packaged data.
"""
_WORKFLOW = """\
name: check {name}
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
      - run: {install}
      - run: {validate}
"""
_REMOTE_HOOK = """\
  - repo: {repository}
    rev: v{version}
    hooks:
      - id: csto-data-prepare
        args: [{folder}]
"""
_LOCAL_HOOK = """\
  - repo: local
    hooks:
      - id: csto-data-prepare
        name: csto-data prepare
        entry: {prepare}
        language: system
        always_run: true
        pass_filenames: false
"""


class Created(NamedTuple):
    """What was done with a file: it was written, lines were added to it, or it existed and was left as it was."""

    action: Literal["wrote", "extended", "kept"]
    file: Path


def init_pack(folder: Path) -> list[Created]:
    """Create a valid pack with schemas for editors, a hook for pre-commit and a check for GitHub.

    The hook and the check are written to the root of the git repository that contains the folder, or else to the
    folder. Existing files are kept; the rules for line ends are added to an existing ``.gitattributes``.

    Args:
        folder: A folder without files of a pack, or the path of a new one.

    Returns:
        The files, with what was done with each.

    Raises:
        DatasetError: It is not a folder, contains files of a pack, a file cannot be written, or a link or pipe is where
            a file or folder belongs. Nothing changes.
    """
    name = _slug(folder.resolve().name) or "pack"
    own = _own_files(name)
    _refuse_existing(folder, own)
    root = _repository_of(folder)
    inside = folder.resolve().relative_to(root.resolve()).as_posix()
    inside = f"./{inside}" if inside.startswith("-") else inside  # else it would be read as an option
    texts = {folder / path: text for path, text in own.items()}
    texts[folder / "README.md"] = _README.format(name=name)
    texts[folder / ".gitattributes"] = _ATTRIBUTES
    texts[root / PRE_COMMIT] = f"repos:\n{hook(inside)}"
    texts[_workflow(root / ".github" / "workflows", name, inside)] = _WORKFLOW.format(
        name=name,
        install=_yaml(f"pip install {shlex.quote(requirement())}"),
        validate=_yaml(f"csto-data validate --format github {shlex.quote(inside)}"),
    )
    for file in texts:
        _refuse_links(file, {folder, root})
    return _write(texts)


def _workflow(folder: Path, name: str, inside: str) -> Path:
    """Return the file of the check: by the name of the pack or, if another pack has this name, by its path."""
    file, by_path = (folder / f"check-{slug}.yml" for slug in (name, _slug(inside) or name))
    return by_path if file.exists() else file


def _slug(text: str) -> str:
    """Return the letters and digits of a text in ASCII, in lower case and with hyphens between words."""
    return "-".join(re.findall("[a-z0-9]+", _ascii(text).lower()))


def hook(folder: str) -> str:
    """Return the entry of a pre-commit configuration that prepares a pack; ``folder`` is its path in the repository."""
    if REPOSITORY:
        return _REMOTE_HOOK.format(repository=REPOSITORY, version=__version__, folder=json.dumps(folder))
    return _LOCAL_HOOK.format(prepare=_yaml(f"csto-data prepare {shlex.quote(folder)}"))


def _ascii(text: str) -> str:
    """Return a text with letters instead of letters with accents."""
    return normalize("NFKD", text).encode("ascii", "ignore").decode()


def _yaml(text: str) -> str:
    """Return a text as a value in YAML, in quotation marks if it contains anything unusual."""
    return text if re.fullmatch("[A-Za-z][A-Za-z0-9_./= -]*", text) else json.dumps(text)


def _own_files(name: str) -> dict[str, str]:
    """Return the files of an empty pack with their texts."""
    return {
        PACK: canonical({"$schema": "schemas/pack.schema.json", "name": name, "requires_data": _this_data()}),
        "sources.json": canonical({"$schema": "schemas/source.schema.json", "records": []}),
        "events.json": canonical({"$schema": "schemas/event.schema.json", "records": []}),
        **{
            f"schemas/{file}": json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
            for file, schema in schemas().items()
            if file != "report.schema.json"
        },
    }


def _this_data() -> str:
    """Return the range of versions from this one of the packaged data to the next MAJOR version."""
    major, minor, _ = packaged_store().version.split(".", 2)
    return f">={major}.{minor},<{int(major) + 1}"


def _refuse_existing(folder: Path, own: dict[str, str]) -> None:
    """Raise ``DatasetError`` if this is not a folder, or has files of a pack."""
    if folder.exists() and not folder.is_dir():
        raise DatasetError([f"{folder} is not a folder. Expected a folder or the path of a new one."])
    existing = [path for path in (*own, SUPPRESSIONS, *NAMES) if (folder / path).exists()]
    if existing:
        raise DatasetError([f"{folder} already contains {existing[0]}. Expected a folder without files of a pack."])


def _refuse_links(file: Path, roots: set[Path]) -> None:
    """Raise ``DatasetError`` if a file, or a folder that contains it below one of the roots, is something else."""
    path = file
    while path not in roots:
        is_right = path.is_file() if path is file else path.is_dir()
        if path.is_symlink() or (path.exists() and not is_right):
            what = "file" if path is file else "folder"
            raise DatasetError([f"{path} is not a regular {what}. Expected one, or none."])
        path = path.parent


def _repository_of(folder: Path) -> Path:
    """Return the root of the git repository that contains a folder, or else the folder."""
    resolved = folder.resolve()
    return next((path for path in (resolved, *resolved.parents) if (path / ".git").exists()), folder)


def _write(texts: dict[Path, str]) -> list[Created]:
    """Write files that do not exist, and return what was done; if one cannot be written, undo everything."""
    created: list[Created] = []
    before: dict[Path, bytes | None] = {}
    folders: list[Path] = []
    try:
        for file, text in texts.items():
            folders += [parent for parent in (file.parent, *file.parents) if not parent.exists()]
            create_folder(file.parent)
            old = file.read_bytes() if file.exists() else None
            new = _extended(old, text) if file.name == ".gitattributes" else text.encode()
            if old is not None and (file.name != ".gitattributes" or new == old):
                created.append(Created("kept", file))
                continue
            before[file] = old
            replace(file, new)
            created.append(Created("wrote" if old is None else "extended", file))
    except BaseException:
        _undo(before, folders)
        raise
    return created


def _extended(old: bytes | None, text: str) -> bytes:
    """Return the content of a file with the lines of a text that it does not have."""
    lines = (old or b"").splitlines()
    new = [line for line in text.encode().splitlines() if line not in lines]
    if not [line for line in new if not line.startswith(b"#")]:
        return old or b""
    start = old if not old or old.endswith(b"\n") else old + b"\n"
    return (start or b"") + b"".join(line + b"\n" for line in new)


def _undo(before: dict[Path, bytes | None], folders: list[Path]) -> None:
    """Restore files as they were, and remove new folders."""
    with suppress(OSError, DatasetError):
        for file, old in before.items():
            if old is None:
                file.unlink(missing_ok=True)
            else:
                replace(file, old)
    for folder in sorted(set(folders), key=lambda path: len(path.parts), reverse=True):
        with suppress(OSError):
            folder.rmdir()
