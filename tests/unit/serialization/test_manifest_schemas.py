"""The schemas of manifests, packs and reports agree with the code that reads and writes them."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.schema_documents import part_values
from support.validators import assert_both_accept, jsonschema_rs_validator, jsonschema_validator, walk_values

from csto_data import Finding, data_root
from csto_data.diagnostics import ReportDocument
from csto_data.model.json_values import to_json
from csto_data.model.manifest import Manifest
from csto_data.model.pack import Pack
from csto_data.serialization.converter import REFUSALS, structure
from csto_data.validation import RULES, Fix, RelatedLocation
from csto_data.validation.reporters.json import report

MANIFEST, PACK, REPORT = "datapackage.schema.json", "pack.schema.json", "report.schema.json"
REPLACEMENTS = [None, 7, "text", "2022-01-06", "2022-02-31", [], {}, "state:KAZ"]
for_manifest_and_pack = pytest.mark.parametrize(
    ("file", "cls"), [(MANIFEST, Manifest), (PACK, Pack)], ids=["manifest", "pack"]
)


@st.composite
def edited(draw: st.DrawFn, file: str) -> Any:
    """A document in which one value is replaced, removed or renamed."""
    document = json.loads(json.dumps(draw(part_values(file))))
    path, value = draw(st.sampled_from([found for found in walk_values(document) if found[0]]))
    parent: Any = document
    for step in path[:-1]:
        parent = parent[step]
    match draw(st.sampled_from(["replace", "remove", "rename"])):
        case "remove":
            del parent[path[-1]]
        case "rename" if isinstance(parent, dict):
            parent[f"{path[-1]}x"] = parent.pop(path[-1])
        case _:
            parent[path[-1]] = draw(st.sampled_from([*REPLACEMENTS, f"{value}\n", [value, value]]))
    return document


def only_reader_rejects(raw: Any) -> bool:
    """Whether a document has a fault that JSON Schema cannot express: a reversed span or an invalid calendar date."""
    spans = [span for spans in raw.get("coverage", {}).values() for span in spans]
    return any(span["until"] < span["from"] for span in spans) or not in_calendar(raw.get("created", "2022-01-06"))


def in_calendar(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text[:10]))
    except ValueError:
        return False


def assert_round_trip(cls: Any, raw: Any, expected: bool) -> None:
    """Assert that the reader accepts the document without loss, or rejects it, as expected."""
    if expected:
        assert json.dumps(to_json(structure(cls, raw))) == json.dumps(raw)
    else:
        with pytest.raises(REFUSALS):
            structure(cls, raw)


@for_manifest_and_pack
@given(data=st.data())
def test_schema_valid_document_round_trips(file: str, cls: Any, data: st.DataObject) -> None:
    raw = data.draw(part_values(file))
    assert_both_accept(file, raw)
    assert_round_trip(cls, raw, not only_reader_rejects(raw))


@for_manifest_and_pack
@given(data=st.data())
def test_validators_and_reader_agree_on_edited_documents(file: str, cls: Any, data: st.DataObject) -> None:
    raw = data.draw(edited(file))
    verdict = jsonschema_validator(file).is_valid(raw)
    assert jsonschema_rs_validator(file).is_valid(raw) is verdict
    assert_round_trip(cls, raw, verdict and not only_reader_rejects(raw))


def test_packaged_manifest_is_valid() -> None:
    assert_both_accept(MANIFEST, json.loads(data_root().joinpath("datapackage.json").read_bytes()))


# Reports


def objects_of(cls: Any, **known: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Objects of a class. Fields not in `known` are strings, or None where they are optional."""
    texts = {
        field.name: st.text() if field.default is attrs.NOTHING else st.none() | st.text()
        for field in attrs.fields(cls)
    }
    return st.builds(cls, **{**texts, **known})


POSITION = ("line", "column", "end_line", "end_column")
places = st.integers(1, 10**6)
findings = objects_of(
    Finding,
    **dict.fromkeys(POSITION, st.none() | places),
    rule=st.sampled_from(list(RULES)),
    severity=st.sampled_from(["error", "warning"]),
    fix=st.none()
    | objects_of(Fix, **dict.fromkeys(POSITION, places), applicability=st.sampled_from(["safe", "unsafe"])),
    related=st.lists(
        objects_of(RelatedLocation, line=st.none() | places, column=st.none() | places), max_size=2, unique=True
    ).map(tuple),
)


@given(st.lists(findings, max_size=3), st.integers(0, 10))
def test_report_is_valid_and_contains_every_finding(found: list[Finding], hidden: int) -> None:
    written = json.loads(report(found, len(found) + hidden))
    assert_both_accept(REPORT, written)
    document = structure(ReportDocument, written)
    assert document.findings == tuple(attrs.evolve(finding, excerpt=None, suppression=None) for finding in found)


@given(part_values(REPORT))
def test_schema_valid_report_round_trips(raw: Any) -> None:
    assert_both_accept(REPORT, raw)
    document = structure(ReportDocument, raw)
    assert json.loads(report(document.findings, document.count, "", document.suppressed)) == raw
