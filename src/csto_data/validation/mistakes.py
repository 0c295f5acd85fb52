"""What a check says before anybody has looked where it stands: cheap to make, for most are never printed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from attrs import frozen

from .findings import Path
from .registry import Rule


@frozen(kw_only=True)
class Meant:
    """A word that is not allowed, and those that are: the nearest was probably meant.

    ``known`` are the words; with ``prefixes`` they are the ids there are that begin so. ``key`` where the word is the
    key of the place, not its value.
    """

    word: str
    known: Iterable[str] = ()
    prefixes: tuple[str, ...] = ()
    key: bool = False


@frozen(kw_only=True)
class Remedy:
    """What to do at a place: put a ``value`` there, or remove it. A ``safe`` one changes no meaning."""

    what: Literal["replace", "remove"]
    value: Any = None
    safe: bool


@frozen(kw_only=True)
class Elsewhere:
    """A place in a record that has to do with a mistake elsewhere, and what it has to do with it."""

    file: str
    path: Path
    message: str


@frozen(kw_only=True)
class Mistake:
    """One mistake in a file. ``span`` is given where the text is at fault; else ``path`` says where it stands."""

    rule: Rule
    file: str
    path: Path
    record: str | None = None
    message: str
    expected: str
    meant: Meant | None = None
    remedy: Remedy | None = None
    at_key: bool = False
    span: tuple[int, int] | None = None
    mend: tuple[int, int, str] | None = None
    related: tuple[Elsewhere, ...] = ()
    first: tuple[int, int] | None = None
