"""Rules CST509 and CST510: the licences of the datasets and code tables that a dataset uses."""

from __future__ import annotations

from collections.abc import Iterator

from ...diagnostics import Location, Violation
from ...model import Record, Source
from ...model.leaves import ids_in
from ...store.layout import MANIFEST
from ..context import RuleContext
from ..registry import rule

PUBLIC_DOMAIN = frozenset({"CC0-1.0", "PDDL-1.0", "public domain"})
"""The licences that ask for nothing."""


@rule(
    "CST509",
    "missing-licence",
    severity="warning",
    scope="record",
    why="Those who reuse the data have to know under which conditions their parts were published.",
)
def missing_licences(context: RuleContext) -> Iterator[Violation]:
    """Checks that every dataset and code table among the sources of a dataset has a licence."""
    for source in _tables(context):
        if source.licence is None:
            yield Violation(
                location=context.locate(source.id),
                message=f"the {source.kind} has no licence",
                expected='the SPDX identifier of its licence in "licence", "public domain", or "not stated"',
            )


@rule(
    "CST510",
    "unattributed-table",
    why="The dataset gives up all rights (CC0), but the licence of the table asks for attribution or more.",
    requires=("CST302",),
)
def unattributed_tables(context: RuleContext) -> Iterator[Violation]:
    """Checks that a dataset under CC0 attributes each table that evidence cites and that is not in the public domain.

    The attribution is an entry under "sources" in the manifest, with the address of the table.
    """
    manifest = context.manifest
    if manifest is None or "CC0-1.0" not in [licence.name for licence in manifest.licenses]:
        return
    attributed = {source.path for source in manifest.sources}
    cited: set[str] = set()
    for record in context.all(Record):
        cited.update(ids_in(record))
    for source in _tables(context):
        if source.licence in PUBLIC_DOMAIN or source.licence is None or source.url in attributed:
            continue
        if source.id in cited:
            yield Violation(
                location=context.locate(source.id, "licence"),
                message=f"the table has the licence {source.licence} and is not attributed",
                expected=f'{{"title": "{source.title}", "path": "{source.url}"}} under "sources" in {MANIFEST}, '
                "or no values from it",
                related=((Location(file=MANIFEST, path=()), "the manifest"),),
            )


def _tables(context: RuleContext) -> Iterator[Source]:
    """Iterate over the datasets and code tables of a dataset; the licence of a pack is a matter of its own."""
    if context.overrides is None:
        yield from (source for source in context.checked(Source) if source.kind in ("dataset", "code-table"))
