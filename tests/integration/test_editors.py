"""An editor that reads ``$schema`` underlines a mistake while it is typed, and fetches nothing from anywhere."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from support.node_packages import node

from csto_data.cli import main
from csto_data.model import KINDS
from csto_data.serialization.resources import data_root
from csto_data.serialization.schemas import schema

DATA = Path(str(data_root()))


def edited(texts: dict[str, str], folder: Path = DATA) -> dict[str, list[Any]]:
    """What VS Code underlines in these texts, each of a dataset's file in this folder.

    The only schemas that it asks for are the two that lie beside the folder.
    """
    files = {dataset: folder / f"{dataset}.json" for dataset in texts}
    answers = node("editor.mjs", json.dumps([{"file": str(files[name]), "text": texts[name]} for name in texts]))
    for dataset, answer in zip(texts, answers, strict=True):
        schemas = (folder.parent / "schemas" / f"{name}.schema.json" for name in (KINDS[dataset].name, "common"))
        assert answer["asked"] == sorted(schema.as_uri() for schema in schemas)
    return {dataset: answer["underlined"] for dataset, answer in zip(texts, answers, strict=True)}


def examples() -> dict[str, Any]:
    """For each dataset a file with the example that its schema gives."""
    return {
        dataset: {
            "$schema": f"../schemas/{kind.name}.schema.json",
            "records": deepcopy(schema(kind.name)["properties"]["records"]["examples"][0]),
        }
        for dataset, kind in KINDS.items()
    }


def place(text: str, part: str) -> dict[str, Any]:
    """Where the one such part of a text stands; lines and columns from 0, as editors count."""
    before, _, after = text.partition(part)
    assert part not in after, f"{part} stands twice"
    line, column = before.count("\n"), len(before) - before.rfind("\n") - 1
    return {"start": {"line": line, "character": column}, "end": {"line": line, "character": column + len(part)}}


def test_nothing_is_underlined_in_the_packaged_data() -> None:
    texts = {dataset: (DATA / f"{dataset}.json").read_text(encoding="utf-8") for dataset in KINDS}
    assert edited(texts) == {dataset: [] for dataset in KINDS}


def test_an_unknown_field_is_underlined_and_nothing_else() -> None:
    documents = examples()
    for document in documents.values():
        document["records"][0] = {"naame": "Қазақстан", **document["records"][0]}
    texts = {name: json.dumps(documents[name], ensure_ascii=False, indent=2) for name in documents}
    for dataset, underlined in edited(texts).items():
        assert [(mark["text"], mark["range"]) for mark in underlined] == [('"naame"', place(texts[dataset], '"naame"'))]
        assert "naame" in underlined[0]["message"]


def test_a_word_that_is_not_in_the_list_is_underlined_and_the_list_is_shown() -> None:
    documents, words = examples(), {}
    for dataset, kind in KINDS.items():
        shapes = schema(kind.name)["$defs"]["record"]["properties"]
        record = documents[dataset]["records"][0]
        for field in [field for field in record if "enum" in shapes[field]][:1]:
            words[dataset] = shapes[field]["enum"]
            record[field] = "wrod"
    assert {"sources", "organizations", "memberships", "events", "statements", "assessments"} <= set(words)
    texts = {dataset: json.dumps(documents[dataset], indent=2) for dataset in words}
    for dataset, (mark,) in edited(texts).items():
        assert (mark["text"], mark["range"]) == ('"wrod"', place(texts[dataset], '"wrod"'))
        assert all(f'"{word}"' in mark["message"] for word in words[dataset])


def test_a_folder_elsewhere_brings_its_schemas(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "schemas").mkdir()
    for name in ("common", *(kind.name for kind in KINDS.values())):
        assert main(["schema", name]) == 0
        (tmp_path / "schemas" / f"{name}.schema.json").write_text(capsys.readouterr().out, encoding="utf-8")
    documents = {dataset: {**document, "recrods": []} for dataset, document in examples().items()}
    marks = edited({name: json.dumps(documents[name]) for name in documents}, tmp_path / "pack")
    assert [[mark["text"] for mark in underlined] for underlined in marks.values()] == [['"recrods"']] * len(KINDS)


def test_the_manifest_alone_names_an_address() -> None:
    """Its standard demands it, and docs/editors.md says so; here the address is refused, as it is no file."""
    file = DATA / "datapackage.json"
    (answer,) = node("editor.mjs", json.dumps([{"file": str(file), "text": file.read_text(encoding="utf-8")}]))
    assert answer["asked"] == [json.loads(file.read_bytes())["$schema"]]
    assert [mark["text"] for mark in answer["underlined"]] == [json.dumps(answer["asked"][0])]
