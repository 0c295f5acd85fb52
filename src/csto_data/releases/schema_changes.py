"""How the JSON Schemas of two versions differ for readers of the data.

References are followed in both versions, from the schema of each file on. So a definition that was renamed or moved is
not a change, and a change of a definition is one change, at its place, wherever it is used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from .changes import ABSENT, Change, Path

Schemas = Mapping[str, Any]
_NAMED = {"properties": "field", "patternProperties": "field"}
_CONDITIONS = {"allOf", "anyOf", "oneOf", "if", "then", "else", "not", "dependentRequired", "dependentSchemas"}
"""Keywords whose effect cannot be split into smaller changes."""


class _Place(NamedTuple):
    """A part of the schemas of one version, with the file and the path at which it is."""

    schemas: Schemas
    file: str
    path: Path
    value: Any

    def at(self, *steps: str, value: Any) -> _Place:
        return self._replace(path=(*self.path, *steps), value=value)

    def resolved(self) -> _Place:
        """Return what a reference means, with the keywords beside it; another schema as it is."""
        if not isinstance(self.value, Mapping) or "$ref" not in self.value:
            return self
        beside = {word: part for word, part in self.value.items() if word != "$ref"}
        target = self._target(self.value["$ref"]).resolved()
        return self._replace(value={**target.value, **beside}) if beside else target

    def _target(self, reference: str) -> _Place:
        name, _, pointer = reference.partition("#")
        file = name or self.file
        path = tuple(step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:])
        value = self.schemas[file]
        for step in path:
            value = value[int(step) if isinstance(value, list) else step]
        return _Place(self.schemas, file, path, value)

    def inlined(self, within: frozenset[tuple[str, Path]] = frozenset()) -> Any:
        """Return the schema with what its references mean in their place; a reference to itself stays."""
        found = self.resolved()
        if isinstance(found.value, list):
            return [found.at(str(number), value=part).inlined(within) for number, part in enumerate(found.value)]
        if not isinstance(found.value, Mapping):
            return found.value
        here = (found.file, found.path)
        if here in within:
            return self.value
        return {name: found.at(name, value=part).inlined(within | {here}) for name, part in found.value.items()}


def schema_changes(old: Schemas, new: Schemas) -> tuple[Change, ...]:
    """Return the changes of the schemas, by file and path.

    Args:
        old: The schemas of the first version, by file name.
        new: The schemas of the second version.

    Returns:
        One change for each field, word, requirement or other keyword that differs.
    """
    walk = _Walk()
    for name in sorted({*old, *new} - {"common.schema.json"}):
        if name not in old or name not in new:
            kind = "schema added" if name in new else "schema removed"
            walk.add(kind, name, (), old.get(name, ABSENT), new.get(name, ABSENT))
        else:
            walk.compare(_Place(old, name, (), old[name]), _Place(new, name, (), new[name]))
    return tuple(sorted(walk.found, key=lambda change: (change.record, change.path)))


class _Walk:
    """A comparison of two versions, which visits each pair of places once."""

    def __init__(self) -> None:
        self.found: list[Change] = []
        self._seen: set[tuple[str, Path, str, Path]] = set()

    def add(self, kind: str, file: str, path: Path, before: Any, after: Any) -> None:
        self.found.append(Change(part="schema", record=file, kind=kind, path=path, before=before, after=after))

    def compare(self, before: _Place, after: _Place) -> None:
        """Add what differs between two schemas."""
        old, new = before.resolved(), after.resolved()
        pair = (old.file, old.path, new.file, new.path)
        if pair in self._seen:
            return
        self._seen.add(pair)
        if not isinstance(old.value, Mapping) or not isinstance(new.value, Mapping):
            if old.value != new.value:
                self.add("schema changed", new.file, new.path, old.value, new.value)
            return
        for word in sorted((old.value.keys() | new.value.keys()) - {"$defs"}):
            self._keyword(word, *(each.at(word, value=each.value.get(word, ABSENT)) for each in (old, new)))

    def _keyword(self, word: str, old: _Place, new: _Place) -> None:
        before, after = old.value, new.value
        if word in _NAMED:
            self._named(_NAMED[word], old, new)
        elif word == "required":
            self._listed("made required", "made optional", old, new)
        elif before is ABSENT or after is ABSENT:
            self.add("narrowed" if before is ABSENT else "widened", new.file, new.path, before, after)
        elif word == "enum":
            self._listed("word added", "word removed", old, new)
        elif word in _CONDITIONS:
            if (one := old.inlined()) != (other := new.inlined()):
                self.add("condition changed", new.file, new.path, one, other)
        elif isinstance(before, Mapping) and isinstance(after, Mapping):
            self.compare(old, new)
        elif before != after:
            self.add(_direction(word, before, after), new.file, new.path, before, after)

    def _named(self, what: str, old: _Place, new: _Place) -> None:
        """Add the fields that were added or removed, and compare the others."""
        before, after = ({} if part.value is ABSENT else part.value for part in (old, new))
        for name in sorted(before.keys() | after.keys()):
            if name in before and name in after:
                self.compare(old.at(name, value=before[name]), new.at(name, value=after[name]))
            else:
                kind = f"{what} added" if name in after else f"{what} removed"
                self.add(kind, new.file, (*new.path, name), before.get(name, ABSENT), after.get(name, ABSENT))

    def _listed(self, added: str, removed: str, old: _Place, new: _Place) -> None:
        """Add what was added to a list of words and what was removed from it."""
        for kind, word, path in _differing(added, removed, old.value, new.value):
            gone = kind == removed
            self.add(kind, new.file, (*new.path, path), word if gone else ABSENT, ABSENT if gone else word)


def _differing(added: str, removed: str, old: Any, new: Any) -> Iterator[tuple[str, Any, str]]:
    before, after = ([] if part is ABSENT else part for part in (old, new))
    yield from ((removed, word, f"[{word}]") for word in before if word not in after)
    yield from ((added, word, f"[{word}]") for word in after if word not in before)


def _direction(word: str, before: Any, after: Any) -> str:
    """Return whether a limit became narrower or wider; of other keywords, such as patterns, this cannot be computed."""
    if word.startswith(("min", "exclusiveMin")):
        return "narrowed" if after > before else "widened"
    if word.startswith(("max", "exclusiveMax")):
        return "narrowed" if after < before else "widened"
    return "schema changed"
