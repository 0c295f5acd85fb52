"""CST3xx: ids and what refers to them."""

from __future__ import annotations

from collections.abc import Iterator

from ...model import Event, Organization, Place, Record
from ...model.references import references
from ..corpus import CHECKS, Corpus, Slip, rule
from ..findings import pointer
from ..mistakes import Elsewhere, Meant

_WITNESS = '"evidence": [{"source": "source:sukhankin-2022"}]}'
_PLACE = f'{{"id": "place:example", "name": "Example", "kind": "city", {_WITNESS}'
_OTHER = f'{{"id": "place:example-2", "name": "Another", "kind": "city", {_WITNESS}'
_IN = '{"id": "place:example", "name": "Example", "kind": "city", "part_of": '
_WIDER = '{"id": "place:example-region", "name": "Example region", "kind": "region",'


@rule(
    "CST301",
    "duplicate-id",
    why="An id names one record only: of two, one would be lost.",
    fails=f"{_PLACE}\n{_PLACE}",
    passes=f"{_PLACE}\n{_OTHER}",
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
    fails=f'{_IN}"place:exmaple-region",\n {_WITNESS}',
    passes=f'{_WIDER} {_WITNESS}\n{_IN}"place:example-region",\n {_WITNESS}',
)
def dangling_references(corpus: Corpus) -> Iterator[Slip]:
    """A reference to a record that is not there."""
    for record in corpus.all(Record):
        for reference in references(record):
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
    fails=f'{_WIDER} "part_of": "place:example-region",\n {_WITNESS}',
    passes=f'{_WIDER} "part_of": "place:central-asia",\n {_WITNESS}',
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


DANGLING = next(found for found, check in CHECKS if check is dangling_references)
