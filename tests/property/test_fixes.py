"""Safe fixes never change the meaning of a value, do what they promise, and run until nothing safe is left."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.breakers import BREAKERS, Folder
from support.small_datasets import FEWER_EXAMPLES

from csto_data import Dataset
from csto_data.cli import main
from csto_data.serialization.hidden_characters import MEANINGLESS
from csto_data.store.folder_writer import write_folder
from csto_data.strategies import datasets
from csto_data.suggestions import unlike
from csto_data.validation import validate
from csto_data.validation.fixer import Fixed, apply, changes

SOURCE = {
    "id": "source:my-report-2022",
    "title": "Who is who: the CSTO in 2020-2021",
    "kind": "report",
    "published": "2022-01-05",
    "url": "https://example.com/2020-2021/a_b.html?c=d-e",
    "language": "en-US",
    "note": "A note",
}
EVENT = {
    "id": "event:first-march",
    "kind": "armed-clash",
    "title": "A clash",
    "date": "2022-01-05",
    "states": ["state:KAZ"],
    "evidence": [
        {
            "source": "source:my-report-2022",
            "at": {"paragraph": 1},
            "reports": {"date": "2022-01-05", "states": ["state:KAZ"]},
            "note": "a clash_of two - or three",
        }
    ],
}
FREE = ("title", "note")
"""The fields with free text."""
NOISE = st.sampled_from(
    ["\u0421", "\u043e", "_", " ", "\u2010", "\u2013", "\u2014", "-", "\u00a0", "\u200b", "\u00ad", "\n", "A", "z", "."]
)


def write(folder: Path, event: Any, source: Any) -> None:
    """Write a pack of one event and one source."""
    for name, record in (("event", event), ("source", source)):
        document = {"$schema": f"schemas/{name}.schema.json", "records": [record]}
        (folder / f"{name}s.json").write_text(json.dumps(document), encoding="utf-8")


def strings(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Iterate over the texts in a JSON value, each with the field that it belongs to."""
    if isinstance(value, str):
        yield key, value
    for step, inner in (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    ):
        yield from strings(inner, step if isinstance(step, str) else key)


def meanings(folder: Path) -> set[tuple[str, str]]:
    """Return the texts in a folder as a person reads them.

    Addresses are read exactly, free text without regard to the number of spaces, ids and words without regard to case
    and look-alike characters, and both without hidden characters.
    """
    found = [pair for file in folder.glob("*.json") for pair in strings(json.loads(file.read_bytes()))]
    return {(key, read) for key, text in found if (read := meaning(key, text.strip()).strip())}


def meaning(key: str, text: str) -> str:
    """Return a text of a field as a person reads it."""
    if key == "url":
        return text
    text = re.sub(f"[{MEANINGLESS}]", "", text)
    return " ".join(text.split()) if key in FREE else unlike(text).casefold()


def promised(found: Fixed) -> list[str]:
    """Return the rules of the findings that are left and promise a fix."""
    return [finding.rule for finding in found.left.findings() if finding.fix is not None and finding.fix.safe]


@given(st.data())
def test_safe_fixes_keep_the_meaning_of_every_value(data: st.DataObject) -> None:
    records: Any = json.loads(json.dumps([EVENT, SOURCE]))
    for _ in range(data.draw(st.integers(1, 3))):
        holder = data.draw(st.sampled_from([*records, records[0]["evidence"][0]]))
        key = data.draw(st.sampled_from([key for key, value in holder.items() if isinstance(value, str)]))
        start = data.draw(st.integers(0, len(holder[key])))
        kept = data.draw(st.integers(start, min(len(holder[key]), start + 1)))
        holder[key] = holder[key][:start] + data.draw(NOISE) + holder[key][kept:]
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        write(folder, *records)
        before = meanings(folder)
        found = changes(folder)
        apply(found.changes)
        assert meanings(folder) == before
        assert promised(found) == []
        assert [str(finding) for finding in validate(folder)] == [str(finding) for finding in found.left.findings()]
        assert changes(folder).changes == ()


@pytest.mark.integration  # slow
@FEWER_EXAMPLES
@given(made=datasets(), data=st.data())
def test_no_finding_promises_a_fix_after_all_safe_fixes(made: Dataset, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as target:
        write_folder(made, target)
        consistent = Folder.read(Path(target))
    for breaker in data.draw(st.lists(st.sampled_from(BREAKERS), min_size=8, max_size=8, unique=True)):
        broken = consistent.copy()
        breaker.apply(data.draw, broken)
        with tempfile.TemporaryDirectory() as target:
            broken.write(Path(target))
            assert promised(changes(Path(target))) == [], breaker.name


@pytest.mark.parametrize(
    ("value", "suggested"),
    [
        ("https://24.kg/100583_\u0421STO_leaves_office/", "https://24.kg/100583_%D0%A1STO_leaves_office/"),
        ("https://example.com/a b.html", "https://example.com/a%20b.html"),
        ("https://example.com/2020\u20132021", "https://example.com/2020%E2%80%932021"),
    ],
    ids=["Cyrillic letter", "space", "dash"],
)
def test_an_address_has_an_unsafe_suggestion_with_percent_encoding(tmp_path: Path, value: str, suggested: str) -> None:
    write(tmp_path, EVENT, {**SOURCE, "url": value})
    (finding,) = [finding for finding in validate(tmp_path) if finding.rule == "CST105"]
    assert (finding.suggestion, finding.fix and finding.fix.safe) == (suggested, False)


@pytest.mark.parametrize(
    ("field", "value", "fixed"),
    [
        ("id", "source:my_report 2022", "source:my-report-2022"),
        ("id", "sour\u0441e:my-report-2022", "source:my-report-2022"),
        ("language", "en_us", "en-US"),
        ("kind", "Re\u0440ort", "report"),
    ],
)
def test_look_alike_characters_in_ids_codes_and_words_are_fixed(
    tmp_path: Path, field: str, value: str, fixed: str
) -> None:
    write(tmp_path, EVENT, {**SOURCE, field: value})
    assert main(["fix", str(tmp_path)]) == 0
    assert json.loads((tmp_path / "sources.json").read_bytes())["records"][0][field] == fixed


def reporting(reports: dict[str, Any]) -> dict[str, Any]:
    """Return an event whose evidence has these reports only."""
    return {**EVENT, "evidence": [{**EVENT["evidence"][0], "reports": reports}]}


STATELESS = {key: value for key, value in EVENT.items() if key != "states"}
NOT_CERTAIN: dict[str, tuple[str, dict[str, Any]]] = {
    "one value for a list": ("CST101", {**STATELESS, "state": "state:KAZ"}),
    "a list for one value": ("CST101", {**EVENT, "places": ["place:almaty", "place:astana"]}),
    "the name of another field": ("CST101", {**STATELESS, "status": "member"}),
    "an item twice, of which one may be another": ("CST108", {**EVENT, "states": ["state:KAZ", "state:KAZ"]}),
    "a report that a source names no states": ("CST107", reporting({"states": []})),
    "a report without a value": ("CST103", reporting({"date": None})),
    "an address with a hidden character": ("CST012", {**EVENT, "note": "https://example.org/a\u200bb"}),
}


@pytest.mark.parametrize("name", NOT_CERTAIN)
def test_no_fix_is_safe_if_another_value_may_be_meant(tmp_path: Path, name: str) -> None:
    rule, event = NOT_CERTAIN[name]
    write(tmp_path, event, SOURCE)
    (finding,) = (finding for finding in validate(tmp_path) if finding.rule == rule)
    assert finding.fix is None or not finding.fix.safe
    before = json.loads((tmp_path / "events.json").read_bytes())
    apply(changes(tmp_path).changes)
    assert json.loads((tmp_path / "events.json").read_bytes()) == before


def test_no_comma_is_added_where_the_end_of_a_list_is_missing(tmp_path: Path) -> None:
    text = '{"$schema": "schemas/event.schema.json", "records": [{"id": "event:a"} "note": "after the list"}'
    (tmp_path / "events.json").write_text(text, encoding="utf-8")
    assert [finding.message for finding in validate(tmp_path)] == ["missing comma or closing bracket"]
    assert changes(tmp_path).changes == ()


def test_a_message_names_cyrillic_letters_only_where_there_are_some(tmp_path: Path) -> None:
    messages = []
    for id in ("event:first_march", "event:f\u0456rst-march"):
        write(tmp_path, {**EVENT, "id": id}, SOURCE)
        messages += [finding.message for finding in validate(tmp_path) if finding.rule == "CST105"]
    assert ["Cyrillic" in message for message in messages] == [False, True]


def test_the_address_of_a_schema_is_not_taken_for_a_reference(tmp_path: Path) -> None:
    write(tmp_path, EVENT, SOURCE)
    text = (tmp_path / "events.json").read_text().replace("schemas/event.schema.json", "event:first-march")
    (tmp_path / "events.json").write_text(text)
    (finding,) = (finding for finding in validate(tmp_path) if finding.rule == "CST105")
    assert (finding.suggestion, finding.fix) == (None, None)


@pytest.mark.parametrize("number", [1, 150, 3000])
def test_fix_adds_any_number_of_missing_commas(tmp_path: Path, number: int) -> None:
    text = '{"records": [], "$schema": "schemas/event.schema.json", "names": [' + ' "a"' * (number + 1) + "]}"
    (tmp_path / "events.json").write_text(text)
    assert len([finding for finding in validate(tmp_path) if finding.rule == "CST004"]) == number
    assert main(["fix", str(tmp_path)]) == 1
    assert json.loads((tmp_path / "events.json").read_bytes())["names"] == ["a"] * (number + 1)


def test_fix_exits_with_success_only_if_nothing_is_left(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, EVENT, SOURCE)
    assert main(["fix", str(tmp_path)]) == 0
    write(tmp_path, {**EVENT, "kind": "Armed-Clash", "title": 5}, SOURCE)
    capsys.readouterr()
    assert main(["fix", str(tmp_path)]) == 1
    output = capsys.readouterr().out
    assert output.startswith(f"fixed {tmp_path / 'events.json'}\n")
    assert "5 is not a text in quotation marks" in output
    corrected = next(line for line in output.splitlines() if line.startswith("corrected "))
    assert corrected.endswith('; now "armed-clash"')
    assert output.count("Armed-Clash") == 1
