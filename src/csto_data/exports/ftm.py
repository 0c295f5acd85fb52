"""FollowTheMoney entities, one on each line as JSON, and what they cannot hold.

A property has a value only if FollowTheMoney keeps it unchanged. Everything else is a loss: FollowTheMoney itself would
drop or shorten it without a message.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..dates import Day
from ..model.fields import FieldType, fields_of
from ..model.kinds import kind_of
from ..model.names import OtherName
from ..model.references import evidence_of
from ..model.values import Party
from ..progress import track
from .files import write_lines
from .losses import Loss

if TYPE_CHECKING:
    from ..store.record_store import RecordStore

_THING = {"name": "name", "wikidata": "wikidataId", "note": "notes"}
_SPELL = {"start": "startDate", "end": "endDate", "note": "description"}
_SCHEMAS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "sources": (
        "Document",
        {
            "title": "title",
            "publisher": "publisher",
            "published": "publishedAt",
            "url": "sourceUrl",
            "accessed": "retrievedAt",
            "note": "notes",
        },
    ),
    "states": ("PublicBody", _THING),
    "organizations": (
        "Organization",
        {**_THING, "founded": "incorporationDate", "dissolved": "dissolutionDate", "part_of": "parent"},
    ),
    "people": ("Person", _THING),
    "places": ("Address", {**_THING, "latitude": "latitude", "longitude": "longitude"}),
    "memberships": ("Membership", {**_SPELL, "member": "member", "organization": "organization", "status": "status"}),
    "offices": ("Occupancy", {**_SPELL, "holder": "holder"}),
    "operations": (
        "Event",
        {**_THING, "start": "startDate", "end": "endDate", "organization": "organizer", "lead": "involved"},
    ),
    "events": (
        "Event",
        {
            "title": "name",
            "summary": "summary",
            "date": "date",
            "start": "startDate",
            "end": "endDate",
            "place": "addressEntity",
            "states": "involved",
            "participants": "involved",
            "note": "notes",
        },
    ),
}
"""The schema of each dataset, and the property of each field. Other datasets and fields have none."""
_NAMES = {"official": "alias", "common": "alias", "native": "alias", "former": "previousName", "spelling": "weakAlias"}
_RANGES = {
    "member": ("state", "org"),
    "organization": ("org",),
    "parent": ("org",),
    "holder": ("person",),
    "organizer": ("state", "org", "person"),
    "involved": ("state", "org", "person"),
    "addressEntity": ("place",),
}
"""The kinds of records to which a property can refer."""
_PREFIX_OF_DATE = re.compile("[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")

NO_SCHEMA = "a record for which FollowTheMoney has no schema"
NO_PROPERTY = "a field for which FollowTheMoney has no property"
NOT_A_DATE = "a day that is a set, approximate or uncertain"
NO_ENTITY = "a reference that the property cannot hold"
LANGUAGE = "the language of a name"
PARTS = "the role, office or description of a party"
REPORTED = "a value that a source reports"
PLACE = "the place in a source"


class Mapped(NamedTuple):
    """A value of a record: the property and text that hold it, or the reason why none does."""

    record: str
    field: str
    value: str
    property: str | None
    loss: str | None


def write_ftm(store: RecordStore, file: Path) -> None:
    """Write a file with one entity on each line.

    Args:
        store: The data.
        file: The file.

    Raises:
        DatasetError: The file cannot be written.
    """
    write_lines(file, (json.dumps(entity, ensure_ascii=False) for entity in entities(store)))


def losses(store: RecordStore) -> Iterator[Loss]:
    """Yield the values that entities cannot hold."""
    for record in store:
        for found in mapped(record):
            if found.loss is not None:
                yield Loss(kind=found.loss, record=found.record, field=found.field, value=found.value)


def entities(store: RecordStore) -> Iterator[dict[str, Any]]:
    """Yield the entities of all records that have a schema."""
    for dataset in _SCHEMAS:
        table = store.table(dataset)
        for record in track(table, f"writing {dataset}", len(table)):
            if not _has_schema(record):
                continue
            properties: dict[str, list[str]] = {}
            for found in mapped(record):
                if found.property is not None and found.value not in properties.setdefault(found.property, []):
                    properties[found.property].append(found.value)
            if dataset == "offices":
                yield _post(record)
                properties["post"] = [f"{entity_id(record.id)}-post"]
            if dataset == "sources":
                properties["fileName"] = [record.id.partition(":")[2]]
            yield {"id": entity_id(record.id), "schema": _SCHEMAS[dataset][0], "properties": properties}


def _post(office: Any) -> dict[str, Any]:
    """Return the position that an occupancy is about."""
    named = {"name": [office.title]}
    in_organization = office.of is not None and office.of.partition(":")[0] in ("state", "org")
    return {
        "id": f"{entity_id(office.id)}-post",
        "schema": "Position",
        "properties": {**named, **({"organization": [entity_id(office.of)]} if in_organization else {})},
    }


def _has_schema(record: Any) -> bool:
    """Return whether a record can be an entity; the holder of an occupancy must be a person."""
    dataset = _dataset(record)
    return dataset in _SCHEMAS and (dataset != "offices" or record.holder.startswith("person:"))


def _dataset(record: Any) -> str:
    kind = kind_of(record.id)
    assert kind is not None  # noqa: S101  # each id has the prefix of a kind
    return kind.dataset


def mapped(record: Any) -> Iterator[Mapped]:
    """Yield each value of a record, with the property that holds it or the reason why none does."""
    if not _has_schema(record):
        yield Mapped(record.id, "id", record.id, None, NO_SCHEMA)
        return
    properties = _SCHEMAS[_dataset(record)][1]
    for field in fields_of(type(record)).values():
        value = getattr(record, field.name)
        if field.name in ("id", "evidence") or value is None or value is False:
            continue
        for element in value if field.many else (value,):
            yield from _value(record, field, element, properties.get(field.name))
    yield from _evidence(record)


def _value(record: Any, field: FieldType, value: Any, property: str | None) -> Iterator[Mapped]:
    if isinstance(value, OtherName):
        yield Mapped(record.id, "names", value.text, _name_property(record, value), None)
        if value.language is not None:
            yield Mapped(record.id, "names", value.language, None, LANGUAGE)
    elif _dataset(record) == "offices" and field.name in ("title", "of"):
        yield Mapped(record.id, field.name, str(value), None, None)  # in the position
    elif property is None:
        yield Mapped(record.id, field.name, str(value), None, NO_PROPERTY)
    elif isinstance(value, Party):
        yield from _party(record, field, value, property)
    elif isinstance(value, Day) and _PREFIX_OF_DATE.fullmatch(value.text) is None:
        yield Mapped(record.id, field.name, value.text, None, NOT_A_DATE)
    elif field.nature == "reference" and not _fits(value, property):
        yield Mapped(record.id, field.name, value, None, NO_ENTITY)
    else:
        text = entity_id(value) if field.nature == "reference" else str(value)
        yield Mapped(record.id, field.name, text, property, None)


def entity_id(id: str) -> str:
    """Return the id of the entity of a record; FollowTheMoney allows no colon.

    Example:
        >>> entity_id("state:KAZ")
        'state.KAZ'
    """
    return id.replace(":", ".")


def _fits(id: str, property: str) -> bool:
    return id.partition(":")[0] in _RANGES[property]


def _name_property(record: Any, name: OtherName) -> str:
    if name.kind == "abbreviation":
        return "alias" if _dataset(record) == "places" else "abbreviation"
    return _NAMES[name.kind]


def _party(record: Any, field: FieldType, party: Party, property: str) -> Iterator[Mapped]:
    """Yield the actor of a party as a reference, and its other parts as losses."""
    for part in fields_of(type(party)):
        value = getattr(party, part)
        if value is not None:
            is_held = part == "actor" and _fits(value, property)
            loss = None if is_held else PARTS
            text = entity_id(value) if is_held else value
            yield Mapped(record.id, f"{field.name}.{part}", text, property if is_held else None, loss)


def _evidence(record: Any) -> Iterator[Mapped]:
    """Yield the sources of a record as its proof, and what they report, and where, as losses."""
    for entry in evidence_of(record):
        yield Mapped(record.id, "evidence", entity_id(entry.source), "proof", None)
        if entry.at is not None:
            yield Mapped(record.id, "evidence.at", str(entry.at), None, PLACE)
        for reported in entry.reports:
            yield Mapped(record.id, f"evidence.{reported.field}", str(reported.value), None, REPORTED)
        if entry.note is not None:
            yield Mapped(record.id, "evidence.note", entry.note, None, NO_PROPERTY)
