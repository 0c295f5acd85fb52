"""Values that several kinds of records have: quantities, parties, degrees."""

from decimal import Decimal
from typing import Annotated, Literal, TypeAlias

from attrs import field, frozen

from ..dates import Day, Instant
from ..declarations import Constraint, spec
from .conditions import AnyOf, Checked, Either, Needs, NotZero, OneOf, Ordered
from .ids import ActorId, ActorOrPlaceId, OfficeId, OrganizationId

Amount: TypeAlias = Annotated[int | float, Constraint(minimum=0)]

Unit: TypeAlias = Annotated[
    Literal["person", "USD", "KZT", "KZT/l", "factor", "flight", "facility", "vehicle"],
    Constraint(
        name="unit",
        description="The unit of an amount: persons, flights, facilities or vehicles as counted; USD and KZT are "
        "currencies (ISO 4217), KZT/l is tenge a litre, factor is a ratio without a unit.",
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
        "took-power",
        "security-force",
        "party",
        "not-party",
    ],
    Constraint(
        name="role",
        description="What a party did in an event, or how the event concerned it.",
        examples=("party",),
    ),
]
"""What a party did in an event, or how the event concerned it."""


@frozen
class Quantity(Checked):
    """A number as a source gives it: value, perhaps approximate; or at_least and at_most, or one of them; or wording
    alone. The unit is said by the field, or by the unit of the record.
    """

    NATURE = "quantity"

    CONDITIONS = (
        AnyOf("value", "at_least", "at_most", "wording", expected="value, at_least, at_most or wording"),
        OneOf(("value",), ("at_least", "at_most"), expected="either value, or at_least and at_most"),
        Needs("approximate", "value", expected="the number that is approximate; a range has no such mark"),
        NotZero("value", "approximate", expected="a number above 0, for an approximate 0 has no width; or at_most"),
        Ordered(
            "at_least",
            "at_most",
            lambda least, most: bool(least >= most),
            message="at_least {first} is not below at_most {last}",
            expected="a number above {first}",
        ),
    )

    value: Amount | None = field(default=None, metadata=spec(12, 2.5))
    """The number, in the unit of the field. Absent where a range or only words are given."""
    approximate: bool | None = field(default=None, metadata=spec(True))
    """Whether the value is said to be approximate; it then spans half a unit of its last non-zero digit on
    either side. Only beside value. Absent means false."""
    at_least: Amount | None = field(default=None, metadata=spec(24))
    """The lowest number meant, in the unit of the field. Absent where the range is open below."""
    at_most: Amount | None = field(default=None, metadata=spec(99))
    """The highest number meant, in the unit of the field, above at_least. Absent where the range is open
    above."""
    wording: str | None = field(default=None, metadata=spec("dozens", "few"))
    """The words of the source for the amount, beside the number or, where there is none, alone. Absent when
    the number says it all."""

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
class Party(Checked):
    """Somebody who speaks or is spoken to: named by actor, or described by described_as."""

    CONDITIONS = (
        Either(
            ("actor", "office"),
            ("described_as", "of"),
            expected="an actor, perhaps with an office; or described_as, perhaps with of, for a party without a name",
        ),
    )

    actor: ActorId | None = field(default=None, metadata=spec("person:stanislav-zas", "org:csto"))
    """The person, state or organisation that is named. Absent when nobody is named."""
    office: OfficeId | None = field(default=None, metadata=spec("office:csto-secretary-general-zas"))
    """The post that the actor held, where it acted in that post. Absent when that does not matter."""
    of: ActorOrPlaceId | None = field(default=None, metadata=spec("state:KAZ"))
    """Whom or what a party without a name belongs to. Absent when the source does not say, and for a named
    party."""
    described_as: str | None = field(default=None, metadata=spec("delegation"))
    """A party without a name of its own, in a few words. Absent for a named party."""


@frozen(kw_only=True)
class Participant(Party):
    """Somebody who takes part in an event: named by actor, or described by described_as."""

    role: Role | None = field(default=None, metadata=spec("party"))
    """What it did in the event, or how the event concerned it. Absent when the source does not say."""


@frozen(kw_only=True)
class Degree:
    """An academic degree, and who gave it."""

    title: str = field(metadata=spec("doctorate in history"))
    """The degree, with its subject where it is given."""
    organization: OrganizationId | None = field(default=None, metadata=spec("org:university-of-vienna"))
    """The university or institute that gave it. Absent when not known."""


Value: TypeAlias = (
    str | int | float | Day | Instant | Quantity | tuple[str, ...] | tuple[Party, ...] | tuple[Degree, ...]
)
"""What a field of a record can hold, apart from evidence, steps, contingents and outcome."""
