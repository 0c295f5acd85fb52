"""What can be told of a file and its records before they are records: ids, paths, differences."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from ..jsonscan import Fault
from ..jsontext import decode
from ..model import Kind
from ..model.fields import fields_of
from .findings import Path


def difference(old: str, new: str) -> tuple[int, int, str]:
    """What to put from where to where in the old text to get the new one."""
    start = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    longest = min(len(old), len(new)) - start
    same = next((i for i in range(longest) if old[-1 - i] != new[-1 - i]), longest)
    return start, len(old) - same, new[start : len(new) - same]


class Places:
    """Places in a document. Asking whether one of them lies in another takes no longer the more of them there are."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._paths: set[Path] = set()
        self._around: set[Path] = set()
        for path in paths:
            self.add(path)

    def add(self, path: Path) -> None:
        """One place more."""
        self._paths.add(path)
        self._around.update(_prefixes(path))

    def touch(self, path: Path) -> bool:
        """Whether one of the places lies in this one, or this one in one of them."""
        return path in self._around or not self._paths.isdisjoint(_prefixes(path))


def _prefixes(path: Path) -> Iterator[Path]:
    """The places around a place, and itself."""
    return (path[:length] for length in range(len(path) + 1))


def doubted_fields(path: Path) -> Iterator[str | int]:
    """The fields whose evidence a mistake at this path leaves open."""
    field = path[0]
    yield field
    if field == "evidence" and len(path) > 3:
        yield path[3]
    if field == "steps":
        yield from ("start", "end")


def optional(kind: Kind | None, path: Path) -> bool:
    """Whether what stands at this path of a file may be left out."""
    if kind is None or len(path) < 3:
        return False
    cls: Any = kind.record_class
    required = False
    for step in path[2:]:
        if isinstance(step, int):
            required = False
        elif cls is None or step == "reports":
            cls, required = None, False
        else:
            field = fields_of(cls).get(step)
            required = field.required if field is not None else False
            cls = field.cls if field is not None else None
    return not required


def id_of(raw: Any) -> str | None:
    """The id of a record, if it has one."""
    found = raw.get("id") if isinstance(raw, dict) else None
    return found if isinstance(found, str) else None


def record_at(document: Any, path: Path) -> str | None:
    """The id of the record in which a path lies, if it has one."""
    try:
        return id_of(document["records"][path[1]]) if path[0] == "records" else None
    except (LookupError, TypeError):
        return None


def last_ids(data: bytes) -> Callable[[Fault], str | None]:
    """The id that was read last before a fault, for a text of which nothing more can be told."""
    found = [*re.finditer(r'"id"\s*:\s*"([^"\\]*)"', decode(data).text)]
    starts = [match.start() for match in found]

    def before(fault: Fault) -> str | None:
        index = bisect_left(starts, fault.start)
        return found[index - 1][1] if index else None

    return before
