"""Pictures: their marks agree with the answers, and they are well-formed whatever the data contain."""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.small_datasets import FEWER_EXAMPLES

import csto_data
from csto_data import Answer, Dataset, Day
from csto_data.cli import main
from csto_data.pictures.charts import MOST, dispute, holders, membership, spell_spans, tiles, timeline
from csto_data.pictures.lettering import width, wrapped
from csto_data.pictures.marks import Lane, Lanes, Span, Tile, Tiles, spans_between
from csto_data.pictures.picture import Picture
from csto_data.pictures.scales import day_ticks, number_ticks
from csto_data.queries.membership import holds
from csto_data.queries.participation import standing
from csto_data.strategies import datasets, days

DATA = csto_data.load()
ORDINARY = st.integers(date(1900, 1, 1).toordinal(), date(2100, 1, 1).toordinal())
KINDS = [
    ("members", None, {}),
    ("members", "cst", {}),
    ("timeline", None, {"start": "2022-01-01", "end": "2022-01-20"}),
    ("dispute", "event:csto-withdrawal-start", {"field": "date"}),
    ("dispute", "membership:csto-uzb-1", {}),
    ("figure", "event:kazakhstan-violence-2022", {"field": "deaths"}),
    ("tiles", None, {"on": "2026-01-06"}),
    ("holders", "KAZ", {"field": "prime minister"}),
]


def drawn_at(spans: list[Span], at: float) -> set[str]:
    """Return the styles of the spans that contain a position."""
    return {s.style for s in spans if (s.first is None or s.first <= at) and (s.last is None or at <= s.last)}


def near(spans: list[Span]) -> set[date]:
    """Return the days beside the ends of spans, and one in the middle."""
    ends = [at for span in spans for at in (span.first, span.last) if at is not None]
    found = {int(at) + step for at in ends for step in (-1, 0, 1)} | ({int(sum(ends) // len(ends))} if ends else set())
    return {date.fromordinal(at) for at in found if 1 < at < date.max.toordinal()}


@FEWER_EXAMPLES
@given(datasets())
def test_each_day_of_a_membership_is_drawn_as_it_is_answered(dataset: Dataset) -> None:
    for spell in dataset.memberships:
        spans = [*spell_spans(dataset, spell)]
        for day in near(spans):
            styles = drawn_at(spans, day.toordinal())
            match holds(dataset, spell, day):
                case Answer.YES:
                    state = standing(spell, day, dataset).participation.state
                    assert styles == {"frozen" if state == "frozen" else "certain"}, (spell, day)
                case Answer.UNKNOWN:
                    assert styles == {"possible"}, (spell, day)
                case Answer.NO:
                    assert styles == set(), (spell, day)


@FEWER_EXAMPLES
@given(datasets())
def test_tiles_are_the_states_that_are_or_may_be_members(dataset: Dataset) -> None:
    for organization in {spell.organization for spell in dataset.memberships}:
        for day in ("2003-09-18", "2012-12-19", "2022-01-06"):
            found = tiles(dataset, day, organization)
            standings = dataset.memberships.on(day, organization=organization)
            shown = [each for each in standings if each.spell.status != "observer"]
            assert [tile.name for tile in found.tiles] == [each.member.name for each in shown]
            for tile, each in zip(found.tiles, shown, strict=True):
                assert (tile.style == "possible") == (each.answer is Answer.UNKNOWN)


@given(days(), days())
def test_spans_between_two_days_do_not_overlap_and_join(start: Day, end: Day) -> None:
    spans = [*spans_between(start, end, None)]
    for before, after in pairwise(spans):
        assert before.last is not None
        assert after.first == before.last + 1


@FEWER_EXAMPLES
@given(datasets(), st.sampled_from([240, 400, 800, 1200]))
def test_every_picture_of_any_dataset_is_well_formed(dataset: Dataset, size: float) -> None:
    charts: list[Lanes | Tiles] = [timeline(dataset)]
    charts += [membership(dataset, org.id) for org in dataset.organizations]
    charts += [holders(dataset, of) for of in {office.of for office in dataset.offices if office.of is not None}]
    for judgement in dataset.judgements():
        if isinstance(judgement.reported, Day) and judgement.reported.earliest is not None:
            charts.append(dispute(dataset, judgement.record, judgement.field))
            break
    for chart in charts:
        picture = Picture(chart, size)
        root = ElementTree.fromstring(picture.svg)  # noqa: S314  # our own text
        assert root.find("{http://www.w3.org/2000/svg}title") is not None
        json.dumps(picture.vega_lite())
        assert len(picture.rows) == (
            len(chart.tiles) if isinstance(chart, Tiles) else sum(len(lane.spans) for lane in chart.lanes)
        )


@given(st.text(max_size=200), st.text(max_size=80))
def test_hostile_texts_do_not_break_a_picture(title: str, label: str) -> None:
    lane = Lane(label, title, (Span(0, 1), Span(None, None, "possible")), "disputes")
    for chart in (
        Lanes(title, label, "number", (lane,), 0, 1),
        Tiles(title, label, (Tile(label[:3], label, "frozen", title),)),
    ):
        shown = "".join(letter for letter in Picture(chart).svg if letter.isprintable() or letter in "\n ")
        if all(letter.isprintable() for letter in title + label):
            ElementTree.fromstring(shown)  # noqa: S314  # our own text


@given(st.text(max_size=300), st.integers(20, 600), st.integers(1, 4))
def test_lines_are_few_and_fit(text: str, room: int, lines: int) -> None:
    found = wrapped(text, 13, room, lines)
    assert len(found) <= lines
    assert all(width(line, 13) <= room or len(line) <= 1 for line in found)


@given(ORDINARY, st.integers(0, 60_000), st.integers(1, 14))
def test_labels_of_days_are_few_and_inside(first: int, span: int, most: int) -> None:
    found = [*day_ticks(first, first + span, most)]
    assert len(found) <= most
    assert all(first <= at <= first + span for at, _ in found)


@given(st.floats(-1e9, 1e9), st.floats(1e-3, 1e9), st.integers(2, 8))
def test_labels_of_numbers_are_few_and_inside(first: float, span: float, most: int) -> None:
    found = [at for at, _ in number_ticks(first, first + span, most)]
    assert len(found) <= most + 1
    assert all(first - span * 1e-6 <= at <= (first + span) + span * 1e-6 for at in found)


@pytest.mark.parametrize(("kind", "id", "options"), KINDS)
def test_command_and_method_draw_the_same(
    kind: str, id: str | None, options: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    named = {"start": "--from", "end": "--to", "field": "--field", "on": "--on"}
    arguments = [each for name, value in options.items() for each in (named[name], value)]
    assert main(["draw", kind, *([id] if id else []), *arguments]) == 0
    printed = capsys.readouterr().out
    picture = DATA.draw(kind, id, **options)  # type: ignore[arg-type]
    assert printed == picture.svg
    picture.save(tmp_path / "picture.svg")
    assert (tmp_path / "picture.svg").read_text(encoding="utf-8") == printed
    picture.save(tmp_path / "picture.json")
    assert json.loads((tmp_path / "picture.json").read_text(encoding="utf-8")) == picture.vega_lite()


def test_frozen_participation_is_hatched() -> None:
    rows = DATA.draw("members").rows
    assert [row["style"] for row in rows if row["label"] == "Armenia"] == ["certain", "frozen", "possible"]


def test_members_draw_their_organisation() -> None:
    assert DATA.memberships.draw("cst").rows == DATA.draw("members", "cst").rows


def test_many_rows_are_cut_and_the_picture_says_so() -> None:
    lanes = timeline(DATA)
    assert len(lanes.lanes) <= MOST
    many = Lanes("A", "B", "number", (Lane("a", "b", (Span(0, 1),)),), 0, 1, cut=380)
    assert "380 more are not shown" in Picture(many, 1200).svg


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("membres",), 'Did you mean "members"?'),
        (("dispute",), "needs the id of a record"),
        (("dispute", "event:csto-withdrawal-start", "dat"), 'Did you mean "date"?'),
        (("figure", "event:kazakhstan-violence-2022", "death"), 'Did you mean "deaths"?'),
        (("holders", "state:KAZ", "prime ministre"), 'Did you mean "prime minister"?'),
    ],
)
def test_wrong_question_gets_an_answer_that_helps(arguments: tuple[str, ...], expected: str) -> None:
    kind, id, field = (*arguments, None, None)[:3]
    with pytest.raises((ValueError, csto_data.NotFoundError), match=expected.replace("?", r"\?")):
        DATA.draw(kind, id, field=field)  # type: ignore[arg-type]


def test_too_small_width_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 240"):
        DATA.draw("members", width=100)
