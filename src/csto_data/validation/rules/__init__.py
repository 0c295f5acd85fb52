"""The rules, one declaration or function each, by family. Importing this package registers all of them."""

from collections.abc import Mapping

from ..registry import Rule, declared_rules
from . import (
    coverage,
    evidence,
    history,
    id_register,
    operations,
    packs,
    references,
    schema,
    statements,
    style,
    syntax,
    values,
)

__all__ = [
    "RULES",
    "coverage",
    "evidence",
    "history",
    "id_register",
    "operations",
    "packs",
    "references",
    "schema",
    "statements",
    "style",
    "syntax",
    "values",
]

RULES: Mapping[str, Rule] = declared_rules()
"""Every rule by its code."""
