"""Declared migrations: how records of earlier versions of the data are read with the classes of today."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from ..model.version_ranges import version_key

NAMES_SINCE = "2.0.0"
"""The first version in which ``names`` replaces the fields of other names."""
NAME_KINDS: Mapping[str, str] = MappingProxyType(
    {"official_name": "official", "abbreviation": "abbreviation", "other_names": "common"}
)
"""The fields that ``names`` replaced, with the kind of their names. The kind of ``other_names`` was not recorded."""


def migrated(record: Mapping[str, Any], version: str) -> dict[str, Any]:
    """Return a record with the fields of today.

    Args:
        record: The record as JSON values.
        version: The version of the data that has it.

    Example:
        >>> migrated({"id": "org:csto", "abbreviation": "CSTO"}, "1.0.0")
        {'id': 'org:csto', 'names': [{'text': 'CSTO', 'kind': 'abbreviation'}]}
    """
    if version_key(version) >= version_key(NAMES_SINCE):
        return dict(record)
    found = _with_names(record)
    if "evidence" in found:
        found["evidence"] = [
            {**entry, "reports": _with_names(entry["reports"])} if "reports" in entry else entry
            for entry in found["evidence"]
        ]
    return found


def _with_names(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a record or report with one list of names in place of the fields that it replaced."""
    names = [
        {"text": text, "kind": kind} for field, kind in NAME_KINDS.items() for text in _texts(values.get(field, ()))
    ]
    found = {name: value for name, value in values.items() if name not in NAME_KINDS}
    return {**found, "names": names} if names else found


def _texts(value: Any) -> tuple[str, ...]:
    """Return the texts of a field, which has one or several."""
    return (value,) if isinstance(value, str) else tuple(value)
