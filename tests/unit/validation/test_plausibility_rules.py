"""Rules about mistakes that a schema cannot see: texts, addresses, implausible values, duplicates, circles."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from unicodedata import normalize

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.rule_checks import context, run_rule, violation_paths, violations

from csto_data.cli import main
from csto_data.suggestions import in_one_script
from csto_data.validation import validate


def person(slug: str, name: str, **fields: Any) -> dict[str, Any]:
    return {"id": f"person:{slug}", "name": name, **fields}


def source(slug: str, **fields: Any) -> dict[str, Any]:
    return {"id": f"source:{slug}", "title": "Paper", "kind": "report", **fields}


def event(slug: str, **fields: Any) -> dict[str, Any]:
    return {"id": f"event:{slug}", "kind": "unrest", "title": "Unrest", **fields}


def fixed_text(code: str, name: str) -> str | None:
    (violation,) = violations(code, context(person("x", name)))
    assert violation.fix is not None
    return json.loads(violation.fix.text or "null")


@given(
    st.lists(st.sampled_from(["Ann", "d\u2019Arc", "\u0418\u0432\u0430\u043d"]), min_size=2, max_size=4),
    st.sampled_from(["  ", " \u00a0", "\u00a0\u00a0", "   "]),
)
def test_fix_of_irregular_spaces_keeps_the_words(words: list[str], spaces: str) -> None:
    assert fixed_text("CST204", spaces.join(words)) == " ".join(words)


@pytest.mark.parametrize("name", ["A\u00a0B", "A B", "A\u202fB"])
def test_single_space_of_any_width_inside_a_text_is_allowed(name: str) -> None:
    assert run_rule("CST204", person("x", name)) == []


@given(st.text(st.sampled_from("A\u00e9\u0439\u0451\u0161 "), min_size=1).map(str.strip).filter(bool))
def test_text_has_a_finding_unless_it_is_in_form_c(text: str) -> None:
    assert run_rule("CST205", person("x", normalize("NFC", text))) == []
    if normalize("NFD", text) != normalize("NFC", text):
        assert fixed_text("CST205", normalize("NFD", text)) == normalize("NFC", text)


def test_word_in_two_scripts_is_reported_with_the_word_in_one() -> None:
    (found,) = violations("CST206", context(person("x", "Vl\u0430dimir Pushkin")))
    assert found.fix is not None
    assert (found.fix.text, found.fix.applicability) == ('"Vladimir Pushkin"', "unsafe")
    assert run_rule("CST206", person("x", "\u0412\u043b\u0430\u0434\u0438\u043c\u0438\u0440 Putin")) == []
    assert in_one_script("M\u043e\u0441\u043a\u0432\u0430") == "\u041c\u043e\u0441\u043a\u0432\u0430"
    assert in_one_script("D\u0436") is None


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("ja", "\u6761\u7d04"),
        ("zh", "\u6761\u7ea6"),
        ("ko", "\uc870\uc57d"),
        ("hy", "\u054a\u0561\u0575\u0574\u0561\u0576"),
        ("ka", "\u10d3\u10d0"),
        ("ar", "\u0645\u0639\u0627\u0647\u062f\u0629"),
        ("ru", "\u0414\u043e\u0433\u043e\u0432\u043e\u0440"),
        ("en", "Treaty"),
    ],
)
def test_title_in_the_script_of_its_language_may_have_an_abbreviation_in_latin_letters(
    language: str, title: str
) -> None:
    assert run_rule("CST210", source("x", title=f"{title} EU", language=language)) == []


ADDRESS = "https://example.com/a"
SAME = ("http://example.com/a", "https://www.example.com/a", "https://example.com/a/", "https://EXAMPLE.com/a#part")
SAME += ("https://example.com/a?utm_source=b", "https://example.com/a?fbclid=c", "https://example.com:443/a")
SAME += ("https://example.com/%61", "https://example.com//a", "https://example.com/b/../a")
SAME += ("https://web.archive.org/web/20220105120000/https://example.com/a",)


@pytest.mark.parametrize("url", SAME)
def test_spelling_of_address_does_not_hide_duplicate(url: str) -> None:
    assert violation_paths("CST310", source("a", url=ADDRESS), source("b", url=url)) == [("source:b", ("url",))]


@pytest.mark.parametrize(
    "url",
    ["https://example.com/A", "https://example.com/a?id=1", "https://example.org/a", "https://example.com:8080/a"],
)
def test_other_path_query_or_host_is_another_address(url: str) -> None:
    assert run_rule("CST310", source("a", url=ADDRESS), source("b", url=url)) == []


@pytest.mark.parametrize(
    "title",
    ["todo", "TBC", "N/A", "Untitled", "Lorem ipsum dolor", "A TODO", "What???", "...", "\u2014", "?", "_", "-_-"],
)
def test_placeholder_for_a_text_is_found(title: str) -> None:
    assert violation_paths("CST903", event("a", title=title)) == [("event:a", ("title",))]


@pytest.mark.parametrize("title", ["Todo sobre la OTSC", "unknown", "The test of a missile"])
def test_text_with_the_word_of_a_placeholder_is_allowed(title: str) -> None:
    assert run_rule("CST903", event("a", title=title)) == []


def test_language_of_a_name_is_checked() -> None:
    names = [{"text": "A", "language": "kk", "kind": "native"}, {"text": "B", "language": "kz", "kind": "native"}]
    assert violation_paths("CST209", person("x", "C", names=names)) == [("person:x", ("names", 1, "language"))]


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com",
        "https://xn--80ak6aa92e.com/a@b",
        "https://web.archive.org/web/2024/https://a.com/",
        "http://a.com:8080/?u=https://b.com",
    ],
)
def test_usual_addresses_are_valid(url: str) -> None:
    assert run_rule("CST207", source("a", url=url)) == []


@pytest.mark.parametrize(
    "url",
    [
        "http://192.168.1.10/report",
        "http://127.0.0.1:8000/",
        "https://169.254.0.1",
        "http://wiki.intern.local/page",
        "https://server.lan",
        "http://news.test/a",
        "https://printer.HOME",
        "https://127.1/",
        "https://999.1.1.1/",
        "https://224.0.0.1/",
        "https://router.home.arpa/",
    ],
)
def test_address_in_a_private_network_is_not_that_of_a_source(url: str) -> None:
    assert violation_paths("CST207", source("a", url=url)) == [("source:a", ("url",))]


@pytest.mark.parametrize("url", ["https://8.8.8.8/", "https://local.example.com", "https://test.org/local"])
def test_public_address_is_allowed(url: str) -> None:
    assert run_rule("CST207", source("a", url=url)) == []


@given(st.integers(1, 12), st.sampled_from([("source", "via"), ("event", "because_of"), ("event", "part_of")]))
def test_circle_of_any_length_is_one_finding_at_its_first_record(length: int, chain: tuple[str, str]) -> None:
    prefix, field = chain
    ids = [f"{prefix}:{index:02}" for index in range(length)]
    make = source if prefix == "source" else event
    links = [[following] if field == "because_of" else following for following in [*ids[1:], ids[0]]]
    ring = [make(id.partition(":")[2], **{field: link}) for id, link in zip(ids, links, strict=True)]
    path = (field, 0) if field == "because_of" else (field,)
    assert violation_paths("CST304", *ring) == [(ids[0], path)]


def test_long_chain_without_circle_has_no_finding() -> None:
    chain = [source(f"{index}", **({"via": f"source:{index + 1}"} if index < 3000 else {})) for index in range(3001)]
    assert run_rule("CST304", *chain) == []


def test_cause_is_later_only_if_that_is_certain() -> None:
    effect = event("effect", date="2022-01-05", because_of=["event:cause"])
    assert violation_paths("CST418", effect, event("cause", date="2022-01-06")) == [("event:effect", ("because_of", 0))]
    for day in ("2022-01-05", "2022-01", "[2022-01-01..2023]"):
        assert run_rule("CST418", effect, event("cause", date=day)) == []
    assert (
        run_rule("CST418", event("effect", start="2022-01-01", because_of=["event:cause"]), event("cause", date="2030"))
        == []
    )


@pytest.mark.parametrize("name", ["ann example", "Ann  Example", "ANN EXAMPLE"])
def test_names_are_compared_without_case_and_spaces(name: str) -> None:
    records = person("a", "Ann Example"), person("b", "B", names=[{"text": name, "kind": "spelling"}])
    assert violation_paths("CST309", *records) == [("person:b", ("names", 0, "text"))]


def test_person_and_place_may_have_one_name() -> None:
    place = {"id": "place:a", "name": "Washington", "kind": "city"}
    assert run_rule("CST309", person("a", "Washington"), place) == []


@pytest.mark.parametrize(
    ("latitude", "longitude", "is_found"), [(51.2, 71.4, False), (71.4, 51.2, True), (51.2, -71.4, True)]
)
def test_position_must_be_in_or_near_the_state(latitude: float, longitude: float, is_found: bool) -> None:
    place = {"id": "place:a", "name": "Astana", "kind": "city", "latitude": latitude, "longitude": longitude}
    assert bool(run_rule("CST211", {**place, "states": ["state:KAZ"]})) is is_found
    assert run_rule("CST211", {**place, "states": ["state:KAZ", "state:XAA"]}) == []
    assert run_rule("CST211", place) == []


def test_other_participants_make_another_event() -> None:
    same = {"date": "2022-01-05", "place": "state:KAZ"}
    party = [{"actor": "state:KAZ", "role": "party"}]
    assert violation_paths("CST420", event("a", **same), event("b", **same)) == [("event:b", ("kind",))]
    assert run_rule("CST420", event("a", **same), event("b", **same, participants=party)) == []
    assert run_rule("CST420", event("a", date="2022-01-05"), event("b", date="2022-01-05", title="Another")) == []


@pytest.mark.parametrize("more", [{}, {"date": "2022-01-05"}, {"place": "state:KAZ"}])
def test_events_without_time_or_place_are_compared_by_title(more: dict[str, Any]) -> None:
    assert violation_paths("CST420", event("a", **more), event("b", **more)) == [("event:b", ("kind",))]
    assert run_rule("CST420", event("a", **more), event("b", **more, title="Another")) == []


def test_contingents_exceed_operation_only_if_their_lowest_sum_does() -> None:
    def operation(*sizes: Any) -> dict[str, Any]:
        evidence = [{"source": "source:paper"}]
        codes = ("ARM", "BLR", "KAZ")
        sent = [
            {"state": f"state:{c}", "personnel": size, "evidence": evidence}
            for c, size in zip(codes, sizes, strict=False)
        ]
        return {
            "id": "operation:a",
            "name": "A",
            "organization": "org:csto",
            "personnel": {"value": 100},
            "contingents": sent,
        }

    assert run_rule("CST422", operation({"value": 60}, {"value": 40})) == []
    assert run_rule("CST422", operation({"at_most": 500}, {"wording": "few"})) == []
    assert violation_paths("CST422", operation({"value": 41}, {"value": 60})) == [
        ("operation:a", ("contingents", 1, "personnel"))
    ]


def test_date_after_the_release_is_found() -> None:
    known = context(source("a", published="2025-01-05"), source("b", accessed="2024"))
    assert violations("CST508", known) == []
    released = attrs.evolve(known, released=date(2024, 1, 1), cache={})
    assert [v.location.record for v in violations("CST508", released)] == ["source:a"]


def test_date_in_the_future_is_found_without_a_release() -> None:
    today = datetime.now(UTC).date()
    known = context(source("a", published="2062-01-05"), source("b", accessed="2063"), source("c", accessed=str(today)))
    found = violations("CST508", known)
    assert [v.location.record for v in found] == ["source:a", "source:b"]
    assert found[0].message == "published on 2062-01-05, which is in the future"


def test_release_before_the_dates_of_several_sources_is_reported_once() -> None:
    known = context(*(source(letter, accessed="2026-02-01") for letter in "abc"), source("d", published="2025"))
    (found,) = violations("CST508", attrs.evolve(known, released=date(2026, 1, 1), cache={}))
    assert (found.location.file, found.location.path) == ("datapackage.json", ("created",))
    assert found.message == "released on 2026-01-01, but 3 dates of sources are later"
    assert [place.record for place, _ in found.related] == ["source:a", "source:b", "source:c"]


def test_publication_after_the_release_is_not_compared_with_the_access() -> None:
    mistyped = context(source("a", published="2062-01-05", accessed="2025-01-05"))
    released = attrs.evolve(mistyped, released=date(2026, 1, 1), cache={})
    assert violations("CST507", mistyped) == violations("CST507", released) == []
    assert len(violations("CST507", context(source("a", published="2025-01-09", accessed="2025-01-05")))) == 1


@pytest.mark.parametrize("slug", ["meeting-2022-01-05", "20220105"])
def test_full_date_in_id_is_found(slug: str) -> None:
    assert violation_paths("CST311", event(slug)) == [(f"event:{slug}", ("id",))]


@pytest.mark.parametrize("slug", ["kazakhstan-2022", "season-2011-12", "resolution-1020220105", "law-2022-13-45"])
def test_year_or_other_number_in_id_is_allowed(slug: str) -> None:
    assert run_rule("CST311", event(slug)) == []


@pytest.mark.parametrize("instant", ["1000-01-01T00:00+14:00", "2999-12-31T23:59-12:00"])
def test_first_and_last_instant_break_no_rule(tmp_path: Path, instant: str) -> None:
    """Elsewhere, these instants are on a day before or after all days that a date can have."""
    records = [event("a", instant=instant), event("b", because_of=["event:a"], instant=instant, title="Effect")]
    for record in records:
        record["evidence"] = [{"source": "source:sukhankin-2022"}]
    document = {"$schema": "schemas/event.schema.json", "records": records}
    (tmp_path / "events.json").write_text(json.dumps(document), encoding="utf-8")
    assert "CST501" in {found.rule for found in validate(tmp_path)}


def test_schema_that_is_not_a_path_is_one_finding(tmp_path: Path) -> None:
    (tmp_path / "events.json").write_text('{"$schema": "event:a", "records": []}\n')
    assert [found.rule for found in validate(tmp_path)] == ["CST105"]


@pytest.mark.parametrize("folder", ["schemas", "../schemas"])
def test_schema_need_not_exist_in_a_usual_place(tmp_path: Path, folder: str) -> None:
    (tmp_path / "events.json").write_text(f'{{"$schema": "{folder}/event.schema.json", "records": []}}\n')
    assert [found.rule for found in validate(tmp_path)] == []


def test_schema_in_an_unusual_place_must_exist(tmp_path: Path) -> None:
    (tmp_path / "events.json").write_text('{"$schema": "nowhere/event.schema.json", "records": []}\n')
    (found,) = validate(tmp_path)
    assert (found.rule, found.message) == ("CST905", "the file nowhere/event.schema.json does not exist")


def test_schema_must_exist_in_a_folder_with_schemas(tmp_path: Path) -> None:
    assert main(["init-pack", str(tmp_path / "pack")]) == 0
    events = tmp_path / "pack" / "events.json"
    events.write_text(events.read_text().replace("schemas/", "nowhere/"))
    (found,) = validate(tmp_path / "pack")
    assert (found.rule, found.pointer) == ("CST905", "/$schema")
    assert found.message == "the file nowhere/event.schema.json does not exist"


@pytest.mark.parametrize(
    ("character", "is_removed"),
    [("\u200b", True), ("\u00ad", True), ("\ufffd", False), ("\ue000", False), ("\u2028", False), ("\u3164", False)],
)
def test_fix_removes_only_hidden_characters_without_meaning(tmp_path: Path, character: str, is_removed: bool) -> None:
    record = person("x", f"Ann{character} Example", evidence=[{"source": "source:sukhankin-2022"}])
    file = tmp_path / "people.json"
    document = {"$schema": "schemas/person.schema.json", "records": [record]}
    file.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    assert [finding.rule for finding in validate(tmp_path)] == ["CST012"]
    assert main(["fix", str(tmp_path)]) == (0 if is_removed else 1)
    assert ("Ann Example" in file.read_text(encoding="utf-8")) is is_removed


@pytest.mark.parametrize("name", ["Ann\u200bExample", "Ann,\u200bExample"])
def test_space_without_width_between_words_is_not_removed(tmp_path: Path, name: str) -> None:
    record = person("x", name, evidence=[{"source": "source:sukhankin-2022"}])
    (tmp_path / "people.jsonl").write_text(json.dumps(record, ensure_ascii=False) + "\n", encoding="utf-8")
    (found,) = (finding for finding in validate(tmp_path) if finding.rule != "CST901")
    assert (found.rule, found.fix) == ("CST012", None)


@pytest.mark.parametrize("name", ["\u0645\u06cc\u200c\u0634\u0648\u062f", "Ann \U0001f468\u200d\U0001f469"])
def test_joiners_are_allowed_in_scripts_that_need_them(tmp_path: Path, name: str) -> None:
    record = person("x", name, evidence=[{"source": "source:sukhankin-2022"}])
    (tmp_path / "people.jsonl").write_text(json.dumps(record, ensure_ascii=False) + "\n", encoding="utf-8")
    assert [finding.rule for finding in validate(tmp_path) if finding.rule != "CST901"] == []
