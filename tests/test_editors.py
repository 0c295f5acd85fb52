"""An editor that reads ``$schema`` underlines a mistake while it is typed, and fetches nothing from anywhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from node_packages import node

from csto_data._resources import data_root, schema_root
from csto_data.cli import main
from csto_data.model import KINDS
from csto_data.schemas import schema

DATA = Path(str(data_root()))
SCHEMAS = Path(str(schema_root()))


def asked(dataset: str, folder: Path = SCHEMAS) -> list[str]:
    """The files that hold the schema of a dataset, which nobody has to fetch."""
    return sorted((folder / f"{name}.schema.json").as_uri() for name in (KINDS[dataset].name, "common"))


def edited(dataset: str, text: str, file: Path | None = None) -> tuple[Any, list[str]]:
    """What is underlined in this text of a dataset's file, and which schemas the editor asked for."""
    answer = node("editor.mjs", str(file or DATA / f"{dataset}.json"), text=text)
    return answer["underlined"], sorted(answer["asked"])


def example(dataset: str) -> Any:
    """A file with the example that its schema gives."""
    name = KINDS[dataset].name
    (records,) = schema(name)["properties"]["records"]["examples"]
    return {"$schema": f"../schemas/{name}.schema.json", "records": records}


def place(text: str, part: str) -> dict[str, Any]:
    """Where the one such part of a text stands; lines and columns from 0, as the protocol of editors counts."""
    before, found, after = text.partition(part)
    assert found, part
    assert part not in after, f"{part} stands twice"
    line, column = before.count("\n"), len(before) - before.rfind("\n") - 1
    return {"start": {"line": line, "character": column}, "end": {"line": line, "character": column + len(part)}}


@pytest.mark.parametrize("dataset", KINDS)
def test_nothing_is_underlined_in_the_packaged_data(dataset: str) -> None:
    text = (DATA / f"{dataset}.json").read_text(encoding="utf-8")
    assert edited(dataset, text) == ([], asked(dataset))


@pytest.mark.parametrize("dataset", KINDS)
def test_an_unknown_field_is_underlined(dataset: str) -> None:
    document = example(dataset)
    document["records"][0]["fieldd"] = "x"
    text = json.dumps(document, indent=2)
    underlined, schemas = edited(dataset, text)
    assert [(mark["text"], mark["range"]) for mark in underlined] == [('"fieldd"', place(text, '"fieldd"'))]
    assert "fieldd" in underlined[0]["message"]
    assert schemas == asked(dataset)


LISTS = [
    (dataset, field)
    for dataset, kind in KINDS.items()
    for field, shape in schema(kind.name)["$defs"]["record"]["properties"].items()
    if "enum" in shape and field in example(dataset)["records"][0]
]


def test_there_are_fields_with_a_list_of_words() -> None:
    assert {("events", "kind"), ("memberships", "status"), ("assessments", "modality")} <= set(LISTS)


@pytest.mark.parametrize(("dataset", "field"), LISTS)
def test_a_word_that_is_not_in_the_list_is_underlined(dataset: str, field: str) -> None:
    document = example(dataset)
    words = schema(KINDS[dataset].name)["$defs"]["record"]["properties"][field]["enum"]
    document["records"][0][field] = "wrod"
    text = json.dumps(document, indent=2)
    underlined, schemas = edited(dataset, text)
    assert [(mark["text"], mark["range"]) for mark in underlined] == [('"wrod"', place(text, '"wrod"'))]
    assert all(f'"{word}"' in underlined[0]["message"] for word in words)
    assert schemas == asked(dataset)


def test_columns_are_right_behind_letters_of_other_scripts() -> None:
    document = example("states")
    document["records"][0] = {"name": "Қазақстан", "fieldd": 1, **document["records"][0]}
    document["records"][0]["name"] = "Қазақстан"
    text = json.dumps(document, ensure_ascii=False)
    (mark,) = edited("states", text)[0]
    assert mark["range"] == place(text, '"fieldd"')


@pytest.mark.parametrize("dataset", KINDS)
def test_a_folder_elsewhere_brings_its_own_schemas(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], dataset: str
) -> None:
    schemas = tmp_path / "schemas"
    schemas.mkdir()
    for name in (KINDS[dataset].name, "common"):
        assert main(["schema", name]) == 0
        (schemas / f"{name}.schema.json").write_text(capsys.readouterr().out, encoding="utf-8")
    document = example(dataset)
    file = tmp_path / "pack" / f"{dataset}.json"
    assert edited(dataset, json.dumps(document), file) == ([], asked(dataset, schemas))
    (mark,) = edited(dataset, json.dumps({**document, "recrods": []}), file)[0]
    assert mark["text"] == '"recrods"'


def test_an_address_on_the_network_is_not_fetched_by_this_test() -> None:
    """The manifest alone names a profile on the network, as its standard demands; docs/editors.md says so."""
    answer = node("editor.mjs", str(DATA / "datapackage.json"), text=(DATA / "datapackage.json").read_text("utf-8"))
    assert answer["asked"] == ["https://datapackage.org/profiles/2.0/datapackage.json"]
    assert "scheme file" in answer["underlined"][0]["message"]
