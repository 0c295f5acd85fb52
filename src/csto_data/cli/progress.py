"""Show the progress of a command that takes over two seconds, on a terminal and with the extra ``progress`` (rich)."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from time import monotonic
from typing import Any

from ..progress import Tracker

DELAY = 2.0
"""The number of seconds after which the progress is shown."""


def tracker_of_terminal() -> Tracker | None:
    """Return what shows progress on standard error; None if that is not a terminal, or without rich."""
    if sys.stderr is None or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        return None
    from importlib.util import find_spec  # noqa: PLC0415  # only needed on a terminal

    return Bar().track if find_spec("rich") is not None else None


class Bar:
    """A progress bar on standard error, which appears after two seconds and disappears at the end."""

    def __init__(self) -> None:
        self._start = monotonic()

    def track(self, items: Iterable[Any], label: str, total: int | None) -> Iterator[Any]:
        """Iterate over the items, and show the progress once the command takes long."""
        remaining = iter(items)
        for taken, item in enumerate(remaining, 1):
            yield item
            if monotonic() - self._start >= DELAY:
                yield from _shown(remaining, label, total, taken)
                return


def _shown(items: Iterator[Any], label: str, total: int | None, taken: int) -> Iterator[Any]:
    """Iterate over the remaining items below a bar."""
    from rich.console import Console  # noqa: PLC0415  # the extra progress
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=total, completed=taken)
        for item in items:
            yield item
            bar.advance(task)
