"""The spans of days on which two versions answer differently are exactly those on which their answers differ."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import csto_data
from csto_data import Answer, AnswerChange, Dataset, Day, OutsideCoverageError, UncertainError
from csto_data.releases.answer_changes import answer_changes
from csto_data.strategies import datasets

DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31))


def members(dataset: Dataset, organization: str, day: date) -> dict[str, str] | None:
    """Return who was a member on a day, as ``members()`` answers."""
    if organization not in dataset.organizations:
        return None
    try:
        return {state.id: "yes" for state in dataset.members(day, organization=organization)}
    except UncertainError as found:
        known = {state.id: "yes" for state in found.certain}
        return known | {state.id: "unknown" for state in found.unknown}
    except OutsideCoverageError:
        return None


def holders(dataset: Dataset, day: date) -> dict[str, dict[str, str]]:
    """Return by post who held it on a day, as ``offices.on()`` answers; of two terms of a person, the surer one counts."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for term in sorted(dataset.offices.on(day), key=lambda term: term.answer is Answer.YES):
        found[f"{term.office.title} of {term.office.of}"][term.holder.id] = term.answer.word
    return found


def participation(dataset: Dataset, organization: str, day: date) -> dict[str, str]:
    """Return how far members take part on a day, as ``memberships.on()`` answers."""
    if organization not in dataset.organizations:
        return {}
    found = dataset.memberships.on(day, organization=organization)
    certain = (each for each in found if each.answer is Answer.YES and each.spell.status != "observer")
    return {each.member.id: each.participation.state for each in certain if each.member.id.startswith("state:")}


def contains(change: AnswerChange, day: date) -> bool:
    return (change.first or date.min) <= day <= (change.last or date.max)


def check(old: Dataset, new: Dataset, day: date, changes: tuple[AnswerChange, ...]) -> None:
    """Compare the changes with the answers of both versions on a day."""
    found: dict[tuple[str, str], Any] = {(c.question, c.of): (c.before, c.after) for c in changes if contains(c, day)}
    spells = [*old.memberships, *new.memberships]
    expected: dict[tuple[str, str], Any] = {}
    for organization in {spell.organization for spell in spells}:
        expected["members", organization] = tuple(members(each, organization, day) for each in (old, new))
        one, other = (participation(each, organization, day) for each in (old, new))
        both = one.keys() & other.keys()
        expected["participation", organization] = tuple({id: part[id] for id in both} for part in (one, other))
    one, other = holders(old, day), holders(new, day)
    for post in one.keys() | other.keys():
        expected["holders", post] = (one.get(post, {}), other.get(post, {}))
    assert found == {key: (before, after) for key, (before, after) in expected.items() if before != after}


@given(datasets(), datasets(), DAYS)
def test_versions_differ_on_a_day_exactly_where_a_change_says_so(old: Dataset, new: Dataset, day: date) -> None:
    changes = answer_changes(old, new)
    check(old, new, day, changes)
    for change in changes[:5]:
        for edge in (change.first, change.last):
            if edge is not None:
                check(old, new, edge, changes)
                check(old, new, edge + timedelta(days=1), changes)


@pytest.mark.integration
@given(datasets())
def test_a_dataset_answers_as_itself(dataset: Dataset) -> None:
    assert answer_changes(dataset, dataset) == ()


@pytest.mark.integration
@given(datasets(), datasets())
def test_reversed_changes_of_answers_mirror_them(old: Dataset, new: Dataset) -> None:
    back = [evolve(change, before=change.after, after=change.before) for change in answer_changes(new, old)]
    assert [*answer_changes(old, new)] == back


@pytest.mark.integration
@given(datasets(), datasets())
def test_spans_of_a_question_do_not_overlap_and_are_in_order(old: Dataset, new: Dataset) -> None:
    changes = answer_changes(old, new)
    for one, other in pairwise(changes):
        if (one.question, one.of) == (other.question, other.of):
            assert one.last is not None
            assert other.first is not None
            assert one.last < other.first


@pytest.mark.integration  # slow
@pytest.mark.parametrize("old", [release.version for release in csto_data.versions()])
def test_each_changed_answer_of_a_release_can_be_asked_of_both_versions(old: str) -> None:
    before, newest = csto_data.load(version=old), csto_data.load()
    changes = answer_changes(before, newest)
    assert bool(changes) is (old != newest.version)
    for change in changes:
        assert change.first is not None or change.last is not None or "on all days" in str(change)
    for day in {change.first or change.last or date(2022, 1, 6) for change in changes}:
        check(before, newest, day, changes)


def test_a_moved_start_changes_the_answers_of_the_days_between() -> None:
    new = csto_data.load()
    spells = {spell.id: spell for spell in new.memberships}
    spells["membership:csto-uzb-1"] = evolve(spells["membership:csto-uzb-1"], start=Day("2006-06-23"))
    records = [record for record in new if record.id not in spells]
    old = Dataset.from_records([*records, *spells.values()], coverage=new.coverage)
    (change,) = old.diff(new).answers
    assert (change.question, change.of) == ("members", "org:csto")
    assert (change.first, change.last) == (date(2006, 6, 23), date(2006, 8, 15))
    assert str(change).endswith("from state:UZB yes to state:UZB no")
    day = "2006-07-01"
    asked = ["state:UZB" in {state.id for state in each.members(day)} for each in (old, new)]
    assert asked == [True, False]
