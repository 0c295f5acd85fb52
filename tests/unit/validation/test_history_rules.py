"""Rules about the dates and order of memberships, offices, steps and coverage, and about references and cycles."""

from __future__ import annotations

from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import attrs
import pytest
from support.rule_checks import COVERED, FIRST, LATE, SECOND, act, context, run_rule, steps, violation_paths, violations
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
    """Return the number of days in both spans; zero or negative if there is none."""
    first, last = max(one[0], other[0]), min(one[1], other[1])
    return int(last[-1]) - int(first[-1]) + 1


def test_cst402_reports_spells_of_one_member_that_share_a_day() -> None:
    for one, other in product(SPANS, repeat=2):
        found = violation_paths("CST402", spell("a", "AAA", *one), spell("b", "AAA", *other))
        later = "membership:b" if one[0] <= other[0] else "membership:a"
        assert found == ([(later, ("start",))] if shared_days(one, other) > 0 else [])


def test_cst402_reports_each_spell_once_with_the_one_that_lasts_longest() -> None:
    spells = (spell(f"{year}", "AAA", f"{year}-01-01", f"{3000 - year}-12-31") for year in range(1000, 1010))
    found = [violation.message for violation in run_rule("CST402", *spells)]
    assert found == [
        f"membership:{year} overlaps membership:1000: both include {year}-01-01" for year in range(1001, 1010)
    ]


def test_cst402_message_names_first_shared_day() -> None:
    (violation,) = run_rule(
        "CST402", spell("a", "AAA", "2001", "2009-12-31"), spell("b", "AAA", "2005-05-05", "2012-01-01")
    )
    assert violation.message == "membership:b overlaps membership:a: both include 2005-05-05"


def test_cst402_accepts_overlap_of_different_members_or_organisations() -> None:
    one = spell("a", "AAA", "2001", "2009")
    assert violation_paths("CST402", one, spell("b", "BBB", "2001", "2009")) == []
    assert violation_paths("CST402", one, spell("b", "AAA", "2001", "2009", organization="org:treaty")) == []


def test_cst402_treats_spell_without_end_as_current_only_inside_coverage() -> None:
    current, later = spell("a", "AAA", "2001-01-01"), spell("b", "AAA", "2005-01-01", "2006-01-01")
    assert violation_paths("CST402", current, later, coverage=COVERED) == [("membership:b", ("start",))]
    assert violation_paths("CST402", current, later) == []
    assert violation_paths("CST402", current, spell("b", "AAA", "2001-01-01", "2001-01-02")) == [
        ("membership:b", ("start",))
    ]
    assert violation_paths("CST402", spell("a", "AAA", "[..2005-01-01]"), later) == []


def test_cst402_accepts_spells_whose_overlap_is_uncertain() -> None:
    later = spell("b", "AAA", "2005-01-01", "2006-01-01")
    assert violation_paths("CST402", spell("a", "AAA", "[2001..]", "2009"), later, coverage=COVERED) == []
    assert violation_paths("CST402", spell("a", "AAA", "2001", "[..2009]"), later, coverage=COVERED) == []


@pytest.mark.parametrize("kind", ["membership", "office", "operation", "event"])
@pytest.mark.parametrize(
    ("end", "reported"),
    [("2001-01-01", True), ("2001-01-02", False), ("2001-01-03", False), ("2001", False)],
    ids=["day before start", "day of start", "day after start", "year of start"],
)
def test_contradictions_returns_end_that_is_certainly_before_start(kind: str, end: str, reported: bool) -> None:
    record = {
        "membership": spell("a", "AAA", "2001-01-02", end),
        "office": office("a", "2001-01-02", end),
        "operation": {"id": "operation:a", "name": "A", "organization": "org:pact", "start": "2001-01-02", "end": end},
        "event": {"id": "event:a", "kind": "protest", "title": "A", "start": "2001-01-02", "end": end},
    }[kind]
    cls = next(found.record_class for found in KINDS.values() if found.name == kind)
    found = contradictions(cls, {"evidence": EVIDENCE, **record})
    assert [(path, fault.of_time) for path, fault in found] == ([(("end",), True)] if reported else [])


@pytest.mark.parametrize("made", ["start", "end"])
@pytest.mark.parametrize(("start", "end"), [("2001-01-01", "2002-02-02"), ("2002-02-02", "2009-09-09")])
def test_cst403_reports_start_or_end_that_differs_from_date_of_its_act(made: str, start: str, end: str) -> None:
    right = {"2001-01-01": "first", "2002-02-02": "second", "2009-09-09": "late"}[start if made == "start" else end]
    for slug in ("first", "second", "late"):
        one = spell("a", "AAA", start, end, steps=steps(("elsewhere", "start"), (slug, made)))
        found = [] if slug == right else [("membership:a", ("steps", 1))]
        assert violation_paths("CST403", FIRST, SECOND, LATE, one) == found


def test_cst403_reports_act_that_makes_end_of_spell_without_end() -> None:
    assert violation_paths("CST403", LATE, spell("a", "AAA", "2001", steps=steps(("late", "end")))) == [
        ("membership:a", ("steps", 0))
    ]


def test_cst403_reports_act_without_date() -> None:
    undated = {"id": "event:undated", "kind": "accession", "title": "Undated"}
    (violation,) = run_rule("CST403", undated, spell("a", "AAA", "2001", steps=steps(("undated", "start"))))
    assert violation.message == "the start is 2001, but event:undated, recorded as its cause, has no date"
    assert violation.expected == "an act with a date"


def test_cst403_accepts_any_date_for_steps_that_make_no_start_or_end() -> None:
    one = spell("a", "AAA", "2001-01-01", steps=steps(("second", "freeze"), ("second", "resume"), ("late", None)))
    assert violation_paths("CST403", SECOND, LATE, one) == []


def test_cst404_reports_step_listed_after_a_later_one() -> None:
    one = spell("a", "AAA", "2001-01-01", steps=steps(("first", "start"), ("second", None)))
    assert violation_paths("CST404", FIRST, SECOND, one) == []
    one = spell("a", "AAA", "2001-01-01", steps=steps(("first", None), ("late", None), ("second", "end")))
    (violation,) = run_rule("CST404", FIRST, SECOND, LATE, one)
    assert (violation.record, violation.path) == ("membership:a", ("steps", 2))
    assert violation.message == "event:second (2002-02-02) is listed after event:late (2009-09-09)"


def test_cst404_accepts_any_order_of_steps_that_may_be_on_one_day() -> None:
    one = spell("a", "AAA", "2002-02-02", steps=steps(("second", "start"), ("vague", None)))
    assert violation_paths("CST404", SECOND, act("vague", "2002"), one) == []


@pytest.mark.parametrize("made", ["freeze", "resume"])
def test_cst404_reports_freeze_or_resumption_outside_the_spell(made: str) -> None:
    one = spell(
        "a", "AAA", "2002-02-02", "2005-01-01", steps=steps(("second", "start"), ("gone", made), ("late", made))
    )
    (violation,) = run_rule("CST404", SECOND, LATE, one)
    assert violation.path == ("steps", 2)
    assert (
        violation.message == f"event:late (2009-09-09) cannot {made} a spell that lasts from 2002-02-02 to 2005-01-01"
    )
    one = spell("a", "AAA", "2002-02-02", steps=steps(("first", made)))
    (violation,) = run_rule("CST404", FIRST, one)
    assert violation.path == ("steps", 0)
    assert violation.message == f"event:first (2001-01-01) cannot {made} a spell that lasts from 2002-02-02 to today"
    one = spell("a", "AAA", "2002-02-02", steps=steps(("late", made)))
    assert violation_paths("CST404", LATE, one) == []


def office(slug: str, start: str, end: str | None = None, title: str = "secretary general") -> dict[str, Any]:
    raw = {"id": f"office:{slug}", "holder": f"person:{slug}", "title": title, "of": "org:pact", "start": start}
    return {**raw, **({"end": end} if end else {})}


def test_cst405_reports_terms_that_share_more_than_one_day() -> None:
    for one, other in product(SPANS, repeat=2):
        found = violation_paths("CST405", office("a", *one), office("b", *other))
        if shared_days(one, other) > 1:
            later = [id for id, start in (("office:a", one[0]), ("office:b", other[0])) if start == max(one, other)[0]]
            assert found in [[(id, ("start",))] for id in later]
        else:
            assert found == []


def test_cst405_treats_term_without_end_as_current_only_inside_coverage() -> None:
    covered = OfficeCoverage("secretary general", OrganizationId("org:pact"), date(2000, 1, 1), date(2009, 12, 31))
    terms = (office("a", "2001-01-01"), office("b", "2005-01-01", "2006-01-01"))
    (violation,) = run_rule("CST405", *terms, coverage=Coverage(offices=(covered,)))
    assert (violation.record, violation.path) == ("office:b", ("start",))
    assert violation.message == "office:b starts on 2005-01-01, while office:a lasts until today"
    (violation,) = run_rule("CST405", office("a", "2001-01-01", "2005-01-02"), terms[1])
    assert violation.message == "office:b starts on 2005-01-01, while office:a lasts until 2005-01-02"
    assert violation_paths("CST405", *terms) == []


def test_cst405_accepts_overlap_of_terms_in_different_posts() -> None:
    terms = (office("a", "2001", "2009"), {**office("b", "2001", "2009"), "of": "org:treaty"})
    assert violation_paths("CST405", *terms) == []
    assert violation_paths("CST405", office("a", "2001", "2009"), office("b", "2001", "2009", "president")) == []


def test_cst405_accepts_overlap_in_post_with_several_holders() -> None:
    assert (
        violation_paths("CST405", office("a", "2001", "2005", "advisor"), office("b", "2002", "2004", "advisor")) == []
    )


def test_cst405_accepts_terms_whose_overlap_is_uncertain() -> None:
    assert violation_paths("CST405", office("a", "2001", "2003"), office("b", "2003", "2004")) == []


def test_cst406_reports_spell_that_starts_before_founding() -> None:
    young = {**PACT, "founded": "2002"}
    assert violation_paths("CST406", young, TREATY, state("AAA"), spell("a", "AAA", "2001-12-31")) == [
        ("membership:a", ("start",))
    ]
    assert violation_paths("CST406", young, TREATY, state("AAA"), spell("a", "AAA", "2002-01-01")) == []
    elsewhere = spell("0", "AAA", "2001-12-31", organization="org:gone")
    assert violation_paths("CST406", young, elsewhere, spell("a", "AAA", "2001-12-31")) == [
        ("membership:a", ("start",))
    ]


@pytest.mark.parametrize(
    ("end", "path"), [("2006-01-01", "end"), (None, "start")], ids=["ends too late", "starts too late"]
)
def test_cst406_reports_spell_that_lasts_beyond_dissolution(end: str | None, path: str) -> None:
    dissolved_pact = {**PACT, "dissolved": "2005"}
    start = "2003-01-01" if end else "2006-01-01"
    assert violation_paths("CST406", dissolved_pact, TREATY, state("AAA"), spell("a", "AAA", start, end)) == [
        ("membership:a", (path,))
    ]
    assert (
        violation_paths("CST406", dissolved_pact, TREATY, state("AAA"), spell("a", "AAA", "2003-01-01", "2005-12-31"))
        == []
    )


@pytest.mark.parametrize("field", ["part_of", "predecessor"])
def test_cst304_reports_cycle_of_organisations_once(field: str) -> None:
    one, two = {**PACT, field: "org:treaty"}, {**TREATY, field: "org:pact"}
    assert violation_paths("CST304", one, two) == [("org:pact", (field,))], "a cycle is reported once"
    assert violation_paths("CST304", {**PACT, field: "org:treaty"}, TREATY) == []


def test_cst304_reports_cycle_at_its_first_record_by_id() -> None:
    def place(slug: str, part_of: str) -> dict[str, Any]:
        return {"id": f"place:{slug}", "name": slug, "kind": "city", "part_of": f"place:{part_of}"}

    cycle = (place("a", "b"), place("b", "c"), place("c", "a"))
    found = list(run_rule("CST304", *cycle, place("into", "a"), place("out", "gone")))
    assert [violation.record for violation in found] == ["place:a"]
    assert found[0].message == "circular part_of: place:a > place:b > place:c > place:a"
    (violation,) = run_rule("CST304", {**PACT, "predecessor": "org:pact"})
    assert violation.message == "circular predecessor: org:pact > org:pact"


def test_cst301_reports_each_duplicate_id_with_its_first_location() -> None:
    locations = [Location(file="events.json", path=("records", n), record="event:first") for n in range(3)]
    made = context(FIRST)
    found = violations("CST301", attrs.evolve(made, ids={**made.ids, "event:first": locations}))
    assert [violation.location.path for violation in found] == [("records", n, "id") for n in (1, 2)]
    assert {violation.message for violation in found} == {'duplicate id "event:first"'}
    assert {(place.file, place.path) for violation in found for place, _ in violation.related} == {
        ("events.json", ("records", 0, "id"))
    }


def test_cst302_reports_every_reference_to_unknown_record() -> None:
    lost = {**FIRST, "part_of": "event:gone", "states": ["state:AAA", "state:ZZZ"]}
    assert violation_paths("CST302", state("AAA"), SECOND, lost) == [
        ("event:first", ("states", 1)),
        ("event:first", ("part_of",)),
    ]


def test_cst304_reports_cycle_of_events() -> None:
    one = {**FIRST, "part_of": "event:second"}
    assert violation_paths("CST304", one, {**SECOND, "part_of": "event:first"}) == [("event:first", ("part_of",))]


@pytest.mark.parametrize(
    ("start", "end", "path"),
    [
        ("1999-12-31", "2001", "start"),
        ("2001", "2010-01-01", "end"),
        ("2010-01-01", None, "start"),
        ("2010-01-01", "2011-01-01", "start"),
    ],
    ids=["starts before", "ends after", "starts after and is current", "starts and ends after"],
)
def test_cst407_reports_spell_outside_coverage_once(start: str, end: str | None, path: str) -> None:
    world = (PACT, TREATY, state("AAA"))
    assert violation_paths("CST407", *world, spell("a", "AAA", start, end), coverage=COVERED) == [
        ("membership:a", (path,))
    ]
    assert violation_paths("CST407", *world, spell("a", "AAA", start, end)) == []


def test_cst407_accepts_spell_that_may_be_inside_coverage() -> None:
    world = (PACT, TREATY, state("AAA"), spell("a", "AAA", "[..2000-01-01]", "2009"))
    assert violation_paths("CST407", *world, coverage=COVERED) == []


@pytest.mark.parametrize("status", ["member", "observer", "party"])
def test_cst407_checks_members_and_parties_but_not_observers(status: str) -> None:
    world = (PACT, TREATY, state("AAA"), spell("a", "AAA", "1995", status=status))
    found = [] if status == "observer" else [("membership:a", ("start",))]
    assert violation_paths("CST407", *world, coverage=COVERED) == found


def test_cst407_compares_with_first_and_last_day_of_all_spans() -> None:
    (span,) = COVERED.memberships
    later = attrs.evolve(span, first=date(2015, 1, 1), last=date(2019, 12, 31))
    coverage = Coverage(memberships=(later, span))
    world = (PACT, TREATY, state("AAA"))
    assert violation_paths("CST407", *world, spell("a", "AAA", "2001", "2016"), coverage=coverage) == []
    (violation,) = run_rule("CST407", *world, spell("a", "AAA", "1999", "2016"), coverage=coverage)
    assert violation.message == "the start 1999 is outside the covered period of org:pact (2000-01-01 to 2019-12-31)"


def test_validate_reports_coverage_with_end_before_start_or_unknown_organisation(tmp_path: Path) -> None:
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


def test_cst407_uses_latest_end_of_overlapping_spans() -> None:
    pact = OrganizationId("org:pact")
    within = MembershipCoverage(pact, date(2001, 1, 1), date(2001, 12, 31))
    both = Coverage(memberships=(*COVERED.memberships, within))
    assert violation_paths("CST407", PACT, TREATY, state("AAA"), spell("a", "AAA", "2000", "2005"), coverage=both) == []
