"""Edits of a version of the data, file by file, so that the version has the files that it was made from."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from csto_data.model.kinds import KINDS
from csto_data.releases.reading import snapshot_of_files
from csto_data.releases.snapshot import Snapshot

FILES = {kind.prefix: f"data/{dataset}.json" for dataset, kind in KINDS.items()}
"""The data files by the prefix of the ids in them."""


class Documents(dict[str, Any]):
    """The files of a version as JSON, by path, each read when it is first needed."""

    def __init__(self, snapshot: Snapshot) -> None:
        super().__init__()
        self.snapshot = snapshot

    def __missing__(self, path: str) -> Any:
        self[path] = json.loads(self.snapshot.files[path][1])
        return self[path]


def copied(snapshot: Snapshot, edit: Callable[[Any], object]) -> Snapshot:
    """Return a version after an edit of its files, each as JSON, by path."""
    files = Documents(snapshot)
    edit(files)
    written = {path: (path, json.dumps(document, indent=2).encode()) for path, document in files.items()}
    return snapshot_of_files({**snapshot.files, **written}, "the edited data")


def with_file(snapshot: Snapshot, path: str, edit: Callable[[Any], object]) -> Snapshot:
    """Return a version after an edit of one of its files."""
    return copied(snapshot, lambda files: edit(files[path]))
