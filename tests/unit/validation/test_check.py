"""Validation of a folder: one finding per mistake, with its record, its path, and what was expected.

Each test makes one mistake in a copy of a part of the packaged data.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.part_of_data import write_part

from csto_data import DatasetError, load, validate
from csto_data.cli import main
from csto_data.serialization.canonical import canonical
from csto_data.serialization.json_reader import MAX_BYTES
from csto_data.serialization.resources import data_root
from csto_data.validation import Finding

FIRST = "membership:csto-uzb-1"
SECOND = "membership:csto-tjk-1"
WITHOUT_STEPS = "membership:csto-parliamentary-assembly-srb-1"
THIRD = "membership:csto-kaz-1"
WITHDRAWAL = "event:csto-withdrawal-start"
WARNING = "statement:lukashenko-warning-uzbekistan"
MISSION = "operation:csto-kazakhstan-2022"
FLIGHTS = "figure:csto-deployment-flights"
SOURCE = "source:sukhankin-2022"
CHAIRS = ("office:csto-chair-arm-1", "office:csto-chair-tjk-1")
PLACE_CYCLE = (("place:almaty", "place:zhanaozen"), ("place:zhanaozen", "place:almaty"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A part of the packaged data."""
    return write_part(tmp_path / "data")


def edit(folder: Path, dataset: str, change: Callable[[list[Any]], object]) -> None:
    file = folder / f"{dataset}.json"
    document = json.loads(file.read_bytes())
    change(document["records"])
    file.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")


def record(records: list[Any], id: str) -> Any:
    return next(r for r in records if r["id"] == id)


def set_fields(id: str, **fields: Any) -> Callable[[list[Any]], object]:
    return lambda records: record(records, id).update(fields)


def only_finding(findings: tuple[Finding, ...]) -> Finding:
    """Return the finding, which must be the only one."""
    assert len(findings) == 1, "\n".join(map(str, findings))
    return findings[0]


def test_validate_reports_no_findings_for_packaged_data() -> None:
    assert validate() == ()
    assert main(["validate"]) == 0


def test_validate_reports_no_findings_for_copy_of_packaged_data(tmp_path: Path) -> None:
    assert validate(shutil.copytree(str(data_root()), tmp_path / "data")) == ()


def test_validate_reports_no_findings_for_a_part_of_the_data_that_refers_to_nothing_else(folder: Path) -> None:
    assert validate(folder) == ()


MISTAKES: list[tuple[str, str, Callable[[list[Any]], object], str, str, str]] = [
    ("unknown field", "events", set_fields(WITHDRAWAL, participnats=[{"actor": "state:KAZ"}]), "CST101", WITHDRAWAL, "participnats"),
    ("missing field", "memberships", lambda rs: record(rs, FIRST).pop("start"), "CST102", FIRST, "start"),
    ("date not in the calendar", "events", set_fields(WITHDRAWAL, date="2022-02-31"), "CST201", WITHDRAWAL, "date"),
    ("end before start", "memberships", set_fields(WITHOUT_STEPS, end="2012"), "CST401", WITHOUT_STEPS, "end"),
    ("dangling reference", "memberships", set_fields(FIRST, member="state:UZX"), "CST302", FIRST, "member"),
    ("reference to wrong kind of record", "memberships", set_fields(FIRST, member="place:almaty"), "CST303", FIRST, "member"),
    ("overlapping spells", "memberships", lambda rs: rs.append({**record(rs, THIRD), "id": f"{THIRD[:-1]}2"}), "CST402", f"{THIRD[:-1]}2", "start"),
    ("duplicate id", "memberships", lambda rs: rs.append(dict(record(rs, FIRST))), "CST301", FIRST, "id"),
    ("null as value", "events", set_fields(WITHDRAWAL, place=None), "CST103", WITHDRAWAL, "place"),
    ("number given as string", "states", set_fields("state:KAZ", cow="705"), "CST103", "state:KAZ", "cow"),
    ("value not in the list of allowed values", "memberships", set_fields(FIRST, status="membr"), "CST104", FIRST, "status"),
    ("Cyrillic look-alike letter in a reference", "memberships", set_fields(FIRST, member="state:\u0410RM"), "CST105", FIRST, "member"),
    ("newline at the end of a code", "states", set_fields("state:KAZ", wikidata="Q232\n"), "CST105", "state:KAZ", "wikidata"),
    ("empty list", "events", set_fields(WITHDRAWAL, states=[]), "CST107", WITHDRAWAL, "states"),
    ("duplicate list item", "events", set_fields(WITHDRAWAL, states=["state:KAZ", "state:KAZ"]), "CST108", WITHDRAWAL, "states/1"),
    ("date combined with start", "events", set_fields(WITHDRAWAL, start="2022-01-13"), "CST106", WITHDRAWAL, "start"),
    ("date that no evidence supports", "events", set_fields(WITHDRAWAL, date="2022-01-14"), "CST501", WITHDRAWAL, "date"),
    ("exact date supported only by a year", "memberships", set_fields(WITHOUT_STEPS, start="2013-05-01"), "CST501", WITHOUT_STEPS, "start"),
    ("assessment with a date other than its source", "assessments", lambda rs: rs[0].update(made="2022-01-27"), "CST502", "", "made"),
    ("missing evidence", "places", lambda rs: record(rs, "place:almaty").pop("evidence"), "CST102", "place:almaty", "evidence"),
    ("place that is part of itself", "places", set_fields("place:zhanaozen", part_of="place:zhanaozen"), "CST304", "place:zhanaozen", "part_of"),
    ("two places that are part of each other", "places", lambda rs: [record(rs, a).update(part_of=b) for a, b in PLACE_CYCLE], "CST304", "place:almaty", "part_of"),
    ("space after an id that is referenced", "states", lambda rs: record(rs, "state:KAZ").update(id="state:KAZ "), "CST105", "state:KAZ ", "id"),
    ("unknown field in a speaker", "statements", set_fields(WARNING, speakers=[{"actorr": "person:alexander-lukashenko"}]), "CST101", WARNING, "speakers/0/actorr"),
    ("empty url", "sources", set_fields(SOURCE, url=""), "CST107", SOURCE, "url"),
    ("unknown author of a source", "sources", set_fields(SOURCE, authors=["person:sergey-sukhankn"]), "CST302", SOURCE, "authors/0"),
    ("operation requested by an unknown state", "operations", set_fields(MISSION, requested_by=["state:KZA"]), "CST302", MISSION, "requested_by/0"),
    ("duplicate id of a referenced record", "offices", lambda rs: record(rs, CHAIRS[1]).update(id=CHAIRS[0]), "CST301", CHAIRS[0], "id"),
    ("code of another state", "states", set_fields("state:KAZ", iso_alpha3="KGZ"), "CST306", "state:KAZ", "iso_alpha3"),
    ("code that no source reports", "places", set_fields("place:almaty", wikidata="Q232"), "CST504", "place:almaty", "wikidata"),
    ("unit that does not fit the measure", "figures", set_fields(FLIGHTS, unit="person"), "CST203", FLIGHTS, "unit"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("dataset", "change", "rule", "id", "field"), [m[1:] for m in MISTAKES], ids=[m[0] for m in MISTAKES]
)
def test_validate_reports_one_finding_per_mistake(
    folder: Path, dataset: str, change: Callable[[list[Any]], object], rule: str, id: str, field: str
) -> None:
    edit(folder, dataset, change)
    finding = only_finding(validate(folder))
    assert finding.rule == rule
    assert finding.pointer.partition("/records/")[2].partition("/")[2] == field
    assert finding.file == f"{folder}/{dataset}.json"
    assert not id or finding.record == id
    assert finding.message
    assert finding.expected
    assert main(["validate", str(folder)]) == 1


def test_records_of_a_file_with_two_lists_of_records_are_not_read(tmp_path: Path) -> None:
    file = tmp_path / "people.json"
    file.write_text('{"$schema": "schemas/person.schema.json", "records": [], "records": [{"names": [{"text": "A"}]}]}')
    assert [finding.rule for finding in validate(tmp_path)] == ["CST005"]
    with pytest.raises(DatasetError, match="CST005"):
        load(tmp_path)


def test_unknown_field_finding_suggests_nearest_field(folder: Path) -> None:
    edit(folder, "events", set_fields(WITHDRAWAL, becuase_of="event:csto-decision"))
    assert only_finding(validate(folder)).suggestion == "because_of"


def test_unknown_field_finding_does_not_suggest_a_field_that_the_record_has(folder: Path) -> None:
    edit(folder, "events", set_fields(WITHDRAWAL, participnats=[{"actor": "state:KAZ"}]))
    assert only_finding(validate(folder)).suggestion is None


def test_two_misspellings_of_one_field_have_no_suggestion(folder: Path) -> None:
    """A fix of both would write the same key twice."""
    edit(folder, "events", set_fields(WITHDRAWAL, becuase_of="event:one", beacuse_of="event:other"))
    findings = validate(folder)
    assert [(finding.rule, finding.suggestion) for finding in findings] == [("CST101", None)] * 2


def test_misspelt_required_field_is_reported_once_as_unknown_field(folder: Path) -> None:
    edit(folder, "memberships", lambda rs: record(rs, FIRST).update(strat=record(rs, FIRST).pop("start")))
    finding = only_finding(validate(folder))
    assert (finding.rule, finding.suggestion) == ("CST101", "start")


@pytest.mark.parametrize(
    ("fields", "rule", "path"),
    [
        ({"status": "founder"}, "CST104", "status"),
        ({"start": "2013-02-30"}, "CST201", "start"),
        ({"member": "state:SRX"}, "CST302", "member"),
        ({"states": ["state:SRB"]}, "CST101", "states"),
    ],
)
def test_the_same_mistake_in_a_record_and_in_its_report_is_one_finding_that_names_both(
    folder: Path, fields: dict[str, Any], rule: str, path: str
) -> None:
    def change(records: list[Any]) -> None:
        spell = record(records, WITHOUT_STEPS)
        spell.update(fields)
        spell["evidence"] = [{**spell["evidence"][0], "reports": {**spell["evidence"][0]["reports"], **fields}}]

    edit(folder, "memberships", change)
    finding = only_finding(validate(folder))
    assert (finding.rule, finding.pointer.rpartition("/")[2]) == (rule, path)
    assert "evidence" not in finding.pointer
    assert "the same in a report" in [other.message for other in finding.related]


def test_dangling_reference_finding_suggests_nearest_id(folder: Path) -> None:
    edit(folder, "memberships", set_fields(FIRST, organization="org:cstoo"))
    assert only_finding(validate(folder)).suggestion == "org:csto"


def test_references_to_invalid_record_are_not_reported_as_dangling(folder: Path) -> None:
    edit(folder, "states", set_fields("state:KAZ", name=5))
    assert only_finding(validate(folder)).record == "state:KAZ"


def test_spell_end_that_differs_from_date_of_its_step_is_reported_at_the_step(folder: Path) -> None:
    edit(folder, "memberships", set_fields(FIRST, steps=[{"act": WITHDRAWAL, "makes": "end"}]))
    finding = only_finding(validate(folder))
    assert (finding.rule, finding.record, finding.pointer[-8:]) == ("CST403", FIRST, "/steps/0")


def test_duplicate_key_is_reported_with_its_record(folder: Path) -> None:
    replace(folder, "memberships", f'"id": "{FIRST}"', f'"id": "{FIRST}", "status": "observer"')
    finding = only_finding(validate(folder))
    assert (finding.rule, finding.record) == ("CST005", FIRST)
    assert finding.pointer.endswith("/status")


@pytest.mark.parametrize(("written", "rule"), [("NaN", "CST006"), ("-Infinity", "CST006"), ("1e400", "CST007")])
def test_non_json_number_is_reported_with_its_record(folder: Path, written: str, rule: str) -> None:
    replace(folder, "states", '"cow": 705', f'"cow": {written}')
    finding = only_finding(validate(folder))
    assert (finding.rule, finding.record) == (rule, "state:KAZ")
    assert finding.pointer.endswith("/cow")


def test_truncated_file_is_reported_at_its_last_line(folder: Path) -> None:
    file = folder / "memberships.json"
    text = file.read_text(encoding="utf-8")
    left = text[: text.index(SECOND) + len(SECOND) + 20]
    file.write_text(left, encoding="utf-8")
    finding = only_finding(validate(folder))
    assert (finding.rule, finding.record) == ("CST004", SECOND)
    assert finding.line == len(left.splitlines())


def test_invalid_utf8_is_reported_with_its_record(folder: Path) -> None:
    file = folder / "people.json"
    file.write_bytes(file.read_bytes().replace(b"Kassym-Jomart", "Касым".encode("cp1251"), 1))
    finding = only_finding(validate(folder))
    assert (finding.rule, finding.record) == ("CST002", "person:kassym-jomart-tokayev")
    assert finding.line is not None
    assert finding.column is not None


def test_unreadable_file_has_one_finding_only(folder: Path) -> None:
    (folder / "people.json").write_bytes(b"\xff")
    assert [finding.file for finding in validate(folder)] == [f"{folder}/people.json"]


def test_missing_file_is_reported(folder: Path) -> None:
    (folder / "figures.json").unlink()
    assert only_finding(validate(folder)).rule == "CST001"


def test_file_not_listed_in_manifest_is_reported(folder: Path) -> None:
    (folder / "event-notes.json").write_text("{}")
    assert only_finding(validate(folder)).rule == "CST010"


@pytest.mark.parametrize("unlisted", ["sources", "states", "events"])
def test_references_to_dataset_missing_from_manifest_are_not_reported(folder: Path, unlisted: str) -> None:
    file = folder / "datapackage.json"
    manifest = json.loads(file.read_bytes())
    manifest["resources"] = [entry for entry in manifest["resources"] if entry["name"] != unlisted]
    file.write_text(canonical(manifest), encoding="utf-8")
    finding = only_finding(validate(folder))
    assert (finding.rule, finding.file) == ("CST010", f"{folder}/{unlisted}.json")


def test_coverage_that_ends_before_it_starts_is_the_only_finding(folder: Path) -> None:
    file = folder / "datapackage.json"
    manifest = json.loads(file.read_bytes())
    manifest["coverage"]["memberships"][0]["until"] = "1900-01-01"
    file.write_text(canonical(manifest), encoding="utf-8")
    finding = only_finding(validate(folder))
    assert (finding.rule, finding.pointer) == ("CST401", "/coverage/memberships/0/until")


def test_too_deep_nesting_is_reported_with_its_record(folder: Path) -> None:
    replace(folder, "people", '"name": "Kassym-Jomart Tokayev"', f'"name": {"[" * 70}{"]" * 70}')
    finding = only_finding(validate(folder))
    assert (finding.rule, finding.record) == ("CST009", "person:kassym-jomart-tokayev")


def test_too_large_file_is_reported_without_excerpt(folder: Path) -> None:
    os.truncate(folder / "people.json", MAX_BYTES + 1)
    finding = only_finding(validate(folder))
    assert (finding.rule, finding.line, finding.excerpt) == ("CST013", None, None)


def test_unknown_organisation_in_coverage_is_reported_with_suggestion(folder: Path) -> None:
    file = folder / "datapackage.json"
    file.write_text(file.read_text().replace('"organization": "org:csto"', '"organization": "org:ctso"'))
    finding = only_finding(validate(folder))
    assert (finding.rule, finding.suggestion) == ("CST302", "org:csto")


MALFORMED = {"empty file": "", "array": "[]", "number": "5", "null": "null", "records is a number": '{"records": 5}'}
MALFORMED_MANIFESTS = {**MALFORMED, "resource without name": '{"resources": [{}]}'}
MALFORMED_DATASETS = {
    **MALFORMED,
    "record is a number": '{"records": [5]}',
    "id is a number": '{"records": [{"id": 5}]}',
}


@pytest.mark.parametrize("text", MALFORMED_MANIFESTS.values(), ids=MALFORMED_MANIFESTS)
def test_validate_reports_findings_for_malformed_manifest(folder: Path, text: str) -> None:
    (folder / "datapackage.json").write_text(text)
    assert validate(folder)


@pytest.mark.parametrize("text", MALFORMED_DATASETS.values(), ids=MALFORMED_DATASETS)
def test_validate_reports_findings_for_malformed_dataset_file(folder: Path, text: str) -> None:
    (folder / "assessments.json").write_text(text)
    assert validate(folder)


DATASETS = ("sources", "states", "organizations", "people", "places", "memberships", "events", "statements")


@pytest.mark.integration  # slow
@pytest.mark.parametrize("dataset", DATASETS)
@pytest.mark.parametrize(
    ("change", "rule", "pointer"),
    [
        (lambda document: document.update(records=None), "CST103", "/records"),
        (lambda document: document.update(records={"id": "state:KAZ"}), "CST103", "/records"),
        (lambda document: document.pop("records"), "CST102", "/records"),
        (lambda document: document.update(records=[7]), "CST103", "/records/0"),
        (lambda document: document["records"].__setitem__(0, None), "CST103", "/records/0"),
        (lambda document: document["records"][0].pop("id"), "CST102", "/records/0/id"),
    ],
    ids=["null", "object", "missing", "number as record", "null as record", "record without id"],
)
def test_references_to_records_without_readable_ids_are_not_reported(
    folder: Path, dataset: str, change: Callable[[dict[str, Any]], object], rule: str, pointer: str
) -> None:
    file = folder / f"{dataset}.json"
    document = json.loads(file.read_bytes())
    change(document)
    file.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    finding = only_finding(validate(folder))
    assert (finding.rule, finding.pointer) == (rule, pointer)


@pytest.mark.parametrize(
    ("id", "field", "day", "rule"),
    [
        ("membership:csto-uzb-1", "end", "1970-01-01", "CST401"),
        ("membership:csto-uzb-1", "end", "2999-01-01", "CST403"),
        ("membership:csto-uzb-1", "start", "1970-01-01", "CST403"),
        ("membership:csto-uzb-1", "start", "2999-01-01", "CST401"),
        ("membership:cst-aze-1", "end", "1970-01-01", "CST401"),
        ("membership:cst-arm-1", "start", "2999-01-01", "CST403"),
    ],
)
def test_impossible_date_of_spell_with_steps_is_reported_once(
    folder: Path, id: str, field: str, day: str, rule: str
) -> None:
    edit(folder, "memberships", set_fields(id, **{field: day}))
    finding = only_finding(validate(folder))
    assert (finding.rule, finding.record) == (rule, id)


def test_members_of_operation_that_ends_before_it_starts_are_not_checked(folder: Path) -> None:
    def change(records: list[Any]) -> None:
        mission = record(records, MISSION)
        mission.update(start="2013-06-01", end="2013-05-01", requested_by=["state:UZB"])  # not a member in June 2013
        mission["evidence"].append({"source": SOURCE, "reports": {"requested_by": ["state:UZB"]}})

    edit(folder, "operations", change)
    finding = only_finding(validate(folder))
    assert (finding.rule, finding.record) == ("CST401", MISSION)


def test_two_spells_with_impossible_end_are_reported_separately(folder: Path) -> None:
    spells = ["membership:cst-aze-1", "membership:csto-uzb-1"]
    for id in spells:
        edit(folder, "memberships", set_fields(id, end="1970-01-01"))
    assert [(finding.rule, finding.record) for finding in validate(folder)] == [("CST401", id) for id in spells]


def test_validate_raises_for_path_without_dataset(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in (tmp_path / "nowhere", tmp_path, folder / "people.json"):
        with pytest.raises(DatasetError, match=r"datapackage\.json"):
            validate(path)
        assert main(["validate", str(path)]) == 2
        assert str(path) in capsys.readouterr().err


def test_json_report_has_flat_findings(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(folder, "memberships", set_fields(FIRST, organization="org:cstoo"))
    assert main(["validate", str(folder), "--format", "json"]) == 1
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert list(finding)[:8] == ["rule", "severity", "file", "line", "column", "end_line", "end_column", "pointer"]
    assert (finding["record"], finding["suggestion"], finding["page"]) == (FIRST, "org:csto", "docs/rules/CST302.md")


def test_validate_prints_no_control_characters_from_input(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(folder, "memberships", set_fields(FIRST, status="\x1b[31mred\u202e", organization="org:\x1b"))
    main(["validate", str(folder)])
    assert "\x1b" not in capsys.readouterr().out


def replace(folder: Path, dataset: str, old: str, new: str) -> None:
    file = folder / f"{dataset}.json"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("address", "rules"),
    [
        (["schemas/\u200bvent.schema.json"], {"CST012"}),
        ({"a": ["schemas/event.schema.json"]}, {"CST103"}),
        (f"schemas/{'a' * 300}/event.schema.json", {"CST905"}),
    ],
)
@pytest.mark.parametrize("with_schemas", [True, False])
def test_unusable_address_of_a_schema_is_a_finding(
    tmp_path: Path, address: object, rules: set[str], with_schemas: bool
) -> None:
    (tmp_path / "events.json").write_text(json.dumps({"$schema": address, "records": []}))
    if with_schemas:
        (tmp_path / "places.json").write_text('{"$schema": "schemas/place.schema.json", "records": []}')
        (tmp_path / "schemas").mkdir()
        (tmp_path / "schemas" / "place.schema.json").write_text("{}")
    found = {finding.rule for finding in validate(tmp_path) if finding.file.endswith("events.json")} - {"CST901"}
    assert found <= rules
    assert found or not with_schemas
