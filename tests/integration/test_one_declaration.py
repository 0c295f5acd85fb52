"""A field is declared once: one edit to a class changes schemas, converter, strategies and documentation."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyright
import pytest
from support import ROOT

COMMAND = "csto_data.serialization.schema_writer"
PARTS = (
    "src",
    "data",
    "schemas",
    "history",
    "docs",
    "pyproject.toml",
    "hatch_build.py",
    "README.md",
    "LICENSE",
    "CITATION.cff",
    ".github",
)

Run = Callable[..., subprocess.CompletedProcess[str]]


class Checkout:
    """A copy of this checkout, whose code runs in separate processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for part in PARTS:
            source = ROOT / part
            copy = shutil.copytree if source.is_dir() else shutil.copy2
            copy(source, folder / part)

    def edit(self, module: str, old: str, new: str) -> None:
        """Replace a text that occurs once in a module of the model."""
        file = self.folder / "src" / "csto_data" / "model" / f"{module}.py"
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times"
        file.write_text(text.replace(old, new), encoding="utf-8")

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run Python in the copy."""
        environment = {**os.environ, "PYTHONPATH": str(self.folder / "src"), "PYTHONIOENCODING": "utf-8"}
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def python(self, code: str) -> Any:
        """Run code in the copy and return the JSON that it prints."""
        done = self.run("-c", code)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def regenerate(self, *more: str) -> None:
        """Regenerate the schemas, and run more scripts."""
        for arguments in (("-m", COMMAND), *((script,) for script in more)):
            done = self.run(*arguments)
            assert done.returncode == 0, done.stderr

    def record(self, kind: str) -> Any:
        """Return the definition of a record in the schema of its kind."""
        return json.loads((self.folder / "schemas" / f"{kind}.schema.json").read_bytes())["$defs"]["record"]

    def drift(self) -> str:
        """Run the test of the committed schemas, which must fail, and return its output."""
        test = ROOT / "tests" / "unit" / "serialization" / "test_schema_writer.py"
        name = "test_committed_schemas_are_generated_from_the_classes"
        options = ["-q", "-n0", "-p", "no:cacheprovider", "-c", str(ROOT / "pyproject.toml")]
        done = self.run("-m", "pytest", *options, f"{test}::{name}")
        assert done.returncode == 1, done.stdout + done.stderr
        return done.stdout


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
