"""Explanations of membership on a day: the spell, the act, the evidence and other reports."""

from __future__ import annotations

from typing import Any

import pytest
from support.small_datasets import PACT, TREATY, dataset, spell, state

import csto_data
from csto_data import Answer, Dataset, NotFoundError, OutsideCoverageError


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


def test_why_yes_has_spell_and_act_of_its_start(ds: Dataset) -> None:
    found = ds.why("state:AAA", on="2005-01-01", organization="org:pact")
    assert found.answer is Answer.YES
    assert found.spell is not None
    assert found.act is not None
    assert (found.spell.id, found.act.id) == ("membership:aaa", "event:joins")
    assert [str(j.reported) for j in found.evidence] == ["2001-02-03"]
    assert [str(j.reported) for j in found.others] == ["2001-05-05"]


def test_why_no_has_last_spell_and_act_of_its_end(ds: Dataset) -> None:
    found = ds.why("AAA", on="2009-10-12", organization="org:pact")
    assert found.answer is Answer.NO
    assert found.act is not None
    assert found.act.id == "event:leaves"


def test_why_no_before_first_spell_has_next_spell(ds: Dataset) -> None:
    found = ds.why("AAA", on="2001-02-02", organization="org:pact")
    assert found.answer is Answer.NO
    assert found.spell is not None
    assert found.spell.id == "membership:aaa"


def test_why_is_unknown_on_possible_days_of_start(ds: Dataset) -> None:
    assert ds.why("BBB", on="2005-01-01", organization="org:pact").answer is Answer.UNKNOWN


def test_why_no_names_observer_status(ds: Dataset) -> None:
    found = ds.why("CCC", on="2005-01-01", organization="org:pact")
    assert found.answer is Answer.NO
    assert "an observer in org:pact" in str(found)


def test_why_no_explains_state_without_spell(ds: Dataset) -> None:
    found = ds.why("DDD", on="2005-01-01", organization="org:pact")
    assert (found.answer, found.spell) == (Answer.NO, None)
    assert "no membership spell of Ddd in org:pact" in str(found)


def test_why_outside_coverage_is_unknown_and_names_predecessor(ds: Dataset) -> None:
    found = ds.why("AAA", on="1995-01-01", organization="org:pact")
    assert found.answer is Answer.UNKNOWN
    assert "2000-01-01 to 2020-12-31" in str(found)
    assert "Its predecessor is Treaty (org:treaty, covered 1990-01-01 to 1999-12-31)." in str(found)
    assert "a party to org:treaty, 1990-01-01 to 1999-12-31" in str(found)


def test_members_before_coverage_names_predecessor_and_its_span(ds: Dataset) -> None:
    with pytest.raises(OutsideCoverageError, match=r"covered 1990-01-01 to 1999-12-31\)\."):
        ds.members("1995-01-01", organization="org:pact")


@pytest.mark.parametrize("name", ["state:AAA", "AAA", "AA", "aaa"])
def test_why_accepts_id_code_or_name_of_state(ds: Dataset, name: str) -> None:
    assert ds.why(name, on="2005-01-01", organization="org:pact").member.id == "state:AAA"


def test_why_suggests_nearest_name_for_unknown_state(ds: Dataset) -> None:
    with pytest.raises(NotFoundError, match="Aaa"):
        ds.why("Aaab", on="2005-01-01", organization="org:pact")


def test_why_agrees_with_members_on_first_and_last_covered_days() -> None:
    ds = csto_data.load()
    for covered in ds.coverage.memberships:
        for day in (covered.first, covered.last):
            members = ds.members(day, organization=covered.organization)
            for one in ds.states:
                answer = ds.why(one.id, on=day, organization=covered.organization).answer
                assert answer is (Answer.YES if one in members else Answer.NO), (one.id, day)
