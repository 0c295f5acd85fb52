"""The addresses of the project in the metadata of the package, from the setting in ``src/csto_data/version.py``."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface


class Addresses(MetadataHookInterface):
    """Fill in ``project.urls``, or leave them out while the project has no address."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Add the addresses to the metadata."""
        repository = runpy.run_path(str(Path(self.root, "src", "csto_data", "version.py")))["REPOSITORY"]
        pages = {"Repository": "", "Issues": "/issues", "Changelog": "/blob/main/CHANGELOG.md"}
        metadata["urls"] = {name: repository + page for name, page in pages.items()} if repository else {}
