"""Who was a member on a day: never more than the sources make certain, and never anyone left out in silence."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.small_datasets import FEW, PACT, TREATY, dataset, spell, state

from csto_data import Answer, Dataset, InvalidDay, NotFound, OutsideCoverage, Uncertain, load
from csto_data.model import Membership
from csto_data.model.coverage import Coverage, MembershipCoverage
from csto_data.model.ids import OrganizationId
from csto_data.queries.membership import asked_day, holds
from csto_data.strategies import datasets
from csto_data.strategies.datasets import tellings
from csto_data.strategies.timelines import History, histories

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN


def answered(made: Dataset, on: date, organization: str) -> tuple[set[str], set[str]]:
    """Ids of those who were members for certain, and of those who may have been."""
    try:
        return {member.id for member in made.members(on, organization=organization)}, set()
    except Uncertain as open_:
        return {member.id for member in open_.certain}, {member.id for member in open_.unknown}


def days_of_interest(made: Dataset, span: MembershipCoverage) -> list[date]:
    """The first and last covered day, and all covered days on and beside which anything may change."""
    bounds = {
        bound for s in made.memberships for day in (s.start, s.end) if day for bound in (day.earliest, day.latest)
    }
    near = {bound + timedelta(days=n) for bound in bounds if bound and date(1000, 1, 2) < bound for n in (-1, 0, 1)}
    return sorted(day for day in near | {span.first, span.last} if span.first <= day <= span.last)


def replayed(made: Dataset, organization: str, days: list[date]) -> Iterator[tuple[date, set[str], set[str]]]:
    """Day after day, who is a member in every way in which it can have been, and who is in some way."""
    spells = [
        s for s in made.memberships
        if s.organization == organization and s.status != "observer" and s.member.startswith("state:")
    ]  # fmt: skip
    for day in days:
        surely, perhaps = set(), set()
        for one in spells:
            begun = {
                *([True] if one.start.earliest is None or one.start.earliest <= day else []),
                *([False] if one.start.latest is None or one.start.latest > day else []),
            }
            ended = {False} if one.end is None else {
                *([True] if one.end.earliest is None or one.end.earliest < day else []),
                *([False] if one.end.latest is None or one.end.latest >= day else []),
            }  # fmt: skip
            ways = {b and not e for b, e in itertools.product(begun, ended)}
            surely |= {one.member} if ways == {True} else set()
            perhaps |= {one.member} if True in ways else set()
        yield day, surely, perhaps - surely


def check_day_by_day(made: Dataset, span: MembershipCoverage, days: list[date]) -> None:
    for day, surely, perhaps in replayed(made, span.organization, days):
        assert answered(made, day, span.organization) == (surely, perhaps), day


@given(datasets())
def test_members_are_those_whom_a_replay_day_by_day_gives(made: Dataset) -> None:
    for span in made.coverage.memberships:
        check_day_by_day(made, span, days_of_interest(made, span))


@pytest.mark.parametrize("span", load().coverage.memberships, ids=lambda span: span.organization)
def test_members_in_the_packaged_data_are_those_of_the_replay_on_every_day(span: MembershipCoverage) -> None:
    if (span.last - span.first).days < 1000:
        days = [span.first + timedelta(days=n) for n in range((span.last - span.first).days + 1)]
    else:
        days = days_of_interest(load(), span)
    check_day_by_day(load(), span, days)


@st.composite
def told(draw: st.DrawFn) -> tuple[History, Dataset]:
    """A history, and a dataset that tells of it."""
    history = draw(histories())
    return history, draw(tellings(history))


@given(told())
def test_what_is_answered_is_true_of_the_history_behind_the_data(pair: tuple[History, Dataset]) -> None:
    history, made = pair
    for span in made.coverage.memberships:
        for day in days_of_interest(made, span):
            counted = {s.id for s in made.memberships if s.status != "observer"}
            truly = {
                one.member
                for id, one in history.spells.items()
                if one.organization == span.organization and id in counted and history.lasted(id, day, day)
            }
            surely, perhaps = answered(made, day, span.organization)
            states = {member for member in truly if member.startswith("state:")}
            assert surely <= states <= surely | perhaps


def overlaps(one: Membership, other: Membership) -> bool:
    """Whether there is a day that lies in both for certain."""
    starts = (one.start.latest, other.start.latest)
    ends = [spell.end.earliest if spell.end else spell.start.earliest for spell in (one, other)]
    return None not in (*starts, *ends) and max(starts) <= min(ends)  # type: ignore[type-var]


def check_spells(made: Dataset) -> None:
    for one in made.memberships:
        if one.end is not None:
            assert one.end.before(one.start) is not YES, one.id
    for one, other in itertools.combinations(made.memberships, 2):
        if (one.member, one.organization) == (other.member, other.organization):
            assert not overlaps(one, other), (one.id, other.id)


@FEW
@given(datasets())
def test_no_spell_ends_before_it_starts_and_no_two_of_one_member_overlap(made: Dataset) -> None:
    check_spells(made)


def test_no_packaged_spell_ends_before_it_starts_and_no_two_of_one_member_overlap() -> None:
    check_spells(load())


@FEW
@given(datasets(), st.dates(date(1985, 1, 1), date(2025, 12, 31)))
def test_outside_coverage_nobody_is_named_and_the_covered_span_is(made: Dataset, day: date) -> None:
    for body in made.organizations:
        spans = [span for span in made.coverage.memberships if span.organization == body.id]
        if not any(span.first <= day <= span.last for span in spans):
            with pytest.raises(OutsideCoverage) as outside:
                made.members(day, organization=body.id)
            assert body.id in str(outside.value)
            assert all(f"{span.first} to {span.last}" in str(outside.value) for span in spans)


@FEW
@given(datasets())
def test_without_a_day_members_are_those_of_the_last_covered_day(made: Dataset) -> None:
    for span in made.coverage.memberships:
        try:
            latest = made.members(organization=span.organization)
        except Uncertain:
            continue
        assert latest == made.members(span.last, organization=span.organization)


@FEW
@given(datasets())
def test_members_are_states_in_the_order_of_their_ids(made: Dataset) -> None:
    for span in made.coverage.memberships:
        surely, perhaps = answered(made, span.first, span.organization)
        assert not surely & perhaps
        assert all(made.states[id].id == id for id in surely | perhaps)
        if not perhaps:
            found = made.members(span.first, organization=span.organization)
            assert [member.id for member in found] == sorted(surely)


# Cases


def pact(*spells: dict[str, object], covered: tuple[str, str] = ("2006-01-01", "2022-01-26")) -> Dataset:
    states = [state(code) for code in ("ARM", "KAZ", "UZB")]
    return dataset(PACT, TREATY, *states, *spells, covered={"org:pact": covered})


@pytest.mark.parametrize(
    ("start", "end", "day", "answer"),
    [
        ("[..2022-01-02]", None, "2022-01-06", YES),
        ("[..2022-01-02]", None, "2022-01-01", UNKNOWN),
        ("2006-08-16", "2012-12-19", "2012-12-19", YES),
        ("2006-08-16", "2012-12-19", "2012-12-20", NO),
        ("2006-08-16", "2012-12-19", "2006-08-16", YES),
        ("2006-08-16", "2012-12-19", "2006-08-15", NO),
        ("[2006..2012]", "2012", "2011-06-01", UNKNOWN),
        ("[2006..2012]", "2012", "2013-01-01", NO),
        ("2006", "2012", "2011-12-31", YES),
        ("2006", "2012", "2012-01-01", YES),
        ("2006", "2012", "2012-01-02", UNKNOWN),
    ],
)
def test_membership_on_a_day(start: str, end: str | None, day: str, answer: Answer) -> None:
    made = pact(spell("one", "UZB", start, end))
    surely, perhaps = answered(made, date.fromisoformat(day), "org:pact")
    assert ("state:UZB" in surely, "state:UZB" in perhaps) == (answer is YES, answer is UNKNOWN)


def test_two_spells_of_which_one_may_hold_leave_it_open() -> None:
    made = pact(
        spell("one", "UZB", "2006", "[2008..2010]"), spell("two", "UZB", "[2009..2012]"), spell("kaz", "KAZ", "2006")
    )
    with pytest.raises(Uncertain, match="1 members") as open_:
        made.members("2009-06-01", organization="org:pact")
    assert [member.id for member in open_.value.certain] == ["state:KAZ"]
    assert [member.id for member in open_.value.unknown] == ["state:UZB"]
    assert "Uzb" in str(open_.value)


def test_observers_and_organisations_are_not_member_states() -> None:
    made = pact(
        spell("one", "UZB", "2006", status="observer"),
        spell("two", "KAZ", "2006", member="org:treaty"),
        spell("three", "ARM", "2006", status="party"),
    )
    assert [member.id for member in made.members("2010-01-01", organization="org:pact")] == ["state:ARM"]


def test_coverage_is_asked_before_anything_else() -> None:
    made = pact(spell("one", "UZB", "[2006..2012]", "2012"))
    with pytest.raises(OutsideCoverage, match="2006-01-01 to 2022-01-26"):
        made.members("2031-01-01", organization="org:pact")
    with pytest.raises(OutsideCoverage, match="Treaty"):
        made.members("2010-01-01", organization="org:treaty")
    with pytest.raises(NotFound, match="org:pact"):
        made.members("2010-01-01", organization="org:pakt")


def covering(*spans: tuple[str, str, str]) -> Dataset:
    """A dataset of the two bodies that is complete for these days."""
    first = dataset(PACT, TREATY)
    complete = tuple(
        MembershipCoverage(OrganizationId(id), date.fromisoformat(start), date.fromisoformat(end))
        for id, start, end in spans
    )
    return Dataset(
        version="0.0.0", coverage=Coverage(memberships=complete), read=lambda kind: first.table(kind.dataset)
    )


TREATY_SPAN, PACT_SPAN = ("org:treaty", "1994-04-20", "2002-06-30"), ("org:pact", "2003-09-18", "2012-12-31")
OTHER_SPANS = [(other, "1990-01-01", "2020-12-31") for other in ("org:alliance", "org:union")]


@pytest.mark.parametrize(
    ("day", "known"),
    [("1994-04-19", False), ("1994-04-20", True), ("2002-06-30", True), ("2002-07-01", False), ("2003-09-17", False)],
)
def test_before_the_first_covered_day_the_predecessor_is_named_and_whether_its_members_are_known(
    day: str, known: bool
) -> None:
    with pytest.raises(OutsideCoverage) as outside:
        covering(*OTHER_SPANS, TREATY_SPAN, PACT_SPAN).members(day, organization="org:pact")
    assert str(outside.value) == (
        f"the members of org:pact are known from 2003-09-18 to 2012-12-31; {day} lies outside."
        " It follows Treaty (org:treaty, known from 1994-04-20 to 2002-06-30)"
        f'{"" if known else f", whose members are not known on {day} either"}: ask for organization="org:treaty"'
    )


def test_of_a_predecessor_that_is_not_covered_no_days_are_named() -> None:
    with pytest.raises(OutsideCoverage) as outside:
        covering(PACT_SPAN).members("2003-09-17", organization="org:pact")
    assert str(outside.value).endswith(
        "lies outside. It follows Treaty (org:treaty), whose members are not known on 2003-09-17 either:"
        ' ask for organization="org:treaty"'
    )


@pytest.mark.parametrize("day", ["2013-01-01", "2014-12-31", "2016-01-01"])
def test_after_the_first_covered_day_no_predecessor_is_named(day: str) -> None:
    made = covering(("org:pact", "2015-01-01", "2015-12-31"), TREATY_SPAN, PACT_SPAN)
    with pytest.raises(OutsideCoverage) as outside:
        made.members(day, organization="org:pact")
    spans = "2003-09-18 to 2012-12-31 and 2015-01-01 to 2015-12-31"
    assert str(outside.value) == f"the members of org:pact are known from {spans}; {day} lies outside"


def test_without_a_day_the_last_of_all_covered_days_is_asked_for() -> None:
    made = covering(("org:pact", "2015-01-01", "2015-12-31"), PACT_SPAN)
    assert asked_day(made, None, "org:pact") == date(2015, 12, 31)


def test_where_nothing_is_complete_that_is_said() -> None:
    with pytest.raises(OutsideCoverage, match=r"all members of org:pact \(Pact\); complete: none"):
        covering().members("2010-01-01", organization="org:pact")
    with pytest.raises(OutsideCoverage, match=r"complete: org:treaty \(1994-04-20 to 2002-06-30\)"):
        covering(TREATY_SPAN).members("2010-01-01", organization="org:pact")


@pytest.mark.parametrize("covered", [True, False])
def test_a_spell_without_end_lasts_on_covered_days_and_nobody_knows_later(covered: bool) -> None:
    made = covering(*OTHER_SPANS, PACT_SPAN if covered else TREATY_SPAN)
    (one,) = dataset(PACT, TREATY, state("UZB"), spell("one", "UZB", "2006-01-01")).memberships
    assert holds(made, one, date(2012, 12, 31)) is (YES if covered else UNKNOWN)
    assert holds(made, one, date(2013, 1, 1)) is UNKNOWN
    assert holds(made, one, date(2005, 12, 31)) is NO


@pytest.mark.parametrize(
    "day", ["2022", "2022-01", "[..2022-01-06]", "2022-01-06?", "2022-01-06~", "2022-02-31", "today"]
)
def test_members_are_asked_for_one_calendar_day(day: str) -> None:
    with pytest.raises(InvalidDay):
        load().members(day)


def test_the_six_are_members_on_every_day_that_the_article_tells_of_and_uzbekistan_on_none() -> None:
    day = date(2022, 1, 2)
    while day <= date(2022, 1, 26):
        ids = [member.id for member in load().members(day)]
        assert ids == ["state:ARM", "state:BLR", "state:KAZ", "state:KGZ", "state:RUS", "state:TJK"]
        day += timedelta(days=1)
