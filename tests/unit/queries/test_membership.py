"""Membership on a day: only certain members are returned, and uncertain ones raise an error."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.small_datasets import FEWER_EXAMPLES, PACT, TREATY, dataset, spell, state

from csto_data import Answer, Dataset, InvalidDateError, NotFoundError, OutsideCoverageError, UncertainError, load
from csto_data.model import Membership
from csto_data.model.coverage import Coverage, MembershipCoverage
from csto_data.model.ids import OrganizationId
from csto_data.queries.membership import asked_day, covered_predecessor, holds
from csto_data.strategies import datasets
from csto_data.strategies.datasets import tellings
from csto_data.strategies.timelines import History, histories

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN


def certain_and_possible_members(made: Dataset, on: date, organization: str) -> tuple[set[str], set[str]]:
    """Return the ids of certain members and of possible members."""
    try:
        return {member.id for member in made.members(on, organization=organization)}, set()
    except UncertainError as error:
        return {member.id for member in error.certain}, {member.id for member in error.unknown}


def days_of_interest(made: Dataset, span: MembershipCoverage) -> list[date]:
    """Return the first and last covered day, and all covered days next to a possible change."""
    bounds = {
        bound for s in made.memberships for day in (s.start, s.end) if day for bound in (day.earliest, day.latest)
    }
    near = {bound + timedelta(days=n) for bound in bounds if bound and date(1000, 1, 2) < bound for n in (-1, 0, 1)}
    return sorted(day for day in near | {span.first, span.last} if span.first <= day <= span.last)


def members_by_reference(
    made: Dataset, organization: str, days: list[date]
) -> Iterator[tuple[date, set[str], set[str]]]:
    """Yield for each day the members in all possible histories, and those in some only (reference implementation)."""
    spells = [
        s for s in made.memberships
        if s.organization == organization and s.status != "observer" and s.member.startswith("state:")
    ]  # fmt: skip
    for day in days:
        certain, possible = set(), set()
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
            certain |= {one.member} if ways == {True} else set()
            possible |= {one.member} if True in ways else set()
        yield day, certain, possible - certain


def differing_days(made: Dataset, span: MembershipCoverage, days: list[date]) -> list[tuple[str, date]]:
    """Return the days on which the members differ from the reference implementation."""
    return [
        (span.organization, day)
        for day, certain, possible in members_by_reference(made, span.organization, days)
        if certain_and_possible_members(made, day, span.organization) != (certain, possible)
    ]


@given(datasets())
def test_members_equal_day_by_day_reference(made: Dataset) -> None:
    for span in made.coverage.memberships:
        assert differing_days(made, span, days_of_interest(made, span)) == []


def test_members_of_packaged_data_equal_day_by_day_reference() -> None:
    spans = load().coverage.memberships
    assert spans
    wrong = []
    for span in spans:
        if (span.last - span.first).days < 1000:
            days = [span.first + timedelta(days=n) for n in range((span.last - span.first).days + 1)]
        else:
            days = days_of_interest(load(), span)
        wrong += differing_days(load(), span, days)
    assert wrong == []


@st.composite
def histories_with_datasets(draw: st.DrawFn) -> tuple[History, Dataset]:
    """Draw a history and a dataset that describes it."""
    history = draw(histories())
    return history, draw(tellings(history))


@given(histories_with_datasets())
def test_members_agree_with_the_history_that_the_data_describe(pair: tuple[History, Dataset]) -> None:
    history, made = pair
    for span in made.coverage.memberships:
        for day in days_of_interest(made, span):
            counted = {s.id for s in made.memberships if s.status != "observer"}
            actual = {
                one.member
                for id, one in history.spells.items()
                if one.organization == span.organization and id in counted and history.lasted(id, day, day)
            }
            certain, possible = certain_and_possible_members(made, day, span.organization)
            states = {member for member in actual if member.startswith("state:")}
            assert certain <= states <= certain | possible


def overlaps(one: Membership, other: Membership) -> bool:
    """Return whether some day certainly lies in both spells."""
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


@FEWER_EXAMPLES
@given(datasets())
def test_generated_spells_have_ordered_bounds_and_do_not_overlap(made: Dataset) -> None:
    check_spells(made)


def test_packaged_spells_have_ordered_bounds_and_do_not_overlap() -> None:
    check_spells(load())


@FEWER_EXAMPLES
@given(datasets(), st.dates(date(1985, 1, 1), date(2025, 12, 31)))
def test_members_outside_coverage_raises_and_names_covered_spans(made: Dataset, day: date) -> None:
    for body in made.organizations:
        spans = [span for span in made.coverage.memberships if span.organization == body.id]
        if not any(span.first <= day <= span.last for span in spans):
            with pytest.raises(OutsideCoverageError) as outside:
                made.members(day, organization=body.id)
            assert body.id in str(outside.value)
            assert all(f"{span.first} to {span.last}" in str(outside.value) for span in spans)


@FEWER_EXAMPLES
@given(datasets())
def test_members_without_day_uses_last_covered_day(made: Dataset) -> None:
    for span in made.coverage.memberships:
        try:
            latest = made.members(organization=span.organization)
        except UncertainError:
            continue
        assert latest == made.members(span.last, organization=span.organization)


@FEWER_EXAMPLES
@given(datasets())
def test_members_returns_states_sorted_by_id(made: Dataset) -> None:
    for span in made.coverage.memberships:
        certain, possible = certain_and_possible_members(made, span.first, span.organization)
        assert not certain & possible
        assert all(made.states[id].id == id for id in certain | possible)
        if not possible:
            found = made.members(span.first, organization=span.organization)
            assert [member.id for member in found] == sorted(certain)


# Examples


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
def test_members_on_day_of_one_spell(start: str, end: str | None, day: str, answer: Answer) -> None:
    made = pact(spell("one", "UZB", start, end))
    certain, possible = certain_and_possible_members(made, date.fromisoformat(day), "org:pact")
    assert ("state:UZB" in certain, "state:UZB" in possible) == (answer is YES, answer is UNKNOWN)


def test_members_raises_uncertain_if_one_of_two_spells_may_include_the_day() -> None:
    made = pact(
        spell("one", "UZB", "2006", "[2008..2010]"), spell("two", "UZB", "[2009..2012]"), spell("kaz", "KAZ", "2006")
    )
    with pytest.raises(
        UncertainError, match=r"^Membership of Uzb in org:pact on 2009-06-01 is uncertain \(certain members: 1\)\.$"
    ) as raised:
        made.members("2009-06-01", organization="org:pact")
    assert [member.id for member in raised.value.certain] == ["state:KAZ"]
    assert [member.id for member in raised.value.unknown] == ["state:UZB"]
    assert "Uzb" in str(raised.value)


def test_members_excludes_observers_and_organisations() -> None:
    made = pact(
        spell("one", "UZB", "2006", status="observer"),
        spell("two", "KAZ", "2006", member="org:treaty"),
        spell("three", "ARM", "2006", status="party"),
    )
    assert [member.id for member in made.members("2010-01-01", organization="org:pact")] == ["state:ARM"]


def test_members_checks_coverage_first() -> None:
    made = pact(spell("one", "UZB", "[2006..2012]", "2012"))
    with pytest.raises(OutsideCoverageError, match="2006-01-01 to 2022-01-26"):
        made.members("2031-01-01", organization="org:pact")
    with pytest.raises(OutsideCoverageError, match="Treaty"):
        made.members("2010-01-01", organization="org:treaty")
    with pytest.raises(NotFoundError, match="org:pact"):
        made.members("2010-01-01", organization="org:pakt")


def dataset_covering(*spans: tuple[str, str, str]) -> Dataset:
    """Return a dataset of the pact and the treaty with coverage for these days."""
    first = dataset(PACT, TREATY)
    coverage = tuple(
        MembershipCoverage(OrganizationId(id), date.fromisoformat(start), date.fromisoformat(end))
        for id, start, end in spans
    )
    return Dataset(
        version="0.0.0", coverage=Coverage(memberships=coverage), read=lambda kind: first.table(kind.dataset)
    )


TREATY_SPAN, PACT_SPAN = ("org:treaty", "1994-04-20", "2002-06-30"), ("org:pact", "2003-09-18", "2012-12-31")
OTHER_SPANS = [(other, "1990-01-01", "2020-12-31") for other in ("org:alliance", "org:union")]


@pytest.mark.parametrize(
    ("day", "known"),
    [("1994-04-19", False), ("1994-04-20", True), ("2002-06-30", True), ("2002-07-01", False), ("2003-09-17", False)],
)
def test_outside_coverage_error_before_first_day_names_predecessor_and_its_coverage(day: str, known: bool) -> None:
    with pytest.raises(OutsideCoverageError) as outside:
        dataset_covering(*OTHER_SPANS, TREATY_SPAN, PACT_SPAN).members(day, organization="org:pact")
    assert str(outside.value) == (
        f"{day} is outside the covered period of org:pact (2003-09-18 to 2012-12-31)."
        " Its predecessor is Treaty (org:treaty, covered 1994-04-20 to 2002-06-30)"
        f"{'' if known else f', but its members on {day} are not known either'}."
    )


def test_outside_coverage_error_names_uncovered_predecessor_without_days() -> None:
    with pytest.raises(OutsideCoverageError) as outside:
        dataset_covering(PACT_SPAN).members("2003-09-17", organization="org:pact")
    assert str(outside.value).endswith(
        " Its predecessor is Treaty (org:treaty), but its members on 2003-09-17 are not known either."
    )


@pytest.mark.parametrize("day", ["2013-01-01", "2014-12-31", "2016-01-01"])
def test_outside_coverage_error_after_first_day_names_no_predecessor(day: str) -> None:
    made = dataset_covering(("org:pact", "2015-01-01", "2015-12-31"), TREATY_SPAN, PACT_SPAN)
    with pytest.raises(OutsideCoverageError) as outside:
        made.members(day, organization="org:pact")
    spans = "2003-09-18 to 2012-12-31 and 2015-01-01 to 2015-12-31"
    assert str(outside.value) == f"{day} is outside the covered period of org:pact ({spans})."


@pytest.mark.parametrize(
    ("day", "known"), [("2003-09-17", True), ("2003-09-18", False), ("2010-01-01", False), ("2013-01-01", False)]
)
def test_predecessor_is_asked_instead_only_about_days_before_its_successor(day: str, known: bool) -> None:
    made = dataset_covering(("org:treaty", "1994-04-20", "2020-12-31"), PACT_SPAN)
    found = covered_predecessor(made, "org:pact", date.fromisoformat(day))
    assert (found is not None and found.id == "org:treaty") == known


def test_no_predecessor_is_asked_instead_of_an_organisation_without_covered_days() -> None:
    assert covered_predecessor(dataset_covering(TREATY_SPAN), "org:pact", date(2000, 1, 1)) is None


def test_asked_day_defaults_to_last_of_all_covered_days() -> None:
    made = dataset_covering(("org:pact", "2015-01-01", "2015-12-31"), PACT_SPAN)
    assert asked_day(made, None, "org:pact") == date(2015, 12, 31)


def test_outside_coverage_error_lists_covered_organisations() -> None:
    with pytest.raises(
        OutsideCoverageError,
        match=r"The member list of Pact \(org:pact\) is not known to be complete\. Complete lists: none\.",
    ):
        dataset_covering().members("2010-01-01", organization="org:pact")
    with pytest.raises(OutsideCoverageError, match=r"Complete lists: org:treaty \(1994-04-20 to 2002-06-30\)"):
        dataset_covering(TREATY_SPAN).members("2010-01-01", organization="org:pact")


@pytest.mark.parametrize("covered", [True, False], ids=["covered", "not covered"])
def test_holds_is_unknown_for_open_spell_after_last_covered_day(covered: bool) -> None:
    made = dataset_covering(*OTHER_SPANS, PACT_SPAN if covered else TREATY_SPAN)
    (one,) = dataset(PACT, TREATY, state("UZB"), spell("one", "UZB", "2006-01-01")).memberships
    assert holds(made, one, date(2012, 12, 31)) is (YES if covered else UNKNOWN)
    assert holds(made, one, date(2013, 1, 1)) is UNKNOWN
    assert holds(made, one, date(2005, 12, 31)) is NO


@pytest.mark.parametrize(
    "day", ["2022", "2022-01", "[..2022-01-06]", "2022-01-06?", "2022-01-06~", "2022-02-31", "today"]
)
def test_members_rejects_value_that_is_not_an_exact_date(day: str) -> None:
    with pytest.raises(InvalidDateError):
        load().members(day)


def test_members_of_csto_are_the_same_six_states_from_2_to_26_january_2022() -> None:
    day = date(2022, 1, 2)
    while day <= date(2022, 1, 26):
        ids = [member.id for member in load().members(day)]
        assert ids == ["state:ARM", "state:BLR", "state:KAZ", "state:KGZ", "state:RUS", "state:TJK"]
        day += timedelta(days=1)
