"""Citations name the data version and the sources of a record; BibTeX and CSL libraries can read them."""

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
from support.case_ids import case_id
from support.small_datasets import PACT, TREATY, dataset, spell, state

import csto_data
from csto_data import Dataset, NotFoundError
from csto_data.model import KINDS
from csto_data.model.fields import fields_of
from csto_data.provenance.citation import sources_behind

DS = csto_data.load()
MISSION = "operation:csto-kazakhstan-2022"


def bibtex(ds: Dataset, id: str) -> BibliographyData:
    return parse_string(ds.cite(id), "bibtex")


def as_read(text: str) -> str:
    """Return the text that LaTeX prints for a field."""
    return str(Text.from_latex(text))


def csl(ds: Dataset, id: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = json.loads(ds.cite(id, format="csl-json"))
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


@pytest.mark.parametrize("format", ["bibtex", "csl-json", "text"])
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


def test_cite_lists_all_sources_of_every_packaged_record() -> None:
    wrong = []
    for record in DS:
        keys = [source.id.partition(":")[2] for source in sources_behind(DS, record.id)]
        expected = ["csto-data", *keys]
        if not (
            keys
            and list(bibtex(DS, record.id).entries) == expected
            and [item["id"] for item in csl(DS, record.id)] == expected
            and len(DS.cite(record.id, format="text").splitlines()) == len(expected)
        ):
            wrong.append((record.id, keys))
    assert wrong == []


def test_csl_processor_prints_every_source() -> None:
    items = [item for id in DS.sources.ids() for item in csl(DS, id)[1:]]
    printed = rendered(items)
    assert len(printed) == len(items)
    article = next(entry for entry in printed if "CSTO Mission in Kazakhstan" in entry)
    assert "Sergey Sukhankin" in article
    assert "2022" in article
    assert "Politics Today" in article


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
def test_csl_json_preserves_any_title(title: str) -> None:
    ds = dataset(source(title=title))
    assert csl(ds, "source:it")[1]["title"] == title
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


def test_every_kind_of_source_has_valid_csl_and_bibtex_type() -> None:
    for kind in fields_of(KINDS["sources"].record_class)["kind"].words:
        assert rendered(csl(dataset(source(kind=kind, publisher="P")), "source:it"))
        assert bibtex_entry(kind=kind).type in ("article", "techreport", "book", "misc")


def test_cite_of_view_lists_its_source_only() -> None:
    view = DS.as_reported_by("source:sukhankin-2022")
    assert list(bibtex(view, MISSION).entries) == ["csto-data", "sukhankin-2022"]


def test_cite_suggests_nearest_id_and_format_for_unknown_ones() -> None:
    with pytest.raises(NotFoundError, match=MISSION):
        DS.cite("operation:csto-kazakhstan-2021")
    with pytest.raises(ValueError, match="bibtex"):
        DS.cite(MISSION, format="bibtx")  # type: ignore[arg-type]
