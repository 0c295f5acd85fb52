"""Follow references from record to record, such as ``part_of``, in time that is linear in the number of records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")


def nearest(
    wanted: Callable[[str], T | None], following: Callable[[str], str | None]
) -> Callable[[str | None], T | None]:
    """Return a function that returns the first result along the chain that begins with an id, or None.

    Args:
        wanted: A function that returns the result for an id, or None to continue with the next id of the chain.
        following: A function that returns the next id of a chain, or None at its end.

    Example:
        >>> outer = {"room": "house", "house": "city"}
        >>> find = nearest(lambda id: id.upper() if id == "city" else None, outer.get)
        >>> find("room"), find("sea")
        ('CITY', None)
    """
    known: dict[str | None, T | None] = {None: None}

    def find(id: str | None) -> T | None:
        chain: list[str] = []
        while id is not None and id not in known:
            known[id] = wanted(id)
            chain.append(id)
            id = id if known[id] is not None else following(id)
        found = known[id]
        known.update(dict.fromkeys(chain, found))
        return found

    return find


def circles(links: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """Iterate over circles; each has a record that is in no circle before.

    The first id of a circle is the lowest one.

    Args:
        links: The ids to which each id leads.

    Example:
        >>> list(circles({"a": ["b"], "b": ["c"], "c": ["b"]}))
        [('b', 'c')]
    """
    finished: set[str] = set()
    for start in links:
        if start not in finished:
            yield from _circles_from(start, links, finished)


def _circles_from(start: str, links: Mapping[str, Sequence[str]], finished: set[str]) -> Iterator[tuple[str, ...]]:
    """Iterate over the circles that are found from one id; ``finished`` are the ids that were visited before."""
    chain, due = [start], [iter(links[start])]
    places = {start: 0}
    new = [0]
    """The places in the chain of the ids that are in no circle so far."""
    while due:
        following = next(due[-1], None)
        if following is None:
            due.pop()
            finished.add(last := chain.pop())
            place = places.pop(last)
            if new and new[-1] == place:
                new.pop()
        elif following in places:
            if new and new[-1] >= places[following]:
                circle = chain[places[following] :]
                while new and new[-1] >= places[following]:
                    new.pop()
                yield _from_lowest(circle)
        elif following in links and following not in finished:
            places[following] = len(chain)
            new.append(len(chain))
            chain.append(following)
            due.append(iter(links[following]))


def _from_lowest(circle: list[str]) -> tuple[str, ...]:
    """Return a circle from its lowest id on."""
    at = circle.index(min(circle))
    return (*circle[at:], *circle[:at])
