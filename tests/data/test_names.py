"""States and organisations are found by their names in English, in Russian and in their own languages."""

from __future__ import annotations

import pytest

import csto_data

DS = csto_data.load()
RUSSIAN = {
    "ARM": "Армения",
    "BLR": "Беларусь",
    "KAZ": "Казахстан",
    "KGZ": "Кыргызстан",
    "RUS": "Россия",
    "TJK": "Таджикистан",
}


def test_every_state_is_found_by_each_of_its_names() -> None:
    assert [
        (state.id, name.text) for state in DS.states for name in state.names if DS.states.find(name.text) is not state
    ] == []
    assert [state.id for state in DS.states if DS.states.find(state.name) is not state] == []


def test_every_state_has_a_russian_and_a_native_name_and_all_codes() -> None:
    codes = ("iso_alpha2", "iso_alpha3", "iso_numeric", "m49", "cow", "cow_abbreviation", "gw", "wikidata")
    assert [(state.id, code) for state in DS.states for code in codes if getattr(state, code) is None] == []
    assert [state.id for state in DS.states if state.name_in("ru") is None] == []
    assert {s.id for s in DS.states if not any(n.kind == "native" for n in s.names)} == {"state:USA"}  # it is English


@pytest.mark.parametrize(("code", "name"), RUSSIAN.items())
def test_name_in_russian_is_the_common_one(code: str, name: str) -> None:
    assert DS.states[code].name_in("ru") == name


@pytest.mark.parametrize(
    ("slug", "texts"),
    [
        ("csto", ["CSTO", "ОДКБ", "Организация Договора о коллективной безопасности"]),
        ("cis", ["CIS", "СНГ", "Содружество Независимых Государств"]),
        ("sco", ["SCO", "ШОС", "Шанхайская организация сотрудничества"]),
        ("eaeu", ["EAEU", "ЕАЭС", "Евразийский экономический союз"]),
    ],
)
def test_organisation_is_found_by_name_and_abbreviation_in_english_and_russian(slug: str, texts: list[str]) -> None:
    assert [DS.organizations.find(text).id for text in texts] == [f"org:{slug}"] * 3
