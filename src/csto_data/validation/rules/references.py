"""CST3xx: ids and what refers to them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...model import Event, Organization, Place, Record, State
from ...model.fields import CODES
from ..corpus import Corpus, Slip
from ..findings import pointer
from ..mistakes import Elsewhere, Meant
from ..registry import declare, rule


@rule(
    "CST301",
    "duplicate-id",
    why="An id names one record only: of two, one would be lost.",
)
def duplicate_ids(corpus: Corpus) -> Iterator[Slip]:
    """Two records with the same id."""
    for id, places in corpus.ids.items():
        file, first = places[0]
        for at in places[1:]:
            message = f"the id {id} is taken, by {pointer(first)} in {file}"
            stood = (Elsewhere(file=file, path=(*first, "id"), message="it stood here first"),)
            expected = "an id of its own"
            yield Slip(record=id, at=at, path=("id",), message=message, expected=expected, related=stood)


@rule(
    "CST302",
    "dangling-reference",
    why="A reference that leads nowhere says less than it seems to.",
)
def dangling_references(corpus: Corpus) -> Iterator[Slip]:
    """A reference to a record that is not there."""
    for record, reference in corpus.references:
        if not corpus.may_have(reference.id):
            yield Slip(
                record=record.id,
                path=reference.path,
                message=f"there is no record {reference.id}",
                expected=f"the id of a record that is there, beginning with {' or '.join(reference.prefixes)}",
                meant=Meant(word=reference.id, prefixes=reference.prefixes),
            )


@rule(
    "CST304",
    "circular-part",
    why="Nothing is part of itself, nor of what is part of it; nothing succeeds itself.",
)
def circular_parts(corpus: Corpus) -> Iterator[Slip]:
    """A place, organisation or event that is, step by step, part of itself, or an organisation its own predecessor."""
    # a ring of several is one mistake, told of the first of them by id
    records: list[tuple[str, Place | Organization | Event]] = [("part_of", place) for place in corpus.all(Place)]
    records += [("part_of", event) for event in corpus.all(Event)]
    records += [(field, body) for body in corpus.all(Organization) for field in ("part_of", "predecessor")]
    for field, record in records:
        chain: list[str] = [record.id]
        outer: str | None = getattr(record, field)
        while outer is not None and outer not in chain:
            chain.append(outer)
            wider = corpus.get(outer, type(record))
            outer = getattr(wider, field) if wider is not None else None
        if outer == record.id == min(chain):
            linked = " is part of " if field == "part_of" else " follows "
            message = linked.join([*chain, record.id])
            doubts = tuple((other, field) for other in chain[1:])
            expected = "another record, or nothing"
            yield Slip(record=record.id, path=(field,), message=message, expected=expected, doubts=doubts)


@rule(
    "CST305",
    "code-twice",
    why="A code joins a record to other data: one that two records have joins one of them to the wrong thing.",
)
def codes_twice(corpus: Corpus) -> Iterator[Slip]:
    """A code that two records of one kind have: one of ISO 3166, Correlates of War, Wikidata, GeoNames, ..."""
    taken: dict[tuple[type[Record], str, Any], str] = {}
    for record in corpus.all(Record):
        for field in CODES - {"iso_alpha3"}:  # of that each state has the one in its id
            code = getattr(record, field, None)
            other = taken.setdefault((type(record), field, code), record.id)
            if code is not None and other != record.id:
                message = f"{field} {code} is that of {other}"
                doubts = ((other, field),)
                yield Slip(
                    record=record.id, path=(field,), message=message, expected="a code of its own", doubts=doubts
                )


@rule(
    "CST306",
    "code-against-id",
    why="The id of a state is made of its code; where the two differ, one of them is that of another state.",
)
def codes_against_ids(corpus: Corpus) -> Iterator[Slip]:
    """A state whose ISO 3166-1 alpha-3 code is not the one in its id."""
    for state in corpus.all(State):
        in_id = state.id.removeprefix("state:")
        if state.iso_alpha3 not in (None, in_id):
            message = f"{state.id} has the code {state.iso_alpha3}"
            yield Slip(record=state.id, path=("iso_alpha3",), message=message, expected=f"{in_id}, or another id")


@rule(
    "CST308",
    "elsewhere",
    why="What lies in a place, or happens there, lies or happens in a state in which the place does.",
)
def elsewhere(corpus: Corpus) -> Iterator[Slip]:
    """A place or event in a state in which the place that it is in does not lie."""
    misplaced = {place.id for place in corpus.all(Place) if any(_strays(place, place.part_of, corpus))}
    located: list[tuple[Place | Event, str, str | None]] = [
        (place, "part_of", place.part_of) for place in corpus.all(Place)
    ]
    located += [(event, "place", event.place) for event in corpus.all(Event)]
    for record, field, location in located:
        known, around = _around(location, corpus)
        if known in misplaced:  # what lies there is judged when that is mended
            continue
        for index, state in _strays(record, location, corpus):
            message = f"{location} lies in {' and '.join(around)}, not in {state}"
            expected = "a state in which it lies, or another place"
            doubts = ((record.id, field),)
            yield Slip(record=record.id, path=("states", index), message=message, expected=expected, doubts=doubts)


def _strays(record: Place | Event, location: str | None, corpus: Corpus) -> Iterator[tuple[int, str]]:
    """The states of a record, with their places in it, in which the location does not lie."""
    _, around = _around(location, corpus)
    for index, state in enumerate(record.states):
        if around and state not in around and all(map(corpus.may_have, (state, *around))):
            yield index, state


def _around(location: str | None, corpus: Corpus) -> tuple[str | None, tuple[str, ...]]:
    """The location, or else the first place around it, of which it is known in which states it lies; and these."""
    chain: list[str] = []
    while location is not None and location not in chain:
        if location.startswith("state:"):
            return location, (location,)
        place = corpus.get(location, Place)
        if place is None or place.states:
            return location, place.states if place is not None else ()
        chain.append(location)
        location = place.part_of
    return None, ()


LOST_ID = declare(
    "CST307",
    "lost-id",
    "An id in the register of ids (ids.txt, beside the manifest) that no record has any more; or a line there that is "
    "no id, or out of order.",
    "An id is for ever: others have cited it, and joined their data by it.",
)
