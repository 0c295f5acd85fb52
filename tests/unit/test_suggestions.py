"""Suggestions: for ids the slug decides what is similar, for names most of the letters."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

import csto_data
from csto_data.suggestions import close_matches, did_you_mean, guess


@cache
def ids() -> list[str]:
    """Return the ids of the packaged records."""
    return [record.id for record in csto_data.load()]


@pytest.mark.parametrize(
    ("wanted", "first"),
    [
        ("state:KAX", "state:KAZ"),
        ("state:kaz", "state:KAZ"),
        ("sate:KAZ", "state:KAZ"),
        ("KAZ", "state:KAZ"),
        ("person:vladmir-putin", "person:vladimir-putin"),
        ("operation:csto-kazakhstan-2021", "operation:csto-kazakhstan-2022"),
        ("organization:csto", "org:csto"),
        ("person:csto", "org:csto"),
        ("\u043erg:\u0441st\u043e", "org:csto"),
    ],
)
def test_close_matches_puts_nearest_id_first(wanted: str, first: str) -> None:
    assert close_matches(wanted, ids())[0] == first


@pytest.mark.parametrize("wanted", ["state:XXX", "state:ZZZ", "org:zzz", "person:zzz", "event:zzz", "zzz"])
def test_shared_prefix_alone_gives_no_suggestion(wanted: str) -> None:
    assert did_you_mean(wanted, ids()) == ""
    assert guess(wanted, ids()) is None


@given(st.deferred(lambda: st.sampled_from(ids())), st.data())
def test_close_matches_finds_id_with_one_wrong_letter(id: str, data: st.DataObject) -> None:
    prefix, _, slug = id.partition(":")
    at = data.draw(st.integers(0, len(slug) - 1))
    assert id in close_matches(f"{prefix}:{slug[:at]}~{slug[at + 1 :]}", ids(), limit=len(ids()))


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("Usbekistan", ["Uzbekistan"]),
        ("Ukrain", ["Ukraine"]),
        ("RUSIA", ["Russia"]),
        ("Moldavia", ["Moldova"]),
        ("Spain", []),
        ("Austria", []),
        ("Atlantis", []),
    ],
    ids=str,
)
def test_close_matches_returns_only_similar_names(wanted: str, expected: list[str]) -> None:
    assert close_matches(wanted, [state.name for state in csto_data.load().states]) == expected


def test_another_word_with_the_same_ending_is_not_near() -> None:
    assert close_matches("cession", ["accession", "speech"]) == []
    assert close_matches("session", ["accession", "speech"]) == []
    assert close_matches("csto-withdrawal", ["csto-withdrawal-start"]) == ["csto-withdrawal-start"]


@given(st.text(max_size=10), st.lists(st.text(max_size=10), max_size=5))
def test_suggestions_are_always_known_words(wanted: str, known: list[str]) -> None:
    assert set(close_matches(wanted, known)) <= set(known)
    found = guess(wanted, known)
    assert found is None or found.word in known
