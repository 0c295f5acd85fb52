"""Rules CST6xx: packs and the packaged data."""

from __future__ import annotations

from collections.abc import Iterator

from ...diagnostics import Location, Violation
from ...model.version_ranges import is_in
from ...store.layout import PACK
from ...store.packaged import packaged_store
from ..context import RuleContext, is_packaged
from ..registry import rule


@rule(
    "CST601",
    "undeclared-override",
    why="Readers must be able to see which packaged records a pack replaces, and why.",
    blocks_loading=True,
)
def shadowed_ids(context: RuleContext) -> Iterator[Violation]:
    """Checks that pack.json lists every packaged record that the pack replaces under "overrides", with a reason."""
    if context.overrides is None:
        return
    for id, places in context.ids.items():
        if is_packaged(id) and id not in context.overrides:
            yield Violation(
                location=Location(file=places[0].file, path=(*places[0].path, "id"), record=id),
                message=f"{id} is already the id of a packaged record",
                expected=f'another id, or an entry with this id and a reason under "overrides" in {PACK}',
            )


@rule(
    "CST602",
    "unused-override",
    why="The override was meant to replace a record and does not.",
    blocks_loading=True,
)
def idle_overrides(context: RuleContext) -> Iterator[Violation]:
    """Checks that every override in pack.json replaces a packaged record, and that no record is overridden twice."""
    read = ((id, indexes) for id, indexes in (context.overrides or {}).items() if indexes)
    for id, (first, *others) in read:
        for index in others:
            yield Violation(
                location=_entry(index),
                message=f"{id} is already overridden",
                expected="one entry for each record",
                related=((_entry(first), "the other entry"),),
            )
        if not is_packaged(id) or not (id in context.ids or id.partition(":")[0] in context.unread):
            where = "the packaged data have" if not is_packaged(id) else "the pack has"
            expected = "a record of the pack with the id of a packaged one, which it replaces; otherwise no override"
            yield Violation(location=_entry(first), message=f"{where} no record {id}", expected=expected)


@rule(
    "CST603",
    "unmet-data-requirement",
    why="The records of the pack were checked against other packaged data: ids, fields and words may differ.",
    blocks_loading=True,
)
def unmet_requirements(context: RuleContext) -> Iterator[Violation]:
    """Checks that the version of the packaged data is in the range of "requires_data" in pack.json."""
    wanted, version = context.requires_data, packaged_store().version
    if wanted is not None and not is_in(version, wanted):
        yield Violation(
            location=Location(file=PACK, path=("requires_data",)),
            message=f'the packaged data have version {version}, which is not in the range "{wanted}"',
            expected=f"a range that includes {version}, or a release of csto-data whose data are in the range",
        )


def _entry(index: int) -> Location:
    return Location(file=PACK, path=("overrides", index, "id"))
