"""The application in docs/web.md returns records and answers as JSON, and describes them in a valid OpenAPI schema."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from interchange.test_documentation_types import program
from openapi_spec_validator import validate
from pydantic import TypeAdapter, ValidationError
from support import ROOT

import csto_data
from csto_data import Day, Instant, State

PAGE: dict[str, Any] = {}
exec(compile(program(ROOT / "docs" / "web.md"), "web.md", "exec", dont_inherit=True), PAGE)  # noqa: S102
CLIENT = TestClient(PAGE["app"])
DS = csto_data.load()


def test_record_is_returned_as_json() -> None:
    assert CLIENT.get("/states/kazakhstan").json() == DS["state:KAZ"].to_dict()


def test_members_are_returned_for_a_day() -> None:
    found = CLIENT.get("/members", params={"on": "2022-01-06"}).json()
    assert found == [state.to_dict() for state in DS.members("2022-01-06")]


def test_invalid_day_is_refused_with_the_message_of_the_package() -> None:
    response = CLIENT.get("/members", params={"on": "13.01.2022"})
    assert response.status_code == 422
    assert 'Did you mean \\"2022-01-13\\"?' in response.text


def test_answers_are_returned_as_json() -> None:
    why = CLIENT.get("/why/UZB", params={"on": "2006-07-01"}).json()
    assert why == DS.why("UZB", "2006-07-01").to_dict()
    disputes = CLIENT.get("/disputes", params={"source": "sukhankin-2022"}).json()
    assert disputes == [judgement.to_dict() for judgement in DS.disputes(source="source:sukhankin-2022")]


def test_openapi_schema_is_valid_and_describes_records() -> None:
    schema = CLIENT.get("/openapi.json").json()
    validate(schema)
    answer = schema["paths"]["/states/{code}"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    name = answer["$ref"].rpartition("/")[2] if "$ref" in answer else None
    described = schema["components"]["schemas"][name] if name else answer
    assert described["properties"]["iso_alpha3"] == {"type": "string"}
    assert "id" in described["required"]


def test_pydantic_reads_days_from_text_and_refuses_other_objects() -> None:
    assert TypeAdapter(Day).validate_python("2022-01") == Day("2022-01")
    assert TypeAdapter(Instant).dump_json(Instant("2022-01-05T22:30+03:00")) == b'"2022-01-05T22:30+03:00"'
    with pytest.raises(ValidationError, match="Expected an object of the class State"):
        TypeAdapter(State).validate_python({"id": "state:KAZ"})


def test_exceptions_of_the_package_are_responses() -> None:
    unknown = CLIENT.get("/states/XXX")
    assert (unknown.status_code, unknown.json()["detail"]) == (404, _message(lambda: DS.states.find("XXX")))
    outside = CLIENT.get("/members", params={"on": "2031-01-01"})
    assert (outside.status_code, outside.json()["detail"]) == (422, _message(lambda: DS.members("2031-01-01")))


def _message(ask: Callable[[], object]) -> str:
    with pytest.raises(csto_data.CstoDataError) as raised:
        ask()
    return str(raised.value)


def _route(answer: Any):  # type: ignore[no-untyped-def]  # as a user may write it
    def route():  # type: ignore[no-untyped-def]
        return answer.to_dict()

    return route


def test_routes_without_return_type_return_to_dict() -> None:
    app = FastAPI()
    answers: dict[str, Any] = {
        "state": DS.states["KAZ"],
        "members": DS.members("2022-01-06"),
        "why": DS.why("UZB", "2006-07-01"),
        "years": DS.member_years(),
    }
    for name, answer in answers.items():
        app.get(f"/{name}")(_route(answer))
    client = TestClient(app)
    for name, answer in answers.items():
        assert client.get(f"/{name}").json() == answer.to_dict()
