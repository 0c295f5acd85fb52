"""Places: cities, regions, facilities and other locations."""

from typing import Annotated, Literal

from attrs import field, frozen

from ..declarations import Constraint, spec
from .evidence import Named
from .ids import PlaceId, Positive, StateId, WikidataId
from .names import OtherName

PlaceKind = Literal["city", "region", "facility", "border", "macro-region"]


@frozen(kw_only=True, repr=False)
class Place(Named):
    """A place.

    Places that are only locations: cities, regions, facilities, borders and macro-regions.
    """

    id: PlaceId = field(metadata=spec("place:almaty"))
    """The id of this place, unique in the dataset."""
    name: str = field(metadata=spec("Almaty"))
    """The usual English name of the place."""
    names: tuple[OtherName, ...] = field(
        default=(), metadata=spec([{"text": "Алма-Ата", "language": "ru", "kind": "former"}])
    )
    """Its other names, former ones among them, and spellings in sources. Absent when there are none."""
    kind: PlaceKind = field(metadata=spec("city"))
    """The kind of place; a macro-region covers several states."""
    states: tuple[StateId, ...] = field(default=(), metadata=spec(["state:KAZ"]))
    """The states in which it is or, for a border, between which it is. Absent when no source gives them."""
    part_of: PlaceId | None = field(default=None, metadata=spec("place:central-asia"))
    """The next larger place that contains it. Absent when there is none in the dataset."""
    latitude: Annotated[float, Constraint(minimum=-90, maximum=90)] | None = field(default=None, metadata=spec(43.25))
    """The latitude in decimal degrees (WGS 84), positive in the north. Absent when it is not known."""
    longitude: Annotated[float, Constraint(minimum=-180, maximum=180)] | None = field(
        default=None, metadata=spec(76.95)
    )
    """The longitude in decimal degrees (WGS 84), positive in the east. Absent when it is not known."""
    geonames: Positive | None = field(default=None, metadata=spec(1526384, external_code=True))
    """The number of the place in GeoNames. Absent when it is not known."""
    wikidata: WikidataId | None = field(default=None, metadata=spec("Q35493", external_code=True))
    """The item of the place in Wikidata. Absent when it is not known."""
