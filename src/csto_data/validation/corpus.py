"""What rules look at: all records of a dataset that have their shape, and where each stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, TypeVar

from attrs import frozen

from ..dataset import Dataset
from ..loading import Coverage
from ..model import KINDS, Record
from ..model.references import Reference, references
from .findings import Path
from .mistakes import Elsewhere, Meant

T = TypeVar("T", bound=Record)


@frozen(kw_only=True)
class Located:
    """A record, and its place in a file."""

    record: Record
    at: tuple[str, Path]


@frozen(kw_only=True)
class Slip:
    """What a rule found: at which record, at which path in it, what is wrong, what was expected.

    ``at`` is the file and the path of the record where it is not the first one with its id. ``doubts`` are further
    fields, each of a record, of which one may be the wrong one. ``meant`` is a word that is wrong and those that are
    right, and ``related`` other places that have to do with it.
    """

    record: str
    at: tuple[str, Path] | None = None
    path: Path
    message: str
    expected: str
    meant: Meant | None = None
    related: tuple[Elsewhere, ...] = ()
    doubts: tuple[tuple[str, str], ...] = ()


class Corpus:
    """The records by id, with the ids of those that are no records because of a mistake of their own.

    ``unread`` are the id prefixes of the files that cannot be read.
    """

    def __init__(
        self,
        located: list[Located],
        ids: Mapping[str, list[tuple[str, Path]]],
        unread: set[str],
        coverage: Coverage,
    ) -> None:
        self.located = {place.record.id: place for place in reversed(located)}
        self.ids = ids
        self._unread = unread
        self.coverage = coverage

    def all(self, cls: type[T]) -> Iterator[T]:
        """The records of a class, by id."""
        for _, place in sorted(self.located.items()):
            if isinstance(place.record, cls):
                yield place.record

    def get(self, id: str, cls: type[T]) -> T | None:
        """The record with this id, if it is there, whole and of this class."""
        place = self.located.get(id)
        return place.record if place is not None and isinstance(place.record, cls) else None

    def may_have(self, id: str) -> bool:
        """Whether there is a record with this id, or may be one in a file that cannot be read."""
        return id in self.ids or id.partition(":")[0] in self._unread

    def has_all(self, cls: type[Record]) -> bool:
        """Whether every record of the class could be read: only then does the absence of one mean something.

        Of two records with one id, one is lost.
        """
        (prefix,) = (kind.prefix for kind in KINDS.values() if kind.name == cls.__name__.lower())
        places = {id: places for id, places in self.ids.items() if id.startswith(f"{prefix}:")}
        lost = any(id not in self.located or len(several) > 1 for id, several in places.items())
        return prefix not in self._unread and not lost

    @cached_property
    def references(self) -> tuple[tuple[Record, Reference], ...]:
        """Every reference, with the record in which it stands, by id and in the order of the fields."""
        return tuple((record, reference) for record in self.all(Record) for reference in references(record))

    @cached_property
    def dataset(self) -> Dataset:
        """The records as a dataset, to ask it."""
        by_class: dict[type[Any], list[Record]] = defaultdict(list)
        for place in self.located.values():
            by_class[type(place.record)].append(place.record)
        return Dataset(version="", coverage=self.coverage, read=lambda kind: by_class[kind.record_class])
