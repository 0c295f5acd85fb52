"""Rules CST3xx: ids, codes and references."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from ...diagnostics import Location, Path, Replacement, Suggestion, Violation
from ...model import KINDS, Event, Organization, Place, Record, Source, State, Statement
from ...model.coverage import OfficeCoverage
from ...model.fields import class_at, conditions_of, external_codes, field_at, fields_of
from ...model.redirects import Redirect
from ...store.layout import MANIFEST
from ..context import RuleContext, references_of
from ..registry import rule
from .coverage import covered_spans
from .id_register import mistyped


@rule(
    "CST301",
    "duplicate-id",
    why="A duplicate id makes one of the two records unreachable.",
    blocks_loading=True,
)
def duplicate_ids(context: RuleContext) -> Iterator[Violation]:
    """Checks that no two records have the same id."""
    for id, (first, *others) in context.ids.items():
        for place in others:
            yield Violation(
                location=Location(file=place.file, path=(*place.path, "id"), record=id),
                message=f'duplicate id "{id}"',
                expected="an id that no other record has",
                related=((Location(file=first.file, path=(*first.path, "id"), record=id), "first defined here"),),
            )


@rule(
    "CST302",
    "dangling-reference",
    why="References to missing records break lookups and joins.",
    requires=("CST301",),
    blocks_loading=True,
)
def dangling_references(context: RuleContext) -> Iterator[Violation]:
    """Checks that every referenced record exists.

    A record whose id looks like a mistyped published id is reported instead of the references to it.
    """
    dangling: dict[str, list[_Dangling]] = defaultdict(list)
    for id, found in (*_dangling_in_records(context), *_dangling_in_coverage(context)):
        dangling[id].append(found)
    for id, places in dangling.items():
        new = context.likely_mistyped(id) if id in context.registered else None
        redirect = context.redirected.get(id)
        if new is not None:
            yield mistyped(id, new, places[0].location, "the published id is referenced here", context)
        elif redirect is not None:
            yield from (_redirected(place.location, redirect, context) for place in places)
        else:
            for place in places:
                yield Violation(
                    location=place.location,
                    message=f'no record has the id "{id}"',
                    expected=_existing(place.prefixes, is_optional=place.is_optional),
                    suggestion=Suggestion(word=id, prefixes=place.prefixes),
                )


class _Dangling(NamedTuple):
    """The place of a dangling reference, the prefixes that it may have, and whether it may be omitted."""

    location: Location
    prefixes: tuple[str, ...]
    is_optional: bool = False


def _dangling_in_records(context: RuleContext) -> Iterator[tuple[str, _Dangling]]:
    """Iterate over the dangling references of records, each with its id."""
    for record in context.checked(Record):
        for reference in references_of(record):
            if not context.may_have(reference.id):
                place, is_optional = context.locate(record.id, *reference.path), _is_optional(record, reference.path)
                yield reference.id, _Dangling(place, reference.prefixes, is_optional)


def _dangling_in_coverage(context: RuleContext) -> Iterator[tuple[str, _Dangling]]:
    """Iterate over the dangling references of the coverage in the manifest, each with its id."""
    for path, span in covered_spans(context):
        key, of = ("of", span.of) if isinstance(span, OfficeCoverage) else ("organization", span.organization)
        found: list[tuple[str, Path, tuple[str, ...]]] = [(of, (key,), ("org", "state"))]
        found += [(entry.source, ("evidence", i, "source"), ("source",)) for i, entry in enumerate(span.evidence)]
        for id, at, prefixes in found:
            if not context.may_have(id):
                yield id, _Dangling(Location(file=MANIFEST, path=(*path, *at)), prefixes)


def _redirected(place: Location, redirect: Redirect, context: RuleContext) -> Violation:
    """Return the violation of a reference to a record that was merged, split or withdrawn.

    A merged one has a fix, unless the other id is in the same list, too: then one of the two has to go.
    """
    found = context.place(place.record or "")
    others = _beside(place.path[len(found.path) :], found.record) if found is not None else []
    ids = " or ".join(redirect.to)
    how = {"merged": f"was merged into {ids}", "split": f"was split into {ids}", "withdrawn": "was withdrawn"}
    return Violation(
        location=place,
        message=f"{redirect.id} {how[redirect.kind]}: {redirect.reason.rstrip('.')}",
        expected=ids or "the id of another record, or no value",
        fix=Replacement(json.dumps(ids), "safe") if redirect.kind == "merged" and ids not in others else None,
    )


def _beside(path: Path, record: Record) -> list[str]:
    """Return the ids in the list with the reference at a path of a record; none if the reference is in no list."""
    length = next((at for at in (len(path) - 1, len(path) - 2) if isinstance(path[at], int)), None)
    if length is None:
        return []
    return [reference.id for reference in references_of(record) if reference.path[:length] == path[:length]]


def _existing(prefixes: tuple[str, ...], *, is_optional: bool) -> str:
    """Return what is expected instead of a dangling reference."""
    allowed = " or ".join(f"{prefix}:..." for prefix in prefixes)
    rest = "a new record with this id, or no value" if is_optional else "or a new record with this id"
    return f"the id of an existing record ({allowed}), {rest}"


def _is_optional(record: Record, path: Path) -> bool:
    """Return whether the reference at a path of a record can be omitted."""
    names = [step for step in path if isinstance(step, str)]
    holder = class_at(type(record), path[: path.index(names[-1])])
    field = field_at(type(record), path)
    starts = (start for condition in conditions_of(holder) for start in condition.starts)
    return field is not None and not field.required and not any(names[-1] in start for start in starts)


@rule(
    "CST304",
    "circular-reference",
    why="Following a circular chain never ends, and nothing can contain or cause itself.",
)
def circular_references(context: RuleContext) -> Iterator[Violation]:
    """Checks that nothing is part, predecessor, copy, cause or answer of itself, directly or through others.

    This applies to part_of, predecessor, via, in_reply_to and because_of.
    """
    for field, classes in _CHAINS.items():
        links = {
            record.id: {id: path for path, id in _links(record, field)}
            for cls in classes
            for record in context.checked(cls)
        }
        for circle in _circles(links):
            first, *others = circle
            yield Violation(
                location=context.locate(first, *links[first][(*circle, first)[1]]),
                message=f"circular {field}: {' > '.join((*circle, first))}",
                expected="a record that does not lead back to this one, or no value",
                related=tuple((context.locate(other, field), "part of the circle") for other in others),
            )


_CHAINS: Mapping[str, tuple[type[Record], ...]] = {
    "part_of": (Place, Event, Organization),
    "predecessor": (Organization,),
    "via": (Source,),
    "in_reply_to": (Statement,),
    "because_of": (Event,),
}
"""The fields that may not lead from a record back to itself, with the classes that have them."""


def _links(record: Record, field: str) -> Iterator[tuple[Path, str]]:
    """Iterate over the ids in a field, one or several, with their paths."""
    found = getattr(record, field)
    if isinstance(found, tuple):
        yield from (((field, index), id) for index, id in enumerate(found))
    elif found is not None:
        yield (field,), found


def _circles(links: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, ...]]:
    """Iterate over circles, each beginning with its first id; every record is visited once."""
    finished: set[str] = set()
    for start in links:
        chain: dict[str, Iterator[str]] = {start: iter(links[start])} if start not in finished else {}
        while chain:
            current = next(reversed(chain))
            following = next(chain[current], None)
            if following is None:
                chain.popitem()
                finished.add(current)
            elif following in chain:
                ids = [*chain]
                circle = ids[ids.index(following) :]
                at = circle.index(min(circle))
                yield (*circle[at:], *circle[:at])
            elif following in links and following not in finished:
                chain[following] = iter(links[following])


@rule(
    "CST305",
    "duplicate-code",
    why="Codes link records to other datasets; a duplicate links one of the two to the wrong entity.",
)
def codes_twice(context: RuleContext) -> Iterator[Violation]:
    """Checks that no two records of a kind have the same external code (ISO 3166, Correlates of War, Wikidata, ...)."""
    taken: dict[tuple[type[Record], str, Any], str] = {}
    coded = [
        kind.record_class for kind in KINDS.values() if not external_codes().isdisjoint(fields_of(kind.record_class))
    ]
    for record in (record for cls in coded for record in context.compared(cls)):
        for field in external_codes() - {"iso_alpha3"}:  # which is part of the id of a state
            code = getattr(record, field, None)
            other = taken.setdefault((type(record), field, code), record.id) if code is not None else record.id
            if other != record.id:
                yield Violation(
                    location=context.locate(record.id, field),
                    message=f"{field} {code} is already the code of {other}",
                    expected="a code that no other record of this kind has",
                    related=((context.locate(other, field), "the other record with this code"),),
                )


@rule(
    "CST306",
    "code-id-mismatch",
    why="The id of a state is made of its ISO code; if the two differ, one of them belongs to another state.",
    requires=("CST301", "CST302"),
)
def codes_against_ids(context: RuleContext) -> Iterator[Violation]:
    """Checks that the ISO 3166-1 alpha-3 code of a state is the one in its id."""
    for state in context.checked(State):
        in_id = state.id.removeprefix("state:")
        if state.iso_alpha3 not in (None, in_id):
            yield Violation(
                location=context.locate(state.id, "iso_alpha3"),
                message=f'iso_alpha3 is "{state.iso_alpha3}", but the id is {state.id}',
                expected=f'"{in_id}", or the id state:{state.iso_alpha3}',
            )


@rule(
    "CST311",
    "date-in-id",
    severity="warning",
    why="An id never changes, but a date may turn out to be wrong.",
)
def dates_in_ids(context: RuleContext) -> Iterator[Violation]:
    """Checks that no id contains a full date."""
    for record in context.checked(Record):
        if (found := _DATE.search(record.id)) is not None:
            yield Violation(
                location=context.locate(record.id, "id"),
                message=f'the id contains the date "{found[0]}"',
                expected="an id of a few words, with a year if necessary",
            )


_DATE = re.compile(r"(?<!\d)(1\d|20)\d\d-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?!\d)")


@rule(
    "CST308",
    "state-mismatch",
    why="Searches by state would find the record in the wrong state.",
)
def elsewhere(context: RuleContext) -> Iterator[Violation]:
    """Checks that the states of a place or event are states in which the enclosing place is."""
    located: list[tuple[Place | Event, str, str | None]] = [
        (place, "part_of", place.part_of) for place in context.checked(Place)
    ]
    located += [(event, "place", event.place) for event in context.checked(Event)]
    for record, field, location in located:
        known, around = _around(location, context)
        place = context.get(known, Place)
        if place is not None and any(_mismatches(place, place.part_of, context)):
            continue  # report the error of the place first
        for index, state in _mismatches(record, location, context):
            yield Violation(
                location=context.locate(record.id, "states", index),
                message=_outside(field, location, known, around, state),
                expected=f'{" or ".join(around)}, another "{field}", or other "states" of {known}'
                if place
                else f'{" or ".join(around)}, or another "{field}"',
                related=((context.locate(place.id, "states"), "the states of the place"),) if place else (),
            )


def _outside(field: str, location: str | None, known: str | None, around: tuple[str, ...], state: str) -> str:
    """Return why the location in a field of a record is not in a state."""
    if known == location and (location,) == around:
        return f'"{field}" is {location}, not {state}'
    through = f" through {known}" if known not in (location, *around) else ""
    return f'"{field}" is {location}, which is in {" and ".join(around)}{through}, not in {state}'


def _mismatches(record: Place | Event, location: str | None, context: RuleContext) -> Iterator[tuple[int, str]]:
    """Iterate over the states of a record, with their indexes, in which the location is not."""
    _, around = _around(location, context)
    for index, state in enumerate(record.states):
        if around and state not in around and all(map(context.may_have, (state, *around))):
            yield index, state


def _around(location: str | None, context: RuleContext) -> tuple[str | None, tuple[str, ...]]:
    """Return the location, or else the first enclosing place with known states, and these states."""
    chain: list[str] = []
    while location is not None and location not in chain:
        if location.startswith("state:"):
            return location, (location,)
        place = context.get(location, Place)
        if place is None or place.states:
            return location, place.states if place is not None else ()
        chain.append(location)
        location = place.part_of
    return None, ()
