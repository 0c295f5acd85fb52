"""The input of rules: the records of a dataset or pack with their locations, and further information about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any, NamedTuple, TypeVar

from attrs import evolve, field, frozen

from ..diagnostics import Location, Path
from ..model import KINDS, Kind, Record
from ..model.coverage import Coverage, MembershipCoverage, OfficeCoverage
from ..model.manifest import Manifest
from ..model.redirects import Redirect
from ..store.folding import fold
from ..store.names import names_of
from ..store.packaged import packaged_indexes, packaged_record, packaged_records
from ..suggestions import Slugs

T = TypeVar("T", bound=Record)
V = TypeVar("V")

PACKAGED = "packaged data"
"""The name of the folder of packaged files in findings about packs."""

NO_COVERAGE = Coverage()

_BY_PREFIX: Mapping[str, Kind] = {kind.prefix: kind for kind in KINDS.values()}


class LocatedRecord(NamedTuple):
    """A record with its location in a file."""

    record: Record
    file: str
    path: Path


@frozen(kw_only=True)
class RuleContext:
    """The records of a dataset, or of a pack together with the packaged records that it does not override.

    Attributes:
        located: The records of the folder that match their schema, by id.
        ids: The locations of every id in the folder, also of records that do not match their schema.
        unread: The id prefixes of kinds that may have further records that could not be read.
        coverage: The periods for which memberships and offices are complete.
        covered: The same periods, with their paths in the manifest of the folder.
        overrides: The indexes of the overrides in ``pack.json``, by id; None for a dataset.
        requires_data: The versions of the packaged data that the pack requires, if it says so.
        register: The text of the register in the folder, if it has one.
        registered: All ids that were ever published.
        redirects: The redirects of the folder, as in its file; None if they could not be read.
        redirected: What became of the published ids that no record has any more, by id.
        manifest: The manifest, if it is valid; None for a pack.
        released: The release date in the manifest, if it has one; None for a pack.
        excluded: The ids of records that are skipped.
    """

    located: Mapping[str, LocatedRecord]
    ids: Mapping[str, list[Location]]
    unread: frozenset[str] = frozenset()
    coverage: Coverage = NO_COVERAGE
    covered: tuple[tuple[Path, MembershipCoverage | OfficeCoverage], ...] = ()
    overrides: Mapping[str, list[int]] | None = None
    requires_data: str | None = None
    register: str | None = None
    registered: frozenset[str] = frozenset()
    redirects: tuple[Redirect, ...] | None = ()
    redirected: Mapping[str, Redirect] = field(factory=dict)
    manifest: Manifest | None = None
    released: date | None = None
    excluded: frozenset[str] = frozenset()
    _cache: dict[Any, Any] = field(factory=dict, eq=False, repr=False)

    def without(self, ids: Iterable[str], unread: Iterable[str]) -> RuleContext:
        """Return the context without some records, as if they could not be read."""
        excluded, prefixes = self.excluded.union(ids), self.unread.union(unread)
        return evolve(self, excluded=excluded, unread=prefixes, cache=self._cache)

    def all(self, cls: type[T]) -> Iterator[T]:
        """Iterate over the records of a class, in the order of their ids."""
        return self._kept(self.once(("all", cls), lambda: tuple(self._all(cls))))

    def checked(self, cls: type[T]) -> Iterator[T]:
        """Iterate over the records of a class that can have violations, in the order of their ids.

        Packaged records have no violations, unless a pack overrides some of them.
        """
        if self.once("all checked", lambda: self.overrides is None or any(map(is_packaged, self.overrides))):
            return self.all(cls)
        return self._kept(self.once(("own", cls), lambda: tuple(r for r in self._own() if isinstance(r, cls))))

    def compared(self, cls: type[T]) -> Iterator[T]:
        """Iterate over the records to compare with others of their kind, in the order of their ids.

        For a pack, these are the records of the kinds that the pack itself has.
        """
        return self.all(cls) if self.overrides is None else self._of_own_kinds(cls)

    def once(self, question: Hashable, compute: Callable[[], V]) -> V:
        """Return a result that is computed on the first call, also for a context without some records."""
        if question not in self._cache:
            self._cache[question] = compute()
        found: V = self._cache[question]
        return found

    def get(self, id: str | None, cls: type[T]) -> T | None:
        """Return the record with this id, or None if it is missing, unreadable, skipped or of another class."""
        place = self.place(id) if id is not None and id not in self.excluded else None
        return place.record if place is not None and isinstance(place.record, cls) else None

    def place(self, id: str) -> LocatedRecord | None:
        """Return the record with this id and its location, even if it is skipped."""
        own = self.located.get(id)
        return own if own is not None or self.overrides is None else _packaged_place(id)

    def locate(self, id: str, *path: str | int) -> Location:
        """Return the location of a value in a record."""
        place = self.place(id)
        if place is None:
            raise KeyError(id)
        return Location(file=place.file, path=(*place.path, *path), record=id)

    def has(self, id: str) -> bool:
        """Return whether a record has this id, readable or not."""
        return id in self.ids or (self.overrides is not None and is_packaged(id))

    def may_have(self, id: str) -> bool:
        """Return whether a record has this id, or an unreadable record may have it."""
        return self.has(id) or _prefix(id) in self.unread

    def has_all(self, cls: type[Record]) -> bool:
        """Return whether all records of a class could be read, so that a record not found does not exist."""
        prefix = next(kind.prefix for kind in KINDS.values() if kind.record_class is cls)
        if prefix in self.unread or any(_prefix(id) == prefix for id in self.excluded):
            return False
        return prefix not in self.once("not read once", self._not_read_once)

    def _not_read_once(self) -> frozenset[str]:
        """Return the id prefixes of records that could not be read or have a duplicate id."""
        several = (id for id, places in self.ids.items() if len(places) > 1 or id not in self.located)
        return frozenset(map(_prefix, several))

    def likely_mistyped(self, missing: str) -> str | None:
        """Return the new id that is probably a misspelling of a published id that no record has any more."""
        prefix, _, slug = missing.partition(":")
        new = self.once(("new", prefix), lambda: {id.partition(":")[2]: id for id in self._new(prefix)})
        near = self.once(("new slugs", prefix), lambda: Slugs(new)).closest(slug, cutoff=0.8)
        return new[near] if near is not None else None

    def _new(self, prefix: str) -> Iterator[str]:
        """Iterate over the ids with a prefix that were never published."""
        return (id for id in self.ids if id not in self.registered and _prefix(id) == prefix)

    def ids_of(self, prefix: str) -> Iterator[str]:
        """Iterate over all ids with a prefix."""
        yield from (id for id in self.ids if _prefix(id) == prefix)
        if self.overrides is not None:
            yield from (id for id in _packaged_ids(prefix) if id not in self.ids)

    def named(self, name: str, prefixes: tuple[str, ...]) -> str | None:
        """Return the id of the only record of these kinds with a name or code, or None."""
        current, all_names = self.once(("named", prefixes), lambda: self._ids_by_name(prefixes))
        found = current.get(fold(name)) or all_names.get(fold(name)) or set()
        return next(iter(found)) if len(found) == 1 else None

    def _ids_by_name(self, prefixes: tuple[str, ...]) -> tuple[Mapping[str, set[str]], Mapping[str, set[str]]]:
        """Return the ids of the records of some kinds by their names of today, and by all their names."""
        current: dict[str, set[str]] = defaultdict(set)
        all_names: dict[str, set[str]] = defaultdict(set)
        own = (record for record in self._all(Record, prefixes) if _prefix(record.id) in prefixes)
        for id, name in ((record.id, name) for record in own for name in names_of(record) if name.folded):
            all_names[name.folded].add(id)
            if name.kind not in ("former", "spelling"):
                current[name.folded].add(id)
        return current, all_names

    def _all(self, cls: type[T], prefixes: Iterable[str] = tuple(_BY_PREFIX)) -> Iterator[T]:
        """Iterate over the records of a class, including the packaged records with these id prefixes."""
        found: dict[str, Record] = {}
        for prefix in prefixes if self.overrides is not None else ():
            if issubclass(_BY_PREFIX[prefix].record_class, cls):
                found.update((record.id, record) for record in packaged_records(_BY_PREFIX[prefix].dataset))
        if not found:
            return (record for record in self._own() if isinstance(record, cls))
        found.update((record.id, record) for record in self._own() if isinstance(record, cls))
        return (record for id in sorted(found) if isinstance(record := found[id], cls))

    def _own(self) -> tuple[Record, ...]:
        """Return the records of the folder, in the order of their ids."""
        return self.once("own", lambda: tuple(self.located[id].record for id in sorted(self.located)))

    def _kept(self, records: tuple[T, ...]) -> Iterator[T]:
        """Iterate over records without those that are skipped."""
        return (record for record in records if record.id not in self.excluded) if self.excluded else iter(records)

    def _of_own_kinds(self, cls: type[T]) -> Iterator[T]:
        """Iterate over the records of a class, of the kinds that the folder itself has."""
        own = dict.fromkeys(map(_prefix, self.located))
        return self._kept(self.once(("compared", cls), lambda: tuple(self._all(cls, own))))


def is_packaged(id: str) -> bool:
    """Return whether the packaged data have a record with this id."""
    return id in _packaged_ids(_prefix(id))


def _packaged_ids(prefix: str) -> Mapping[str, int]:
    """Return the ids of the packaged records with a prefix, each with its index in the file."""
    kind = _BY_PREFIX.get(prefix)
    return packaged_indexes(kind.dataset) if kind is not None else {}


@cache
def _packaged_place(id: str) -> LocatedRecord | None:
    """Return the packaged record with this id and its location, or None."""
    if not is_packaged(id):
        return None
    dataset, index = _BY_PREFIX[_prefix(id)].dataset, _packaged_ids(_prefix(id))[id]
    file = f"{PACKAGED}/{dataset}.json"
    return LocatedRecord(record=packaged_record(dataset, index), file=file, path=("records", index))


def _prefix(id: str) -> str:
    """Return the prefix of an id."""
    return id.partition(":")[0]
