"""Pictures: asked for by method or command, as SVG, as Vega-Lite and as a table."""

from __future__ import annotations

import json
import pickle
from itertools import islice, product
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.small_datasets import FEWER_EXAMPLES, PACT, dataset, spell, state

import csto_data
from csto_data import Dataset
from csto_data.cli import main
from csto_data.pictures.axes import Axis, axis_of, number_text
from csto_data.pictures.lettering import lines_of, width_of
from csto_data.pictures.marks import Chart, Mark, Row
from csto_data.pictures.picture import Picture
from csto_data.strategies import datasets

DATA = csto_data.load()
KINDS: list[tuple[Any, str | None, dict[str, Any]]] = [
    ("members", None, {}),
    ("members", "cst", {}),
    ("timeline", None, {"start": "2022-01-01", "end": "2022-01-20"}),
    ("timeline", "operation:csto-kazakhstan-2022", {}),
    ("dispute", "event:csto-withdrawal-start", {"field": "date"}),
    ("dispute", "membership:csto-uzb-1", {}),
    ("figure", "event:kazakhstan-violence-2022", {"field": "deaths"}),
    ("tiles", None, {"on": "2026-01-06"}),
    ("holders", "KAZ", {"field": "prime minister"}),
]
SVG = "{http://www.w3.org/2000/svg}"


def texts(svg: str) -> list[str]:
    """Return the texts of a picture, which is well-formed XML."""
    root = ElementTree.fromstring(svg)  # noqa: S314  # our own text
    assert root.find(f"{SVG}title") is not None
    assert root.find(f"{SVG}desc") is not None
    return ["".join(element.itertext()) for element in root.iter(f"{SVG}text")]


@pytest.mark.parametrize(("kind", "id", "options"), KINDS)
def test_command_and_method_draw_the_same(
    kind: Any, id: str | None, options: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    named = {"start": "--from", "end": "--to", "field": "--field", "on": "--on"}
    arguments = [each for name, value in options.items() for each in (named[name], value)]
    assert main(["draw", kind, *([id] if id else []), *arguments]) == 0
    printed = capsys.readouterr().out
    picture = DATA.draw(kind, id, **options)
    assert printed == picture.svg
    assert main(["draw", kind, *([id] if id else []), *arguments, "-o", str(tmp_path / "other.json")]) == 0
    picture.save(tmp_path / "picture.svg")
    assert (tmp_path / "picture.svg").read_text(encoding="utf-8") == printed
    picture.save(tmp_path / "picture.json")
    assert json.loads((tmp_path / "picture.json").read_text(encoding="utf-8")) == picture.vega_lite()
    assert (tmp_path / "other.json").read_bytes() == (tmp_path / "picture.json").read_bytes()


@FEWER_EXAMPLES
@given(datasets(), st.sampled_from([240, 400, 800, 1200]))
def test_every_picture_of_any_dataset_is_well_formed(data: Dataset, width: int) -> None:
    pictures = [data.draw("timeline", width=width)]
    pictures += [data.draw("members", org.id, width=width) for org in data.organizations]
    pictures += [data.draw("holders", of, width=width) for of in {office.of for office in data.offices}]
    pictures += [data.draw("figure", of, width=width) for of in {figure.of for figure in data.figures}]
    pictures += [
        data.draw("dispute", judgement.record, field=judgement.field, width=width)
        for judgement in [*data.judgements()][:40]
        if judgement.field in ("date", "start", "end", "amount", "deaths", "as_of")
    ]
    for picture in pictures:
        shown = " ".join(texts(picture.svg))
        for row in picture.chart.drawn:
            assert set(row.label.split()) <= set(shown.split()) or len(max(row.label.split(), key=len)) > 20
        json.dumps(picture.vega_lite(), allow_nan=False)
        assert len(picture.table) == sum(len(row.marks) for row in picture.chart.rows)


@given(st.text(st.characters(exclude_categories=()), max_size=200), st.text(max_size=80))
def test_hostile_texts_do_not_break_a_picture(title: str, label: str) -> None:
    marks = (Mark("unknown"), Mark("disputes", 0, 1, 0, 1))
    row = Row(label=label, value=title, group=label, marks=marks)
    words: Any = {"unknown": label, "disputes": title}
    days, numbers = Axis("days", 730_000, 730_400), Axis("numbers", 0, 1)
    for layout, axis in (("rows", days), ("rows", numbers), ("points", days), ("tiles", None)):
        chart = Chart(
            title=title,
            subtitle=label,
            layout=layout,
            rows=(row, row),
            axis=axis,
            amounts=numbers,
            words=words,
            notes=(title,),
        )
        found = texts(Picture(chart, DATA).svg)
        assert found
        assert "<script" not in Picture(chart, DATA).svg


def test_text_of_a_record_cannot_become_an_element() -> None:
    event = {"id": "event:x", "kind": "signature", "title": "</text><script>alert(1)</script>", "date": "2022-01-06"}
    svg = dataset(event).draw("timeline", width=1200).svg
    assert "<script" not in svg
    assert "</text><script>alert(1)</script>" in " ".join(texts(svg))


@given(st.text(max_size=300), st.integers(20, 600))
def test_lines_fit_and_have_the_whole_text(text: str, room: int) -> None:
    found = lines_of(text, 13, room)
    assert all(width_of(line, 13) <= room or len(line) <= 1 for line in found)
    assert "".join("".join(found).split()) == "".join(text.split())


@given(st.integers(400_000, 900_000), st.integers(1, 60_000), st.integers(1, 14))
def test_labels_of_days_are_inside_and_in_order(first: int, span: int, most: int) -> None:
    ticks = Axis("days", first, first + span).ticks(lambda found: len([*found]) <= most)
    assert all(first <= tick.at <= first + span for tick in ticks)
    assert [*ticks] == sorted(ticks)


@given(st.floats(0, 1e9), st.floats(1e-3, 1e9), st.integers(2, 8))
def test_labels_of_numbers_are_inside(first: float, span: float, most: int) -> None:
    ticks = Axis("numbers", first, first + span).ticks(lambda found: len([*found]) <= most)
    assert all(first - span * 1e-6 <= tick.at <= first + span * (1 + 1e-6) for tick in ticks)


def test_axis_without_positions_does_not_exist() -> None:
    assert axis_of("days", [None, None]) is None
    assert axis_of("numbers", [5, None]) == Axis("numbers", 4, 6)


def test_large_numbers_are_written_in_words() -> None:
    assert [number_text(each) for each in (0, 999_999, 1.5e6, 2e12)] == ["0", "999,999", "1.5 million", "2 trillion"]


def test_frozen_participation_has_its_own_meaning() -> None:
    rows = [row for row in DATA.draw("members").table if row["label"] == "Armenia"]
    assert [row["meaning"] for row in rows] == ["member", "member, participation frozen", "unknown"]
    assert rows[-1]["last"] is None


def test_meanings_differ_without_colour() -> None:
    from csto_data.pictures.looks import LOOKS

    for signs in (
        ("yes", "frozen", "frozen-unknown", "observer", "unknown", "no"),
        ("yes", "acting", "unknown"),
        ("recorded", "supports", "compatible", "disputes", "not-judged", "unknown"),
    ):
        looks = [(LOOKS[sign].opacity, LOOKS[sign].dash, LOOKS[sign].hatch) for sign in signs if sign != "recorded"]
        assert len(set(looks)) == len(looks)


def test_filtered_memberships_draw_only_themselves() -> None:
    picture = DATA.memberships.where(member="UZB").draw("cst")
    assert [row["label"] for row in picture.table] == ["Uzbekistan"]
    assert DATA.memberships.draw("cst").table == DATA.draw("members", "cst").table


def test_state_that_left_is_a_tile_and_a_day_outside_coverage_is_unknown() -> None:
    meanings = {row["label"]: row["meaning"] for row in DATA.draw("tiles", on="2020-01-01").table}
    assert meanings["Uzbekistan"] == "not a member"
    picture = DATA.draw("tiles", on="2031-01-01")
    assert {row["meaning"] for row in picture.table} == {"unknown"}
    assert "2031-01-01 is outside the covered period" in " ".join(texts(picture.svg))


def test_picture_of_500_memberships_says_that_it_is_cut() -> None:
    codes = ["".join(letters) for letters in islice(product("QRSTUVWXYZ", repeat=3), 500)]
    spells = [
        spell(f"{code.lower()}-1", code, f"{1990 + n % 30}-01-01", f"{2020 + n % 10}-06-30")
        for n, code in enumerate(codes)
    ]
    data = dataset(PACT, *map(state, codes), *spells)
    picture = data.draw("members", "pact", width=400)
    shown = texts(picture.svg)
    assert "60 of 500 rows" in " ".join(shown)
    assert sum(text.upper() in codes for text in shown) == 60
    assert len(picture.table) == 500
    assert len(picture.vega_lite()["data"]["values"]) == 60


def test_empty_picture_says_so() -> None:
    picture = DATA.draw("timeline", start="1950-01-01", end="1950-02-01")
    shown = " ".join(texts(picture.svg))
    assert ("There is nothing to show." in shown) == (not picture.chart.rows)
    assert "There is nothing to show." in " ".join(texts(dataset(PACT).draw("members", "pact").svg))


def test_equal_labels_stay_apart_in_vega_lite() -> None:
    events = [{"id": f"event:{n}", "kind": "signature", "title": "Talks", "date": "2022-01-06"} for n in "abc"]
    values = dataset(*events).draw("timeline").vega_lite()["data"]["values"]
    assert [value["label"] for value in values] == ["Talks", "Talks (2)", "Talks (3)"]


def test_notebook_shows_the_picture_and_its_table() -> None:
    picture = DATA.draw("tiles")
    shown = picture._repr_mimebundle_()
    assert shown["image/svg+xml"] == picture.svg == picture._repr_svg_()
    assert "Kazakhstan" in shown["text/plain"]


def test_picture_is_drawn_alike_each_time_and_can_be_pickled() -> None:
    picture = DATA.draw("members")
    again = pickle.loads(pickle.dumps(picture))  # noqa: S301  # our own object
    assert again.svg == picture.svg == DATA.draw("members").svg
    assert again.table == picture.table


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("membres",), 'Did you mean "members"?'),
        (("dispute",), "needs the id of a record"),
        (("dispute", "event:csto-withdrawal-start", "dat"), 'Did you mean "date"?'),
        (("dispute", "event:cst-signature", "participants[state:BLR]"), "has no dates or amounts"),
        (("dispute", "state:KAZ"), "No source reports a date or an amount"),
        (("figure", "event:kazakhstan-violence-2022", "death"), 'Did you mean "deaths"?'),
        (("figure", "state:SRB"), "The data have no figures"),
        (("holders", "state:KAZ", "prime ministre"), 'Did you mean "prime minister"?'),
        (("holders", "state:AFG"), "no holder of a post"),
        (("tiles", None, "date"), "has no field. Expected one of id, on, width"),
    ],
)
def test_wrong_question_gets_an_answer_that_helps(arguments: tuple[Any, ...], expected: str) -> None:
    kind, id, field = (*arguments, None, None)[:3]
    with pytest.raises((ValueError, csto_data.NotFoundError)) as error:
        DATA.draw(kind, id, field=field)
    assert expected in str(error.value)


@pytest.mark.parametrize("width", [100, 100_000, float("nan")])
def test_width_is_limited(width: float) -> None:
    with pytest.raises(ValueError, match="Expected 240 to 4,000 pixels"):
        DATA.draw("members", width=width)


def test_file_is_svg_or_json(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"ends in \.svg or \.json"):
        DATA.draw("tiles").save(tmp_path / "picture.png")
    with pytest.raises(csto_data.DatasetError, match="cannot be written"):
        DATA.draw("tiles").save(tmp_path / "missing" / "picture.svg")
