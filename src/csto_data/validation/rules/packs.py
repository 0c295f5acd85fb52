"""CST6xx: how a pack relates to the packaged data."""

from __future__ import annotations

from collections.abc import Iterator

from ...diagnostics import Location, Violation
from ...store.layout import PACK
from ..context import RuleContext, is_packaged
from ..registry import rule


@rule(
    "CST601",
    "shadowed-id",
    why="An id is a promise: whoever changes what is behind it says so, and why, in pack.json.",
    blocks_loading=True,
)
def shadowed_ids(context: RuleContext) -> Iterator[Violation]:
    """A record of a pack that has the id of a packaged record, without a word about it."""
    if context.overrides is None:
        return
    for id, places in context.ids.items():
        if is_packaged(id) and id not in context.overrides:
            yield Violation(
                location=Location(file=places[0].file, path=(*places[0].path, "id"), record=id),
                message=f"the packaged data have a record {id} already",
                expected=f"an id of its own, or the id and a reason under overrides in {PACK}",
            )


@rule(
    "CST602",
    "idle-override",
    why="It was meant to replace something, and does not.",
    blocks_loading=True,
)
def idle_overrides(context: RuleContext) -> Iterator[Violation]:
    """An override in pack.json that overrides nothing: the pack or the packaged data have no record with that id, or
    another entry overrides it already.
    """
    for id, (first, *others) in (context.overrides or {}).items():
        for index in others:
            message, expected = f"the entry /overrides/{first} overrides {id}", "one entry for each record"
            yield Violation(location=_entry(index), message=message, expected=expected)
        if not is_packaged(id) or not (id in context.ids or id.partition(":")[0] in context.unread):
            where = "the packaged data have" if not is_packaged(id) else "the pack has"
            expected = "the id of a packaged record that the pack has too"
            yield Violation(location=_entry(first), message=f"{where} no record {id}", expected=expected)


def _entry(index: int) -> Location:
    return Location(file=PACK, path=("overrides", index, "id"))
