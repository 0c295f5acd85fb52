"""Rules CST207 to CST209, CST211 and CST212: values of a record that cannot be right, whatever the evidence says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from unicodedata import normalize

from ...diagnostics import Path, Replacement, Violation
from ...model import (
    Contingent,
    Event,
    Figure,
    Operation,
    Organization,
    OtherName,
    Person,
    Place,
    Quantity,
    Record,
    Source,
    State,
)
from ...model.ids import Code
from ..context import RuleContext
from ..registry import rule

_COUNTED = ("person", "flight", "facility", "vehicle")
_URL = re.compile(r"https?://[\w-]+([.][\w-]+)+(:\d+)?($|[/?#])")
_SECOND_URL = re.compile("[^/=]https?://")
_PRIVATE_DOMAINS = frozenset(
    ("example", "home", "internal", "invalid", "lan", "local", "localdomain", "localhost", "test")
)
"""Top-level domains that no public host has (RFC 2606, RFC 6762, and names that private networks use)."""
_LANGUAGES = frozenset(
    re.findall(
        "..",
        "aaabaeafakamanarasavayazbabebgbibmbnbobrbscacechcocrcscucvcydadedvdzeeeleneoeseteufafffifjfofrfygagdglgngugvhahehi"
        "hohrhthuhyhziaidieigiiikioisitiujajvkakgkikjkkklkmknkokrkskukvkwkylalblglilnloltlulvmgmhmimkmlmnmrmsmtmynanbndneng"
        "nlnnnonrnvnyocojomorospapiplpsptqurmrnrorurwsascsdsesgsiskslsmsnsosqsrssstsusvswtatetgthtitktltntotrtstttwtyugukur"
        "uzvevivowawoxhyiyozazhzu",
    )
)
"""The codes of languages in ISO 639-1."""
_OF_STATES = {
    "by": "be",
    "cn": "zh",
    "cz": "cs",
    "ge": "ka",
    "jp": "ja",
    "kz": "kk",
    "rs": "sr",
    "tj": "tg",
    "ua": "uk",
}
"""The codes of languages by the code of their state, which is sometimes taken for that of the language."""
_BOXES: Mapping[str, tuple[float, float, float, float]] = {
    "state:AFG": (29, 39, 60, 75),
    "state:ARM": (38, 42, 43, 47),
    "state:AZE": (38, 42, 44, 51),
    "state:BLR": (51, 57, 23, 33),
    "state:CHN": (18, 54, 73, 136),
    "state:GEO": (41, 44, 39, 47),
    "state:IND": (6, 37, 68, 98),
    "state:IRN": (24, 40, 43, 64),
    "state:KAZ": (40, 56, 46, 88),
    "state:KGZ": (39, 44, 69, 81),
    "state:MDA": (45, 49, 26, 31),
    "state:PAK": (23, 38, 60, 80),
    "state:SRB": (41, 47, 18, 24),
    "state:TJK": (36, 42, 67, 76),
    "state:TKM": (35, 43, 52, 67),
    "state:TUR": (35, 43, 25, 45),
    "state:UKR": (44, 53, 22, 41),
    "state:UZB": (37, 46, 55, 74),
}
"""Whole degrees around a state: the lowest and highest latitude, the lowest and highest longitude."""


@rule(
    "CST207",
    "invalid-url",
    scope="record",
    why="A reader who follows the address does not reach the source.",
)
def invalid_urls(context: RuleContext) -> Iterator[Violation]:
    """Checks that a web address is a single one, has the name of a public host, and no user or password."""
    for source in context.checked(Source):
        for field, url in (("url", source.url), ("archived", source.archived)):
            if url is not None and (fault := _fault_of_url(url)) is not None:
                yield Violation(
                    location=context.locate(source.id, field),
                    message=f"{url} {fault}",
                    expected="one public web address, such as https://www.un.org/en/about-us/un-charter",
                )


def _fault_of_url(url: str) -> str | None:
    """Return what is wrong with a web address, or None."""
    host = re.split("[/?#]", url)[2]
    if (parts := _URL.match(url)) is not None and not _SECOND_URL.search(url):
        return f'has the host "{host}", which is not public' if _is_private(host.partition(":")[0]) else None
    if re.match("https?://https?:", url):
        return "begins with https:// or http:// twice"
    if parts is not None:
        return "contains a second web address"
    return "contains a user name" if "@" in host else f'has the invalid host "{host}"'


def _is_private(host: str) -> bool:
    """Return whether only a private network, or none, has a host with this name or IP address."""
    domain = host.lower().rpartition(".")[2]
    if not domain.isdigit():
        return domain in _PRIVATE_DOMAINS or host.lower().endswith(".home.arpa")
    try:
        address = ip_address(host)
    except ValueError:
        return True  # no domain consists of digits
    return not address.is_global or address.is_multicast


@rule(
    "CST208",
    "fractional-count",
    scope="record",
    why="Persons and things are counted in whole numbers; a fraction is a mistyped number.",
    requires=("CST203",),
)
def fractional_counts(context: RuleContext) -> Iterator[Violation]:
    """Checks that numbers of persons, flights, facilities and vehicles are whole, in the record and in reports."""
    for record in context.checked(Record):
        for path, quantity in _counts(record):
            for limit in ("value", "at_least", "at_most"):
                number = getattr(quantity, limit)
                if isinstance(number, float):
                    yield Violation(
                        location=context.locate(record.id, *path, limit),
                        message=f"{number} is not a whole number",
                        expected="a whole number, or the words of the source in wording",
                    )


def _counts(record: Record) -> Iterator[tuple[Path, Quantity]]:
    """Iterate over the numbers of persons and things in a record and its reports, with their paths."""
    if isinstance(record, Event):
        yield from _quantities(record, (), ("deaths", "injured"))
    elif isinstance(record, Operation):
        yield from _quantities(record, (), ("personnel",))
        for index, contingent in enumerate(record.contingents):
            yield from _quantities(contingent, ("contingents", index), ("personnel",))
    elif isinstance(record, Figure) and record.unit in _COUNTED:
        yield from _quantities(record, (), ("amount",))


def _quantities(
    holder: Event | Operation | Figure | Contingent, path: Path, fields: tuple[str, ...]
) -> Iterator[tuple[Path, Quantity]]:
    """Iterate over the quantities in some fields of an object and of its reports, with their paths."""
    for field in fields:
        quantity = getattr(holder, field)
        if quantity is not None:
            yield (*path, field), quantity
    for index, witness in enumerate(holder.evidence):
        for report in witness.reports:
            if report.field in fields and isinstance(report.value, Quantity):
                yield (*path, "evidence", index, "reports", report.field), report.value


@rule(
    "CST209",
    "unknown-language",
    scope="record",
    why="Programs select texts by this code; often it is the code of a state instead of that of its language.",
)
def unknown_languages(context: RuleContext) -> Iterator[Violation]:
    """Checks that a language of two letters is one of the codes in ISO 639-1, also that of a name."""
    for record in context.checked(Record):
        for path, language in _languages(record):
            code, _, rest = language.partition("-")
            if len(code) == 2 and code not in _LANGUAGES:
                meant = _OF_STATES.get(code)
                yield Violation(
                    location=context.locate(record.id, *path),
                    message=f'"{code}" is not a language code',
                    expected="a code of ISO 639-1, such as ru",
                    fix=Replacement(json.dumps("-".join(filter(None, (meant, rest)))), "unsafe") if meant else None,
                )


def _languages(record: Record) -> Iterator[tuple[Path, str]]:
    """Iterate over the languages in a record with their paths: of a source, or of names."""
    if isinstance(record, Source) and record.language is not None:
        yield ("language",), record.language
    for index, name in enumerate(getattr(record, "names", ())):
        if name.language is not None:
            yield ("names", index, "language"), name.language


@rule(
    "CST211",
    "implausible-coordinates",
    scope="record",
    why="With latitude and longitude exchanged, or without a sign, a place is on another continent.",
)
def implausible_coordinates(context: RuleContext) -> Iterator[Violation]:
    """Checks that a place has both latitude and longitude or neither, and that they are in or near its states.

    The second check applies to states in and around the region of the organisation, each as a rectangle.
    """
    for place in context.checked(Place):
        if (place.latitude is None) != (place.longitude is None):
            present, missing = ("latitude", "longitude") if place.longitude is None else ("longitude", "latitude")
            yield Violation(
                location=context.locate(place.id, present),
                message=f"{present} without {missing}",
                expected="both latitude and longitude, or neither",
            )
        elif place.latitude is not None and place.longitude is not None and place.states:
            yield from _outside_states(place, place.latitude, place.longitude, context)


def _outside_states(place: Place, latitude: float, longitude: float, context: RuleContext) -> Iterator[Violation]:
    """Iterate over the violation by a position outside the states of a place, if all of them are known."""
    boxes = [_BOXES.get(state) for state in place.states]
    if any(box is None or _is_in(box, latitude, longitude) for box in boxes):
        return
    swapped = any(box is not None and _is_in(box, longitude, latitude) for box in boxes)
    where = " and ".join(place.states)
    yield Violation(
        location=context.locate(place.id, "latitude"),
        message=f"latitude {latitude} and longitude {longitude} are not in {where}",
        expected=f"latitude {longitude} and longitude {latitude}, which are probably swapped"
        if swapped
        else f"a position in {where}, or other states",
        related=((context.locate(place.id, "states"), "the states of the place"),),
    )


def _is_in(box: tuple[float, float, float, float], latitude: float, longitude: float) -> bool:
    """Return whether a position is in a box."""
    south, north, west, east = box
    return south <= latitude <= north and west <= longitude <= east


@rule(
    "CST212",
    "redundant-name",
    scope="record",
    why="A name that is repeated says nothing, and is often a mistyped other name.",
)
def redundant_names(context: RuleContext) -> Iterator[Violation]:
    """Checks that no other name of a record repeats its usual English name or another name of the same kind.

    A text may be a name in several languages, and both the common and the official name.
    """
    for record in context.checked(Record):
        if not isinstance(record, Person | Organization | Place | State):
            continue
        usual = (OtherName(record.name, Code("en"), kind=kind) for kind in ("common", "spelling"))
        known: dict[tuple[str, str], dict[str | None, OtherName]] = {}
        for index, name in enumerate((*usual, *record.names), -2):
            languages = known.setdefault((_plain(name.text), name.kind), {})
            first = languages.get(name.language) or languages.get(None)
            if first is None and name.language is None:  # it may be any of the languages
                first = next(iter(languages.values()), None)
            languages.setdefault(name.language, name)
            if first is not None and index >= 0:
                yield Violation(
                    location=context.locate(record.id, "names", index),
                    message=f'"{name.text}" is already a name of {record.id}',
                    expected="another name, or no such entry",
                    fix=Replacement(None, "safe" if name.language in (None, first.language) else "unsafe"),
                )


def _plain(name: str) -> str:
    """Return a name without differences in encoding and spaces."""
    return " ".join(normalize("NFC", name).split())
