"""Breakers of CST203, CST301, CST302 and CST304 to CST308: ids and references of well-formed records."""

from __future__ import annotations

import copy
import json

from hypothesis import strategies as st

from csto_data.model.fields import external_codes, fields_of
from csto_data.model.figure import UNITS
from csto_data.store.layout import REGISTER
from csto_data.strategies.records import value_of

from .folder import BY_PREFIX, MANIFEST, Folder, Place, Raw, one_of, prefix_of
from .registry import Draw, breaks


@breaks("CST203")
def unit_of_other_measure(draw: Draw, folder: Folder) -> Place:
    """In the figure, or in a report of it."""
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
def duplicate_id(draw: Draw, folder: Folder) -> Place:
    """A copy of a record that keeps the id of another."""
    first = draw(st.sampled_from(folder.records()))
    again = copy.deepcopy(draw(st.sampled_from(folder.records(prefix_of(first["id"])))))
    again["id"] = first["id"]
    folder.list_containing(first).append(again)
    return folder.place(again, "id")


@breaks("CST301")
def duplicate_id_hides_other_record(draw: Draw, folder: Folder) -> Place:
    """The record with the duplicate id is the only one to use a source, or the only member of a covered organisation."""
    if draw(st.booleans()):
        source = folder.add("source", title="Paper", kind="report")["id"]
        person = folder.add("person", name="Somebody Else", evidence=[{"source": source}])
        folder.register(sorted(folder.ids()))
        person["id"] = draw(st.sampled_from(folder.ids("person")[:-1]))
        return folder.place(person, "id")
    bodies = [folder.add("org", name="Club", kind="organisation")["id"] for _ in range(2)]
    known = {"member": folder.ids("state")[0], "status": "member", "start": "2001-01-01"}
    first, other = (folder.add("membership", **known, organization=body) for body in bodies)
    folder.register(sorted(folder.ids()))
    other["id"] = first["id"]
    covered = {"organization": bodies[1], "from": "2001-01-01", "until": "2001-12-31"}
    covered["evidence"] = folder.undated()
    folder.documents[MANIFEST]["coverage"].setdefault("memberships", []).append(covered)
    return folder.place(other, "id")


@breaks("CST302")
def dangling_reference(draw: Draw, folder: Folder) -> Place:
    referring = one_of(
        folder.spots(), lambda spot: spot.field.nature == "reference" and not spot.is_list and spot.path != ("id",)
    )
    spot = draw(referring)
    spot.put(folder.unused(draw(st.sampled_from(spot.field.prefixes))))
    return folder.place(spot.record, *spot.path)


@breaks("CST302")
def coverage_of_unknown_record(draw: Draw, folder: Folder) -> Place:
    days = {"from": "2001-01-01", "until": "2001-12-31", "evidence": folder.undated()}
    part, key, of = draw(
        st.sampled_from([("memberships", "organization", "org"), ("offices", "of", "org"), ("offices", "of", "state")])
    )
    post = {"title": "president"} if part == "offices" else {}
    folder.documents[MANIFEST]["coverage"] = {part: [{**post, key: folder.unused(of), **days}]}
    return Place(MANIFEST, None, ("coverage", part, 0, key))


@breaks("CST304")
def part_of_itself(draw: Draw, folder: Folder) -> Place:
    """Directly, or through another record: then one of the two has the finding."""
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
def copy_or_cause_of_itself(draw: Draw, folder: Folder) -> Place:
    """A source that copies itself through others, or an event that causes another that causes it."""
    count = draw(st.integers(1, 4))
    if draw(st.booleans()):
        ring = [folder.add("source", title="Paper", kind="report") for _ in range(count)]
        for one, other in zip(ring, [*ring[1:], ring[0]], strict=True):
            one["via"] = other["id"]
        return folder.place(min(ring, key=lambda raw: raw["id"]), "via")
    ring = [folder.add("event", kind="unrest", title=f"Unrest {index}") for index in range(count)]
    for one, other in zip(ring, [*ring[1:], ring[0]], strict=True):
        folder.set_supported(one, because_of=[other["id"]])
    return folder.place(min(ring, key=lambda raw: raw["id"]), "because_of", 0)


@breaks("CST304")
def event_part_of_itself(draw: Draw, folder: Folder) -> Place:
    if not folder.records("event"):
        folder.add("event", kind="protest", title="A protest")
    event = draw(st.sampled_from(folder.records("event")))
    event["part_of"] = event["id"]
    return folder.place(event, "part_of")


@breaks("CST305")
def duplicate_code(draw: Draw, folder: Folder) -> Place:
    """Give the code of one record to another, old or new."""
    lists = [(prefix, field) for prefix in BY_PREFIX for field in sorted(_codes_of(prefix) - {"iso_alpha3"})]
    prefix, field = draw(st.sampled_from(lists))
    having = [raw for raw in folder.records(prefix) if field in raw]
    first = draw(st.sampled_from(having)) if having else draw(st.sampled_from([*folder.records(prefix), None]))
    first = first or _new(folder, prefix)
    if not having:
        folder.set_supported(
            first, **{field: draw(value_of(fields_of(BY_PREFIX[prefix].record_class)[field], lambda _: None, None))}
        )
    others = [raw for raw in folder.records(prefix) if raw is not first]
    other = draw(st.sampled_from([*others, None])) or _new(folder, prefix)
    folder.set_supported(other, **{field: first[field]})
    return folder.place(max(first, other, key=lambda raw: raw["id"]), field)


def _codes_of(prefix: str) -> set[str]:
    return external_codes() & {*fields_of(BY_PREFIX[prefix].record_class)}


def _new(folder: Folder, prefix: str) -> Raw:
    kinds = {"org": {"kind": "organ"}, "place": {"kind": "region"}}
    return folder.add(prefix, name="Somewhat", **kinds.get(prefix, {}))


@breaks("CST306")
def code_of_other_state(draw: Draw, folder: Folder) -> Place:
    """With or without a report of the code."""
    state = draw(st.sampled_from(folder.records("state")))
    others = [id for id in [*folder.ids("state"), folder.unused("state")] if id != state["id"]]
    state["iso_alpha3"] = draw(st.sampled_from(others)).removeprefix("state:")
    if draw(st.booleans()):
        folder.set_supported(state, iso_alpha3=state["iso_alpha3"])
    return folder.place(state, "iso_alpha3")


@breaks("CST307")
def registered_id_without_record(draw: Draw, folder: Folder) -> Place:
    gone = folder.unused(draw(st.sampled_from([*BY_PREFIX])))
    return folder.register(sorted([*folder.ids(), gone]))


@breaks("CST307")
def renamed_id(draw: Draw, folder: Folder) -> Place:
    """All references use the new id, which is unlike the registered one."""
    old = draw(st.sampled_from(folder.ids()))
    _rename(folder, old, _different_id(old))
    return Place(REGISTER)


@breaks("CST307")
def renamed_id_by_one_letter(draw: Draw, folder: Folder) -> Place:
    """The new id is so similar to the registered one that the finding names the record."""
    old = draw(st.sampled_from([*folder.ids()]))
    new = _misspelt(folder, old)
    _rename(folder, old, new)
    return folder.place(folder.get(new), "id")


@breaks("CST302")
def misspelt_id_of_referenced_record(draw: Draw, folder: Folder) -> Place:
    """All references still use the registered id."""
    text = json.dumps(folder.documents)
    old = draw(st.sampled_from([id for id in folder.ids() if text.count(f'"{id}"') > 1]))
    record = folder.get(old)
    record["id"] = _misspelt(folder, old)
    return folder.place(record, "id")


def _misspelt(folder: Folder, id: str) -> str:
    """Return an id that differs from this one in its last letter only."""
    stem, last = id[:-1], id[-1]
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if id.startswith("state:") else "abcdefghijklmnopqrstuvwxyz"
    return next(f"{stem}{c}" for c in letters if c != last and f"{stem}{c}" not in folder.ids())


def _different_id(id: str) -> str:
    """Return an id of the same kind with an entirely different slug."""
    prefix, _, slug = id.partition(":")
    return (
        f"{prefix}:{''.join('X' if c != 'X' else 'Y' for c in slug)}"
        if prefix == "state"
        else f"{prefix}:zzz-9-zzz-9-zzz"
    )


def _rename(folder: Folder, old: str, new: str) -> None:
    if old.startswith("state:"):
        folder.get(old).pop("iso_alpha3", None)
    folder.documents = json.loads(json.dumps(folder.documents).replace(f'"{old}"', f'"{new}"'))


@breaks("CST307")
def unsorted_register(draw: Draw, folder: Folder) -> Place:
    """A duplicate line, or two lines in the wrong order."""
    lines = sorted(folder.ids())
    index = draw(st.integers(1, len(lines) - 1))
    lines[index - 1 : index + 1] = draw(st.sampled_from([[lines[index], lines[index - 1]], [lines[index]] * 2]))
    return folder.register(lines)


@breaks("CST307")
def invalid_id_in_register(draw: Draw, folder: Folder) -> Place:
    lines = sorted(folder.ids())
    index = draw(st.integers(0, len(lines) - 1))
    lines[index] = draw(st.sampled_from(["", "Kazakhstan", f"{lines[index]} ", f"{lines[index]}\r", "ship:aurora"]))
    return folder.register(lines)


@breaks("CST308")
def state_outside_enclosing_place(draw: Draw, folder: Folder) -> Place:
    """The record lists a state in which the enclosing place does not lie."""
    record = draw(st.sampled_from([*folder.records("place", "event"), None])) or _new(folder, "place")
    inside = [raw for raw in folder.records("place") if "states" in raw and record["id"] not in _chain(folder, raw)]
    whole = draw(st.sampled_from([*inside, None]))
    whole = whole or folder.add("place", name="Region", kind="region", states=folder.ids("state")[:1])
    other_states = [id for id in folder.ids("state") if id not in whole["states"]]
    other_state = draw(st.sampled_from([*other_states, None])) or folder.add("state", name="Elsewhere")["id"]
    record["place" if record["id"].startswith("event:") else "part_of"] = whole["id"]
    record["states"] = [*draw(st.sampled_from([[], whole["states"]])), other_state]
    for coordinate in ("latitude", "longitude"):  # which may be outside these states, too
        record.pop(coordinate, None)
    return folder.place(record, "states", len(record["states"]) - 1)


def _chain(folder: Folder, place: Raw) -> list[str]:
    """Return the ids of a place and of all places that enclose it."""
    return [place["id"], *(_chain(folder, folder.get(place["part_of"])) if "part_of" in place else [])]


@breaks("CST308")
def event_outside_state_of_its_place(draw: Draw, folder: Folder) -> Place:
    event = draw(st.sampled_from([*folder.records("event"), None])) or folder.add(
        "event", kind="unrest", title="Unrest"
    )
    here = draw(st.sampled_from(folder.ids("state")))
    elsewhere = [id for id in folder.ids("state") if id != here]
    other_state = draw(st.sampled_from([*elsewhere, None])) or folder.add("state", name="Elsewhere")["id"]
    event |= {"place": here, "states": [other_state]}
    return folder.place(event, "states", 0)
