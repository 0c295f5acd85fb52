"""Whether a file has the shape of its schema: findings in our own words from jsonschema's errors."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from attrs import frozen

from ..errors import nearest_word
from ..model import KINDS
from ..schemas import validator
from .findings import Path, Rule, shortened

_ID = re.compile(r"(?P<prefix>[a-z]+):[A-Za-z0-9-]+")
_PREFIXES = {kind.prefix: kind.dataset for kind in KINDS.values()}

UNKNOWN_FIELD = Rule(
    "CST101",
    "unknown-field",
    "A field that the schema does not have.",
    "Unknown fields are refused so that a slip of the pen loses no data.",
)
MISSING_FIELD = Rule(
    "CST102", "missing-field", "A field that must be there is not.", "Without it the record says nothing."
)
WRONG_TYPE = Rule(
    "CST103",
    "wrong-type",
    "A value of another JSON type than the field's.",
    "Nothing is converted in silence: a number in quotation marks is a text, and null is no value.",
)
NOT_IN_LIST = Rule(
    "CST104", "not-in-list", "A word that is not in the closed list.", "Closed lists keep records comparable."
)
MALFORMED = Rule(
    "CST105", "malformed", "A text that has not the form of its field.", "Ids, codes and addresses are matched exactly."
)
NOT_HERE = Rule(
    "CST106",
    "not-here",
    "A field that does not go with the others.",
    "Fields that exclude each other would say the same thing twice, or two things at once.",
)
EMPTY = Rule("CST107", "empty", "An empty list, object or text.", "What is not known is left out.")
REPEATED = Rule("CST108", "repeated", "A list with the same entry twice.", "It adds nothing and hides slips.")
OUT_OF_RANGE = Rule("CST109", "out-of-range", "A number outside the range of its field.", "It cannot be meant.")
DISAGREEING = Rule(
    "CST110",
    "disagreeing-parts",
    "The parts of a value do not fit together.",
    "Some things a schema cannot say, such as that at_least lies below at_most.",
)
BAD_DAY = Rule(
    "CST201", "bad-day", "A day that is not in the calendar or not in the notation.", "Days are compared with days."
)
BAD_INSTANT = Rule(
    "CST202", "bad-instant", "A moment not in the calendar or not in the notation.", "Its local day is worked out."
)
WRONG_KIND = Rule(
    "CST303",
    "wrong-kind",
    "A reference to a record of another kind than the field holds.",
    "A member is a state or an organisation, never a place.",
)

RULES = (
    UNKNOWN_FIELD,
    MISSING_FIELD,
    WRONG_TYPE,
    NOT_IN_LIST,
    MALFORMED,
    NOT_HERE,
    EMPTY,
    REPEATED,
    OUT_OF_RANGE,
    DISAGREEING,
    BAD_DAY,
    BAD_INSTANT,
    WRONG_KIND,
)


@frozen(kw_only=True)
class Misshape:
    """One mistake of shape at a path in a file."""

    rule: Rule
    path: Path
    message: str
    expected: str
    suggestion: str | None = None


def misshapes(schema_file: str, document: Any) -> list[Misshape]:
    """Every mistake of shape in a document, one for each, in the order of the document's paths."""
    found: dict[Path, Misshape] = {}
    for error in validator(schema_file).iter_errors(document):
        for misshape in _EXPLAIN.get(error.validator, _other)(error):
            other = found.get(misshape.path)
            if other is None or _worth(misshape) < _worth(other):
                found[misshape.path] = misshape
    meant = {(*m.path[:-1], m.suggestion) for m in found.values() if m.rule is UNKNOWN_FIELD}
    return [m for path, m in found.items() if not (m.rule is MISSING_FIELD and path in meant)]


def _worth(misshape: Misshape) -> int:
    """Of several faults of one value the one that says most comes first."""
    return [BAD_DAY, BAD_INSTANT, WRONG_TYPE, WRONG_KIND, EMPTY, *RULES].index(misshape.rule)


def _additional(error: Any) -> Iterator[Misshape]:
    known = list(error.schema.get("properties", ()))
    missing = [name for name in known if name not in error.instance]
    for key in error.instance:
        if key not in known:
            suggestion = nearest_word(key, missing) or nearest_word(key, known)
            yield Misshape(
                rule=UNKNOWN_FIELD,
                path=(*error.absolute_path, key),
                message=f"unknown field {shortened(key)}",
                expected=f"one of the fields {', '.join(known)}",
                suggestion=suggestion,
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
    yield _at(error, WRONG_TYPE, f"{found} is no {_TYPES.get(wanted, wanted)}", _wanted(error) + advice)


def _enum(error: Any) -> Iterator[Misshape]:
    words = [error.validator_value] if error.validator == "const" else error.validator_value
    suggestion = nearest_word(error.instance, words) if isinstance(error.instance, str) else None
    expected = f"one of {', '.join(map(str, words))}" if len(words) > 1 else f'"{words[0]}"'
    yield _at(error, NOT_IN_LIST, f"{shortened(error.instance)} is not allowed here", expected, suggestion)


def _pattern(error: Any) -> Iterator[Misshape]:
    match = _ID.fullmatch(error.instance)
    field = error.absolute_path[-1] if error.absolute_path else None
    if match and match["prefix"] in _PREFIXES and ":" in error.validator_value and field != "id":
        allowed = [p for p in _PREFIXES if re.search(rf"\b{p}\b", error.validator_value)]
        if match["prefix"] not in allowed:
            message = f"{shortened(error.instance)} is of the kind {match['prefix']}"
            expected = "an id that begins with " + " or ".join(f"{prefix}:" for prefix in allowed)
            yield _at(error, WRONG_KIND, message, expected)
            return
    blank = error.instance != error.instance.strip() or not error.instance.isprintable()
    what = "has blanks at an end or control characters" if blank else "has not the form that is asked for"
    yield _at(error, MALFORMED, f"{shortened(error.instance)} {what}", _wanted(error))


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
    yield _at(error, EMPTY, f"{shortened(error.instance)} is empty", expected)


def _repeated(error: Any) -> Iterator[Misshape]:
    entries: list[Any] = []
    for index, entry in enumerate(error.instance):
        if entry in entries:
            yield Misshape(
                rule=REPEATED,
                path=(*error.absolute_path, index),
                message=f"{shortened(entry)} stands in the list already, at {entries.index(entry)}",
                expected="each entry once",
            )
        entries.append(entry)


def _range(error: Any) -> Iterator[Misshape]:
    side = "at least" if "inimum" in error.validator else "at most"
    expected = f"a number of {side} {error.validator_value}"
    yield _at(error, OUT_OF_RANGE, f"{shortened(error.instance)} is out of range", expected)


def _other(error: Any) -> Iterator[Misshape]:
    yield _at(error, DISAGREEING, f"{shortened(error.instance)} is not of the shape asked for", _wanted(error))


def _at(error: Any, rule: Rule, message: str, expected: str, suggestion: str | None = None) -> Misshape:
    path = tuple(error.absolute_path)
    return Misshape(rule=rule, path=path, message=message, expected=expected, suggestion=suggestion)


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
