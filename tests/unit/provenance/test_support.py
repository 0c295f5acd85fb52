"""How well a value stands: independent sources for it, and against it."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.small_datasets import PACT, TREATY, dataset, spell, state

import csto_data
from csto_data import Dataset, NotFound, Verdict
from csto_data.provenance.support import Witnesses, independent, witnesses_of


def source(slug: str, via: str | None = None) -> dict[str, Any]:
    raw = {"id": f"source:{slug}", "title": slug.title(), "kind": "news"}
    return {**raw, "via": f"source:{via}"} if via else raw


def told(**days: str) -> list[dict[str, Any]]:
    return [{"source": f"source:{slug}", "reports": {"date": day}} for slug, day in days.items()]


def event(evidence: list[dict[str, Any]], **fields: Any) -> dict[str, Any]:
    raw = {"id": "event:it", "kind": "signature", "title": "It", "date": "2001-01-01"}
    return {**raw, "evidence": evidence, **fields}


AGENCY, MIRROR, ECHO, OTHER = source("agency"), source("mirror", "agency"), source("echo", "mirror"), source("other")


def world(*records: dict[str, Any]) -> Dataset:
    return dataset(AGENCY, MIRROR, ECHO, OTHER, *records)


def test_sources_support_are_compatible_or_dispute() -> None:
    found = world(event(told(agency="2001-01-01", other="2002", paper="2001-01"))).witnesses("event:it", "date")
    assert found.supporting == ("source:agency",)
    assert found.compatible == ("source:paper",)
    assert found.disputing == ("source:other",)
    assert str(found) == ("supported by 1: source:agency; compatible by 1: source:paper; disputed by 1: source:other")


def test_copies_count_once_and_the_original_is_named() -> None:
    found = world(event(told(echo="2001-01-01", mirror="2001-01-01", agency="2001-01-01", other="2001-01-01")))
    assert found.witnesses("event:it", "date").supporting == ("source:agency", "source:other")


def test_two_copies_of_what_is_no_witness_count_once() -> None:
    found = world(event(told(mirror="2001-01-01", echo="2001-01-01"))).witnesses("event:it", "date")
    assert found.supporting == ("source:echo",)


def test_of_two_copies_the_first_by_id_is_named_wherever_their_original_stands() -> None:
    wire, ticker, tape = source("wire"), source("ticker", "wire"), source("tape", "wire")
    ds = dataset(wire, ticker, tape, event(told(ticker="2001-01-01", tape="2001-01-01")))
    assert ds.witnesses("event:it", "date").supporting == ("source:tape",)


@pytest.mark.parametrize("day", ["2001-01-01", "2001", "2002"])
def test_one_witness_of_any_verdict_is_a_witness(day: str) -> None:
    assert world(event(told(agency=day))).witnesses("event:it", "date").any


def test_witnesses_are_made_with_the_names_of_their_fields() -> None:
    assert all(field.kw_only for field in attrs.fields(Witnesses))


def test_a_copy_adds_nothing_to_what_its_original_supports() -> None:
    found = world(event(told(agency="2001-01-01", mirror="2001"))).witnesses("event:it", "date")
    assert (found.supporting, found.compatible) == (("source:agency",), ())


def test_a_copy_that_says_otherwise_disputes() -> None:
    found = world(event(told(agency="2001-01-01", mirror="2002"))).witnesses("event:it", "date")
    assert (found.supporting, found.disputing) == (("source:agency",), ("source:mirror",))


def test_sources_that_copy_each_other_in_a_circle_count_once() -> None:
    one, two = source("one", "two"), source("two", "one")
    ds = dataset(one, two, event(told(one="2001-01-01", two="2001-01-01")))
    assert len(ds.witnesses("event:it", "date").supporting) == 1


def test_a_source_may_contradict_itself() -> None:
    ds = world(event([*told(agency="2001-01-01"), *told(agency="2002")]))
    found = ds.witnesses("event:it", "date")
    assert found.supporting == found.disputing == ("source:agency",)


def test_a_plan_and_an_uncertain_report_are_no_witnesses() -> None:
    evidence = [{**told(agency="2001-01-01")[0], "planned": True}, *told(other="2001-01-01?")]
    found = world(event(evidence)).witnesses("event:it", "date")
    assert not found.any
    assert str(found) == "no witness"


def test_the_act_that_makes_a_start_brings_its_witnesses() -> None:
    steps = [{"act": "event:it", "makes": "start"}]
    member = spell(
        "a", "AAA", "2001-01-01", steps=steps, evidence=[{"source": "source:other", "reports": {"start": "2001"}}]
    )
    found = world(PACT, TREATY, state("AAA"), event(told(agency="2001-01-01", paper="2002")), member)
    start = found.witnesses("membership:a", "start")
    assert (start.supporting, start.compatible, start.disputing) == (
        ("source:agency",),
        ("source:other",),
        ("source:paper",),
    )


def test_elements_of_lists_and_their_parts_have_witnesses_of_their_own() -> None:
    both = [{"actor": "state:AAA", "role": "party"}, {"actor": "state:BBB"}]
    reports = [{"source": "source:agency", "reports": {"participants": both}}]
    reports += [{"source": "source:other", "reports": {"participants": [{"actor": "state:AAA"}]}}]
    ds = world(state("AAA"), state("BBB"), event(reports, participants=both))
    counts = {found.field: len(found.supporting) for found in witnesses_of(ds, "event:it")}
    assert counts == {"participants[state:AAA]": 2, "participants[state:AAA].role": 1, "participants[state:BBB]": 1}


def test_what_nobody_reports_has_no_witnesses_and_the_message_says_what_has() -> None:
    with pytest.raises(NotFound, match="reported: date"):
        world(event(told(agency="2001-01-01"))).witnesses("event:it", "dat")
    with pytest.raises(NotFound, match="event:it"):
        world(event(told(agency="2001-01-01"))).witnesses("event:is", "date")


@given(st.lists(st.sampled_from(["agency", "mirror", "echo", "other", "paper"]), unique=True))
def test_no_more_witnesses_than_originals_and_each_is_one_of_the_sources(slugs: list[str]) -> None:
    sources = [f"source:{slug}" for slug in slugs]
    found = independent(world(), sources)
    assert set(found) <= set(sources)
    copies = {"agency", "mirror", "echo"} & set(slugs)
    assert len(found) == len(set(slugs) - copies) + bool(copies)


def test_every_supported_value_of_the_packaged_data_has_a_witness() -> None:
    ds = csto_data.load()
    counted = {(found.record, found.field): found for record in ds for found in witnesses_of(ds, record.id)}
    for judgement in ds.judgements():
        found = counted[judgement.record, judgement.field]
        if judgement.verdict is Verdict.SUPPORTS:
            assert found.supporting
        if judgement.verdict is Verdict.DISPUTES:
            assert found.disputing
