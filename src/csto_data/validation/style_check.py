"""Explain why a file is not in canonical form, as one violation for each file."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from ..diagnostics import Location, Path, Replacement, Violation
from ..serialization.canonical import canonical, canonical_lines, canonical_object, in_order, object_in_order
from ..serialization.json_lines import lines_of, read_line
from ..serialization.json_reader import decode
from ..store.layout import OBJECTS
from .file_reading import Document
from .rules.style import NOT_CANONICAL


class Cause(NamedTuple):
    """The reason why a file is not in canonical form."""

    message: str
    expected: str
    location: Location
    related: tuple[tuple[Location, str], ...] = ()


def style_violation(name: str, document: Document) -> Violation | None:
    """Return the violation of a file that is not in canonical form, or None if it is."""
    data, kind = document.data, document.kind
    if name.endswith(".jsonl"):
        document = document._replace(value=[read_line(line)[0] for line in lines_of(data)])
    if kind is None:
        text = canonical_object(document.value, OBJECTS[name])
    else:
        text = (canonical_lines if name.endswith(".jsonl") else canonical)(document.value, kind)
    if text.encode() == data:
        return None
    old = decode(data).text
    start, end, new = difference(old, text)
    cause = _cause(name, document, old, start)
    return Violation(
        rule=NOT_CANONICAL.code,
        location=cause.location,
        message=cause.message,
        expected=cause.expected,
        fix=Replacement(text=new, span=(start, end), applicability="safe"),
        related=cause.related,
    )


def difference(old: str, new: str) -> tuple[int, int, str]:
    """Return the span of the old text that has to be replaced to get the new text, and the replacement."""
    start = _common(min(len(old), len(new)), lambda length: old[:length] == new[:length])
    longest = min(len(old), len(new)) - start
    same = _common(longest, lambda length: old[len(old) - length :] == new[len(new) - length :])
    return start, len(old) - same, new[start : len(new) - same]


def _common(longest: int, is_common: Callable[[int], bool]) -> int:
    """Return the greatest length up to which two texts are the same, by bisection."""
    return bisect_left(range(1, longest + 1), True, key=lambda length: not is_common(length))


def _cause(name: str, document: Document, text: str, start: int) -> Cause:
    """Return the reason why a file is not in canonical form, where ``start`` is the offset of the first difference."""
    here = Location(file=name, span=(start, start))
    found = text.find("\r")
    if found >= 0:
        kind = "CRLF" if text.startswith("\r\n", found) else "CR"
        location = Location(file=name, span=(found, found + 1))
        return Cause(f"the file has {kind} line ends", "LF line ends, as csto-data fmt writes them", location)
    disorder = _disorder(name, document)
    if disorder is not None:
        return disorder
    if start == len(text):
        return Cause("the line break at the end of the file is missing", "a line break after the last line", here)
    message = "the file is not formatted; the first difference is here"
    return Cause(message, "the format that csto-data fmt writes", here)


def _disorder(name: str, document: Document) -> Cause | None:
    """Return the first record or field that is out of order, if any."""
    if document.kind is None:
        return _disorder_of_fields(name, (), document.value, object_in_order(document.value, OBJECTS[name]))
    records = _records(name, document)
    fields = (_disorder_of_fields(name, path, raw, in_order(raw, document.kind)) for path, raw in records)
    return _disorder_of_records(name, records) or next(filter(None, fields), None)


def _records(name: str, document: Document) -> list[tuple[Path, Any]]:
    """Return the records of a file, each with its path."""
    if not name.endswith(".jsonl"):
        return [(("records", index), raw) for index, raw in enumerate(document.value["records"])]
    lines = (index for index, line in enumerate(document.data.split(b"\n")) if line.strip())
    return [(("records", index), raw) for index, raw in zip(lines, document.value, strict=True)]


def _disorder_of_records(name: str, records: list[tuple[Path, Any]]) -> Cause | None:
    """Return the first record that is not in the order of ids, if any."""
    found = _misplaced([raw["id"] for _, raw in records])
    if found is None:
        return None
    (path, raw), (_, other) = records[found[0]], records[found[1]]
    side = "after" if found[0] > found[1] else "before"
    return Cause(
        f"record {raw['id']} is listed {side} {other['id']}",
        "records in the order of their ids, as csto-data fmt writes them",
        Location(file=name, path=(*path, "id"), record=raw["id"]),
        (_neighbour(name, raw["id"], records),),
    )


def _neighbour(name: str, id: str, records: list[tuple[Path, Any]]) -> tuple[Location, str]:
    """Return the location of the record before which a record belongs, or after which if it is the last one."""
    by_id = {raw["id"]: path for path, raw in records}
    greater = [other for other in by_id if other > id]
    side, neighbour = ("before", min(greater)) if greater else ("after", max(other for other in by_id if other != id))
    return Location(file=name, path=(*by_id[neighbour], "id")), f"it belongs {side} {neighbour}"


def _disorder_of_fields(name: str, path: Path, raw: Any, ordered: Any) -> Cause | None:
    """Return the first field of an object that is not in class order, if any."""
    record = raw.get("id") if path else None
    for inner, found, wanted in _objects(raw, ordered):
        keys, ranks = list(found), {key: rank for rank, key in enumerate(wanted)}
        misplaced = _misplaced([ranks[key] for key in keys]) if keys != list(wanted) else None
        if misplaced is not None:
            side = "after" if misplaced[0] > misplaced[1] else "before"
            return Cause(
                f'the field "{keys[misplaced[0]]}" is listed {side} "{keys[misplaced[1]]}"',
                f"the order {', '.join(wanted)}, as csto-data fmt writes it",
                Location(file=name, path=(*path, *inner, keys[misplaced[0]]), at_key=True, record=record),
            )
    return None


def _objects(raw: Any, ordered: Any) -> Iterator[tuple[Path, dict[str, Any], dict[str, Any]]]:
    """Iterate over the objects in a value, each with its path and with the same object in class order."""
    if isinstance(raw, dict):
        yield (), raw, ordered
    steps: Any = raw if isinstance(raw, dict) else range(len(raw)) if isinstance(raw, list) else ()
    for step in steps:
        for path, inner, inner_ordered in _objects(raw[step], ordered[step]):
            yield (step, *path), inner, inner_ordered


def _misplaced(keys: Sequence[Any]) -> tuple[int, int] | None:
    """Return the index of the first key that is out of order, and that of a neighbour on the wrong side of it.

    The keys that are in order are the longest sequence of increasing keys; of several such sequences, the earliest.
    """
    lengths = _lengths_from(keys)
    wrong, wanted, last = None, max(lengths, default=0), None
    for index, key in enumerate(keys):
        in_place = lengths[index] == wanted and (last is None or keys[last] <= key)
        if wrong is None and not in_place:
            wrong = index
            if last is not None and key < keys[last]:
                return wrong, last
        elif wrong is not None and in_place:
            return wrong, index
        if in_place:
            wanted, last = wanted - 1, index
    return None


def _lengths_from(keys: Sequence[Any]) -> list[int]:
    """Return for each key the length of the longest sequence of increasing keys that starts with it."""
    ranks = {key: -rank for rank, key in enumerate(sorted(set(keys)))}
    tails: list[int] = []
    lengths = [0] * len(keys)
    for index in range(len(keys) - 1, -1, -1):
        rank = ranks[keys[index]]
        length = bisect_right(tails, rank)
        tails[length : length + 1] = [rank]
        lengths[index] = length + 1
    return lengths
