"""A contributor's mistake gets one finding: on the right record, with what is wrong and what was expected."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from csto_data import DatasetError, validate
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
RING = (("place:almaty", "place:zhanaozen"), ("place:zhanaozen", "place:almaty"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the packaged data."""
    return Path(shutil.copytree(str(data_root()), tmp_path / "data"))


def edit(folder: Path, dataset: str, change: Callable[[list[Any]], object]) -> None:
    file = folder / f"{dataset}.json"
    document = json.loads(file.read_bytes())
    change(document["records"])
    file.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")


def record(records: list[Any], id: str) -> Any:
    return next(r for r in records if r["id"] == id)


def setting(id: str, **fields: Any) -> Callable[[list[Any]], object]:
    return lambda records: record(records, id).update(fields)


def the_one(findings: tuple[Finding, ...]) -> Finding:
    assert len(findings) == 1, "\n".join(map(str, findings))
    return findings[0]


def test_the_packaged_data_have_no_findings() -> None:
    assert validate() == ()
    assert main(["validate"]) == 0


def test_a_copy_of_the_packaged_data_has_none_either(folder: Path) -> None:
    assert validate(folder) == ()


MISTAKES: list[tuple[str, str, Callable[[list[Any]], object], str, str, str]] = [
    ("an unknown field", "events", setting(WITHDRAWAL, participnats=[{"actor": "state:KAZ"}]), "CST101", WITHDRAWAL, "participnats"),
    ("a missing field", "memberships", lambda rs: record(rs, FIRST).pop("start"), "CST102", FIRST, "start"),
    ("a day that is not in the calendar", "events", setting(WITHDRAWAL, date="2022-02-31"), "CST201", WITHDRAWAL, "date"),
    ("an end before a start", "memberships", setting(WITHOUT_STEPS, end="2012"), "CST401", WITHOUT_STEPS, "end"),
    ("a reference that leads nowhere", "memberships", setting(FIRST, member="state:UZX"), "CST302", FIRST, "member"),
    ("a reference of the wrong kind", "memberships", setting(FIRST, member="place:almaty"), "CST303", FIRST, "member"),
    ("two spells that overlap", "memberships", lambda rs: rs.append({**record(rs, THIRD), "id": f"{THIRD[:-1]}2"}), "CST402", f"{THIRD[:-1]}2", "start"),
    ("an id that stands twice", "memberships", lambda rs: rs.append(dict(record(rs, FIRST))), "CST301", FIRST, "id"),
    ("null for what is not known", "events", setting(WITHDRAWAL, place=None), "CST103", WITHDRAWAL, "place"),
    ("a number in quotation marks", "states", setting("state:KAZ", cow="705"), "CST103", "state:KAZ", "cow"),
    ("a word that is not in the list", "memberships", setting(FIRST, status="membr"), "CST104", FIRST, "status"),
    ("a look-alike letter in an id", "memberships", setting(FIRST, member="state:\u0410RM"), "CST105", FIRST, "member"),
    ("a newline at the end of a code", "states", setting("state:KAZ", wikidata="Q232\n"), "CST105", "state:KAZ", "wikidata"),
    ("an empty list", "events", setting(WITHDRAWAL, states=[]), "CST107", WITHDRAWAL, "states"),
    ("an entry twice", "events", setting(WITHDRAWAL, states=["state:KAZ", "state:KAZ"]), "CST108", WITHDRAWAL, "states/1"),
    ("a date and a start", "events", setting(WITHDRAWAL, start="2022-01-13"), "CST106", WITHDRAWAL, "start"),
    ("a date without a witness", "events", setting(WITHDRAWAL, date="2022-01-14"), "CST501", WITHDRAWAL, "date"),
    ("a year taken for a day", "memberships", setting(WITHOUT_STEPS, start="2013-05-01"), "CST501", WITHOUT_STEPS, "start"),
    ("another one's assessment", "assessments", lambda rs: rs[0].update(made="2022-01-27"), "CST502", "", "made"),
    ("no evidence", "places", lambda rs: record(rs, "place:almaty").pop("evidence"), "CST102", "place:almaty", "evidence"),
    ("a place in itself", "places", setting("place:zhanaozen", part_of="place:zhanaozen"), "CST304", "place:zhanaozen", "part_of"),
    ("a ring of two places", "places", lambda rs: [record(rs, a).update(part_of=b) for a, b in RING], "CST304", "place:almaty", "part_of"),
    ("a blank after an id that others refer to", "states", lambda rs: record(rs, "state:KAZ").update(id="state:KAZ "), "CST105", "state:KAZ ", "id"),
    ("a slip in whoever spoke", "statements", setting(WARNING, speakers=[{"actorr": "person:alexander-lukashenko"}]), "CST101", WARNING, "speakers/0/actorr"),
    ("an empty address", "sources", setting(SOURCE, url=""), "CST107", SOURCE, "url"),
    ("an author who is not there", "sources", setting(SOURCE, authors=["person:sergey-sukhankn"]), "CST302", SOURCE, "authors/0"),
    ("a request by a state that is not there", "operations", setting(MISSION, requested_by=["state:KZA"]), "CST302", MISSION, "requested_by/0"),
    ("an id of another, of a record on which sources depend", "offices", lambda rs: record(rs, CHAIRS[1]).update(id=CHAIRS[0]), "CST301", CHAIRS[0], "id"),
    ("a code of another state", "states", setting("state:KAZ", iso_alpha3="KGZ"), "CST306", "state:KAZ", "iso_alpha3"),
    ("a code that no source gives", "places", setting("place:almaty", wikidata="Q232"), "CST504", "place:almaty", "wikidata"),
    ("a unit that no source reports", "figures", setting(FLIGHTS, unit="person"), "CST203", FLIGHTS, "unit"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("dataset", "change", "rule", "id", "field"), [m[1:] for m in MISTAKES], ids=[m[0] for m in MISTAKES]
)
def test_one_mistake_is_one_finding(
    folder: Path, dataset: str, change: Callable[[list[Any]], object], rule: str, id: str, field: str
) -> None:
    edit(folder, dataset, change)
    finding = the_one(validate(folder))
    assert finding.rule == rule
    assert finding.pointer.partition("/records/")[2].partition("/")[2] == field
    assert finding.file == f"{folder}/{dataset}.json"
    assert not id or finding.record == id
    assert finding.message
    assert finding.expected
    assert main(["validate", str(folder)]) == 1


def test_an_unknown_field_names_the_nearest(folder: Path) -> None:
    edit(folder, "events", setting(WITHDRAWAL, participnats=[{"actor": "state:KAZ"}]))
    assert the_one(validate(folder)).suggestion == "participants"


def test_a_required_field_that_is_misspelt_is_one_mistake(folder: Path) -> None:
    edit(folder, "memberships", lambda rs: record(rs, FIRST).update(strat=record(rs, FIRST).pop("start")))
    finding = the_one(validate(folder))
    assert (finding.rule, finding.suggestion) == ("CST101", "start")


def test_a_dangling_reference_names_the_nearest_id(folder: Path) -> None:
    edit(folder, "memberships", setting(FIRST, organization="org:cstoo"))
    assert the_one(validate(folder)).suggestion == "org:csto"


def test_a_record_with_a_mistake_does_not_make_references_to_it_dangle(folder: Path) -> None:
    edit(folder, "states", setting("state:KAZ", name=5))
    assert the_one(validate(folder)).record == "state:KAZ"


def test_a_step_gives_its_date_to_the_spell(folder: Path) -> None:
    edit(folder, "memberships", setting(FIRST, steps=[{"act": WITHDRAWAL, "makes": "end"}]))
    finding = the_one(validate(folder))
    assert (finding.rule, finding.record, finding.pointer[-8:]) == ("CST403", FIRST, "/steps/0")


def test_a_duplicate_key_is_found_in_its_record(folder: Path) -> None:
    replace(folder, "memberships", f'"id": "{FIRST}"', f'"id": "{FIRST}", "status": "observer"')
    finding = the_one(validate(folder))
    assert (finding.rule, finding.record) == ("CST005", FIRST)
    assert finding.pointer.endswith("/status")


@pytest.mark.parametrize(("written", "rule"), [("NaN", "CST006"), ("-Infinity", "CST006"), ("1e400", "CST007")])
def test_a_number_that_json_does_not_have_is_found_in_its_record(folder: Path, written: str, rule: str) -> None:
    replace(folder, "states", '"cow": 705', f'"cow": {written}')
    finding = the_one(validate(folder))
    assert (finding.rule, finding.record) == (rule, "state:KAZ")
    assert finding.pointer.endswith("/cow")


def test_a_truncated_file_is_found_where_it_ends(folder: Path) -> None:
    file = folder / "memberships.json"
    text = file.read_text(encoding="utf-8")
    left = text[: text.index(SECOND) + len(SECOND) + 20]
    file.write_text(left, encoding="utf-8")
    finding = the_one(validate(folder))
    assert (finding.rule, finding.record) == ("CST004", SECOND)
    assert finding.line == len(left.splitlines())


def test_bytes_that_are_not_utf8_are_found_in_their_record(folder: Path) -> None:
    file = folder / "people.json"
    file.write_bytes(file.read_bytes().replace(b"Kassym-Jomart", "Касым".encode("cp1251"), 1))
    finding = the_one(validate(folder))
    assert (finding.rule, finding.record) == ("CST002", "person:kassym-jomart-tokayev")
    assert finding.line is not None
    assert finding.column is not None


def test_a_file_that_cannot_be_read_is_the_only_finding_about_it(folder: Path) -> None:
    (folder / "people.json").write_bytes(b"\xff")
    assert [finding.file for finding in validate(folder)] == [f"{folder}/people.json"]


def test_a_file_that_is_not_there_is_a_finding(folder: Path) -> None:
    (folder / "figures.json").unlink()
    assert the_one(validate(folder)).rule == "CST001"


def test_a_file_that_the_manifest_does_not_name_is_a_finding(folder: Path) -> None:
    (folder / "notes.json").write_text("{}")
    assert the_one(validate(folder)).rule == "CST010"


@pytest.mark.parametrize("forgotten", ["sources", "states", "events"])
def test_a_dataset_that_the_manifest_forgets_leaves_no_reference_dangling(folder: Path, forgotten: str) -> None:
    file = folder / "datapackage.json"
    manifest = json.loads(file.read_bytes())
    manifest["resources"] = [entry for entry in manifest["resources"] if entry["name"] != forgotten]
    file.write_text(canonical(manifest), encoding="utf-8")
    finding = the_one(validate(folder))
    assert (finding.rule, finding.file) == ("CST010", f"{folder}/{forgotten}.json")


def test_coverage_that_ends_before_it_starts_leaves_no_spell_outside(folder: Path) -> None:
    file = folder / "datapackage.json"
    manifest = json.loads(file.read_bytes())
    manifest["coverage"]["memberships"][0]["until"] = "1900-01-01"
    file.write_text(canonical(manifest), encoding="utf-8")
    finding = the_one(validate(folder))
    assert (finding.rule, finding.pointer) == ("CST401", "/coverage/memberships/0/until")


def test_what_is_nested_too_deeply_is_found_in_its_record(folder: Path) -> None:
    replace(folder, "people", '"name": "Kassym-Jomart Tokayev"', f'"name": {"[" * 70}{"]" * 70}')
    finding = the_one(validate(folder))
    assert (finding.rule, finding.record) == ("CST009", "person:kassym-jomart-tokayev")


def test_nothing_is_shown_of_a_file_that_is_too_large_to_be_read(folder: Path) -> None:
    os.truncate(folder / "people.json", MAX_BYTES + 1)
    finding = the_one(validate(folder))
    assert (finding.rule, finding.line, finding.excerpt) == ("CST013", 1, "")


def test_coverage_of_an_organisation_that_is_not_there_is_a_finding(folder: Path) -> None:
    file = folder / "datapackage.json"
    file.write_text(file.read_text().replace('"organization": "org:csto"', '"organization": "org:ctso"'))
    finding = the_one(validate(folder))
    assert (finding.rule, finding.suggestion) == ("CST302", "org:csto")


@pytest.mark.parametrize("text", ["", "[]", "5", '{"records": 5}', "null", '{"resources": [{}]}'])
def test_any_manifest_gives_findings_and_no_traceback(folder: Path, text: str) -> None:
    (folder / "datapackage.json").write_text(text)
    assert validate(folder)


@pytest.mark.parametrize(
    "text", ["", "[]", "5", '{"records": 5}', "null", '{"records": [5]}', '{"records": [{"id": 5}]}']
)
def test_any_json_in_a_file_gives_findings_and_no_traceback(folder: Path, text: str) -> None:
    (folder / "assessments.json").write_text(text)
    assert validate(folder)


DATASETS = ("sources", "states", "organizations", "people", "places", "memberships", "events", "statements")


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
    ids=["null", "an object", "missing", "junk", "a junk record", "a record without id"],
)
def test_records_that_cannot_be_told_leave_no_reference_dangling(
    folder: Path, dataset: str, change: Callable[[dict[str, Any]], object], rule: str, pointer: str
) -> None:
    file = folder / f"{dataset}.json"
    document = json.loads(file.read_bytes())
    change(document)
    file.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    finding = the_one(validate(folder))
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
def test_an_impossible_day_of_a_spell_with_steps_is_one_mistake(
    folder: Path, id: str, field: str, day: str, rule: str
) -> None:
    edit(folder, "memberships", setting(id, **{field: day}))
    finding = the_one(validate(folder))
    assert (finding.rule, finding.record) == (rule, id)


def test_an_operation_that_ends_before_it_starts_is_not_asked_for_members_too(folder: Path) -> None:
    def change(records: list[Any]) -> None:
        mission = record(records, MISSION)
        mission.update(start="2013-06-01", end="2013-05-01", requested_by=["state:UZB"])  # no member in June 2013
        mission["evidence"].append({"source": SOURCE, "reports": {"requested_by": ["state:UZB"]}})

    edit(folder, "operations", change)
    finding = the_one(validate(folder))
    assert (finding.rule, finding.record) == ("CST401", MISSION)


def test_two_spells_with_an_impossible_end_are_two_mistakes(folder: Path) -> None:
    spells = ["membership:cst-aze-1", "membership:csto-uzb-1"]
    for id in spells:
        edit(folder, "memberships", setting(id, end="1970-01-01"))
    assert [(finding.rule, finding.record) for finding in validate(folder)] == [("CST401", id) for id in spells]


def test_where_there_is_no_dataset_nothing_is_validated(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in (tmp_path / "nowhere", tmp_path, folder / "people.json"):
        with pytest.raises(DatasetError, match=r"datapackage\.json"):
            validate(path)
        assert main(["validate", str(path)]) == 2
        assert str(path) in capsys.readouterr().err


def test_findings_are_flat_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(folder, "memberships", setting(FIRST, organization="org:cstoo"))
    assert main(["validate", str(folder), "--format", "json"]) == 1
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert list(finding)[:8] == ["rule", "severity", "file", "line", "column", "end_line", "end_column", "pointer"]
    assert (finding["record"], finding["suggestion"], finding["page"]) == (FIRST, "org:csto", "docs/rules/CST302.md")


def test_what_is_printed_of_bad_input_holds_no_control_characters(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(folder, "memberships", setting(FIRST, status="\x1b[31mred\u202e", organization="org:\x1b"))
    main(["validate", str(folder)])
    assert "\x1b" not in capsys.readouterr().out


def replace(folder: Path, dataset: str, old: str, new: str) -> None:
    file = folder / f"{dataset}.json"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
