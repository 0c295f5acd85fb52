"""Who acts and where: organisations, people, places."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from attrs import frozen

from ..dates import Day
from .base import (
    Attested,
    Degree,
    Evidence,
    Form,
    LocationId,
    OrganizationId,
    PersonId,
    PlaceId,
    Positive,
    StateId,
    WikidataId,
)

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
PlaceKind = Literal["city", "region", "facility", "border", "macro-region"]


@frozen(kw_only=True)
class Organization(Attested):
    """What acts, has members or has a programme: organisation, treaty body, organ, initiative, policy, university, ...

    ``states`` are those whose organisation or policy it is, not its members; ``cow_igo`` is the Correlates of War
    number of an intergovernmental organisation.
    """

    TESTIMONY: ClassVar[frozenset[str]] = frozenset({"founded", "dissolved", "seat"})

    id: OrganizationId
    name: str
    other_names: tuple[str, ...] = ()
    abbreviation: str | None = None
    kind: OrganizationKind
    states: tuple[StateId, ...] = ()
    part_of: OrganizationId | None = None
    founded: Day | None = None
    dissolved: Day | None = None
    seat: LocationId | None = None
    predecessor: OrganizationId | None = None
    wikidata: WikidataId | None = None
    cow_igo: Positive | None = None
    evidence: tuple[Evidence, ...]
    note: str | None = None


@frozen(kw_only=True)
class Person(Attested):
    """A person. ``fields`` are fields of work in free text."""

    TESTIMONY: ClassVar[frozenset[str]] = frozenset({"degrees"})
    AS_TOLD: ClassVar[frozenset[str]] = frozenset({"fields"})

    id: PersonId
    name: str
    other_names: tuple[str, ...] = ()
    wikidata: WikidataId | None = None
    degrees: tuple[Degree, ...] = ()
    fields: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...]
    note: str | None = None


@frozen(kw_only=True)
class Place(Attested):
    """What is only a location in a text: a city, region, facility, border, macro-region.

    ``states`` are those in or between which it lies, ``latitude`` and ``longitude`` decimal degrees (WGS 84),
    ``geonames`` the GeoNames number.
    """

    id: PlaceId
    name: str
    other_names: tuple[str, ...] = ()
    kind: PlaceKind
    states: tuple[StateId, ...] = ()
    part_of: PlaceId | None = None
    latitude: Annotated[float, Form(least=-90, most=90)] | None = None
    longitude: Annotated[float, Form(least=-180, most=180)] | None = None
    geonames: Positive | None = None
    wikidata: WikidataId | None = None
    evidence: tuple[Evidence, ...]
    note: str | None = None
