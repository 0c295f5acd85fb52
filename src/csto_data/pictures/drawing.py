"""The kinds of pictures, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from ..dates import DayLike
from ..store.lookup import resolve
from ..suggestions import did_you_mean
from .charts import covered_day, dispute, figure, holders, membership, tiles, timeline
from .marks import Chart
from .picture import Picture

if TYPE_CHECKING:
    from ..store.record_store import RecordStore

PictureKind: TypeAlias = Literal["members", "timeline", "dispute", "figure", "tiles", "holders"]
"""What a picture can show."""


def draw(
    store: RecordStore,
    kind: str,
    id: str | None = None,
    *,
    field: str | None = None,
    on: DayLike | None = None,
    start: DayLike | None = None,
    end: DayLike | None = None,
    width: float = 800,
) -> Picture:
    """Return a picture; see ``Dataset.draw``."""
    if kind not in get_args(PictureKind):
        known = get_args(PictureKind)
        raise ValueError(
            f'Unknown kind "{kind}" of picture. Expected one of {", ".join(known)}.{did_you_mean(kind, known)}'
        )
    return Picture(_chart(store, kind, id, field, on, start, end)).resized(width)


def _chart(
    store: RecordStore,
    kind: str,
    id: str | None,
    field: str | None,
    on: DayLike | None,
    start: DayLike | None,
    end: DayLike | None,
) -> Chart:
    match kind:
        case "members":
            return membership(store, resolve(store, id or "org:csto", ("org",)))
        case "tiles":
            organization = resolve(store, id or "org:csto", ("org",))
            return tiles(store, covered_day(store, organization) if on is None else on, organization)
        case "timeline":
            return timeline(store, start, end)
        case "dispute":
            return dispute(store, resolve(store, _needed(kind, id)), field)
        case "figure":
            return figure(store, field or "deaths", resolve(store, _needed(kind, id)))
        case _:
            return holders(store, resolve(store, id or "org:csto", ("state", "org")), field)


def _needed(kind: str, id: str | None) -> str:
    if id is None:
        raise ValueError(f'A picture of kind "{kind}" needs the id of a record.')
    return id
