"""CST3xx: ids and what refers to them."""

from __future__ import annotations

from collections.abc import Iterator

from ...errors import nearest_word
from ...model import Organization, Place, Record
from ...model.references import references
from ..corpus import CHECKS, Corpus, Slip, rule
from ..findings import pointer


@rule("CST301", "duplicate-id", why="An id names one record only: of two, one would be lost.")
def duplicate_ids(corpus: Corpus) -> Iterator[Slip]:
    """Two records with the same id."""
    for id, places in corpus.ids.items():
        file, first = places[0]
        for at in places[1:]:
            message = f"the id {id} is taken, by {pointer(first)} in {file}"
            yield Slip(record=id, at=at, path=("id",), message=message, expected="an id of its own")


@rule("CST302", "dangling-reference", why="A reference that leads nowhere says less than it seems to.")
def dangling_references(corpus: Corpus) -> Iterator[Slip]:
    """A reference to a record that is not there."""
    for record in corpus.all(Record):
        for reference in references(record):
            if not corpus.may_have(reference.id):
                alike = (id for id in corpus.ids if id.partition(":")[0] in reference.prefixes)
                yield Slip(
                    record=record.id,
                    path=reference.path,
                    message=f"there is no record {reference.id}",
                    expected=f"the id of a record that is there, beginning with {' or '.join(reference.prefixes)}",
                    suggestion=nearest_word(reference.id, alike),
                )


@rule("CST304", "circular-part", why="Nothing is part of itself, nor of what is part of it.")
def circular_parts(corpus: Corpus) -> Iterator[Slip]:
    """A place or organisation that is, step by step, part of itself."""
    records: list[Place | Organization] = [*corpus.all(Place), *corpus.all(Organization)]
    for record in records:
        chain: list[str] = [record.id]
        outer: str | None = record.part_of
        while outer is not None and outer not in chain:
            chain.append(outer)
            wider = corpus.get(outer, type(record))
            outer = wider.part_of if wider is not None else None
        if outer == record.id:
            message = " is part of ".join([*chain, record.id])
            yield Slip(record=record.id, path=("part_of",), message=message, expected="something wider, or nothing")


DANGLING = next(found for found, check in CHECKS if check is dangling_references)
