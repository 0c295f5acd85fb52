"""The rules, one declaration or function each, by family. Importing this package registers all of them."""

from collections.abc import Mapping

from ..registry import Rule, declared_rules
from . import (
    coverage,
    duplicates,
    evidence,
    history,
    id_register,
    licences,
    operations,
    packs,
    plausibility,
    redirects,
    references,
    schema,
    sources,
    statements,
    style,
    suppressions,
    syntax,
    texts,
    values,
)

__all__ = [
    "RULES",
    "coverage",
    "duplicates",
    "evidence",
    "history",
    "id_register",
    "licences",
    "operations",
    "packs",
    "plausibility",
    "redirects",
    "references",
    "schema",
    "sources",
    "statements",
    "style",
    "suppressions",
    "syntax",
    "texts",
    "values",
]

RULES: Mapping[str, Rule] = declared_rules()
"""Every rule by its code."""
