"""The extra ``fast`` changes no verdict and no message."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import csto_data
from csto_data.model import KINDS
from csto_data.serialization import schemas
from csto_data.serialization.converter import unstructure
from csto_data.validation import validate

MUTANTS = 10_000
VALUES = [
    None, True, 0, -1, 1.5, "", " ", "a\n", "2022-02-31", "[2022..2021]", "state:kaz", "org:a", "Q1\n", [], {}, [[]], "\u0660",
]  # fmt: skip


def places(value: Any, holder: Any = None, key: Any = None) -> Iterator[tuple[Any, Any]]:
    if holder is not None:
        yield holder, key
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in entries:
        yield from places(inner, value, step)


def mutated(record: Any, chance: random.Random) -> Any:
    """The record with one thing changed: a value replaced, dropped, repeated or spelt otherwise."""
    copy = json.loads(json.dumps(record))
    holder, key = chance.choice(list(places(copy)))
    match chance.randrange(5):
        case 0:
            del holder[key]
        case 1 if isinstance(holder, dict):
            holder[f"{key}x"] = holder.pop(key)
        case 2 if isinstance(holder, list):
            holder.append(holder[key])
        case 3 if isinstance(holder[key], str):
            holder[key] += chance.choice(["\n", " ", "x", "-", "?", "~", "9"])
        case _:
            holder[key] = chance.choice(VALUES)
    return copy


def test_both_accept_the_packaged_data() -> None:
    for dataset, kind in KINDS.items():
        schema = f"{kind.name}.schema.json"
        fast = schemas.fast_validator(schema)
        assert fast is not None
        document = json.loads(Path(str(csto_data.data_root()), f"{dataset}.json").read_bytes())
        assert fast(document), dataset
        assert schemas.validator(schema).is_valid(document), dataset


def test_both_give_one_verdict_on_mutants() -> None:
    chance = random.Random(20220106)  # noqa: S311
    records = [
        (kind, unstructure(record)) for kind in KINDS.values() for record in csto_data.load().table(kind.dataset)
    ]
    verdicts = set()
    for _ in range(MUTANTS):
        kind, record = chance.choice(records)
        mutant = mutated(record, chance)
        schema = f"{kind.name}.schema.json#/$defs/record"
        fast = schemas.fast_validator(schema)
        assert fast is not None
        verdict = fast(mutant)
        assert schemas.validator(schema).is_valid(mutant) is verdict, mutant
        verdicts.add(verdict)
    assert verdicts == {True, False}


def test_findings_are_the_same_without_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(1)  # noqa: S311
    lines = [json.dumps(mutated(unstructure(record), chance)) for record in csto_data.load().events]
    (tmp_path / "events.jsonl").write_text("\n".join(lines))
    with_it = validate(tmp_path)
    with monkeypatch.context() as patched:
        patched.setitem(sys.modules, "jsonschema_rs", None)
        schemas.fast_validator.cache_clear()
        assert schemas.fast_validator("event.schema.json") is None
        without = validate(tmp_path)
    schemas.fast_validator.cache_clear()
    assert with_it == without
    assert with_it


def test_half_a_character_is_refused_without_an_error() -> None:
    fast = schemas.fast_validator("event.schema.json")
    assert fast is not None
    assert not fast({"$schema": "\ud800", "records": []})
