"""The page of disputes of the site: which records it has, in which order, and how many sources are on each side."""

from __future__ import annotations

import csto_data
from csto_data.model.kinds import kind_of
from csto_data.site.day_pages import dispute_page
from csto_data.site.days import chronological
from csto_data.site.marking import Marker
from csto_data.site.record_view import value_rows

DATA = csto_data.load()


def test_each_disputed_record_occurs_once_with_its_kind_and_in_the_order_of_time() -> None:
    found = dispute_page(DATA).shown["by_dataset"]
    records = [record for several in found.values() for record in several]
    assert sorted(record.id for record in records) == sorted({judgement.record for judgement in DATA.disputes()})
    for name, several in found.items():
        assert {kind_of(record.id).dataset for record in several} == {name}
        assert several == sorted(several, key=chronological)


def test_number_of_disputing_sources_is_that_of_the_disputes_of_the_value() -> None:
    withdrawal = DATA.events["csto-withdrawal-start"]
    date = next(row for row in value_rows(Marker(DATA, "disputes.html"), DATA, withdrawal) if row.name == "Date")
    disputing = {each.source for each in DATA.disputes(record=withdrawal.id) if each.field == "date"}
    assert date.count("disputes") == len(disputing) > 0
    assert date.count("supports") > 0
