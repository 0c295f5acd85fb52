"""What the README shows is what the package does."""

from __future__ import annotations

import doctest
import re
import shlex

import pytest
from support import ROOT

from csto_data.cli import main
from csto_data.model import KINDS

README = ROOT / "README.md"
TEXT = README.read_text(encoding="utf-8")


def test_python_examples() -> None:
    outcome = doctest.testfile(str(README), module_relative=False, optionflags=doctest.IGNORE_EXCEPTION_DETAIL)
    assert outcome.attempted > 10
    assert outcome.failed == 0


CONSOLE = re.findall(r"```console\n\$ csto-data (.*)\n((?:.*\n)*?)```", TEXT)


@pytest.mark.parametrize(("command", "shown"), CONSOLE)
def test_console_examples(command: str, shown: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(shlex.split(command)) == 0
    assert capsys.readouterr().out == shown


def test_there_are_console_examples() -> None:
    assert CONSOLE


def test_the_datasets_are_named_in_their_order() -> None:
    assert re.findall(r"^\| (\w+) \| ", TEXT.partition("## The twelve datasets")[2], re.MULTILINE)[1:] == list(KINDS)
