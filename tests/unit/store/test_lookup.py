"""Lookup: comparing names in any spelling, the names of a record, find, resolve and search."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import Any
from unicodedata import combining, normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.small_datasets import FEWER_EXAMPLES, dataset, state

import csto_data
from csto_data import AmbiguousError, Dataset, NotFoundError
from csto_data.model import KINDS
from csto_data.store import lookup
from csto_data.store.lookup import Match, find, fold, names_of, resolve, search
from csto_data.strategies import datasets
from csto_data.strategies.values import texts


@pytest.fixture(scope="module")
def packaged() -> Dataset:
    return csto_data.load()


def org(slug: str, name: str, **fields: Any) -> dict[str, Any]:
    return {"id": f"org:{slug}", "name": name, "kind": "organisation", **fields}


def place(slug: str, name: str, **fields: Any) -> dict[str, Any]:
    return {"id": f"place:{slug}", "name": name, "kind": "city", **fields}


def person(slug: str, name: str, **fields: Any) -> dict[str, Any]:
    return {"id": f"person:{slug}", "name": name, **fields}


def event(slug: str, title: str, **fields: Any) -> dict[str, Any]:
    return {"id": f"event:{slug}", "kind": "protest", "title": title, **fields}


def bare(text: str) -> str:
    """The text without the accents of Latin letters; those of Cyrillic й are part of the letter."""
    found = ""
    for char in normalize("NFD", text):
        found += "" if combining(char) and found[-1:].isascii() else char
    return found


# fold


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Казахстан", "Kazakhstan"),
        ("Токаев", "Tokayev"),
        ("Тоқаев", "Tokayev"),
        ("Алматы", "Almaty"),
        ("Лукашенко", "Lukashenko"),
        ("Владимир Путин", "Vladimir Putin"),
        ("Назарбаев", "Nazarbayev"),
        ("Мирзиёев", "Mirziyoyev"),
        ("Королёв", "Korolev"),
        ("Ереван", "Yerevan"),
        ("Соловьев", "Solovyev"),
        ("Дмитрий Песков", "Dmitry Peskov"),
        ("Единый", "Yediny"),
        ("Хачатуров", "Khachaturov"),
        ("Щербаков", "Shcherbakov"),
        ("Съезд", "Syezd"),
        ("Жаңаөзен", "Zhanaozen"),
        ("Маңғыстау", "Mangystau"),
        ("Нұр-Сұлтан", "Nur-Sultan"),
        ("Үркүн", "Urkun"),
        ("Тоҷикистон", "Tojikiston"),
        ("Ҳисор", "Hisor"),
        ("Київ", "Kyiv"),
        ("Єрмак", "Yermak"),
        ("Зеленський", "Zelensky"),
        ("Вʼячеслав", "Vyacheslav"),
        ("Быкаў", "Bykau"),
    ],
)
def test_fold_makes_cyrillic_name_equal_to_english_transliteration(written: str, name: str) -> None:
    forms = {fold(form) for form in (written, written.upper(), normalize("NFD", written), name)}
    assert forms == {fold(name)} == {name.lower().replace("-", " ")}


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("K\u0430z\u0430khst\u0430n", "Kazakhstan"),
        ("К\u0061з\u0061хст\u0061н", "Kazakhstan"),
        ("КАЗАХСТА\u0048", "Kazakhstan"),
        ("\u0421STO", "CSTO"),
        ("\u004fДКБ", "ОДКБ"),
        ("М\u0069нск", "Мінск"),
    ],
)
def test_fold_replaces_look_alikes_in_word_of_both_scripts(written: str, name: str) -> None:
    assert fold(written) == fold(name)


def test_fold_keeps_word_of_both_scripts_without_look_alikes() -> None:
    assert fold("USAД") == "usad"


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Kassym-Jomart  TOKAYEV", "kassym jomart tokayev"),
        ("Prosecutor’s Office", "prosecutors office"),
        ("Prosecutor's_Office", "prosecutors office"),
        ("Turkmenistan–Afghanistan", "turkmenistan afghanistan"),
        ("Washington, D.C.", "washington d c"),
        ("sécurité", "securite"),
        ("Łódź", "lodz"),
        ("Əliyev", "aliyev"),
        ("Straße", "strasse"),
        ("İstanbul", "istanbul"),
        ("№ 5", "no 5"),
        ("", ""),
        (" ", ""),
        ("!!!", "!!!"),
        ("«»", "«»"),
        ("Երևան", "երեւան"),
    ],
)
def test_fold_ignores_case_accents_and_punctuation(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize("pair", [("Путин", "Пушин"), ("Сергей", "Сергеи"), ("Georgia", "Georgie"), ("й", "и")])
def test_fold_keeps_different_names_different(pair: tuple[str, str]) -> None:
    assert fold(pair[0]) != fold(pair[1])


@given(
    st.text() | texts() | st.text(st.characters(min_codepoint=0x400, max_codepoint=0x52F) | st.sampled_from("aehy'"))
)
def test_fold_is_idempotent_and_independent_of_normalisation(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert fold(normalize("NFD", text)) == fold(normalize("NFC", text)) == folded


@given(texts())
def test_fold_is_only_empty_for_text_of_marks(text: str) -> None:
    assert fold(text) or all(combining(char) or char.isspace() for char in normalize("NFKD", text))


def spelt(*texts: str) -> list[dict[str, str]]:
    """Return other spellings of a name."""
    return [{"text": text, "kind": "spelling"} for text in texts]


# names_of


def test_names_of_has_names_codes_and_id() -> None:
    official = {"text": "Republic of Kaz", "language": "en", "kind": "official"}
    raw = state("KAZ", names=[official, {"text": "Қазақстан", "kind": "native"}], iso_alpha2="KZ", cow=705)
    (record,) = dataset(raw).states
    assert [(name.field, name.text, name.folded) for name in names_of(record)] == [
        ("name", "Kaz", "kaz"),
        ("names", "Republic of Kaz", "republic of kaz"),
        ("names", "Қазақстан", "kazakstan"),
        ("iso_alpha2", "KZ", "kz"),
        ("iso_alpha3", "KAZ", "kaz"),
        ("cow", "705", "705"),
        ("id", "state:KAZ", "kaz"),
    ]


def test_names_of_records_without_names_is_their_id(packaged: Dataset) -> None:
    for kind in ("memberships", "statements", "assessments", "figures"):
        assert {tuple(name.field for name in names_of(record)) for record in packaged.table(kind)} == {("id",)}


# find


@pytest.mark.parametrize(
    ("table", "name", "id"),
    [
        ("people", "Putin", "person:vladimir-putin"),
        ("people", "ПУТИН", "person:vladimir-putin"),
        ("people", "putin vladimir", "person:vladimir-putin"),
        ("people", "Tokayev", "person:kassym-jomart-tokayev"),
        ("people", "токаев", "person:kassym-jomart-tokayev"),
        ("organizations", "CSTO", "org:csto"),
        ("organizations", "csto-parliamentary-assembly", "org:csto-parliamentary-assembly"),
        ("organizations", "prosecutor generals office", "org:prosecutor-generals-office-kaz"),
        ("places", "airport", "place:almaty-airport"),
        ("places", "Almaty", "place:almaty"),
        ("places", "Алматы", "place:almaty"),
        ("places", "Washington DC", "place:washington-dc"),
        ("states", "398", "state:KAZ"),
        ("states", "kz", "state:KAZ"),
        ("states", "KZK", "state:KAZ"),
        ("states", "Russian Federation", "state:RUS"),
        ("memberships", "csto-uzb-1", "membership:csto-uzb-1"),
    ],
)
def test_find_returns_record_with_name_in_any_spelling(packaged: Dataset, table: str, name: str, id: str) -> None:
    assert find(packaged.table(table), name, table).id == id


@pytest.mark.parametrize("name", ["", " ", "Put", "Vladimir Lukashenko", "atin", "person:vladimir-putin"])
def test_find_raises_not_found_for_other_text(packaged: Dataset, name: str) -> None:
    with pytest.raises(NotFoundError, match=re.escape(f'No record in people has the name "{name}".')):
        find(packaged.people, name, "people")


@pytest.mark.parametrize(
    ("table", "name", "suggestion"),
    [
        ("people", "Tokaev", "Kassym-Jomart Tokayev"),
        ("people", "Пуутин", "Vladimir Putin"),
        ("people", "vladmir putin", "Vladimir Putin"),
        ("states", "Kazakhsan", "Kazakhstan"),
        ("states", "KAX", "state:KAZ"),
        ("memberships", "csto-uzv-1", "membership:csto-uzb-1"),
    ],
)
def test_find_suggests_nearest_name(packaged: Dataset, table: str, name: str, suggestion: str) -> None:
    with pytest.raises(NotFoundError) as raised:
        find(packaged.table(table), name, table)
    assert f'Did you mean "{suggestion}"' in str(raised.value)


def test_find_suggests_each_name_once() -> None:
    with pytest.raises(NotFoundError) as raised:
        find(dataset(person("a", "Anna"), person("b", "Bella")).people, "Anno", "people")
    assert str(raised.value) == 'No record in people has the name "Anno". Did you mean "Anna"?'


def test_find_prefers_full_name_to_words() -> None:
    places = dataset(place("a", "Almaty"), place("b", "Almaty Region"), place("c", "Region")).places
    assert find(places, "almaty", "places").id == "place:a"


def test_find_raises_ambiguous_for_records_with_same_name() -> None:
    places = dataset(place("astana", "Astana"), place("nur-sultan", "Nur-Sultan", names=spelt("Астана"))).places
    with pytest.raises(AmbiguousError) as raised:
        find(places, "Astana", "places")
    assert str(raised.value) == (
        '2 records in places have the name "Astana": place:astana, place:nur-sultan. Expected only one.'
    )


def test_find_lists_ten_ambiguous_records_and_number_of_others() -> None:
    events = dataset(*(event(f"e{number:02}", f"Protest {number}") for number in range(13))).events
    with pytest.raises(AmbiguousError) as raised:
        find(events, "protest", "events")
    message = str(raised.value)
    assert message.startswith('13 records in events have the name "protest": event:e00, event:e01, ')
    assert message.endswith("event:e09 and 3 more. Expected only one.")


def test_find_lists_exactly_ten_ambiguous_records() -> None:
    events = dataset(*(event(f"e{number}", "Protest") for number in range(10))).events
    with pytest.raises(AmbiguousError, match=r"event:e8, event:e9\. Expected only one\.$"):
        find(events, "protest", "events")


@FEWER_EXAMPLES
@given(datasets(), st.data())
def test_find_returns_only_records_with_the_name(generated: Dataset, data: st.DataObject) -> None:
    table = generated.table(data.draw(st.sampled_from([name for name in KINDS if len(generated.table(name))])))
    names = [name.text for record in table for name in names_of(record) if name.field != "id"]
    wanted = data.draw(st.sampled_from([*names, "council", "borde", "совет north"]))
    words = set(fold(wanted).split())
    having = [r for r in table if any(words <= set(name.folded.split()) for name in names_of(r))]
    exact = [r for r in table if any(name.folded == fold(wanted) for name in names_of(r))]
    if (expected := exact or having) and len(expected) == 1:
        assert find(table, wanted, "records") is expected[0]
    else:
        with pytest.raises(AmbiguousError if expected else NotFoundError):
            find(table, wanted, "records")


# resolve


@pytest.mark.parametrize(
    ("text", "prefixes", "id"),
    [
        ("state:KAZ", (), "state:KAZ"),
        ("state:KAZ", ("state", "org"), "state:KAZ"),
        ("state:kaz", (), "state:KAZ"),
        ("state:kz", ("state",), "state:KAZ"),
        ("KAZ", (), "state:KAZ"),
        ("kz", (), "state:KAZ"),
        ("398", (), "state:KAZ"),
        ("705", (), "state:KAZ"),
        ("Казахстан", (), "state:KAZ"),
        ("CSTO", (), "org:csto"),
        ("csto", ("org",), "org:csto"),
        ("Putin", (), "person:vladimir-putin"),
        ("person:tokayev", (), "person:kassym-jomart-tokayev"),
        ("Tokayev", ("person", "state", "org"), "person:kassym-jomart-tokayev"),
        ("almaty", (), "place:almaty"),
        ("almaty", ("place", "state"), "place:almaty"),
        ("airport", (), "place:almaty-airport"),
        ("Astana", (), "place:astana"),
        ("csto-kazakhstan-2022", (), "operation:csto-kazakhstan-2022"),
        ("membership:csto-uzb", (), "membership:csto-uzb-1"),
    ],
)
def test_resolve_returns_id_that_is_meant(packaged: Dataset, text: str, prefixes: tuple[str, ...], id: str) -> None:
    assert resolve(packaged, text, prefixes) == id


def test_resolve_returns_each_id_of_the_data(packaged: Dataset) -> None:
    for record in packaged:
        assert resolve(packaged, record.id) == record.id
        prefix, _, slug = record.id.partition(":")
        assert resolve(packaged, slug, [prefix]) == record.id


@pytest.mark.parametrize(
    ("text", "prefixes", "message"),
    [
        (
            "person:vladimir-putin",
            ("state", "org"),
            'The id "person:vladimir-putin" has the prefix "person". Expected the prefix "state" or "org".',
        ),
        ("person:xyz", ("state",), 'The id "person:xyz" has the prefix "person". Expected the prefix "state".'),
        ("qqqq", (), 'No record has the id, code or name "qqqq".'),
        ("", (), 'No record has the id, code or name "".'),
        ("qqqq", ("state",), 'No state has the id, code or name "qqqq".'),
        ("Putin", ("state", "org", "place"), 'No state, organisation or place has the id, code or name "Putin".'),
        ("Kazakhsan", ("state", "org"), 'has the id, code or name "Kazakhsan". Did you mean "Kazakhstan"'),
        ("Tokayew", (), 'Did you mean "Kassym-Jomart Tokayev"?'),
        ("state:KAX", (), 'No state has the id, code or name "state:KAX". Did you mean "state:KAZ"?'),
        ("sate:KAZ", (), 'Did you mean "state:KAZ"'),
        ("person:tokaev", (), 'Did you mean "Kassym-Jomart Tokayev"?'),
        ("place:almaty-airprt", (), 'Did you mean "place:almaty-airport"'),
    ],
)
def test_resolve_raises_not_found_with_what_is_allowed_or_near(
    packaged: Dataset, text: str, prefixes: tuple[str, ...], message: str
) -> None:
    with pytest.raises(NotFoundError) as raised:
        resolve(packaged, text, prefixes)
    assert message in str(raised.value)


def test_resolve_prefers_proper_names_to_titles_of_same_quality() -> None:
    store = dataset(person("a", "Anna North"), event("north", "North"), event("anna", "Speech of Anna North"))
    assert resolve(store, "Anna") == "event:anna"
    assert resolve(store, "Anna North") == "person:a"
    assert resolve(store, "north") == "event:north"
    assert resolve(store, "speech") == "event:anna"


def test_resolve_prefers_name_and_id_to_other_name_of_another_record() -> None:
    store = dataset(place("astana", "Astana"), place("nur-sultan", "Nur-Sultan", names=spelt("Astana", "Tselinograd")))
    assert resolve(store, "astana") == "place:astana"
    assert resolve(store, "tselinograd") == "place:nur-sultan"


@pytest.mark.parametrize(
    "records",
    [
        (state("GEO", iso_alpha2="GE"), place("georgia", "Geo")),
        (org("a", "Geo"), state("GEO")),
        (person("a", "Geo Alpha"), person("b", "Geo Beta")),
        (event("a", "Geo"), event("b", "GEO")),
        (state("AAA", names=spelt("Geo")), state("BBB", names=spelt("geo"))),
        (state("AAA", cow=705, names=spelt("Geo")), org("b", "Bee", names=spelt("GEO"))),
    ],
    ids=["state and place", "organisation and state", "words", "titles", "other names", "other names of two kinds"],
)
def test_resolve_never_guesses_between_equally_good_records(records: tuple[dict[str, Any], ...]) -> None:
    with pytest.raises(AmbiguousError) as raised:
        resolve(dataset(*records), "geo")
    message = str(raised.value)
    assert message.startswith('2 records match "geo": ')
    assert message.endswith(". Expected the id of one of them.")
    assert all(record["id"] in message for record in records)


def test_resolve_reads_only_tables_of_allowed_kinds() -> None:
    code = (
        "import csto_data\nfrom csto_data.store.lookup import resolve\nfrom csto_data.store.packaged import packaged_store\n"
        "print(resolve(packaged_store(), 'CSTO', ('state', 'org')), sorted(packaged_store()._tables))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "org:csto ['organizations', 'states']\n"


@FEWER_EXAMPLES
@given(datasets())
def test_resolve_returns_every_id_and_one_of_the_records_with_a_name(generated: Dataset) -> None:
    for record in generated:
        assert resolve(generated, record.id) == record.id
        for name in names_of(record):
            try:
                found = generated[resolve(generated, name.text)]
            except AmbiguousError:
                continue
            assert name.folded in {other.folded for other in names_of(found)}


# search


def ids(matches: tuple[Match, ...]) -> list[str]:
    return [match.record.id for match in matches]


@pytest.mark.parametrize(
    ("text", "id", "field"),
    [
        ("Putin", "person:vladimir-putin", "name"),
        ("CSTO", "org:csto", "names"),
        ("Tokayev", "person:kassym-jomart-tokayev", "name"),
        ("токаев", "person:kassym-jomart-tokayev", "name"),
        ("airport", "place:almaty-airport", "name"),
        ("airp", "place:almaty-airport", "name"),
        ("Almaty", "place:almaty", "name"),
        ("tashkent treaty", "org:cst", "names"),
        ("kz", "state:KAZ", "iso_alpha2"),
        ("state:KAZ", "state:KAZ", "iso_alpha3"),
        ("person:putin", "person:vladimir-putin", "name"),
        ("csto-vehicles", "figure:csto-vehicles", "id"),
    ],
)
def test_search_puts_best_match_first(packaged: Dataset, text: str, id: str, field: str) -> None:
    best = search(packaged, text)[0]
    assert (best.record.id, best.field) == (id, field)


def test_search_finds_events_of_airport(packaged: Dataset) -> None:
    assert {"event:almaty-airport-secured", "event:almaty-airport-seizure"} <= set(ids(search(packaged, "airport")))


def test_search_ranks_by_quality_and_then_by_id() -> None:
    store = dataset(
        org("exact", "North"),
        org("begins", "Northern Council"),
        org("word", "Council of the North"),
        org("another-word", "The North"),
        event("title", "North is a title"),
        org("north-in-id", "Other"),
        event("summary", "Something", summary="In the north."),
        event("zeta", "South"),
    )
    found = search(store, "north")
    assert ids(found) == [
        "org:exact",
        "org:begins",
        "org:another-word",
        "org:word",
        "event:title",
        "org:north-in-id",
        "event:summary",
    ]
    assert [match.field for match in found] == ["name", "name", "name", "name", "title", "id", "summary"]
    assert found[-1] == Match(store["event:summary"], "summary", "In the north.")


def test_search_ranks_words_in_several_fields_last() -> None:
    store = dataset(
        event("a", "Protest in the south", summary="It begins at the airport of the city."),
        event("b", "City", summary="South of the airport."),
    )
    assert ids(search(store, "south airport")) == ["event:b", "event:a"]
    assert [match.field for match in search(store, "south airport city")] == ["summary", "summary"]
    assert search(store, "south north") == ()


def test_search_finds_claims_and_beginnings_of_words_in_any_order(packaged: Dataset) -> None:
    claim = next(iter(packaged.assessments)).claim
    words = [word[:4] for word in fold(claim).split()]
    assert next(iter(packaged.assessments)).id in ids(search(packaged, " ".join(reversed(words))))


def test_search_returns_each_record_once_and_at_most_the_limit(packaged: Dataset) -> None:
    every = search(packaged, "csto")
    assert len(set(ids(every))) == len(every) > 20
    assert search(packaged, "csto", 5) == search(packaged, "csto", limit=5) == every[:5]
    assert search(packaged, "csto", limit=0) == ()
    assert search(packaged, "csto", limit=len(every) + 1) == every


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u0301"])
def test_search_rejects_empty_text(packaged: Dataset, text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a valid text to search for. Expected at least one word\.$"):
        search(packaged, text)


def test_search_rejects_negative_limit(packaged: Dataset) -> None:
    with pytest.raises(ValueError, match=r"^-1 is not a valid limit\. Expected a number from 0"):
        search(packaged, "csto", limit=-1)


def test_search_of_unknown_word_is_empty(packaged: Dataset) -> None:
    assert search(packaged, "qqqq") == search(packaged, "person:csto") == ()


def assert_found_by_each_name(store: Dataset) -> None:
    for record in store:
        for name in names_of(record):
            for text in {name.text, name.text.upper(), name.text.lower(), normalize("NFD", name.text), bare(name.text)}:
                found = next(match for match in search(store, text) if match.record is record)
                assert name.field == "id" or fold(found.text) == name.folded


@pytest.mark.integration
def test_search_finds_each_packaged_record_by_each_name(packaged: Dataset) -> None:
    assert_found_by_each_name(packaged)


@FEWER_EXAMPLES
@given(datasets())
def test_search_finds_each_record_by_each_name(generated: Dataset) -> None:
    assert_found_by_each_name(generated)


@FEWER_EXAMPLES
@given(datasets(), st.lists(st.sampled_from(["council", "sum", "б", "sov", "securite", "1", "a"]), min_size=1))
def test_search_returns_exactly_records_with_all_words(generated: Dataset, words: list[str]) -> None:
    def occurs(record: Any) -> bool:
        described = [getattr(record, field, None) or "" for field in ("summary", "claim", "note")]
        known = " ".join([*(name.folded for name in names_of(record)), *map(fold, described)]).split()
        return all(any(word.startswith(fold(wanted)) for word in known) for wanted in words)

    found = search(generated, " ".join(words))
    assert sorted(ids(found)) == sorted(record.id for record in generated if occurs(record))


def test_index_is_built_once(packaged: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    search(packaged, "csto")
    monkeypatch.setattr(lookup, "names_of", lambda record: pytest.fail(f"read again: {record.id}"))
    assert search(packaged, "airport")


def test_tables_import_without_lookup() -> None:
    code = "import sys, csto_data.store.table\nprint([name for name in sys.modules if 'lookup' in name or 'folding' in name])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
