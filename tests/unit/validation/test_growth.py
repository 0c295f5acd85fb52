"""Operations take a number of steps that is at most linear, times a logarithm, in the size of their input.

The steps are the bytecode instructions of the package, not seconds. ``benchmarks/growth.py`` measures the time of the same
operations, and of more of them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from support import ROOT

import csto_data
from csto_data import suggestions

SOURCE = str(Path(csto_data.__file__).parent)
SIZES = (16, 32, 64)
MOST = 2.5
"""The highest ratio of the steps for twice the size: 2 is linear, 4 quadratic."""

WORST = [
    "load a pack",
    "validate a pack",
    "disputes of each record",
    "chain of places",
    "chain of places, events there",
    "chain of places, disputes",
    "chain of part_of",
    "chain of part_of in an operation",
    "chain of copies, witnesses",
    "many ways back in a circle",
    "operations and spells",
    "overlapping spells",
    "overlapping terms",
    "overlapping coverage",
    "dangling references, json",
    "names for ids",
    "vanished ids",
    "unknown fields, 1 in a record",
    "unknown fields, 900 in a record",
    "repeated parties",
    "evidence of one record, view",
    "people of one record, validate",
    "people of one record, view",
    "mistakes, --format github",
    "mistakes, --format sarif",
    "mistakes on one long line",
]


@pytest.fixture(scope="module")
def growth() -> Any:
    """The operations of the benchmark."""
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        return __import__("growth")
    finally:
        sys.path.pop(0)


def steps(work: Callable[[], object]) -> int:
    """Return the number of instructions of the package that are executed."""
    count = 0

    def instruction(_: FrameType, event: str, __: object) -> Any:
        nonlocal count
        count += event == "opcode"
        return instruction

    def enter(frame: FrameType, _: str, __: object) -> Any:
        if not frame.f_code.co_filename.startswith(SOURCE):
            return None
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        return instruction

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.integration  # slow
@pytest.mark.parametrize("name", WORST)
def test_twice_the_input_takes_about_twice_the_steps(
    name: str, growth: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(suggestions, "MANY", 4)  # more words than these are not compared one by one
    case = growth.CASES[name]
    code = compile(case.code, name, "exec")
    counts = []
    for size in (SIZES[0], *SIZES):  # the first run fills caches and imports modules
        folder = tmp_path / f"{len(counts)}"
        folder.mkdir()
        growth.write(folder, case.files(size))
        monkeypatch.chdir(folder)
        counts.append(steps(lambda: exec(code, {})))  # noqa: S102
        capsys.readouterr()
    _, first, second, third = counts
    assert third - second <= MOST * (second - first), counts


def test_quadratic_work_takes_four_times_the_steps() -> None:
    def quadratic(size: int) -> None:
        words = [f"{chr(97 + number % 26)}{number}" for number in range(size)]
        for word in words:
            [other for other in words if suggestions.one_typo(word, other)]

    first, second, third = (steps(lambda size=size: quadratic(size)) for size in SIZES)  # type: ignore[misc]
    assert third - second > MOST * (second - first)
