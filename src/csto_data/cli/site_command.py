"""The command site: build a site of HTML pages."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from ..dataset import load
from ..extras import imported
from .streams import warn


def site(options: Namespace) -> int:
    """Build the site of the packaged data or of a folder."""
    for library in ("jinja2", "markdown_it"):
        imported(library, "site")
    from ..site.builder import build_site  # noqa: PLC0415  # the extra site

    folder = Path(options.folder)
    count = build_site(load(options.data), folder, base_url=options.base_url)
    warn(f"Wrote {count} pages. Open {folder / 'index.html'}")
    return 0
