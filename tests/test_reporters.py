"""Each reporter shows the same findings in its own form; the forms are pinned under ``golden``.

Where a form changes on purpose: ``GOLDEN=write pytest tests/test_reporters.py``.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from jsonschema import Draft4Validator

from csto_data import schemas
from csto_data.cli import main
from csto_data.validation import Edit, Finding, Related
from csto_data.validation.reporters import REPORTERS, text

TESTS = Path(__file__).parent
SARIF_SCHEMA = os.environ.get("SARIF_SCHEMA")
ENDINGS = {"json": "json", "sarif": "json", "markdown": "md"}

UNKNOWN = Finding(
    rule="CST101",
    severity="error",
    file="data/events.json",
    line=7,
    column=30,
    end_line=7,
    end_column=37,
    pointer="/records/0/titel",
    record="event:example",
    message='unknown field "titel"',
    expected="one of the fields id, kind, title",
    why="Unknown fields are refused so that a slip of the pen loses no data.",
    suggestion="title",
    edit=Edit(line=7, column=30, end_line=7, end_column=37, text='"title"', safe=True),
    page="docs/rules/CST101.md",
    excerpt='      "kind": "protest",     "titel": "A protest, \u041f\u0440\u043e\u0442\u0435\u0441\u0442",',
)
REPEATED = Finding(
    rule="CST005",
    severity="error",
    file="data/a,b:c%.json",
    line=3,
    column=5,
    end_line=3,
    end_column=9,
    pointer="/records/0/a~1b",
    message='the key "a\\u001bb" stands here more than once',
    expected="each key once",
    why="Readers keep one value and lose the other.",
    related=(Related(file="data/a,b:c%.json", line=2, column=5, message="it stood here first"),),
    page="docs/rules/CST005.md",
    excerpt='    "\u4e2d": 1,' + " " * 200 + "5",
)
STYLE = Finding(
    rule="CST901",
    severity="warning",
    file="data/places.json",
    line=1,
    column=1,
    end_line=1,
    end_column=1,
    message="the file is not in canonical form; it differs from here on",
    expected="the form that csto-data fmt gives it",
    why="With one way to write a thing, a diff shows what changed and nothing else.",
    edit=Edit(line=1, column=1, end_line=2, end_column=1, text="", safe=True),
    page="docs/rules/CST901.md",
    excerpt="",
)
MISSING = Finding(
    rule="CST001",
    severity="error",
    file="data/states.json",
    message="cannot be read (No such file or directory)",
    expected="a file in the folder that can be read",
    why="A dataset is read whole or not at all.",
    page="docs/rules/CST001.md",
)
ALL = (STYLE, UNKNOWN, REPEATED, MISSING)


@pytest.mark.parametrize("name", [*REPORTERS, "coloured"])
def test_the_form_is_the_golden_one(name: str) -> None:
    reporter = text.coloured if name == "coloured" else REPORTERS[name]
    golden = TESTS / "golden" / f"{name}.{ENDINGS.get(name, 'txt')}"
    output = reporter(ALL, 7)
    if os.environ.get("GOLDEN") == "write":
        golden.write_text(output, encoding="utf-8")
    assert output == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("findings", [(), ALL, ALL * 30], ids=["none", "some", "many"])
def test_json_is_as_its_schema_says(findings: tuple[Finding, ...]) -> None:
    report = json.loads(REPORTERS["json"](findings, len(findings)))
    schemas.validator("report.schema.json").validate(report)
    assert report["count"] == len(findings)


@pytest.mark.skipif(
    SARIF_SCHEMA is None, reason="SARIF_SCHEMA does not name the schema of OASIS, sarif-schema-2.1.0.json"
)
@pytest.mark.parametrize("findings", [(), ALL], ids=["none", "some"])
def test_sarif_has_the_shape_of_the_standard(findings: tuple[Finding, ...]) -> None:
    schema = json.loads(Path(SARIF_SCHEMA or "").read_bytes())
    log = json.loads(REPORTERS["sarif"](findings, len(findings)))
    Draft4Validator(schema, format_checker=Draft4Validator.FORMAT_CHECKER).validate(log)


@pytest.mark.parametrize("findings", [(), ALL], ids=["none", "some"])
def test_sarif_results_name_their_rules(findings: tuple[Finding, ...]) -> None:
    log = json.loads(REPORTERS["sarif"](findings, len(findings)))
    (run,) = log["runs"]
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


def test_a_fingerprint_stays_where_lines_move() -> None:
    import attrs

    moved = attrs.evolve(UNKNOWN, line=99, end_line=99, pointer="/records/5/titel")
    first, second, other = json.loads(REPORTERS["sarif"]((UNKNOWN, moved, STYLE), 3))["runs"][0]["results"]
    assert first["partialFingerprints"] == second["partialFingerprints"] != other["partialFingerprints"]


COMMAND = re.compile(r"::(error|warning|notice) ([a-zA-Z]+=[^:,\n]*(?:,[a-zA-Z]+=[^:,\n]*)*)::(.*)")


@pytest.mark.parametrize("times", [1, 30])
def test_github_has_the_worst_first_and_ten_of_a_kind_at_most(times: int) -> None:
    lines = REPORTERS["github"](ALL * times, len(ALL) * times).splitlines()
    commands = [COMMAND.fullmatch(line) for line in lines]
    assert all(commands)
    kinds = [command[1] for command in commands if command]
    assert kinds == sorted(kinds, key=["error", "warning", "notice"].index)
    assert all(kinds.count(kind) <= 10 for kind in kinds)
    assert (kinds[-1] == "notice") is (times > 1)


def test_github_says_columns_only_of_what_is_on_one_line() -> None:
    import attrs

    longer = attrs.evolve(UNKNOWN, end_line=9)
    assert "col=" in REPORTERS["github"]((UNKNOWN,), 1)
    assert "ol=" not in REPORTERS["github"]((longer,), 1)


def test_the_marks_stand_below_what_they_mark() -> None:
    import attrs

    for before in ("", "a", "\u4e2d\u4e2d", "e\u0301", " " * 150):
        finding = attrs.evolve(
            UNKNOWN, excerpt=f'{before}"titel" and more', column=len(before) + 1, end_column=len(before) + 8
        )
        frame, below = str(finding).split("\n")[2:4]
        start = len(frame) - len(frame.partition('"titel"')[2]) - len('"titel"')
        width = sum(2 if c == "\u4e2d" else 0 if c == "\u0301" else 1 for c in frame[:start])
        assert below.index("^" * 7) == width


def test_a_step_summary_has_what_annotations_leave_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    summary = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "events.jsonl").write_text("5\n" * 30)
    assert main(["validate", str(pack), "--format", "github"]) == 1
    assert capsys.readouterr().out.count("::error") == 10
    assert summary.read_text(encoding="utf-8").count("CST103") == 30


def test_a_huge_summary_stays_within_its_limit() -> None:
    assert len(REPORTERS["markdown"](ALL * 5000, 20000).encode()) < 2**20


def test_colour_is_for_terminals_that_want_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import pty
    import subprocess
    import sys

    (tmp_path / "events.jsonl").write_text("5\n")
    for no_color, escaped in (("", True), ("1", False)):
        ours, theirs = pty.openpty()
        command = [sys.executable, "-m", "csto_data", "validate", str(tmp_path)]
        subprocess.run(command, stdout=theirs, env={**os.environ, "NO_COLOR": no_color}, check=False)
        os.close(theirs)
        shown = os.read(ours, 10_000)
        os.close(ours)
        assert (b"\x1b[" in shown) is escaped
