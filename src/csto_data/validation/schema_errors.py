"""Explains errors of jsonschema: violations with messages of this package."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import quote

from ..diagnostics import Applicability, Location, Path, Replacement, Suggestion, Violation, shortened
from ..model import KINDS
from ..model.fields import class_at, conditions_of
from ..serialization.json_scanner import MOST_ALIKE
from ..serialization.schemas import comparable
from ..suggestions import guess, has_look_alike, unlike
from .registry import Rule
from .rules.schema import (
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
from .schema_place import Place, described_by, prefixes_in

SHORT_EXAMPLE = 60
"""The number of characters up to which an example is shown beside others."""
LONGEST_EXAMPLE = 100
"""The number of characters up to which an example is shown."""
_PROPER_NAMES = ("Correlates of War", "Gleditsch-Ward", "Wikidata")
"""The proper names with which a description may begin."""

_ID = re.compile(r"(?P<prefix>[a-z]+):[A-Za-z0-9-]+")
_PREFIXES = {kind.prefix: kind.dataset for kind in KINDS.values()}


def explained(schema: str, document: Any, error: Any) -> Iterable[Violation]:
    """Return what an error of jsonschema means, as violations of the rules of this package.

    Args:
        schema: The name of the schema, with or without a part after ``#``.
        document: The document.
        error: The error (``jsonschema.ValidationError``).
    """
    place = Place(schema, tuple(error.absolute_path))
    return _contradictions(schema, document, error) or _EXPLAIN.get(error.validator, _other)(error, place)


_RANKS = {
    rule.code: rank
    for rank, rule in enumerate(
        (
            *(BAD_DAY, BAD_INSTANT, WRONG_TYPE, WRONG_KIND, EMPTY, UNKNOWN_FIELD, MISSING_FIELD, NOT_IN_LIST),
            *(MALFORMED, NOT_HERE, REPEATED, OUT_OF_RANGE, DISAGREEING),
        )
    )
}


def rank(violation: Violation) -> int:
    """Return the rank of a violation: of several at one value, the one that says most has the lowest."""
    return _RANKS[violation.rule]


def _additional(error: Any, place: Place) -> Iterator[Violation]:
    known = list(error.schema.get("properties", ()))
    missing = [name for name in known if name not in error.instance]
    unknown = [key for key in error.instance if key not in known]
    expected = f"one of the fields {', '.join(known)}"
    if len(unknown) > MOST_ALIKE:
        yield _at(error, UNKNOWN_FIELD, f"{len(unknown)} unknown fields, such as {shortened(unknown[0])}", expected)
        return
    guesses = {key: guess(key, missing) for key in unknown}
    meant = Counter(near.word for near in guesses.values() if near is not None)
    for key, near in guesses.items():
        yield Violation(
            rule=UNKNOWN_FIELD.code,
            location=Location(path=(*error.absolute_path, key), at_key=True),
            message=f"unknown field {shortened(key)}",
            expected=expected,
            suggestion=Suggestion(word=key, known=missing, typos=place.has_type(error.instance[key], near.word))
            if near is not None and meant[near.word] == 1
            else None,
        )


def _required(error: Any, _: Place) -> Iterator[Violation]:
    for name in error.validator_value:
        if name not in error.instance:
            described = error.schema.get("properties", {}).get(name, {}).get("description", f'the field "{name}"')
            described = _noun(described)
            yield Violation(
                rule=MISSING_FIELD.code,
                location=Location(path=(*error.absolute_path, name)),
                message=f'missing field "{name}"',
                expected=described,
            )


def _type(error: Any, place: Place) -> Iterator[Violation]:
    wanted = error.validator_value if isinstance(error.validator_value, str) else " or ".join(error.validator_value)
    way_out = _other_way_out(place) if error.instance is None and "Absent when" not in _wanted(error) else ""
    if error.instance is None:
        fix: Replacement | None = _removal(place.path)
        message = "null is not a valid value"
    else:
        message = f"{shortened(error.instance)} is not {_TYPES.get(wanted, wanted)}"
        corrected = place.correction(error.instance)
        fix = _replacement(corrected, "unsafe") if corrected is not None else None
    yield _at(
        error, WRONG_TYPE, message, _record(error, way_out) if place.is_record else _wanted(error, way_out), fix=fix
    )


def _other_way_out(place: Place) -> str:
    """Return what else is allowed instead of a value without content."""
    if place.is_item:
        return ", or a list without this item"
    if not place.path and "#" in place.schema:
        return ", or no such line"
    return ", or no field if the value is unknown" if place.is_optional else ""


def _removal(path: Path) -> Replacement:
    """Return a fix that removes a value without content; unsafe for a report, which may mean "the source has none"."""
    return Replacement(text=None, applicability="unsafe" if path[-2:-1] == ("reports",) else "safe")


def _replacement(value: Any, applicability: Applicability) -> Replacement:
    return Replacement(text=json.dumps(value, ensure_ascii=False), applicability=applicability)


def _enum(error: Any, place: Place) -> Iterator[Violation]:
    if error.validator_value is True:  # a flag
        message = f"{shortened(error.instance)} is not a valid value"
        fix = _removal(place.path) if error.instance is False else None
        yield _at(error, NOT_IN_LIST, message, "true, or no field", fix=fix)
        return
    words = [error.validator_value] if error.validator == "const" else error.validator_value
    suggestion = Suggestion(word=error.instance, known=words) if isinstance(error.instance, str) else None
    expected = f"one of {', '.join(map(str, words))}" if len(words) > 1 else f'"{words[0]}"'
    expected += (
        f"; if none fits, see csto-data explain {NOT_IN_LIST.code}" if len(words) > 1 and place.is_of_record else ""
    )
    message = f"{shortened(error.instance)} is not an allowed value"
    yield _at(error, NOT_IN_LIST, message, expected, suggestion=suggestion)


def _pattern(error: Any, place: Place) -> Iterator[Violation]:
    written, pattern = error.instance, error.validator_value
    if len(written) > error.schema.get("maxLength", len(written)):
        return  # a violation of maxLength, which is enough
    if not written.strip():
        yield from _empty(error, place)
    elif (allowed := _other_prefixes(error)) is not None:
        expected = "an id that starts with " + " or ".join(f"{prefix}:" for prefix in allowed)
        what = f"{shortened(written)} is the id of another kind of record"
        yield _at(error, WRONG_KIND, what, expected)
    elif _matches(bare := written.strip(), pattern) and pattern.startswith("^"):
        what = f"{shortened(written)} starts or ends with white space"
        yield _at(error, MALFORMED, what, _wanted(error), fix=_replacement(bare, "safe"))
    else:
        yield _malformed(error, place)


def _malformed(error: Any, place: Place) -> Violation:
    written, pattern = error.instance, error.validator_value
    what = f"{shortened(written)} is not in a valid format"
    if has_look_alike(written) and _matches(unlike(written), pattern):
        what += ": it contains Cyrillic letters that look like Latin ones"
    prefixes = prefixes_in(pattern)
    if _field(error) != "id" and prefixes:
        return _at(error, MALFORMED, what, _wanted(error), suggestion=Suggestion(word=written, prefixes=prefixes))
    if place.is_address:
        fix = _respelled([_percent_encoded(written)], pattern, "unsafe")
    else:
        is_identifier = _field(error) == "id" or place.is_code
        fix = _respelled(_latin_spellings(written), pattern, "safe" if is_identifier else "unsafe")
        fix = fix or _respelled([written.rpartition("/")[2]], pattern, "unsafe")  # the code at the end of an address
    return _at(error, MALFORMED, what, _wanted(error), fix=fix)


def _latin_spellings(written: str) -> Iterator[str]:
    """Iterate over spellings of an id or code with Latin letters, hyphens and another case."""
    latin = unlike(written)
    first, hyphen, rest = latin.partition("-")
    yield from (latin, latin.lower(), latin.upper(), first.lower() + hyphen + rest.upper())


def _percent_encoded(address: str) -> str:
    """Return an address with percent-encoding for all characters that are not visible ASCII characters."""
    return "".join(c if "!" <= c <= "~" else quote(c, safe="", errors="replace") for c in address)


def _other_prefixes(error: Any) -> tuple[str, ...] | None:
    """Return the prefixes that a reference may have if it has another one, or else None."""
    match = _ID.fullmatch(error.instance)
    if match is None or match["prefix"] not in _PREFIXES or ":" not in error.validator_value or _field(error) == "id":
        return None
    allowed = prefixes_in(error.validator_value)
    return allowed if match["prefix"] not in allowed else None


def _field(error: Any) -> str | int | None:
    return error.absolute_path[-1] if error.absolute_path else None


def _matches(text: str, pattern: str) -> bool:
    """Return whether a pattern from ^ to $ matches the text."""
    return re.fullmatch(pattern[1:-1], text) is not None


def _respelled(spellings: Iterable[str], pattern: str, applicability: Applicability) -> Replacement | None:
    """Return a fix that writes a value in the first way that is valid, if any is."""
    valid = next((other for other in spellings if _matches(other, pattern)), None)
    return _replacement(valid, applicability) if valid is not None else None


def _too_long(error: Any, _: Place) -> Iterator[Violation]:
    what = f"{shortened(error.instance)} has {len(error.instance)} characters"
    yield _at(error, MALFORMED, what, f"an id of at most {error.validator_value} characters")


def _format(error: Any, place: Place) -> Iterator[Violation]:
    rule = BAD_INSTANT if error.validator_value == "instant" else BAD_DAY
    cause = error.cause
    fix = _replacement(cause.suggestion, "unsafe") if cause.suggestion else None
    expected = cause.expected or _wanted(error)
    expected += "; if the offset is unknown, use date instead" if rule is BAD_INSTANT and place.has_date else ""
    yield _at(error, rule, cause.problem, expected, fix=fix)


def _contradictions(schema: str, document: Any, error: Any) -> list[Violation]:
    """Return the violated conditions of the class, for an error that comes from its conditions."""
    empty = error.validator == "minProperties"
    if not empty and not {"then", "else"} & {*error.relative_schema_path}:
        return []
    path: Path = tuple(error.absolute_path)
    path = path[:-1] if error.validator in ("not", "const") else path
    root, depth = described_by(schema)
    cls, holder = class_at(root, path[depth:]), document
    for step in path:
        holder = holder[step]
    faults = [fault for condition in conditions_of(cls) if (fault := condition.fault(holder.get))]
    return [
        Violation(
            rule=(EMPTY if empty else MISSING_FIELD if fault.missing else NOT_HERE).code,
            location=Location(path=(*path, fault.field) if fault.field else path),
            message=fault.message,
            expected=fault.expected,
            fix=_removal(path) if empty else None,
        )
        for fault in faults
    ]


def _empty(error: Any, place: Place) -> Iterator[Violation]:
    content = {"minItems": "item", "minProperties": "field"}.get(error.validator, "character")
    expected = f"at least one {content}{_other_way_out(place)}"
    yield _at(error, EMPTY, f"{shortened(error.instance)} is empty", expected, fix=_removal(place.path))


def _repeated(error: Any, _: Place) -> Iterator[Violation]:
    places: dict[str, int] = {}
    firsts = [places.setdefault(comparable(entry), index) for index, entry in enumerate(error.instance)]
    repeated = [index for index, first in enumerate(firsts) if first != index]
    is_many = len(repeated) > MOST_ALIKE
    for index in repeated[:1] if is_many else repeated:
        what = f"{shortened(error.instance[index])} is already in the list, as item {firsts[index] + 1}"
        yield Violation(
            rule=REPEATED.code,
            location=Location(path=(*error.absolute_path, index)),
            message=f"{len(repeated)} items are repeated: {what}" if is_many else what,
            expected="each item once",
            fix=Replacement(text=None, applicability="unsafe"),  # it may be another item, mistyped
            related=((Location(path=(*error.absolute_path, firsts[index])), "first listed here"),),
        )


def _range(error: Any, _: Place) -> Iterator[Violation]:
    side = "at least" if "inimum" in error.validator else "at most"
    expected = f"a number of {side} {error.validator_value}"
    yield _at(error, OUT_OF_RANGE, f"{shortened(error.instance)} is out of range", expected)


def _other(error: Any, _: Place) -> Iterator[Violation]:
    yield _at(error, DISAGREEING, f"{shortened(error.instance)} does not match the schema", _wanted(error))


def _at(
    error: Any,
    rule: Rule,
    message: str,
    expected: str,
    suggestion: Suggestion | None = None,
    fix: Replacement | None = None,
) -> Violation:
    location = Location(path=tuple(error.absolute_path), at_key=rule is NOT_HERE)
    return Violation(
        rule=rule.code, location=location, message=message, expected=expected, suggestion=suggestion, fix=fix
    )


def _record(error: Any, way_out: str) -> str:
    """Return what is expected instead of a record of the wrong type."""
    return f"a record in braces, with the fields {', '.join(error.schema.get('required', ()))}{way_out}"


def _wanted(error: Any, way_out: str = "") -> str:
    """Return the description of the value, with its examples and another way out after the first sentence."""
    described = error.schema.get("description", _TYPES.get(error.schema.get("type"), "a value"))
    shown = _shown(error.schema.get("examples", ()))
    first, stop, rest = described.rstrip(".").partition(". ")
    return _noun(f"{first}{f', such as {shown}' if shown else ''}{way_out}{stop}{rest}")


def _shown(examples: Sequence[Any]) -> str:
    """Return all short examples or else the first one that fits, whole or its first item; empty if none fits."""
    whole = [shortened(example, LONGEST_EXAMPLE + 1) for example in examples]
    short = [text for text in whole if len(text) <= SHORT_EXAMPLE]
    first_items = (shortened(example[:1], LONGEST_EXAMPLE + 1) for example in examples if isinstance(example, list))
    fitting = (text for text in (*whole, *first_items) if len(text) <= LONGEST_EXAMPLE)
    return ", ".join(short) or next(fitting, "")


def _noun(description: str) -> str:
    """Return a description as it continues the word "expected"."""
    text = description.rstrip(".")
    is_name = text[1:2].isupper() or text.startswith(_PROPER_NAMES)
    return text if is_name else text[:1].lower() + text[1:]


_TYPES = {
    "string": "a text in quotation marks",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list in square brackets",
    "object": "an object in braces",
}
_EXPLAIN: dict[str, Callable[[Any, Place], Iterator[Violation]]] = {
    "additionalProperties": _additional,
    "required": _required,
    "dependentRequired": _other,
    "type": _type,
    "enum": _enum,
    "const": _enum,
    "pattern": _pattern,
    "format": _format,
    "minItems": _empty,
    "minLength": _empty,
    "maxLength": _too_long,
    "minProperties": _empty,
    "uniqueItems": _repeated,
    "minimum": _range,
    "maximum": _range,
    "exclusiveMinimum": _range,
    "exclusiveMaximum": _range,
}
