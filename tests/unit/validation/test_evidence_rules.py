"""What has to be said by a source, and by whom an assessment is: each test breaks one thing, and the rule says so."""

from __future__ import annotations

from typing import Any

import pytest
from support.rule_checks import FIRST, slips, steps
from support.small_datasets import PACT, TREATY, spell, state

EVENT = {"id": "event:case", "kind": "ceremony", "title": "Case"}
OPERATION = {"id": "operation:case", "name": "Case", "organization": "org:pact"}
WORLD = (PACT, TREATY, state("AAA"), state("BBB"))


def unsupported(*records: dict[str, Any]) -> list[tuple[tuple[str | int, ...], str]]:
    found = slips("CST501", *WORLD, *records)
    return [(slip.path, slip.message.removeprefix("no evidence supports ")) for slip in found]


def witnessed(record: dict[str, Any], **reports: Any) -> dict[str, Any]:
    return {**record, "evidence": [{"source": "source:paper", "reports": reports}]}


def test_a_value_has_a_source_that_says_no_less() -> None:
    dated = {**EVENT, "date": "2022-01-05"}
    assert unsupported(witnessed(dated, date="2022-01-05")) == []
    for told in ("2022-01", "2022-01-06"):
        assert unsupported(witnessed(dated, date=told)) == [(("date",), "date 2022-01-05")]


def test_what_supports_one_field_or_record_supports_no_other() -> None:
    lasting = {**EVENT, "start": "2022-01-05", "end": "2022-01-05"}
    other = {**EVENT, "id": "event:other", "end": "2022-01-05"}
    assert unsupported(witnessed(lasting, start="2022-01-05"), witnessed(other, end="2022-01-05")) == [
        (("end",), "end 2022-01-05")
    ]


def test_of_a_list_each_element_has_a_source() -> None:
    asked = {**OPERATION, "requested_by": ["state:AAA", "state:BBB"]}
    assert unsupported(witnessed(asked, requested_by=["state:AAA"])) == [
        (("requested_by", 1), "requested_by[state:BBB]")
    ]


def test_a_role_has_a_source_of_its_own() -> None:
    parties = [{"actor": "state:AAA"}, {"actor": "state:BBB", "role": "party"}]
    silent = [{"actor": "state:AAA"}, {"actor": "state:BBB"}]
    assert unsupported(witnessed({**EVENT, "participants": parties}, participants=parties)) == []
    assert unsupported(witnessed({**EVENT, "participants": parties}, participants=silent)) == [
        (("participants", 1, "role"), "participants[state:BBB].role party")
    ]


def test_a_contingent_has_sources_of_its_own() -> None:
    def sent(code: str, told: int) -> dict[str, Any]:
        return witnessed({"state": code, "personnel": {"value": 100}}, state=code, personnel={"value": told})

    assert unsupported({**OPERATION, "contingents": [sent("state:AAA", 100), sent("state:BBB", 100)]}) == []
    assert unsupported({**OPERATION, "contingents": [sent("state:AAA", 100), sent("state:BBB", 200)]}) == [
        (("contingents", 1, "personnel"), "contingents[state:BBB].personnel 100")
    ]


@pytest.mark.parametrize("made", ["start", "end"])
def test_what_an_act_makes_has_the_evidence_of_the_act(made: str) -> None:
    act = witnessed(FIRST, date="2001-01-01")
    one = spell("a", "AAA", "2001-01-01", "2001-01-01", steps=steps(("first", made)))
    other = "end" if made == "start" else "start"
    assert unsupported(act, one) == [((other,), f"{other} 2001-01-01")]


PAPERS = [
    {"id": "source:one", "title": "One", "kind": "article", "authors": ["person:a"], "published": "2022-01-26"},
    {"id": "source:two", "title": "Two", "kind": "article", "authors": ["person:b"], "published": "2022-01-27"},
    {"id": "source:undated", "title": "Undated", "kind": "web-page"},
]


def claim(*sources: str, by: str = "person:a", made: str = "2022-01-26", slug: str = "a") -> dict[str, Any]:
    raw = {"id": f"assessment:{slug}", "kind": "claim", "by": [by], "made": made, "about": ["org:pact"], "claim": "So."}
    return {**raw, "evidence": [{"source": f"source:{source}"} for source in sources]}


def strangers(*records: dict[str, Any]) -> list[tuple[str | None, str]]:
    return [(slip.record, slip.message) for slip in slips("CST502", *PAPERS, *records)]


def test_an_assessment_is_made_by_the_authors_of_its_source_when_it_was_published() -> None:
    assert strangers(claim("one")) == []
    assert strangers(claim("one", by="person:b")) == [("assessment:a", "by is person:b, but its source has person:a")]
    assert strangers(claim("one", made="2022-01-27")) == [
        ("assessment:a", "made is 2022-01-27, but its source has 2022-01-26")
    ]


def test_of_several_sources_one_is_enough() -> None:
    assert strangers(claim("one", "two", by="person:b")) == []
    assert strangers(claim("one", "two", by="person:c")) == [
        ("assessment:a", "by is person:c, but its source has person:a or person:b")
    ]


def test_a_source_without_author_and_date_gives_none() -> None:
    assert strangers(claim("undated")) == [
        ("assessment:a", "by is person:a, but its source has none"),
        ("assessment:a", "made is 2022-01-26, but its source has none"),
    ]


def test_of_a_source_that_is_not_there_nothing_is_said_and_the_next_assessment_is_looked_at() -> None:
    assert strangers(claim("gone", "two"), claim("two", slug="b")) == [
        ("assessment:b", "by is person:a, but its source has person:b"),
        ("assessment:b", "made is 2022-01-26, but its source has 2022-01-27"),
    ]
