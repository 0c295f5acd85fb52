"""What every record is made of: ids, quantities, parties, evidence.

Classes are frozen attrs classes with tuples inside; a field that is not known is None, or an empty tuple. Not here: how
they are read (``loading``) and what a record must fulfil beyond its types (``validation``).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, ClassVar, Literal, NamedTuple, NewType, TypeAlias

from attrs import frozen

from ..dates import Day, Instant

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
"""Who can act."""
LocationId: TypeAlias = PlaceId | StateId
"""Where something can be."""
SubjectId: TypeAlias = StateId | OrganizationId | PersonId | PlaceId | OperationId | EventId | StatementId
"""What something can be about."""
CauseId: TypeAlias = EventId | StatementId | OperationId
"""Because of what something can happen."""

Code = NewType("Code", str)
"""A code of a published list (ISO 3166-1, Wikidata, ...): compared letter by letter, unlike free text."""


class Form(NamedTuple):
    """What a value is beyond its type: a text that ``pattern`` matches whole, a number from ``least`` to ``most``.

    It stands in the annotation of a field and says what the schema says there.
    """

    pattern: str | None = None
    least: int | None = None
    most: int | None = None


Url: TypeAlias = Annotated[str, Form("https?://[!-~]+")]
WikidataId: TypeAlias = Annotated[Code, Form("Q[1-9][0-9]*")]
Positive: TypeAlias = Annotated[int, Form(least=1)]
Amount: TypeAlias = Annotated[int | float, Form(least=0)]

Role = Literal[
    "protester",
    "organiser",
    "decided",
    "dismissed",
    "resigned",
    "affected",
    "deployed",
    "withdrew",
    "belligerent",
    "present",
    "took-power",
    "security-force",
    "party",
    "not-party",
]
Unit = Literal["person", "USD", "KZT", "KZT/l", "factor", "flight", "facility", "vehicle"]


class InvalidQuantity(ValueError):
    """Parts that make no :class:`Quantity`."""


@frozen
class Quantity:
    """A number as a source gives it.

    Exactly one form: ``value``, possibly ``approximate``; ``at_least`` and/or ``at_most``; or ``wording`` alone for an
    amount without a number ("massive"). ``wording`` may stand beside numbers too ("dozens" for 24 to 99). The unit is
    said by the record's ``unit`` or by the field's name (persons for deaths, injured and personnel). Raises
    :class:`InvalidQuantity`.
    """

    value: Amount | None = None
    approximate: bool | None = None
    at_least: Amount | None = None
    at_most: Amount | None = None
    wording: str | None = None

    def __attrs_post_init__(self) -> None:
        ranged = self.at_least is not None or self.at_most is not None
        if self.value is not None and ranged:
            raise InvalidQuantity("a quantity has either value, or at_least and at_most, not both")
        if self.value is None and not ranged and self.wording is None:
            raise InvalidQuantity("a quantity is empty; expected value, at_least, at_most or wording")
        if self.approximate is not None and self.value is None:
            raise InvalidQuantity("approximate belongs to value; for a range give at_least and at_most")
        if self.approximate and self.value == 0:
            raise InvalidQuantity("an approximate 0 has no width; give at_most instead")
        if self.at_least is not None and self.at_most is not None and self.at_least >= self.at_most:
            raise InvalidQuantity(f"at_least {self.at_least} is not below at_most {self.at_most}")

    @property
    def bounds(self) -> tuple[Decimal | None, Decimal | None] | None:
        """Lowest and highest number meant, None where open; None altogether where only words are given.

        An approximate number spans half a unit of its last non-zero digit on either side: about 2000 is 1500 to 2500.
        """
        if self.value is not None:
            number = Decimal(str(self.value))
            half = _unit_of_last_digit(number) / 2 if self.approximate else Decimal(0)
            return number - half, number + half
        if self.at_least is None and self.at_most is None:
            return None
        return (
            None if self.at_least is None else Decimal(str(self.at_least)),
            None if self.at_most is None else Decimal(str(self.at_most)),
        )

    def __str__(self) -> str:
        if self.value is not None:
            number = f"about {self.value}" if self.approximate else f"{self.value}"
        elif self.at_least is not None and self.at_most is not None:
            number = f"{self.at_least} to {self.at_most}"
        elif self.at_least is not None:
            number = f"at least {self.at_least}"
        elif self.at_most is not None:
            number = f"at most {self.at_most}"
        else:
            return f'"{self.wording}"'
        return f'{number} ("{self.wording}")' if self.wording else number


def _unit_of_last_digit(number: Decimal) -> Decimal:
    exponent = number.normalize().as_tuple().exponent
    return Decimal(1).scaleb(int(exponent))


@frozen(kw_only=True)
class Party:
    """Somebody who acts, speaks or is spoken to.

    Named: ``actor`` (a person, state or organisation), with the ``office`` held if that matters. Not named:
    ``described_as``, a few words, and ``of``, whom or what the group belongs to, if the source says so.
    """

    actor: ActorId | None = None
    office: OfficeId | None = None
    of: ActorId | PlaceId | None = None
    described_as: str | None = None


@frozen(kw_only=True)
class Participant(Party):
    """A :class:`Party` to an event, and what it did there."""

    role: Role | None = None


@frozen(kw_only=True)
class Locator:
    """Where in a source. ``paragraph`` counts the non-empty lines of a text from 1; ``page`` is as printed."""

    paragraph: Positive | None = None
    page: Positive | None = None
    article: str | None = None
    section: str | None = None
    row: str | None = None

    def __str__(self) -> str:
        parts = {name: getattr(self, name) for name in ("paragraph", "page", "article", "section", "row")}
        return ", ".join(f"{name} {value}" for name, value in parts.items() if value is not None)


@frozen(kw_only=True)
class Degree:
    """An academic degree and who gave it."""

    title: str
    organization: OrganizationId | None = None


Value: TypeAlias = (
    str | int | float | Day | Instant | Quantity | tuple[str, ...] | tuple[Party, ...] | tuple[Degree, ...]
)
"""What a field of a record can hold, apart from evidence, steps, contingents and outcome."""


@frozen
class Reported:
    """What a source says of one field: the field's name, and a value of that field's own type."""

    field: str
    value: Value


@frozen(kw_only=True)
class Evidence:
    """What one source says of a record, and where.

    ``reports`` holds what the source says or plainly implies, never what was added; without it the source speaks of the
    thing as the record identifies it. ``planned`` marks a report of what was still to come: it is not judged.
    """

    source: SourceId
    at: Locator | None = None
    reports: tuple[Reported, ...] = ()
    planned: bool | None = None
    note: str | None = None


@frozen(kw_only=True)
class Record:
    """What all records have: an ``id`` ``kind:slug``, unique in the dataset, for ever the same from data 1.0.0 on.

    Each class names its fields in the order in which they are written. ``TESTIMONY`` has those that need a report which
    supports them, in lists element by element. ``AS_TOLD`` has free text that tells more than which thing this is: it
    cannot be judged, so that it needs no support, but a view has it only as its source reports it. All others are
    identity.
    """

    TESTIMONY: ClassVar[frozenset[str]] = frozenset()
    AS_TOLD: ClassVar[frozenset[str]] = frozenset()

    id: str
    note: str | None = None


@frozen(kw_only=True)
class Attested(Record):
    """A record with evidence: all but sources."""

    evidence: tuple[Evidence, ...]
