"""States, with the codes that link them to other data."""

from typing import Annotated, TypeAlias

from attrs import field, frozen

from ..declarations import Constraint, spec
from .evidence import Named
from .ids import Code, StateId, WikidataId
from .names import OtherName

ThreeLetters: TypeAlias = Annotated[Code, Constraint("[A-Z]{3}")]
ThreeDigits: TypeAlias = Annotated[Code, Constraint("[0-9]{3}")]
SystemNumber: TypeAlias = Annotated[int, Constraint(minimum=1, maximum=999)]
"""The number of a state in the lists of the Correlates of War project and of Gleditsch and Ward."""


@frozen(kw_only=True, repr=False)
class State(Named):
    """A state.

    States, with the codes that link them to other data.
    """

    id: StateId = field(metadata=spec("state:KAZ"))
    """The id of this state, unique in the dataset: state: and its three-letter code of ISO 3166-1."""
    name: str = field(metadata=spec("Kazakhstan"))
    """The usual English name of the state."""
    names: tuple[OtherName, ...] = field(
        default=(), metadata=spec([{"text": "Казахстан", "language": "ru", "kind": "common"}])
    )
    """Its other names: official, native, in other languages, and spellings in sources. Absent when there are none."""
    iso_alpha2: Annotated[Code, Constraint("[A-Z]{2}")] | None = field(
        default=None, metadata=spec("KZ", external_code=True)
    )
    """The two-letter code of ISO 3166-1. Absent when it has none."""
    iso_alpha3: ThreeLetters | None = field(default=None, metadata=spec("KAZ", external_code=True))
    """The three-letter code of ISO 3166-1. Absent when it has none."""
    iso_numeric: ThreeDigits | None = field(default=None, metadata=spec("398", "051", external_code=True))
    """The numeric code of ISO 3166-1: three digits, as text because of leading zeros. Absent when it has
    none."""
    m49: ThreeDigits | None = field(default=None, metadata=spec("398", external_code=True))
    """The area code of the United Nations (M49): three digits, as text because of leading zeros. Absent when
    it has none."""
    cow: SystemNumber | None = field(default=None, metadata=spec(705, external_code=True))
    """The state number of the Correlates of War project. Absent when it has none."""
    cow_abbreviation: ThreeLetters | None = field(default=None, metadata=spec("KZK", external_code=True))
    """The state abbreviation of the Correlates of War project: three capital letters, which often differ from
    those of ISO 3166-1. Absent when it has none."""
    gw: SystemNumber | None = field(default=None, metadata=spec(705, external_code=True))
    """The state number in the list of independent states by Gleditsch and Ward. Absent when it has none."""
    wikidata: WikidataId | None = field(default=None, metadata=spec("Q232", external_code=True))
    """The item of the state in Wikidata. Absent when it is not known."""
