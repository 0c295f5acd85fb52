"""Parties, members and office holders over time, and the acts behind them."""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import csto_data
from csto_data import Answer, Day, OutsideCoverageError
from csto_data.model import Event, Membership, Office, Statement

DS = csto_data.load()
CST, CSTO, ASSEMBLY = "org:cst", "org:csto", "org:csto-parliamentary-assembly"
ARTICLE = "source:sukhankin-2022"
SIX = {"ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"}
LEFT_IN_1999 = {"AZE", "GEO", "UZB"}
TERM_END = date(1999, 4, 20)


@cache
def spells() -> list[Membership]:
    """Return the spells in the treaty and in the organisation."""
    return [spell for spell in DS.memberships if spell.organization in (CST, CSTO)]


CHAIR, SECRETARY = "chair of the collective security council", "secretary general"


def members(on: str | date, organization: str = CSTO) -> set[str | None]:
    return {state.iso_alpha3 for state in DS.members(on, organization=organization)}


def act(id: str) -> Event | Statement:
    """Return the act with this id."""
    found = DS[id]
    assert isinstance(found, Event | Statement)
    return found


def span(organization: str) -> tuple[date, date]:
    """Return the first and last covered day of an organisation."""
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
    ids=lambda value: f"{len(value)} states" if isinstance(value, set) else None,
)
def test_members_on_days_around_changes(day: str, organization: str, expected: set[str]) -> None:
    assert members(day, organization) == expected


@pytest.mark.parametrize(
    ("day", "organization"), [("1994-04-19", CST), ("2003-09-17", CSTO), ("2006-06-23", CST), ("2026-01-23", CSTO)]
)
def test_members_outside_coverage_raises(day: str, organization: str) -> None:
    with pytest.raises(OutsideCoverageError):
        DS.members(day, organization=organization)


def test_members_before_csto_coverage_raises_and_names_the_treaty() -> None:
    with pytest.raises(OutsideCoverageError, match=CST):
        DS.members("2003-09-17")


@given(st.dates(*span(CST)))
def test_treaty_has_nine_parties_until_april_1999_and_six_later(day: date) -> None:
    assert members(day, CST) == (SIX | LEFT_IN_1999 if day <= TERM_END else SIX)


@given(st.dates(*span(CSTO)))
def test_csto_has_six_members_and_uzbekistan_from_2006_to_2012(day: date) -> None:
    uzbek = date(2006, 8, 16) <= day <= date(2012, 12, 19)
    assert members(day) == (SIX | {"UZB"} if uzbek else SIX)


def test_every_start_and_end_is_made_by_one_act_of_that_day() -> None:
    assert spells()
    wrong = []
    for spell in spells():
        for effect, day in (("start", spell.start), ("end", spell.end)):
            dates = [act(step.act).date for step in spell.steps if step.makes == effect]
            if dates != ([] if day is None else [day]):
                wrong.append((spell.id, effect, dates))
    assert wrong == []


def in_order(spell: Membership) -> bool:
    """Return whether no step of a spell is certainly dated before the previous one."""
    days = [day for step in spell.steps if (day := act(step.act).date) is not None]
    return not any(later.before(earlier) is Answer.YES for earlier, later in pairwise(days))


def test_steps_of_every_spell_are_in_order_of_date() -> None:
    assert [spell.id for spell in spells() if not in_order(spell)] == []


def test_member_takes_part_in_acts_that_start_or_end_its_spell() -> None:
    wrong = []
    for spell in spells():
        for step in spell.steps:
            made_by = act(step.act)
            if step.makes in ("start", "end") and isinstance(made_by, Event):
                expected = "party" if step.makes == "start" else "not-party"
                if (spell.member, expected) not in {(p.actor, p.role) for p in made_by.participants}:
                    wrong.append((spell.id, step.act))
    assert wrong == []


def test_entry_into_force_starts_spells_of_all_first_members() -> None:
    for act_id, organization, count in (("event:cst-in-force", CST, 9), ("event:csto-charter-in-force", CSTO, 6)):
        made = [s for s in spells() if any(step.act == act_id and step.makes == "start" for step in s.steps)]
        assert len(made) == count
        assert {spell.organization for spell in made} == {organization}


def test_azerbaijan_and_georgia_have_no_spell_in_csto() -> None:
    assert not [s for s in DS.memberships if s.organization == CSTO and s.member in ("state:AZE", "state:GEO")]


def test_armenia_is_a_member_with_frozen_participation_since_february_2024() -> None:
    spell = DS.memberships["csto-arm-1"]
    assert spell.end is None
    (freeze,) = [act(step.act) for step in spell.steps if step.makes == "freeze"]
    assert isinstance(freeze, Statement)
    assert (freeze.kind, str(freeze.date)) == ("announcement", "2024-02-22")
    assert [speaker.actor for speaker in freeze.speakers] == ["person:nikol-pashinyan"]
    assert not [step for step in spell.steps if step.makes == "resume"]


def test_observers_are_observers_of_the_parliamentary_assembly_only() -> None:
    observers = [spell for spell in DS.memberships if spell.status == "observer"]
    assert {spell.organization for spell in observers} == {ASSEMBLY}
    assert {spell.member for spell in observers} == {"state:AFG", "state:SRB", "org:union-state-parliamentary-assembly"}
    with pytest.raises(OutsideCoverageError):
        DS.members("2022-01-06", organization=ASSEMBLY)


@cache
def disputed() -> set[tuple[str, str, str, str]]:
    """Return record, field, reported value and source of each dispute."""
    return {(d.record, d.field, str(d.reported), d.source) for d in DS.disputes()}


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
def test_disputed_report_is_recorded(record: str, field: str, reported: str, source: str) -> None:
    assert (record, field, reported, source) in disputed()


def test_atop_is_evidence_for_ends_of_spells_only() -> None:
    reported = {report.field for s in spells() for e in s.evidence if e.source == "source:atop" for report in e.reports}
    assert reported == {"end"}


def terms(title: str) -> list[Office]:
    found = [office for office in DS.offices if office.of == CSTO and office.title == title]
    return sorted(found, key=lambda office: office.start.sort_key)


def holders(title: str, day: date) -> set[str]:
    """Return the certain and possible holders of an office on a day."""
    on = Day(day.isoformat())

    def over(office: Office) -> bool:
        return office.end is not None and office.end.before(on) is Answer.YES

    return {o.holder for o in terms(title) if on.before(o.start) is not Answer.YES and not over(o)}


def office_span(title: str) -> tuple[date, date]:
    (covered,) = [span for span in DS.coverage.offices if (span.title, span.of) == (title, CSTO)]
    return covered.first, covered.last


@given(st.dates(*office_span(SECRETARY)))
def test_one_secretary_general_on_every_covered_day(day: date) -> None:
    handed_over = {date(2018, 11, 2)}
    assert len(holders(SECRETARY, day)) == (2 if day in handed_over else 1)


@given(st.dates(*office_span(CHAIR)))
def test_a_member_state_holds_the_chair_on_every_covered_day(day: date) -> None:
    assert {f"state:{code}" for code in SIX} >= holders(CHAIR, day) != set()


def test_acting_secretaries_general_are_marked() -> None:
    acting = [office.holder for office in terms(SECRETARY) if office.acting]
    assert acting == ["person:valery-semerikov"] * 2
    assert len(terms(SECRETARY)) == 7


def test_office_holders_in_january_2022() -> None:
    assert holders(SECRETARY, date(2022, 1, 6)) == {"person:stanislav-zas"}
    assert holders(CHAIR, date(2022, 1, 6)) == {"state:ARM"}


RESIGNATIONS = [
    ("state:ARM", "2018-10-16"),
    ("state:ARM", "2021-04-25"),
    ("state:KAZ", "2022-01-05"),
    ("state:KAZ", "2023-03-29"),
    ("state:KAZ", "2024-02-05"),
    ("state:RUS", "2018-05-07"),
    ("state:RUS", "2020-01-15"),
    ("state:RUS", "2024-05-07"),
]


UNDIVIDED = {"office:minister-of-foreign-affairs-rus-lavrov"}
"""Terms that only a table has, as one, over several governments."""


@pytest.mark.parametrize(("state", "day"), RESIGNATIONS)
def test_no_term_of_a_minister_outlasts_the_resignation_of_the_government(state: str, day: str) -> None:
    ministers = [
        office
        for office in DS.offices
        if office.of == state and office.title.startswith(("prime minister", "minister"))
    ]
    ministers = [office for office in ministers if office.id not in UNDIVIDED]
    started = [o for o in ministers if not o.acting and o.start.before(day) is Answer.YES]
    ended = [o for o in started if o.end is not None and Day(day).before(o.end) is not Answer.YES]
    assert started == ended
    assert Day(day) in [office.end for office in ended]


def test_a_minister_who_is_appointed_again_has_a_new_term() -> None:
    terms_of = {"person:askar-mamin": 2, "person:nikol-pashinyan": 3, "person:sergei-shoigu": 3}
    terms = {holder: [o for o in DS.offices.where(holder=holder) if not o.acting] for holder in terms_of}
    assert {holder: len(found) for holder, found in terms.items()} == terms_of
