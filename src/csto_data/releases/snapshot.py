"""The content of one version of the data as JSON, whichever classes could read it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from ..model.json_values import to_json

if TYPE_CHECKING:
    from ..store.record_store import RecordStore

MANIFEST = "datapackage.json"
_TEXTS = {"title", "description", "examples", "$id", "$schema"}
"""Keywords of schemas that do not change which documents are valid."""


@frozen(kw_only=True, eq=False)
class Snapshot:
    """One version of the data as JSON values.

    Attributes:
        version: Its version.
        records: The records by id, as in their files.
        manifest: The manifest, ``datapackage.json``.
        redirects: What became of the ids that no record has any more, by id, as in ``redirects.json``.
        schemas: The JSON Schemas of the data files, by file name, without texts such as descriptions; empty where they
            are not at hand.
        api: The public names of the package with their signatures; empty where they are not at hand.
        files: The files that it was read from, by their path in a checkout: the path to show, and the content.
    """

    version: str
    records: Mapping[str, Mapping[str, Any]]
    manifest: Mapping[str, Any]
    redirects: Mapping[str, Mapping[str, Any]]
    schemas: Mapping[str, Any] = field(factory=dict)
    api: Mapping[str, str] = field(factory=dict)
    files: Mapping[str, tuple[str, bytes]] = field(factory=dict)


def without_texts(schema: Any) -> Any:
    """Return a schema without keywords such as ``description``, which do not change what is valid.

    Args:
        schema: A JSON Schema, or a part of one.

    Example:
        >>> without_texts({"properties": {"title": {"type": "string", "description": "The title."}}})
        {'properties': {'title': {'type': 'string'}}}
    """
    if isinstance(schema, list):
        return [without_texts(part) for part in schema]
    if not isinstance(schema, Mapping):
        return schema
    return {
        name: {key: without_texts(part) for key, part in value.items()}
        if name in ("properties", "$defs")
        else without_texts(value)
        for name, value in schema.items()
        if name not in _TEXTS
    }


def api_of(text: str) -> dict[str, str]:
    r"""Return the lines of a list of public names, by name.

    Args:
        text: The list: a name and its signature in each line.

    Example:
        >>> list(api_of("class csto_data.Day(JsonReady)\ncsto_data.Answer.NO = 'no'\n"))
        ['csto_data.Day', 'csto_data.Answer.NO']
    """
    return {re.split(r"[(: ]", line.removeprefix("class "), maxsplit=1)[0]: line for line in text.splitlines()}


def snapshot_of(store: RecordStore) -> Snapshot:
    """Return the records of a dataset, its coverage and its redirects as one version.

    Args:
        store: The dataset.
    """
    redirects = store._redirects()  # noqa: SLF001  # of all ids, which the store itself asks one by one
    return Snapshot(
        version=store.version,
        records={record.id: record.to_dict() for record in store},
        manifest={"version": store.version, "coverage": to_json(store.coverage)},
        redirects={id: to_json(redirect) for id, redirect in redirects.items()},
    )
