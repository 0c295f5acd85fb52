"""The rules about records and how they fit together, one small function each."""

from . import evidence, history, meaning, references
from .references import DANGLING

__all__ = ["DANGLING", "evidence", "history", "meaning", "references"]
