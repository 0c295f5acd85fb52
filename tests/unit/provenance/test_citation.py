"""Citations name the data version and the sources of records; readers of BibTeX, CSL-JSON and RIS can read them."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import pytest
import yaml
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import BibliographyData, parse_string
from pybtex.richtext import Text
from support import ROOT
from support.case_ids import case_id
from support.small_datasets import FEWER_EXAMPLES, PACT, TREATY, dataset, spell, state

import csto_data
from csto_data import Dataset, Day, NotFoundError
from csto_data.model import KINDS
from csto_data.model.fields import fields_of
from csto_data.model.source import Source
from csto_data.provenance import citation
from csto_data.provenance.citation import sources_behind
from csto_data.strategies import datasets
from csto_data.version import REPOSITORY

DS = csto_data.load()
MISSION = "operation:csto-kazakhstan-2022"
FORMATS: list[Any] = list(citation.FORMATS)

RIS_TYPES = {"BOOK", "DATA", "ELEC", "GOVDOC", "MGZN", "NEWS", "RPRT"}
"""The types that we use, out of those of the RIS specification."""
RIS_TAGS = {"AU", "DA", "ER", "ET", "LA", "M3", "N1", "PB", "PY", "T2", "TI", "TY", "UR", "Y2"}


@cache
def everything() -> tuple[str, ...]:
    """Return the ids of all records."""
    return tuple(record.id for record in DS)


def bibtex(ds: Dataset, *ids: str) -> BibliographyData:
    """Return the entries of the citation; a repeated key is an error."""
    return parse_string(ds.cite(*ids), "bibtex")


def ris(ds: Dataset, *ids: str) -> list[dict[str, list[str]]]:
    """Return the records of the citation, each a list of values for each tag; an unknown line is an error."""
    text = ds.cite(*ids, format="ris")
    records: list[dict[str, list[str]]] = []
    for line in text.removesuffix("\n").split("\n"):
        found = re.fullmatch(r"([A-Z][A-Z0-9])  - (.*)", line)
        assert found is not None, line
        tag, value = found.groups()
        assert tag in RIS_TAGS
        assert bool(value) == (tag != "ER")
        if tag == "TY":
            assert not records or "ER" in records[-1]
            records.append({})
        assert "ER" not in records[-1]
        records[-1].setdefault(tag, []).append(value)
    assert all("ER" in record for record in records)
    return records


def ris_record(**fields: Any) -> dict[str, list[str]]:
    return ris(dataset(*PEOPLE, source(**fields)), "source:it")[1]


def as_read(text: str) -> str:
    """Return the text that LaTeX prints for a field."""
    return str(Text.from_latex(text))


def csl(ds: Dataset, *ids: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = json.loads(ds.cite(*ids, format="csl-json"))
    return items


def rendered(items: list[dict[str, Any]]) -> list[str]:
    """Return the bibliography that a CSL processor prints."""
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
    for item in items:
        bibliography.register(Citation([CitationItem(item["id"])]))
    return [str(entry) for entry in bibliography.bibliography()]


def source(**fields: Any) -> dict[str, Any]:
    return {"id": "source:it", "title": "It", "kind": "article", **fields}


def bibtex_entry(**fields: Any) -> Any:
    return bibtex(dataset(*PEOPLE, source(**fields)), "source:it").entries["it"]


PEOPLE = [
    {"id": "person:ann", "name": "Ann Lee"},
    {"id": "person:jose", "name": "José Núñez"},
    {"id": "person:duo", "name": "Ann and Bob, of Kent"},
    {"id": "org:office", "name": "Office of Trade and Industry", "kind": "organ"},
]


def test_cite_as_bibtex_contains_article_for_operation() -> None:
    entry = bibtex(DS, MISSION).entries["sukhankin-2022"]
    assert entry.type == "article"
    (author,) = entry.persons["author"]
    assert (author.first_names, author.last_names) == (["Sergey"], ["Sukhankin"])
    assert as_read(entry.fields["title"]) == DS.sources["sukhankin-2022"].title
    assert (entry.fields["journal"], entry.fields["year"], entry.fields["day"]) == ("Politics Today", "2022", "26")
    assert entry.fields["url"] == DS.sources["sukhankin-2022"].url


@pytest.mark.parametrize("format", FORMATS)
def test_cite_names_data_version_and_record(format: Any) -> None:
    text = DS.cite(MISSION, format=format)
    assert DS.version in text
    assert MISSION in text
    assert str(DS.released.year if DS.released else "") in text


def test_cite_has_separate_entry_for_dataset() -> None:
    entry = bibtex(DS, "state:KAZ").entries["csto-data"]
    assert entry.fields["version"] == DS.version
    assert str(entry.persons["author"][0]) == "{csto-data contributors}"
    assert csl(DS, "state:KAZ")[0]["version"] == DS.version


@pytest.mark.integration
def test_cite_lists_all_sources_of_every_packaged_record() -> None:
    wrong = []
    for record in [*(record for record in DS if not isinstance(record, Source)), *DS.sources[:3]]:
        keys = [source.id.partition(":")[2] for source in sources_behind(DS, record.id)]
        expected = ["csto-data", *keys]
        if not (
            keys
            and list(bibtex(DS, record.id).entries) == expected
            and [item["id"] for item in csl(DS, record.id)] == expected
            and len(DS.cite(record.id, format="text").splitlines()) == len(ris(DS, record.id)) == len(expected)
        ):
            wrong.append((record.id, keys))
    assert wrong == []


def test_cite_of_all_records_is_readable_in_every_format() -> None:
    titles = {"csto-data": citation.TITLE} | {source.id.partition(":")[2]: printed(source) for source in DS.sources}
    entries = bibtex(DS, *everything()).entries
    assert list(entries) == list(titles)
    assert {key: _plain(as_read(entry.fields["title"])) for key, entry in entries.items()} == {
        key: _plain(title) for key, title in titles.items()
    }
    assert {item["id"]: item["title"] for item in csl(DS, *everything())} == titles
    assert [record["TI"] for record in ris(DS, *everything())] == [[title] for title in titles.values()]
    lines = DS.cite(*everything(), format="text").splitlines()
    assert all(title in line for line, title in zip(lines, titles.values(), strict=True))


def printed(source: Source) -> str:
    """Return the title of a source; one that is ours is in brackets."""
    return f"[{source.title}]" if source.title_supplied else source.title


def _plain(title: str) -> str:
    """Return a title without what ``as_read`` changes: the backslash that it keeps before a dollar sign."""
    return title.replace("\\$", "$")


def year_of(day: Day) -> str:
    """Return the year of a date as it is written, of an interval that of its first day."""
    return day.text.lstrip("[.")[:4]


def test_every_format_has_all_known_fields_of_every_source() -> None:
    entries = bibtex(DS, *everything()).entries
    items, records = csl(DS, *everything())[1:], ris(DS, *everything())[1:]
    lines = DS.cite(*everything(), format="text").splitlines()[1:]
    for source, item, record, line in zip(DS.sources, items, records, lines, strict=True):
        fields = entries[item["id"]].fields
        shown: list[tuple[str | None, set[str | None]]] = [
            (source.publisher, {item.get("publisher"), item.get("container-title")}),
            (
                source.publisher,
                {
                    as_read(fields[name])
                    for name in ("journal", "howpublished", "publisher", "institution")
                    if name in fields
                },
            ),
            (source.publisher, {*record.get("PB", []), *record.get("T2", [])}),
            (source.language, {item.get("language")}),
            (source.language, {fields.get("language")}),
            (source.language, {*record.get("LA", [])}),
            (source.url, {item.get("URL")}),
            (source.url, {fields.get("url")}),
            (source.url, {*record.get("UR", [])}),
        ]
        assert all(value is None or value in found for value, found in shown), source.id
        years = (str(item.get("issued", "")), fields.get("year", ""), record.get("PY", [""])[0], line)
        assert source.published is None or all(year_of(source.published) in year for year in years), source.id
        assert all(text in line for text in (source.publisher, source.url) if text)


@pytest.mark.integration
def test_csl_processor_prints_every_source() -> None:
    items = csl(DS, *DS.sources.keys())[1:]
    printed = rendered(items)
    assert len(printed) == len(items)
    article = next(entry for entry in printed if "CSTO Mission in Kazakhstan" in entry)
    assert "Sergey Sukhankin" in article
    assert "2022" in article
    assert "Politics Today" in article


def test_cite_without_ids_has_dataset_only() -> None:
    assert list(bibtex(DS).entries) == ["csto-data"]
    assert [item["id"] for item in csl(DS)] == ["csto-data"]
    assert [record["TI"] for record in ris(DS)] == [[citation.TITLE]]
    assert DS.cite(format="text") == (
        f"csto-data contributors: {citation.TITLE}. 2026-11-28. Data version 2.0.0, licence CC0-1.0\n"
    )


def test_entry_of_dataset_names_the_cited_records_once_in_their_order() -> None:
    notes = {
        (): "Data version 2.0.0, licence CC0-1.0",
        ("state:KAZ",): "Data version 2.0.0, licence CC0-1.0, record state:KAZ",
        ("state:KAZ", "org:csto", "state:KAZ"): "Data version 2.0.0, licence CC0-1.0, records state:KAZ, org:csto",
        everything(): "Data version 2.0.0, licence CC0-1.0, all records",
    }
    assert {ids: csl(DS, *ids)[0]["note"] for ids in notes} == notes
    assert {ids: bibtex(DS, *ids).entries["csto-data"].fields["note"] for ids in notes} == notes
    assert {ids: ris(DS, *ids)[0]["N1"] for ids in notes} == {ids: [note] for ids, note in notes.items()}


def test_entry_of_dataset_matches_files_of_the_repository() -> None:
    published = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert [published["title"], published["license"], published["version"]] == [
        citation.TITLE,
        citation.LICENSE,
        DS.version,
    ]
    assert published["authors"] == [{"name": citation.AUTHOR}]
    assert published.get("url", "") == REPOSITORY
    assert f"SPDX: {citation.LICENSE}" in (ROOT / "LICENSE").read_text(encoding="utf-8")
    manifest = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    (title,) = [license["title"] for license in manifest["licenses"] if license["name"] == citation.LICENSE]
    assert title.endswith("for the data")


def test_licence_is_given_for_packaged_data_only() -> None:
    assert bibtex(DS).entries["csto-data"].fields["copyright"] == "CC0-1.0"
    assert "CC0-1.0" in DS.as_reported_by("source:sukhankin-2022").cite()
    for format in FORMATS:
        assert "CC0" not in dataset().cite(format=format)


@pytest.mark.parametrize("format", FORMATS)
def test_entry_of_dataset_has_address_once_there_is_one(monkeypatch: pytest.MonkeyPatch, format: Any) -> None:
    assert "http" not in DS.cite(format=format)
    monkeypatch.setattr(citation, "REPOSITORY", "https://example.org/csto-data")
    assert "https://example.org/csto-data" in DS.cite(format=format)


def test_source_with_the_slug_of_the_dataset_has_its_id_as_key() -> None:
    ds = dataset(source(id="source:csto-data", published="2022"))
    assert list(bibtex(ds, "source:csto-data").entries) == ["csto-data", "source:csto-data"]


@FEWER_EXAMPLES
@given(st.data())
def test_every_source_behind_any_records_has_one_entry(data: st.DataObject) -> None:
    ds = data.draw(datasets())
    ids = data.draw(st.lists(st.sampled_from([record.id for record in ds])))
    sources: list[Source] = [ds.sources[id] for id in sorted({s.id for id in ids for s in sources_behind(ds, id)})]
    keys = ["csto-data", *(source.id.partition(":")[2] for source in sources)]
    assert [item["id"] for item in csl(ds, *ids)] == keys
    assert list(bibtex(ds, *ids).entries) == keys
    assert [record["TI"] for record in ris(ds, *ids)] == [[citation.TITLE], *([printed(source)] for source in sources)]
    assert len(ds.cite(*ids, format="text").split("\n")) == len(keys) + 1
    assert ds.cite(*ids, *reversed(ids)) == ds.cite(*ids)
    assert csl(ds, *reversed(ids))[1:] == csl(ds, *ids)[1:]


def test_sources_behind_spell_include_sources_of_its_acts() -> None:
    news = {"id": "source:news", "title": "News", "kind": "news"}
    act = {
        "id": "event:it",
        "kind": "signature",
        "title": "It",
        "date": "2001",
        "evidence": [{"source": "source:news"}],
    }
    member = spell("a", "AAA", "2001", steps=[{"act": "event:it", "makes": "start"}])
    ds = dataset(PACT, TREATY, state("AAA"), news, act, member)
    assert [source.id for source in sources_behind(ds, "membership:a")] == ["source:news", "source:paper"]


def test_sources_behind_operation_include_sources_of_contingents() -> None:
    news = {"id": "source:news", "title": "News", "kind": "news"}
    operation = {"id": "operation:help", "name": "Help", "organization": "org:pact"}
    operation |= {"contingents": [{"state": "state:AAA", "evidence": [{"source": "source:news"}]}]}
    ds = dataset(PACT, TREATY, state("AAA"), news, operation)
    assert [source.id for source in sources_behind(ds, "operation:help")] == ["source:news", "source:paper"]


def test_bibtex_keeps_institution_as_one_name_and_splits_person() -> None:
    entry = bibtex_entry(authors=["org:office", "person:jose", "person:duo"])
    names = [(person.first_names, person.last_names) for person in entry.persons["author"]]
    assert names[0] == ([], ["{Office of Trade and Industry}"])
    assert names[1] == (["José"], ["Núñez"])
    assert names[2] == ([], ["{Ann and Bob, of Kent}"])


def test_csl_author_names_are_literals() -> None:
    ds = dataset(*PEOPLE, source(authors=["org:office", "person:jose"]))
    assert csl(ds, "source:it")[1]["author"] == [{"literal": "Office of Trade and Industry"}, {"literal": "José Núñez"}]


@pytest.mark.parametrize(
    ("published", "fields", "issued"),
    [
        ("2022-01-26", {"year": "2022", "month": "January", "day": "26"}, {"date-parts": [[2022, 1, 26]]}),
        ("2022-01", {"year": "2022", "month": "January"}, {"date-parts": [[2022, 1]]}),
        ("2022", {"year": "2022"}, {"date-parts": [[2022]]}),
        ("2022~", {"year": "about 2022"}, {"date-parts": [[2022]], "circa": True}),
        ("2022-01?", {"year": "probably 2022-01"}, {"date-parts": [[2022, 1]], "circa": True}),
        ("[2006..2012]", {"year": "between 2006 and 2012"}, {"literal": "between 2006 and 2012"}),
        ("[..2012]", {"year": "2012 or earlier"}, {"literal": "2012 or earlier"}),
        ("[2006-05..]", {"year": "2006-05 or later"}, {"literal": "2006-05 or later"}),
        pytest.param(None, {}, None, id="no date"),
    ],
    ids=case_id,
)
def test_publication_date_keeps_its_precision_in_bibtex_and_csl(
    published: str | None, fields: dict[str, str], issued: Any
) -> None:
    raw = {"published": published} if published else {}
    entry = bibtex_entry(**raw)
    assert {name: entry.fields[name] for name in ("year", "month", "day") if name in entry.fields} == fields
    ds = dataset(source(**raw))
    item = csl(ds, "source:it")[1]
    assert item.get("issued") == issued
    assert rendered([item])
    assert "None" not in ds.cite("source:it", format="text")


@pytest.mark.parametrize(
    ("date", "year", "written", "note"),
    [
        ("2022-01-26", ["2022"], ["2022/01/26/"], None),
        ("2022-01", ["2022"], ["2022/01//"], None),
        ("2022", ["2022"], ["2022///"], None),
        ("2022~", ["2022"], ["2022///about"], None),
        ("2022-01?", ["2022"], ["2022/01//probably"], None),
        ("[2006..2012]", None, None, ["Published between 2006 and 2012"]),
        ("[..2012]", None, None, ["Published 2012 or earlier"]),
        pytest.param(None, None, None, None, id="no date"),
    ],
    ids=case_id,
)
def test_publication_date_keeps_its_precision_in_ris(
    date: str | None, year: list[str] | None, written: list[str] | None, note: list[str] | None
) -> None:
    record = ris_record(**({"published": date} if date else {}))
    assert (record.get("PY"), record.get("DA"), record.get("N1")) == (year, written, note)


def test_ris_has_all_fields_of_source() -> None:
    record = ris_record(
        title="Устав",
        kind="report",
        authors=["person:ann", "org:office"],
        publisher="ОДКБ",
        published="2022-01-26",
        url="https://example.org/a;b",
        language="ru",
        accessed="2026-03-01",
        archived="https://example.net/a",
    )
    assert record == {
        "TY": ["RPRT"],
        "TI": ["Устав"],
        "AU": ["Lee, Ann", "Office of Trade and Industry"],
        "PB": ["ОДКБ"],
        "PY": ["2022"],
        "DA": ["2022/01/26/"],
        "LA": ["ru"],
        "UR": ["https://example.org/a%3Bb"],
        "Y2": ["2026/03/01/"],
        "N1": ["Archived at https://example.net/a"],
        "ER": [""],
    }


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Ann Lee", "Lee, Ann"),
        ("Ann B. Lee", "Lee, Ann B."),
        ("Ursula von der Leyen", "von der Leyen, Ursula"),
        ("Анна де Ли", "де Ли, Анна"),
        ("Ann", "Ann"),
        ("Ann Lee, Jr.", "Ann Lee, Jr."),
        ("Ann and Bob Lee", "Ann and Bob Lee"),
    ],
)
def test_ris_splits_personal_names_as_bibtex_does(name: str, written: str) -> None:
    ds = dataset({"id": "person:x", "name": name}, source(authors=["person:x"]))
    assert ris(ds, "source:it")[1]["AU"] == [written]
    (person,) = bibtex(ds, "source:it").entries["it"].persons["author"]
    family, given = person.prelast_names + person.last_names, person.first_names + person.middle_names
    assert ", ".join(filter(None, (" ".join(family), " ".join(given)))).strip("{}") == written


def test_interval_of_access_is_a_note_in_ris() -> None:
    record = ris_record(url="https://example.org", accessed="[2022..2023]")
    assert "Y2" not in record
    assert record["N1"] == ["Read between 2022 and 2023"]


@given(st.text("a\x85\u2028\u2029", min_size=1))
def test_ris_has_no_line_break_within_a_title(text: str) -> None:
    (_, record) = ris(dataset(source(title=f"a{text}a")), "source:it")
    assert record["TI"][0].splitlines() == record["TI"]


TEXTS = st.text(
    st.one_of(st.sampled_from("\\{}~^&%$#_\"'@,= -"), st.characters(codec="utf-8", exclude_categories=["C", "Z"])),
    min_size=1,
    max_size=30,
).filter(lambda text: text == text.strip() and "  " not in text)


@given(TEXTS)
def test_bibtex_preserves_any_title(title: str) -> None:
    """Except LaTeX commands that latexcodec keeps, and characters that it joins (``--``)."""
    entry = bibtex_entry(title=title, publisher=title)
    assert set(entry.fields) == {"title", "journal"}
    for field in entry.fields.values():
        if not set("{}^$") & set(title):
            assert _letters(as_read(field)) == _letters(title)


def _letters(text: str) -> str:
    """Return letters, digits and special characters of LaTeX; it may join other characters."""
    return "".join(character for character in text if character.isalnum() or character in "\\~&%#_")


@given(TEXTS)
def test_csl_json_ris_and_text_preserve_any_title(title: str) -> None:
    ds = dataset(source(title=title))
    assert csl(ds, "source:it")[1]["title"] == title
    assert ris(ds, "source:it")[1]["TI"] == [title]
    assert title in ds.cite("source:it", format="text")


@given(st.text(st.characters(min_codepoint=ord("!"), max_codepoint=ord("~")), max_size=20))
def test_bibtex_entry_is_valid_for_any_url(path: str) -> None:
    entry = bibtex_entry(
        url=f"https://example.org/{path}", archived=f"https://example.net/{path}", accessed="2022-02-02"
    )
    assert entry.fields["url"].startswith("https://example.org/")
    assert entry.fields["urldate"] == "2022-02-02"


def test_bibtex_escapes_special_characters_of_latex() -> None:
    text = dataset(source(title="5% & {more}: a_b #1 $x ~ ^ \\")).cite("source:it")
    assert r"5\% \& \textbraceleft{}more\textbraceright{}: a\_b \#1 \$x" in text


def test_every_kind_of_source_has_valid_type_in_every_format() -> None:
    for kind in fields_of(KINDS["sources"].record_class)["kind"].words:
        assert rendered(csl(dataset(source(kind=kind, publisher="P")), "source:it"))
        assert bibtex_entry(kind=kind).type in ("article", "techreport", "book", "misc")
        (type,) = ris_record(kind=kind)["TY"]
        assert type in RIS_TYPES


def test_cite_of_view_lists_its_source_only() -> None:
    view = DS.as_reported_by("source:sukhankin-2022")
    assert list(bibtex(view, MISSION).entries) == ["csto-data", "sukhankin-2022"]


def test_cite_suggests_nearest_id_and_format_for_unknown_ones() -> None:
    with pytest.raises(NotFoundError, match=MISSION):
        DS.cite("operation:csto-kazakhstan-2021")
    assert DS.cite("state:KAZ", "csto-kazakhstan-2022") == DS.cite("state:KAZ", MISSION)
    expected = 'Unknown citation format "bibtx". Expected one of bibtex, csl-json, ris, text. Did you mean "bibtex"?'
    with pytest.raises(ValueError, match=re.escape(expected)):
        DS.cite(MISSION, format="bibtx")  # type: ignore[arg-type]


def test_cite_refuses_a_list_of_ids() -> None:
    with pytest.raises(TypeError, match="Expected a string"):
        DS.cite(["state:KAZ", "org:csto"])  # type: ignore[arg-type]
