"""What every format says about the data as a whole: their version, and whose reports they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..store.record_store import RecordStore


def metadata(store: RecordStore) -> dict[str, str]:
    """Return the title, version and licence of the data, the day of their release, and the source or day of a view."""
    title = "csto-data: facts about the Collective Security Treaty Organization"
    found = {
        "title": title,
        "version": store.version,
        "released": None if store.released is None else store.released.isoformat(),
        "licence": "CC0-1.0 for the records of csto-data",
        "source": None if store.source is None else store.source.id,
        "published_by": None if store.published_by is None else store.published_by.isoformat(),
    }
    if store.source is not None:
        found["title"] = f"{title}, as {store.source.id} reports them"
    if store.published_by is not None:
        found["title"] = f"{title}, as sources published by {store.published_by} report them"
    return {name: value for name, value in found.items() if value is not None}
