"""The content of one version of the data as JSON, whichever classes could read it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen


@frozen(kw_only=True, eq=False)
class Snapshot:
    """One version of the data as JSON values.

    Attributes:
        version: Its version.
        records: The records by id, as in their files.
        manifest: The manifest, ``datapackage.json``.
        redirects: What became of the ids that no record has any more, by id, as in ``redirects.json``.
        schemas: The JSON Schemas of its files, by file name; empty where they are not at hand.
    """

    version: str
    records: Mapping[str, Mapping[str, Any]]
    manifest: Mapping[str, Any]
    redirects: Mapping[str, Mapping[str, Any]]
    schemas: Mapping[str, Any] = field(factory=dict)
