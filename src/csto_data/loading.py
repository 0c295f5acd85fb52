"""From the files of a dataset to records.

``build`` trusts its input, as the packaged data may be trusted: they are validated before they are packaged. Foreign
data go through ``structuring``, which trusts nothing and gives equal records. Not here: JSON Schema (``validation``).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from .dates import Day, Instant
from .model.base import Evidence, OrganizationId, Quantity, Reported, StateId
from .model.fields import FieldType, ModelClass, fields_of, reportable

Raw = dict[str, Any]
Read = Callable[[Any], Any]


class MembershipCoverage(NamedTuple):
    """All memberships of the organisation from ``first`` to ``last`` are in the data."""

    organization: OrganizationId
    first: date
    last: date


class OfficeCoverage(NamedTuple):
    """All holders of the post from ``first`` to ``last`` are in the data."""

    title: str
    of: StateId | OrganizationId
    first: date
    last: date


class Coverage(NamedTuple):
    """What is complete, and for which days; everything else is a selection."""

    memberships: tuple[MembershipCoverage, ...] = ()
    offices: tuple[OfficeCoverage, ...] = ()


class Manifest(NamedTuple):
    """What ``datapackage.json`` says: the data version, the file of each dataset, the coverage, the day of release."""

    version: str
    paths: tuple[tuple[str, str], ...]
    coverage: Coverage
    released: date | None = None


def build_manifest(raw: Raw) -> Manifest:
    """The manifest from its JSON (Data Package v2 with the property ``coverage``)."""
    covered = raw.get("coverage", {})
    return Manifest(
        version=raw["version"],
        paths=tuple((entry["name"], entry["path"]) for entry in raw["resources"]),
        coverage=Coverage(
            memberships=tuple(MembershipCoverage(**_span(entry)) for entry in covered.get("memberships", ())),
            offices=tuple(OfficeCoverage(**_span(entry)) for entry in covered.get("offices", ())),
        ),
        released=date.fromisoformat(raw["created"][:10]) if "created" in raw else None,
    )


def _span(entry: Raw) -> Raw:
    rest = {key: value for key, value in entry.items() if key not in ("from", "until")}
    return {**rest, "first": date.fromisoformat(entry["from"]), "last": date.fromisoformat(entry["until"])}


def build(cls: ModelClass, raw: Raw) -> Any:
    """One record of ``cls`` from JSON that is known to be valid."""
    return _builder(cls, cls)(raw)


@cache
def _builder(cls: ModelClass, owner: ModelClass) -> Callable[[Raw], Any]:
    """A constructor of ``cls`` from JSON; ``owner`` is the class whose fields its evidence reports."""
    if cls is Evidence:
        reads = {name: _reader(field, owner) for name, field in fields_of(cls).items() if name != "reports"}
        reported = {name: _reader(field, owner) for name, field in reportable(owner).items()}
        reads["reports"] = lambda raw: tuple(Reported(name, reported[name](value)) for name, value in raw.items())
    else:
        owner = cls if "evidence" in fields_of(cls) else owner
        reads = {name: _reader(field, owner) for name, field in fields_of(cls).items()}
    return lambda raw: cls(**{name: reads[name](value) for name, value in raw.items()})


def _reader(field: FieldType, owner: ModelClass) -> Read:
    match field.nature:
        case "day":
            read: Read = _day
        case "instant":
            read = Instant
        case "quantity":
            read = _quantity
        case "object":
            read = _builder(field.cls, owner)
        case _:
            return tuple if field.many else _same
    return (lambda values: tuple([read(value) for value in values])) if field.many else read


def _same(value: Any) -> Any:
    return value


def _quantity(raw: Raw) -> Quantity:
    return Quantity(**raw)


_day = cache(Day)
