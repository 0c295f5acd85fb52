"""pydantic, and so FastAPI, serialises an object of every public class as the JSON that the package itself writes."""

from __future__ import annotations

import inspect
import json
import tempfile
from pathlib import Path
from typing import Any, is_typeddict

import pytest
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter

import csto_data
from csto_data import Answer, Verdict, model

DS = csto_data.load()


def findings() -> tuple[Any, ...]:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "events.json").write_text('{"records": [{"titel": "a", "titel": 1}]}', encoding="utf-8")
        return csto_data.validate(folder)


EVENT = next(event for event in DS.events if event.participants and event.evidence[0].at and event.evidence[0].reports)
DIFFERENCE = csto_data.load(version="1.0.0").diff(DS)
OBJECTS: dict[str, Any] = {
    **{type(record).__name__: record for record in DS},
    "Answer": Answer.UNKNOWN,
    "AnswerChange": DIFFERENCE.answers[0],
    "Change": DIFFERENCE.changes[0],
    "Contingent": DS.operations["csto-kazakhstan-2022"].contingents[0],
    "Dataset": csto_data.Dataset.from_records(DS.states),
    "Day": csto_data.Day("[2006..2012]"),
    "Degree": next(degree for person in DS.people for degree in person.degrees),
    "Difference": DIFFERENCE,
    "Evidence": EVENT.evidence[0],
    "Explanation": DS.why("UZB", "2007-01-01"),
    "Finding": findings()[0],
    "Holding": DS.offices.on("2022-01-06")[0],
    "Instant": csto_data.Instant("2022-01-05T22:30+03:00"),
    "Judgement": DS.disputes()[0],
    "Locator": EVENT.evidence[0].at,
    "Match": DS.search("airport")[0],
    "Media": next(media for source in DS.sources for media in source.media),
    "Outcome": next(each.outcome for each in DS.assessments if each.outcome),
    "Participant": EVENT.participants[0],
    "Participation": DS.memberships.on("2026-01-06", organization="csto")[0].participation,
    "Party": DS.statements[0].speakers[0],
    "Period": DS.events["csto-withdrawal-start"].when,
    "PublishedView": DS.as_published_by("2022-01-12"),
    "OtherName": DS.organizations["csto"].names[0],
    "Quantity": DS.figures[0].amount,
    "Release": csto_data.versions()[-1],
    "Reported": EVENT.evidence[0].reports[0],
    "Resolution": DS.resolve("place:nur-sultan"),
    "Revision": DS.history("place:astana")[-1],
    "Standing": DS.memberships.on("2022-01-06")[0],
    "Step": DS.memberships[0].steps[0],
    "Table": DS.disputes(),
    "Verdict": Verdict.DISPUTES,
    "View": DS.as_reported_by("sukhankin-2022"),
    "Witnesses": DS.witnesses("event:csto-withdrawal-start", "date"),
}
"""An object of each public class, by its name."""
NOT_OBJECTS = {"Attested", "Kind", "Record"}
"""Base classes and descriptions of kinds, of which no object is an answer."""


def public_classes() -> set[str]:
    """Return the names of the public classes that are neither exceptions nor dicts nor types of ids."""
    found = {name: getattr(module, name) for module in (csto_data, model) for name in module.__all__}
    classes = {name: cls for name, cls in found.items() if inspect.isclass(cls) and not is_typeddict(cls)}
    return {name for name, cls in classes.items() if not issubclass(cls, BaseException)} - NOT_OBJECTS


def test_there_is_an_object_of_each_public_class() -> None:
    assert public_classes() == OBJECTS.keys()


@pytest.mark.parametrize("name", OBJECTS)
def test_every_public_class_is_serialised_by_pydantic(name: str) -> None:
    adapter = TypeAdapter[Any](type(OBJECTS[name]))
    written = json.loads(adapter.dump_json(OBJECTS[name]))
    Draft202012Validator(adapter.json_schema(mode="serialization")).validate(written)
    if hasattr(OBJECTS[name], "to_dict"):
        assert written == json.loads(json.dumps(OBJECTS[name].to_dict()))
