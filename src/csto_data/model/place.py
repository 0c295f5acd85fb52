"""Places: what is only a location in a text."""

from typing import Annotated, Literal

from attrs import field, frozen

from ..declarations import Constraint, spec
from .evidence import Attested
from .ids import PlaceId, Positive, StateId, WikidataId

PlaceKind = Literal["city", "region", "facility", "border", "macro-region"]


@frozen(kw_only=True)
class Place(Attested):
    """A place.

    What is only a location: cities, regions, facilities, borders, macro-regions.
    """

    id: PlaceId = field(metadata=spec("place:almaty"))
    """The id of this place, unique in the dataset."""
    name: str = field(metadata=spec("Almaty"))
    """The usual English name of the place."""
    other_names: tuple[str, ...] = field(default=(), metadata=spec(["Alma-Ata", "Алматы"]))
    """Other names and spellings under which sources have it, in any language. Absent when there are none."""
    kind: PlaceKind = field(metadata=spec("city"))
    """What sort of place it is; a macro-region spans several states."""
    states: tuple[StateId, ...] = field(default=(), metadata=spec(["state:KAZ"]))
    """The states in which it lies, or between which if it is a border. Absent when no source gives them."""
    part_of: PlaceId | None = field(default=None, metadata=spec("place:central-asia"))
    """The next wider place in which it lies. Absent when there is none in the dataset."""
    latitude: Annotated[float, Constraint(minimum=-90, maximum=90)] | None = field(default=None, metadata=spec(43.25))
    """The latitude in decimal degrees (WGS 84), north positive. Absent when not known."""
    longitude: Annotated[float, Constraint(minimum=-180, maximum=180)] | None = field(
        default=None, metadata=spec(76.95)
    )
    """The longitude in decimal degrees (WGS 84), east positive. Absent when not known."""
    geonames: Positive | None = field(default=None, metadata=spec(1526384, external_code=True))
    """The number of the place in GeoNames. Absent when not known."""
    wikidata: WikidataId | None = field(default=None, metadata=spec("Q35493", external_code=True))
    """The item in Wikidata. Absent when not known."""
