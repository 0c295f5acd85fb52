"""The command export: write the data to files for other programs."""

from __future__ import annotations

import json
import sys
from argparse import Namespace

from ..dataset import load
from ..exports.formats import FORMATS, export
from ..exports.losses import counted
from ..exports.progress import silent
from ..store.lookup import resolve
from .streams import warn, write_file


def export_data(options: Namespace) -> int:
    """Write the data, or those of a folder or of one source, in a format; print what the format cannot hold."""
    dataset = load(options.data)
    if options.as_reported_by is not None:
        dataset = dataset.as_reported_by(resolve(dataset, options.as_reported_by, ("source",)))
    path = options.output or FORMATS[options.format].path
    losses = export(
        dataset,
        options.format,
        path,
        base=options.base,
        strict=options.strict,
        progress=_shown if sys.stderr.isatty() else silent,
    )
    for line in counted(losses):
        warn(f"{options.format}: {line}")
    if options.loss is not None:
        write_file(options.loss, json.dumps([loss.to_dict() for loss in losses], ensure_ascii=False, indent=2) + "\n")
    warn(f"Wrote {path}")
    return 0


def _shown(part: str) -> None:
    """Show the part that is being written on the last line of the terminal, in the place of the part before it."""
    sys.stderr.write(f"\r\x1b[K{part}\r")
    sys.stderr.flush()
