"""Organisations in the widest sense, such as treaty bodies, institutions, policies and initiatives."""

from typing import Literal

from attrs import field, frozen

from ..dates import Day
from ..declarations import spec
from .conditions import certainly_reversed, in_order
from .evidence import Named
from .ids import LocationId, OrganizationId, Positive, StateId, WikidataId
from .names import OtherName

OrganizationKind = Literal[
    "organisation",
    "treaty-body",
    "organ",
    "initiative",
    "project",
    "policy",
    "movement",
    "university",
    "research-institute",
    "consultancy",
    "company",
    "media",
]


@frozen(kw_only=True, repr=False)
class Organization(Named):
    """An organisation in the widest sense, with a name of its own.

    Organisations in the widest sense: also treaty bodies, organs, initiatives, projects, policies, movements,
    universities, institutes, companies and media.
    """

    CONDITIONS = (in_order("founded", "dissolved", certainly_reversed),)

    id: OrganizationId = field(metadata=spec("org:csto"))
    """The id of this organisation, unique in the dataset."""
    name: str = field(metadata=spec("Collective Security Treaty Organization"))
    """The usual English name of the organisation."""
    names: tuple[OtherName, ...] = field(
        default=(), metadata=spec([{"text": "ОДКБ", "language": "ru", "kind": "abbreviation"}])
    )
    """Its other names, abbreviations among them, and spellings in sources. Absent when there are none."""
    kind: OrganizationKind = field(metadata=spec("organisation"))
    """The kind of organisation; a treaty-body consists of the parties to a treaty."""
    states: tuple[StateId, ...] = field(default=(), metadata=spec(["state:RUS"]))
    """The states to which the organisation, project or policy belongs; members are in memberships. Absent when it
    belongs to no state, or when they are not known."""
    part_of: OrganizationId | None = field(default=None, metadata=spec("org:csto"))
    """The organisation of which it is a part or an organ. Absent when there is none."""
    founded: Day | None = field(default=None, metadata=spec("2002-10-07", needs_evidence=True))
    """The day on which it was founded. Absent when it is not known."""
    dissolved: Day | None = field(default=None, metadata=spec("1991-07-01", needs_evidence=True))
    """The day on which it ceased to exist. Absent when it still exists, or when the day is not known."""
    seat: LocationId | None = field(default=None, metadata=spec("place:moscow", needs_evidence=True))
    """The place or state of its seat. Absent when it is not known."""
    predecessor: OrganizationId | None = field(default=None, metadata=spec("org:cst", source_specific=True))
    """The organisation that it replaced. Absent when there was none, or when it is not known."""
    wikidata: WikidataId | None = field(default=None, metadata=spec("Q318693", external_code=True))
    """Its item in Wikidata. Absent when it is not known."""
    cow_igo: Positive | None = field(default=None, metadata=spec(1125, external_code=True))
    """The number of an intergovernmental organisation in the Correlates of War project. Absent when it has
    none."""
