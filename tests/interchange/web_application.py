"""A web application of a project that depends on csto-data: records and answers are returned as they are."""

from typing import Any

from fastapi import FastAPI

import csto_data
from csto_data import Day, Explanation, Judgement, State, Table

app = FastAPI()


@app.get("/states/{code}")
def state(code: str) -> State:
    return csto_data.load().states.find(code)


@app.get("/members")
def members(on: Day) -> tuple[State, ...]:
    return csto_data.members(on)


@app.get("/why/{code}")
def why(code: str, on: Day | None = None) -> Explanation:
    return csto_data.load().why(code, on)


@app.get("/disputes")
def disputes(source: str | None = None) -> Table[Judgement]:
    return csto_data.load().disputes(source=source)


@app.get("/search")
def search(text: str) -> list[Any]:
    return [match.to_dict() for match in csto_data.load().search(text, limit=10)]
