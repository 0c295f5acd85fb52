"""Manifests, packs and reports: their schemas agree with what reads or writes them."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.schema_documents import part
from support.validators import assert_both_accept, first_validator, objects, second_validator

from csto_data import Finding, data_root
from csto_data.diagnostics import ReportDocument
from csto_data.model.manifest import Manifest
from csto_data.model.pack import Pack
from csto_data.serialization.converter import REFUSALS, structure, unstructure
from csto_data.validation import RULES, Fix, RelatedLocation
from csto_data.validation.reporters.json import report

MANIFEST, PACK, REPORT = "datapackage.schema.json", "pack.schema.json", "report.schema.json"
OTHERS = [None, 7, "text", "2022-01-06", "2022-02-31", [], {}, "state:KAZ"]
read_by_class = pytest.mark.parametrize(("file", "cls"), [(MANIFEST, Manifest), (PACK, Pack)])


@st.composite
def edited(draw: st.DrawFn, file: str) -> Any:
    """A document in which a value is replaced, dropped or renamed."""
    document = json.loads(json.dumps(draw(part(file))))
    path, value = draw(st.sampled_from([found for found in objects(document) if found[0]]))
    holder: Any = document
    for step in path[:-1]:
        holder = holder[step]
    match draw(st.sampled_from(["put", "drop", "rename"])):
        case "drop":
            del holder[path[-1]]
        case "rename" if isinstance(holder, dict):
            holder[f"{path[-1]}x"] = holder.pop(path[-1])
        case _:
            holder[path[-1]] = draw(st.sampled_from([*OTHERS, f"{value}\n", [value, value]]))
    return document


def only_the_reader_refuses(raw: Any) -> bool:
    """Whether a document has what JSON Schema cannot refuse: a reversed span, or a time that is not in the calendar."""
    spans = [span for spans in raw.get("coverage", {}).values() for span in spans]
    return any(span["until"] < span["from"] for span in spans) or not in_calendar(raw.get("created", "2022-01-06"))


def in_calendar(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text[:10]))
    except ValueError:
        return False


def assert_read_back(cls: Any, raw: Any, expected: bool) -> None:
    """Assert that the reader accepts the document as expected, and that nothing of it is lost."""
    if expected:
        assert json.dumps(unstructure(structure(cls, raw))) == json.dumps(raw)
    else:
        with pytest.raises(REFUSALS):
            structure(cls, raw)


@read_by_class
@given(data=st.data())
def test_documents_that_the_schema_allows_are_read_and_written_back_identically(
    file: str, cls: Any, data: st.DataObject
) -> None:
    raw = data.draw(part(file))
    assert_both_accept(file, raw)
    assert_read_back(cls, raw, not only_the_reader_refuses(raw))


@read_by_class
@given(data=st.data())
def test_engines_and_reader_agree_on_edited_documents(file: str, cls: Any, data: st.DataObject) -> None:
    raw = data.draw(edited(file))
    verdict = first_validator(file).is_valid(raw)
    assert second_validator(file).is_valid(raw) is verdict
    assert_read_back(cls, raw, verdict and not only_the_reader_refuses(raw))


def test_the_packaged_manifest_is_valid() -> None:
    assert_both_accept(MANIFEST, json.loads(data_root().joinpath("datapackage.json").read_bytes()))


# Reports


def objects_of(cls: Any, **known: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Objects of a class whose other fields are texts, or left out where they are optional."""
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
def test_a_report_is_valid_and_holds_every_finding(found: list[Finding], more: int) -> None:
    written = json.loads(report(found, len(found) + more))
    assert_both_accept(REPORT, written)
    document = structure(ReportDocument, written)
    assert document.findings == tuple(attrs.evolve(one, excerpt=None) for one in found)


@given(part(REPORT))
def test_findings_that_the_schema_allows_are_written_back_identically(raw: Any) -> None:
    assert_both_accept(REPORT, raw)
    document = structure(ReportDocument, raw)
    assert json.loads(report(document.findings, document.count)) == raw
