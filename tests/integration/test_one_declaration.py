"""A field is declared once: one edit to a class changes schemas, converter, strategies and documentation."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pyright
import pytest
from support import ROOT
from support.checkout import COMMAND, Checkout


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


EVENT_WITH_NEW_FIELD = {
    "id": "event:a",
    "kind": "protest",
    "title": "A",
    "weather": "snow",
    "evidence": [{"source": "source:sukhankin-2022", "reports": {"weather": "snow"}}],
}
USE = f"""
import json, pathlib, tempfile
import csto_data
from csto_data.model import KINDS, Event
from csto_data.serialization.canonical import canonical
from hypothesis import find, settings
from csto_data.strategies import records

raw = json.loads('''{json.dumps(EVENT_WITH_NEW_FIELD)}''')
folder = pathlib.Path(tempfile.mkdtemp())
shuffled = {{"$schema": "schemas/event.schema.json", "records": [dict(reversed(raw.items()))]}}
text = canonical(shuffled, KINDS["events"])
(folder / "events.json").write_text(text)
drawn = find(records(Event), lambda event: event.weather is not None, settings=settings(database=None))
print(json.dumps({{
    "loaded": csto_data.load(folder)["event:a"].weather,
    "findings": [str(finding) for finding in csto_data.validate(folder)],
    "keys": list(json.loads(text)["records"][0]),
    "drawn": type(drawn.weather).__name__,
}}))
"""


def test_new_optional_field_appears_in_schema_converter_strategies_and_docs(checkout: Checkout) -> None:
    place = "    place: LocationId | None = field("
    checkout.edit("event", place, f'    weather: str | None = None\n    """The weather on that day."""\n{place}')
    checkout.regenerate("docs/generate.py")
    assert checkout.record("event")["properties"]["weather"] == {
        "description": "The weather on that day.",
        "$ref": "common.schema.json#/$defs/text",
    }
    used = checkout.python(USE)
    assert used == {
        "loaded": "snow",
        "findings": [],
        "keys": ["id", "kind", "title", "weather", "evidence"],
        "drawn": "str",
    }
    dictionary = (checkout.folder / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert "| weather | [text](#text) | The weather on that day. |" in dictionary


ACCEPTS = """
import json
from csto_data.model import KINDS
from csto_data.serialization.converter import REFUSALS, structure
from csto_data.serialization.schemas import validator
from csto_data.strategies.records import field_values
from hypothesis import find, given, settings
from hypothesis.errors import NoSuchExample

def accepted(name, raw):
    kind = next(kind for kind in KINDS.values() if kind.name == name)
    try:
        structure(kind.record_class, raw)
        read = True
    except REFUSALS:
        read = False
    valid = validator(f"{name}.schema.json#/$defs/record").is_valid(raw)
    assert read == valid, (read, valid)
    return read

def drawn(name, condition):
    try:
        cls = next(kind.record_class for kind in KINDS.values() if kind.name == name)
        values = field_values(cls, lambda field: None, leave=("evidence",))
        find(values, condition, settings=settings(database=None, max_examples=1000, derandomize=True))
    except NoSuchExample:
        return False
    return True
"""

SOURCES = {"evidence": [{"source": "source:sukhankin-2022"}]}
EVENT = {"id": "event:a", "kind": "protest", "title": "A", **SOURCES}
STATE = {"id": "state:KAZ", "name": "Kazakhstan", **SOURCES}


def _code(name: str, raw: Any, condition: str) -> str:
    return f"{ACCEPTS}\nprint(json.dumps([accepted({name!r}, {raw!r}), drawn({name!r}, {condition})]))"


EDITS = {
    "a word removed from a closed list": (
        ("event", '    "takeover",\n', ""),
        ("event", {**EVENT, "kind": "takeover"}, 'lambda event: event["kind"] == "takeover"'),
    ),
    "a field made required": (
        ("event", "summary: str | None = field(\n        default=None,\n        metadata=", "summary: str = field(\n        metadata="),
        ("event", EVENT, 'lambda event: "summary" not in event'),
    ),
    "a pattern tightened": (
        ("state", 'ThreeDigits: TypeAlias = Annotated[Code, Constraint("[0-9]{3}")]', 'ThreeDigits: TypeAlias = Annotated[Code, Constraint("[0-4]{3}")]'),
        ("state", {**STATE, "m49": "398"}, 'lambda state: max(state.get("m49", "0")) > "4"'),
    ),
}  # fmt: skip


@pytest.mark.parametrize("edit", EDITS)
def test_stricter_class_makes_converter_schema_and_strategies_stricter(checkout: Checkout, edit: str) -> None:
    changed, used = EDITS[edit]
    code = _code(*used)
    assert checkout.python(code) == [True, True]
    checkout.edit(*changed)
    assert COMMAND in checkout.drift()
    checkout.regenerate()
    assert checkout.python(code) == [False, False]


def test_removed_condition_allows_all_combinations_in_converter_schema_and_strategies(checkout: Checkout) -> None:
    raw = {**EVENT, "date": "2022-01-05", "start": "2022-01-05"}
    code = _code("event", raw, 'lambda event: "date" in event and "start" in event')
    assert checkout.python(code) == [False, False]
    checkout.edit("event", '        OneOf(("date",), ("instant",), ("start", "end"), expected="only one of these: date, instant, or start and end"),\n', "")  # fmt: skip
    assert COMMAND in checkout.drift()
    checkout.regenerate()
    assert checkout.python(code) == [True, True]


def test_changed_field_docstring_changes_schema_description(checkout: Checkout) -> None:
    checkout.edit(
        "event", '"""A title that says in a few neutral words what happened."""', '"""What happened, in short."""'
    )
    assert COMMAND in checkout.drift()
    checkout.regenerate()
    assert checkout.record("event")["properties"]["title"]["description"] == "What happened, in short."


def hover_text(text: str, at: str) -> str:
    """Return what Pyright's language server shows for the last word of ``at`` in a Python text."""
    server = Path(pyright.__file__).parent / "dist" / "langserver.index.js"
    uri = (ROOT / "src" / "hovered.py").as_uri()
    before = text[: text.index(at) + len(at)]
    place = {"line": before.count("\n"), "character": len(before) - before.rfind("\n") - 2}
    messages = [
        {"id": 1, "method": "initialize", "params": {"processId": None, "rootUri": ROOT.as_uri(), "capabilities": {}}},
        {"method": "initialized", "params": {}},
        {
            "method": "textDocument/didOpen",
            "params": {"textDocument": {"uri": uri, "languageId": "python", "version": 1, "text": text}},
        },
        {"id": 2, "method": "textDocument/hover", "params": {"textDocument": {"uri": uri}, "position": place}},
    ]
    command = ["node", str(server), "--stdio"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            for message in messages:
                body = json.dumps({"jsonrpc": "2.0", **message}).encode()
                process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
                process.stdin.flush()
            while True:
                length = 0
                while line := process.stdout.readline().strip():
                    if line.startswith(b"Content-Length"):
                        length = int(line.partition(b":")[2])
                answer = json.loads(process.stdout.read(length))
                if answer.get("id") == 2 and "method" not in answer:
                    return str(answer["result"]["contents"]["value"])
        finally:
            process.kill()


@pytest.mark.skipif(shutil.which("node") is None, reason="needs Node.js, in which Pyright's language server runs")
def test_language_server_shows_description_of_field() -> None:
    text = "import csto_data\n\nevent = csto_data.load().events['event:csto-withdrawal-start']\nprint(event.title)\n"
    shown = hover_text(text, "event.title")
    assert "title: str" in shown
    assert "A title that says in a few neutral words what happened." in shown
