"""The packaged data as a record store. Files are read on first use, and each record is created once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from ..model.coverage import Coverage
from ..model.kinds import KINDS
from ..model.redirects import Redirect, Redirects
from ..serialization.builder import build
from ..serialization.resources import read_bytes
from .record_store import RecordStore


@cache
def packaged_store() -> RecordStore:
    """Return the packaged data."""
    manifest = _manifest()
    return RecordStore(
        version=manifest["version"],
        released=date.fromisoformat(manifest["created"][:10]),
        coverage=build(Coverage, manifest["coverage"]),
        read=lambda kind: packaged_records(kind.dataset),
        redirects=lambda: packaged_redirects().values(),
    )


@cache
def packaged_records(dataset: str) -> tuple[Any, ...]:
    """Return the records of a packaged dataset, in the order of its file."""
    return tuple([packaged_record(dataset, index) for index in range(len(_raw_records(dataset)))])


@cache
def packaged_record(dataset: str, index: int) -> Any:
    """Return one record of a packaged dataset without creating the others."""
    return build(KINDS[dataset].record_class, _raw_records(dataset)[index])


@cache
def packaged_indexes(dataset: str) -> Mapping[str, int]:
    """Return the ids of a packaged dataset, each with the index of its record."""
    return {raw["id"]: index for index, raw in enumerate(_raw_records(dataset))}


@cache
def published_ids() -> frozenset[str]:
    """Return all ids in the packaged register: those that were ever published."""
    return frozenset(read_bytes("data/ids.txt").decode().split())


@cache
def packaged_redirects() -> Mapping[str, Redirect]:
    """Return what became of the packaged ids that no record has any more, by id."""
    found: Redirects = build(Redirects, json.loads(read_bytes("data/redirects.json")))
    return {redirect.id: redirect for redirect in found.redirects}


@cache
def _manifest() -> Any:
    """Return the packaged manifest as JSON values."""
    return json.loads(read_bytes("data/datapackage.json"))


@cache
def _raw_records(dataset: str) -> list[Any]:
    """Return the records of a packaged dataset as JSON values."""
    path = next(resource["path"] for resource in _manifest()["resources"] if resource["name"] == dataset)
    records: list[Any] = json.loads(read_bytes(f"data/{path}"))["records"]
    return records
