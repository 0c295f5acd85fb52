"""Where the packaged trees lie: beside this file once installed, at the root of a checkout, or in a zipped wheel."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_HERE = os.path.dirname(os.path.abspath(__file__))
_UP, _SRC = os.path.split(os.path.dirname(_HERE))
_BASE = _UP if _SRC == "src" and os.path.isfile(os.path.join(_UP, "pyproject.toml")) else _HERE


def read_bytes(path: str) -> bytes:
    """The bytes of ``data/...`` or ``schemas/...``. ``importlib.resources`` costs two interpreter starts: not here."""
    try:
        with open(os.path.join(_BASE, *path.split("/")), "rb") as file:
            return file.read()
    except (FileNotFoundError, NotADirectoryError):  # zipped, or truly missing
        from importlib.resources import files

        return files("csto_data").joinpath(path).read_bytes()


def data_root() -> Traversable:
    """The folder of the datasets."""
    return _root("data")


def schema_root() -> Traversable:
    """The folder of the JSON Schemas."""
    return _root("schemas")


def _root(name: str) -> Traversable:
    if _BASE is not _HERE:
        from pathlib import Path

        return Path(_BASE, name)
    from importlib.resources import files

    return files("csto_data").joinpath(name)
