"""A view joins what one source reports of the same thing in several passages."""

from __future__ import annotations

from typing import Any

from support.small_datasets import PACT, TREATY, dataset, state

from csto_data import Dataset

NEWS = {"id": "source:news", "title": "News", "kind": "news", "published": "2010-05-05"}


def view_of(record: dict[str, Any], *passages: dict[str, Any]) -> Dataset:
    """The view of a source that reports these values of the record, each in a paragraph of its own."""
    evidence = [
        {"source": "source:news", "at": {"paragraph": number}, "reports": reports}
        for number, reports in enumerate(passages, start=1)
    ]
    records = [PACT, TREATY, NEWS, state("AAA"), state("BBB"), {**record, "evidence": evidence}]
    return dataset(*records).as_reported_by("source:news")


def participants_of(view: Dataset) -> list[tuple[Any, ...]]:
    return [(party.actor or party.described_as, party.of, party.role) for party in view.events["help"].participants]


EVENT = {"id": "event:help", "kind": "deployment", "title": "Help"}


def test_view_has_first_reported_role_if_record_has_none() -> None:
    reports = [
        {"participants": [{"actor": "state:AAA", **role}]} for role in ({}, {"role": "withdrew"}, {"role": "deployed"})
    ]
    view = view_of({**EVENT, "participants": [{"actor": "state:AAA"}]}, *reports)
    assert participants_of(view) == [("state:AAA", None, "withdrew")]


def test_view_keeps_participants_that_only_the_source_reports() -> None:
    reports = {"participants": [{"actor": "state:AAA"}, {"actor": "state:BBB"}, {"described_as": "police"}]}
    view = view_of({**EVENT, "participants": [{"actor": "state:AAA"}]}, reports)
    assert participants_of(view) == [("state:AAA", None, None), ("state:BBB", None, None), ("police", None, None)]


def test_amount_without_unit_is_preferred_but_other_fields_are_not_affected_by_a_unit() -> None:
    figure = {
        "id": "figure:loss",
        "measure": "economic-loss",
        "of": "state:AAA",
        "amount": {"value": 3},
        "unit": "KZT",
        "as_of": "2009",
    }
    view = view_of(
        figure, {"amount": {"value": 2}, "unit": "USD", "as_of": "2009"}, {"amount": {"value": 4}, "as_of": "2008"}
    )
    loss = view.figures["loss"]
    assert (loss.amount.value, loss.unit, str(loss.as_of)) == (4, "KZT", "2009")


def test_judgement_of_one_text_of_a_list_has_the_recorded_texts_as_value() -> None:
    person = {"id": "person:a", "name": "A", "fields": ["law", "history"]}
    evidence = [{"source": "source:news", "reports": {"fields": ["law"]}}]
    (judgement,) = dataset(PACT, TREATY, NEWS, {**person, "evidence": evidence}).judgements()
    assert (judgement.value, judgement.reported) == (("law", "history"), "law")
