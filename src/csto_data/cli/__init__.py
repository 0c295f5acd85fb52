"""The command ``csto-data``."""

from .main import main

__all__ = ["main"]
