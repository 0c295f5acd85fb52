"""Cut a release: write what has to be written for the declared version of the data.

The day of the release is given, or that of the manifest: no clock is read.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from attrs import evolve

from ..errors import DatasetError
from ..store.layout import REGISTER
from ..validation.fixer import Change as FileChange
from .history import History, appended
from .snapshot import MANIFEST, Snapshot

_CREATED = re.compile(r'("created": ")\d{4}-\d{2}-\d{2}T[^"]*(")')
CITATION = "CITATION.cff"


def cut(root: Path, content: Snapshot, *, code_version: str, day: date | None) -> list[FileChange]:
    """Return the changes of files that cut a release of the data in a checkout.

    They are the day in the manifest, the register of ids, the version in ``CITATION.cff``, and the history, which has
    the version afterwards. A version that the history has as its newest one is written again.

    Args:
        root: The root of the checkout.
        content: The data in it.
        code_version: The version of the package.
        day: The day of the release; that of the manifest by default.

    Raises:
        DatasetError: The manifest has no day, or the version or the day is before the newest one in the history.
    """
    changes = []
    manifest = root / "data" / MANIFEST
    before = manifest.read_bytes()
    if day is not None:
        written, number = _CREATED.subn(rf"\g<1>{day}T00:00:00Z\g<2>", before.decode(), count=1)
        if not number:
            raise DatasetError([f'{manifest} has no "created". Expected such as "created": "{day}T00:00:00Z".'])
        changes.append(FileChange(manifest, before, written.encode()))
        content = evolve(content, manifest={**content.manifest, "created": f"{day}T00:00:00Z"})
    created = content.manifest.get("created")
    if created is None:
        raise DatasetError([f"{manifest} has no day of release. Expected it as --date, such as --date 2026-01-31."])
    changes.append(_register(root / "data" / REGISTER, content))
    changes.append(_citation(root / CITATION, content.version))
    folder = root / "history"
    released = date.fromisoformat(created[:10])
    for name, data in appended(History.of(folder), content, code_version=code_version, released=released).items():
        file = folder / name
        changes.append(FileChange(file, file.read_bytes() if file.exists() else b"", data))
    return [change for change in changes if change.before != change.after]


def _register(file: Path, content: Snapshot) -> FileChange:
    before = file.read_bytes() if file.exists() else b""
    ids = sorted({*before.decode().split(), *content.records, *content.redirects})
    return FileChange(file, before, "".join(f"{id}\n" for id in ids).encode())


def _citation(file: Path, version: str) -> FileChange:
    before = file.read_bytes()
    after = re.sub(r"(?m)^version: .*$", f"version: {version}", before.decode(), count=1)
    return FileChange(file, before, after.encode())
