"""References from a record to other records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import frozen

from .evidence import Evidence
from .fields import FieldType, ModelClass, fields_of, reportable

Path = tuple[str | int, ...]


@frozen
class Reference:
    """An id at a path in a record, with the prefixes that are allowed there."""

    path: Path
    id: str
    prefixes: tuple[str, ...]

    @property
    def in_evidence(self) -> bool:
        """Whether it is part of evidence: the source, or a value that it reports."""
        return "evidence" in self.path


def references(record: Any) -> Iterator[Reference]:
    """Yield every reference of a record except its own id, in the order of the fields."""
    for reference in _within(record, type(record), ()):
        if reference.path != ("id",):
            yield reference


def evidence_of(record: Any) -> tuple[Evidence, ...]:
    """Return all evidence of a record, including that of its contingents or its outcome; none for a source."""
    outcome = getattr(record, "outcome", None)
    parts = (*getattr(record, "contingents", ()), *(() if outcome is None else (outcome,)))
    return (*getattr(record, "evidence", ()), *(entry for part in parts for entry in part.evidence))


def _within(holder: Any, owner: ModelClass, path: Path) -> Iterator[Reference]:
    """Yield the references in an object; ``owner`` is the class that its evidence is about."""
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
    """Yield the references in the value of a field."""
    if field.nature not in ("reference", "object"):
        return
    for place, item in (((*path, i), item) for i, item in enumerate(value)) if field.many else ((path, value),):
        if field.nature == "reference":
            yield Reference(place, item, field.prefixes)
        else:
            yield from _within(item, owner, place)
