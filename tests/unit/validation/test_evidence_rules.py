"""Rules about evidence: values need a supporting source (CST501), assessments match their source (CST502)."""

from __future__ import annotations

from typing import Any

import pytest
from support.rule_checks import FIRST, run_rule, steps
from support.small_datasets import PACT, TREATY, spell, state

EVENT = {"id": "event:case", "kind": "ceremony", "title": "Case"}
OPERATION = {"id": "operation:case", "name": "Case", "organization": "org:pact"}
WORLD = (PACT, TREATY, state("AAA"), state("BBB"))


def unsupported_values(*records: dict[str, Any]) -> list[tuple[tuple[str | int, ...], str]]:
    found = run_rule("CST501", *WORLD, *records)
    return [(violation.path, violation.message.removeprefix("no evidence supports ")) for violation in found]


def with_evidence(record: dict[str, Any], **reports: Any) -> dict[str, Any]:
    return {**record, "evidence": [{"source": "source:paper", "reports": reports}]}


def test_cst501_reports_date_that_no_source_gives_exactly() -> None:
    dated = {**EVENT, "date": "2022-01-05"}
    assert unsupported_values(with_evidence(dated, date="2022-01-05")) == []
    for reported in ("2022-01", "2022-01-06"):
        assert unsupported_values(with_evidence(dated, date=reported)) == [(("date",), "date 2022-01-05")]


@pytest.mark.parametrize(
    ("recorded", "reported", "is_left"),
    [
        ("[2018-11-08..2018-12-31]", ("[2018-11-08..]", "2018"), True),
        ("[2018-11-08..2018-12-31]", ("[2018-11-08..]", "2018~"), False),
        ("2018-11-08", ("[2018-11-08..]", "[..2018-11-08]"), True),
        ("2018-11-08", ("[2018-11-08..]", "2018"), False),
        ("2018", ("[..2018-03]", "[2018-09..]"), False),  # they contradict each other
        ("[2018-11-08..2018-12-31]", ("[2018-11-08..]", "2018", "2019"), True),  # the last is a dispute
    ],
)
def test_cst501_allows_date_if_reports_leave_together_only_this_date(
    recorded: str, reported: tuple[str, ...], is_left: bool
) -> None:
    witnesses = [{"source": f"source:{n}", "reports": {"date": date}} for n, date in enumerate(reported)]
    found = unsupported_values({**EVENT, "date": recorded, "evidence": witnesses})
    assert found == ([] if is_left else [(("date",), f"date {recorded}")])


def test_cst501_reports_value_reported_only_for_other_field_or_record() -> None:
    record = {**EVENT, "start": "2022-01-05", "end": "2022-01-05"}
    other = {**EVENT, "id": "event:other", "end": "2022-01-05"}
    assert unsupported_values(with_evidence(record, start="2022-01-05"), with_evidence(other, end="2022-01-05")) == [
        (("end",), "end 2022-01-05")
    ]


def test_cst501_reports_unsupported_list_item() -> None:
    asked = {**OPERATION, "requested_by": ["state:AAA", "state:BBB"]}
    assert unsupported_values(with_evidence(asked, requested_by=["state:AAA"])) == [
        (("requested_by", 1), "requested_by[state:BBB]")
    ]


@pytest.mark.parametrize(
    ("fields", "reports", "path"),
    [
        ({"states": ["state:AAA"]}, {"states": ["state:BBB"]}, ("states",)),
        ({"part_of": "event:other"}, {"part_of": "operation:case"}, ("part_of",)),
    ],
)
def test_cst501_reports_field_that_needs_no_report_if_all_reports_on_it_contradict(
    fields: dict[str, Any], reports: dict[str, Any], path: tuple[str | int, ...]
) -> None:
    record = {**EVENT, "states": ["state:AAA"], **fields}
    others = ({**EVENT, "id": "event:other"}, OPERATION)
    assert unsupported_values(with_evidence(record, **fields), *others) == []
    assert [found for found, _ in unsupported_values(with_evidence(record, **reports), *others)] == [path]


def test_cst501_accepts_field_that_needs_no_report_if_one_report_agrees_or_has_a_part_of_it() -> None:
    record = {**EVENT, "states": ["state:AAA", "state:BBB"]}
    assert unsupported_values(with_evidence(record, states=["state:AAA"])) == []


def test_cst501_accepts_a_unit_that_is_only_implied() -> None:
    figure = {"id": "figure:loss", "measure": "economic-loss", "of": "state:AAA", "unit": "KZT", "amount": {"value": 5}}
    evidence = [
        {"source": "source:paper", "reports": {"amount": {"value": 5}}},
        {"source": "source:paper", "reports": {"amount": {"value": 1}, "unit": "USD"}},
    ]
    assert unsupported_values({**figure, "evidence": evidence}) == []


def test_cst501_accepts_a_name_that_is_reported_in_another_spelling_of_the_record() -> None:
    person = {"id": "person:ann", "name": "Ann Example", "names": [{"text": "Ann Exemple", "kind": "spelling"}]}
    assert unsupported_values(with_evidence(person, name="Ann Exemple")) == []
    for other in ("Somebody Else", "ANN EXAMPLE", "Ann-Example", "Ánn Example", "Энн Экзампл"):
        assert unsupported_values(with_evidence(person, name=other)) == []
    assert unsupported_values(with_evidence(person, name="Anna Example")) == [(("name",), "name Ann Example")]


def test_cst501_reports_unsupported_role_of_participant() -> None:
    parties = [{"actor": "state:AAA"}, {"actor": "state:BBB", "role": "party"}]
    without_roles = [{"actor": "state:AAA"}, {"actor": "state:BBB"}]
    assert unsupported_values(with_evidence({**EVENT, "participants": parties}, participants=parties)) == []
    assert unsupported_values(with_evidence({**EVENT, "participants": parties}, participants=without_roles)) == [
        (("participants", 1, "role"), "participants[state:BBB].role party")
    ]


def test_cst501_reports_unsupported_value_of_contingent() -> None:
    def contingent(code: str, reported: int) -> dict[str, Any]:
        return with_evidence({"state": code, "personnel": {"value": 100}}, state=code, personnel={"value": reported})

    assert (
        unsupported_values({**OPERATION, "contingents": [contingent("state:AAA", 100), contingent("state:BBB", 100)]})
        == []
    )
    assert unsupported_values(
        {**OPERATION, "contingents": [contingent("state:AAA", 100), contingent("state:BBB", 200)]}
    ) == [(("contingents", 1, "personnel"), "contingents[state:BBB].personnel 100")]


@pytest.mark.parametrize("made", ["start", "end"])
def test_cst501_accepts_start_or_end_that_an_act_makes(made: str) -> None:
    act = with_evidence(FIRST, date="2001-01-01")
    one = spell("a", "AAA", "2001-01-01", "2001-01-01", steps=steps(("first", made)))
    other = "end" if made == "start" else "start"
    assert unsupported_values(act, one) == [((other,), f"{other} 2001-01-01")]


PAPERS = [
    {"id": "source:one", "title": "One", "kind": "article", "authors": ["person:a"], "published": "2022-01-26"},
    {"id": "source:two", "title": "Two", "kind": "article", "authors": ["person:b"], "published": "2022-01-27"},
    {"id": "source:undated", "title": "Undated", "kind": "web-page"},
]


def claim(*sources: str, by: str = "person:a", made: str = "2022-01-26", slug: str = "a") -> dict[str, Any]:
    raw = {"id": f"assessment:{slug}", "kind": "claim", "by": [by], "made": made, "about": ["org:pact"], "claim": "So."}
    return {**raw, "evidence": [{"source": f"source:{source}"} for source in sources]}


def mismatches(*records: dict[str, Any]) -> list[tuple[str | None, str]]:
    return [(violation.record, violation.message) for violation in run_rule("CST502", *PAPERS, *records)]


def test_cst502_reports_author_or_date_other_than_that_of_the_source() -> None:
    assert mismatches(claim("one")) == []
    assert mismatches(claim("one", by="person:b")) == [
        ("assessment:a", '"by" is person:b, but source:one is by person:a')
    ]
    assert mismatches(claim("one", made="2022-01-27")) == [
        ("assessment:a", '"made" is 2022-01-27, but source:one was published on 2022-01-26')
    ]


def test_cst502_accepts_author_of_any_source() -> None:
    assert mismatches(claim("one", "two", by="person:b")) == []
    assert mismatches(claim("one", "two", by="person:c")) == [
        ("assessment:a", '"by" is person:c, but source:one is by person:a and source:two is by person:b')
    ]


def test_cst502_reports_author_and_date_that_the_source_does_not_have() -> None:
    assert mismatches(claim("undated")) == [
        ("assessment:a", '"by" is person:a, but source:undated has no "authors"'),
        ("assessment:a", '"made" is 2022-01-26, but source:undated has no "published"'),
    ]


def test_cst502_skips_assessment_with_unknown_source_and_checks_the_next() -> None:
    assert mismatches(claim("gone", "two"), claim("two", slug="b")) == [
        ("assessment:b", '"by" is person:a, but source:two is by person:b'),
        ("assessment:b", '"made" is 2022-01-26, but source:two was published on 2022-01-27'),
    ]
