"""Editors that support ``$schema`` underline mistakes and download nothing."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from support.node_packages import run_node

from csto_data.cli import main
from csto_data.model import KINDS
from csto_data.serialization.resources import data_root
from csto_data.serialization.schemas import schema

DATA = Path(str(data_root()))


def underlined_in(texts: dict[str, str], folder: Path = DATA) -> dict[str, list[Any]]:
    """Return what VS Code underlines in these texts of data files in a folder.

    Assert that it requests only the two schemas next to the folder.
    """
    files = {dataset: folder / f"{dataset}.json" for dataset in texts}
    answers = run_node("editor.mjs", json.dumps([{"file": str(files[name]), "text": texts[name]} for name in texts]))
    for dataset, answer in zip(texts, answers, strict=True):
        schemas = (folder.parent / "schemas" / f"{name}.schema.json" for name in (KINDS[dataset].name, "common"))
        assert answer["asked"] == sorted(schema.as_uri() for schema in schemas)
    return {dataset: answer["underlined"] for dataset, answer in zip(texts, answers, strict=True)}


def examples() -> dict[str, Any]:
    """Return for each kind a document with the example of its schema."""
    return {
        dataset: {
            "$schema": f"../schemas/{kind.name}.schema.json",
            "records": deepcopy(schema(kind.name)["properties"]["records"]["examples"][0]),
        }
        for dataset, kind in KINDS.items()
    }


def range_of(text: str, part: str) -> dict[str, Any]:
    """Return the range of a part that occurs once in a text; lines and columns from 0, as in editors."""
    before, _, after = text.partition(part)
    assert part not in after, f"{part} occurs twice"
    line, column = before.count("\n"), len(before) - before.rfind("\n") - 1
    return {"start": {"line": line, "character": column}, "end": {"line": line, "character": column + len(part)}}


def test_editor_underlines_nothing_in_packaged_data() -> None:
    texts = {dataset: (DATA / f"{dataset}.json").read_text(encoding="utf-8") for dataset in KINDS}
    assert underlined_in(texts) == {dataset: [] for dataset in KINDS}


def test_editor_underlines_only_the_unknown_field() -> None:
    documents = examples()
    for document in documents.values():
        document["records"][0] = {"naame": "Қазақстан", **document["records"][0]}
    texts = {name: json.dumps(documents[name], ensure_ascii=False, indent=2) for name in documents}
    for dataset, underlined in underlined_in(texts).items():
        assert [(mark["text"], mark["range"]) for mark in underlined] == [
            ('"naame"', range_of(texts[dataset], '"naame"'))
        ]
        assert "naame" in underlined[0]["message"]


def test_editor_underlines_invalid_value_and_shows_allowed_values() -> None:
    documents, words = examples(), {}
    for dataset, kind in KINDS.items():
        shapes = schema(kind.name)["$defs"]["record"]["properties"]
        record = documents[dataset]["records"][0]
        for field in [field for field in record if "enum" in shapes[field]][:1]:
            words[dataset] = shapes[field]["enum"]
            record[field] = "wrod"
    assert {"sources", "organizations", "memberships", "events", "statements", "assessments"} <= set(words)
    texts = {dataset: json.dumps(documents[dataset], indent=2) for dataset in words}
    for dataset, (mark,) in underlined_in(texts).items():
        assert (mark["text"], mark["range"]) == ('"wrod"', range_of(texts[dataset], '"wrod"'))
        assert all(f'"{word}"' in mark["message"] for word in words[dataset])


def test_editor_uses_schemas_next_to_a_folder_elsewhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "schemas").mkdir()
    for name in ("common", *(kind.name for kind in KINDS.values())):
        assert main(["schema", name]) == 0
        (tmp_path / "schemas" / f"{name}.schema.json").write_text(capsys.readouterr().out, encoding="utf-8")
    documents = {dataset: {**document, "recrods": []} for dataset, document in examples().items()}
    marks = underlined_in({name: json.dumps(documents[name]) for name in documents}, tmp_path / "pack")
    assert [[mark["text"] for mark in underlined] for underlined in marks.values()] == [['"recrods"']] * len(KINDS)


def test_only_the_manifest_refers_to_a_schema_on_the_web() -> None:
    """The Data Package standard requires it, see docs/editors.md; here the request fails, since it is not a file."""
    file = DATA / "datapackage.json"
    (answer,) = run_node("editor.mjs", json.dumps([{"file": str(file), "text": file.read_text(encoding="utf-8")}]))
    assert answer["asked"] == [json.loads(file.read_bytes())["$schema"]]
    assert [mark["text"] for mark in answer["underlined"]] == [json.dumps(answer["asked"][0])]
