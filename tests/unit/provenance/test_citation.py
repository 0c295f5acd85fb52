"""A citation names this version of the data and the sources behind the record, and the libraries of the trade read it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import BibliographyData, parse_string
from pybtex.richtext import Text
from support.small_datasets import PACT, TREATY, dataset, spell, state

import csto_data
from csto_data import Dataset, NotFound
from csto_data.model import KINDS
from csto_data.model.fields import fields_of
from csto_data.provenance.citation import sources_behind

DS = csto_data.load()
MISSION = "operation:csto-kazakhstan-2022"


def bibtex(ds: Dataset, id: str) -> BibliographyData:
    return parse_string(ds.cite(id), "bibtex")


def as_read(text: str) -> str:
    """What LaTeX makes of a field."""
    return str(Text.from_latex(text))


def csl(ds: Dataset, id: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = json.loads(ds.cite(id, format="csl-json"))
    return items


def rendered(items: list[dict[str, Any]]) -> list[str]:
    """The bibliography that a CSL processor prints."""
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
    for item in items:
        bibliography.register(Citation([CitationItem(item["id"])]))
    return [str(entry) for entry in bibliography.bibliography()]


def source(**fields: Any) -> dict[str, Any]:
    return {"id": "source:it", "title": "It", "kind": "article", **fields}


def cited(**fields: Any) -> Any:
    return bibtex(dataset(*PEOPLE, source(**fields)), "source:it").entries["it"]


PEOPLE = [
    {"id": "person:ann", "name": "Ann Lee"},
    {"id": "person:jose", "name": "José Núñez"},
    {"id": "person:duo", "name": "Ann and Bob, of Kent"},
    {"id": "org:office", "name": "Office of Trade and Industry", "kind": "organ"},
]


def test_the_article_is_cited_behind_the_mission() -> None:
    entry = bibtex(DS, MISSION).entries["sukhankin-2022"]
    assert entry.type == "article"
    (author,) = entry.persons["author"]
    assert (author.first_names, author.last_names) == (["Sergey"], ["Sukhankin"])
    assert as_read(entry.fields["title"]) == DS.sources["sukhankin-2022"].title
    assert (entry.fields["journal"], entry.fields["year"], entry.fields["day"]) == ("Politics Today", "2022", "26")
    assert entry.fields["url"] == DS.sources["sukhankin-2022"].url


@pytest.mark.parametrize("format", ["bibtex", "csl-json", "text"])
def test_the_version_of_the_data_and_the_record_are_named(format: Any) -> None:
    text = DS.cite(MISSION, format=format)
    assert DS.version in text
    assert MISSION in text
    assert str(DS.released.year if DS.released else "") in text


def test_the_dataset_is_an_entry_of_its_own() -> None:
    entry = bibtex(DS, "state:KAZ").entries["csto-data"]
    assert entry.fields["version"] == DS.version
    assert str(entry.persons["author"][0]) == "{csto-data contributors}"
    assert csl(DS, "state:KAZ")[0]["version"] == DS.version


@pytest.mark.parametrize("dataset_name", KINDS)
def test_every_record_is_cited_with_the_sources_behind_it(dataset_name: str) -> None:
    for record in DS.table(dataset_name):
        keys = [source.id.partition(":")[2] for source in sources_behind(DS, record.id)]
        assert keys
        assert list(bibtex(DS, record.id).entries) == ["csto-data", *keys]
        assert [item["id"] for item in csl(DS, record.id)] == ["csto-data", *keys]
        assert len(DS.cite(record.id, format="text").splitlines()) == 1 + len(keys)


def test_a_csl_processor_prints_every_source() -> None:
    items = [item for id in DS.sources.ids() for item in csl(DS, id)[1:]]
    printed = rendered(items)
    assert len(printed) == len(items)
    article = next(entry for entry in printed if "CSTO Mission in Kazakhstan" in entry)
    assert "Sergey Sukhankin" in article
    assert "2022" in article
    assert "Politics Today" in article


def test_the_acts_that_make_a_spell_bring_their_sources() -> None:
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


def test_contingents_bring_their_sources() -> None:
    news = {"id": "source:news", "title": "News", "kind": "news"}
    operation = {"id": "operation:help", "name": "Help", "organization": "org:pact"}
    operation |= {"contingents": [{"state": "state:AAA", "evidence": [{"source": "source:news"}]}]}
    ds = dataset(PACT, TREATY, state("AAA"), news, operation)
    assert [source.id for source in sources_behind(ds, "operation:help")] == ["source:news", "source:paper"]


def test_institutions_are_one_name_and_persons_are_two() -> None:
    entry = cited(authors=["org:office", "person:jose", "person:duo"])
    names = [(person.first_names, person.last_names) for person in entry.persons["author"]]
    assert names[0] == ([], ["{Office of Trade and Industry}"])
    assert names[1] == (["José"], ["Núñez"])
    assert names[2] == ([], ["{Ann and Bob, of Kent}"])


def test_csl_takes_no_name_apart() -> None:
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
        (None, {}, None),
    ],
)
def test_dates_are_as_exact_as_they_are_known(published: str | None, fields: dict[str, str], issued: Any) -> None:
    raw = {"published": published} if published else {}
    entry = cited(**raw)
    assert {name: entry.fields[name] for name in ("year", "month", "day") if name in entry.fields} == fields
    ds = dataset(source(**raw))
    item = csl(ds, "source:it")[1]
    assert item.get("issued") == issued
    assert rendered([item])
    assert "None" not in ds.cite("source:it", format="text")


TEXTS = st.text(
    st.one_of(st.sampled_from("\\{}~^&%$#_\"'@,= -"), st.characters(codec="utf-8", exclude_categories=["C", "Z"])),
    min_size=1,
    max_size=30,
).filter(lambda text: text == text.strip() and "  " not in text)


@given(TEXTS)
def test_any_title_comes_back_from_bibtex(title: str) -> None:
    """But for what latexcodec leaves as its command, and marks that it joins (``--``)."""
    entry = cited(title=title, publisher=title)
    assert set(entry.fields) == {"title", "journal"}
    for field in entry.fields.values():
        if not set("{}^$") & set(title):
            assert _letters(as_read(field)) == _letters(title)


def _letters(text: str) -> str:
    """Letters, digits and what LaTeX gives a meaning of its own; of other marks it joins some."""
    return "".join(character for character in text if character.isalnum() or character in "\\~&%#_")


@given(TEXTS)
def test_any_title_comes_back_from_csl_json(title: str) -> None:
    ds = dataset(source(title=title))
    assert csl(ds, "source:it")[1]["title"] == title
    assert title in ds.cite("source:it", format="text")


@given(st.text(st.characters(min_codepoint=ord("!"), max_codepoint=ord("~")), max_size=20))
def test_an_address_never_breaks_the_entry(path: str) -> None:
    entry = cited(url=f"https://example.org/{path}", archived=f"https://example.net/{path}", accessed="2022-02-02")
    assert entry.fields["url"].startswith("https://example.org/")
    assert entry.fields["urldate"] == "2022-02-02"


def test_special_characters_of_latex_are_escaped() -> None:
    text = dataset(source(title="5% & {more}: a_b #1 $x ~ ^ \\")).cite("source:it")
    assert r"5\% \& \textbraceleft{}more\textbraceright{}: a\_b \#1 \$x" in text


def test_every_kind_of_source_has_a_type_in_csl() -> None:
    for kind in fields_of(KINDS["sources"].record_class)["kind"].words:
        assert rendered(csl(dataset(source(kind=kind, publisher="P")), "source:it"))
        assert cited(kind=kind).type in ("article", "techreport", "book", "misc")


def test_in_a_view_only_its_source_is_cited() -> None:
    view = DS.as_reported_by("source:sukhankin-2022")
    assert list(bibtex(view, MISSION).entries) == ["csto-data", "sukhankin-2022"]


def test_unknown_ids_and_formats_name_the_nearest() -> None:
    with pytest.raises(NotFound, match=MISSION):
        DS.cite("operation:csto-kazakhstan-2021")
    with pytest.raises(NotFound, match="bibtex"):
        DS.cite(MISSION, format="bibtx")  # type: ignore[arg-type]
