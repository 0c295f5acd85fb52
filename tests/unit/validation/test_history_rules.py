"""What was when, and in what order: each test breaks one thing, and the rule about it says so."""

from __future__ import annotations

from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import attrs
import pytest
from support.rule_checks import COVERED, FIRST, LATE, SECOND, act, context, places, slips, steps, violations
from support.small_datasets import EVIDENCE, PACT, TREATY, dataset, spell, state

from csto_data.diagnostics import Location
from csto_data.model import KINDS
from csto_data.model.coverage import Coverage, MembershipCoverage, OfficeCoverage
from csto_data.model.ids import OrganizationId
from csto_data.serialization.converter import contradictions
from csto_data.store.folder_writer import write_folder
from csto_data.validation import validate

SPANS = [(f"2001-01-0{first}", f"2001-01-0{last}") for first in range(1, 5) for last in range(first, 5)]


def shared_days(one: tuple[str, str], other: tuple[str, str]) -> int:
    first, last = max(one[0], other[0]), min(one[1], other[1])
    return int(last[-1]) - int(first[-1]) + 1


def test_two_spells_of_one_member_share_no_day() -> None:
    for one, other in product(SPANS, repeat=2):
        found = places("CST402", spell("a", "AAA", *one), spell("b", "AAA", *other))
        assert found == ([("membership:b", ("start",))] if shared_days(one, other) > 0 else [])


def test_of_an_overlap_its_first_day_is_told() -> None:
    (slip,) = slips("CST402", spell("a", "AAA", "2001", "2009-12-31"), spell("b", "AAA", "2005-05-05", "2012-01-01"))
    assert slip.message == "membership:b overlaps membership:a: 2005-05-05 lies in both"


def test_spells_of_two_members_or_in_two_organisations_are_at_the_same_time() -> None:
    one = spell("a", "AAA", "2001", "2009")
    assert places("CST402", one, spell("b", "BBB", "2001", "2009")) == []
    assert places("CST402", one, spell("b", "AAA", "2001", "2009", organization="org:treaty")) == []


def test_a_spell_without_end_lasts_where_coverage_says_that_none_is_missing() -> None:
    lasting, later = spell("a", "AAA", "2001-01-01"), spell("b", "AAA", "2005-01-01", "2006-01-01")
    assert places("CST402", lasting, later, coverage=COVERED) == [("membership:b", ("start",))]
    assert places("CST402", lasting, later) == []
    assert places("CST402", lasting, spell("b", "AAA", "2001-01-01", "2001-01-02")) == [("membership:b", ("start",))]
    assert places("CST402", spell("a", "AAA", "[..2005-01-01]"), later) == []


def test_a_spell_with_an_open_bound_overlaps_nothing_for_certain() -> None:
    later = spell("b", "AAA", "2005-01-01", "2006-01-01")
    assert places("CST402", spell("a", "AAA", "[2001..]", "2009"), later, coverage=COVERED) == []
    assert places("CST402", spell("a", "AAA", "2001", "[..2009]"), later, coverage=COVERED) == []


@pytest.mark.parametrize("kind", ["membership", "office", "operation", "event"])
@pytest.mark.parametrize(
    ("end", "early"), [("2001-01-01", True), ("2001-01-02", False), ("2001-01-03", False), ("2001", False)]
)
def test_nothing_ends_before_it_starts(kind: str, end: str, early: bool) -> None:
    lasting = {
        "membership": spell("a", "AAA", "2001-01-02", end),
        "office": office("a", "2001-01-02", end),
        "operation": {"id": "operation:a", "name": "A", "organization": "org:pact", "start": "2001-01-02", "end": end},
        "event": {"id": "event:a", "kind": "protest", "title": "A", "start": "2001-01-02", "end": end},
    }[kind]
    cls = next(found.record_class for found in KINDS.values() if found.name == kind)
    found = contradictions(cls, {"evidence": EVIDENCE, **lasting})
    assert [(path, fault.of_time) for path, fault in found] == ([(("end",), True)] if early else [])


@pytest.mark.parametrize("made", ["start", "end"])
@pytest.mark.parametrize(("start", "end"), [("2001-01-01", "2002-02-02"), ("2002-02-02", "2009-09-09")])
def test_the_act_that_makes_a_start_or_an_end_gives_it_its_day(made: str, start: str, end: str) -> None:
    right = {"2001-01-01": "first", "2002-02-02": "second", "2009-09-09": "late"}[start if made == "start" else end]
    for slug in ("first", "second", "late"):
        one = spell("a", "AAA", start, end, steps=steps(("elsewhere", "start"), (slug, made)))
        found = [] if slug == right else [("membership:a", ("steps", 1))]
        assert places("CST403", FIRST, SECOND, LATE, one) == found


def test_an_act_makes_no_end_where_there_is_none() -> None:
    assert places("CST403", LATE, spell("a", "AAA", "2001", steps=steps(("late", "end")))) == [
        ("membership:a", ("steps", 0))
    ]


def test_an_act_without_a_date_makes_nothing() -> None:
    undated = {"id": "event:undated", "kind": "accession", "title": "Undated"}
    (slip,) = slips("CST403", undated, spell("a", "AAA", "2001", steps=steps(("undated", "start"))))
    assert slip.message == "event:undated (without a date) is said to make the start (2001)"
    assert slip.expected == "an act with a date"


def test_other_steps_are_on_other_days() -> None:
    one = spell("a", "AAA", "2001-01-01", steps=steps(("second", "freeze"), ("second", "resume"), ("late", None)))
    assert places("CST403", SECOND, LATE, one) == []


def test_steps_follow_one_another() -> None:
    one = spell("a", "AAA", "2001-01-01", steps=steps(("first", "start"), ("second", None)))
    assert places("CST404", FIRST, SECOND, one) == []
    one = spell("a", "AAA", "2001-01-01", steps=steps(("first", None), ("late", None), ("second", "end")))
    (slip,) = slips("CST404", FIRST, SECOND, LATE, one)
    assert (slip.record, slip.path) == ("membership:a", ("steps", 2))
    assert slip.message == "event:second (2002-02-02) comes after event:late (2009-09-09)"


def test_steps_on_days_that_may_be_the_same_are_in_any_order() -> None:
    one = spell("a", "AAA", "2002-02-02", steps=steps(("second", "start"), ("vague", None)))
    assert places("CST404", SECOND, act("vague", "2002"), one) == []


@pytest.mark.parametrize("made", ["freeze", "resume"])
def test_nothing_is_frozen_after_the_end_or_before_the_start(made: str) -> None:
    one = spell(
        "a", "AAA", "2002-02-02", "2005-01-01", steps=steps(("second", "start"), ("gone", made), ("late", made))
    )
    (slip,) = slips("CST404", SECOND, LATE, one)
    assert slip.path == ("steps", 2)
    assert slip.message == f"event:late (2009-09-09) is said to {made} a spell from 2002-02-02 to 2005-01-01"
    one = spell("a", "AAA", "2002-02-02", steps=steps(("first", made)))
    (slip,) = slips("CST404", FIRST, one)
    assert slip.path == ("steps", 0)
    assert slip.message == f"event:first (2001-01-01) is said to {made} a spell from 2002-02-02 to now"
    one = spell("a", "AAA", "2002-02-02", steps=steps(("late", made)))
    assert places("CST404", LATE, one) == []


def office(slug: str, start: str, end: str | None = None, title: str = "secretary general") -> dict[str, Any]:
    raw = {"id": f"office:{slug}", "holder": f"person:{slug}", "title": title, "of": "org:pact", "start": start}
    return {**raw, **({"end": end} if end else {})}


def test_two_terms_in_a_post_for_one_share_the_day_of_hand_over_alone() -> None:
    for one, other in product(SPANS, repeat=2):
        found = places("CST405", office("a", *one), office("b", *other))
        if shared_days(one, other) > 1:
            later = [id for id, start in (("office:a", one[0]), ("office:b", other[0])) if start == max(one, other)[0]]
            assert found in [[(id, ("start",))] for id in later]
        else:
            assert found == []


def test_a_term_without_end_lasts_where_coverage_says_that_no_holder_is_missing() -> None:
    covered = OfficeCoverage("secretary general", OrganizationId("org:pact"), date(2000, 1, 1), date(2009, 12, 31))
    terms = (office("a", "2001-01-01"), office("b", "2005-01-01", "2006-01-01"))
    (slip,) = slips("CST405", *terms, coverage=Coverage(offices=(covered,)))
    assert (slip.record, slip.path) == ("office:b", ("start",))
    assert slip.message == "office:b starts on 2005-01-01, while office:a lasts to now"
    (slip,) = slips("CST405", office("a", "2001-01-01", "2005-01-02"), terms[1])
    assert slip.message == "office:b starts on 2005-01-01, while office:a lasts to 2005-01-02"
    assert places("CST405", *terms) == []


def test_two_posts_have_two_holders() -> None:
    terms = (office("a", "2001", "2009"), {**office("b", "2001", "2009"), "of": "org:treaty"})
    assert places("CST405", *terms) == []
    assert places("CST405", office("a", "2001", "2009"), office("b", "2001", "2009", "president")) == []


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
    elsewhere = spell("0", "AAA", "2001-12-31", organization="org:gone")
    assert places("CST406", young, elsewhere, spell("a", "AAA", "2001-12-31")) == [("membership:a", ("start",))]


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


def test_a_circle_is_told_once_of_its_first_part_and_what_leads_into_it_is_none() -> None:
    def place(slug: str, part_of: str) -> dict[str, Any]:
        return {"id": f"place:{slug}", "name": slug, "kind": "city", "part_of": f"place:{part_of}"}

    circle = (place("a", "b"), place("b", "c"), place("c", "a"))
    found = list(slips("CST304", *circle, place("into", "a"), place("out", "gone")))
    assert [slip.record for slip in found] == ["place:a"]
    assert found[0].message == "place:a is part of place:b is part of place:c is part of place:a"
    (slip,) = slips("CST304", {**PACT, "predecessor": "org:pact"})
    assert slip.message == "org:pact follows org:pact"


def test_every_id_that_is_taken_again_is_found_where_it_stands_and_told_where_it_stood_first() -> None:
    stood = [Location(file="events.json", path=("records", n), record="event:first") for n in range(3)]
    made = context(FIRST)
    found = violations("CST301", attrs.evolve(made, ids={**made.ids, "event:first": stood}))
    assert [violation.location.path for violation in found] == [("records", n, "id") for n in (1, 2)]
    assert {violation.message for violation in found} == {"the id event:first is taken, by /records/0 in events.json"}
    assert {(place.file, place.path) for violation in found for place, _ in violation.related} == {
        ("events.json", ("records", 0, "id"))
    }


def test_every_reference_leads_to_a_record() -> None:
    lost = {**FIRST, "part_of": "event:gone", "states": ["state:AAA", "state:ZZZ"]}
    assert places("CST302", state("AAA"), SECOND, lost) == [
        ("event:first", ("states", 1)),
        ("event:first", ("part_of",)),
    ]


def test_no_event_is_part_of_itself() -> None:
    one = {**FIRST, "part_of": "event:second"}
    assert places("CST304", one, {**SECOND, "part_of": "event:first"}) == [("event:first", ("part_of",))]


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


@pytest.mark.parametrize("status", ["member", "observer", "party"])
def test_members_and_parties_are_covered_and_observers_are_not(status: str) -> None:
    world = (PACT, TREATY, state("AAA"), spell("a", "AAA", "1995", status=status))
    found = [] if status == "observer" else [("membership:a", ("start",))]
    assert places("CST407", *world, coverage=COVERED) == found


def test_of_several_spans_of_coverage_the_first_day_and_the_last_count() -> None:
    (span,) = COVERED.memberships
    later = attrs.evolve(span, first=date(2015, 1, 1), last=date(2019, 12, 31))
    coverage = Coverage(memberships=(later, span))
    world = (PACT, TREATY, state("AAA"))
    assert places("CST407", *world, spell("a", "AAA", "2001", "2016"), coverage=coverage) == []
    (slip,) = slips("CST407", *world, spell("a", "AAA", "1999", "2016"), coverage=coverage)
    assert slip.message == "its start 1999 lies outside the coverage of org:pact, 2000-01-01 to 2019-12-31"


def test_coverage_begins_before_it_ends_and_is_of_an_organisation_that_is_there(tmp_path: Path) -> None:
    spans = {"org:gone": ("2001-01-01", "2001-01-01"), "org:pact": ("2010-01-01", "2010-01-01")}
    write_folder(dataset(PACT, TREATY, covered=spans), tmp_path)
    manifest = tmp_path / "datapackage.json"
    manifest.write_text(manifest.read_text().replace('"from": "2010-01-01"', '"from": "2010-01-02"'))
    found = {
        (finding.rule, finding.pointer) for finding in validate(tmp_path) if finding.file.endswith("datapackage.json")
    }
    assert found == {
        ("CST302", "/coverage/memberships/0/organization"),
        ("CST401", "/coverage/memberships/1/until"),
    }


def test_coverage_lasts_to_the_end_of_the_span_that_ends_last() -> None:
    pact = OrganizationId("org:pact")
    within = MembershipCoverage(pact, date(2001, 1, 1), date(2001, 12, 31))
    both = Coverage(memberships=(*COVERED.memberships, within))
    assert places("CST407", PACT, TREATY, state("AAA"), spell("a", "AAA", "2000", "2005"), coverage=both) == []
