"""Status of a member on a day: whether its spell includes the day, and whether its participation is frozen."""

from __future__ import annotations

import attrs
import pytest
from support.case_ids import case_id
from support.small_datasets import PACT, TREATY, dataset, spell, state

import csto_data
from csto_data import Answer, InvalidDateError
from csto_data.queries.participation import Participation, Standing

FREEZE = {
    "id": "statement:freeze",
    "kind": "announcement",
    "speakers": [{"actor": "state:AAA"}],
    "date": "2010-05-05",
    "summary": "It stays away.",
}
RESUME = {**FREEZE, "id": "statement:resume", "date": "2012-06", "summary": "It is back."}
JOIN = {"id": "event:join", "kind": "accession", "title": "Joining", "date": "2000-01-01"}
STEPS = [
    {"act": "event:join", "makes": "start"},
    {"act": "statement:freeze", "makes": "freeze"},
    {"act": "statement:resume", "makes": "resume"},
]
DATA = dataset(
    PACT,
    TREATY,
    state("AAA"),
    state("BBB"),
    state("CCC"),
    JOIN,
    FREEZE,
    RESUME,
    spell("aaa", "AAA", "2000-01-01", steps=STEPS),
    spell("bbb", "BBB", "2000-01-01", "2009-12-31"),
    spell("ccc", "CCC", "[2001..2003]", status="observer"),
    covered={"org:pact": ("2000-01-01", "2020-12-31")},
)


def participation(day: str) -> str:
    """Return the participation of state AAA on a day."""
    (stand,) = [stand for stand in DATA.memberships.on(day) if stand.spell.member == "state:AAA"]
    return str(stand.participation)


def test_participation_is_full_before_freeze() -> None:
    assert participation("2010-05-04") == "full"


def test_participation_is_frozen_from_the_day_of_the_act() -> None:
    assert participation("2010-05-05") == "frozen since 2010-05-05"


def test_members_includes_frozen_member() -> None:
    assert [member.id for member in DATA.members("2011-01-01", organization="org:pact")] == ["state:AAA"]


def test_participation_is_unknown_on_possible_days_of_the_act() -> None:
    assert participation("2012-06-15") == "unknown since 2012-06"


def test_participation_is_full_after_resume() -> None:
    assert participation("2012-06-30") == "full since 2012-06"


@pytest.mark.parametrize(
    ("time", "before", "then"),
    [
        ({"instant": "2010-05-05T00:30+03:00"}, "full", "frozen since 2010-05-05"),
        ({"instant": "2010-05-05T23:30-03:00"}, "full", "frozen since 2010-05-05"),
        ({}, "unknown", "unknown"),
    ],
    ids=case_id,
)
def test_participation_changes_on_local_day_of_the_act(time: dict[str, str], before: str, then: str) -> None:
    act = {**{name: value for name, value in FREEZE.items() if name != "date"}, **time}
    one = spell("aaa", "AAA", "2000-01-01", steps=STEPS[:2])
    made = dataset(PACT, TREATY, state("AAA"), JOIN, act, one, covered={"org:pact": ("2000-01-01", "2020-12-31")})
    found = [str(made.memberships.on(day)[0].participation) for day in ("2010-05-04", "2010-05-05")]
    assert found == [before, then]


def test_memberships_on_omits_ended_spells_and_includes_observers() -> None:
    assert [stand.spell.id for stand in DATA.memberships.on("2015-01-01")] == ["membership:aaa", "membership:ccc"]


def test_memberships_on_answers_unknown_for_possible_days_of_start() -> None:
    answers = {stand.spell.id: stand.answer for stand in DATA.memberships.on("2002-01-01")}
    assert answers == {"membership:aaa": Answer.YES, "membership:bbb": Answer.YES, "membership:ccc": Answer.UNKNOWN}


def test_memberships_on_answers_unknown_after_last_covered_day() -> None:
    assert {stand.answer for stand in DATA.memberships.on("2021-01-01")} == {Answer.UNKNOWN}


def test_memberships_on_filters_by_organisation() -> None:
    assert DATA.memberships.on("2015-01-01", organization="org:treaty") == ()


@pytest.mark.parametrize("cls", [Standing, Participation])
def test_participation_classes_accept_keyword_arguments_only(cls: type) -> None:
    assert all(field.kw_only for field in attrs.fields(cls))


def test_memberships_on_rejects_month() -> None:
    with pytest.raises(InvalidDateError, match="is not an exact date"):
        DATA.memberships.on("2015-01")


def test_memberships_on_answers_yes_for_all_members_of_packaged_data() -> None:
    ds = csto_data.load()
    standing = {stand.spell.member: stand.answer for stand in ds.memberships.on("2022-01-06", organization="org:csto")}
    assert {member.id for member in ds.members("2022-01-06")} <= {m for m, a in standing.items() if a is Answer.YES}
