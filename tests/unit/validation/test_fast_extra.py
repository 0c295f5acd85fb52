"""The ``fast`` extra changes neither the result of validation nor its messages."""

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
from csto_data.model.json_values import to_json
from csto_data.serialization import schemas
from csto_data.validation import validate
from csto_data.validation.schema_check import by_converter

MUTANTS = 10_000
VALUES = [
    None, True, 0, -1, 1.5, "", " ", "a\n", "2022-02-31", "[2022..2021]", "state:kaz", "org:a", "Q1\n", [], {}, [[]], "\u0660",
]  # fmt: skip


def items_in(value: Any, holder: Any = None, key: Any = None) -> Iterator[tuple[Any, Any]]:
    """Iterate over everything inside a JSON value, as its container and its key or index."""
    if holder is not None:
        yield holder, key
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in entries:
        yield from items_in(inner, value, step)


def mutated(record: Any, rng: random.Random) -> Any:
    """Return a copy of the record with one change: a value or key replaced, removed, repeated or misspelt."""
    copy = json.loads(json.dumps(record))
    holder, key = rng.choice(list(items_in(copy)))
    match rng.randrange(5):
        case 0:
            del holder[key]
        case 1 if isinstance(holder, dict):
            holder[f"{key}x"] = holder.pop(key)
        case 2 if isinstance(holder, list):
            holder.append(holder[key])
        case 3 if isinstance(holder[key], str):
            holder[key] += rng.choice(["\n", " ", "x", "-", "?", "~", "9"])
        case _:
            holder[key] = rng.choice(VALUES)
    return copy


def test_fast_and_plain_validators_accept_packaged_data() -> None:
    for dataset, kind in KINDS.items():
        schema = f"{kind.name}.schema.json"
        fast = schemas.fast_validator(schema)
        assert fast is not None
        document = json.loads(Path(str(csto_data.data_root()), f"{dataset}.json").read_bytes())
        assert fast(document), dataset
        assert schemas.validator(schema).is_valid(document), dataset


@pytest.mark.integration
def test_fast_and_plain_validators_agree_on_mutants() -> None:
    rng = random.Random(20220106)  # noqa: S311
    records = [(kind, to_json(record)) for kind in KINDS.values() for record in csto_data.load().table(kind.dataset)]
    verdicts = set()
    for _ in range(MUTANTS):
        kind, record = rng.choice(records)
        mutant = mutated(record, rng)
        schema = f"{kind.name}.schema.json#/$defs/record"
        fast = schemas.fast_validator(schema)
        assert fast is not None
        verdict = fast(mutant)
        assert schemas.validator(schema).is_valid(mutant) is verdict, mutant
        verdicts.add(verdict)
    assert verdicts == {True, False}


def test_converter_accepts_only_what_the_schema_accepts() -> None:
    rng = random.Random(20220119)  # noqa: S311
    documents = [
        (f"{kind.name}.schema.json", json.loads(Path(str(csto_data.data_root()), f"{dataset}.json").read_bytes()))
        for dataset, kind in KINDS.items()
    ]
    small = [(schema, {**document, "records": document["records"][:3]}) for schema, document in documents]
    manifest = json.loads(Path(str(csto_data.data_root()), "datapackage.json").read_bytes())
    reason = {"id": "place:a", "reason": "b"}
    accepting = {"rule": "CST309", "record": "place:a", "field": "name", "reason": "b"}
    small += [
        ("datapackage.schema.json", manifest),
        ("suppressions.schema.json", {"$schema": "x/suppressions.schema.json", "suppressions": [accepting]}),
        ("pack.schema.json", {"$schema": "x/pack.schema.json", "name": "a", "overrides": [reason]}),
    ]
    accepted = dict.fromkeys((schema for schema, _ in small), 0)
    wrong = []
    for schema, document in (*documents, *small):
        assert by_converter(schema)(document), schema
    for schema, document in small * (MUTANTS // 50):
        mutant = mutated(document, rng)
        accepted[schema] += by_converter(schema)(mutant)
        if by_converter(schema)(mutant) and not (schemas.fast_validator(schema) or schemas.validator(schema).is_valid)(
            mutant
        ):
            wrong.append((schema, [*differences(document, mutant)]))
    assert wrong == []
    assert 0 not in accepted.values()


def differences(value: Any, other: Any) -> Iterator[tuple[Any, Any]]:
    """Iterate over the parts that differ in two JSON values."""
    if isinstance(value, dict) and isinstance(other, dict) and value.keys() == other.keys():
        for key in value:
            yield from differences(value[key], other[key])
    elif isinstance(value, list) and isinstance(other, list) and len(value) == len(other):
        for one, two in zip(value, other, strict=True):
            yield from differences(one, two)
    elif value != other:
        yield value, other


def test_validate_reports_same_findings_without_fast_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(1)  # noqa: S311
    lines = [json.dumps(mutated(to_json(record), rng)) for record in csto_data.load().events]
    (tmp_path / "events.jsonl").write_text("\n".join(lines))
    with_extra = validate(tmp_path)
    with monkeypatch.context() as patched:
        patched.setitem(sys.modules, "jsonschema_rs", None)
        schemas.fast_validator.cache_clear()
        assert schemas.fast_validator("event.schema.json") is None
        without_extra = validate(tmp_path)
    schemas.fast_validator.cache_clear()
    assert with_extra == without_extra
    assert with_extra


def test_fast_validator_rejects_lone_surrogate_without_raising() -> None:
    fast = schemas.fast_validator("event.schema.json")
    assert fast is not None
    assert not fast({"$schema": "\ud800", "records": []})
