"""Generated records without findings, for the benchmarks: each refers to packaged records and is supported."""

from __future__ import annotations

from typing import Any

SOURCE = "source:sukhankin-2022"


def event(number: int) -> dict[str, Any]:
    day = f"20{number % 22:02}-{number % 12 + 1:02}-{number % 28 + 1:02}"
    reported = {
        "date": day,
        "place": "place:almaty",
        "states": ["state:KAZ"],
        "participants": [{"of": "state:KAZ", "described_as": f"protesters {number}", "role": "protester"}],
        "deaths": {"at_least": number % 7, "at_most": number % 7 + 3, "wording": "some"},
    }
    return {
        "id": f"event:generated-{number:07}",
        "kind": "protest",
        "title": f"Generated event {number}",
        "date": day,
        "place": "place:almaty",
        "states": reported["states"],
        "participants": reported["participants"],
        "deaths": reported["deaths"],
        "evidence": [
            {"source": SOURCE, "at": {"paragraph": number % 30 + 1}, "reports": {"date": day}},
            {"source": SOURCE, "reports": reported},
        ],
    }


def place(number: int, **fields: Any) -> dict[str, Any]:
    evidence = [{"source": SOURCE}]
    return {
        "id": f"place:generated-{number:07}",
        "name": f"Place {number}",
        "kind": "city",
        **fields,
        "evidence": evidence,
    }
