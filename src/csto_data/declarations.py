"""What a class declares about a field beside its type, in annotations and field metadata.

A field's type, default, closed list and constraint stand in its annotation; ``spec`` adds examples and what the field
is for. Its description is the docstring below it. Schemas, readers, strategies and the data dictionary are derived from
these declarations (``model.fields``), so that a field is described in one place.
"""

from __future__ import annotations

from typing import Any, NamedTuple


class Constraint(NamedTuple):
    """What a value must fulfil beyond its type, declared in an annotation.

    A text matches ``pattern`` as a whole, and has ``min_length`` characters; a number lies between ``minimum`` and
    ``maximum``. With a ``name`` it is one of the common parts that schemas share, with a description and examples of
    its own. A list whose ``min_length`` is 0 may be empty and repeat entries; all others may not.
    """

    pattern: str | None = None
    minimum: int | None = None
    maximum: int | None = None
    min_length: int | None = None
    format: str | None = None
    name: str | None = None
    description: str = ""
    examples: tuple[Any, ...] = ()


def spec(
    *examples: Any,
    key: str | None = None,
    needs_evidence: bool = False,
    source_specific: bool = False,
    external_code: bool = False,
    internal: bool = False,
) -> dict[str, Any]:
    """Return the metadata of a field.

    Args:
        *examples: Values as they stand in JSON.
        key: The key in JSON, where it is not the field's name.
        needs_evidence: Whether the value is testimony: a report must support it. All other fields are identity.
        source_specific: Whether it is free text that says more than which thing this is. A view of one source has it
            only as that source reports it.
        external_code: Whether it is a code of a list that others publish, by which records are joined to their data.
        internal: Whether it is left out of the JSON.
    """
    return {
        "examples": examples,
        "key": key,
        "needs_evidence": needs_evidence,
        "source_specific": source_specific,
        "external_code": external_code,
        "internal": internal,
    }
