"""The register of ids: CST307 reports every published id that no record has any more."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import ROOT
from support.part_of_data import ids_of_part, register_of_part, write_part

import csto_data
from csto_data.diagnostics import Location
from csto_data.store.layout import REGISTER
from csto_data.store.packaged import packaged_redirects
from csto_data.validation import Finding, validate
from csto_data.validation.context import RuleContext
from csto_data.validation.rules.id_register import lost_ids

REDIRECTED = packaged_redirects()


def test_id_register_has_every_id() -> None:
    registered = (ROOT / "data" / REGISTER).read_text(encoding="utf-8").splitlines()
    assert {record.id for record in csto_data.load()} - set(registered) == set(), "run: csto-data prepare data"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_part(tmp_path / "data")


def lost_id_findings(folder: Path) -> list[Finding]:
    return [finding for finding in validate(folder) if finding.rule == "CST307"]


def test_consistently_renamed_id_is_reported_at_its_record(folder: Path) -> None:
    events = folder / "events.json"
    text = events.read_text(encoding="utf-8")
    events.write_text(text.replace("event:aktau-protest-2022", "event:aktau-protests-2022"), encoding="utf-8")
    (finding,) = validate(folder)
    assert (finding.rule, finding.record, finding.pointer[-3:]) == ("CST307", "event:aktau-protests-2022", "/id")
    assert finding.suggestion == "event:aktau-protest-2022"
    assert finding.fix is not None
    assert finding.fix.applicability == "unsafe"
    (registered,) = finding.related
    assert (registered.file, registered.line) == (
        f"{folder}/ids.txt",
        register_of_part().index("event:aktau-protest-2022") + 1,
    )


def test_id_without_similar_record_is_reported_at_its_register_line(folder: Path) -> None:
    events = folder / "events.json"
    text = events.read_text(encoding="utf-8")
    events.write_text(text.replace("event:aktau-protest-2022", "event:mangystau"), encoding="utf-8")
    (finding,) = lost_id_findings(folder)
    assert (finding.rule, finding.line) == ("CST307", register_of_part().index("event:aktau-protest-2022") + 1)
    assert finding.suggestion is None


@pytest.mark.parametrize("registered", [True, False], ids=["with register", "without register"])
def test_mistyped_id_is_reported_once_at_its_record(folder: Path, registered: bool) -> None:
    people = folder / "people.json"
    text = people.read_text(encoding="utf-8")
    line = text[: text.index('"person:vladimir-putin"')].count("\n") + 1
    people.write_text(text.replace('"person:vladimir-putin"', '"person:vladmir-putin"', 1), encoding="utf-8")
    if not registered:
        (folder / REGISTER).unlink()
    (finding,) = validate(folder)
    assert (finding.rule, finding.file, finding.line) == ("CST302", str(people), line)
    assert (finding.record, finding.suggestion) == ("person:vladmir-putin", "person:vladimir-putin")
    with pytest.raises(csto_data.DatasetError) as raised:
        csto_data.load(folder)
    assert raised.value.findings == (finding,)


def test_ids_of_removed_records_are_reported_at_their_register_lines(folder: Path) -> None:
    figures = folder / "figures.json"
    figures.write_text('{"$schema": "../schemas/figure.schema.json", "records": []}\n', encoding="utf-8")
    figure_ids = [id for id in register_of_part() if id.startswith("figure:")]
    assert [finding.line for finding in lost_id_findings(folder)] == [
        register_of_part().index(id) + 1 for id in figure_ids
    ]
    assert not any(finding.suggestion for finding in lost_id_findings(folder))


def test_incomplete_or_missing_register_is_accepted(folder: Path) -> None:
    register = folder / REGISTER
    register.write_text("".join(f"{id}\n" for id in sorted([*ids_of_part()[::2], *REDIRECTED])), encoding="utf-8")
    assert not validate(folder)
    register.unlink()
    assert not validate(folder)


def test_ids_of_unreadable_file_are_not_reported_as_lost(folder: Path) -> None:
    (folder / "figures.json").write_text("{", encoding="utf-8")
    assert not lost_id_findings(folder)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("state:KAZ\nstate:ARM\n", [2]),
        ("state:ARM\nstate:ARM\n", [2]),
        ("state:ARM\n\nstate:KAZ\n", [2]),
        ("state:ARM \nstate:KAZ", [1]),
        ("Armenia\nstate:ARM\r\n", [1, 2]),
        ("ship:arm\n", [1]),
        ("state:ARM\nstate:ARN\nstate:ARL\n", [2, 3]),
        ("state:TJK\nstate:ARM\nstate:KAZ\nstate:RUS\n", [2]),
    ],
    ids=[
        "out of order",
        "duplicate",
        "blank line",
        "trailing space",
        "no id and Windows newline",
        "unknown prefix",
        "unknown id and out of order",
        "last line at the top",
    ],
)
def test_register_line_without_id_or_out_of_order_is_reported_once(folder: Path, text: str, lines: list[int]) -> None:
    (folder / REGISTER).write_bytes(text.encode())
    assert [finding.line for finding in lost_id_findings(folder)] == lines


def test_register_with_windows_line_ends_is_reported_once(folder: Path) -> None:
    text = (folder / REGISTER).read_bytes()
    (folder / REGISTER).write_bytes(text.replace(b"\n", b"\r\n"))
    (finding,) = validate(folder)
    assert (finding.rule, finding.line, finding.message) == ("CST307", 1, "the file has CRLF line ends")
    assert finding.expected == "LF line ends"


def test_merge_conflict_in_register_is_reported_once(folder: Path) -> None:
    text = (folder / REGISTER).read_text(encoding="utf-8")
    line = text.split("\n")[4] + "\n"
    conflict = f"<<<<<<< HEAD\n{line}=======\nevent:x\nevent:a\n>>>>>>> topic\n"
    (folder / REGISTER).write_text(text.replace(line, conflict), encoding="utf-8")
    (finding,) = validate(folder)
    assert (finding.rule, finding.line, finding.message) == ("CST307", 5, "a merge conflict begins here")
    (folder / REGISTER).write_text(f"{text}<<<<<<< HEAD\nevent:a\n=======\n>>>>>>> topic\n", encoding="utf-8")
    (finding,) = validate(folder)
    assert finding.expected == "one version of the text, without the lines <<<<<<<, ======= and >>>>>>>"


def test_git_writes_register_with_unix_line_ends() -> None:
    assert "*.txt text eol=lf" in (ROOT / ".gitattributes").read_text(encoding="utf-8").splitlines()


def test_unreadable_register_is_reported(folder: Path) -> None:
    (folder / REGISTER).write_bytes(b"state:\xff\n")
    assert [finding.rule for finding in validate(folder)] == ["CST002"]
    (folder / REGISTER).unlink()
    (folder / REGISTER).mkdir()
    assert [finding.rule for finding in validate(folder)] == ["CST001"]


IDS = st.deferred(lambda: st.sets(st.sampled_from(ids_of_part())))


@given(IDS, IDS)
def test_lost_ids_reports_exactly_the_registered_ids_without_record(published: set[str], existing: set[str]) -> None:
    text = "".join(f"{id}\n" for id in sorted(published))
    ids = {id: [Location(file="x.json", record=id)] for id in existing}
    context = RuleContext(located={}, ids=ids, register=text, registered=frozenset(ids_of_part()))
    spans = [violation.location.span or (0, 0) for violation in lost_ids(context)]
    assert [text[slice(*span)] for span in spans] == sorted(published - existing)
