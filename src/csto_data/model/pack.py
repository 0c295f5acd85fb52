"""``pack.json``: what a pack, a folder of records over the packaged data, says of itself."""

from typing import Annotated

from attrs import field, frozen

from ..declarations import Constraint, spec
from .ids import SLUG


@frozen(kw_only=True)
class Override:
    """A packaged record that the pack replaces by its own."""

    id: Annotated[str, Constraint(f"(state:[A-Z]{{3}}|[a-z]+:{SLUG})")] = field(metadata=spec("place:almaty"))
    """The id of the record."""
    reason: str = field(metadata=spec("Our archive has it under its older name."))
    """Why the packaged record does not do."""


@frozen(kw_only=True)
class Pack:
    """What a pack, a folder of records over the packaged data, says of itself: pack.json."""

    schema: Annotated[str, Constraint("([!-~]*/)?pack[.]schema[.]json")] = field(
        metadata=spec("schemas/pack.schema.json", key="$schema")
    )
    """The address of pack.schema.json, relative to the file."""
    name: Annotated[str, Constraint(SLUG)] = field(metadata=spec("my-pack"))
    """A short name of the pack: lower-case letters and digits, with hyphens between them."""
    title: str | None = field(default=None, metadata=spec("Events of our own archive"))
    """The title of the pack, for readers. Absent when the name suffices."""
    overrides: tuple[Override, ...] = field(
        default=(), metadata=spec([{"id": "place:almaty", "reason": "Our archive has it under its older name."}])
    )
    """The packaged records that records of the pack replace. Absent when there are none."""
