"""The kinds of pictures, by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ..dates import DayLike
from ..model import Membership
from ..store.lookup import resolve
from ..suggestions import did_you_mean
from . import KINDS
from .dispute import dispute_chart
from .figure import figure_chart
from .holders import holders_chart
from .members import members_chart
from .picture import Picture
from .tiles import tiles_chart
from .timeline import timeline_chart

if TYPE_CHECKING:
    from ..store.record_store import RecordStore

_CSTO = "org:csto"
_OPTIONS: dict[str, tuple[str, ...]] = {
    "members": ("id",),
    "timeline": ("id", "start", "end"),
    "dispute": ("id", "field"),
    "figure": ("id", "field"),
    "tiles": ("id", "on"),
    "holders": ("id", "field"),
}
"""What each kind can be asked."""


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
    if kind not in KINDS:
        near = did_you_mean(kind, KINDS)
        raise ValueError(f'Unknown kind "{kind}" of picture. Expected one of {", ".join(KINDS)}.{near}')
    _check(kind, {"id": id, "field": field, "on": on, "start": start, "end": end})
    match kind:
        case "members":
            chart = members_chart(store, store.memberships, resolve(store, id or _CSTO, ("org",)))
        case "tiles":
            chart = tiles_chart(store, resolve(store, id or _CSTO, ("org",)), on)
        case "timeline":
            chart = timeline_chart(store, None if id is None else resolve(store, id), start, end)
        case "dispute":
            chart = dispute_chart(store, resolve(store, _needed(kind, id)), field)
        case "figure":
            chart = figure_chart(store, resolve(store, _needed(kind, id)), field)
        case _:
            chart = holders_chart(store, resolve(store, id or _CSTO, ("state", "org")), field)
    return Picture(chart, store).resized(width)


def _check(kind: str, given: Mapping[str, object]) -> None:
    """Refuse what a kind of picture does not take."""
    for name, value in given.items():
        if value is not None and name not in _OPTIONS[kind]:
            expected = ", ".join((*_OPTIONS[kind], "width"))
            raise ValueError(f'A picture of kind "{kind}" has no {name}. Expected one of {expected}.')


def draw_members(store: RecordStore, spells: Iterable[Membership], organization: str, width: float) -> Picture:
    """Return a picture of some memberships; see ``MembershipTable.draw``."""
    id = resolve(store, organization, ("org",))
    return Picture(members_chart(store, spells, id), store).resized(width)


def _needed(kind: str, id: str | None) -> str:
    if id is None:
        raise ValueError(f'A picture of kind "{kind}" needs the id of a record.')
    return id
