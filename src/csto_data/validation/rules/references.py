"""CST3xx: ids and what refers to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from ...diagnostics import Location, Suggestion, Violation, pointer
from ...model import KINDS, Event, Organization, Place, Record, State
from ...model.coverage import OfficeCoverage
from ...model.fields import external_codes, fields_of
from ...store.layout import MANIFEST
from ..context import RuleContext, references_of
from ..registry import rule
from .coverage import covered_spans
from .id_register import mistyped


@rule(
    "CST301",
    "duplicate-id",
    why="An id names one record only: of two, one would be lost.",
    blocks_loading=True,
)
def duplicate_ids(context: RuleContext) -> Iterator[Violation]:
    """Two records with the same id."""
    for id, (first, *others) in context.ids.items():
        for place in others:
            yield Violation(
                location=Location(file=place.file, path=(*place.path, "id"), record=id),
                message=f"the id {id} is taken, by {pointer(first.path)} in {first.file}",
                expected="an id of its own",
                related=((Location(file=first.file, path=(*first.path, "id"), record=id), "it stood here first"),),
            )


@rule(
    "CST302",
    "dangling-reference",
    why="A reference that leads nowhere says less than it seems to.",
    requires=("CST301",),
    blocks_loading=True,
)
def dangling_references(context: RuleContext) -> Iterator[Violation]:
    """A reference to a record that is not there; or a record whose id is probably a published one, mistyped."""
    dangling: dict[str, list[tuple[Location, tuple[str, ...]]]] = defaultdict(list)
    for record in context.checked(Record):
        for reference in references_of(record):
            if not context.may_have(reference.id):
                dangling[reference.id].append((context.locate(record.id, *reference.path), reference.prefixes))
    for path, span in covered_spans(context):
        key, of = ("of", span.of) if isinstance(span, OfficeCoverage) else ("organization", span.organization)
        if not context.may_have(of):
            dangling[of].append((Location(file=MANIFEST, path=(*path, key)), ("org", "state")))
    for id, places in dangling.items():
        new = context.likely_mistyped(id) if id in context.registered else None
        if new is not None:
            yield mistyped(id, new, places[0][0], f"{id} is referred to here", context)
            continue
        for place, prefixes in places:
            yield Violation(
                location=place,
                message=f"there is no record {id}",
                expected=f"the id of a record that is there, beginning with {' or '.join(prefixes)}",
                suggestion=Suggestion(word=id, prefixes=prefixes),
            )


@rule(
    "CST304",
    "circular-part",
    why="Nothing is part of itself, nor of what is part of it; nothing succeeds itself.",
)
def circular_parts(context: RuleContext) -> Iterator[Violation]:
    """A place, organisation or event that is, step by step, part of itself, or an organisation its own predecessor."""
    # a ring of several is one violation, at the first of them by id
    records: list[tuple[str, Place | Organization | Event]] = [("part_of", place) for place in context.checked(Place)]
    records += [("part_of", event) for event in context.checked(Event)]
    records += [(field, body) for body in context.checked(Organization) for field in ("part_of", "predecessor")]
    for field, record in records:
        chain: list[str] = [record.id]
        outer: str | None = getattr(record, field)
        while outer is not None and outer not in chain:
            chain.append(outer)
            wider = context.get(outer, type(record))
            outer = getattr(wider, field) if wider is not None else None
        if outer == record.id == min(chain):
            linked = " is part of " if field == "part_of" else " follows "
            yield Violation(
                location=context.locate(record.id, field),
                message=linked.join([*chain, record.id]),
                expected="another record, or nothing",
                related=tuple((context.locate(other, field), "this leads back to it") for other in chain[1:]),
            )


@rule(
    "CST305",
    "code-twice",
    why="A code joins a record to other data: one that two records have joins one of them to the wrong thing.",
)
def codes_twice(context: RuleContext) -> Iterator[Violation]:
    """A code that two records of one kind have: one of ISO 3166, Correlates of War, Wikidata, GeoNames, ..."""
    taken: dict[tuple[type[Record], str, Any], str] = {}
    coded = [
        kind.record_class for kind in KINDS.values() if not external_codes().isdisjoint(fields_of(kind.record_class))
    ]
    for record in (record for cls in coded for record in context.compared(cls)):
        for field in external_codes() - {"iso_alpha3"}:  # of that each state has the one in its id
            code = getattr(record, field, None)
            other = taken.setdefault((type(record), field, code), record.id) if code is not None else record.id
            if other != record.id:
                yield Violation(
                    location=context.locate(record.id, field),
                    message=f"{field} {code} is that of {other}",
                    expected="a code of its own",
                    related=((context.locate(other, field), "the other record with this code"),),
                )


@rule(
    "CST306",
    "code-against-id",
    why="The id of a state is made of its code; where the two differ, one of them is that of another state.",
    requires=("CST301", "CST302"),
)
def codes_against_ids(context: RuleContext) -> Iterator[Violation]:
    """A state whose ISO 3166-1 alpha-3 code is not the one in its id."""
    for state in context.checked(State):
        in_id = state.id.removeprefix("state:")
        if state.iso_alpha3 not in (None, in_id):
            yield Violation(
                location=context.locate(state.id, "iso_alpha3"),
                message=f"{state.id} has the code {state.iso_alpha3}",
                expected=f"{in_id}, or another id",
            )


@rule(
    "CST308",
    "elsewhere",
    why="What lies in a place, or happens there, lies or happens in a state in which the place does.",
)
def elsewhere(context: RuleContext) -> Iterator[Violation]:
    """A place or event in a state in which the place that it is in does not lie."""
    located: list[tuple[Place | Event, str | None]] = [(place, place.part_of) for place in context.checked(Place)]
    located += [(event, event.place) for event in context.checked(Event)]
    for record, location in located:
        known, around = _around(location, context)
        place = context.get(known, Place)
        if place is not None and any(_strays(place, place.part_of, context)):
            continue  # this is judged once that is corrected
        for index, state in _strays(record, location, context):
            yield Violation(
                location=context.locate(record.id, "states", index),
                message=f"{location} lies in {' and '.join(around)}, not in {state}",
                expected="a state in which it lies, or another place",
            )


def _strays(record: Place | Event, location: str | None, context: RuleContext) -> Iterator[tuple[int, str]]:
    """Iterate over the states of a record, with their indexes, in which the location does not lie."""
    _, around = _around(location, context)
    for index, state in enumerate(record.states):
        if around and state not in around and all(map(context.may_have, (state, *around))):
            yield index, state


def _around(location: str | None, context: RuleContext) -> tuple[str | None, tuple[str, ...]]:
    """Return the location, or else the first place around it, whose states are known; and these."""
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
