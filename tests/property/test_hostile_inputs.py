"""Whatever a folder contains, the answer is findings or a documented error, never a crash, and reports stay short."""

from __future__ import annotations

import json
import os
import random
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from csto_data import DatasetError, load
from csto_data.cli import main
from csto_data.cli.commands import FINDING_FORMATS as FORMATS
from csto_data.validation import Finding, schema_check, validate
from csto_data.validation.fixer import apply, changes, unformatted

EVENT = {
    "id": "event:example",
    "kind": "protest",
    "title": "A protest",
    "date": "2022-01-05",
    "states": ["state:KAZ"],
    "evidence": [{"source": "source:sukhankin-2022", "at": {"paragraph": 1}, "reports": {"date": "2022-01-05"}}],
}
PACK: dict[str, Any] = {
    "pack.json": {
        "$schema": "schemas/pack.schema.json",
        "name": "mine",
        "overrides": [{"id": "place:almaty", "reason": "Another name"}],
    },
    "events.json": {"$schema": "schemas/event.schema.json", "records": [EVENT]},
}


def events_with(**fields: Any) -> bytes:
    """Return a file with one event that has these fields."""
    return json.dumps({**PACK["events.json"], "records": [{**EVENT, **fields}]}, ensure_ascii=False).encode()


def sparse(size: int) -> Callable[[Path], None]:
    """Return a function that writes a sparse file of a size."""

    def write(folder: Path) -> None:
        (folder / "events.jsonl").touch()
        os.truncate(folder / "events.jsonl", size)

    return write


def unknown(number: int) -> dict[str, int]:
    """Return this number of unknown fields."""
    return {f"key{index}": index for index in range(number)}


def duplicate(number: int) -> bytes:
    """Return a file with one event in which a field is repeated this number of times."""
    return events_with(note="x").replace(b'"note": "x"', b",".join([b'"note": "x"'] * (number + 1)))


SMALL: dict[str, tuple[str, str, bytes]] = {
    "long string": ("CST013", "1000001", events_with(title="x" * 1_000_001)),
    "long string of quotation marks": ("CST013", "1000001", events_with(title='"' * 1_000_001)),
    "long string in another alphabet": ("CST013", "1000001", events_with(title="\u044f" * 1_000_001)),
    "long key": ("CST013", "1000001", events_with(**{"x" * 1_000_001: 1})),
    "long id": ("CST105", "206", events_with(id="event:" + "a" * 200)),
    "long reference": ("CST105", "206", events_with(place="place:" + "a" * 200)),
    "many unknown fields": ("CST101", "1001", events_with(**unknown(1001))),
    "many duplicate fields": ("CST005", "1001", duplicate(1001)),
    "many repeated items": ("CST108", "1001", events_with(states=["state:KAZ"] * 1002)),
    "list of numbers": ("CST013", "100000", events_with(states=[0] * 100_001)),
    "list in a list": ("CST013", "100000", events_with(participants=[{"actor": ["state:KAZ"] * 100_001}])),
    "unclosed brackets": ("CST009", "64", b"[" * 100_000),
    "closed brackets": ("CST009", "64", b"[" * 100_000 + b"]" * 100_000),
    "text with a space at its end": ("CST105", "", events_with(title="x" * 900_000 + " ")),
    "long word": ("CST104", "", events_with(kind="x" * 900_000)),
}
LARGE: dict[str, tuple[str, str, bytes]] = {
    "string of 20 MB": ("CST013", "20000000", events_with(title="x" * 20_000_000)),
    "300,000 keys": ("CST101", "300000", events_with(**unknown(300_000))),
    "300,000 duplicate keys": ("CST005", "300000", duplicate(300_000)),
    "id of 100 kB": ("CST105", "100006", events_with(id="event:" + "a" * 100_000)),
    "list of 1,000,000 items": ("CST013", "100000", events_with(states=["state:KAZ"] * 1_000_000)),
    "2,000,000 brackets": ("CST009", "64", b"[" * 2_000_000),
}


def check_reports(folder: Path, capsys: pytest.CaptureFixture[str], rule: str, number: str) -> None:
    """Check that all formats report one finding of a rule, with a number in its message, in less than 20 kB."""
    (finding,) = (finding for finding in validate(folder) if finding.rule != "CST901")
    assert (finding.rule, number in finding.message) == (rule, True)
    capsys.readouterr()
    for format in FORMATS:
        assert main(["validate", "--format", format, str(folder)]) == 1
        output = capsys.readouterr()
        assert len(output.out + output.err) < 20_000
    with pytest.raises(DatasetError) as error:
        load(folder)
    assert len(str(error.value)) < 20_000


@pytest.mark.integration  # slow
@pytest.mark.parametrize("name", SMALL)
def test_a_value_above_a_limit_is_one_short_finding(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rule, number, data = SMALL[name]
    (tmp_path / "events.json").write_bytes(data)
    check_reports(tmp_path, capsys, rule, number)


@pytest.mark.integration  # slow
@pytest.mark.parametrize("name", LARGE)
def test_a_huge_value_is_one_short_finding(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rule, number, data = LARGE[name]
    (tmp_path / "events.json").write_bytes(data)
    check_reports(tmp_path, capsys, rule, number)


@pytest.mark.parametrize("number", [1, 1000])
def test_each_duplicate_key_up_to_the_limit_is_a_finding(tmp_path: Path, number: int) -> None:
    (tmp_path / "events.json").write_bytes(duplicate(number))
    assert [finding.rule for finding in validate(tmp_path)] == ["CST005"] * number


def test_a_huge_file_with_lines_is_one_short_finding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sparse(5 * 2**30)(tmp_path)
    check_reports(tmp_path, capsys, "CST013", str(5 * 2**30))


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "x" * 1_000_000},
        {"id": "event:" + "a" * 194},
        {"title": "a" + '"' * 400_000, "note": "a" + '"' * 400_000},
        {"title": "a" + "\\" * 900_000},
    ],
    ids=["string", "id", "two strings", "backslashes"],
)
def test_a_value_at_a_limit_is_accepted(fields: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "events.json").write_bytes(events_with(**fields))
    assert {finding.rule for finding in validate(tmp_path)} <= {"CST901"}


TOKENS = [
    b'"', b"\\", b"{", b"}", b"[", b"]", b",", b":", b"null", b"true", b"NaN", b"1e999", b"-0", b"1.0", b"\xff", b"\x00",
    b"\xef\xbb\xbf", b"\xd0\xa1", b" ", b"\n", b"\r\n", b"_", b"[]", b"{}", b'""', b"\\ud800", b"state:KAZ", b"event:example",
    b'"id": ', b"1000-01-01", b"2999-12-31T23:59-12:00", b"1000~", b"[..]", b"<<<<<<< HEAD\n", b"// x", b"'", b"None",
]  # fmt: skip


def mutated(data: bytes, rng: random.Random) -> bytes:
    """Return the data with some parts removed, repeated or replaced."""
    for _ in range(rng.choice([1, 1, 1, 2, 5])):
        start = rng.randrange(len(data) + 1)
        end = min(len(data), start + rng.choice([0, 0, 1, 3, 20]))
        new = rng.choice([rng.choice(TOKENS), data[start:end] * 2, b""])
        data = data[:start] + new + data[end:]
    return data


def outcomes(folder: Path) -> tuple[Any, ...]:
    """Return what validate, load and fmt answer about a folder; any undocumented error fails the test."""
    findings = validate(folder)
    answers: list[Any] = [[str(finding) for finding in findings]]
    refused: tuple[Finding, ...] = ()
    try:
        load(folder)
    except DatasetError as error:
        refused = error.findings
    assert set(refused) <= set(findings)
    try:
        answers.append([change.after for change in unformatted(folder)])
    except DatasetError as error:
        answers.append(str(error))
    return (*answers, [str(finding) for finding in refused])


def check_mutants(number: int, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Check mutated packs: only documented errors, the same answers without the extra fast, and idempotent fixes."""
    rng = random.Random(seed)  # noqa: S311
    files = {name: json.dumps(document, indent=2).encode() for name, document in PACK.items()}
    files["places.jsonl"] = b'{"id":"place:almaty","name":"Almaty","states":["state:KAZ"]}\n{"id":"place:x"}\n'
    for _ in range(number):
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made)
            changed = rng.choice(list(files))
            for name, data in files.items():
                (folder / name).write_bytes(mutated(data, rng) if name == changed else data)
            found = outcomes(folder)
            with monkeypatch.context() as patched:
                patched.setattr(schema_check, "fast_validator", lambda _: None)
                assert outcomes(folder) == found
            fixed = changes(folder)
            apply(fixed.changes)
            assert changes(folder).changes == ()
            assert not [finding for finding in fixed.left.findings() if finding.fix is not None and finding.fix.safe]


@pytest.mark.integration  # slow
def test_mutated_packs_give_findings_or_documented_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    check_mutants(30, 1, monkeypatch)


@pytest.mark.integration  # slow
def test_many_mutated_packs_give_findings_or_documented_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    check_mutants(200, 2, monkeypatch)
