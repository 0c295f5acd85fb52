"""How the JSON Schemas of two versions differ for readers of the data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .changes import ABSENT, Change, Path

_TEXTS = {"title", "description", "examples", "$id", "$schema"}
"""Keywords that do not change which documents are valid."""


def schema_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Change, ...]:
    """Return the changes of the schemas, by file name.

    Args:
        old: The schemas of the first version.
        new: The schemas of the second version.

    Returns:
        One change for each field, word, requirement or other keyword that differs; references are compared as they are.
    """
    found = (
        Change(part="schema", record=name, kind=kind, path=path, before=before, after=after)
        for name in sorted(old.keys() | new.keys())
        for kind, path, before, after in _between(old.get(name, {}), new.get(name, {}), ())
    )
    return tuple(found)


Found = tuple[str, Path, Any, Any]


def _between(old: Any, new: Any, path: Path) -> Iterator[Found]:
    """Yield what differs between two schemas at a path."""
    if not isinstance(old, Mapping) or not isinstance(new, Mapping):
        if old != new:
            yield "schema changed", path, old, new
        return
    for word in sorted((old.keys() | new.keys()) - _TEXTS):
        before, after, place = old.get(word, ABSENT), new.get(word, ABSENT), (*path, word)
        if before == after:
            continue
        match word:
            case "properties":
                yield from _named("field", before, after, place)
            case "$defs":
                yield from _named("definition", before, after, place)
            case "required":
                yield from _listed("made required", "made optional", before, after, place)
            case "enum" if before is not ABSENT and after is not ABSENT:
                yield from _listed("word added", "word removed", before, after, place)
            case _:
                yield from _of_keyword(before, after, place)


def _named(what: str, before: Any, after: Any, path: Path) -> Iterator[Found]:
    """Yield the fields or definitions that were added, removed or changed."""
    old, new = ({} if part is ABSENT else part for part in (before, after))
    for name in sorted(old.keys() | new.keys()):
        if name not in old:
            yield f"{what} added", (*path, name), ABSENT, new[name]
        elif name not in new:
            yield f"{what} removed", (*path, name), old[name], ABSENT
        else:
            yield from _between(old[name], new[name], (*path, name))


def _listed(added: str, removed: str, before: Any, after: Any, path: Path) -> Iterator[Found]:
    """Yield what was added to a list of names and what was removed from it."""
    old, new = ([] if part is ABSENT else part for part in (before, after))
    for name in old:
        if name not in new:
            yield removed, (*path, f"[{name}]"), name, ABSENT
    for name in new:
        if name not in old:
            yield added, (*path, f"[{name}]"), ABSENT, name


def _of_keyword(before: Any, after: Any, path: Path) -> Iterator[Found]:
    """Yield a change of any other keyword; a constraint that comes narrows, and one that goes widens."""
    if before is ABSENT or after is ABSENT:
        yield "narrowed" if before is ABSENT else "widened", path, before, after
    elif isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from _between(before, after, path)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for index, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from _between(one, other, (*path, f"[{index}]"))
    else:
        yield _direction(path[-1], before, after), path, before, after


def _direction(word: str, before: Any, after: Any) -> str:
    """Return whether a limit became narrower or wider; of other keywords, such as patterns, this cannot be computed."""
    if word.startswith(("min", "exclusiveMin")):
        return "narrowed" if after > before else "widened"
    if word.startswith(("max", "exclusiveMax")):
        return "narrowed" if after < before else "widened"
    return "schema changed"
