"""The sessions of docs/bulk.md give what the page shows."""

from __future__ import annotations

import doctest

from support import ROOT


def test_sessions_give_what_the_page_shows() -> None:
    outcome = doctest.testfile(str(ROOT / "docs" / "bulk.md"), module_relative=False)
    assert (outcome.failed, outcome.attempted > 5) == (0, True)
