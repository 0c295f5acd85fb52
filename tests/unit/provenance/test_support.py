"""Counting the independent sources that support or dispute a value."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.small_datasets import PACT, TREATY, dataset, spell, state

import csto_data
from csto_data import Dataset, NotFoundError, Verdict
from csto_data.provenance.support import Witnesses, independent, witnesses_of


def source(slug: str, via: str | None = None) -> dict[str, Any]:
    raw = {"id": f"source:{slug}", "title": slug.title(), "kind": "news"}
    return {**raw, "via": f"source:{via}"} if via else raw


def date_reports(**days: str) -> list[dict[str, Any]]:
    return [{"source": f"source:{slug}", "reports": {"date": day}} for slug, day in days.items()]


def event(evidence: list[dict[str, Any]], **fields: Any) -> dict[str, Any]:
    raw = {"id": "event:it", "kind": "signature", "title": "It", "date": "2001-01-01"}
    return {**raw, "evidence": evidence, **fields}


AGENCY, MIRROR, ECHO, OTHER = source("agency"), source("mirror", "agency"), source("echo", "mirror"), source("other")


def dataset_with(*records: dict[str, Any]) -> Dataset:
    return dataset(AGENCY, MIRROR, ECHO, OTHER, *records)


def test_witnesses_lists_supporting_compatible_and_disputing_sources() -> None:
    found = dataset_with(event(date_reports(agency="2001-01-01", other="2002", paper="2001-01"))).witnesses(
        "event:it", "date"
    )
    assert found.supporting == ("source:agency",)
    assert found.compatible == ("source:paper",)
    assert found.disputing == ("source:other",)
    assert str(found) == ("supported by 1: source:agency; compatible with 1: source:paper; disputed by 1: source:other")


def test_witnesses_counts_original_and_copies_once_and_names_original() -> None:
    found = dataset_with(
        event(date_reports(echo="2001-01-01", mirror="2001-01-01", agency="2001-01-01", other="2001-01-01"))
    )
    assert found.witnesses("event:it", "date").supporting == ("source:agency", "source:other")


def test_witnesses_counts_copies_once_if_their_original_reports_nothing() -> None:
    found = dataset_with(event(date_reports(mirror="2001-01-01", echo="2001-01-01"))).witnesses("event:it", "date")
    assert found.supporting == ("source:echo",)


def test_witnesses_names_copy_with_first_id_if_original_reports_nothing() -> None:
    wire, ticker, tape = source("wire"), source("ticker", "wire"), source("tape", "wire")
    ds = dataset(wire, ticker, tape, event(date_reports(ticker="2001-01-01", tape="2001-01-01")))
    assert ds.witnesses("event:it", "date").supporting == ("source:tape",)


@pytest.mark.parametrize("day", ["2001-01-01", "2001", "2002"])
def test_witnesses_any_is_true_for_one_source_of_any_verdict(day: str) -> None:
    assert dataset_with(event(date_reports(agency=day))).witnesses("event:it", "date").any


def test_witnesses_constructor_accepts_keyword_arguments_only() -> None:
    assert all(field.kw_only for field in attrs.fields(Witnesses))


def test_witnesses_ignores_compatible_copy_of_supporting_original() -> None:
    found = dataset_with(event(date_reports(agency="2001-01-01", mirror="2001"))).witnesses("event:it", "date")
    assert (found.supporting, found.compatible) == (("source:agency",), ())


def test_witnesses_lists_copy_that_disagrees_as_disputing() -> None:
    found = dataset_with(event(date_reports(agency="2001-01-01", mirror="2002"))).witnesses("event:it", "date")
    assert (found.supporting, found.disputing) == (("source:agency",), ("source:mirror",))


def test_witnesses_counts_circular_copies_once() -> None:
    one, two = source("one", "two"), source("two", "one")
    ds = dataset(one, two, event(date_reports(one="2001-01-01", two="2001-01-01")))
    assert len(ds.witnesses("event:it", "date").supporting) == 1


def test_witnesses_lists_source_that_contradicts_itself_on_both_sides() -> None:
    ds = dataset_with(event([*date_reports(agency="2001-01-01"), *date_reports(agency="2002")]))
    found = ds.witnesses("event:it", "date")
    assert found.supporting == found.disputing == ("source:agency",)


def test_witnesses_ignores_planned_and_uncertain_reports() -> None:
    evidence = [{**date_reports(agency="2001-01-01")[0], "planned": True}, *date_reports(other="2001-01-01?")]
    found = dataset_with(event(evidence)).witnesses("event:it", "date")
    assert not found.any
    assert str(found) == "no comparable reports"


def test_witnesses_of_start_includes_sources_of_the_act() -> None:
    steps = [{"act": "event:it", "makes": "start"}]
    member = spell(
        "a", "AAA", "2001-01-01", steps=steps, evidence=[{"source": "source:other", "reports": {"start": "2001"}}]
    )
    found = dataset_with(PACT, TREATY, state("AAA"), event(date_reports(agency="2001-01-01", paper="2002")), member)
    start = found.witnesses("membership:a", "start")
    assert (start.supporting, start.compatible, start.disputing) == (
        ("source:agency",),
        ("source:other",),
        ("source:paper",),
    )


def test_witnesses_of_counts_each_list_item_and_role_separately() -> None:
    both = [{"actor": "state:AAA", "role": "party"}, {"actor": "state:BBB"}]
    reports = [{"source": "source:agency", "reports": {"participants": both}}]
    reports += [{"source": "source:other", "reports": {"participants": [{"actor": "state:AAA"}]}}]
    ds = dataset_with(state("AAA"), state("BBB"), event(reports, participants=both))
    counts = {found.field: len(found.supporting) for found in witnesses_of(ds, "event:it")}
    assert counts == {"participants[state:AAA]": 2, "participants[state:AAA].role": 1, "participants[state:BBB]": 1}


def test_witnesses_raises_not_found_for_unknown_field_or_id() -> None:
    with pytest.raises(NotFoundError, match="Reported fields: date"):
        dataset_with(event(date_reports(agency="2001-01-01"))).witnesses("event:it", "dat")
    with pytest.raises(NotFoundError, match="event:it"):
        dataset_with(event(date_reports(agency="2001-01-01"))).witnesses("event:is", "date")


@given(st.lists(st.sampled_from(["agency", "mirror", "echo", "other", "paper"]), unique=True))
def test_independent_returns_one_source_per_original(slugs: list[str]) -> None:
    sources = [f"source:{slug}" for slug in slugs]
    found = independent(dataset_with(), sources)
    assert set(found) <= set(sources)
    copies = {"agency", "mirror", "echo"} & set(slugs)
    assert len(found) == len(set(slugs) - copies) + bool(copies)


def test_witnesses_of_packaged_data_agree_with_judgements() -> None:
    ds = csto_data.load()
    counted = {(found.record, found.field): found for record in ds for found in witnesses_of(ds, record.id)}
    for judgement in ds.judgements():
        found = counted[judgement.record, judgement.field]
        if judgement.verdict is Verdict.SUPPORTS:
            assert found.supporting
        if judgement.verdict is Verdict.DISPUTES:
            assert found.disputing
