"""FollowTheMoney reads entities and statements; every value of the data is in them or in the list of losses."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from followthemoney import model
from followthemoney.dataset import Dataset as Collection
from followthemoney.proxy import EntityProxy
from followthemoney.statement import StatementEntity
from followthemoney.statement.serialize import read_csv_statements

from csto_data import Dataset, load
from csto_data.exports.formats import losses_of
from csto_data.model import Membership

DATASETS = {
    "data": load,
    "as reported": lambda: load().as_reported_by("source:sukhankin-2022"),
    "version 1.0.0": lambda: load(version="1.0.0"),
}
Value = tuple[str, str, str]
"""The id of a record, the path of a field, and a value as text."""
PROPERTIES = {
    "source": ["title", "publisher", "published", "url", "accessed", "note"],
    "state": ["name", "wikidata", "note", "names.text", "names.kind"],
    "org": ["name", "wikidata", "note", "founded", "dissolved", "part_of", "names.text", "names.kind"],
    "person": ["name", "wikidata", "note", "names.text", "names.kind"],
    "place": ["name", "wikidata", "note", "latitude", "longitude", "names.text", "names.kind"],
    "membership": ["member", "organization", "status", "start", "end", "note"],
    "office": ["holder", "title", "of", "start", "end", "note"],
    "operation": ["name", "wikidata", "start", "end", "organization", "lead", "note", "names.text", "names.kind"],
    "event": ["title", "summary", "date", "start", "end", "place", "states", "participants.actor", "note"],
}
"""The fields that FollowTheMoney has a property for, by the prefix of the record."""
ONE_NAME = {"former": "previousName", "abbreviation": "abbreviation", "spelling": "weakAlias"}
"""The properties that show the kind of a name."""
DAYS = ("published", "accessed", "founded", "dissolved", "date", "start", "end")
PEOPLE_AND_BODIES = ("state:", "org:", "person:")


@pytest.fixture(params=DATASETS, scope="module")
def dataset(request: pytest.FixtureRequest) -> Dataset:
    return DATASETS[request.param]()


@pytest.fixture(scope="module")
def folder(dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ftm")
    dataset.export("ftm", folder)
    return folder


def values_in(raw: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield each value in JSON with its path, without positions."""
    if isinstance(raw, dict):
        for name, value in raw.items():
            yield from values_in(value, f"{path}.{name}".lstrip("."))
    elif isinstance(raw, list):
        for element in raw:
            yield from values_in(element, path)
    else:
        yield path, str(raw)


def values_of(dataset: Dataset) -> Counter[Value]:
    return Counter((record.id, *value) for record in dataset for value in values_in(record.to_dict()))


def expected_loss(dataset: Dataset, value: Value) -> str | None:
    """Return why FollowTheMoney cannot hold a value, or None if it can."""
    id, path, text = value
    kind = id.partition(":")[0]
    if kind not in PROPERTIES or (kind == "office" and not dataset.offices[id].holder.startswith("person:")):
        return "of a record for which FollowTheMoney has no schema"
    if path.startswith("evidence.at."):
        return "the place in a source"
    if path in ("id", "evidence.source"):
        return None
    field = path.removeprefix("evidence.reports.")
    if field == "names.language":
        return "the language of a name"
    if field == "names.kind" and (
        text in ("official", "common", "native") or (kind, text) == ("place", "abbreviation")
    ):
        return "the kind of a name"
    if kind == "event" and re.fullmatch("participants[.](role|office|of|described_as)", field):
        return "the role, office or description of a party"
    if field not in PROPERTIES[kind]:
        return "of a field for which FollowTheMoney has no property"
    if field in DAYS and re.fullmatch("[0-9]{4}(-[0-9]{2}){0,2}", text) is None:
        return "a day that is a set, approximate or uncertain"
    if field == "participants.actor" and not text.startswith(PEOPLE_AND_BODIES):
        return "a reference that the property cannot hold"
    if field == "states" and not text.startswith("state:"):
        return "a reference that the property cannot hold"
    if field == "place" and not text.startswith("place:"):
        return "a reference that the property cannot hold"
    return None


def test_each_value_is_held_or_listed_as_a_loss_of_its_kind(dataset: Dataset) -> None:
    reports_of_plans = Counter(
        (record.id, f"evidence.reports.{path}", text)
        for record in dataset
        for entry in record.to_dict().get("evidence", ())
        if entry.get("planned")
        for path, text in values_in(entry.get("reports", {}))
    )
    expected: Counter[str | None] = Counter()
    for value, number in values_of(dataset).items():
        reason = expected_loss(dataset, value)
        no_schema = reason is not None and "no schema" in reason
        plans = 0 if no_schema else reports_of_plans[value]
        expected["a report of something planned"] += plans
        expected[reason] += number - plans
    others = (*dataset.coverage.memberships, *dataset.coverage.offices, *dataset.redirects)
    expected["of a covered period or redirect"] = sum(1 for other in others for _ in values_in(other.to_dict()))
    del expected[None]
    found = Counter(loss.kind for loss in losses_of(dataset, "ftm"))
    assert found == +expected


def read_entities(folder: Path) -> dict[str, dict[str, set[str]]]:
    """Return the values that FollowTheMoney keeps of each entity, by property."""
    found = {}
    for line in (folder / "entities.ftm.json").read_text(encoding="utf-8").splitlines():
        raw = json.loads(line)
        entity = EntityProxy.from_dict({**raw, "properties": {}})
        for name, values in raw["properties"].items():
            entity.add(name, values)  # which drops or shortens what is not valid
        schema = model.get(raw["schema"])
        assert schema is not None
        schema.validate(entity.to_dict())
        found[str(entity.id)] = {name: set(values) for name, values in entity.properties.items()}
    return found


def read_statements(folder: Path) -> dict[str, dict[str, set[tuple[str, str]]]]:
    """Return the values, each with its dataset, of the entities into which FollowTheMoney combines the statements."""
    rows = [*read_csv_statements(BytesIO((folder / "statements.csv").read_bytes()))]
    by_entity: dict[str, list[Any]] = {}
    for row in rows:
        assert row.id == row.generate_key()
        by_entity.setdefault(row.entity_id, []).append(row)
    found = {}
    for id, group in by_entity.items():
        entity = StatementEntity.from_statements(Collection.make({"name": "csto_data"}), group)
        clean = {
            (row.prop, row.value, row.dataset)
            for row in entity.statements
            if row.prop != "id" and entity.schema.get(row.prop).type.clean(row.value) == row.value
        }
        found[id] = {name: {(text, named) for prop, text, named in clean if prop == name} for name, _, _ in clean}
    return found


def properties_of(value: Value) -> tuple[str, str, str]:
    """Return the entity that holds a value, its property and its text there, as the documentation says."""
    id, path, text = value
    kind, field = id.partition(":")[0], path.removeprefix("evidence.reports.")
    own = {
        "source": {"published": "publishedAt", "url": "sourceUrl", "accessed": "retrievedAt"},
        "org": {"founded": "incorporationDate", "dissolved": "dissolutionDate", "part_of": "parent"},
        "operation": {"organization": "organizer", "lead": "involved"},
        "event": {"title": "name", "place": "addressEntity", "states": "involved", "participants.actor": "involved"},
        "office": {"title": "name", "of": "organization", "note": "description"},
        "membership": {"note": "description"},
    }.get(kind, {})
    shared = {"wikidata": "wikidataId", "start": "startDate", "end": "endDate", "note": "notes"}
    entity = id.replace(":", ".") + (".post" if kind == "office" and field in ("title", "of") else "")
    is_reference = re.match("(state|org|person|place|source):", text) is not None and field != "note"
    property = "proof" if path == "evidence.source" else {**shared, **own}.get(field, field)
    return entity, property, text.replace(":", ".", 1) if is_reference else text


def lost(dataset: Dataset, folder: Path) -> list[Any]:
    """Return the values that are neither in the files nor in the list of losses."""
    entities, statements = read_entities(folder), read_statements(folder)
    remaining = values_of(dataset) - Counter(
        (loss.record, loss.field, loss.value) for loss in losses_of(dataset, "ftm")
    )
    missing = []
    for value in remaining:
        entity, property, text = properties_of(value)
        names = ("alias", *ONE_NAME.values()) if property == "names.text" else (property,)
        if value[1].endswith("names.kind"):
            held = ONE_NAME[value[2]] in statements[entity]
        elif value[1] == "id":
            held = entity in entities and entity in statements
        elif value[1].startswith("evidence.reports."):
            held = any(
                text == each and where != "csto_data"
                for name in names
                for each, where in statements[entity].get(name, ())
            )
        else:
            held = any(text in entities[entity].get(name, ()) for name in names) and any(
                (text, "csto_data") in statements[entity].get(name, ()) for name in names
            )
        if not held:
            missing.append(value)
    return missing


def test_followthemoney_keeps_each_value_that_is_not_a_loss(dataset: Dataset, folder: Path) -> None:
    assert lost(dataset, folder) == []


def test_followthemoney_accepts_the_names_of_all_datasets(folder: Path) -> None:
    with (folder / "statements.csv").open(encoding="utf-8", newline="") as opened:
        names = {row["dataset"] for row in csv.DictReader(opened)}
    assert "csto_data" in names
    assert len(names) > 1
    for name in names:
        assert Collection.make({"name": name}).name == name


def test_statements_name_the_source_of_each_reported_end(dataset: Dataset, folder: Path) -> None:
    statements = read_statements(folder)
    for record in map(Membership.to_dict, dataset.memberships):
        ends = {(record.get("end", ""), "csto_data")}
        for entry in record["evidence"]:
            if not entry.get("planned"):
                named = entry["source"].replace(":", "_").replace("-", "_")
                ends.add((entry.get("reports", {}).get("end", ""), named))
        expected = {(end, named) for end, named in ends if re.fullmatch("[0-9]{4}(-[0-9]{2}){0,2}", end)}
        assert statements[record["id"].replace(":", ".")].get("endDate", set()) == expected


@pytest.mark.parametrize(
    ("column", "old", "new"),
    [("value", "2012-12-19", "[2012..2013]"), ("value", "Armenia", ""), ("dataset", "csto_data", "other")],
    ids=["date", "name", "dataset"],
)
def test_a_spoilt_statement_is_noticed(tmp_path: Path, column: str, old: str, new: str) -> None:
    load().export("ftm", tmp_path)
    assert lost(load(), tmp_path) == []
    with (tmp_path / "statements.csv").open(encoding="utf-8", newline="") as opened:
        rows = [*csv.DictReader(opened)]
    spoilt = [{**row, column: new, "id": ""} if row[column] == old else row for row in rows]
    assert spoilt != rows
    with (tmp_path / "statements.csv").open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, rows[0])
        writer.writeheader()
        writer.writerows(spoilt)
    assert lost(load(), tmp_path) != []


def test_a_spoilt_entity_is_noticed(tmp_path: Path) -> None:
    load().export("ftm", tmp_path)
    file = tmp_path / "entities.ftm.json"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"endDate": ["2012-12-19"]', '"endDate": ["2012-12-32"]'), encoding="utf-8")
    assert [value[:2] for value in lost(load(), tmp_path)] == [("membership:csto-uzb-1", "end")]
