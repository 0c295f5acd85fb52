"""Names and codes: every state, organisation, person and place is found by each of its names, and each has a source."""

from __future__ import annotations

import pytest

import csto_data
from csto_data.model import Organization, Person, Place, State

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

NAMED: tuple[State | Organization | Person | Place, ...] = (*DS.states, *DS.organizations, *DS.people, *DS.places)
"""All records with names of their own."""


@pytest.mark.parametrize("state", DS.states, ids=lambda state: state.id)
def test_each_state_is_found_by_each_of_its_names(state: State) -> None:
    for name in (state.name, *(name.text for name in state.names)):
        assert DS.states.find(name) is state, name


@pytest.mark.parametrize("state", DS.states, ids=lambda state: state.id)
def test_each_state_has_official_and_russian_names(state: State) -> None:
    kinds = {(name.kind, name.language) for name in state.names}
    assert {("official", "en"), ("official", "ru")} <= kinds
    assert state.name_in("ru") is not None


@pytest.mark.parametrize("state", DS.states, ids=lambda state: state.id)
def test_each_state_has_a_native_name_unless_it_is_the_english_one(state: State) -> None:
    assert state.id == "state:USA" or any(name.kind == "native" for name in state.names)


@pytest.mark.parametrize("state", DS.states, ids=lambda state: state.id)
def test_each_state_has_all_codes(state: State) -> None:
    assert [code for code in STATE_CODES if getattr(state, code) is None] == []


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


@pytest.mark.parametrize("record", NAMED, ids=lambda record: record.id)
def test_each_other_name_is_reported_by_a_source(record: State | Organization | Person | Place) -> None:
    reported = [report.value for entry in record.evidence for report in entry.reports]
    known = {name for value in reported if isinstance(value, tuple) for name in value}
    texts = {value for value in reported if isinstance(value, str)}
    assert [name for name in record.names if name not in known and name.text not in texts] == []


@pytest.mark.parametrize("place", [place for place in DS.places if place.kind == "city"], ids=lambda place: place.id)
def test_each_city_has_a_reported_position_and_codes(place: Place) -> None:
    assert place.geonames is not None
    assert place.wikidata is not None
    reports = {(report.field, report.value) for entry in place.evidence for report in entry.reports}
    assert {("latitude", place.latitude), ("longitude", place.longitude)} <= reports
