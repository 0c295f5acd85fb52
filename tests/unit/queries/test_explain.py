"""Why a state was a member on a day, or was not: the spell, the act, the evidence, and who says otherwise."""

from __future__ import annotations

from typing import Any

import pytest
from support.small_datasets import PACT, TREATY, dataset, spell, state

import csto_data
from csto_data import Answer, Dataset, NotFound, OutsideCoverage


def act(slug: str, day: str, *others: str) -> dict[str, Any]:
    reports = [{"source": "source:paper", "reports": {"date": said}} for said in (day, *others)]
    return {"id": f"event:{slug}", "kind": "accession", "title": slug.title(), "date": day, "evidence": reports}


COVERED = {"org:pact": ("2000-01-01", "2020-12-31"), "org:treaty": ("1990-01-01", "1999-12-31")}


@pytest.fixture(scope="module")
def ds() -> Dataset:
    in_and_out = [{"act": "event:joins", "makes": "start"}, {"act": "event:leaves", "makes": "end"}]
    return dataset(
        PACT,
        TREATY,
        state("AAA", iso_alpha2="AA"),
        state("BBB"),
        state("CCC"),
        state("DDD"),
        act("joins", "2001-02-03", "2001-05-05"),
        act("leaves", "2009-10-11"),
        spell("aaa", "AAA", "2001-02-03", "2009-10-11", steps=in_and_out),
        spell("aaa-treaty", "AAA", "1990-01-01", "1999-12-31", organization="org:treaty", status="party"),
        spell("bbb", "BBB", "[2004..2006]"),
        spell("ccc", "CCC", "2000-01-01", status="observer"),
        covered=COVERED,
    )


def test_yes_has_the_spell_and_the_act_that_made_its_start(ds: Dataset) -> None:
    found = ds.why("state:AAA", on="2005-01-01", organization="org:pact")
    assert found.answer is Answer.YES
    assert found.spell is not None
    assert found.act is not None
    assert (found.spell.id, found.act.id) == ("membership:aaa", "event:joins")
    assert [str(j.reported) for j in found.evidence] == ["2001-02-03"]
    assert [str(j.reported) for j in found.others] == ["2001-05-05"]


def test_no_has_the_last_spell_and_the_act_that_ended_it(ds: Dataset) -> None:
    found = ds.why("AAA", on="2009-10-12", organization="org:pact")
    assert found.answer is Answer.NO
    assert found.act is not None
    assert found.act.id == "event:leaves"


def test_no_before_the_first_spell_has_the_spell_to_come(ds: Dataset) -> None:
    found = ds.why("AAA", on="2001-02-02", organization="org:pact")
    assert found.answer is Answer.NO
    assert found.spell is not None
    assert found.spell.id == "membership:aaa"


def test_unknown_where_the_sources_leave_the_start_open(ds: Dataset) -> None:
    assert ds.why("BBB", on="2005-01-01", organization="org:pact").answer is Answer.UNKNOWN


def test_an_observer_is_no_member_and_the_answer_says_what_it_is(ds: Dataset) -> None:
    found = ds.why("CCC", on="2005-01-01", organization="org:pact")
    assert found.answer is Answer.NO
    assert "an observer in org:pact" in str(found)


def test_a_state_without_a_spell_is_explained(ds: Dataset) -> None:
    found = ds.why("DDD", on="2005-01-01", organization="org:pact")
    assert (found.answer, found.spell) == (Answer.NO, None)
    assert "no spell of Ddd in org:pact" in str(found)


def test_a_day_outside_coverage_is_explained_and_names_the_treaty(ds: Dataset) -> None:
    found = ds.why("AAA", on="1995-01-01", organization="org:pact")
    assert found.answer is Answer.UNKNOWN
    assert "2000-01-01 to 2020-12-31" in str(found)
    assert 'organization="org:treaty"' in str(found)
    assert "a party to org:treaty, 1990-01-01 to 1999-12-31" in str(found)


def test_members_before_the_organisation_had_any_name_the_treaty_too(ds: Dataset) -> None:
    with pytest.raises(OutsideCoverage, match=r'known from 1990-01-01 to 1999-12-31\): ask for organization="org:tr'):
        ds.members("1995-01-01", organization="org:pact")


@pytest.mark.parametrize("name", ["state:AAA", "AAA", "AA", "aaa"])
def test_a_state_is_named_by_id_code_or_name(ds: Dataset, name: str) -> None:
    assert ds.why(name, on="2005-01-01", organization="org:pact").member.id == "state:AAA"


def test_an_unknown_state_names_the_nearest(ds: Dataset) -> None:
    with pytest.raises(NotFound, match="Aaa"):
        ds.why("Aaab", on="2005-01-01", organization="org:pact")


def test_why_agrees_with_the_members_on_every_telling_day() -> None:
    ds = csto_data.load()
    for covered in ds.coverage.memberships:
        for day in (covered.first, covered.last):
            members = ds.members(day, organization=covered.organization)
            for one in ds.states:
                answer = ds.why(one.id, on=day, organization=covered.organization).answer
                assert answer is (Answer.YES if one in members else Answer.NO), (one.id, day)
