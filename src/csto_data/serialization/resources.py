"""The packaged files: inside the package once installed, at the root of a checkout, or in a zipped wheel."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_UP, _SRC = os.path.split(os.path.dirname(_PACKAGE))
_BASE = _UP if _SRC == "src" and os.path.isfile(os.path.join(_UP, "pyproject.toml")) else _PACKAGE


def read_bytes(path: str) -> bytes:
    """Return the bytes of ``data/...`` or ``schemas/...``."""
    try:
        with open(os.path.join(_BASE, *path.split("/")), "rb") as file:
            return file.read()
    except (FileNotFoundError, NotADirectoryError):  # zipped, or missing
        from importlib.resources import files  # noqa: PLC0415  # costs as much as starting Python twice

        return files("csto_data").joinpath(path).read_bytes()


def data_root() -> Traversable:
    """Return the folder of the datasets."""
    return _root("data")


def schema_root() -> Traversable:
    """Return the folder of the JSON Schemas."""
    return _root("schemas")


def _root(name: str) -> Traversable:
    if _BASE is not _PACKAGE:
        from pathlib import Path  # noqa: PLC0415  # not needed to read the packaged data

        return Path(_BASE, name)
    from importlib.resources import files  # noqa: PLC0415  # likewise

    return files("csto_data").joinpath(name)
