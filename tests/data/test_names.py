"""Names and codes: every state, organisation, person and place is found by each of its names, and each has a source."""

from __future__ import annotations

import pytest

import csto_data
from csto_data.model import Organization, OtherName, Person, Place, State

DS = csto_data.load()

RUSSIAN_NAMES = {
    "ARM": ("Армения", "Республика Армения"),
    "BLR": ("Беларусь", "Республика Беларусь"),
    "KAZ": ("Казахстан", "Республика Казахстан"),
    "KGZ": ("Кыргызстан", "Кыргызская Республика"),
    "RUS": ("Россия", "Российская Федерация"),
    "TJK": ("Таджикистан", "Республика Таджикистан"),
}
"""The common and the official Russian names of the members of the CSTO, written here independently of the data."""

ABBREVIATIONS = {
    "org:csto": ("CSTO", "ОДКБ"),
    "org:cst": ("CST", "ДКБ"),
    "org:cis": ("CIS", "СНГ"),
    "org:sco": ("SCO", "ШОС"),
    "org:sco-rats": ("RATS", "РАТС"),
    "org:eaeu": ("EAEU", "ЕАЭС"),
    "org:tapi-pipeline": ("TAPI", "ТАПИ"),
}
"""The abbreviations of organisations in English and Russian, written here independently of the data."""

STATE_CODES = ("iso_alpha2", "iso_alpha3", "iso_numeric", "m49", "cow", "cow_abbreviation", "gw", "wikidata")


def named() -> list[State | Organization | Person | Place]:
    """Return all records with names of their own."""
    return [*DS.states, *DS.organizations, *DS.people, *DS.places]


def test_each_state_is_found_by_each_of_its_names() -> None:
    names = [(state, name) for state in DS.states for name in (state.name, *(name.text for name in state.names))]
    assert [name for state, name in names if DS.states.find(name) is not state] == []


def test_each_state_has_official_and_russian_names() -> None:
    kinds = {state.id: {(name.kind, name.language) for name in state.names} for state in DS.states}
    assert [id for id, has in kinds.items() if not {("official", "en"), ("official", "ru")} <= has] == []
    assert [state.id for state in DS.states if state.name_in("ru") is None] == []


def test_each_state_has_a_native_name_unless_it_is_the_english_one() -> None:
    without = [state.id for state in DS.states if not any(name.kind == "native" for name in state.names)]
    assert without == ["state:USA"]


def test_each_state_has_all_codes() -> None:
    missing = [(state.id, code) for state in DS.states for code in STATE_CODES if getattr(state, code) is None]
    assert missing == []


@pytest.mark.parametrize(("code", "names"), RUSSIAN_NAMES.items(), ids=RUSSIAN_NAMES)
def test_members_have_their_russian_names(code: str, names: tuple[str, str]) -> None:
    state = DS.states[code]
    assert state.name_in("ru") == names[0]
    assert all(DS.states.find(name) is state for name in names)


def test_an_organisation_is_found_by_its_english_and_russian_abbreviations() -> None:
    found = {
        id_: tuple(DS.organizations.find(abbreviation).id for abbreviation in abbreviations)
        for id_, abbreviations in ABBREVIATIONS.items()
    }
    assert found == {id_: (id_, id_) for id_ in ABBREVIATIONS}


@pytest.mark.parametrize(
    ("id_", "language", "name"),
    [
        ("state:BLR", "be", "Беларусь"),
        ("state:KAZ", "kk", "Қазақстан"),
        ("state:TUR", "tr", "Türkiye"),
        ("state:UZB", "uz-Cyrl", "Ўзбекистон"),
        ("org:sco", "zh", "上海合作组织"),
        ("person:kassym-jomart-tokayev", "kk", "Қасым-Жомарт Тоқаев"),
        ("person:nikol-pashinyan", "hy", "Նիկոլ Փաշինյան"),
        ("person:stanislav-zas", "ru", "Станислав Зась"),
        ("place:almaty", "ru", "Алматы"),
        ("place:chisinau", "ro", "Chișinău"),
    ],
)
def test_names_in_other_languages(id_: str, language: str, name: str) -> None:
    record = DS[id_]
    assert isinstance(record, State | Organization | Person | Place)
    assert record.name_in(language) == name


def test_each_other_name_is_reported_by_a_source() -> None:
    assert [(record.id, name.text) for record in named() for name in unreported(record)] == []


def unreported(record: State | Organization | Person | Place) -> list[OtherName]:
    """Return the names of a record that no source reports."""
    reported = [report.value for entry in record.evidence for report in entry.reports]
    known = {name for value in reported if isinstance(value, tuple) for name in value}
    texts = {value for value in reported if isinstance(value, str)}
    return [name for name in record.names if name not in known and name.text not in texts]


def test_each_city_has_a_reported_position_and_codes() -> None:
    cities = [place for place in DS.places if place.kind == "city"]
    assert [place.id for place in cities if place.geonames is None or place.wikidata is None] == []
    assert [place.id for place in cities if not has_reported_position(place)] == []


def has_reported_position(place: Place) -> bool:
    """Return whether a source reports the position of a place as the record has it."""
    reports = {(report.field, report.value) for entry in place.evidence for report in entry.reports}
    return {("latitude", place.latitude), ("longitude", place.longitude)} <= reports
