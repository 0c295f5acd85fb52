"""States, with the codes that join them to other data. A module of its own, so that asking for members is quick."""

from __future__ import annotations

from attrs import frozen

from .base import Attested, Code, Evidence, StateId


@frozen(kw_only=True)
class State(Attested):
    """A state, with the codes that join it to other data.

    ``iso_*`` are ISO 3166-1 codes (``iso_numeric`` three digits as text, as is the UN's ``m49``); ``cow`` and
    ``cow_abbreviation`` are those of the Correlates of War state list, ``gw`` is the Gleditsch-Ward number,
    ``wikidata`` the item.
    """

    id: StateId
    name: str
    official_name: str | None = None
    other_names: tuple[str, ...] = ()
    iso_alpha2: Code | None = None
    iso_alpha3: Code | None = None
    iso_numeric: Code | None = None
    m49: Code | None = None
    cow: int | None = None
    cow_abbreviation: Code | None = None
    gw: int | None = None
    wikidata: Code | None = None
    evidence: tuple[Evidence, ...]
    note: str | None = None
