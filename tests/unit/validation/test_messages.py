"""Messages: what is wrong with the value, then everything that is allowed, then a suggestion that is itself allowed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import csto_data
from csto_data.cli import main
from csto_data.serialization.resources import data_root
from csto_data.validation import Finding, RelatedLocation, validate
from csto_data.validation.reporters import REPORTERS
from csto_data.validation.schema_check import schema_violations
from csto_data.validation.schema_place import Place

EVIDENCE = [{"source": "source:sukhankin-2022"}]
EVENT = {"id": "event:march", "kind": "protest", "title": "A march", "states": ["state:KAZ"], "evidence": EVIDENCE}


def findings_of(folder: Path, name: str, text: str | bytes) -> tuple[Finding, ...]:
    """Return the findings in a pack with one file."""
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return validate(folder)


def lines(*records: Any) -> str:
    return "".join(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n" for record in records)


def finding_of(folder: Path, **fields: Any) -> Finding:
    """Return the only finding in an event with these fields."""
    (finding,) = findings_of(folder, "events.jsonl", lines({**EVENT, **fields}))
    return finding


CORRECTIONS: list[tuple[str, Sequence[str | int], Any, Any]] = [
    ("event", ["evidence"], "source:a", [{"source": "source:a"}]),
    ("event", ["evidence", 0], "source:a", {"source": "source:a"}),
    ("event", ["evidence", 0, "at"], 3, {"paragraph": 3}),
    ("event", ["evidence", 0, "at"], "3", {"paragraph": 3}),
    ("event", ["evidence", 0, "at", "article"], 19, "19"),
    ("event", ["evidence", 0, "reports", "deaths"], 4, {"value": 4}),
    ("event", ["evidence", 0, "planned"], "true", True),
    ("event", ["participants"], "state:KAZ", [{"actor": "state:KAZ"}]),
    ("event", ["participants", 0], "state:KAZ", {"actor": "state:KAZ"}),
    ("event", ["participants"], "protesters", [{"described_as": "protesters"}]),
    ("event", ["states"], "KAZ", ["state:KAZ"]),
    ("event", ["states"], "Kazakhstan", None),
    ("event", ["place"], ["place:almaty"], "place:almaty"),
    ("event", ["deaths"], 238, {"value": 238}),
    ("event", ["deaths"], "238", {"value": 238}),
    ("event", ["deaths"], "dozens", {"wording": "dozens"}),
    ("event", ["deaths"], -5, None),
    ("event", ["deaths"], True, None),
    ("event", ["date"], 2022, "2022"),
    ("event", ["kind"], 5, None),
    ("event", [], 5, None),
    ("figure", ["stated_by"], "state:KAZ", [{"actor": "state:KAZ"}]),
    ("person", ["degrees"], "doctorate", [{"title": "doctorate"}]),
]


@pytest.mark.parametrize(("kind", "path", "value", "expected"), CORRECTIONS, ids=str)
def test_suggestion_for_a_value_of_the_wrong_type_is_allowed_in_its_place(
    kind: str, path: Sequence[str | int], value: Any, expected: Any
) -> None:
    assert Place(f"{kind}.schema.json#/$defs/record", tuple(path)).correction(value) == expected
    assert Place(f"{kind}.schema.json", ("records", 7, *path)).correction(value) == expected


@pytest.mark.parametrize("name", ["evnts.jsonl", "EVENTS.jsonl", "Event.json"])
def test_misspelt_name_of_a_file_has_a_suggestion(tmp_path: Path, name: str) -> None:
    (finding,) = findings_of(tmp_path, name, "")
    meant = "events" + name[name.index(".") :]
    assert (finding.rule, finding.suggestion) == ("CST010", meant)


def test_suggestion_for_a_text_has_no_inner_quotation_marks(tmp_path: Path) -> None:
    finding = finding_of(tmp_path, date=2022)
    assert (finding.rule, finding.to_dict()["suggestion"]) == ("CST103", "2022")
    assert 'did you mean "2022"?' in str(finding)
    finding = finding_of(tmp_path, deaths=5)
    assert finding.to_dict()["suggestion"] == '{"value": 5}'
    assert 'did you mean {"value": 5}?' in str(finding)


@pytest.mark.parametrize(
    ("path", "value", "advice"),
    [
        (["kind"], None, 'the kind of event, such as "entry-into-force"'),
        (["states", 0], None, 'such as "state:KAZ", or a list without this item'),
        ([], None, ", or no such line"),
    ],
    ids=["required field", "item of a list", "record"],
)
def test_null_is_only_to_be_left_out_where_it_can_be(path: list[str | int], value: Any, advice: str) -> None:
    record: Any = json.loads(json.dumps(EVENT))
    if not path:
        record = value
    elif len(path) == 1:
        record[path[0]] = value
    else:
        record[path[0]][path[1]] = value
    (violation,) = schema_violations("event.schema.json#/$defs/record", record)
    assert violation.message == "null is not a valid value"
    assert violation.expected.endswith(advice)
    assert "omit" not in violation.expected


def test_null_in_an_optional_field_says_once_that_it_can_be_left_out(tmp_path: Path) -> None:
    for field in ("participants", "deaths", "date", "summary", "place"):
        expected = finding_of(tmp_path, **{field: None}).expected
        assert expected.count("Absent when") + expected.count("or no field") == 1


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"title": ""}, "at least one character"),
        ({"summary": ""}, "at least one character, or no field if the value is unknown"),
        ({"evidence": []}, "at least one item"),
        ({"states": []}, "at least one item, or no field if the value is unknown"),
        ({"participants": [{"described_as": ""}]}, "at least one character, or no field if the value is unknown"),
    ],
    ids=["required text", "optional text", "required list", "optional list", "text in a list"],
)
def test_empty_value_is_measured_in_its_own_unit(tmp_path: Path, fields: dict[str, Any], expected: str) -> None:
    finding = finding_of(tmp_path, **fields)
    assert (finding.rule, finding.expected) == ("CST107", expected)


def test_duplicate_item_is_counted_from_one_and_relates_the_first(tmp_path: Path) -> None:
    finding = finding_of(tmp_path, states=["state:KAZ", "state:ARM", "state:KAZ"])
    assert finding.message == '"state:KAZ" is already in the list, as item 1'
    (first,) = finding.related
    assert (first.line, first.message) == (1, "first listed here")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"participants": [{}]}, None),
        ({"participants": {}}, '"described_as": "delegation"}]'),
        ({"evidence": "x y"}, 'such as [{"source": "source:csto-charter", "reports": {"date": "'),
    ],
)
def test_examples_are_never_cut(tmp_path: Path, fields: dict[str, Any], expected: str | None) -> None:
    finding = finding_of(tmp_path, **fields)
    assert "..." not in finding.expected
    assert expected is None or expected in finding.expected
    assert finding.expected.count("[") == finding.expected.count("]")


def test_expected_begins_in_lower_case_unless_with_a_name(tmp_path: Path) -> None:
    for text in ("5\n", lines({**EVENT, "other_names": 5}), lines({**EVENT, "evidence": [5]})):
        for finding in findings_of(tmp_path, "events.jsonl", text):
            assert finding.expected[0].islower(), finding.expected


def test_value_instead_of_a_record_asks_for_its_required_fields(tmp_path: Path) -> None:
    (finding,) = findings_of(tmp_path, "events.jsonl", "238\n")
    assert finding.expected == "a record in braces, with the fields id, kind, title, evidence"
    (finding,) = findings_of(tmp_path, "events.jsonl", "null\n")
    assert finding.expected == "a record in braces, with the fields id, kind, title, evidence, or no such line"


def test_way_out_comes_before_further_sentences(tmp_path: Path) -> None:
    expected = finding_of(tmp_path, date=None).expected
    assert expected.index("or no field") < expected.index(". In the notation")


def test_word_that_is_not_allowed_says_what_to_do_if_none_fits(tmp_path: Path) -> None:
    finding = finding_of(tmp_path, kind="parade")
    assert (finding.rule, finding.suggestion) == ("CST104", None)
    assert finding.expected.endswith("; if none fits, see csto-data explain CST104")
    (violation,) = [
        v for v in schema_violations("datapackage.schema.json", {"resources": [{"name": "x"}]}) if v.rule == "CST104"
    ]
    assert "if none fits" not in violation.expected


def test_required_field_under_another_name_is_one_finding_that_names_it(tmp_path: Path) -> None:
    record = {("heading" if field == "title" else field): value for field, value in EVENT.items()}
    (finding,) = findings_of(tmp_path, "events.jsonl", lines(record))
    assert finding.message == 'unknown field "heading", and no field "title"'
    assert finding.expected.startswith('"title" (')


@pytest.mark.parametrize("more", [{"heading": 1}, {"heading": "A", "headline": "B"}])
def test_unknown_field_that_cannot_be_the_missing_one_is_a_finding_of_its_own(
    tmp_path: Path, more: dict[str, Any]
) -> None:
    record = {**{field: value for field, value in EVENT.items() if field != "title"}, **more}
    rules = sorted(finding.rule for finding in findings_of(tmp_path, "events.jsonl", lines(record)))
    assert rules == ["CST101"] * len(more) + ["CST102"]


def test_field_that_a_condition_requires_is_not_taken_for_an_unknown_one(tmp_path: Path) -> None:
    record = {**EVENT, "participants": [{"person": "person:vladimir-putin", "role": "chair"}]}
    messages = [finding.message for finding in findings_of(tmp_path, "events.jsonl", lines(record))]
    assert 'unknown field "person"' in messages


def test_missing_field_is_named_beside_an_unknown_and_a_misspelt_one(tmp_path: Path) -> None:
    record = {field: value for field, value in EVENT.items() if field not in ("title", "states")}
    found = findings_of(tmp_path, "events.jsonl", lines({**record, "colour": "red", "stetes": ["state:KAZ"]}))
    assert sorted(finding.message for finding in found) == [
        'unknown field "colour", and no field "title"',
        'unknown field "stetes"',
    ]


def test_instant_without_offset_can_be_given_as_a_date(tmp_path: Path) -> None:
    finding = finding_of(tmp_path, instant="2022-01-05T10:00")
    assert finding.rule == "CST202"
    assert finding.expected.endswith("; if the offset is unknown, use date instead")


def test_record_out_of_order_relates_the_record_before_which_it_belongs(tmp_path: Path) -> None:
    ids = [f"event:{letter}" for letter in "bcdea"]
    (finding,) = findings_of(tmp_path, "events.jsonl", lines(*({**EVENT, "id": id, "title": id} for id in ids)))
    assert (finding.rule, finding.line) == ("CST901", 5)
    assert finding.message == "record event:a is listed after event:e"
    (place,) = finding.related
    assert (place.line, place.message) == (1, "it belongs before event:b")
    ids = [f"event:{letter}" for letter in "ezabcd"]
    (finding,) = findings_of(tmp_path, "events.jsonl", lines(*({**EVENT, "id": id, "title": id} for id in ids)))
    (place,) = finding.related
    assert (finding.line, place.line, place.message) == (1, 2, "it belongs before event:z")
    ids = [f"event:{letter}" for letter in "zab"]
    (finding,) = findings_of(tmp_path, "events.jsonl", lines(*({**EVENT, "id": id, "title": id} for id in ids)))
    (place,) = finding.related
    assert (finding.line, place.line, place.message) == (1, 3, "it belongs after event:b")


def test_field_out_of_order_is_named_in_a_manifest(tmp_path: Path) -> None:
    (finding,) = findings_of(tmp_path, "pack.json", '{"name": "my-pack", "$schema": "schemas/pack.schema.json"}\n')
    assert finding.rule == "CST901"
    assert "is listed" in finding.message
    assert finding.expected == "the order $schema, name, as csto-data fmt writes it"
    assert finding.fix is not None
    assert finding.fix.safe


def test_fix_without_suggestion_says_that_it_corrects_the_file(tmp_path: Path) -> None:
    found = findings_of(tmp_path, "events.jsonl", lines(EVENT).replace("\n", "\r\n"))
    for name in ("text", "concise", "github", "markdown"):
        assert "csto-data fix corrects this" in REPORTERS[name](found, 1).replace("\\", "")


@pytest.mark.parametrize("name", ["text", "concise", "github", "markdown"])
def test_related_places_are_shown_in_every_format(tmp_path: Path, name: str) -> None:
    found = findings_of(tmp_path, "events.jsonl", lines(EVENT, EVENT))
    output = REPORTERS[name](found, 1)
    assert "first defined here" in output
    assert "events.jsonl:1:7" in output


def test_related_places_beyond_the_third_are_counted() -> None:
    places = tuple(RelatedLocation(file=f"{number}.json", message="here") for number in range(5))
    finding = Finding(
        rule="CST414",
        severity="error",
        file="a",
        pointer="",
        message="m",
        expected="e",
        why="w",
        page="p",
        related=places,
    )
    output = REPORTERS["concise"]([finding], 1)
    assert "; here: 2.json; and 2 more related places\n" in output


@pytest.mark.parametrize("name", ["text", "concise", "markdown"])
def test_no_findings_names_what_was_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in ("one", "two"):
        Path(folder).mkdir()
        Path(folder, "events.jsonl").write_text(lines({**EVENT, "id": f"event:{folder}"}), encoding="utf-8")
    assert main(["validate", "--format", name, "./one", "two/"]) == 0
    assert capsys.readouterr().out.removeprefix("### csto-data: ") == "no findings in ./one, two\n"
    assert main(["validate", "--format", name]) == 0
    assert f"no findings in the packaged data ({data_root()})" in capsys.readouterr().out.replace("\\", "")


@pytest.mark.parametrize(
    ("summary", "notice"),
    [
        ("summary.md", "290 more findings are in the summary of this step"),
        (
            "nowhere/summary.md",
            "290 more findings are not shown as annotations; "
            "csto-data validate --all, without --format github, lists all findings",
        ),
        (
            "",
            "290 more findings are not shown as annotations; "
            "csto-data validate --all, without --format github, lists all findings",
        ),
    ],
    ids=["with summary", "summary cannot be written", "without summary"],
)
def test_github_notice_says_where_the_other_findings_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], summary: str, notice: str
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / summary) if summary else "")
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "events.jsonl").write_text("5\n" * 300, encoding="utf-8")
    assert main(["validate", "--format", "github", str(pack)]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == f"::notice title=csto-data::{notice}"


def test_lookup_without_field_gives_an_example_of_its_own_table() -> None:
    with pytest.raises(TypeError, match=r'such as by\(id="event:\.\.\."\)\.$'):
        csto_data.load().events.by()
