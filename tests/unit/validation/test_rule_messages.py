"""Messages of rules about records: every value is named as people write it, and every way out is listed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from support.rule_checks import COVERED, FIRST, act, run_rule, steps
from support.small_datasets import PACT, spell, state

from csto_data.model.values import Degree, Participant, Party
from csto_data.serialization.converter import structure

EVENT = {"id": "event:a", "kind": "decision", "title": "A"}


@pytest.mark.parametrize(
    ("cls", "raw", "shown"),
    [
        (Party, {"actor": "org:csto"}, "org:csto"),
        (Party, {"actor": "person:a", "office": "office:b"}, "person:a (office:b)"),
        (Party, {"described_as": "protesters"}, "protesters"),
        (Participant, {"described_as": "police", "of": "state:KAZ"}, "police of state:KAZ"),
        (Participant, {"actor": "org:csto", "role": "party"}, "org:csto (party)"),
        (Degree, {"title": "doctorate"}, "doctorate"),
        (Degree, {"title": "doctorate", "organization": "org:a"}, "doctorate (org:a)"),
    ],
    ids=str,
)
def test_parties_and_degrees_are_written_for_people(cls: Any, raw: dict[str, Any], shown: str) -> None:
    assert str(structure(cls, raw)) == shown


def evidence(**reports: Any) -> list[dict[str, Any]]:
    return [{"source": "source:paper", **({"reports": reports} if reports else {})}]


def test_cst501_names_a_party_without_a_name_by_its_description() -> None:
    delegation, police = ({"of": "state:KAZ", "described_as": words} for words in ("delegation", "police"))
    event = {**EVENT, "participants": [delegation, police], "evidence": evidence(participants=[delegation])}
    (found,) = run_rule("CST501", event)
    assert found.path == ("participants", 1)
    assert found.message == "no evidence supports participants[police of state:KAZ]"
    assert found.expected == 'evidence that reports exactly this in "participants", or no value'


def test_cst501_does_not_offer_to_leave_out_a_required_value() -> None:
    figure = {"id": "figure:a", "measure": "flights", "of": "event:a", "amount": {"value": 3}, "unit": "flight"}
    found = {v.path[0]: v.expected for v in run_rule("CST501", {**figure, "stated_by": [{"actor": "state:KAZ"}]})}
    assert found["amount"] == 'evidence that reports exactly this in "amount"'
    (optional,) = run_rule("CST501", {**EVENT, "date": "2022"})
    assert optional.expected == 'evidence that reports exactly this in "date", or no value'


def test_cst502_offers_another_source_if_the_source_has_no_authors() -> None:
    claim = {
        "id": "assessment:a",
        "kind": "claim",
        "by": ["person:a"],
        "claim": "It is so.",
        "about": ["org:pact"],
        "made": "2022",
        "evidence": [{"source": "source:book"}],
    }
    book = {"id": "source:book", "title": "Book", "kind": "report", "published": "2021"}
    by, made = run_rule("CST502", claim, book)
    assert (by.message, by.expected) == (
        '"by" is person:a, but source:book has no "authors"',
        '"authors" in source:book, or another source',
    )
    assert (made.message, made.expected) == (
        '"made" is 2022, but source:book was published in 2021',
        "2021, or another source",
    )


@pytest.mark.parametrize(("founded", "shown"), [("2001", "in 2001"), ("2001-05-06", "on 2001-05-06")])
def test_cst406_writes_a_year_with_in_and_a_day_with_on(founded: str, shown: str) -> None:
    (found,) = run_rule("CST406", {**PACT, "founded": founded}, spell("a", "AAA", "1999"))
    assert found.message.endswith(f"org:pact was founded {shown}")


def test_cst407_relates_the_coverage_with_its_limits() -> None:
    from support.rule_checks import context, violations

    (found,) = violations("CST407", context(PACT, spell("a", "AAA", "1999-01-01"), coverage=COVERED))
    ((place, label),) = found.related
    assert (place.file, place.path) == ("datapackage.json", ("coverage", "memberships", 0))
    assert label == "the coverage: 2000-01-01 to 2009-12-31"


def test_cst417_relates_the_first_spell() -> None:
    (found,) = run_rule("CST417", PACT, spell("a", "AAA", "2001-01-01"), spell("b", "BBB", "2005"), coverage=COVERED)
    assert found.expected == f"coverage from {date(2001, 1, 1)}, or an earlier spell"
    assert found.related == (None,)  # the spell itself has no violation


def test_cst408_names_a_single_day_as_a_day() -> None:
    operation = {"id": "operation:a", "name": "A", "organization": "org:pact"}
    asked = {**operation, "start": "2006-01-06", "end": "2006-01-06", "requested_by": ["state:AAA"]}
    (found,) = run_rule("CST408", PACT, state("AAA"), asked, coverage=COVERED)
    assert found.message == "state:AAA was not a member of org:pact on 2006-01-06"


def test_cst413_names_those_who_take_part() -> None:
    joined = {**FIRST, "participants": [{"actor": "state:BBB"}, {"actor": "state:CCC"}]}
    found = run_rule(
        "CST413",
        *map(state, ("AAA", "BBB", "CCC")),
        joined,
        spell("a", "AAA", "2001-01-01", steps=steps(("first", "start"))),
    )
    assert [violation.message for violation in found] == [
        "state:AAA does not take part in event:first, recorded as its start; the participants are state:BBB, state:CCC"
    ]


def test_cst401_offers_to_swap_the_dates() -> None:
    reported = [{"source": "source:paper", "reports": {"start": "2002", "end": "2001"}}]
    (found,) = run_rule("CST401", {**act("a", "2001"), "evidence": reported})
    assert "the two dates swapped" in found.expected


def test_cst302_offers_no_value_only_for_optional_fields() -> None:
    event = {**EVENT, "place": "place:gone", "participants": [{"actor": "state:ZZZ", "office": "office:gone"}]}
    found = {v.path[-1]: v.expected for v in run_rule("CST302", event, spell("a", "ZZZ", "2001"))}
    assert (
        found["place"]
        == "the id of an existing record (place:... or state:...), a new record with this id, or no value"
    )
    assert found["office"].endswith(", or no value")
    assert found["actor"].endswith(", or a new record with this id")
    assert found["member"].endswith(", or a new record with this id")


def test_cst308_names_the_field_and_the_place_through_which_the_state_is_known() -> None:
    city = {"id": "place:city", "name": "City", "kind": "city", "states": ["state:KAZ"]}
    square = {"id": "place:square", "name": "Square", "kind": "facility", "part_of": "place:city"}
    states = [state("KAZ"), state("ARM")]
    (found,) = run_rule("CST308", *states, city, square, {**EVENT, "place": "place:square", "states": ["state:ARM"]})
    assert found.message == '"place" is place:square, which is in state:KAZ through place:city, not in state:ARM'
    assert found.expected == 'state:KAZ, another "place", or other "states" of place:city'
    (found,) = run_rule("CST308", *states, {**EVENT, "place": "state:KAZ", "states": ["state:ARM"]})
    assert (found.message, found.expected) == (
        '"place" is state:KAZ, not state:ARM',
        'state:KAZ, or another "place"',
    )


def test_cst407_of_a_pack_relates_the_packaged_coverage(tmp_path: Path) -> None:
    from csto_data.validation import validate

    record = (
        '{"id":"membership:x","member":"state:UKR","organization":"org:cst","status":"party","start":"2010","end":"2011",'
        '"evidence":[{"source":"source:sukhankin-2022","reports":{"start":"2010","end":"2011"}}]}\n'
    )
    (tmp_path / "memberships.jsonl").write_text(record, encoding="utf-8")
    found = [finding for finding in validate(tmp_path) if finding.rule == "CST407"]
    assert [finding.related[0].file for finding in found] == ["packaged data/datapackage.json"]
