"""Checks a document against its schema, and returns one violation for each place that does not match."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from functools import cache
from typing import Any

from attrs import evolve

from ..diagnostics import Location, Path, Violation
from ..serialization.schemas import fast_validator, schemas, validator
from ..suggestions import guess
from .repetitions import without_repetitions
from .rules.schema import MISSING_FIELD, UNKNOWN_FIELD
from .schema_errors import explained, rank
from .schema_place import Place, described_by


def schema_violations(schema: str, document: Any) -> list[Violation]:
    """Return a violation for each place where a document does not match its schema.

    ``schema`` is the name of a file, with or without a part after ``#``. jsonschema is slow, so it explains only what
    jsonschema-rs, of the extra ``fast``, or the converter does not accept.
    """
    return _without_consequences(schema, document, without_repetitions(_violations(schema, document)))


def _violations(schema: str, document: Any) -> list[Violation]:
    """Return a violation for each place, also where it repeats another one or follows from it."""
    if _acceptor(schema)(document):
        return []
    found = _in_invalid_records(schema, document)
    unknown = [violation for violation in found.values() if violation.rule == UNKNOWN_FIELD.code]
    corrected = _with_likely_names(document, unknown)
    if corrected is None:
        return [*found.values()]
    remaining = {violation.location.path for violation in _violations(schema, corrected)}
    return [v for path, v in found.items() if v.rule == UNKNOWN_FIELD.code or path in remaining]


def _without_consequences(schema: str, document: Any, found: list[Violation]) -> list[Violation]:
    """Return violations without those of a required field that an object probably has under an unknown name.

    That is so if the object has only one unknown field that is not misspelt, misses only one required field, and the
    value fits.
    """
    objects: dict[Path, list[Violation]] = {}
    for violation in found:
        if (violation.rule == UNKNOWN_FIELD.code and violation.suggestion is None) or _is_required(schema, violation):
            objects.setdefault(violation.location.path[:-1], []).append(violation)
    joined: dict[Path, Violation | None] = {}
    for path, violations in objects.items():
        match sorted(violations, key=lambda violation: violation.rule != UNKNOWN_FIELD.code):
            case [unknown, missing] if unknown.rule != missing.rule:
                name = str(missing.location.path[-1])
                if Place(schema, path).has_type(_at(document, unknown.location.path), name):
                    joined[missing.location.path] = None
                    joined[unknown.location.path] = evolve(
                        unknown,
                        message=f'{unknown.message}, and no field "{name}"',
                        expected=f'"{name}" ({missing.expected}), if that is meant; '
                        f"otherwise add it, and use {unknown.expected}",
                    )
    after = (joined.get(violation.location.path, violation) for violation in found)
    return [violation for violation in after if violation is not None]


def _is_required(schema: str, violation: Violation) -> bool:
    """Return whether a required field is missing, and not one that a condition between fields requires."""
    path = violation.location.path
    return violation.rule == MISSING_FIELD.code and Place(schema, path[:-1]).requires(str(path[-1]))


def _at(document: Any, path: Path) -> Any:
    """Return the value at a path in a document."""
    for step in path:
        document = document[step]
    return document


def _acceptor(schema: str) -> Callable[[Any], bool]:
    """Return a function that accepts only values that match a schema, and nearly all of them."""
    return fast_validator(schema) or by_converter(schema)


@cache
def by_converter(schema: str) -> Callable[[Any], bool]:
    """Return the same without the extra ``fast``: a function that accepts what the converter accepts."""
    from ..serialization.converter import accepts  # noqa: PLC0415  # cattrs, which the extra makes unnecessary

    cls, depth = described_by(schema)
    if not depth:
        return lambda value: accepts(cls, value)
    address = re.compile(schemas()[schema]["properties"]["$schema"]["pattern"].replace("$", r"\Z"))

    def accepts_file(document: Any) -> bool:
        if not isinstance(document, dict) or document.keys() != {"$schema", "records"}:
            return False
        location, records = document["$schema"], document["records"]
        has_address = isinstance(location, str) and address.search(location) is not None
        return has_address and isinstance(records, list) and all(accepts(cls, raw) for raw in records)

    return accepts_file


def _in_invalid_records(schema: str, document: Any) -> dict[Path, Violation]:
    """Return what is wrong at each path, like ``_by_path``, which sees only the records that are not valid."""
    has_records = "#" not in schema and described_by(schema)[1] > 0
    records = document.get("records") if isinstance(document, dict) else None
    if not has_records or not records or not isinstance(records, list):
        return _by_path(schema, document)
    wrong = _invalid_records(schema, records)
    found = _by_path(schema, {**document, "records": [records[index] for index in wrong]})
    moved = [_moved(violation, wrong) for violation in found.values()]
    return {violation.location.path: violation for violation in moved}


def _invalid_records(schema: str, records: list[Any]) -> list[int]:
    """Return the indexes of the records that are not valid; if all are valid, of the first one."""
    accepts = _acceptor(f"{schema}#/$defs/record")
    return [index for index, raw in enumerate(records) if not accepts(raw)] or [0]


def _moved(violation: Violation, indexes: list[int]) -> Violation:
    """Return a violation in one of some records with the index of the record among all."""

    def moved(place: Location) -> Location:
        match place.path:
            case ("records", int() as index, *rest):
                return place._replace(path=("records", indexes[index], *rest))
        return place

    related = tuple((moved(place), label) for place, label in violation.related)
    return evolve(violation, location=moved(violation.location), related=related)


def _by_path(schema: str, document: Any) -> dict[Path, Violation]:
    """Return what is wrong at each path: of several violations, the one that says most."""
    found: dict[Path, Violation] = {}
    for error in validator(schema).iter_errors(document):
        for violation in explained(schema, document, error):
            path = violation.location.path
            if path not in found or rank(violation) < rank(found[path]):
                found[path] = violation
    return found


def _with_likely_names(document: Any, unknown: list[Violation]) -> Any:
    """Return the document with probably misspelt fields renamed, or None where there are none.

    Violations that remain in the copy are not consequences of a misspelt name.
    """
    meant = [violation for violation in unknown if violation.suggestion is not None]
    document, found = copy.deepcopy(document) if meant else None, False
    for violation in meant:
        wanted = violation.suggestion
        near = guess(wanted.word, wanted.known) if wanted is not None else None
        holder = document
        for step in violation.location.path[:-1]:
            holder = holder[step]
        if near is not None and near.word not in holder:
            holder[near.word], found = holder.pop(violation.location.path[-1]), True
    return document if found else None
