"""Output of each reporter, compared with the files in ``tests/support/golden``.

After an intended change run ``GOLDEN=write pytest tests/unit/validation/test_reporters.py``.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import attrs
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
    why="An unknown field is usually a misspelt one; ignoring it would lose the value.",
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
    message='duplicate key "a\\u001bb"',
    expected="each key once",
    why="Readers keep one value and lose the other.",
    related=(RelatedLocation(file="data/a,b:c%.json", line=2, column=5, message="first defined here"),),
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
FINDINGS = (STYLE, UNKNOWN, REPEATED, MISSING)


@pytest.mark.parametrize("name", [*REPORTERS, "coloured"])
def test_reporter_output_equals_golden_file(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    reporter = text.coloured if name == "coloured" else REPORTERS[name]
    golden = SUPPORT / "golden" / f"{name}.{ENDINGS.get(name, 'txt')}"
    output = reporter(FINDINGS, 7)
    if os.environ.get("GOLDEN") == "write":
        golden.write_text(output, encoding="utf-8")
    assert output == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("findings", [(), FINDINGS, FINDINGS * 30], ids=["none", "some", "many"])
def test_json_report_matches_its_schema(findings: tuple[Finding, ...]) -> None:
    report = json.loads(REPORTERS["json"](findings, len(findings)))
    schemas.validator("report.schema.json").validate(report)
    assert report["count"] == len(findings)


if SARIF_SCHEMA:  # path of the OASIS schema, sarif-schema-2.1.0.json

    @pytest.mark.parametrize("findings", [(), FINDINGS], ids=["none", "some"])
    def test_sarif_report_matches_oasis_schema(findings: tuple[Finding, ...]) -> None:
        schema = json.loads(Path(SARIF_SCHEMA).read_bytes())
        log = json.loads(REPORTERS["sarif"](findings, len(findings)))
        Draft4Validator(schema, format_checker=Draft4Validator.FORMAT_CHECKER).validate(log)


PRINTABLE = st.text(min_size=1).map(printable)
NAMES = st.text(st.characters(blacklist_characters="\0/", blacklist_categories=["Cs"]), min_size=1)
NAMES_NOT_UTF8 = NAMES.map(lambda name: os.fsdecode(name.encode() + b"\xff"))
"""File names that are not valid UTF-8."""
COUNTS = st.integers(1, 2**31 - 1)


@st.composite
def findings_anywhere(draw: st.DrawFn) -> Finding:
    """Draw a finding of any rule, with any text and file name, with or without position, fix and related locations."""
    rule: Rule = draw(st.sampled_from(sorted(RULES.values(), key=lambda rule: rule.code)))
    file = "/".join(draw(st.lists(NAMES | NAMES_NOT_UTF8, min_size=1, max_size=3)))
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
        record=draw(st.none() | PRINTABLE),
        message=draw(PRINTABLE),
        expected=draw(PRINTABLE),
        why=rule.why,
        fix=draw(st.none() | fixes) if where else None,
        related=tuple(
            draw(st.lists(st.builds(RelatedLocation, file=st.just(file), message=PRINTABLE, **place), max_size=2))
        ),
        page=rule.page,
    )


def read_sarif(report: str) -> sarif_pydantic.Run:
    """Return the run of a SARIF log, as sarif-pydantic reads it."""
    (run,) = sarif_pydantic.Sarif.model_validate_json(report).runs
    return run


def file_at(location: sarif_pydantic.Location) -> str:
    """Return the file that the URI of a location refers to."""
    assert location.physical_location is not None
    artifact = location.physical_location.artifact_location
    assert artifact is not None
    return os.fsdecode(unquote_to_bytes(artifact.uri or ""))


def position_at(location: sarif_pydantic.Location) -> tuple[int | None, ...]:
    """Return the start and end position of a location, with None for missing numbers."""
    assert location.physical_location is not None
    region = location.physical_location.region or sarif_pydantic.Region()
    return region.start_line, region.start_column, region.end_line, region.end_column


@given(st.lists(findings_anywhere(), max_size=5))
def test_sarif_report_read_by_sarif_pydantic_has_same_findings(findings: list[Finding]) -> None:
    run = read_sarif(REPORTERS["sarif"](findings, len(findings)))
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
        assert position_at(location) == (finding.line, finding.column, finding.end_line, finding.end_column)
        records = [logical.fully_qualified_name for logical in location.logical_locations or []]
        assert records == ([finding.record] if finding.record else [])
        others = [
            (file_at(o), *position_at(o)[:2], o.message and o.message.text) for o in result.related_locations or []
        ]
        assert others == [(o.file, o.line, o.column, o.message) for o in finding.related]
        file_changes = [change for fix in result.fixes or [] for change in fix.artifact_changes]
        replaced = [
            r.inserted_content and r.inserted_content.text for change in file_changes for r in change.replacements
        ]
        assert replaced == ([finding.fix.text] if finding.fix and finding.fix.safe else [])


def test_validate_prints_same_findings_as_sarif_and_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "events.jsonl").write_text('{"id": "event:\\ud800", "kind": 5}\n{"id": "event:a"\n', encoding="utf-8")
    (tmp_path / "stray \u2028.json").write_text("{}", encoding="utf-8")
    main(["validate", str(tmp_path), "--format", "json"])
    json_findings = json.loads(capsys.readouterr().out)["findings"]
    assert main(["validate", str(tmp_path), "--format", "sarif"]) == 1
    results = read_sarif(capsys.readouterr().out).results or []
    found = [(r.rule_id, file_at(location), *position_at(location)) for r in results for location in r.locations or []]
    names = ("rule", "file", "line", "column", "end_line", "end_column")
    assert found == [tuple(finding.get(name) for name in names) for finding in json_findings]
    assert len(found) > 3


@pytest.mark.parametrize("findings", [(), FINDINGS], ids=["none", "some"])
def test_sarif_rule_index_refers_to_rule_of_result(findings: tuple[Finding, ...]) -> None:
    log = json.loads(REPORTERS["sarif"](findings, len(findings)))
    (run,) = log["runs"]
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


def fingerprints(*findings: Finding) -> list[str]:
    """Return the fingerprints in the SARIF log of some findings."""
    results = json.loads(REPORTERS["sarif"](findings, len(findings)))["runs"][0]["results"]
    return [value for result in results for value in result["partialFingerprints"].values()]


def test_sarif_fingerprint_does_not_depend_on_line() -> None:
    moved = attrs.evolve(UNKNOWN, line=99, end_line=99, pointer="/records/5/titel")
    assert fingerprints(UNKNOWN, STYLE) == fingerprints(moved, STYLE)


def test_sarif_fingerprints_of_different_findings_differ() -> None:
    others = [attrs.evolve(UNKNOWN, pointer=f"/records/3/{path}/titel") for path in ("evidence/0", "evidence/1", "a")]
    found = fingerprints(*FINDINGS, *others, UNKNOWN, UNKNOWN)
    assert len(set(found)) == len(found)


@pytest.mark.integration  # slow
def test_sarif_has_as_many_results_as_github_accepts_and_says_how_many_are_left_out() -> None:
    (run,) = json.loads(REPORTERS["sarif"]((STYLE,) * 25_001, 25_001))["runs"]
    (invocation,) = run["invocations"]
    assert len(run["results"]) == 25_000
    assert invocation["toolExecutionNotifications"][0]["message"]["text"] == "1 of 25001 findings are left out"


def test_no_report_repeats_a_long_fix() -> None:
    whole = attrs.evolve(
        STYLE, fix=Fix(line=1, column=1, end_line=9, end_column=1, text="x" * 5000, applicability="safe")
    )
    assert not [name for name, reporter in REPORTERS.items() if "xxxxx" in reporter((whole,), 1)]
    assert all("csto-data fix" in REPORTERS[name]((whole,), 1) for name in ("text", "concise", "github", "markdown"))


@pytest.mark.parametrize("times", [1, 30], ids=["few", "many"])
def test_github_sorts_by_severity_and_prints_at_most_ten_of_each(times: int) -> None:
    lines = REPORTERS["github"](FINDINGS * times, len(FINDINGS) * times).splitlines()
    commands = [COMMAND.fullmatch(line) for line in lines]
    assert all(commands)
    kinds = [command[1] for command in commands if command]
    assert kinds == sorted(kinds, key=["error", "warning", "notice"].index)
    assert all(kinds.count(kind) <= 10 for kind in kinds)
    assert (kinds[-1] == "notice") is (times > 1)


def test_github_prints_columns_only_for_findings_on_one_line() -> None:

    on_three_lines = attrs.evolve(UNKNOWN, end_line=9)
    assert "col=" in REPORTERS["github"]((UNKNOWN,), 1)
    assert "ol=" not in REPORTERS["github"]((on_three_lines,), 1)


def test_text_report_underlines_the_reported_text() -> None:

    for before in ("", "a", "\u4e2d\u4e2d", "e\u0301", " " * 150):
        finding = attrs.evolve(
            UNKNOWN, excerpt=f'{before}"titel" and more', column=len(before) + 1, end_column=len(before) + 8
        )
        excerpt, underline = text.report([finding], 1).split("\n")[2:4]
        start = len(excerpt) - len(excerpt.partition('"titel"')[2]) - len('"titel"')
        width = sum(2 if c == "\u4e2d" else 0 if c == "\u0301" else 1 for c in excerpt[:start])
        assert underline.index("^" * 7) == width


def test_github_step_summary_has_all_findings(
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


def test_markdown_report_stays_below_one_mebibyte() -> None:
    assert len(REPORTERS["markdown"](FINDINGS * 5000, 20000).encode()) < 2**20


def test_validate_colours_terminal_output_unless_no_color_is_set(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import pty
    import subprocess
    import sys

    (tmp_path / "events.jsonl").write_text("5\n")
    for no_color, escaped in (("", True), ("1", False)):
        parent_end, child_end = pty.openpty()
        command = [sys.executable, "-m", "csto_data", "validate", str(tmp_path)]
        subprocess.run(command, stdout=child_end, env={**os.environ, "NO_COLOR": no_color}, check=False)
        os.close(child_end)
        shown = os.read(parent_end, 10_000)
        os.close(parent_end)
        assert (b"\x1b[" in shown) is escaped
