"""Ids are for ever: the register of ids notices each one that goes."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import ROOT

import csto_data
from csto_data.diagnostics import Location
from csto_data.store.layout import REGISTER
from csto_data.validation import Finding, validate
from csto_data.validation.context import RuleContext
from csto_data.validation.rules.id_register import lost_ids

IDS = sorted(record.id for record in csto_data.load())


def test_at_a_release_the_register_has_every_id() -> None:
    """Between releases, while the changelog begins with what is unreleased, it may lack new ones."""
    registered = (ROOT / "data" / REGISTER).read_text(encoding="utf-8").splitlines()
    newest = re.search(r"^## (.*)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert newest is not None
    wanted = set(registered) & set(IDS) if newest[1].startswith("Unreleased") else set(IDS)
    assert wanted == set(registered), "enter the new ids: CONTRIBUTING.md, Release"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "data", tmp_path / "data"))


def found(folder: Path) -> list[Finding]:
    return [finding for finding in validate(folder) if finding.rule == "CST307"]


def test_an_id_that_is_changed_everywhere_is_found_in_its_record(folder: Path) -> None:
    events = folder / "events.json"
    text = events.read_text(encoding="utf-8")
    events.write_text(text.replace("event:aktau-protest-2022", "event:aktau-protests-2022"), encoding="utf-8")
    (finding,) = validate(folder)
    assert (finding.rule, finding.record, finding.pointer[-3:]) == ("CST307", "event:aktau-protests-2022", "/id")
    assert finding.suggestion == "event:aktau-protest-2022"
    assert finding.fix is not None
    assert finding.fix.applicability == "unsafe"
    (registered,) = finding.related
    assert (registered.file, registered.line) == (f"{folder}/ids.txt", IDS.index("event:aktau-protest-2022") + 1)


def test_an_id_that_is_changed_beyond_recognition_is_missed_in_the_register(folder: Path) -> None:
    events = folder / "events.json"
    text = events.read_text(encoding="utf-8")
    events.write_text(text.replace("event:aktau-protest-2022", "event:mangystau"), encoding="utf-8")
    (finding,) = found(folder)
    assert (finding.rule, finding.line) == ("CST307", IDS.index("event:aktau-protest-2022") + 1)
    assert finding.suggestion is None


@pytest.mark.parametrize("registered", [True, False], ids=["with a register", "without one"])
def test_a_mistyped_id_is_one_finding_in_its_own_record(folder: Path, registered: bool) -> None:
    people = folder / "people.json"
    text = people.read_text(encoding="utf-8")
    line = text[: text.index('"person:vladimir-putin"')].count("\n") + 1
    people.write_text(text.replace('"person:vladimir-putin"', '"person:vladmir-putin"', 1), encoding="utf-8")
    if not registered:
        (folder / REGISTER).unlink()
    (finding,) = validate(folder)
    assert (finding.rule, finding.file, finding.line) == ("CST302", str(people), line)
    assert (finding.record, finding.suggestion) == ("person:vladmir-putin", "person:vladimir-putin")
    with pytest.raises(csto_data.DatasetError) as refused:
        csto_data.load(folder)
    assert refused.value.findings == (finding,)


def test_a_record_that_goes_with_all_that_refers_to_it_is_missed(folder: Path) -> None:
    figures = folder / "figures.json"
    figures.write_text('{"$schema": "../schemas/figure.schema.json", "records": []}\n', encoding="utf-8")
    gone = [id for id in IDS if id.startswith("figure:")]
    assert [finding.line for finding in found(folder)] == [IDS.index(id) + 1 for id in gone]
    assert not any(finding.suggestion for finding in found(folder))


def test_a_new_record_needs_no_entry_and_another_dataset_no_register(folder: Path) -> None:
    register = folder / REGISTER
    register.write_text("".join(f"{id}\n" for id in IDS[::2]), encoding="utf-8")
    assert not validate(folder)
    register.unlink()
    assert not validate(folder)


def test_of_a_file_that_cannot_be_read_nothing_is_said_to_be_gone(folder: Path) -> None:
    (folder / "figures.json").write_text("{", encoding="utf-8")
    assert not found(folder)


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
    ],
)
def test_a_line_out_of_its_place_or_without_an_id_is_one_finding(folder: Path, text: str, lines: list[int]) -> None:
    (folder / REGISTER).write_bytes(text.encode())
    assert [finding.line for finding in found(folder)] == lines


def test_a_register_that_is_no_text_is_a_finding(folder: Path) -> None:
    (folder / REGISTER).write_bytes(b"state:\xff\n")
    assert [finding.rule for finding in validate(folder)] == ["CST002"]
    (folder / REGISTER).unlink()
    (folder / REGISTER).mkdir()
    assert [finding.rule for finding in validate(folder)] == ["CST001"]


@given(st.sets(st.sampled_from(IDS)), st.sets(st.sampled_from(IDS)))
def test_what_is_published_and_not_there_is_missed_and_nothing_else(published: set[str], there: set[str]) -> None:
    text = "".join(f"{id}\n" for id in sorted(published))
    ids = {id: [Location(file="x.json", record=id)] for id in there}
    made = RuleContext(located={}, ids=ids, register=text, registered=frozenset(IDS))
    spans = [violation.location.span or (0, 0) for violation in lost_ids(made)]
    assert [text[slice(*span)] for span in spans] == sorted(published - there)
