"""Each reporter shows the same findings in its own form; the forms are pinned under ``golden``.

Where a form changes on purpose: ``GOLDEN=write pytest tests/unit/validation/test_reporters.py``.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
import sarif_pydantic
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator
from support import SUPPORT
from support.github import COMMAND

from csto_data.cli import main
from csto_data.diagnostics import printable
from csto_data.serialization import schemas
from csto_data.validation import RULES, Finding, Fix, RelatedLocation, Rule
from csto_data.validation.reporters import REPORTERS, text

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
    fix=Fix(line=7, column=30, end_line=7, end_column=37, text='"title"', applicability="safe"),
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
    related=(RelatedLocation(file="data/a,b:c%.json", line=2, column=5, message="it stood here first"),),
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
    pointer="",
    message="the file is not in canonical form; it differs from here on",
    expected="the form that csto-data fmt gives it",
    why="With one way to write a thing, a diff shows what changed and nothing else.",
    fix=Fix(line=1, column=1, end_line=2, end_column=1, text="", applicability="safe"),
    page="docs/rules/CST901.md",
    excerpt="",
)
MISSING = Finding(
    rule="CST001",
    severity="error",
    file="data/states.json",
    pointer="",
    message="cannot be read (No such file or directory)",
    expected="a file in the folder that can be read",
    why="A dataset is read whole or not at all.",
    page="docs/rules/CST001.md",
)
ALL = (STYLE, UNKNOWN, REPEATED, MISSING)


@pytest.mark.parametrize("name", [*REPORTERS, "coloured"])
def test_the_form_is_the_golden_one(name: str) -> None:
    reporter = text.coloured if name == "coloured" else REPORTERS[name]
    golden = SUPPORT / "golden" / f"{name}.{ENDINGS.get(name, 'txt')}"
    output = reporter(ALL, 7)
    if os.environ.get("GOLDEN") == "write":
        golden.write_text(output, encoding="utf-8")
    assert output == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("findings", [(), ALL, ALL * 30], ids=["none", "some", "many"])
def test_json_is_as_its_schema_says(findings: tuple[Finding, ...]) -> None:
    report = json.loads(REPORTERS["json"](findings, len(findings)))
    schemas.validator("report.schema.json").validate(report)
    assert report["count"] == len(findings)


if SARIF_SCHEMA:  # which names the schema of OASIS, sarif-schema-2.1.0.json

    @pytest.mark.parametrize("findings", [(), ALL], ids=["none", "some"])
    def test_sarif_has_the_shape_of_the_standard(findings: tuple[Finding, ...]) -> None:
        schema = json.loads(Path(SARIF_SCHEMA).read_bytes())
        log = json.loads(REPORTERS["sarif"](findings, len(findings)))
        Draft4Validator(schema, format_checker=Draft4Validator.FORMAT_CHECKER).validate(log)


TOLD = st.text(min_size=1).map(printable)
NAMES = st.text(st.characters(blacklist_characters="\0/", blacklist_categories=["Cs"]), min_size=1)
BYTES = NAMES.map(lambda name: os.fsdecode(name.encode() + b"\xff"))
"""The name of a file of a system that knows bytes, not characters."""
COUNTS = st.integers(1, 2**31 - 1)


@st.composite
def findings_anywhere(draw: st.DrawFn) -> Finding:
    """A finding of any rule, in any words, in a file of any name; some say no line, some are fixed, some are related."""
    rule: Rule = draw(st.sampled_from(sorted(RULES.values(), key=lambda rule: rule.code)))
    file = "/".join(draw(st.lists(NAMES | BYTES, min_size=1, max_size=3)))
    names = ("line", "column", "end_line", "end_column")
    where: dict[str, Any] = draw(st.just({}) | st.fixed_dictionaries(dict.fromkeys(names, COUNTS)))
    fixes = st.builds(
        Fix, **dict.fromkeys(names, COUNTS), text=st.text(), applicability=st.sampled_from(["safe", "unsafe"])
    )
    place = {"line": COUNTS, "column": COUNTS} if where else {}
    return Finding(
        rule=rule.code,
        severity=rule.severity,
        file=file,
        **where,
        pointer=draw(st.text().map(lambda step: f"/{step}")),
        record=draw(st.none() | TOLD),
        message=draw(TOLD),
        expected=draw(TOLD),
        why=rule.why,
        fix=draw(st.none() | fixes) if where else None,
        related=tuple(
            draw(st.lists(st.builds(RelatedLocation, file=st.just(file), message=TOLD, **place), max_size=2))
        ),
        page=rule.page,
    )


def read_by_another(report: str) -> sarif_pydantic.Run:
    """The run in a SARIF log, as a library reads it that is not ours."""
    (run,) = sarif_pydantic.Sarif.model_validate_json(report).runs
    return run


def file_at(location: sarif_pydantic.Location) -> str:
    """The file that a location names by its URI."""
    assert location.physical_location is not None
    artifact = location.physical_location.artifact_location
    assert artifact is not None
    return os.fsdecode(unquote_to_bytes(artifact.uri or ""))


def place_at(location: sarif_pydantic.Location) -> tuple[int | None, ...]:
    """Line and column, and those of the end, where a location says them."""
    assert location.physical_location is not None
    region = location.physical_location.region or sarif_pydantic.Region()
    return region.start_line, region.start_column, region.end_line, region.end_column


@given(st.lists(findings_anywhere(), max_size=5))
def test_a_library_that_reads_sarif_finds_the_same(findings: list[Finding]) -> None:
    run = read_by_another(REPORTERS["sarif"](findings, len(findings)))
    rules = run.tool.driver.rules or []
    results = run.results or []
    assert len(results) == len(findings)
    for result, finding in zip(results, findings, strict=True):
        assert result.rule_id == finding.rule == rules[result.rule_index or 0].id
        assert result.message.text == f"{finding.message}; expected {finding.expected}"
        assert result.level is not None
        assert result.level.value == finding.severity
        (location,) = result.locations or []
        assert file_at(location) == finding.file
        assert place_at(location) == (finding.line, finding.column, finding.end_line, finding.end_column)
        records = [logical.fully_qualified_name for logical in location.logical_locations or []]
        assert records == ([finding.record] if finding.record else [])
        others = [(file_at(o), *place_at(o)[:2], o.message and o.message.text) for o in result.related_locations or []]
        assert others == [(o.file, o.line, o.column, o.message) for o in finding.related]
        mended = [change for fix in result.fixes or [] for change in fix.artifact_changes]
        replaced = [r.inserted_content and r.inserted_content.text for change in mended for r in change.replacements]
        assert replaced == ([finding.fix.text] if finding.fix and finding.fix.safe else [])


def test_it_reads_what_the_command_writes_of_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "events.jsonl").write_text('{"id": "event:\\ud800", "kind": 5}\n{"id": "event:a"\n', encoding="utf-8")
    (tmp_path / "stray \u2028.json").write_text("{}", encoding="utf-8")
    main(["validate", str(tmp_path), "--format", "json"])
    told = json.loads(capsys.readouterr().out)["findings"]
    assert main(["validate", str(tmp_path), "--format", "sarif"]) == 1
    results = read_by_another(capsys.readouterr().out).results or []
    found = [(r.rule_id, file_at(location), *place_at(location)) for r in results for location in r.locations or []]
    names = ("rule", "file", "line", "column", "end_line", "end_column")
    assert found == [tuple(finding.get(name) for name in names) for finding in told]
    assert len(found) > 3


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
        frame, below = text.report([finding], 1).split("\n")[2:4]
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
