"""Libraries that are not among the requirements of the package: they are imported when they are needed."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from .errors import MissingLibraryError


def imported(library: str, extra: str | None = None) -> Any:
    """Return a library, or say how to install it.

    Args:
        library: Its name.
        extra: The extra of csto-data that has it.

    Raises:
        MissingLibraryError: It is not installed.
    """
    try:
        return import_module(library)
    except ModuleNotFoundError as error:
        wanted = f'the extra "{extra}": pip install "csto-data[{extra}]"' if extra else f"it: pip install {library}"
        raise MissingLibraryError(f"{library} is not installed. Install {wanted}", name=error.name) from None
