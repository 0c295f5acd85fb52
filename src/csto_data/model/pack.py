"""The manifest of a pack, ``pack.json``. A pack is a folder of records on top of the packaged data."""

from typing import Annotated, TypeAlias

from attrs import field, frozen

from ..declarations import Constraint, spec
from .ids import SLUG
from .version_ranges import VersionRange

AnyId: TypeAlias = Annotated[str, Constraint(f"(state:[A-Z]{{3}}|[a-z]+:{SLUG})")]
"""The id of a record of any kind."""


@frozen(kw_only=True)
class Override:
    """A packaged record that the pack replaces with its own."""

    id: AnyId = field(metadata=spec("place:almaty"))
    """The id of the replaced record."""
    reason: str = field(metadata=spec("Our archive has it under its older name."))
    """The reason why the packaged record is replaced."""


@frozen(kw_only=True)
class Pack:
    """The manifest of a pack, pack.json. A pack is a folder of records on top of the packaged data."""

    schema: Annotated[str, Constraint("([!-~]*/)?pack[.]schema[.]json")] = field(
        metadata=spec("schemas/pack.schema.json", key="$schema")
    )
    """The address of pack.schema.json, relative to the file."""
    name: Annotated[str, Constraint(SLUG)] = field(metadata=spec("my-pack"))
    """A short name of the pack: lower-case letters and digits, with hyphens between them."""
    title: str | None = field(default=None, metadata=spec("Events of our own archive"))
    """The title of the pack. Absent when the name suffices."""
    requires_data: VersionRange | None = field(default=None, metadata=spec(">=2.0,<3"))
    """The versions of the packaged data that the pack is made for, as conditions with ==, !=, <, <=, > or >=, separated
    by commas. Absent when any version will do."""
    overrides: tuple[Override, ...] = field(
        default=(), metadata=spec([{"id": "place:almaty", "reason": "Our archive has it under its older name."}])
    )
    """The packaged records that the pack replaces. Absent when there are none."""
