"""JSON values as trees in which the elements of lists have keys, so that the order of a list does not matter."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

_KEYS = ("source", "actor", "of", "organization", "state", "name", "text", "described_as", "title", "path", "id")
"""The fields that can be the key of an object in a list; the first one that it has is the key."""
_EMPTY = "[]"

Tree = Any


def tree(value: Any) -> Tree:
    """Return a JSON value with lists as objects, whose keys are those of the elements in brackets.

    Example:
        >>> tree({"participants": [{"actor": "state:ARM", "role": "host"}]})
        {'participants': {'[state:ARM]': {'actor': 'state:ARM', 'role': 'host'}}}
    """
    if isinstance(value, Mapping):
        return {name: tree(part) for name, part in value.items()}
    if not isinstance(value, list | tuple):
        return value
    return {key: tree(value[index]) for key, index in _indices(value).items()} or {_EMPTY: None}


def place_of(value: Any, path: Sequence[str]) -> tuple[str | int, ...]:
    """Return the keys and indices that lead to a place in a JSON value, or as far towards it as it exists.

    Args:
        value: The JSON value.
        path: The path of the place in its tree.

    Example:
        >>> place_of({"participants": [{"actor": "state:ARM"}]}, ("participants", "[state:ARM]", "actor"))
        ('participants', 0, 'actor')
    """
    found: list[str | int] = []
    for step in path:
        key: Any = _indices(value).get(step) if isinstance(value, list) else step
        if key is None or (isinstance(value, Mapping) and key not in value):
            break
        found.append(key)
        value = value[key]
    return tuple(found)


def _indices(elements: Sequence[Any]) -> dict[str, int]:
    """Return the keys of the elements of a list, with their indices."""
    found: dict[str, int] = {}
    for index in sorted(range(len(elements)), key=lambda index: _text(elements[index])):
        key = name = f"[{_key(elements[index])}]"
        number = 1
        while key in found:
            number += 1
            key = f"{name}#{number}"
        found[key] = index
    return found


def value_of(found: Tree) -> Any:
    """Return the JSON value of a tree; ``tree`` of it is the same tree.

    Example:
        >>> value_of({"names": {"[KAZ]": "KAZ"}})
        {'names': ['KAZ']}
    """
    if not isinstance(found, dict):
        return found
    if any(name.startswith("[") for name in found):
        return [value_of(part) for name, part in found.items() if name != _EMPTY]
    return {name: value_of(part) for name, part in found.items()}


def _key(element: Any) -> str:
    """Return the key of an element: an id, name or other text; of evidence its source and the place in it."""
    if not isinstance(element, Mapping):
        return element if isinstance(element, str) else _text(element)
    name = next((name for name in _KEYS if name in element), None)
    if name is None:
        return _text(element)
    key = str(element[name])
    if name == "of" and "title" in element:
        key = f"{element['title']} of {key}"
    if name == "source" and "at" in element:
        key += " " + ", ".join(f"{unit} {number}" for unit, number in sorted(element["at"].items()))
    return key


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
