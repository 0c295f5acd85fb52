"""The rules, one small declaration or function each, by family. Importing this package registers them all."""

from collections.abc import Mapping

from ..registry import Rule, declared_rules
from . import evidence, history, meaning, packs, references, shape, style, text

__all__ = ["RULES", "evidence", "history", "meaning", "packs", "references", "shape", "style", "text"]

RULES: Mapping[str, Rule] = declared_rules()
"""Every rule by its code."""
