"""The commands that compare versions of the data: diff, release."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from pathlib import Path

from ..errors import DatasetError
from ..releases.cutting import cut
from ..releases.difference import difference
from ..releases.gate import Checked, check_release
from ..releases.history import History, packaged_history
from ..releases.notes import markdown, notes
from ..releases.reading import packaged_snapshot, read_snapshot
from ..releases.snapshot import MANIFEST, Snapshot
from ..serialization.resources import data_root
from ..validation.fixer import apply
from ..validation.reporters import REPORTERS
from ..version import __version__
from .answers import as_json
from .streams import write, write_data


def diff(options: Namespace) -> int:
    """Print how two versions of the data differ."""
    new = packaged_snapshot() if options.new is None else read_snapshot(options.new)
    found = difference(read_snapshot(options.old), new)
    match options.format:
        case "json":
            write_data(as_json(found.to_dict()))
        case "markdown":
            write(f"# Version {found.old} to {found.new} of the data\n\n{markdown(found)}")
        case _:
            write(f"{found}\n")
    return 0


def check(options: Namespace) -> int:
    """Check that the versions of the data and of the package are as high as their changes require."""
    new, history = _data(options.data)
    against = None if options.against is None else read_snapshot(options.against)
    return _report(options.format, check_release(new, history, __version__, against))


def _report(format: str, found: Checked) -> int:
    text = REPORTERS[format](found.findings, len(found.findings), str(found))
    (write_data if format in ("json", "sarif") else write)(text)
    return 1 if found.findings else 0


def write_notes(options: Namespace) -> int:
    """Print the notes of a release."""
    new, history = _data(options.data)
    found = notes(new, history, __version__)
    if options.format == "json":
        write_data(as_json(found.to_dict()))
    else:
        write(str(found))
    return 0


def cut_release(options: Namespace) -> int:
    """Write what has to be written for a release, or list it; print findings instead if there are any."""
    root = _checkout(options.data)
    new, history = _data(str(root))
    found = check_release(new, history, __version__)
    blocking = tuple(finding for finding in found.findings if finding.rule != "CST802")  # which a cut corrects
    if blocking:
        write(REPORTERS["text"](blocking, len(blocking)))
        return 1
    day: date | None = options.date
    changes = cut(root, new, code_version=__version__, day=day)
    if not options.check:
        apply(changes)
    what = "would change" if options.check else "wrote"
    write("".join(f"{what} {change.file}\n" for change in changes) or f"version {new.version} is complete\n")
    return 1 if options.check and changes else 0


def _data(reference: str | None) -> tuple[Snapshot, History]:
    """Return the data to release, and the released versions: those in a checkout, or the packaged ones."""
    if reference is None:
        return packaged_snapshot(), packaged_history()
    folder = Path(reference) / "history"
    return read_snapshot(reference), History.of(folder) if folder.is_dir() else packaged_history()


def _checkout(reference: str | None) -> Path:
    """Return the root of a checkout: a folder, or that of the packaged data.

    Raises:
        DatasetError: It has no ``data/datapackage.json``.
    """
    packaged = data_root()
    root = Path(reference) if reference is not None else packaged.parent if isinstance(packaged, Path) else Path()
    if not (root / "data" / MANIFEST).is_file():
        raise DatasetError([f'"{root}" is not the root of a checkout. Expected a folder with data/{MANIFEST}.'])
    return root
