"""CST203, CST301, CST302, CST304: values, ids and references of records that have their shape."""

from __future__ import annotations

import copy

from hypothesis import strategies as st

from csto_data.model.accounts import UNITS

from .folder import MANIFEST, Folder, Place, one_of, prefix_of
from .registry import Draw, breaks


@breaks("CST203")
def unit_of_another_measure(draw: Draw, folder: Folder) -> Place:
    """In the figure, or in what a source reports of it."""
    figure = draw(st.sampled_from([*folder.records("figure"), None])) or folder.add(
        "figure", measure="deaths", of=folder.ids("state")[0], amount={"value": 3}, unit="person"
    )
    wrong = sorted({unit for units in UNITS.values() for unit in units} - {*UNITS[figure["measure"]]})
    if draw(st.booleans()):
        figure["unit"] = draw(st.sampled_from(wrong))
        return folder.place(figure, "unit")
    figure["evidence"][0].setdefault("reports", {})["unit"] = draw(st.sampled_from(wrong))
    return folder.place(figure, "evidence", 0, "reports", "unit")


@breaks("CST301")
def id_of_another_record(draw: Draw, folder: Folder) -> Place:
    """A record copied to make a new one, and its id forgotten."""
    first = draw(st.sampled_from(folder.records()))
    again = copy.deepcopy(draw(st.sampled_from(folder.records(prefix_of(first["id"])))))
    again["id"] = first["id"]
    folder.records_beside(first).append(again)
    return folder.place(again, "id")


@breaks("CST302")
def reference_to_nothing(draw: Draw, folder: Folder) -> Place:
    referring = one_of(
        folder.spots(), lambda spot: spot.field.nature == "reference" and not spot.listed and spot.path != ("id",)
    )
    spot = draw(referring)
    spot.put(folder.unused(draw(st.sampled_from(spot.field.prefixes))))
    return folder.place(spot.record, *spot.path)


@breaks("CST302")
def coverage_of_nothing(draw: Draw, folder: Folder) -> Place:
    days = {"from": "2001-01-01", "until": "2001-12-31"}
    part, key, of = draw(
        st.sampled_from([("memberships", "organization", "org"), ("offices", "of", "org"), ("offices", "of", "state")])
    )
    post = {"title": "president"} if part == "offices" else {}
    folder.documents[MANIFEST]["coverage"] = {part: [{**post, key: folder.unused(of), **days}]}
    return Place(MANIFEST, None, ("coverage", part, 0, key))


@breaks("CST304")
def part_of_itself(draw: Draw, folder: Folder) -> Place:
    """Itself, or through another record: then one of the two has the finding."""
    prefix, field = draw(st.sampled_from([("org", "part_of"), ("org", "predecessor"), ("place", "part_of")]))
    if not folder.records(prefix):
        folder.add(prefix, name="Somewhere", kind="region")
    record = draw(st.sampled_from(folder.records(prefix)))
    ring = [record]
    if draw(st.booleans()):
        ring.append(folder.add(prefix, name="Elsewhere", kind=record["kind"]))
    for one, other in zip(ring, [*ring[1:], record], strict=True):
        one[field] = other["id"]
    return folder.place(min(ring, key=lambda raw: raw["id"]), field)


@breaks("CST304")
def event_in_itself(draw: Draw, folder: Folder) -> Place:
    if not folder.records("event"):
        folder.add("event", kind="protest", title="A protest")
    event = draw(st.sampled_from(folder.records("event")))
    event["part_of"] = event["id"]
    return folder.place(event, "part_of")
