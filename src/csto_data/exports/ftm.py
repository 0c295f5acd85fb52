"""FollowTheMoney: entities with the values of the records, and statements that say which source reports which value.

A property has a value only if FollowTheMoney keeps it unchanged. Everything else is a loss: FollowTheMoney itself would
drop or shorten it without a message.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha1
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..model.fields import fields_of
from ..model.json_values import to_json
from ..model.kinds import BY_PREFIX
from ..progress import track
from ..store.folder_writer import create_folder
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
    "offices": ("Occupancy", {**_SPELL, "holder": "holder", "title": "name", "of": "organization"}),
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
"""The schema of each dataset, and the property of each field. Other datasets and fields have none.

The title of an office and what it belongs to are properties of its post, an entity of its own.
"""
_OF_POST = ("title", "of")
_NAMES = {"official": "alias", "common": "alias", "native": "alias", "former": "previousName", "spelling": "weakAlias"}
"""The property of a name by its kind, which ``alias`` does not show; abbreviations: see ``_name_property``."""
_RANGES = {
    "member": ("state", "org"),
    "organization": ("state", "org"),
    "parent": ("org",),
    "holder": ("person",),
    "organizer": ("state", "org", "person"),
    "involved": ("state", "org", "person"),
    "addressEntity": ("place",),
}
"""The kinds of records to which a property can refer."""
_PREFIX_OF_DATE = re.compile("[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")

NO_SCHEMA = "of a record for which FollowTheMoney has no schema"
NO_PROPERTY = "of a field for which FollowTheMoney has no property"
NOT_A_DATE = "a day that is a set, approximate or uncertain"
NO_ENTITY = "a reference that the property cannot hold"
NAME_KIND = "the kind of a name"
LANGUAGE = "the language of a name"
PARTS = "the role, office or description of a party"
PLANNED = "a report of something planned"
PLACE = "the place in a source"
NO_RECORD = "of a covered period or redirect"

DATASET = "csto_data"
"""The dataset of statements about the values of records; what a source reports is in a dataset of that source."""


class Mapped(NamedTuple):
    """A value of a record: the entity, property and text that hold it, or the reason why none does.

    The kind of some names is held by the choice of the property: then there is neither a property nor a reason.
    """

    record: str
    field: str
    value: str
    dataset: str
    property: str | None = None
    text: str = ""
    loss: str | None = None
    of_post: bool = False


def write_ftm(store: RecordStore, folder: Path) -> None:
    """Write ``entities.ftm.json``, with an entity on each line, and ``statements.csv`` to a folder.

    Args:
        store: The data.
        folder: The folder, which is created if it does not exist.

    Raises:
        DatasetError: A file cannot be written.
    """
    create_folder(folder)
    lines = (json.dumps(entity, ensure_ascii=False) for entity in track(entities(store), "writing entities"))
    write_lines(folder / "entities.ftm.json", lines)
    rows = track(statements(store), "writing statements")
    write_lines(folder / "statements.csv", map(_csv_line, chain([_COLUMNS], rows)))


def losses(store: RecordStore) -> Iterator[Loss]:
    """Yield the values that neither entities nor statements hold."""
    for record in store:
        for found in mapped(record):
            if found.loss is not None:
                yield Loss(kind=found.loss, record=found.record, field=found.field, value=found.value)
    for id, path, described in _not_records(store):
        for found in _lost(id, path, to_json(described), DATASET, NO_RECORD):
            yield Loss(kind=NO_RECORD, record=id, field=found.field, value=found.value)


def _not_records(store: RecordStore) -> Iterator[tuple[str, str, Any]]:
    """Yield the covered periods and redirects, each after the id that it is about and the beginning of its paths."""
    for span in store.coverage.memberships:
        yield span.organization, "coverage.", span
    for holders in store.coverage.offices:
        yield holders.of, "coverage.", holders
    for redirect in store.redirects:
        yield redirect.id, "redirects.", redirect


def entities(store: RecordStore) -> Iterator[dict[str, Any]]:
    """Yield the entities of all records that have a schema, with the values of the records."""
    for record in _with_schema(store):
        schema = _SCHEMAS[_dataset(record.id)][0]
        found: dict[str, dict[str, list[str]]] = {entity_id(record.id): {}}
        for value in mapped(record):
            if value.property is not None and value.dataset == DATASET:
                texts = found.setdefault(_entity_of(value), {}).setdefault(value.property, [])
                if value.text not in texts:
                    texts.append(value.text)
        if schema == "Occupancy":
            found[entity_id(record.id)]["post"] = [_post_id(record.id)]
        if schema == "Document":
            found[entity_id(record.id)]["fileName"] = [record.id.partition(":")[2]]
        for id, properties in found.items():
            yield {"id": id, "schema": _schema_of(id, schema), "properties": properties}


_COLUMNS = ("canonical_id", "entity_id", "schema", "prop", "value", "dataset", "id")


def statements(store: RecordStore) -> Iterator[tuple[str, ...]]:
    """Yield a row for each value of an entity and each value that a source reports for it, without repetitions."""
    for record in _with_schema(store):
        schema = _SCHEMAS[_dataset(record.id)][0]
        held = [value for value in mapped(record) if value.property is not None]
        rows = dict.fromkeys((_entity_of(value), str(value.property), value.text, value.dataset) for value in held)
        if schema == "Occupancy":
            rows[entity_id(record.id), "post", _post_id(record.id), DATASET] = None
        if schema == "Document":
            rows[entity_id(record.id), "fileName", record.id.partition(":")[2], DATASET] = None
        for entity, prop, text, dataset in sorted(rows):
            key = sha1(f"{dataset}.{entity}.{prop}.{text}".encode(), usedforsecurity=False).hexdigest()
            yield entity, entity, _schema_of(entity, schema), prop, text, dataset, key


def _csv_line(row: Iterable[str]) -> str:
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="").writerow(row)
    return written.getvalue()


def _with_schema(store: RecordStore) -> Iterator[Any]:
    return (record for dataset in _SCHEMAS for record in store.table(dataset) if _has_schema(record))


def _has_schema(record: Any) -> bool:
    """Return whether a record can be an entity; the holder of an occupancy must be a person."""
    dataset = _dataset(record.id)
    return dataset in _SCHEMAS and (dataset != "offices" or record.holder.startswith("person:"))


def _dataset(id: str) -> str:
    return BY_PREFIX[id.partition(":")[0]].dataset


def entity_id(id: str) -> str:
    """Return the id of the entity of a record; FollowTheMoney allows no colon.

    Example:
        >>> entity_id("state:KAZ")
        'state.KAZ'
    """
    return id.replace(":", ".")


def _post_id(id: str) -> str:
    return f"{entity_id(id)}.post"


def _schema_of(entity: str, schema: str) -> str:
    return "Position" if schema == "Occupancy" and entity.endswith(".post") else schema


def _entity_of(value: Mapped) -> str:
    return _post_id(value.record) if value.of_post else entity_id(value.record)


def dataset_of(source: str) -> str:
    """Return the name of the dataset of what a source reports.

    Example:
        >>> dataset_of("source:sukhankin-2022")
        'source_sukhankin_2022'
    """
    return source.replace(":", "_").replace("-", "_")


def mapped(record: Any) -> Iterator[Mapped]:
    """Yield each value of a record, with the property that holds it or the reason why none does."""
    raw = to_json(record)
    if not _has_schema(record):
        yield from _lost(record.id, "", raw, DATASET, NO_SCHEMA)
        return
    evidence = raw.pop("evidence", ())
    yield Mapped(record.id, "id", raw.pop("id"), DATASET)
    yield from _values(record, raw, "", DATASET)
    for entry in evidence:
        source = entry.pop("source")
        dataset = dataset_of(source)
        yield Mapped(record.id, "evidence.source", source, DATASET, "proof", entity_id(source))
        reports = entry.pop("reports", {})
        yield from _lost(record.id, "evidence.at.", entry.pop("at", {}), dataset, PLACE)
        yield from _lost(record.id, "evidence.", entry, dataset, NO_PROPERTY)
        if "planned" in entry:
            yield from _lost(record.id, "evidence.reports.", reports, dataset, PLANNED)
        else:
            yield from _values(record, reports, "evidence.reports.", dataset)


def _lost(record: str, path: str, value: Any, dataset: str, loss: str) -> Iterator[Mapped]:
    """Yield each value in an object or list as a loss."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _lost(record, f"{path}{name}.", part, dataset, loss)
    elif isinstance(value, list):
        for element in value:
            yield from _lost(record, path, element, dataset, loss)
    else:
        yield Mapped(record, path.removesuffix("."), str(value), dataset, loss=loss)


def _values(record: Any, raw: Mapping[str, Any], path: str, dataset: str) -> Iterator[Mapped]:
    """Yield the values of a record, or those that a source reports for it."""
    properties = _SCHEMAS[_dataset(record.id)][1]
    for name, value in raw.items():
        property = properties.get(name)
        for element in value if isinstance(value, list) else [value]:
            if name == "names":
                yield from _name(record, element, path, dataset)
            elif property is None:
                yield from _lost(record.id, f"{path}{name}.", element, dataset, NO_PROPERTY)
            elif isinstance(element, dict):
                yield from _party(record.id, element, f"{path}{name}.", dataset, property)
            else:
                yield _scalar(record, name, element, path, dataset)


def _scalar(record: Any, name: str, value: Any, path: str, dataset: str) -> Mapped:
    """Return a text, number, date or reference with its property, or why the property cannot hold it."""
    nature = fields_of(type(record))[name].nature
    property = _SCHEMAS[_dataset(record.id)][1][name]
    found = Mapped(record.id, path + name, str(value), dataset)
    if nature == "day" and _PREFIX_OF_DATE.fullmatch(value) is None:
        return found._replace(loss=NOT_A_DATE)
    if nature == "reference" and not _fits(value, property):
        return found._replace(loss=NO_ENTITY)
    text = entity_id(value) if nature == "reference" else str(value)
    of_post = _dataset(record.id) == "offices" and name in _OF_POST
    return found._replace(property=property, text=text, of_post=of_post)


def _fits(id: str, property: str) -> bool:
    return id.partition(":")[0] in _RANGES[property]


def _name(record: Any, name: Mapping[str, str], path: str, dataset: str) -> Iterator[Mapped]:
    """Yield the text, kind and language of a name."""
    text, kind = name["text"], name["kind"]
    property = _name_property(record, kind)
    yield Mapped(record.id, f"{path}names.text", text, dataset, property, text)
    yield Mapped(record.id, f"{path}names.kind", kind, dataset, loss=NAME_KIND if property == "alias" else None)
    if "language" in name:
        yield Mapped(record.id, f"{path}names.language", name["language"], dataset, loss=LANGUAGE)


def _name_property(record: Any, kind: str) -> str:
    if kind == "abbreviation":
        return "alias" if _dataset(record.id) == "places" else "abbreviation"
    return _NAMES[kind]


def _party(record: str, party: Mapping[str, str], path: str, dataset: str, property: str) -> Iterator[Mapped]:
    """Yield the actor of a party as a reference, and its other parts as losses."""
    for part, value in party.items():
        found = Mapped(record, path + part, value, dataset)
        if part != "actor":
            yield found._replace(loss=PARTS)
        elif _fits(value, property):
            yield found._replace(property=property, text=entity_id(value))
        else:
            yield found._replace(loss=NO_ENTITY)
