"""Who was a party or a member when, by what act, and who held which office."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import csto_data
from csto_data import Answer, Day, OutsideCoverage
from csto_data.model import Event, Membership, Office, Statement

DS = csto_data.load()
CST, CSTO, ASSEMBLY = "org:cst", "org:csto", "org:csto-parliamentary-assembly"
ARTICLE = "source:sukhankin-2022"
SIX = {"ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"}
LEFT_IN_1999 = {"AZE", "GEO", "UZB"}
TERM_END = date(1999, 4, 20)
SPELLS = [spell for spell in DS.memberships if spell.organization in (CST, CSTO)]
CHAIR, SECRETARY = "chair of the collective security council", "secretary general"


def members(on: str | date, organization: str = CSTO) -> set[str | None]:
    return {state.iso_alpha3 for state in DS.members(on, organization=organization)}


def act(id: str) -> Event | Statement:
    found = DS[id]
    assert isinstance(found, Event | Statement)
    return found


def span(organization: str) -> tuple[date, date]:
    (covered,) = [span for span in DS.coverage.memberships if span.organization == organization]
    return covered.first, covered.last


@pytest.mark.parametrize(
    ("day", "organization", "expected"),
    [
        ("1994-04-20", CST, SIX | LEFT_IN_1999),
        ("1995-01-01", CST, SIX | LEFT_IN_1999),
        ("1999-04-20", CST, SIX | LEFT_IN_1999),
        ("1999-04-21", CST, SIX),
        ("1999-06-01", CST, SIX),
        ("2000-01-01", CST, SIX),
        ("2003-09-18", CSTO, SIX),
        ("2006-08-15", CSTO, SIX),
        ("2006-08-16", CSTO, SIX | {"UZB"}),
        ("2012-06-28", CSTO, SIX | {"UZB"}),
        ("2012-12-19", CSTO, SIX | {"UZB"}),
        ("2012-12-20", CSTO, SIX),
        ("2022-01-06", CSTO, SIX),
        ("2025-01-01", CSTO, SIX),
    ],
)
def test_members_on_telling_days(day: str, organization: str, expected: set[str]) -> None:
    assert members(day, organization) == expected


@pytest.mark.parametrize(
    ("day", "organization"), [("1994-04-19", CST), ("2003-09-17", CSTO), ("2006-06-23", CST), ("2026-05-18", CSTO)]
)
def test_outside_coverage_there_is_no_answer(day: str, organization: str) -> None:
    with pytest.raises(OutsideCoverage):
        DS.members(day, organization=organization)


def test_before_the_organisation_had_members_the_treaty_is_named() -> None:
    with pytest.raises(OutsideCoverage, match=CST):
        DS.members("2003-09-17")


@given(st.dates(*span(CST)))
def test_the_treaty_has_nine_parties_in_its_first_term_and_six_after_it(day: date) -> None:
    assert members(day, CST) == (SIX | LEFT_IN_1999 if day <= TERM_END else SIX)


@given(st.dates(*span(CSTO)))
def test_the_organisation_has_its_founders_and_uzbekistan_for_a_time(day: date) -> None:
    uzbek = date(2006, 8, 16) <= day <= date(2012, 12, 19)
    assert members(day) == (SIX | {"UZB"} if uzbek else SIX)


@pytest.mark.parametrize("spell", SPELLS, ids=lambda spell: spell.id)
def test_each_start_and_end_is_made_by_an_act_of_that_day(spell: Membership) -> None:
    for effect, day in (("start", spell.start), ("end", spell.end)):
        made = [step.act for step in spell.steps if step.makes == effect]
        assert [act(id).date for id in made] == ([] if day is None else [day])


@pytest.mark.parametrize("spell", SPELLS, ids=lambda spell: spell.id)
def test_acts_stand_in_their_order(spell: Membership) -> None:
    days = [day for step in spell.steps if (day := act(step.act).date) is not None]
    assert not any(later.before(earlier) is Answer.YES for earlier, later in pairwise(days))


@pytest.mark.parametrize("spell", SPELLS, ids=lambda spell: spell.id)
def test_who_starts_or_ends_by_an_act_takes_part_in_it(spell: Membership) -> None:
    for step in spell.steps:
        made = act(step.act)
        if step.makes in ("start", "end") and isinstance(made, Event):
            expected = "party" if step.makes == "start" else "not-party"
            assert (spell.member, expected) in {(p.actor, p.role) for p in made.participants}


def test_one_act_serves_all_whom_it_concerns() -> None:
    for act_id, organization, count in (("event:cst-in-force", CST, 9), ("event:csto-charter-in-force", CSTO, 6)):
        made = [s for s in SPELLS if any(step.act == act_id and step.makes == "start" for step in s.steps)]
        assert len(made) == count
        assert {spell.organization for spell in made} == {organization}


def test_azerbaijan_and_georgia_were_never_in_the_organisation() -> None:
    assert not [s for s in DS.memberships if s.organization == CSTO and s.member in ("state:AZE", "state:GEO")]


def test_armenia_is_a_member_whose_participation_is_frozen_by_its_own_statement() -> None:
    spell = DS.memberships["csto-arm-1"]
    assert spell.end is None
    (freeze,) = [act(step.act) for step in spell.steps if step.makes == "freeze"]
    assert isinstance(freeze, Statement)
    assert (freeze.kind, str(freeze.date)) == ("announcement", "2024-02-22")
    assert [speaker.actor for speaker in freeze.speakers] == ["person:nikol-pashinyan"]
    assert not [step for step in spell.steps if step.makes == "resume"]


def test_observers_of_the_assembly_are_observers_of_nothing_else() -> None:
    observers = [spell for spell in DS.memberships if spell.status == "observer"]
    assert {spell.organization for spell in observers} == {ASSEMBLY}
    assert {spell.member for spell in observers} == {"state:AFG", "state:SRB", "org:union-state-parliamentary-assembly"}
    with pytest.raises(OutsideCoverage):
        DS.members("2022-01-06", organization=ASSEMBLY)


DISPUTED = {(d.record, d.field, str(d.reported), d.source) for d in DS.disputes()}


@pytest.mark.parametrize(
    ("record", "field", "reported", "source"),
    [
        ("org:csto", "founded", "1992", ARTICLE),
        ("membership:cst-uzb-1", "end", "2006", ARTICLE),
        ("membership:cst-uzb-1", "organization", CSTO, ARTICLE),
        ("membership:cst-uzb-1", "end", "1999-04-02", "source:kun-uz-csto-2021"),
        ("membership:csto-uzb-1", "start", "2006-06-23", "source:panarmenian-uzbekistan-csto-2006"),
        ("membership:csto-uzb-1", "end", "2012-06-28", "source:atop"),
        ("membership:csto-uzb-1", "end", "2011", "source:cow-igo"),
        ("event:csto-uzbekistan-readmission", "date", "2006-08-17", "source:atop"),
        ("event:csto-uzbekistan-note", "date", "2012-06-28", "source:rbc-uzbekistan-csto-2012"),
        ("event:cst-accession-belarus", "date", "1994-01-03", "source:atop"),
        ("event:cst-accession-georgia", "date", "1993-09-09", "source:alliansfriheten-csto"),
        ("event:cst-in-force", "participants[state:AZE].role", "not-party", "source:jamestown-azerbaijan-cst-1999"),
        ("office:csto-secretary-general-khachaturov", "start", "2017-04", "source:belsat-zas-2019"),
    ],
)
def test_what_others_say_is_kept_beside_the_record(record: str, field: str, reported: str, source: str) -> None:
    assert (record, field, reported, source) in DISPUTED


def test_a_source_that_dates_by_signature_is_no_evidence_for_a_start() -> None:
    reported = {said.field for s in SPELLS for e in s.evidence if e.source == "source:atop" for said in e.reports}
    assert reported == {"end"}


def terms(title: str) -> list[Office]:
    found = [office for office in DS.offices if office.of == CSTO and office.title == title]
    return sorted(found, key=lambda office: office.start.sort_key)


def holders(title: str, day: date) -> set[str]:
    """Who held it on the day, or may have."""
    asked = Day(day.isoformat())

    def over(office: Office) -> bool:
        return office.end is not None and office.end.before(asked) is Answer.YES

    return {o.holder for o in terms(title) if asked.before(o.start) is not Answer.YES and not over(o)}


def office_span(title: str) -> tuple[date, date]:
    (covered,) = [span for span in DS.coverage.offices if (span.title, span.of) == (title, CSTO)]
    return covered.first, covered.last


@given(st.dates(*office_span(SECRETARY)))
def test_there_is_a_secretary_general_on_every_covered_day(day: date) -> None:
    handed_over = {date(2018, 11, 2)}
    assert len(holders(SECRETARY, day)) == (2 if day in handed_over else 1)


@given(st.dates(*office_span(CHAIR)))
def test_a_member_holds_the_chair_on_every_covered_day(day: date) -> None:
    assert {f"state:{code}" for code in SIX} >= holders(CHAIR, day) != set()


def test_the_acting_are_marked() -> None:
    acting = [office.holder for office in terms(SECRETARY) if office.acting]
    assert acting == ["person:valery-semerikov"] * 2
    assert len(terms(SECRETARY)) == 7


def test_who_held_the_offices_in_january_2022() -> None:
    assert holders(SECRETARY, date(2022, 1, 6)) == {"person:stanislav-zas"}
    assert holders(CHAIR, date(2022, 1, 6)) == {"state:ARM"}
