"""Whether a file has the shape of its schema: findings in our own words from jsonschema's errors."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from attrs import frozen

from ..model import KINDS
from ..schemas import fast_validator, validator
from .findings import Path, shortened
from .mistakes import Meant, Remedy
from .registry import Rule
from .rules.shape import (
    BAD_DAY,
    BAD_INSTANT,
    DISAGREEING,
    EMPTY,
    MALFORMED,
    MISSING_FIELD,
    NOT_HERE,
    NOT_IN_LIST,
    OUT_OF_RANGE,
    REPEATED,
    UNKNOWN_FIELD,
    WRONG_KIND,
    WRONG_TYPE,
)
from .spelling import guess, unlike

MOST_MEANT = 1000
"""Of so many unknown fields of a file it is asked whether they are misspelt ones that must be there."""

_ID = re.compile(r"(?P<prefix>[a-z]+):[A-Za-z0-9-]+")
_PREFIXES = {kind.prefix: kind.dataset for kind in KINDS.values()}


@frozen(kw_only=True)
class Misshape:
    """One mistake of shape at a path in a file."""

    rule: Rule
    path: Path
    message: str
    expected: str
    meant: Meant | None = None
    remedy: Remedy | None = None


def misshapes(schema: str, document: Any) -> list[Misshape]:
    """Every mistake of shape in a document, one for each. ``schema`` is a file, or a part of one after ``#``.

    Where the extra ``fast`` is installed, it accepts; what it refuses is explained by jsonschema as without it.
    """
    fast = fast_validator(schema)
    if fast is not None and fast(document):
        return []
    found: dict[Path, Misshape] = {}
    for error in validator(schema).iter_errors(document):
        for misshape in _EXPLAIN.get(error.validator, _other)(error):
            other = found.get(misshape.path)
            if other is None or _worth(misshape) < _worth(other):
                found[misshape.path] = misshape
    meant = _as_meant(document, [m for m in found.values() if m.rule is UNKNOWN_FIELD][:MOST_MEANT])
    still = found if meant is None else {m.path for m in misshapes(schema, meant)}
    return [m for path, m in found.items() if m.rule is UNKNOWN_FIELD or path in still]


_WORTH = (
    *(BAD_DAY, BAD_INSTANT, WRONG_TYPE, WRONG_KIND, EMPTY),
    *(UNKNOWN_FIELD, MISSING_FIELD, NOT_IN_LIST, MALFORMED, NOT_HERE, REPEATED, OUT_OF_RANGE, DISAGREEING),
)


def _worth(misshape: Misshape) -> int:
    """Of several faults of one value the one that says most comes first."""
    return _WORTH.index(misshape.rule)


def _as_meant(document: Any, unknown: list[Misshape]) -> Any:
    """The document with the fields that were probably meant in place of unknown ones; None where there are none."""
    document, found = copy.deepcopy(document) if unknown else None, False
    for misshape in unknown:
        near = guess(misshape.meant.word, misshape.meant.known) if misshape.meant is not None else None
        holder = document
        for step in misshape.path[:-1]:
            holder = holder[step]
        if near is not None and near.word not in holder:
            holder[near.word], found = holder.pop(misshape.path[-1]), True
    return document if found else None


def _additional(error: Any) -> Iterator[Misshape]:
    known = list(error.schema.get("properties", ()))
    missing = [name for name in known if name not in error.instance]
    unknown = [key for key in error.instance if key not in known]
    for number, key in enumerate(unknown):
        absent = number < MOST_MEANT and guess(key, missing) is not None
        yield Misshape(
            rule=UNKNOWN_FIELD,
            path=(*error.absolute_path, key),
            message=f"unknown field {shortened(key)}",
            expected=f"one of the fields {', '.join(known)}",
            meant=Meant(word=key, known=missing if absent else known, key=True),
        )


def _required(error: Any) -> Iterator[Misshape]:
    for name in error.validator_value:
        if name not in error.instance:
            described = error.schema.get("properties", {}).get(name, {}).get("description", f'the field "{name}"')
            yield Misshape(
                rule=MISSING_FIELD,
                path=(*error.absolute_path, name),
                message=f'the field "{name}" is missing',
                expected=described,
            )


def _type(error: Any) -> Iterator[Misshape]:
    wanted = error.validator_value if isinstance(error.validator_value, str) else " or ".join(error.validator_value)
    found = "nothing (null)" if error.instance is None else shortened(error.instance)
    advice = "; a field that is not known is left out" if error.instance is None else ""
    message = f"{found} is no {_TYPES.get(wanted, wanted)}"
    yield _at(error, WRONG_TYPE, message, _wanted(error) + advice, remedy=_retyped(error.instance, wanted))


def _retyped(value: Any, wanted: str) -> Remedy | None:
    """Null says nothing and goes. A number or a word in a text is probably itself; a single entry, a list of one."""
    if value is None:
        return Remedy(what="remove", safe=True)
    if isinstance(value, str) and wanted in ("integer", "number") and re.fullmatch("0|[1-9][0-9]{0,14}", value):
        return Remedy(what="replace", value=int(value), safe=False)
    if value in ("true", "false") and wanted == "boolean":
        return Remedy(what="replace", value=value == "true", safe=False)
    if wanted == "array" and isinstance(value, str | dict) and value:
        return Remedy(what="replace", value=[value], safe=False)
    return None


def _enum(error: Any) -> Iterator[Misshape]:
    words = [error.validator_value] if error.validator == "const" else error.validator_value
    meant = Meant(word=error.instance, known=words) if isinstance(error.instance, str) else None
    expected = f"one of {', '.join(map(str, words))}" if len(words) > 1 else f'"{words[0]}"'
    yield _at(error, NOT_IN_LIST, f"{shortened(error.instance)} is not allowed here", expected, meant=meant)


def _pattern(error: Any) -> Iterator[Misshape]:
    if not error.instance:
        yield from _empty(error)
        return
    match = _ID.fullmatch(error.instance)
    field = error.absolute_path[-1] if error.absolute_path else None
    if match and match["prefix"] in _PREFIXES and ":" in error.validator_value and field != "id":
        allowed = [p for p in _PREFIXES if re.search(rf"\b{p}\b", error.validator_value)]
        if match["prefix"] not in allowed:
            message = f"{shortened(error.instance)} is of the kind {match['prefix']}"
            expected = "an id that begins with " + " or ".join(f"{prefix}:" for prefix in allowed)
            yield _at(error, WRONG_KIND, message, expected)
            return
    written, wanted = error.instance, _wanted(error)
    bare = written.strip()
    if written != bare and error.validator_value.startswith("^") and re.fullmatch(error.validator_value[1:-1], bare):
        what = f"{shortened(written)} has a blank or a line break at an end"
        yield _at(error, MALFORMED, what, wanted, remedy=Remedy(what="replace", value=bare, safe=True))
        return
    what = f"{shortened(written)} has not the form that is asked for"
    prefixes = tuple(p for p in _PREFIXES if re.search(rf"\b{p}\b", error.validator_value))
    if unlike(written) != written and re.fullmatch(error.validator_value[1:-1], unlike(written)):
        what += "; it has Cyrillic letters that look like Latin ones"
    if field == "id" or not prefixes:
        yield _at(error, MALFORMED, what, wanted, remedy=_latin(written, error.validator_value))
    else:
        yield _at(error, MALFORMED, what, wanted, meant=Meant(word=written, prefixes=prefixes))


def _latin(written: str, pattern: str) -> Remedy | None:
    latin = unlike(written)
    if latin != written and re.fullmatch(pattern[1:-1], latin):
        return Remedy(what="replace", value=latin, safe=True)
    return None


def _format(error: Any) -> Iterator[Misshape]:
    rule = BAD_INSTANT if error.validator_value == "instant" else BAD_DAY
    message, _, expected = str(error.cause).partition("; expected ")
    yield _at(error, rule, message, expected or _wanted(error))


def _not(error: Any) -> Iterator[Misshape]:
    name = error.absolute_path[-1]
    expected = error.schema.get("description") or f'a record without "{name}", or without what excludes it'
    yield _at(error, NOT_HERE, f'the field "{name}" does not go with the others here', expected)


def _empty(error: Any) -> Iterator[Misshape]:
    expected = "at least one entry; what is not known is left out"
    yield _at(error, EMPTY, f"{shortened(error.instance)} is empty", expected, remedy=Remedy(what="remove", safe=True))


def _repeated(error: Any) -> Iterator[Misshape]:
    entries: list[Any] = []
    for index, entry in enumerate(error.instance):
        if entry in entries:
            yield Misshape(
                rule=REPEATED,
                path=(*error.absolute_path, index),
                message=f"{shortened(entry)} stands in the list already, at {entries.index(entry)}",
                expected="each entry once",
                remedy=Remedy(what="remove", safe=True),
            )
        entries.append(entry)


def _range(error: Any) -> Iterator[Misshape]:
    side = "at least" if "inimum" in error.validator else "at most"
    expected = f"a number of {side} {error.validator_value}"
    yield _at(error, OUT_OF_RANGE, f"{shortened(error.instance)} is out of range", expected)


def _other(error: Any) -> Iterator[Misshape]:
    yield _at(error, DISAGREEING, f"{shortened(error.instance)} is not of the shape asked for", _wanted(error))


def _at(
    error: Any, rule: Rule, message: str, expected: str, meant: Meant | None = None, remedy: Remedy | None = None
) -> Misshape:
    path = tuple(error.absolute_path)
    return Misshape(rule=rule, path=path, message=message, expected=expected, meant=meant, remedy=remedy)


def _wanted(error: Any) -> str:
    """What the schema says of the value."""
    described = error.schema.get("description", f"a {_TYPES.get(error.schema.get('type'), 'value')}")
    examples: Iterable[Any] = error.schema.get("examples", ())
    shown = ", ".join(shortened(example) for example in examples)
    return f"{described.rstrip('.')}{f', such as {shown}' if shown else ''}"


_TYPES = {
    "string": "text in quotation marks",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "array": "list",
    "object": "object in braces",
}
_EXPLAIN: dict[str, Callable[[Any], Iterator[Misshape]]] = {
    "additionalProperties": _additional,
    "required": _required,
    "dependentRequired": _other,
    "type": _type,
    "enum": _enum,
    "const": _enum,
    "pattern": _pattern,
    "format": _format,
    "not": _not,
    "minItems": _empty,
    "minLength": _empty,
    "minProperties": _empty,
    "uniqueItems": _repeated,
    "minimum": _range,
    "maximum": _range,
    "exclusiveMinimum": _range,
    "exclusiveMaximum": _range,
}
