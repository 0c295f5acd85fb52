"""Rules that compare records with each other: places, acts, organisations, sources and coverage."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from support.rule_checks import COVERED, FIRST, act, context, steps, violation_paths, violations
from support.small_datasets import PACT, SOURCE, TREATY, spell, state

from csto_data import Day
from csto_data.model import InvalidCombinationError, Organization
from csto_data.model.coverage import Coverage, MembershipCoverage
from csto_data.model.ids import OrganizationId
from csto_data.validation import RULES
from csto_data.validation.context import RuleContext
from csto_data.validation.engine import rule_violations


def place(slug: str, part_of: str | None = None, *states: str) -> dict[str, Any]:
    raw: dict[str, Any] = {"id": f"place:{slug}", "name": slug.title(), "kind": "region"}
    raw |= {"part_of": f"place:{part_of}"} if part_of else {}
    return raw | ({"states": [f"state:{code}" for code in states]} if states else {})


def event_at(slug: str, *states: str) -> dict[str, Any]:
    return {**FIRST, "place": slug, "states": [f"state:{code}" for code in states]}


A, B = state("AAA"), state("BBB")


def test_cst308_reports_event_in_state_other_than_that_of_its_place() -> None:
    world = (A, B, place("land", None, "AAA"), place("town", "land"), place("sea"))
    assert violation_paths("CST308", *world, event_at("place:town", "AAA")) == []
    assert violation_paths("CST308", *world, event_at("place:town", "BBB")) == [("event:first", ("states", 0))]
    assert violation_paths("CST308", *world, event_at("state:AAA", "AAA", "BBB")) == [("event:first", ("states", 1))]
    assert violation_paths("CST308", *world, event_at("place:sea", "BBB")) == []


def test_cst308_accepts_any_state_of_a_region_in_several_states() -> None:
    world = (A, B, state("CCC"), place("border", None, "AAA", "BBB"))
    assert violation_paths("CST308", *world, place("post", "border", "BBB")) == []
    assert violation_paths("CST308", *world, place("post", "border", "CCC")) == [("place:post", ("states", 0))]


def test_cst308_ignores_event_in_a_place_that_violates_the_rule_itself() -> None:
    world = (A, B, place("land", None, "AAA"), place("town", "land", "BBB"), place("square", "town", "AAA"))
    assert violation_paths("CST308", *world, event_at("place:square", "AAA"), event_at("place:town", "AAA")) == [
        ("place:town", ("states", 0))
    ]


@pytest.mark.parametrize(
    ("participants", "found"),
    [
        ([], []),
        ([{"actor": "org:pact"}], []),
        ([{"actor": "state:AAA"}, {"actor": "state:BBB"}], []),
        ([{"of": "state:AAA", "described_as": "parliament"}], []),
        ([{"actor": "state:BBB"}], [("membership:a", ("steps", 0))]),
        ([{"actor": "state:BBB"}, {"actor": "state:ZZZ"}], []),
    ],
    ids=[
        "no participants",
        "organisation only",
        "member and other state",
        "group of the member",
        "other state only",
        "other state and unknown state",
    ],
)
def test_cst413_reports_act_with_participants_but_without_the_member(
    participants: list[dict[str, str]], found: list[Any]
) -> None:
    joined = {**FIRST, **({"participants": participants} if participants else {})}
    one = spell("a", "AAA", "2001-01-01", steps=steps(("first", "start")))
    assert violation_paths("CST413", A, B, PACT, TREATY, joined, one) == found


def test_cst413_accepts_act_of_other_states_that_makes_nothing() -> None:
    one = spell("a", "AAA", "2001-01-01", steps=steps(("first", None)))
    assert violation_paths("CST413", A, B, PACT, {**FIRST, "participants": [{"actor": "state:BBB"}]}, one) == []


@pytest.mark.parametrize(
    ("kind", "status", "fits"),
    [
        ("treaty-body", "party", True),
        ("treaty-body", "member", False),
        ("treaty-body", "observer", True),
        ("organisation", "member", True),
        ("organisation", "party", False),
        ("organ", "observer", True),
    ],
)
def test_cst414_reports_status_that_does_not_fit_kind_of_organisation(kind: str, status: str, fits: bool) -> None:
    found = violation_paths("CST414", A, {**PACT, "kind": kind}, spell("a", "AAA", "2001", status=status))
    assert found == ([] if fits else [("membership:a", ("status",))])


def test_cst414_reports_kind_once_if_no_spell_fits_it() -> None:
    several = [spell("a", "AAA", "2001", status="party"), spell("b", "BBB", "2001", status="party")]
    assert violation_paths("CST414", A, B, PACT, TREATY, *several) == [("org:pact", ("kind",))]
    one_more = spell("c", "AAA", "1995", "1996")
    found = [("membership:a", ("status",)), ("membership:b", ("status",))]
    assert violation_paths("CST414", A, B, PACT, TREATY, *several, one_more) == found


def test_cst415_reports_event_outside_its_event_but_not_its_parts() -> None:
    wide, dates = act("wide", "2001-01-01"), {"start": "2002-01-01", "end": "2002-01-02"}
    week = {"id": "event:week", "kind": "protest", "title": "Week", "part_of": "event:wide", **dates}
    assert violation_paths("CST415", wide, week) == [("event:week", ("start",))]
    day = {**act("day", "2003-03-03"), "part_of": "event:week"}
    assert violation_paths("CST415", wide, week, day) == [("event:week", ("start",))], (
        "parts of an event that is outside are not reported"
    )
    assert violation_paths("CST415", week | {"part_of": "event:day"}, day | {"part_of": "event:week"}) == []


def test_cst415_reports_part_of_one_day_event_on_another_day() -> None:
    assert violation_paths("CST415", act("whole", "2001-01-01"), {**FIRST, "part_of": "event:whole"}) == []
    found = violation_paths("CST415", act("whole", "2001-01-02"), {**FIRST, "part_of": "event:whole"})
    assert found == [("event:first", ("date",))]
    assert violation_paths("CST415", act("whole", "2001-01"), {**FIRST, "part_of": "event:whole"}) == []


def test_cst401_reports_end_before_start_within_one_evidence_item() -> None:
    together = [{"source": "source:paper", "reports": {"start": "2002", "end": "2001"}}]
    assert violation_paths("CST401", spell("a", "AAA", "2001", evidence=together)) == [
        ("membership:a", ("evidence", 0, "reports", "end"))
    ]
    separate = [
        {"source": "source:paper", "reports": {"start": "2002"}},
        {"source": "source:paper", "reports": {"end": "2001"}},
    ]
    assert violation_paths("CST401", spell("a", "AAA", "2001", evidence=separate)) == []


def test_organization_raises_for_dissolution_before_founding() -> None:
    with pytest.raises(InvalidCombinationError, match="The end 2001 is before the start 2002"):
        Organization(
            id="org:pact", name="Pact", kind="organisation", founded=Day("2002"), dissolved=Day("2001"), evidence=()
        )


def test_cst505_reports_source_that_no_evidence_or_copy_cites() -> None:
    idle = {**SOURCE, "id": "source:idle"}
    assert violation_paths("CST505", A, idle) == [("source:idle", ("id",))]
    assert violation_paths("CST505", A, idle, {**SOURCE, "id": "source:copy", "via": "source:idle"}) == [
        ("source:copy", ("id",))
    ]
    misspelt = {**A, "evidence": [{"source": "source:paper"}, {"source": "source:idel"}]}
    found = rule_violations(context(misspelt, idle), [RULES["CST302"], RULES["CST505"]])
    assert [violation.rule for violation in found] == ["CST302"]


def test_cst506_reports_copy_more_than_one_day_before_its_original() -> None:
    original = {**SOURCE, "id": "source:original", "published": "2022-01-10"}
    for day, found in (("2022-01-09", []), ("2022-01-08", [("source:copy", ("via",))]), ("2022", [])):
        copy = {**SOURCE, "id": "source:copy", "published": day, "via": "source:original"}
        assert violation_paths("CST506", A, original, copy) == found


def coverage_violations(*spans: tuple[int, int], member: str = "2000-01-01") -> list[tuple[str, tuple[str | int, ...]]]:
    """Return code and path of the violations of coverage in these years, for an organisation with one member."""
    pact = OrganizationId("org:pact")
    covered = tuple(MembershipCoverage(pact, date(first, 1, 1), date(last, 12, 31)) for first, last in spans)
    rule_context = context(A, PACT, TREATY, spell("a", "AAA", member), coverage=Coverage(memberships=covered))
    return coverage_violations_in(rule_context)


def coverage_violations_in(rule_context: RuleContext) -> list[tuple[str, tuple[str | int, ...]]]:
    """Return code and path of the violations of rules about coverage."""
    return [(code, found.location.path) for code in ("CST416", "CST417") for found in violations(code, rule_context)]


def test_cst416_reports_spans_of_coverage_that_share_a_day() -> None:
    assert coverage_violations((2000, 2004), (2005, 2009)) == []
    assert coverage_violations((2000, 2004), (2004, 2009)) == [("CST416", ("coverage", "memberships", 1))]
    assert coverage_violations((2000, 2004), (2000, 2004)) == [("CST416", ("coverage", "memberships", 1))]


def test_cst417_reports_coverage_that_starts_before_first_member() -> None:
    early = [("CST417", ("coverage", "memberships", 0, "from"))]
    assert coverage_violations((2000, 2009), member="2000-01-02") == early
    assert coverage_violations((2000, 2009), member="2000") == []
    assert coverage_violations((2000, 2009), member="[..2003]") == []
    late = context(A, PACT, TREATY, spell("a", "AAA", "2012-01-01", "2012-02-01"), coverage=COVERED)
    assert coverage_violations_in(late) == early
    assert coverage_violations_in(late.without(["membership:a"], [])) == [], (
        "nothing follows from a spell that has violations itself"
    )
    assert coverage_violations_in(context(A, PACT, TREATY, coverage=COVERED)) == early
