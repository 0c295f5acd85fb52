"""The register of ids: every id that was ever published, one a line, in order, beside the manifest of a dataset."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from ..model import KINDS
from .corpus import Corpus
from .mistakes import Meant

REGISTER = "ids.txt"
_ID = re.compile(rf"(?:{'|'.join(kind.prefix for kind in KINDS.values())}):[A-Za-z0-9-]+")

Lapse: TypeAlias = tuple[tuple[int, int], str, str, Meant | None]
"""From where to where it stands in the text, what is wrong, what was expected, what was meant."""


def lapses(text: str, corpus: Corpus) -> Iterator[Lapse]:
    """Ids that no record has any more, and lines that are no id in its place.

    What was meant for an id that is gone is a record that is new: one whose id is not in the register. Where two
    records have one id, one of them may be the record that is missed: that is another mistake.
    """
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    registered = set(lines)
    taken = {_prefix(id) for id, places in corpus.ids.items() if len(places) > 1}
    start, before = 0, ""
    for id in lines:
        span = (start, start + len(id))
        if not _ID.fullmatch(id):
            yield span, "this line holds no id", "one id a line, such as state:KAZ, and nothing else", None
        elif id <= before:
            place = "twice" if id == before else f"after {before}"
            yield span, f"{id} stands {place}", "each id once, in the order of their characters", None
        elif not corpus.may_have(id) and _prefix(id) not in taken:
            new = [other for other in corpus.ids if other not in registered and _prefix(other) == _prefix(id)]
            meant = Meant(word=id, known=new)
            yield span, f"{id} was published, and no record has it any more", "a record with this id", meant
        else:
            before = id
        start += len(id) + 1


def _prefix(id: str) -> str:
    return id.partition(":")[0]
