"""How two versions of the data differ in meaning: a tuple of changes, which can be applied to the first version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import Any, Literal, TypeAlias, TypedDict

from attrs import evolve, frozen

from ..dates import Day
from ..diagnostics import shortened
from ..errors import InvalidDateError
from ..model.fields import field_at
from ..model.kinds import BY_PREFIX
from ..model.values import Quantity
from ..provenance.verdicts import Verdict, judge_spans
from ..serialization.builder import build
from ..store.answer import AnswerObject
from .bumps import Bump, BumpWord, bump_of
from .snapshot import MANIFEST, Snapshot
from .trees import Tree, tree, value_of

Part: TypeAlias = Literal["record", "redirect", "manifest", "schema", "api"]
Path: TypeAlias = tuple[str, ...]
_LABELS = ("name", "title", "claim", "summary")
"""The fields that say in a few words what a record is about; the first one that it has does."""
_LONGEST = 120
"""The number of characters of a value that a text shows."""
_IDENTITY = {
    "membership": {"member", "organization", "status"},
    "office": {"holder", "title", "of"},
    "figure": {"measure", "unit"},
}
"""The fields that say what a record is about, by the prefix of its id; ``kind`` is one in all records."""
_QUANTITY = {"value", "approximate", "at_least", "at_most", "wording"}
_MANIFEST_KINDS = {"version": "version changed", "created": "day of release changed"}
_OPPOSITE_ENDS = {"from": False, "until": True}


class Absent(Enum):
    """The value of a field that is not there."""

    ABSENT = "absent"


ABSENT = Absent.ABSENT


class ChangeDict(TypedDict):
    """One difference between two versions of the data, as JSON; a value that is absent is null."""

    part: Part
    record: str
    kind: str
    field: str
    before: Any
    after: Any
    bump: BumpWord


@frozen(kw_only=True, repr=False)
class Change(AnswerObject):
    """One difference between two versions of the data.

    Attributes:
        part: What changed: a record, a redirect, the manifest, a schema, or the public names of the package.
        record: The id of the record, the name of the file of the manifest or schema, or the public name.
        kind: The kind of change, such as ``made more exact``.
        path: The path in the record; elements of lists have their key in brackets.
        before: The value in the first version, or ``ABSENT``.
        after: The value in the second version, or ``ABSENT``.
    """

    SCHEMA = "change"

    part: Part
    record: str
    kind: str
    path: Path = ()
    before: Any = ABSENT
    after: Any = ABSENT

    @property
    def field(self) -> str:
        """The path as text, such as ``participants[state:ARM].role``."""
        return ".".join(self.path).replace(".[", "[")

    @property
    def bump(self) -> Bump:
        """The part of the version number that the change increases."""
        return bump_of(self.kind)

    @property
    def values(self) -> str:
        """The values, such as ``from "2022-01" to "2022-01-13"``."""
        before, after = (None if value is ABSENT else _said(value) for value in (self.before, self.after))
        return f"from {before} to {after}" if before is not None and after is not None else before or after or ""

    @property
    def text(self) -> str:
        """What changed, with the values, such as ``date: made more exact, from "2022-01" to "2022-01-13"``."""
        what = f"{self.field}: {self.kind}" if self.path else self.kind
        changed = self.before is not ABSENT and self.after is not ABSENT
        return f"{what}{',' if changed else ':'} {self.values}"

    def to_dict(self) -> ChangeDict:
        """Return the change for ``json.dumps``."""
        before, after = (None if value is ABSENT else value for value in (self.before, self.after))
        return {
            "part": self.part,
            "record": self.record,
            "kind": self.kind,
            "field": self.field,
            "before": before,
            "after": after,
            "bump": self.bump.word,
        }

    def __str__(self) -> str:
        return f"{self.record}: {self.text}"


def _said(value: Any) -> str:
    """Return a value as JSON; of a record, what it is about."""
    label = next((value[name] for name in _LABELS if name in value), None) if isinstance(value, Mapping) else None
    return shortened(value if label is None else label, _LONGEST)


def diff(old: Snapshot, new: Snapshot) -> tuple[Change, ...]:
    """Return the changes from one version to another, sorted by record and field.

    The order of records and of the elements of lists is never a change.

    Args:
        old: The first version.
        new: The second version.
    """
    changes = [*_of_records(old, new), *_of_manifest(old.manifest, new.manifest)]
    return tuple(sorted(changes, key=lambda change: (change.part, change.record, change.path)))


def apply(changes: Iterable[Change], old: Snapshot) -> Snapshot:
    """Return the version that the changes make of another one: ``apply(diff(a, b), a)`` has the content of ``b``.

    Args:
        changes: The changes of ``diff``; those of schemas and public names are skipped.
        old: The version to which they are applied.
    """
    records, redirects = ({id: tree(found) for id, found in part.items()} for part in (old.records, old.redirects))
    manifest = {MANIFEST: tree(old.manifest)}
    trees: dict[str, dict[str, Tree]] = {"record": records, "redirect": redirects, "manifest": manifest}
    for change in changes:
        if change.part in ("schema", "api"):
            continue
        if change.kind in _GONE:
            del records[change.record]
            redirects[change.record] = tree(change.after)
        elif change.kind == "restored":
            del redirects[change.record]
            records[change.record] = tree(change.after)
        else:
            _put(trees[change.part], (change.record, *change.path), change.after)
    described = value_of(manifest[MANIFEST])
    return evolve(
        old,
        version=described.get("version", old.version),
        records={id: value_of(found) for id, found in records.items()},
        manifest=described,
        redirects={id: value_of(found) for id, found in redirects.items()},
    )


_GONE = ("merged", "split", "withdrawn")


def _put(place: dict[str, Tree], path: Path, value: Any) -> None:
    for step in path[:-1]:
        place = place[step]
    if value is ABSENT:
        del place[path[-1]]
    else:
        place[path[-1]] = tree(value)


def _of_records(old: Snapshot, new: Snapshot) -> Iterator[Change]:
    moved = set()
    for id in old.records.keys() - new.records.keys():
        before, redirect = old.records[id], new.redirects.get(id)
        if redirect is None or id in old.redirects:
            yield Change(part="record", record=id, kind="removed", before=before)
        else:
            moved.add(id)
            yield Change(part="record", record=id, kind=_sort_of(redirect), before=before, after=redirect)
    for id in new.records.keys() - old.records.keys():
        after, redirect = new.records[id], old.redirects.get(id)
        if redirect is None or id in new.redirects:
            yield Change(part="record", record=id, kind="added", after=after)
        else:
            moved.add(id)
            yield Change(part="record", record=id, kind="restored", before=redirect, after=after)
    for id in old.records.keys() & new.records.keys():
        for path, before, after in _between(tree(old.records[id]), tree(new.records[id])):
            kind = _kind(id, path, before, after)
            yield Change(part="record", record=id, kind=kind, path=path, before=before, after=after)
    for id in (old.redirects.keys() | new.redirects.keys()) - moved:
        for path, before, after in _between(*(tree(part.redirects.get(id, ABSENT)) for part in (old, new))):
            kind = f"redirect {_presence(before, after)}"
            yield Change(part="redirect", record=id, kind=kind, path=path, before=before, after=after)


def _sort_of(redirect: Mapping[str, Any]) -> str:
    """Return what became of a record: it was merged into one, split into several, or withdrawn."""
    to = redirect.get("to", ())
    return "withdrawn" if not to else "merged" if len(to) == 1 else "split"


def _between(old: Tree, new: Tree, path: Path = ()) -> Iterator[tuple[Path, Any, Any]]:
    """Yield the path of each difference between two trees, with both values."""
    if old == new and type(old) is type(new):
        return
    if isinstance(old, dict) and isinstance(new, dict) and not _are_amounts(old, new):
        for name in sorted(old.keys() | new.keys()):
            yield from _between(old.get(name, ABSENT), new.get(name, ABSENT), (*path, name))
    else:
        yield path, value_of(old), value_of(new)


def _are_amounts(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    return bool(old) and bool(new) and old.keys() | new.keys() <= _QUANTITY


def _kind(id: str, path: Path, before: Any, after: Any) -> str:
    """Return the kind of a change in a record that both versions have."""
    if "evidence" in path:
        place = path[path.index("evidence") + 1 :]
        return f"evidence {_presence(before, after, 'withdrawn') if len(place) < 2 else 'changed'}"
    if len(path) == 1 and path[0] in _IDENTITY.get(id.partition(":")[0], set()) | {"kind"}:
        return "identity changed"
    if before is ABSENT or after is ABSENT:
        if path[-1].startswith("["):
            return f"element {_presence(before, after)}"
        return "filled" if before is ABSENT else "emptied"
    return _movement(before, after) if _nature(id, path) in ("day", "date", "quantity") else "changed"


def _nature(id: str, path: Path) -> str | None:
    """Return the nature of a field, or None if today's class of the record has no such field."""
    kind = BY_PREFIX.get(id.partition(":")[0])
    names = tuple(step for step in path if not step.startswith("["))
    field = None if kind is None else field_at(kind.record_class, names)
    return None if field is None else field.nature


def _presence(before: Any, after: Any, gone: str = "removed") -> str:
    return "added" if before is ABSENT else gone if after is ABSENT else "changed"


def _movement(before: Any, after: Any) -> str:
    """Return how a value moved: days and amounts are sets, which the verdicts compare in the same way."""
    old, new = _set_of(before), _set_of(after)
    if old is None or new is None or old == new:
        return "changed"
    if judge_spans(old, new) is Verdict.SUPPORTS:
        return "made more exact"
    return "made less exact" if judge_spans(new, old) is Verdict.SUPPORTS else "moved"


def _set_of(value: Any) -> tuple[Any, Any] | None:
    """Return the first and last day of a date, or the bounds of an amount."""
    try:
        if isinstance(value, str):
            day = Day(value)
            return day.earliest, day.latest
        if isinstance(value, Mapping) and value.keys() <= _QUANTITY:
            bounds: tuple[Any, Any] | None = build(Quantity, {**value}).bounds
            return bounds
    except (InvalidDateError, ValueError):
        return None
    return None


def _of_manifest(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for path, before, after in _between(tree(old), tree(new)):
        named = _MANIFEST_KINDS.get(path[0], "manifest changed")
        kind = _coverage_kind(path, before, after) if path[0] == "coverage" else named
        yield Change(part="manifest", record=MANIFEST, kind=kind, path=path, before=before, after=after)


def _coverage_kind(path: Path, before: Any, after: Any) -> str:
    """Return whether a change of the coverage extends it, shrinks it, or only changes what shows it."""
    if "evidence" in path:
        return "coverage evidence changed"
    if before is ABSENT or after is ABSENT:
        return "coverage extended" if before is ABSENT else "coverage shrunk"
    if path[-1] in _OPPOSITE_ENDS:
        return "coverage extended" if (before < after) is _OPPOSITE_ENDS[path[-1]] else "coverage shrunk"
    return "coverage shrunk"
