"""Where a record refers to others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import frozen

from .evidence import Evidence
from .fields import FieldType, ModelClass, fields_of, reportable

Path = tuple[str | int, ...]


@frozen
class Reference:
    """An id that stands at ``path`` in a record, and the ``prefixes`` that are allowed there."""

    path: Path
    id: str
    prefixes: tuple[str, ...]

    @property
    def in_evidence(self) -> bool:
        """Whether it stands in evidence: a source, or what one reports."""
        return "evidence" in self.path


def references(record: Any) -> Iterator[Reference]:
    """Every reference of a record but its own id, in the order of the fields."""
    for reference in _within(record, type(record), ()):
        if reference.path != ("id",):
            yield reference


def evidence_of(record: Any) -> tuple[Evidence, ...]:
    """All evidence of a record, that of its contingents and of its outcome too; none of a source."""
    outcome = getattr(record, "outcome", None)
    parts = (*getattr(record, "contingents", ()), *(() if outcome is None else (outcome,)))
    return (*getattr(record, "evidence", ()), *(witness for part in parts for witness in part.evidence))


def _within(holder: Any, owner: ModelClass, path: Path) -> Iterator[Reference]:
    fields = fields_of(type(holder))
    owner = type(holder) if "evidence" in fields else owner
    for name, field in fields.items():
        value = getattr(holder, name)
        if field.nature == "reports":
            for reported in value:
                reported_field = reportable(owner)[reported.field]
                yield from _of_field(reported_field, reported.value, owner, (*path, name, reported.field))
        elif value is not None:
            yield from _of_field(field, value, owner, (*path, name))


def _of_field(field: FieldType, value: Any, owner: ModelClass, path: Path) -> Iterator[Reference]:
    if field.nature not in ("reference", "object"):
        return
    for place, item in (((*path, i), item) for i, item in enumerate(value)) if field.many else ((path, value),):
        if field.nature == "reference":
            yield Reference(place, item, field.prefixes)
        else:
            yield from _within(item, owner, place)
