"""Fill the history with the versions that the commits of this repository have.

``python tools/fill_history.py`` writes ``history/`` again, from the commits of the released versions and from ``data/``.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

from csto_data import __version__
from csto_data.releases.history import append
from csto_data.releases.snapshot import Snapshot

ROOT = Path(__file__).parents[1]
COMMITS = {"0.1.0": ("e74eddc^", "0.1.0"), "0.2.0": ("77da347^", "0.1.0"), "1.0.0": ("77da347", "0.2.0")}
"""The commits of the released versions, and the versions of the package at that time."""


def snapshot_of(read: Callable[[str], str | None]) -> Snapshot:
    """Return the content of a folder of data, whose files a function returns by name, or None if one is missing."""
    manifest = json.loads(read("datapackage.json") or "")
    files = [json.loads(read(resource["path"]) or "") for resource in manifest["resources"]]
    redirects = json.loads(read("redirects.json") or '{"redirects": []}')["redirects"]
    return Snapshot(
        version=manifest["version"],
        records={record["id"]: record for file in files for record in file["records"]},
        manifest=manifest,
        redirects={redirect["id"]: redirect for redirect in redirects},
    )


def at_commit(commit: str) -> Callable[[str], str | None]:
    """Return a function that returns the content of a file in the data of a commit."""

    def read(name: str) -> str | None:
        found = subprocess.run(["git", "show", f"{commit}:data/{name}"], cwd=ROOT, capture_output=True, check=False)
        return found.stdout.decode() if found.returncode == 0 else None

    return read


def in_folder(name: str) -> str | None:
    """Return the content of a file in ``data/``."""
    file = ROOT / "data" / name
    return file.read_text("utf-8") if file.exists() else None


def main() -> None:
    """Write the history."""
    for name in ("releases.json", "records.jsonl.gz"):
        (ROOT / "history" / name).unlink(missing_ok=True)
    contents = [(snapshot_of(at_commit(commit)), code) for commit, code in COMMITS.values()]
    for content, code in [*contents, (snapshot_of(in_folder), __version__)]:
        created = date.fromisoformat(content.manifest["created"][:10])
        print(append(ROOT / "history", content, code_version=code, released=created))


if __name__ == "__main__":
    main()
