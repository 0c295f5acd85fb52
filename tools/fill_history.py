"""Fill the history with the versions that the commits of this repository have.

``python tools/fill_history.py`` writes ``history/`` again, from the commits of the released versions;
``csto-data release cut`` then adds the newest one.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from attrs import evolve

from csto_data.releases.history import append
from csto_data.releases.reading import read_snapshot
from csto_data.releases.snapshot import Snapshot

ROOT = Path(__file__).parents[1]
COMMITS = {"0.1.0": ("e74eddc^", "0.1.0"), "0.2.0": ("77da347^", "0.1.0"), "1.0.0": ("77da347", "0.2.0")}
"""The commits of the released versions, and the versions of the package at that time."""
PUBLIC_NAMES = {"0.2.0": "0b9a3e9"}
"""The first commits with a list of the public names of a version of the package."""


def released(version: str) -> Snapshot:
    """Return the content of a released version, with the public names of its package if a commit has them."""
    commit, code = COMMITS[version]
    content = read_snapshot(f"git:{commit}")
    return evolve(content, api=read_snapshot(f"git:{PUBLIC_NAMES[code]}").api) if code in PUBLIC_NAMES else content


def main() -> None:
    """Write the history."""
    for name in ("releases.json", "records.jsonl.gz"):
        (ROOT / "history" / name).unlink(missing_ok=True)
    for version, (_, code) in COMMITS.items():
        content = released(version)
        created = date.fromisoformat(content.manifest["created"][:10])
        print(append(ROOT / "history", content, code_version=code, released=created))


if __name__ == "__main__":
    main()
