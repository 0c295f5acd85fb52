"""Bundled schemas: one self-contained JSON Schema for each kind of record."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from support.node_packages import run_node

from csto_data.cli import main
from csto_data.model import KINDS
from csto_data.serialization.resources import data_root
from csto_data.serialization.schemas import bundled_schema

DATA = Path(str(data_root()))
BUNDLES = {kind.dataset: bundled_schema(kind.name) for kind in KINDS.values()}


def packaged_documents() -> dict[str, Any]:
    return {dataset: json.loads((DATA / f"{dataset}.json").read_bytes()) for dataset in KINDS}


def test_bundle_is_self_contained_and_accepts_packaged_data() -> None:
    for dataset, document in packaged_documents().items():
        assert "schema.json#" not in json.dumps(BUNDLES[dataset])
        Draft202012Validator.check_schema(BUNDLES[dataset])
        assert [error.message for error in Draft202012Validator(BUNDLES[dataset]).iter_errors(document)] == []


def test_bundle_definitions_have_titles() -> None:
    untitled = [(dataset, name) for dataset, found in BUNDLES.items() for name in found["$defs"] if not found["$defs"][name]["title"]]  # fmt: skip
    assert untitled == []


def test_ajv_in_strict_mode_accepts_packaged_data_and_rejects_unknown_field() -> None:
    good = packaged_documents()
    bad = {dataset: {**document, "records": [{**document["records"][0], "naame": "A"}]} for dataset, document in good.items()}  # fmt: skip
    requests = [{"schema": BUNDLES[dataset], "document": found[dataset]} for found in (good, bad) for dataset in KINDS]
    answers = run_node("ajv.mjs", json.dumps(requests))
    assert answers == [[]] * len(KINDS) + [["/records/0 must NOT have additional properties"]] * len(KINDS)


def test_schema_command_prints_bundle(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "event", "--bundle"]) == 0
    assert json.loads(capsys.readouterr().out) == BUNDLES["events"]
