"""Find the packaged files: in the installed package, at the root of a checkout, or in a zipped wheel."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_UP, _SRC = os.path.split(os.path.dirname(_PACKAGE))
_BASE = _UP if _SRC == "src" and os.path.isfile(os.path.join(_UP, "pyproject.toml")) else _PACKAGE


def read_bytes(path: str) -> bytes:
    """Return the content of a packaged file, such as ``data/states.json``."""
    try:
        with open(os.path.join(_BASE, *path.split("/")), "rb") as file:
            return file.read()
    except (FileNotFoundError, NotADirectoryError):  # in a zip file, or missing
        from importlib.resources import files  # noqa: PLC0415  # its import is slow

        return files("csto_data").joinpath(path).read_bytes()


def data_root() -> Traversable:
    """Return the folder with the packaged datasets.

    Returns:
        A path, or a similar object if the package is in a zip file.

    Example:
        >>> from csto_data import data_root
        >>> data_root().joinpath("states.json").is_file()
        True
    """
    return _root("data")


def schema_root() -> Traversable:
    """Return the folder with the JSON Schemas of the dataset files.

    Returns:
        A path, or a similar object if the package is in a zip file.

    Example:
        >>> from csto_data import schema_root
        >>> schema_root().joinpath("state.schema.json").is_file()
        True
    """
    return _root("schemas")


def document_root() -> Traversable:
    """Return the folder with the documentation.

    Returns:
        A path, or a similar object if the package is in a zip file.
    """
    return _root("docs")


def _root(name: str) -> Traversable:
    """Return a folder of packaged files."""
    if _BASE is not _PACKAGE:
        from pathlib import Path  # noqa: PLC0415  # not needed to read the packaged data

        return Path(_BASE, name)
    from importlib.resources import files  # noqa: PLC0415  # likewise

    return files("csto_data").joinpath(name)
