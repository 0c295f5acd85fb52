"""Rule CST307: ids.txt, the list of all ids that were ever published, one on each line, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...diagnostics import Location, Suggestion, Violation
from ...model import KINDS
from ...serialization.json_lines import MergeConflict
from ...serialization.json_scanner import CONFLICT
from ...store.layout import REGISTER
from ..context import RuleContext
from ..registry import rule

_EXPECTED = (
    "a record with this id, or an entry in redirects.json that says what became of it (if the id is new in your "
    "change, delete this line)"
)
_ID = re.compile(rf"(?:{'|'.join(kind.prefix for kind in KINDS.values())}):[A-Za-z0-9-]+")


@rule(
    "CST307",
    "removed-id",
    why="Published ids are permanent: others have cited them and joined their data by them.",
    requires=("CST301", "CST302"),
)
def lost_ids(context: RuleContext) -> Iterator[Violation]:
    """Checks that every id in ids.txt, the list of published ids, has a record or an entry in redirects.json.

    The list must be in order.
    """
    text = context.register or ""
    if (at := text.find("\r\n")) >= 0:
        location = Location(file=REGISTER, span=(at, at + 1))
        yield Violation(location=location, message="the file has CRLF line ends", expected="LF line ends")
    before = ""
    for id, line in _lines(text):
        if id.startswith("<<<<<<<"):
            yield Violation(location=line, message=CONFLICT[0], expected=CONFLICT[1])
        elif not _ID.fullmatch(id):
            expected = "one id on each line, such as state:KAZ, and nothing else"
            yield Violation(location=line, message="this line is not a valid id", expected=expected)
        else:
            if id <= before:
                place = "twice" if id == before else f"after {before}"
                expected = "each id once, in ascending order"
                yield Violation(location=line, message=f"{id} is listed {place}", expected=expected)
            elif context.redirects is not None and not context.may_have(id) and id not in context.redirected:
                yield _lost(id, line, context)
            before = id


def _lines(text: str) -> Iterator[tuple[str, Location]]:
    """Iterate over the lines of the register and their locations; of a merge conflict, over its first line only."""
    conflict, start = MergeConflict(), 0
    lines = text.split("\n")
    for line in lines if lines[-1] else lines[:-1]:
        was_open = conflict.is_open
        if not conflict.covers(line.encode()) and not was_open:
            id = line.removesuffix("\r")
            yield id, Location(file=REGISTER, span=(start, start + len(id)))
        start += len(line) + 1


def _lost(id: str, line: Location, context: RuleContext) -> Violation:
    """Return the violation for a lost id: at the record that probably has it mistyped, or else in the register."""
    new = context.likely_mistyped(id)
    if new is not None:
        return mistyped(id, new, line, "the published id is listed here", context)
    message = f"{id} was published, but no record has this id"
    return Violation(location=line, message=message, expected=_EXPECTED)


def mistyped(id: str, new: str, other: Location, what: str, context: RuleContext) -> Violation:
    """Return the violation of a record whose id is probably a published one, mistyped."""
    place = context.ids[new][0]
    return Violation(
        location=Location(file=place.file, path=(*place.path, "id"), record=new),
        message=f"{new} is not a published id, and no record has the published id {id}",
        expected=f"{id}; published ids are permanent (if {id} is new in your change, delete its line)",
        suggestion=Suggestion(word=new, known=(id,)),
        related=((other, what),),
    )
