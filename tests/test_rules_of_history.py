"""What was when, and in what order: each test breaks one thing, and the rule about it says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from small import PACT, SOURCE, TREATY, spell, state

from csto_data.loading import Coverage, MembershipCoverage
from csto_data.model import KINDS
from csto_data.model.base import OrganizationId
from csto_data.structuring import structure
from csto_data.validation.corpus import CHECKS, Corpus, Located, Slip


def corpus(*records: dict[str, Any], coverage: Coverage | None = None) -> Corpus:
    """What rules look at, of these records."""
    located = []
    for index, raw in enumerate((SOURCE, *records)):
        kind = next(kind for kind in KINDS.values() if kind.prefix == raw["id"].partition(":")[0])
        evidence = {} if kind.name == "source" else {"evidence": [{"source": "source:paper"}]}
        record = structure(kind.record_class, {**evidence, **raw})
        located.append(Located(record=record, at=(f"{kind.dataset}.json", ("records", index))))
    ids = {place.record.id: [place.at] for place in located}
    return Corpus(located, ids, set(), coverage or Coverage())


def slips(code: str, *records: dict[str, Any], coverage: Coverage | None = None) -> Iterator[Slip]:
    (check,) = [check for rule, check in CHECKS if rule.code == code]
    return check(corpus(*records, coverage=coverage))


def places(
    code: str, *records: dict[str, Any], coverage: Coverage | None = None
) -> list[tuple[str, tuple[str | int, ...]]]:
    return [(slip.record, slip.path) for slip in slips(code, *records, coverage=coverage)]


def act(slug: str, day: str) -> dict[str, Any]:
    return {"id": f"event:{slug}", "kind": "accession", "title": slug.title(), "date": day}


def steps(*makes: tuple[str, str | None]) -> list[dict[str, str]]:
    return [{"act": f"event:{slug}", **({"makes": made} if made else {})} for slug, made in makes]


FIRST, SECOND, LATE = act("first", "2001-01-01"), act("second", "2002-02-02"), act("late", "2009-09-09")


def test_steps_follow_one_another() -> None:
    one = spell("a", "AAA", "2001-01-01", steps=steps(("first", "start"), ("second", None)))
    assert places("CST404", FIRST, SECOND, one) == []
    one = spell("a", "AAA", "2001-01-01", steps=steps(("second", None), ("first", "start")))
    assert places("CST404", FIRST, SECOND, one) == [("membership:a", ("steps", 1))]


def test_steps_on_days_that_may_be_the_same_are_in_any_order() -> None:
    one = spell("a", "AAA", "2002-02-02", steps=steps(("second", "start"), ("vague", None)))
    assert places("CST404", SECOND, act("vague", "2002"), one) == []


@pytest.mark.parametrize("made", ["freeze", "resume"])
def test_nothing_is_frozen_after_the_end_or_before_the_start(made: str) -> None:
    one = spell("a", "AAA", "2002-02-02", "2005-01-01", steps=steps(("late", made)))
    assert places("CST404", LATE, one) == [("membership:a", ("steps", 0))]
    one = spell("a", "AAA", "2002-02-02", steps=steps(("first", made)))
    assert places("CST404", FIRST, one) == [("membership:a", ("steps", 0))]
    one = spell("a", "AAA", "2002-02-02", steps=steps(("late", made)))
    assert places("CST404", LATE, one) == []


def office(slug: str, start: str, end: str | None = None, title: str = "secretary general") -> dict[str, Any]:
    raw = {"id": f"office:{slug}", "holder": f"person:{slug}", "title": title, "of": "org:pact", "start": start}
    return {**raw, **({"end": end} if end else {})}


def test_a_post_for_one_is_handed_over_on_a_shared_day() -> None:
    assert places("CST405", office("a", "2001-01-01", "2003-01-01"), office("b", "2003-01-01")) == []


def test_a_post_for_one_has_no_two_holders() -> None:
    found = places("CST405", office("a", "2001-01-01", "2003-01-02"), office("b", "2003-01-01", "2004-01-01"))
    assert found == [("office:b", ("start",))]


def test_two_terms_that_begin_on_one_day_overlap_unless_one_is_that_day_alone() -> None:
    same = (office("a", "2001-01-01", "2003-01-01"), office("b", "2001-01-01", "2002-01-01"))
    assert places("CST405", *same) == [("office:b", ("start",))] or places("CST405", *same) == [
        ("office:a", ("start",))
    ]


def test_other_posts_may_have_several_holders() -> None:
    assert places("CST405", office("a", "2001", "2005", "advisor"), office("b", "2002", "2004", "advisor")) == []


def test_days_that_are_not_known_prove_no_overlap() -> None:
    assert places("CST405", office("a", "2001", "2003"), office("b", "2003", "2004")) == []


def test_nobody_joins_what_is_not_founded_yet() -> None:
    young = {**PACT, "founded": "2002"}
    assert places("CST406", young, TREATY, state("AAA"), spell("a", "AAA", "2001-12-31")) == [
        ("membership:a", ("start",))
    ]
    assert places("CST406", young, TREATY, state("AAA"), spell("a", "AAA", "2002-01-01")) == []


@pytest.mark.parametrize(("end", "path"), [("2006-01-01", "end"), (None, "start")])
def test_nobody_is_a_member_of_what_is_dissolved(end: str | None, path: str) -> None:
    gone = {**PACT, "dissolved": "2005"}
    start = "2003-01-01" if end else "2006-01-01"
    assert places("CST406", gone, TREATY, state("AAA"), spell("a", "AAA", start, end)) == [("membership:a", (path,))]
    assert places("CST406", gone, TREATY, state("AAA"), spell("a", "AAA", "2003-01-01", "2005-12-31")) == []


@pytest.mark.parametrize("field", ["part_of", "predecessor"])
def test_nothing_is_part_of_itself_or_its_own_predecessor(field: str) -> None:
    one, two = {**PACT, field: "org:treaty"}, {**TREATY, field: "org:pact"}
    assert places("CST304", one, two) == [("org:pact", (field,))], "a ring is one mistake"
    assert places("CST304", {**PACT, field: "org:treaty"}, TREATY) == []


def test_no_event_is_part_of_itself() -> None:
    one = {**FIRST, "part_of": "event:second"}
    assert places("CST304", one, {**SECOND, "part_of": "event:first"}) == [("event:first", ("part_of",))]


COVERED = Coverage(memberships=(MembershipCoverage(OrganizationId("org:pact"), date(2000, 1, 1), date(2009, 12, 31)),))


@pytest.mark.parametrize(
    ("start", "end", "path"),
    [
        ("1999-12-31", "2001", "start"),
        ("2001", "2010-01-01", "end"),
        ("2010-01-01", None, "start"),
        ("2010-01-01", "2011-01-01", "start"),
    ],
)
def test_coverage_takes_in_every_spell_of_its_organisation(start: str, end: str | None, path: str) -> None:
    world = (PACT, TREATY, state("AAA"))
    assert places("CST407", *world, spell("a", "AAA", start, end), coverage=COVERED) == [("membership:a", (path,))]
    assert places("CST407", *world, spell("a", "AAA", start, end)) == []


def test_a_spell_whose_days_may_lie_inside_coverage_is_no_mistake() -> None:
    world = (PACT, TREATY, state("AAA"), spell("a", "AAA", "[..2000-01-01]", "2009"))
    assert places("CST407", *world, coverage=COVERED) == []


def test_coverage_lasts_to_the_end_of_the_span_that_ends_last() -> None:
    pact = OrganizationId("org:pact")
    within = MembershipCoverage(pact, date(2001, 1, 1), date(2001, 12, 31))
    both = Coverage(memberships=(*COVERED.memberships, within))
    assert places("CST407", PACT, TREATY, state("AAA"), spell("a", "AAA", "2000", "2005"), coverage=both) == []


def test_observers_are_not_covered() -> None:
    world = (PACT, TREATY, state("AAA"), spell("a", "AAA", "1995", status="observer"))
    assert places("CST407", *world, coverage=COVERED) == []
