"""Declarations about a field besides its type: constraints in its annotation, and metadata made by ``spec``.

The annotation of a field has its type, default, allowed words and constraint, and the docstring below it is its
description. Schemas, readers, strategies and the data dictionary are derived from these declarations
(``model.fields``), so that a field is described in one place.
"""

from __future__ import annotations

from typing import Any, NamedTuple


class Constraint(NamedTuple):
    """A condition on a value beyond its type, declared in an annotation.

    Attributes:
        pattern: A regular expression that a text must match completely.
        minimum: The lowest allowed number.
        maximum: The highest allowed number.
        min_length: The lowest number of characters. For a list, 0 means that it may be empty and may repeat entries.
        format: The name of a format in JSON Schema.
        name: The name of a definition that the schemas share.
        description: The description of that definition.
        examples: Examples for that definition.
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
        *examples: Example values, as in JSON.
        key: The key in JSON, if it is not the name of the field.
        needs_evidence: Whether the value is testimony, so that a report must support it. All other fields are identity.
        source_specific: Whether it is free text that goes beyond identifying the subject. A view of one source has it
            only if that source reports it.
        external_code: Whether it is a code from a published list, used to join records to other data.
        internal: Whether it is omitted from the JSON.

    Returns:
        The value for the argument ``metadata`` of ``attrs.field``.
    """
    return {
        "examples": examples,
        "key": key,
        "needs_evidence": needs_evidence,
        "source_specific": source_specific,
        "external_code": external_code,
        "internal": internal,
    }
