"""Examples and lists in the README match the package."""

from __future__ import annotations

import doctest
import re
import shlex
from typing import Any

import pytest
from support import ROOT

import csto_data
from csto_data.cli import main
from csto_data.model import KINDS

README = ROOT / "README.md"
TEXT = README.read_text(encoding="utf-8")


def test_python_examples_run() -> None:
    outcome = doctest.testfile(str(README), module_relative=False, optionflags=doctest.IGNORE_EXCEPTION_DETAIL)
    assert outcome.attempted > 10
    assert outcome.failed == 0


def test_hypothesis_example_passes() -> None:
    (example,) = re.findall(r"```python\n(from hypothesis.*?)```", TEXT, re.DOTALL)
    names: dict[str, Any] = {}
    exec(example, names)  # noqa: S102
    names["test_each_covered_day_has_members_or_a_reason"]()


CONSOLE_EXAMPLES = re.findall(r"```console\n\$ csto-data (.*)\n((?:.*\n)*?)```", TEXT)


@pytest.mark.parametrize(("command", "shown"), CONSOLE_EXAMPLES, ids=[command for command, _ in CONSOLE_EXAMPLES])
def test_console_example_prints_shown_output(command: str, shown: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(shlex.split(command)) == 0
    assert capsys.readouterr().out == shown


def test_readme_has_console_examples() -> None:
    assert CONSOLE_EXAMPLES


def test_readme_lists_datasets_in_order() -> None:
    assert re.findall(r"^\| (\w+) \| ", TEXT.partition("## The twelve datasets")[2], re.MULTILINE)[1:] == list(KINDS)


def test_readme_counts_records_and_sources() -> None:
    ds = csto_data.load()
    expected = f"There are {len(ds)} records, and {len(ds.sources)} of them describe sources."
    assert expected in " ".join(TEXT.split())
