"""Report the progress of long work. Nothing is shown unless a command asks for it: see ``cli.progress``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeAlias, TypeVar

T = TypeVar("T")

Tracker: TypeAlias = Callable[[Iterable[Any], str, int | None], Iterable[Any]]
"""A function that returns the same items and shows how many were taken, given a label and their number, if known."""

_tracker: ContextVar[Tracker | None] = ContextVar("tracker", default=None)


def track(items: Iterable[T], label: str, total: int | None = None) -> Iterable[T]:
    """Return the items, whose progress is shown if a command asked for it.

    Args:
        items: The items of long work.
        label: What is done, such as ``reading events.jsonl``.
        total: The number of items, if known.

    Example:
        >>> list(track([1, 2], "counting", 2))
        [1, 2]
    """
    tracker = _tracker.get()
    return items if tracker is None else tracker(items, label, total)


@contextmanager
def shown_by(tracker: Tracker | None) -> Iterator[None]:
    """Show the progress of work inside a ``with`` block.

    Args:
        tracker: The function that shows it; None for no progress.
    """
    token = _tracker.set(tracker)
    try:
        yield
    finally:
        _tracker.reset(token)
