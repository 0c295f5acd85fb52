"""The twelve faults that a contributor makes most: each is one finding, on its record, at the key or value at fault.

Where it has to point is marked with brackets in the spoiled text, and counted from there: nothing here reads JSON.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from csto_data.cli import main
from csto_data.serialization.resources import data_root

OPENS, CLOSES = "\u27e6", "\u27e7"
Spoil = Callable[[str], str]


class Fault(NamedTuple):
    """What is done to the text of which file, and what is found then."""

    file: str
    spoil: Spoil
    rule: str
    record: str


def record_of(text: str, id: str) -> str:
    """The text of a record, with what separates it from the next."""
    start = text.index(f'    {{\n      "id": "{id}"')
    return text[start : text.index("\n    }", start) + len("\n    }")]


def within(id: str, old: str, new: str) -> Spoil:
    """In the text of one record, the first ``old`` becomes ``new``."""

    def spoil(text: str) -> str:
        record = record_of(text, id)
        assert old in record
        return text.replace(record, record.replace(old, new, 1), 1)

    return spoil


def again(id: str, old: str, new: str) -> Spoil:
    """The record once more, right behind itself, with something changed in the second."""

    def spoil(text: str) -> str:
        record = record_of(text, id)
        changed = record
        for before, after in zip(old.split("|"), new.split("|"), strict=True):
            assert before in changed
            changed = changed.replace(before, after, 1)
        return text.replace(record, f"{record},\n{changed}", 1)

    return spoil


def cut(id: str, old: str, left: str) -> Spoil:
    """The file ends in the middle of a record: of ``old`` this is left."""

    def spoil(text: str) -> str:
        record = record_of(text, id)
        return text[: text.index(record) + record.index(old)] + left

    return spoil


KAZ, UZB, SRB = "membership:csto-kaz-1", "membership:csto-uzb-1", "membership:csto-parliamentary-assembly-srb-1"
LEAVING, TOKAYEV = "event:csto-withdrawal-start", "person:kassym-jomart-tokayev"

FAULTS = {
    "an unknown field": Fault("events", within(LEAVING, '"summary"', '⟦"sumary"⟧'), "CST101", LEAVING),
    "a missing field": Fault("memberships", within(KAZ, f'{{\n      "id": "{KAZ}",\n      "member": "state:KAZ",', f'⟦{{⟧\n      "id": "{KAZ}",'), "CST102", KAZ),
    "31 February": Fault("events", within(LEAVING, '"date": "2022-01-13"', '"date": ⟦"2022-02-31"⟧'), "CST201", LEAVING),
    "an end before a start": Fault("memberships", within(SRB, '"start": "2013",', '"start": "2013", "end": ⟦"2012"⟧,'), "CST401", SRB),
    "a dangling id": Fault("memberships", within(UZB, '"state:UZB"', '⟦"state:UZX"⟧'), "CST302", UZB),
    "a reference of the wrong kind": Fault("memberships", within(UZB, '"state:UZB"', '⟦"place:almaty"⟧'), "CST303", UZB),
    "two spells that overlap": Fault("memberships", again(KAZ, 'kaz-1"|"2003-09-18"', 'kaz-2"|⟦"2003-09-18"⟧'), "CST402", "membership:csto-kaz-2"),
    "a duplicate id": Fault("memberships", again(UZB, f'"{UZB}"', f'⟦"{UZB}"⟧'), "CST301", UZB),
    "a duplicate key": Fault("events", within(LEAVING, '"date"', '⟦"kind"⟧: "arrival", "date"'), "CST005", LEAVING),
    "NaN": Fault("states", within("state:KAZ", "705", "⟦NaN⟧"), "CST006", "state:KAZ"),
    "a truncated file": Fault("memberships", cut(KAZ, '"member",', '⟦"mem⟧'), "CST004", KAZ),
    "bytes that are not UTF-8": Fault("people", within(TOKAYEV, '"Kassym', '"Касым-Жомарт ⟦⟧\udcca'), "CST002", TOKAYEV),
}  # fmt: skip
LAYOUTS: dict[str, Spoil] = {
    "as packaged": lambda text: text,
    "with the line ends of Windows": lambda text: text.replace("\n", "\r\n"),
    "on one line": lambda text: re.sub(r"\n *", " ", text),
}


def place(text: str, mark: str) -> tuple[int, int]:
    """Line and column of a mark, from 1, the other mark not counted."""
    before = text[: text.index(mark)].replace(OPENS, "")
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_one_finding_at_its_place(
    tmp_path: Path, name: str, layout: str, capsys: pytest.CaptureFixture[str]
) -> None:
    fault = FAULTS[name]
    folder = Path(shutil.copytree(str(data_root()), tmp_path / "data"))
    file = folder / f"{fault.file}.json"
    marked = LAYOUTS[layout](fault.spoil(file.read_text(encoding="utf-8")))
    spoiled = marked.replace(OPENS, "").replace(CLOSES, "")
    file.write_bytes(spoiled.encode("utf-8", "surrogateescape"))

    assert main(["validate", str(folder), "--format", "json"]) == 1
    (finding,) = json.loads(capsys.readouterr().out)["findings"]

    assert (finding["rule"], finding["record"]) == (fault.rule, fault.record)
    assert finding["file"] == str(file)
    assert (finding["line"], finding["column"]) == place(marked, OPENS)
    assert (finding["end_line"], finding["end_column"]) == place(marked, CLOSES)


def test_there_are_twelve() -> None:
    assert len(FAULTS) == len({fault.rule for fault in FAULTS.values()}) == 12
