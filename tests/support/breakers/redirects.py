"""Breakers of redirects: references to redirected ids (CST302), and CST312 to CST314."""

from __future__ import annotations

from hypothesis import strategies as st

from csto_data.store.layout import REDIRECTS

from .folder import BY_PREFIX, Folder, Place, Raw, one_of, prefix_of
from .registry import Draw, breaks


def _redirect(folder: Folder, id: str, *to: str, published: bool = True, since: str = "1.0.0") -> None:
    """Add a redirect, of a published id unless otherwise stated."""
    kind = {0: "withdrawn", 1: "merged"}.get(len(to), "split")
    entry = {"id": id, "kind": kind, "to": [*to], "since": since, "reason": "A duplicate."}
    empty: Raw = {"$schema": "schemas/redirects.schema.json", "redirects": []}
    folder.documents.setdefault(REDIRECTS, empty)["redirects"].append({k: v for k, v in entry.items() if v != []})
    if published:
        folder.register(sorted({*folder.ids(), *(each["id"] for each in folder.documents[REDIRECTS]["redirects"])}))


def _redirect_place(*path: str | int, index: int = 0) -> Place:
    return Place(REDIRECTS, None, ("redirects", index, *path))


@breaks("CST302")
def reference_to_redirected_record(draw: Draw, folder: Folder) -> Place:
    """A record refers to one that was merged, split or withdrawn."""
    referring = one_of(
        folder.spots(), lambda spot: spot.field.nature == "reference" and not spot.is_list and spot.path != ("id",)
    )
    spot = draw(referring)
    prefix = prefix_of(spot.value)
    gone = folder.unused(prefix)
    targets = draw(st.lists(st.sampled_from(folder.ids(prefix)), unique=True, max_size=2))
    _redirect(folder, gone, *targets)
    spot.put(gone)
    return folder.place(spot.record, *spot.path)


@breaks("CST312")
def redirect_of_existing_record(draw: Draw, folder: Folder) -> Place:
    id = draw(st.sampled_from(folder.ids()))
    _redirect(folder, id)
    return _redirect_place("id")


@breaks("CST312")
def redirected_twice(draw: Draw, folder: Folder) -> Place:
    gone = folder.unused(draw(st.sampled_from([*BY_PREFIX])))
    _redirect(folder, gone)
    _redirect(folder, gone)
    folder.documents[REDIRECTS]["redirects"][1]["reason"] = "Another reason."
    return _redirect_place("id", index=1)


@breaks("CST313")
def redirect_to_missing_record(draw: Draw, folder: Folder) -> Place:
    prefix = draw(st.sampled_from([*BY_PREFIX]))
    gone = folder.unused(prefix)
    _redirect(folder, gone, f"{gone}-other" if prefix != "state" else "state:ZZX")
    return _redirect_place("to", 0)


@breaks("CST313")
def redirect_to_other_kind(draw: Draw, folder: Folder) -> Place:
    target = draw(st.sampled_from(folder.ids()))
    prefix = draw(st.sampled_from([prefix for prefix in BY_PREFIX if prefix != prefix_of(target)]))
    _redirect(folder, folder.unused(prefix), target)
    return _redirect_place("to", 0)


@breaks("CST313")
def redirect_to_redirect(draw: Draw, folder: Folder) -> Place:
    prefix = draw(st.sampled_from([prefix for prefix in BY_PREFIX if prefix != "state"]))
    gone = folder.unused(prefix)
    _redirect(folder, gone)
    _redirect(folder, f"{gone}-other", gone)
    return _redirect_place("to", 0, index=1)


@breaks("CST314")
def redirect_of_unpublished_id(draw: Draw, folder: Folder) -> Place:
    _redirect(folder, folder.unused(draw(st.sampled_from([*BY_PREFIX]))), published=False)
    return _redirect_place("id")


@breaks("CST314")
def redirect_since_later_version(draw: Draw, folder: Folder) -> Place:
    since = draw(st.sampled_from(["1.0.1", "1.10.0", "10.0.0"]))
    _redirect(folder, folder.unused(draw(st.sampled_from([*BY_PREFIX]))), since=since)
    return _redirect_place("since")
