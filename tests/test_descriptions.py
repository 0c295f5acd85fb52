"""Manifests, packs and reports: their schemas and what reads or writes them say the same."""

from __future__ import annotations

import json
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from schema_documents import values
from validators import assert_both_accept, first_validator, objects, second_validator

from csto_data import Finding, data_root, schemas
from csto_data.jsontext import read_json
from csto_data.loading import MembershipCoverage, OfficeCoverage, build_manifest
from csto_data.validation import RULES, Fix, RelatedLocation
from csto_data.validation.reading import read_folder
from csto_data.validation.reporters.json import report

MANIFEST, PACK, REPORT = "datapackage.schema.json", "pack.schema.json", "report.schema.json"


def documents(file: str) -> st.SearchStrategy[Any]:
    return values(schemas.schemas()[file], file)


@st.composite
def edited(draw: st.DrawFn, file: str) -> Any:
    """A document in which a value is replaced, dropped or renamed."""
    document = json.loads(json.dumps(draw(documents(file))))
    path, value = draw(st.sampled_from([found for found in objects(document) if found[0]]))
    holder: Any = document
    for step in path[:-1]:
        holder = holder[step]
    new = draw(
        st.sampled_from(
            [None, 7, "text", "2022-01-06", "2022-02-31", [], {}, f"{value}\n", [value, value], "state:KAZ"]
        )
    )
    match draw(st.sampled_from(["put", "drop", "rename"])):
        case "drop":
            del holder[path[-1]]
        case "rename" if isinstance(holder, dict):
            holder[f"{path[-1]}x"] = holder.pop(path[-1])
        case _:
            holder[path[-1]] = new
    return document


# Manifests


def is_refused(manifest: Any) -> bool:
    """Whether reading a folder with this manifest finds a violation in the manifest itself."""
    written = json.dumps(manifest).encode()
    assume(not read_json(written)[1])  # a text with hidden characters is refused as text
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "datapackage.json").write_bytes(written)
        reading = read_folder(Path(folder))
    return any(violation.location.file == "datapackage.json" for violation in reading.violations)


def only_the_reader_refuses(manifest: Any) -> bool:
    """What JSON Schema cannot say of a manifest: a dataset twice, no such day, a last day before the first."""
    names = [resource["name"] for resource in manifest["resources"]]
    spans = [span for part in manifest["coverage"].values() for span in part]
    created = manifest.get("created", "2022-01-06")[:10]
    return (
        len(set(names)) < len(names)
        or any(span["until"] < span["from"] for span in spans)
        or not is_calendar_day(created)
    )


def is_calendar_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


@given(documents(MANIFEST))
def test_what_the_schema_allows_is_a_manifest_and_nothing_of_it_is_lost(raw: Any) -> None:
    assert_both_accept(MANIFEST, raw)
    assert is_refused(raw) is only_the_reader_refuses(raw)
    assume(not only_the_reader_refuses(raw))
    manifest = build_manifest(raw)
    assert manifest.version == raw["version"]
    assert manifest.paths == tuple((resource["name"], resource["path"]) for resource in raw["resources"])
    assert (manifest.released is None) is ("created" not in raw)
    written = {
        "memberships": [
            {"organization": span.organization, "from": str(span.first), "until": str(span.last)}
            for span in manifest.coverage.memberships
        ],
        "offices": [
            {"title": span.title, "of": span.of, "from": str(span.first), "until": str(span.last)}
            for span in manifest.coverage.offices
        ],
    }
    assert {part: spans for part, spans in written.items() if spans} == raw["coverage"]


@given(edited(MANIFEST))
def test_both_engines_say_the_same_of_an_edited_manifest_and_the_reader_refuses_no_more(raw: Any) -> None:
    verdict = first_validator(MANIFEST).is_valid(raw)
    assert second_validator(MANIFEST).is_valid(raw) is verdict
    if verdict:
        assert is_refused(raw) is only_the_reader_refuses(raw)


def test_the_packaged_manifest_is_one() -> None:
    assert_both_accept(MANIFEST, json.loads(data_root().joinpath("datapackage.json").read_bytes()))


@pytest.mark.parametrize(
    ("definition", "cls"), [("membershipCoverage", MembershipCoverage), ("officeCoverage", OfficeCoverage)]
)
def test_a_span_of_coverage_has_the_fields_of_its_class(definition: str, cls: Any) -> None:
    found = schemas.schemas()[MANIFEST]["$defs"][definition]
    named = [{"first": "from", "last": "until"}.get(name, name) for name in cls._fields]
    assert list(found["properties"]) == found["required"] == named


# Packs


@given(documents(PACK) | edited(PACK))
def test_a_pack_of_the_schema_is_read_whole(raw: Any) -> None:
    verdict = first_validator(PACK).is_valid(raw)
    assert second_validator(PACK).is_valid(raw) is verdict
    written = json.dumps(raw).encode()
    assume(verdict and not read_json(written)[1])  # a text with hidden characters is refused as text
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "pack.json")
        file.write_bytes(written)
        assert {*(read_folder(Path(folder)).overrides or ())} == {entry["id"] for entry in raw.get("overrides", ())}


# Reports


def objects_of(cls: Any, **known: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Objects of a class whose other fields are texts, or left out where they need not be there."""
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
    pointer=st.text(),
    fix=st.none()
    | objects_of(Fix, **dict.fromkeys(POSITION, places), applicability=st.sampled_from(["safe", "unsafe"])),
    related=st.lists(
        objects_of(RelatedLocation, line=st.none() | places, column=st.none() | places), max_size=2, unique=True
    ).map(tuple),
)


@given(st.lists(findings, max_size=3), st.integers(0, 10))
def test_a_report_is_what_its_schema_allows(found: list[Finding], more: int) -> None:
    written = json.loads(report(found, len(found) + more))
    assert_both_accept(REPORT, written)
    assert [finding_of(raw) for raw in written["findings"]] == [attrs.evolve(one, excerpt=None) for one in found]


@given(documents(REPORT))
def test_what_the_schema_of_reports_allows_comes_back_identical(raw: Any) -> None:
    assert_both_accept(REPORT, raw)
    assert json.loads(report([finding_of(one) for one in raw["findings"]], raw["count"])) == raw


def finding_of(raw: Any) -> Finding:
    """The finding of its JSON, in which every key is a field."""
    inner: dict[str, Any] = {"related": tuple(RelatedLocation(**one) for one in raw.get("related", ()))}
    if "fix" in raw:
        inner["fix"] = Fix(**raw["fix"])
    return Finding(**{**raw, **inner})


@pytest.mark.parametrize(("definition", "cls"), [("finding", Finding), ("fix", Fix), ("related", RelatedLocation)])
def test_a_finding_has_the_fields_of_its_class_in_its_order(definition: str, cls: Any) -> None:
    written = schemas.schemas()[REPORT]["$defs"][definition]
    fields = [field for field in attrs.fields(cls) if field.name != "excerpt"]  # for the eye: it is not in the JSON
    assert list(written["properties"]) == [field.name for field in fields]
    assert written["required"] == [field.name for field in fields if field.default not in (None, ())]
