"""The commands about versions of the data: versions, history, migrate."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from ..dataset import load
from ..releases.history import releases
from ..releases.migrating import migrate_file, own_files_of
from ..store.lookup import resolve
from .answers import write_answer
from .streams import warn, write


def versions(options: Namespace) -> int:
    """Print the released versions of the data."""
    rows = [release.to_dict() for release in releases()]
    columns = ("version", "released", "code_version", "records", "fingerprint")
    shown = [[*map(str, row.values())] for row in rows]
    write_answer(
        options,
        text=lambda page: page.table(columns, [[*cells[:-1], cells[-1][:12]] for cells in shown]),
        json=lambda: rows,
        rows=lambda: [{**row} for row in rows],
    )
    return 0


def history(options: Namespace) -> int:
    """Print the versions in which a record is new, changed or gone."""
    dataset = load()
    found = dataset.history(options.id if ":" in options.id else resolve(dataset, options.id))
    columns = ("version", "released", "kind", "fields")
    write_answer(
        options,
        text=lambda page: page.table(
            columns,
            [[each.version, str(each.released), each.kind, ", ".join(each.fields)] for each in found],
        ),
        json=lambda: [each.to_dict() for each in found],
        rows=found.to_dicts,
        columns=found.columns,
    )
    return 0


def migrate(options: Namespace) -> int:
    """Replace the ids of merged records in files, and print those that have no single successor."""
    dataset = load()
    undecided = 0
    for path in (file for name in options.files for file in own_files_of(Path(name))):
        done = migrate_file(dataset, path)
        if done.replaced:
            write(f"{path}: replaced {done.replaced} {'id' if done.replaced == 1 else 'ids'}\n")
        for place in done.undecided:
            warn(f"{path}:{place}")
        undecided += len(done.undecided)
    return 1 if undecided else 0
