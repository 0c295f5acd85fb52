"""Persons: people who act, speak or write."""

from attrs import field, frozen

from ..declarations import spec
from .evidence import Named
from .ids import PersonId, WikidataId
from .names import OtherName
from .values import Degree


@frozen(kw_only=True, repr=False)
class Person(Named):
    """A person.

    Persons who act, speak or write.
    """

    id: PersonId = field(metadata=spec("person:alexander-lukashenko"))
    """The id of this person, unique in the dataset."""
    name: str = field(metadata=spec("Alexander Lukashenko"))
    """The usual English name of the person, given name first."""
    names: tuple[OtherName, ...] = field(
        default=(), metadata=spec([{"text": "Аляксандр Лукашэнка", "language": "be", "kind": "native"}])
    )
    """The names in other languages, and spellings in sources. Absent when there are none."""
    wikidata: WikidataId | None = field(default=None, metadata=spec("Q2866", external_code=True))
    """The item of the person in Wikidata. Absent when it is not known."""
    degrees: tuple[Degree, ...] = field(
        default=(),
        metadata=spec(
            [{"title": "doctorate in history", "organization": "org:university-of-vienna"}], needs_evidence=True
        ),
    )
    """The person's academic degrees. Absent when no source gives any."""
    fields: tuple[str, ...] = field(
        default=(), metadata=spec(["international law", "regional security"], source_specific=True)
    )
    """The person's fields of work, in a few words each. Absent when no source gives any."""
