"""The twelve most common mistakes: each is one finding, with its record, at the wrong key or value.

Brackets in the edited text mark the expected position, which is counted from the text; the tests do not parse JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from support.part_of_data import write_part

from csto_data.cli import main
from csto_data.validation import validate

OPENING_MARK, CLOSING_MARK = "\u27e6", "\u27e7"
TextEdit = Callable[[str], str]


class Mistake(NamedTuple):
    """An edit of the text of a file, and the rule and record of the expected finding."""

    file: str
    edit: TextEdit
    rule: str
    record: str


def record_of(text: str, id: str) -> str:
    """Return the text of a record."""
    start = text.index(f'    {{\n      "id": "{id}"')
    return text[start : text.index("\n    }", start) + len("\n    }")]


def replace_in_record(id: str, old: str, new: str) -> TextEdit:
    """Return an edit that replaces the first ``old`` in the text of one record."""

    def edit(text: str) -> str:
        record = record_of(text, id)
        assert old in record
        return text.replace(record, record.replace(old, new, 1), 1)

    return edit


def duplicate_record(id: str, old: str, new: str) -> TextEdit:
    """Return an edit that repeats a record after itself, with replacements in the copy; ``|`` separates several."""

    def edit(text: str) -> str:
        record = record_of(text, id)
        changed = record
        for before, after in zip(old.split("|"), new.split("|"), strict=True):
            assert before in changed
            changed = changed.replace(before, after, 1)
        return text.replace(record, f"{record},\n{changed}", 1)

    return edit


def truncate_in_record(id: str, old: str, remainder: str) -> TextEdit:
    """Return an edit that ends the file in a record, at ``old``, of which ``remainder`` remains."""

    def edit(text: str) -> str:
        record = record_of(text, id)
        return text[: text.index(record) + record.index(old)] + remainder

    return edit


KAZ, UZB, SRB = "membership:csto-kaz-1", "membership:csto-uzb-1", "membership:csto-parliamentary-assembly-srb-1"
WITHDRAWAL, TOKAYEV = "event:csto-withdrawal-start", "person:kassym-jomart-tokayev"

MISTAKES = {
    "unknown field": Mistake("events", replace_in_record(WITHDRAWAL, '"summary"', '⟦"sumary"⟧'), "CST101", WITHDRAWAL),
    "missing field": Mistake("memberships", replace_in_record(KAZ, f'{{\n      "id": "{KAZ}",\n      "member": "state:KAZ",', f'⟦{{⟧\n      "id": "{KAZ}",'), "CST102", KAZ),
    "31 February": Mistake("events", replace_in_record(WITHDRAWAL, '"date": "2022-01-13"', '"date": ⟦"2022-02-31"⟧'), "CST201", WITHDRAWAL),
    "end before start": Mistake("memberships", replace_in_record(SRB, '"start": "2013",', '"start": "2013", "end": ⟦"2012"⟧,'), "CST401", SRB),
    "dangling reference": Mistake("memberships", replace_in_record(UZB, '"state:UZB"', '⟦"state:UZX"⟧'), "CST302", UZB),
    "reference to wrong kind of record": Mistake("memberships", replace_in_record(UZB, '"state:UZB"', '⟦"place:almaty"⟧'), "CST303", UZB),
    "overlapping spells": Mistake("memberships", duplicate_record(KAZ, 'kaz-1"|"2003-09-18"', 'kaz-2"|⟦"2003-09-18"⟧'), "CST402", "membership:csto-kaz-2"),
    "duplicate id": Mistake("memberships", duplicate_record(UZB, f'"{UZB}"', f'⟦"{UZB}"⟧'), "CST301", UZB),
    "duplicate key": Mistake("events", replace_in_record(WITHDRAWAL, '"date"', '⟦"kind"⟧: "arrival", "date"'), "CST005", WITHDRAWAL),
    "NaN": Mistake("states", replace_in_record("state:KAZ", "705", "⟦NaN⟧"), "CST006", "state:KAZ"),
    "truncated file": Mistake("memberships", truncate_in_record(KAZ, '"member",', '⟦"mem⟧'), "CST004", KAZ),
    "invalid UTF-8": Mistake("people", replace_in_record(TOKAYEV, '"Kassym', '"Касым-Жомарт ⟦⟧\udcca'), "CST002", TOKAYEV),
}  # fmt: skip
LAYOUTS: dict[str, TextEdit] = {
    "as packaged": lambda text: text,
    "with Windows line endings": lambda text: text.replace("\n", "\r\n"),
    "on one line": lambda text: re.sub(r"\n *", " ", text),
}


def position(text: str, mark: str) -> tuple[int, int]:
    """Return the line and column of a mark, from 1, not counting the other mark."""
    before = text[: text.index(mark)].replace(OPENING_MARK, "")
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", MISTAKES)
def test_validate_reports_common_mistake_once_at_its_position(
    tmp_path: Path, name: str, layout: str, capsys: pytest.CaptureFixture[str]
) -> None:
    mistake = MISTAKES[name]
    folder = write_part(tmp_path / "data")
    file = folder / f"{mistake.file}.json"
    marked = LAYOUTS[layout](mistake.edit(file.read_text(encoding="utf-8")))
    edited = marked.replace(OPENING_MARK, "").replace(CLOSING_MARK, "")
    file.write_bytes(edited.encode("utf-8", "surrogateescape"))

    assert main(["validate", str(folder), "--format", "json"]) == 1
    (finding,) = json.loads(capsys.readouterr().out)["findings"]

    assert (finding["rule"], finding["record"]) == (mistake.rule, mistake.record)
    assert finding["file"] == str(file)
    assert (finding["line"], finding["column"]) == position(marked, OPENING_MARK)
    assert (finding["end_line"], finding["end_column"]) == position(marked, CLOSING_MARK)


def test_common_mistakes_violate_twelve_different_rules() -> None:
    assert len(MISTAKES) == len({mistake.rule for mistake in MISTAKES.values()}) == 12


@pytest.mark.parametrize("written", ["Kazakhstan", "Казахстан", "KAZ", "kz", "705"])
def test_name_or_code_in_place_of_an_id_suggests_the_id(tmp_path: Path, written: str) -> None:
    event = {"id": "event:a", "kind": "unrest", "title": "A", "states": [written]}
    event["evidence"] = [{"source": "source:sukhankin-2022"}]
    (tmp_path / "events.json").write_text(json.dumps({"$schema": "schemas/event.schema.json", "records": [event]}))
    (found,) = validate(tmp_path)
    assert (found.rule, found.suggestion) == ("CST105", "state:KAZ")
    assert found.fix is not None
    assert found.fix.applicability == "unsafe"
