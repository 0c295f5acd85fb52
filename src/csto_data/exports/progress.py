"""How far an export is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

Progress: TypeAlias = Callable[[str], None]
"""A function that is called with the name of the part that is written next."""


def silent(_: str) -> None:
    """Do nothing with the progress."""
