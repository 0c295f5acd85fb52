"""States, with the codes that join them to other data. A module of its own, so that asking for members is quick."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from attrs import frozen

from .base import Attested, Code, Evidence, Form, StateId, WikidataId

ThreeLetters: TypeAlias = Annotated[Code, Form("[A-Z]{3}")]
ThreeDigits: TypeAlias = Annotated[Code, Form("[0-9]{3}")]
SystemNumber: TypeAlias = Annotated[int, Form(least=1, most=999)]
"""The number of a state in the lists of Correlates of War and of Gleditsch and Ward."""


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
    iso_alpha2: Annotated[Code, Form("[A-Z]{2}")] | None = None
    iso_alpha3: ThreeLetters | None = None
    iso_numeric: ThreeDigits | None = None
    m49: ThreeDigits | None = None
    cow: SystemNumber | None = None
    cow_abbreviation: ThreeLetters | None = None
    gw: SystemNumber | None = None
    wikidata: WikidataId | None = None
    evidence: tuple[Evidence, ...]
    note: str | None = None
