"""Breakers of the rules about mistakes that the schema cannot see: texts, implausible values, and duplicates."""

from __future__ import annotations

import json

from hypothesis import strategies as st

from .folder import MANIFEST, Folder, Place, Raw
from .registry import Draw, breaks


def _with_text(draw: Draw, folder: Folder, wrong: str) -> Place:
    """Put a text into a field of a record, old or new, or into a note on its evidence."""
    record = draw(st.sampled_from(folder.records()))
    if "evidence" in record and draw(st.booleans()):
        record["evidence"][0]["note"] = wrong
        return folder.place(record, "evidence", 0, "note")
    record["note"] = wrong
    return folder.place(record, "note")


def _source(draw: Draw, folder: Folder, **fields: str) -> Raw:
    source = draw(st.sampled_from(folder.records("source")))
    source |= fields
    return source


def _two(folder: Folder, prefix: str, first: Raw, second: Raw) -> Place:
    """Add two records and return the place of the one with the later id."""
    return folder.place(max((folder.add(prefix, **raw) for raw in (first, second)), key=lambda raw: raw["id"]))


def _at(place: Place, *path: str | int) -> Place:
    return Place(place.file, place.record, path, place.id)


@breaks("CST204")
def irregular_space(draw: Draw, folder: Folder) -> Place:
    return _with_text(draw, folder, draw(st.sampled_from(["two  words", "a \u00a0word", "word\u00a0", "\u2003word"])))


@breaks("CST205")
def decomposed_letter(draw: Draw, folder: Folder) -> Place:
    return _with_text(draw, folder, draw(st.sampled_from(["Andre\u0301", "\u0438\u0306", "S\u030c"])))


@breaks("CST206")
def mixed_scripts(draw: Draw, folder: Folder) -> Place:
    return _with_text(draw, folder, draw(st.sampled_from(["Vl\u0430dimir Putin", "M\u043e\u0441\u043a\u0432\u0430"])))


@breaks("CST207")
def invalid_url(draw: Draw, folder: Folder) -> Place:
    urls = (
        "https://https://example.com",
        "http://example",
        "https://user:word@example.com/",
        "https://a.com,http://b.com",
    )
    field = draw(st.sampled_from(["url", "archived"]))
    return folder.place(_source(draw, folder, **{field: draw(st.sampled_from(urls))}), field)


@breaks("CST208")
def fraction_of_a_person(draw: Draw, folder: Folder) -> Place:
    """In the record, or in a report of it."""
    limit = draw(st.sampled_from(["value", "at_least", "at_most"]))
    known = {"measure": "deaths", "of": folder.ids("state")[0], "amount": {"value": 3}, "unit": "person"}
    figure = folder.add("figure", **known)
    holder, path = draw(st.sampled_from([(figure, ()), (figure["evidence"][0]["reports"], ("evidence", 0, "reports"))]))
    holder["amount"] = {limit: draw(st.sampled_from([1.5, 0.25]))}
    return folder.place(figure, *path, "amount", limit)


@breaks("CST209")
def unknown_language(draw: Draw, folder: Folder) -> Place:
    return folder.place(
        _source(draw, folder, language=draw(st.sampled_from(["kz", "ua", "xx", "kz-Cyrl"]))), "language"
    )


@breaks("CST210")
def title_in_another_script(draw: Draw, folder: Folder) -> Place:
    language, title = draw(
        st.sampled_from(
            [("ru", "Title"), ("en", "\u0421\u043e\u0432\u0435\u0442"), ("ar", "Title"), ("ru", "\u6761\u7d04")]
        )
    )
    source = _source(draw, folder, language=language, title=title)
    source.pop("title_supplied", None)
    return folder.place(source, "title")


@breaks("CST211")
def one_coordinate(draw: Draw, folder: Folder) -> Place:
    present = draw(st.sampled_from(["latitude", "longitude"]))
    return folder.place(folder.add("place", name="Half a position", kind="city", **{present: 43.3}), present)


@breaks("CST211")
def coordinates_outside_state(draw: Draw, folder: Folder) -> Place:
    latitude, longitude = draw(st.sampled_from([(76.9, 43.3), (51.2, 43.65), (43.3, -76.9)]))
    if "state:KAZ" not in folder.ids():
        folder.add("state", name="Kazakhstan")["id"] = "state:KAZ"
        folder.register(sorted(folder.ids()))
    fields = {"name": "Swapped", "kind": "city", "states": ["state:KAZ"], "latitude": latitude, "longitude": longitude}
    return folder.place(folder.add("place", **fields), "latitude")


@breaks("CST212")
def repeated_name(draw: Draw, folder: Folder) -> Place:
    record = draw(st.sampled_from(folder.records("person", "org", "place", "state")))
    record["names"] = [{"text": record["name"], "language": "en", "kind": "common"}]
    return folder.place(record, "names", 0)


@breaks("CST213")
def unfilled_blank(draw: Draw, folder: Folder) -> Place:
    return _with_text(draw, folder, draw(st.sampled_from(["___", "On ___"])))


@breaks("CST309")
def duplicate_name(draw: Draw, folder: Folder) -> Place:
    """The name of one record, in another case, is a name of another."""
    prefix, kind = draw(st.sampled_from([("person", {}), ("org", {"kind": "organ"}), ("place", {"kind": "city"})]))
    field = draw(st.sampled_from(["name", "names"]))
    name = draw(st.sampled_from(["andr\u00e9 example", "ANDR\u00c9 EXAMPLE", "Andr\u00e9 Example"]))
    folder.add(prefix, name="Andr\u00e9 Example", **kind)
    other = folder.add(prefix, name="Another Example", **kind)
    other |= {"name": name} if field == "name" else {"names": [{"text": name, "kind": "spelling"}]}
    return folder.place(other, "name") if field == "name" else folder.place(other, "names", 0, "text")


@breaks("CST310")
def duplicate_url(draw: Draw, folder: Folder) -> Place:
    spellings = (
        "https://example.com/a",
        "http://www.example.com/a/",
        "https://example.com/a#b",
        "https://EXAMPLE.com/a?utm_a=b",
    )
    first, second = draw(st.sampled_from(spellings)), draw(st.sampled_from(spellings))
    place = _two(folder, "source", _document(first), _document(second))
    _cite_new(folder)
    return _at(place, "url")


def _document(url: str) -> Raw:
    return {"title": "Paper", "kind": "report", "url": url}


def _cite_new(folder: Folder) -> None:
    """Let a new person cite the new sources."""
    new = [id for id in folder.ids("source") if id.startswith("source:new-")]
    folder.add("person", name="A reader", evidence=[{"source": id} for id in new])


@breaks("CST311")
def date_in_id(draw: Draw, folder: Folder) -> Place:
    person = folder.add("person", name="A meeting")
    person["id"] = f"person:meeting-{draw(st.sampled_from(['2022-01-05', '20220105', '1999-12-31-b']))}"
    return folder.place(person, "id")


@breaks("CST418")
def cause_after_effect(draw: Draw, folder: Folder) -> Place:
    """The cause is an event or a statement."""
    state = folder.ids("state")[0]
    later = draw(st.sampled_from(["2003-01-02", "2003-02", "2004"]))
    if draw(st.booleans()):
        cause = folder.add("event", kind="unrest", title="Cause", date=later)
    else:
        cause = folder.add("statement", kind="order", summary="Cause", speakers=[{"actor": state}], date=later)
    effect = folder.add("event", kind="unrest", title="Effect", date="2003-01-01", because_of=[cause["id"]])
    return folder.place(effect, "because_of", 0)


@breaks("CST419")
def coverage_after_release(draw: Draw, folder: Folder) -> Place:
    folder.documents[MANIFEST] |= {"created": "2026-01-01T00:00:00Z"}
    days = {"from": "2001-01-01", "until": draw(st.sampled_from(["2026-01-02", "2030-12-31"]))}
    post = {"title": "president", "of": folder.ids("org")[0]}
    if draw(st.booleans()):
        evidence = folder.undated()
    else:
        evidence = [{"source": folder.add("source", title="Old list", kind="report", published="1900")["id"]}]
    folder.documents[MANIFEST]["coverage"] = {"offices": [{**post, **days, "evidence": evidence}]}
    return Place(MANIFEST, None, ("coverage", "offices", 0, "until"))


@breaks("CST420")
def duplicate_event(draw: Draw, folder: Folder) -> Place:
    same = {"kind": "ceremony", "date": "1901-02-03", "place": folder.ids("state")[0]}
    return _at(_two(folder, "event", {**same, "title": "One"}, {**same, "title": "Other"}), "kind")


@breaks("CST421")
def term_of_a_century(draw: Draw, folder: Folder) -> Place:
    known = {"holder": folder.ids("person")[0], "title": "poet", "of": folder.ids("state")[0]}
    office = folder.add("office", **known, start=draw(st.sampled_from(["1822", "1922-01-05"])), end="2002-01-05")
    return folder.place(office, "start")


@breaks("CST422")
def contingents_larger_than_operation(draw: Draw, folder: Folder) -> Place:
    org, states = folder.ids("org")[0], folder.ids("state")[:1]
    sizes = [{"value": draw(st.sampled_from([101, 2000]))} for _ in states]
    contingents = [
        {"state": state, "personnel": size, "evidence": [_report(folder, state=state, personnel=size)]}
        for state, size in zip(states, sizes, strict=True)
    ]
    operation = folder.add("operation", name="A mission", organization=org, personnel={"value": 100})
    operation["contingents"] = contingents
    return folder.place(operation, "contingents", 0, "personnel")


def _report(folder: Folder, **values: object) -> Raw:
    return {"source": folder.ids("source")[0], "reports": values}


@breaks("CST507")
def access_before_publication(draw: Draw, folder: Folder) -> Place:
    source = folder.add("source", title="Paper", kind="report", published="2021-01-05")
    source["accessed"] = draw(st.sampled_from(["2021-01-03", "2020", "[..2020-12]"]))
    _cite_new(folder)
    return folder.place(source, "accessed")


@breaks("CST508")
def source_after_release(draw: Draw, folder: Folder) -> Place:
    folder.documents[MANIFEST] |= {"created": "2026-01-01T00:00:00Z"}
    folder.documents[MANIFEST]["coverage"] = {}
    for source in folder.records("source"):
        source.pop("accessed", None)
    field = draw(st.sampled_from(["published", "accessed"]))
    days = {"accessed": "2025-12-01", field: draw(st.sampled_from(["2062-01-05", "2099"]))}
    source = folder.add("source", title="Paper", kind="report", **days)
    _cite_new(folder)
    return folder.place(source, field)


def _suppress(folder: Folder, **entry: str) -> None:
    entries = [{**entry, "reason": "It is known."}]
    document = {"$schema": "../schemas/suppressions.schema.json", "suppressions": entries}
    folder.texts["suppressions.json"] = (json.dumps(document, indent=2) + "\n").encode()


@breaks("CST701")
def unused_suppression(draw: Draw, folder: Folder) -> Place:
    """Of a record without findings, or of a record that does not exist."""
    if draw(st.booleans()):
        _suppress(folder, rule="CST309", record=draw(st.sampled_from(folder.ids())), field="name")
        return Place("suppressions.json", None, ("suppressions", 0))
    _suppress(folder, rule="CST309", record=folder.unused("person"))
    return Place("suppressions.json", None, ("suppressions", 0, "record"))


@breaks("CST702")
def invalid_suppression(draw: Draw, folder: Folder) -> Place:
    """Of a rule that does not exist, of one about the shape of files, or of one that blocks loading."""
    code = draw(st.sampled_from(["CST999", "CST101", "CST302", "CST701"]))
    _suppress(folder, rule=code, record=folder.ids()[0])
    return Place("suppressions.json", None, ("suppressions", 0, "rule"))


@breaks("CST902")
def title_in_capitals(draw: Draw, folder: Folder) -> Place:
    title = draw(st.sampled_from(["A TITLE IN CAPITALS", "It happened."]))
    return folder.place(folder.add("event", kind="unrest", title=title), "title")


@breaks("CST903")
def unfinished_text(draw: Draw, folder: Folder) -> Place:
    return _with_text(draw, folder, draw(st.sampled_from(["TODO", "FIXME: check", "in TBD", "when???"])))


@breaks("CST904")
def long_quotation(draw: Draw, folder: Folder) -> Place:
    quoted = " ".join(["word"] * draw(st.sampled_from([26, 60])))
    fields = {"kind": "order", "summary": "Many words", "speakers": [{"actor": folder.ids("state")[0]}]}
    return folder.place(folder.add("statement", **fields, quoted=["few words", quoted]), "quoted", 1)


@breaks("CST905")
def schema_on_the_web(draw: Draw, folder: Folder) -> Place:
    name = draw(st.sampled_from([name for name in folder.documents if name != MANIFEST]))
    address = folder.documents[name]["$schema"].rpartition("/")[2]
    folder.documents[name]["$schema"] = f"https://example.com/{address}"
    return Place(name, None, ("$schema",))


@breaks("CST014")
def table_in_another_format(draw: Draw, folder: Folder) -> Place:
    name = draw(st.sampled_from(["people.csv", "events.yaml", "Sources.XLSX"]))
    folder.texts[name] = b"id,name\n"
    return Place(name)


@breaks("CST010")
def file_with_ending_in_capitals(draw: Draw, folder: Folder) -> Place:
    name = draw(st.sampled_from(["people.JSON", "persons.Jsonl"]))
    folder.texts[name] = b"{}\n"
    return Place(name)
