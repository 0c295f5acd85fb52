"""Judgements of a dataset and of one record: which there are, in which order, and as text."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import csto_data
from csto_data import Day, Verdict
from csto_data.model.evidence import Locator
from csto_data.provenance.judgements import Judgement, judged, judgements

DATA = csto_data.load()
JUDGED_RECORDS = sorted({judgement.record for judgement in DATA.judgements()})


@given(st.sampled_from(JUDGED_RECORDS))
def test_judgements_of_a_record_are_those_of_the_dataset_that_name_it(record: str) -> None:
    expected = tuple(judgement for judgement in DATA.judgements() if judgement.record == record)
    assert judgements(DATA, record) == expected


@given(st.sampled_from(JUDGED_RECORDS), st.sampled_from(Verdict))
def test_judged_selects_the_verdict(record: str, verdict: Verdict) -> None:
    everywhere = tuple(judgement for judgement in DATA.judgements() if judgement.verdict is verdict)
    assert judged(DATA, verdict) == everywhere
    assert judged(DATA, verdict, record) == tuple(found for found in everywhere if found.record == record)


@pytest.mark.parametrize("verdict", Verdict)
def test_verdict_in_json_is_its_word(verdict: Verdict) -> None:
    made = judgement(verdict=verdict)
    assert made.to_dict()["verdict"] == verdict.word == verdict.value


def judgement(**values: Any) -> Judgement:
    """Return a judgement with these values, and examples for the others."""
    examples: dict[str, Any] = {
        "record": "event:case",
        "field": "date",
        "value": Day("2022-01-13"),
        "source": "source:paper",
        "reported": Day("2022-01-15"),
        "at": None,
        "verdict": Verdict.DISPUTES,
    }
    return Judgement(**{**examples, **values})


def test_text_of_a_judgement_names_the_place_in_the_source_if_it_is_known() -> None:
    text = "event:case date 2022-01-13: source:paper{} has 2022-01-15 (disputes)"
    assert str(judgement()) == text.format("")
    assert str(judgement(at=Locator(paragraph=5))) == text.format(", paragraph 5")
    assert repr(judgement()) == f"<Judgement {judgement()}>"


def test_text_of_a_judgement_separates_the_elements_of_a_list() -> None:
    found = judgement(field="quoted", value=("one", "two"), reported="two")
    assert str(found) == "event:case quoted one; two: source:paper has two (disputes)"
