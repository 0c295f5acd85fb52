"""Suppressions, ``suppressions.json``: findings of a dataset or pack that its editors accept, each with the reason."""

from typing import Annotated

from attrs import field, frozen

from ..declarations import Constraint, spec
from .pack import AnyId


@frozen(kw_only=True)
class Suppression:
    """A finding that is accepted."""

    rule: Annotated[str, Constraint("CST[0-9]{3}")] = field(metadata=spec("CST309"))
    """The code of the rule, which must be a rule about records that does not block loading."""
    record: AnyId = field(metadata=spec("place:almaty"))
    """The id of the record with the finding."""
    path: str | None = field(default=None, metadata=spec("name", key="field"))
    """The field of the record with the finding. Absent when it applies to all fields."""
    reason: str = field(metadata=spec("Two persons have this name."))
    """The reason why the finding is accepted."""


@frozen(kw_only=True)
class Suppressions:
    """The accepted findings of a dataset or pack, suppressions.json, beside its manifest."""

    schema: Annotated[str, Constraint("([!-~]*/)?suppressions[.]schema[.]json")] = field(
        metadata=spec("schemas/suppressions.schema.json", key="$schema")
    )
    """The address of suppressions.schema.json, relative to the file."""
    suppressions: tuple[Suppression, ...] = field(
        metadata=spec([{"rule": "CST309", "record": "place:almaty", "reason": "Two places have this name."}])
    )
    """The accepted findings; each must exist, so that no suppression outlives its finding."""
