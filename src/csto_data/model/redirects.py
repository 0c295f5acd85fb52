"""Redirects, ``redirects.json``: what became of the published ids that no record has any more."""

from typing import Annotated, Literal, TypeAlias

from attrs import field, frozen

from ..declarations import Constraint, spec
from .conditions import CountFor
from .manifest import Version
from .pack import AnyId
from .parts import Part

RedirectKind: TypeAlias = Literal["merged", "split", "withdrawn"]
"""What became of a record: another one has its content, several others have, or none."""


@frozen(kw_only=True, repr=False)
class Redirect(Part):
    """A published id that no record has any more."""

    CONDITIONS = (CountFor("to", "kind", {"merged": (1, 1), "split": (2, None), "withdrawn": (0, 0)}),)

    id: AnyId = field(metadata=spec("place:nur-sultan"))
    """The id that was published."""
    kind: RedirectKind = field(metadata=spec("merged"))
    """What became of the record: it was merged into another one, split into several, or withdrawn."""
    to: tuple[AnyId, ...] = field(default=(), metadata=spec(["place:astana"]))
    """The ids of the records that have its content now: one if it was merged, several if it was split. Absent when
    it was withdrawn."""
    since: Version = field(metadata=spec("2.0.0"))
    """The first version of the data in which no record has the id."""
    reason: str = field(metadata=spec("Two names of one city."))
    """The reason for the change."""


@frozen(kw_only=True)
class Redirects:
    """The published ids that no record has any more, redirects.json, beside the manifest of a dataset."""

    schema: Annotated[str, Constraint("([!-~]*/)?redirects[.]schema[.]json")] = field(
        metadata=spec("../schemas/redirects.schema.json", key="$schema")
    )
    """The address of redirects.schema.json, relative to the file."""
    redirects: tuple[Redirect, ...] = field(
        metadata=spec(
            [
                {
                    "id": "place:nur-sultan",
                    "kind": "merged",
                    "to": ["place:astana"],
                    "since": "2.0.0",
                    "reason": "Two names of one city.",
                }
            ]
        )
    )
    """The redirects, in the order of the ids."""
