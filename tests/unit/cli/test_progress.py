"""Progress is shown on a terminal only, only of work that takes long, and never changes what is read."""

from __future__ import annotations

import io

import pytest

from csto_data.cli import main, progress
from csto_data.cli.progress import Bar, tracker_of_terminal
from csto_data.progress import shown_by, track


class Terminal(io.StringIO):
    """Standard error that is a terminal."""

    def isatty(self) -> bool:
        return True


def on_terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Make standard error a terminal; in the test itself, because pytest replaces it before each test."""
    found = Terminal()
    monkeypatch.setattr("sys.stderr", found)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("FORCE_COLOR", "1")
    return found


def test_items_are_unchanged_with_and_without_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    on_terminal(monkeypatch)
    assert list(track(range(5), "counting")) == [0, 1, 2, 3, 4]
    for delay in (0.0, 2.0):
        monkeypatch.setattr(progress, "DELAY", delay)
        with shown_by(Bar().track):
            assert list(track(range(5), "counting", 5)) == [0, 1, 2, 3, 4]
            assert list(track([], "counting", 0)) == []


def test_bar_appears_only_after_the_delay(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = on_terminal(monkeypatch)
    now = 0.0
    monkeypatch.setattr(progress, "monotonic", lambda: now)
    with shown_by(Bar().track):
        items = iter(track(range(4), "counting sheep", 4))
        assert next(items) == 0
        now = 1.9
        assert next(items) == 1
        assert terminal.getvalue() == ""
        now = 2.0
        assert [*items] == [2, 3]
    assert "counting sheep" in terminal.getvalue()


def test_command_on_a_terminal_shows_progress(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal = on_terminal(monkeypatch)
    monkeypatch.setattr(progress, "DELAY", 0.0)
    assert main(["validate"]) == 0
    assert "reading events.json" in terminal.getvalue()
    assert capsys.readouterr().out.startswith("no findings")


@pytest.mark.parametrize("reason", ["piped", "dumb terminal", "no rich", "closed"])
def test_progress_is_silent(reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = on_terminal(monkeypatch)
    assert tracker_of_terminal() is not None
    match reason:
        case "piped":
            monkeypatch.setattr(terminal, "isatty", lambda: False)
        case "dumb terminal":
            monkeypatch.setenv("TERM", "dumb")
        case "no rich":
            monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
        case _:
            monkeypatch.setattr("sys.stderr", None)
    assert tracker_of_terminal() is None


def test_piped_command_writes_no_progress(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(progress, "DELAY", 0.0)
    assert main(["validate"]) == 0
    assert capsys.readouterr().err == ""
