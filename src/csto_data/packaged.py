"""The packaged dataset as records, read file by file when first asked for."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from ._resources import read_bytes
from .loading import Manifest, build, build_manifest
from .model import KINDS


@cache
def packaged_manifest() -> Manifest:
    """Return the manifest of the packaged data."""
    return build_manifest(json.loads(read_bytes("data/datapackage.json")))


@cache
def packaged_records(dataset: str) -> tuple[Any, ...]:
    """Return the records of a packaged dataset, in the order of its file."""
    raw = json.loads(read_bytes(f"data/{dict(packaged_manifest().paths)[dataset]}"))
    return tuple(build(KINDS[dataset].record_class, record) for record in raw["records"])


@cache
def published_ids() -> frozenset[str]:
    """Return all ids that were ever published, as the packaged register has them."""
    return frozenset(read_bytes("data/ids.txt").decode().split())
