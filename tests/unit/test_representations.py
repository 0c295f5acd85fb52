"""The representation of every object is one short line."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import csto_data
from csto_data.display import LONGEST_REPR

DS = csto_data.load()
ANSWERS: dict[str, Callable[[], Any]] = {
    "explanation": lambda: DS.why("UZB", "2007-01-01"),
    "judgement": DS.judgements,
    "match": lambda: DS.search("csto"),
    "witnesses": lambda: DS.witnesses("event:csto-withdrawal-start", "date"),
    "standing": lambda: DS.memberships.on("2022-01-06"),
    "participation": lambda: [standing.participation for standing in DS.memberships.on("2026-01-06")],
    "holding": lambda: DS.offices.on("2022-01-06"),
    "evidence": lambda: [entry for record in DS if isinstance(record, csto_data.Event) for entry in record.evidence],
    "coverage": lambda: [DS.coverage, *DS.coverage.memberships, *DS.coverage.offices],
    "contingent": lambda: DS.operations["csto-kazakhstan-2022"].contingents,
    "quantity": lambda: [figure.amount for figure in DS.figures],
    "media": lambda: [media for source in DS.sources for media in source.media],
}


@pytest.mark.parametrize("name", ANSWERS)
def test_repr_is_one_short_line(name: str) -> None:
    found = ANSWERS[name]()
    items = list(found) if hasattr(found, "__iter__") else [found]
    assert items
    for item in items:
        assert len(repr(item).splitlines()) == 1
        assert len(repr(item)) <= LONGEST_REPR + 2  # with the angle brackets


def test_repr_of_a_finding_is_one_short_line() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "events.json").write_text('{"records": [{"titel": 1}]}', encoding="utf-8")
        findings = csto_data.validate(folder)
    assert findings
    for finding in findings:
        assert repr(finding).startswith("<Finding ")
        assert len(repr(finding).splitlines()) == 1
        assert len(repr(finding)) <= LONGEST_REPR + len("<Finding >")


def test_repr_names_what_the_answer_says() -> None:
    assert repr(DS.why("UZB", "2007-01-01")).startswith("<Explanation Yes: Uzbekistan was a member of")
    (dispute,) = DS.disputes(record="csto-withdrawal-start", source="sukhankin-2022")
    shown = "event:csto-withdrawal-start date 2022-01-13: source:sukhankin-2022, paragraph 5 has 2022-01-15 (disputes)"
    assert repr(dispute) == f"<Judgement {shown}>"[: LONGEST_REPR + 2]
    assert repr(csto_data.Quantity(at_least=24)) == "Quantity(at_least=24)"
