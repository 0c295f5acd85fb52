"""CST307: the register of ids, which has every id that was ever published, one a line, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...diagnostics import Location, Suggestion, Violation
from ...model import KINDS
from ...store.layout import REGISTER
from ..context import RuleContext
from ..registry import rule

_ID = re.compile(rf"(?:{'|'.join(kind.prefix for kind in KINDS.values())}):[A-Za-z0-9-]+")


@rule(
    "CST307",
    "lost-id",
    why="An id is for ever: others have cited it, and joined their data by it.",
    requires=("CST301", "CST302"),
)
def lost_ids(context: RuleContext) -> Iterator[Violation]:
    """An id in the register of ids (ids.txt, beside the manifest) that no record has any more; or a line there that is
    no id, or out of order.
    """
    start, before = 0, ""
    lines = (context.register or "").split("\n")
    for id in lines if lines[-1] else lines[:-1]:
        line = Location(file=REGISTER, span=(start, start + len(id)))
        start += len(id) + 1
        if not _ID.fullmatch(id):
            expected = "one id a line, such as state:KAZ, and nothing else"
            yield Violation(location=line, message="this line holds no id", expected=expected)
        elif id <= before:
            place = "twice" if id == before else f"after {before}"
            expected = "each id once, in the order of their characters"
            yield Violation(location=line, message=f"{id} stands {place}", expected=expected)
        else:
            before = id
            if not context.may_have(id):
                yield _lost(id, line, context)


def _lost(id: str, line: Location, context: RuleContext) -> Violation:
    """Return the violation for a lost id: at the record that probably has it mistyped, or else in the register."""
    new = context.likely_mistyped(id)
    if new is not None:
        return mistyped(id, new, line, "it is registered here", context)
    message = f"{id} was published, and no record has it any more"
    return Violation(location=line, message=message, expected="a record with this id")


def mistyped(id: str, new: str, other: Location, what: str, context: RuleContext) -> Violation:
    """Return the violation of a record whose id is probably a published one, mistyped."""
    place = context.ids[new][0]
    return Violation(
        location=Location(file=place.file, path=(*place.path, "id"), record=new),
        message=f"{new} is a new id, and no record has the published id {id} any more",
        expected=f"{id}, for published ids stay",
        suggestion=Suggestion(word=new, known=(id,)),
        related=((other, what),),
    )
