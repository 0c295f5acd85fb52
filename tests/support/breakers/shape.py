"""Breakers of CST1xx, and of CST201, CST202 and CST303, which a schema can also check."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import strategies as st

from csto_data.model import KINDS, Event
from csto_data.model.fields import fields_of

from .folder import Folder, Place, Spot, one_of, prefix_of
from .registry import Draw, breaks

WORDS = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=8).map("x{}".format)
"""Words that are neither field names nor allowed values nor codes."""


def _place(folder: Folder, spot: Spot) -> Place:
    return folder.place(spot.record, *spot.path)


def _put(draw: Draw, folder: Folder, spots: Any, *values: Any) -> Place:
    """Put one of the values into one of the spots."""
    spot = draw(spots)
    spot.put(draw(st.sampled_from(values)))
    return _place(folder, spot)


def _deaths(draw: Draw, folder: Folder) -> Spot:
    """Add a number of deaths to an event or to one of its reports."""
    event = draw(st.sampled_from([*folder.records("event"), None]))
    if event is None:
        event = folder.add("event", kind="unrest", title="Unrest")
    holder, path = draw(st.sampled_from([(event, ()), (event["evidence"][0], ("evidence", 0, "reports"))]))
    holder = holder if not path else holder.setdefault("reports", {})
    holder["deaths"] = {"value": 3}
    return Spot(event, (*path, "deaths"), holder, "deaths", fields_of(Event)["deaths"], Event)


@breaks("CST101")
def unknown_field(draw: Draw, folder: Folder) -> Place:
    spot = draw(one_of(folder.spots(), lambda spot: isinstance(spot.value, dict) or spot.path == ("id",)))
    holder, path = (spot.record, ()) if spot.path == ("id",) else (spot.value, spot.path)
    name = draw(WORDS)
    holder[name] = draw(st.sampled_from(["text", 1, None, [], {}]))
    return folder.place(spot.record, *path, name)


@breaks("CST101")
def misspelt_field_name(draw: Draw, folder: Folder) -> Place:
    spot = draw(one_of(folder.spots(), lambda spot: isinstance(spot.key, str) and spot.path != ("id",)))
    name = draw(st.sampled_from([f"{spot.key}{spot.key[-1]}", spot.key.title()]))
    spot.holder[name] = spot.holder.pop(spot.key)
    return folder.place(spot.record, *spot.path[:-1], name)


@breaks("CST102")
def missing_required_field(draw: Draw, folder: Folder) -> Place:
    spot = draw(
        one_of(folder.spots(), lambda s: s.field.required and isinstance(s.key, str) and "reports" not in s.path)
    )
    del spot.holder[spot.key]
    return _place(folder, spot)


@breaks("CST102")
def missing_top_level_key(draw: Draw, folder: Folder) -> Place:
    name = draw(st.sampled_from([kind.dataset for kind in KINDS.values()])) + ".json"
    key = draw(st.sampled_from(["$schema", "records"]))
    del folder.documents[name][key]
    return Place(name, None, (key,))


@breaks("CST103")
def wrong_type(draw: Draw, folder: Folder) -> Place:
    spot = draw(one_of(folder.spots(), lambda _: True))
    number = isinstance(spot.value, int | float) and not isinstance(spot.value, bool)
    others = (None, "text", 1, True, [], {})
    spot.put(draw(st.sampled_from([v for v in others if type(v) is not type(spot.value) and not (number and v == 1)])))
    return _place(folder, spot)


@breaks("CST104")
def value_not_in_enumeration(draw: Draw, folder: Folder) -> Place:
    spot = draw(one_of(folder.spots(), lambda spot: spot.field.nature == "word" and not spot.is_list))
    spot.put(draw(st.sampled_from([draw(WORDS), f"{spot.value}s", f" {spot.value}", spot.value.title(), ""])))
    return _place(folder, spot)


@breaks("CST105")
def text_with_surrounding_whitespace(draw: Draw, folder: Folder) -> Place:
    formed = ("reference", "code", "text")
    spot = draw(one_of(folder.spots(), lambda spot: spot.field.nature in formed and not spot.is_list))
    spot.put(draw(st.sampled_from([f" {spot.value}", f"{spot.value}\n", f"\t{spot.value}"])))
    return _place(folder, spot)


@breaks("CST105")
def malformed_id_or_reference(draw: Draw, folder: Folder) -> Place:
    spot = draw(one_of(folder.spots(), lambda spot: spot.field.nature == "reference" and not spot.is_list))
    slug = spot.value.partition(":")[2]
    spot.put(
        draw(st.sampled_from([slug, f"{prefix_of(spot.value)}: {slug}", f"{spot.value}_", f"{spot.value}?", "x:1"]))
    )
    return _place(folder, spot)


@breaks("CST106")
def two_kinds_of_time(draw: Draw, folder: Folder) -> Place:
    acts = {step["act"] for spell in folder.records("membership") for step in spell.get("steps", ())}
    events = [raw for raw in folder.records("event") if raw["id"] not in acts]
    event = draw(st.sampled_from([*events, None])) or folder.add("event", kind="protest", title="A protest")
    times = {"date": "2001-02-03", "instant": "2001-02-03T10:00+00:00", "start": "2001-02-03"}
    for name in ("date", "instant", "start", "end"):
        event.pop(name, None)
    first, then = draw(st.sampled_from([("date", "instant"), ("date", "start"), ("instant", "start")]))
    event |= {first: times[first], then: times[then]}
    return folder.place(event, then)


@breaks("CST106")
def value_with_bound(draw: Draw, folder: Folder) -> Place:
    spot = _deaths(draw, folder)
    bound = draw(st.sampled_from(["at_least", "at_most"]))
    spot.value[bound] = 5
    return folder.place(spot.record, *spot.path, bound)


@breaks("CST107")
def empty_value(draw: Draw, folder: Folder) -> Place:
    whole = ("text", "code", "reports")
    spot = draw(one_of(folder.spots(), lambda spot: spot.is_list or spot.key == "at" or spot.field.nature in whole))
    spot.put(type(spot.value)())
    return _place(folder, spot)


@breaks("CST108")
def duplicate_list_item(draw: Draw, folder: Folder) -> Place:
    spot = draw(one_of(folder.spots(), lambda spot: spot.is_list))
    spot.value.append(copy.deepcopy(draw(st.sampled_from(spot.value))))
    return folder.place(spot.record, *spot.path, len(spot.value) - 1)


@breaks("CST109")
def negative_count(draw: Draw, folder: Folder) -> Place:
    spot = _deaths(draw, folder)
    spot.value["value"] = draw(st.sampled_from([-1, -0.5]))
    return folder.place(spot.record, *spot.path, "value")


@breaks("CST109")
def number_out_of_range(draw: Draw, folder: Folder) -> Place:
    body = folder.records("org")[0]
    body["evidence"][0]["at"] = {"paragraph": 1}
    folder.drop_duplicate_evidence(body)
    spot = draw(one_of(folder.spots(), lambda spot: spot.field.form.minimum is not None))
    least, most = spot.field.form.minimum, spot.field.form.maximum
    spot.put(draw(st.sampled_from([least - 1, *([most + 1] if most is not None else [])])))
    return _place(folder, spot)


@breaks("CST110")
def reversed_bounds(draw: Draw, folder: Folder) -> Place:
    spot = _deaths(draw, folder)
    low, high = sorted(draw(st.tuples(st.integers(0, 99), st.integers(0, 99))))
    spot.put({"at_least": high, "at_most": low})
    return folder.place(spot.record, *spot.path, "at_most")


BAD_DATES = (
    "2001-02-30",
    "2001-13-01",
    "2001-00-01",
    "0999-01-01",
    "3000-01-01",
    "2001-1-1",
    "1 May 2001",
    "2001-02-03Z",
)
BAD_DAYS = (*BAD_DATES, "[2002..2001]", "[..]", "2001-02-03~?", "[2001~..2002]", "2001-02-03 ", "")


@breaks("CST201")
def invalid_date(draw: Draw, folder: Folder) -> Place:
    return _put(draw, folder, one_of(folder.spots(), lambda spot: spot.field.nature == "day"), *BAD_DAYS)


@breaks("CST201")
def invalid_coverage_date(draw: Draw, folder: Folder) -> Place:
    span = {"organization": folder.ids("org")[0], "from": "2001-01-01", "until": "2001-12-31"}
    span["evidence"] = folder.undated()
    folder.documents["datapackage.json"]["coverage"] = {"memberships": [span]}
    key = draw(st.sampled_from(["from", "until"]))
    span[key] = draw(st.sampled_from(BAD_DAYS))
    return Place("datapackage.json", None, ("coverage", "memberships", 0, key))


@breaks("CST202")
def invalid_instant(draw: Draw, folder: Folder) -> Place:
    folder.add("event", kind="protest", title="A protest", instant="2001-02-03T10:00+00:00")
    bad = ("T10:00", "T24:00+00:00", "T10:00+15:00", "T10:00:30+00:00", " 10:00+00:00")
    wrong = [*(f"2001-02-03{time}" for time in bad), *(f"{date}T10:00+00:00" for date in BAD_DATES), "2001-02-03"]
    return _put(draw, folder, one_of(folder.spots(), lambda spot: spot.field.nature == "instant"), *wrong)


@breaks("CST303")
def reference_to_wrong_kind(draw: Draw, folder: Folder) -> Place:
    referring = one_of(
        folder.spots(), lambda spot: spot.field.nature == "reference" and not spot.is_list and spot.path != ("id",)
    )
    spot = draw(referring)
    spot.put(draw(st.sampled_from([id for id in folder.ids() if prefix_of(id) not in spot.field.prefixes])))
    return _place(folder, spot)
