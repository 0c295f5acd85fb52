"""The command export: write the data to files for other programs."""

from __future__ import annotations

from argparse import Namespace

from ..dataset import Dataset, load
from ..errors import InvalidFilterError
from ..exports.formats import FORMATS
from ..exports.losses import counted
from .answers import as_json
from .query_commands import source_id
from .streams import warn, write_file


def export_data(options: Namespace) -> int:
    """Write the data in a format; print what the format cannot hold, and where the data are."""
    path = FORMATS[options.format].path if options.output is None else options.output
    if path in ("", "-"):
        raise InvalidFilterError(f'"{path}" is not a valid value for --output. Expected the name of a file or folder.')
    if options.base is not None and options.format != "rdf":
        raise InvalidFilterError("The option --base is only for the format rdf.")
    losses = _chosen(options).export(options.format, path, base=options.base, strict=options.strict)
    for line in counted(losses):
        warn(f"{options.format}: {line}")
    if options.loss is not None:
        write_file(options.loss, as_json([loss.to_dict() for loss in losses]))
    warn(f"Wrote {path}")
    return 0


def _chosen(options: Namespace) -> Dataset:
    """Return the data to write: those of a folder or version, or the view of a source or day."""
    if options.as_reported_by is not None and options.as_published_by is not None:
        raise InvalidFilterError("Two views are given. Expected only one of --as-reported-by and --as-published-by.")
    dataset = load(options.data, version=options.version)
    if options.as_reported_by is not None:
        return dataset.as_reported_by(source_id(dataset, options.as_reported_by))
    if options.as_published_by is not None:
        return dataset.as_published_by(options.as_published_by)
    return dataset
