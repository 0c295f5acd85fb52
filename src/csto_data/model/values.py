"""Values that several kinds of records have: quantities, parties and degrees."""

from decimal import Decimal
from typing import Annotated, Literal, TypeAlias

from attrs import field, frozen

from ..dates import Day, Instant
from ..declarations import Constraint, spec
from .conditions import AnyOf, Either, Needs, NotZero, OneOf, Ordered
from .ids import ActorId, ActorOrPlaceId, OfficeId, OrganizationId
from .names import OtherName
from .parts import Part

Amount: TypeAlias = Annotated[int | float, Constraint(minimum=0)]

Unit: TypeAlias = Annotated[
    Literal["person", "USD", "KZT", "KZT/l", "factor", "flight", "facility", "vehicle"],
    Constraint(
        name="unit",
        description="The unit of an amount: persons, flights, facilities or vehicles for counts; USD and KZT are "
        "currencies (ISO 4217), KZT/l is tenge per litre, factor is a ratio without a unit.",
        examples=("person",),
    ),
]
"""The unit of an amount."""
Role: TypeAlias = Annotated[
    Literal[
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
        "absent",
        "chair",
        "took-power",
        "security-force",
        "party",
        "not-party",
    ],
    Constraint(
        name="role",
        description="What a party did in an event, or how the event affected it.",
        examples=("party",),
    ),
]
"""What a party did in an event, or how the event affected it."""


@frozen(repr=False)
class Quantity(Part):
    """A number from a source: a value, which may be approximate; or at_least, at_most or both; or only a wording.

    The field, or the unit of the record, determines the unit.

    Raises:
        InvalidCombinationError: The values contradict each other.

    Example:
        >>> from csto_data.model import Quantity
        >>> print(Quantity(at_least=24, at_most=99, wording="dozens"))
        24 to 99 ("dozens")
    """

    NATURE = "quantity"

    CONDITIONS = (
        AnyOf(
            "value", "at_least", "at_most", "wording", expected="at least one of value, at_least, at_most and wording"
        ),
        OneOf(("value",), ("at_least", "at_most"), expected="either value, or at_least and at_most, but not both"),
        Needs("approximate", "value", expected="value beside approximate; a range cannot be approximate"),
        NotZero("value", "approximate", expected="a number above 0 (an approximate 0 has no range), or at_most"),
        Ordered(
            "at_least",
            "at_most",
            lambda least, most: bool(least >= most),
            message="the upper limit {last} is not above the lower limit {first}",
            expected="a number above {first}",
        ),
    )

    value: Amount | None = field(default=None, metadata=spec(12, 2.5))
    """The number, in the unit of the field. Absent when a range or only a wording is given."""
    approximate: bool = field(default=False, metadata=spec(True))
    """Whether the value is approximate; its range is then half a unit of its last non-zero digit on either
    side. It requires value. Absent means false."""
    at_least: Amount | None = field(default=None, metadata=spec(24))
    """The lowest possible number, in the unit of the field. Absent when the range has no lower limit."""
    at_most: Amount | None = field(default=None, metadata=spec(99))
    """The highest possible number, in the unit of the field, above at_least. Absent when the range has no
    upper limit."""
    wording: str | None = field(default=None, metadata=spec("dozens", "few"))
    """The words of the source for the amount or for what it counts, with or without a number. Absent when
    the number says it all."""

    @property
    def bounds(self) -> tuple[Decimal | None, Decimal | None] | None:
        """The lowest and the highest possible number, each None if unlimited; None if there is only a wording.

        The range of an approximate number is half a unit of its last non-zero digit on either side: about 2000 is 1500
        to 2500.

        Example:
            >>> from csto_data.model import Quantity
            >>> Quantity(value=2000, approximate=True).bounds
            (Decimal('1500'), Decimal('2500'))
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
    """Return the power of ten of the last non-zero digit."""
    exponent = number.normalize().as_tuple().exponent
    return Decimal(1).scaleb(int(exponent))


@frozen(kw_only=True, repr=False)
class Party(Part):
    """A party that speaks or is addressed: named by actor, or described by described_as."""

    CONDITIONS = (
        Either(
            ("actor", "office"),
            ("described_as", "of"),
            expected="actor, with or without office; or, for a party without a name, described_as, with or without of",
        ),
    )

    actor: ActorId | None = field(default=None, metadata=spec("person:stanislav-zas", "org:csto"))
    """The person, state or organisation. Absent when the party has no name."""
    office: OfficeId | None = field(default=None, metadata=spec("office:csto-secretary-general-zas"))
    """The office in which the actor acted. Absent when that does not matter."""
    of: ActorOrPlaceId | None = field(default=None, metadata=spec("state:KAZ"))
    """The actor or place to which a party without a name belongs. Absent when the source does not say, and for
    a named party."""
    described_as: str | None = field(default=None, metadata=spec("delegation"))
    """A description of a party without a name, in a few words. Absent when the party is named."""

    def __str__(self) -> str:
        if self.actor is not None:
            return f"{self.actor} ({self.office})" if self.office is not None else str(self.actor)
        return f"{self.described_as} of {self.of}" if self.of is not None else str(self.described_as)


@frozen(kw_only=True, repr=False)
class Participant(Party):
    """A party that takes part in an event: named by actor, or described by described_as."""

    role: Role | None = field(default=None, metadata=spec("party"))
    """What it did in the event, or how the event affected it. Absent when the source does not say."""

    def __str__(self) -> str:
        party = super().__str__()
        return f"{party} ({self.role})" if self.role is not None else party


@frozen(kw_only=True, repr=False)
class Degree(Part):
    """An academic degree, with the institution that awarded it."""

    title: str = field(metadata=spec("doctorate in history"))
    """The degree, with its subject if it is given."""
    organization: OrganizationId | None = field(default=None, metadata=spec("org:university-of-vienna"))
    """The university or institute that awarded it. Absent when it is not known."""

    def __str__(self) -> str:
        return f"{self.title} ({self.organization})" if self.organization is not None else self.title


Value: TypeAlias = (
    str
    | int
    | float
    | Day
    | Instant
    | Quantity
    | tuple[str, ...]
    | tuple[OtherName, ...]
    | tuple[Party, ...]
    | tuple[Degree, ...]
)
"""The value of a field of a record, except evidence, steps, contingents and outcome."""
