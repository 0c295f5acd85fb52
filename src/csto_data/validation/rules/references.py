"""Rules CST3xx: ids, codes and references."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Mapping
from typing import NamedTuple

from ...diagnostics import Location, Path, Replacement, Suggestion, Violation
from ...model import Event, Organization, Place, Record, Source, State, Statement
from ...model.coverage import OfficeCoverage
from ...model.fields import class_at, conditions_of, field_at
from ...model.leaves import ids_in
from ...model.redirects import Redirect
from ...model.references import references
from ...store.layout import MANIFEST
from ..chains import circles, nearest
from ..context import RuleContext
from ..registry import UNIQUE_ID, rule
from ..repetitions import without_repetitions
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
                expected=UNIQUE_ID,
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
    dangling: dict[str, list[tuple[Location, Link]]] = defaultdict(list)
    for place, link in (*_dangling_in_records(context), *_dangling_in_coverage(context)):
        dangling[link.id].append((place, link))
    for id, places in dangling.items():
        new = context.likely_mistyped(id) if id in context.registered else None
        redirect = context.redirected.get(id)
        if new is not None:
            yield mistyped(id, new, places[0][0], "the published id is referenced here", context)
        elif redirect is not None:
            yield from (_redirected(place, redirect, context) for place, _ in places)
        else:
            yield from without_repetitions((_dangling(place, link) for place, link in places), of_ids=True)


def _dangling(place: Location, link: Link) -> Violation:
    suggestion = Suggestion(word=link.id, prefixes=link.prefixes)
    return Violation(location=place, message=link.message, expected=link.expected, suggestion=suggestion)


def _dangling_in_records(context: RuleContext) -> Iterator[tuple[Location, Link]]:
    """Iterate over the dangling references of records with their locations."""
    known: set[str] = set()
    for record in context.checked(Record):
        ids = ids_in(record)
        if not known.issuperset(ids):
            known.update(filter(context.may_have, ids))
            for link in links(record, known):
                yield context.locate(record.id, *link.path), link


def _dangling_in_coverage(context: RuleContext) -> Iterator[tuple[Location, Link]]:
    """Iterate over the dangling references of the coverage in the manifest with their locations."""
    for path, span in covered_spans(context):
        key, of = ("of", span.of) if isinstance(span, OfficeCoverage) else ("organization", span.organization)
        found: list[tuple[str, Path, tuple[str, ...]]] = [(of, (key,), ("org", "state"))]
        found += [(entry.source, ("evidence", i, "source"), ("source",)) for i, entry in enumerate(span.evidence)]
        for id, at, prefixes in found:
            if not context.may_have(id):
                link = Link(id, (*path, *at), prefixes, is_optional=False)
                yield Location(file=MANIFEST, path=link.path), link


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
    return [reference.id for reference in references(record) if reference.path[:length] == path[:length]]


class Link(NamedTuple):
    """A reference to a record.

    Attributes:
        id: The id of the record.
        path: The path of the reference.
        prefixes: The prefixes that are allowed there.
        is_optional: Whether the reference can be omitted.
    """

    id: str
    path: Path
    prefixes: tuple[str, ...]
    is_optional: bool

    @property
    def message(self) -> str:
        """What is wrong if the record does not exist."""
        return f'no record has the id "{self.id}"'

    @property
    def expected(self) -> str:
        """What is expected instead of a reference to no record."""
        allowed = " or ".join(f"{prefix}:..." for prefix in self.prefixes)
        rest = "a new record with this id, or no value" if self.is_optional else "or a new record with this id"
        return f"the id of an existing record ({allowed}), {rest}"


def links(record: Record, known: Container[str]) -> Iterator[Link]:
    """Iterate over the references of a record to ids that are not among the known ones."""
    for reference in references(record):
        if reference.id not in known:
            is_optional = _is_optional(record, reference.path)
            yield Link(reference.id, reference.path, reference.prefixes, is_optional)


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
            record.id: paths
            for cls in classes
            for record in context.checked(cls)
            if (paths := {id: path for path, id in _links(record, field)})
        }
        for circle in circles({id: [*paths] for id, paths in links.items()}):
            first, *others = circle
            yield Violation(
                location=context.locate(first, *links[first][(*circle, first)[1]]),
                message=f"circular {field}: {_shown(circle)}",
                expected="a record that does not lead back to this one, or no value",
                related=tuple((context.locate(other, field), "part of the circle") for other in others),
            )


def _shown(circle: tuple[str, ...]) -> str:
    """Return the ids of a circle, or the first ones and the number of the others."""
    more = len(circle) - MOST_SHOWN
    shown = (*circle[:MOST_SHOWN], f"{more} more") if more > 0 else circle
    return " > ".join((*shown, circle[0]))


MOST_SHOWN = 20
"""The number of records of a circle that a message names."""


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


@rule(
    "CST306",
    "code-id-mismatch",
    scope="record",
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
    scope="record",
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
    scope="references",
    why="Searches by state would find the record in the wrong state.",
    pooled=True,
)
def elsewhere(context: RuleContext) -> Iterator[Violation]:
    """Checks that the states of a place or event are states in which the enclosing place is."""
    located: list[tuple[Place | Event, str, str | None]] = [
        (place, "part_of", place.part_of) for place in context.checked(Place)
    ]
    located += [(event, "place", event.place) for event in context.checked(Event)]
    around = _around(context)
    wrong: dict[str, bool] = {}
    for record, field, location in located:
        known, states = around(location) or (None, ())
        place = context.get(known, Place)
        if place is not None:
            if place.id not in wrong:
                wrong[place.id] = any(_mismatches(place, (around(place.part_of) or (None, ()))[1], context))
            if wrong[place.id]:
                continue  # report the error of the place first
        for index, state in _mismatches(record, states, context):
            yield Violation(
                location=context.locate(record.id, "states", index),
                message=_outside(field, location, known, states, state),
                expected=f'{" or ".join(states)}, another "{field}", or other "states" of {known}'
                if place
                else f'{" or ".join(states)}, or another "{field}"',
                related=((context.locate(place.id, "states"), "the states of the place"),) if place else (),
            )


def _outside(field: str, location: str | None, known: str | None, around: tuple[str, ...], state: str) -> str:
    """Return why the location in a field of a record is not in a state."""
    if known == location and (location,) == around:
        return f'"{field}" is {location}, not {state}'
    through = f" through {known}" if known not in (location, *around) else ""
    return f'"{field}" is {location}, which is in {" and ".join(around)}{through}, not in {state}'


def _mismatches(record: Place | Event, around: tuple[str, ...], context: RuleContext) -> Iterator[tuple[int, str]]:
    """Iterate over the states of a record, with their indexes, in which its location is not."""
    known = around and all(map(context.may_have, around))
    for index, state in enumerate(record.states) if known else ():
        if state not in around and context.may_have(state):
            yield index, state


def _around(context: RuleContext) -> Callable[[str | None], tuple[str, tuple[str, ...]] | None]:
    """Return a function that returns a location, or else the first enclosing place with states, and these states."""

    def known(location: str) -> tuple[str, tuple[str, ...]] | None:
        if location.startswith("state:"):
            return location, (location,)
        place = context.get(location, Place)
        return (location, place.states) if place is not None and place.states else None

    def outer(location: str) -> str | None:
        place = context.get(location, Place)
        return place.part_of if place is not None else None

    return nearest(known, outer)
