"""Types of ids, codes, counts and web addresses. An id is ``kind:slug``, unique in the dataset, and never changes."""

from __future__ import annotations

from typing import Annotated, NewType, TypeAlias

from ..declarations import Constraint
from .kinds import KINDS

SourceId = NewType("SourceId", str)
StateId = NewType("StateId", str)
OrganizationId = NewType("OrganizationId", str)
PersonId = NewType("PersonId", str)
PlaceId = NewType("PlaceId", str)
MembershipId = NewType("MembershipId", str)
OfficeId = NewType("OfficeId", str)
OperationId = NewType("OperationId", str)
EventId = NewType("EventId", str)
StatementId = NewType("StatementId", str)
AssessmentId = NewType("AssessmentId", str)
FigureId = NewType("FigureId", str)

ActorId: TypeAlias = PersonId | StateId | OrganizationId
"""The ids of actors."""
LocationId: TypeAlias = PlaceId | StateId
"""The ids of locations."""
SubjectId: TypeAlias = StateId | OrganizationId | PersonId | PlaceId | OperationId | EventId | StatementId
"""The ids of subjects, which statements, assessments and figures are about."""
CauseId: TypeAlias = EventId | StatementId | OperationId
"""The ids of possible causes."""
ActorOrPlaceId: TypeAlias = ActorId | PlaceId
"""The ids of what a group without a name can belong to."""

PREFIXES = {f"{kind.name.capitalize()}Id": kind.prefix for kind in KINDS.values()}
"""The prefix of each type of ids."""

Code = NewType("Code", str)
"""A code from a published list (ISO 3166-1, Wikidata, ...), compared exactly, unlike free text."""

WikidataId: TypeAlias = Annotated[
    Code,
    Constraint(
        "Q[1-9][0-9]*",
        name="wikidata",
        description="The identifier of an item in Wikidata: Q and a number.",
        examples=("Q232",),
    ),
]
"""The identifier of an item in Wikidata."""

Positive: TypeAlias = Annotated[int, Constraint(minimum=1)]
"""A whole number from 1."""

Url: TypeAlias = Annotated[
    str,
    Constraint(
        "https?://[!-~]+",
        name="url",
        description="A web address that begins with http:// or https://, in ASCII characters without spaces.",
        examples=("https://www.un.org/en/about-us/un-charter",),
    ),
]
"""A web address."""


def id_pattern(*prefixes: str) -> str:
    """Return the pattern of ids with one of these prefixes: capitals follow that of a state, a slug all others.

    Example:
        >>> id_pattern("state", "org")
        '(state:[A-Z]{3}|org:[a-z0-9]+(-[a-z0-9]+)*)'
    """
    slugs = [prefix for prefix in prefixes if prefix != "state"]
    kinds = f"({'|'.join(slugs)})" if len(slugs) > 1 else "".join(slugs)
    slugged = f"{kinds}:{SLUG}"
    if len(slugs) == len(prefixes):
        return slugged
    return f"(state:[A-Z]{{3}}|{slugged})" if slugs else "state:[A-Z]{3}"


MAX_ID = 200
"""The maximum length of an id, in characters."""

SLUG = "[a-z0-9]+(-[a-z0-9]+)*"
"""Lower-case letters and digits, with single hyphens between them."""
