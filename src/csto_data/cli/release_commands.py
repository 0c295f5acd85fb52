"""The commands that compare versions of the data: diff, release."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path

from ..releases.changes import Change
from ..releases.gate import all_changes, bump_of, check_release
from ..releases.reading import packaged_snapshot, read_snapshot
from .answers import as_json
from .streams import warn, write, write_data


def diff(options: Namespace) -> int:
    """Print how two versions of the data differ."""
    old = read_snapshot(options.old)
    new = packaged_snapshot() if options.new is None else read_snapshot(options.new)
    changes = all_changes(old, new)
    if not (old.schemas and new.schemas):
        warn("csto-data: the schemas were not compared, because one of the versions has none.")
    match options.format:
        case "json":
            rows = [{**change.to_dict(), "bump": bump_of(change).name} for change in changes]
            write_data(as_json({"old": old.version, "new": new.version, "changes": rows}))
        case "markdown":
            write(_markdown(f"Changes from {old.version} to {new.version}", changes))
        case _:
            write("".join(f"{change}\n" for change in changes) or "No changes.\n")
    return 0


def _markdown(title: str, changes: tuple[Change, ...]) -> str:
    """Return changes as Markdown, by kind."""
    kinds: dict[str, list[str]] = {}
    for change in changes:
        field = f" `{change.field}`" if change.path else ""
        kinds.setdefault(change.kind.capitalize(), []).append(f"- `{change.record}`{field}\n")
    parts = (f"## {kind}\n\n{''.join(lines)}" for kind, lines in sorted(kinds.items()))
    return "\n".join([f"# {title}\n", *parts])


def release(options: Namespace) -> int:
    """Check that the version of the data is as high as its changes require."""
    old = read_snapshot(options.against)
    new = packaged_snapshot() if options.data is None else read_snapshot(options.data)
    allowed = json.loads(Path(options.allowed).read_text(encoding="utf-8")) if options.allowed else []
    found = check_release(old, new, allowed)
    write("".join(f"error: {problem}\n" for problem in found.problems))
    write(f"compared {found.compared} records with {old.version}; required version: {found.required}\n")
    return 1 if found.problems else 0
