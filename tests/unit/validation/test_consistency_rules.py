"""What one record says of another: places, acts, organisations, sources; each test breaks one thing, or nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from support.rule_checks import COVERED, FIRST, act, context, places, steps, violations
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


def at(slug: str, *states: str) -> dict[str, Any]:
    return {**FIRST, "place": slug, "states": [f"state:{code}" for code in states]}


A, B = state("AAA"), state("BBB")


def test_what_happens_in_a_place_happens_in_a_state_around_it() -> None:
    world = (A, B, place("land", None, "AAA"), place("town", "land"), place("sea"))
    assert places("CST308", *world, at("place:town", "AAA")) == []
    assert places("CST308", *world, at("place:town", "BBB")) == [("event:first", ("states", 0))]
    assert places("CST308", *world, at("state:AAA", "AAA", "BBB")) == [("event:first", ("states", 1))]
    assert places("CST308", *world, at("place:sea", "BBB")) == []


def test_what_lies_in_a_region_of_several_states_lies_in_one_of_them() -> None:
    world = (A, B, state("CCC"), place("border", None, "AAA", "BBB"))
    assert places("CST308", *world, place("post", "border", "BBB")) == []
    assert places("CST308", *world, place("post", "border", "CCC")) == [("place:post", ("states", 0))]


def test_what_lies_in_a_place_that_is_elsewhere_itself_is_not_judged_by_it() -> None:
    world = (A, B, place("land", None, "AAA"), place("town", "land", "BBB"), place("square", "town", "AAA"))
    assert places("CST308", *world, at("place:square", "AAA"), at("place:town", "AAA")) == [
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
)
def test_a_member_comes_by_an_act_that_concerns_it(participants: list[dict[str, str]], found: list[Any]) -> None:
    joined = {**FIRST, **({"participants": participants} if participants else {})}
    one = spell("a", "AAA", "2001-01-01", steps=steps(("first", "start")))
    assert places("CST413", A, B, PACT, TREATY, joined, one) == found


def test_an_act_that_only_led_there_may_be_of_others() -> None:
    one = spell("a", "AAA", "2001-01-01", steps=steps(("first", None)))
    assert places("CST413", A, B, PACT, {**FIRST, "participants": [{"actor": "state:BBB"}]}, one) == []


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
def test_treaties_have_parties_and_organisations_members(kind: str, status: str, fits: bool) -> None:
    found = places("CST414", A, {**PACT, "kind": kind}, spell("a", "AAA", "2001", status=status))
    assert found == ([] if fits else [("membership:a", ("status",))])


def test_a_body_of_another_kind_is_one_mistake_however_many_belong_to_it() -> None:
    several = [spell("a", "AAA", "2001", status="party"), spell("b", "BBB", "2001", status="party")]
    assert places("CST414", A, B, PACT, TREATY, *several) == [("org:pact", ("kind",))]
    one_more = spell("c", "AAA", "1995", "1996")
    found = [("membership:a", ("status",)), ("membership:b", ("status",))]
    assert places("CST414", A, B, PACT, TREATY, *several, one_more) == found


def test_an_event_that_lasts_outside_of_a_wider_one_is_one_mistake() -> None:
    wide, lasting = act("wide", "2001-01-01"), {"start": "2002-01-01", "end": "2002-01-02"}
    week = {"id": "event:week", "kind": "protest", "title": "Week", "part_of": "event:wide", **lasting}
    assert places("CST415", wide, week) == [("event:week", ("start",))]
    day = {**act("day", "2003-03-03"), "part_of": "event:week"}
    assert places("CST415", wide, week, day) == [("event:week", ("start",))], (
        "the parts of what is outside are not told"
    )
    assert places("CST415", week | {"part_of": "event:day"}, day | {"part_of": "event:week"}) == []


def test_a_part_of_an_event_of_one_day_happens_that_day() -> None:
    assert places("CST415", act("whole", "2001-01-01"), {**FIRST, "part_of": "event:whole"}) == []
    found = places("CST415", act("whole", "2001-01-02"), {**FIRST, "part_of": "event:whole"})
    assert found == [("event:first", ("date",))]
    assert places("CST415", act("whole", "2001-01"), {**FIRST, "part_of": "event:whole"}) == []


def test_no_source_says_at_one_place_that_something_ends_before_it_starts() -> None:
    said = [{"source": "source:paper", "reports": {"start": "2002", "end": "2001"}}]
    assert places("CST401", spell("a", "AAA", "2001", evidence=said)) == [
        ("membership:a", ("evidence", 0, "reports", "end"))
    ]
    twice = [
        {"source": "source:paper", "reports": {"start": "2002"}},
        {"source": "source:paper", "reports": {"end": "2001"}},
    ]
    assert places("CST401", spell("a", "AAA", "2001", evidence=twice)) == []


def test_an_organisation_is_dissolved_after_it_was_founded() -> None:
    with pytest.raises(InvalidCombinationError, match="it ends on 2001, before it starts on 2002"):
        Organization(
            id="org:pact", name="Pact", kind="organisation", founded=Day("2002"), dissolved=Day("2001"), evidence=()
        )


def test_a_source_may_be_there_for_a_copy_or_for_evidence_but_not_for_nothing() -> None:
    idle = {**SOURCE, "id": "source:idle"}
    assert places("CST505", A, idle) == [("source:idle", ("id",))]
    assert places("CST505", A, idle, {**SOURCE, "id": "source:copy", "via": "source:idle"}) == [
        ("source:copy", ("id",))
    ]
    misspelt = {**A, "evidence": [{"source": "source:paper"}, {"source": "source:idel"}]}
    found = rule_violations(context(misspelt, idle), [RULES["CST302"], RULES["CST505"]])
    assert [violation.rule for violation in found] == ["CST302"]


def test_a_copy_may_be_a_day_earlier_by_another_clock() -> None:
    original = {**SOURCE, "id": "source:original", "published": "2022-01-10"}
    for day, found in (("2022-01-09", []), ("2022-01-08", [("source:copy", ("via",))]), ("2022", [])):
        copy = {**SOURCE, "id": "source:copy", "published": day, "via": "source:original"}
        assert places("CST506", A, original, copy) == found


def claimed(*spans: tuple[int, int], member: str = "2000-01-01") -> list[tuple[str, tuple[str | int, ...]]]:
    """The rules and places of what is wrong with coverage in these years, of an organisation with one member."""
    pact = OrganizationId("org:pact")
    covered = tuple(MembershipCoverage(pact, date(first, 1, 1), date(last, 12, 31)) for first, last in spans)
    made = context(A, PACT, TREATY, spell("a", "AAA", member), coverage=Coverage(memberships=covered))
    return misstated(made)


def misstated(made: RuleContext) -> list[tuple[str, tuple[str | int, ...]]]:
    return [(code, found.location.path) for code in ("CST416", "CST417") for found in violations(code, made)]


def test_no_day_is_covered_twice() -> None:
    assert claimed((2000, 2004), (2005, 2009)) == []
    assert claimed((2000, 2004), (2004, 2009)) == [("CST416", ("coverage", "memberships", 1))]
    assert claimed((2000, 2004), (2000, 2004)) == [("CST416", ("coverage", "memberships", 1))]


def test_coverage_begins_with_the_first_member() -> None:
    early = [("CST417", ("coverage", "memberships", 0, "from"))]
    assert claimed((2000, 2009), member="2000-01-02") == early
    assert claimed((2000, 2009), member="2000") == []
    assert claimed((2000, 2009), member="[..2003]") == []
    late = context(A, PACT, TREATY, spell("a", "AAA", "2012-01-01", "2012-02-01"), coverage=COVERED)
    assert misstated(late) == early
    assert misstated(late.without(["membership:a"], [])) == [], "of a spell that is wrong nothing follows"
    assert misstated(context(A, PACT, TREATY, coverage=COVERED)) == early
