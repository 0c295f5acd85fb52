"""The command draw: draw a picture of an answer."""

from __future__ import annotations

from argparse import Namespace

from ..dataset import load
from ..pictures.picture import as_json
from .streams import warn, write, write_file


def draw(options: Namespace) -> int:
    """Draw a picture, and write it to a file or to standard output."""
    picture = load(options.data).draw(
        options.kind,
        options.id,
        field=options.field,
        on=options.on,
        start=options.first,
        end=options.last,
        width=options.width,
    )
    is_vega = options.format == "vega-lite" or (options.output or "").endswith(".json")
    text = as_json(picture) if is_vega else picture.svg
    if options.output in (None, "-"):
        write(text)
    else:
        write_file(options.output, text)
        warn(f"Wrote {options.output}: {picture.title}")
    return 0
