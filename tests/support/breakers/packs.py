"""Breakers of CST6xx: a pack with one packaged record replaces the dataset."""

from __future__ import annotations

from hypothesis import strategies as st

import csto_data
from csto_data.model.json_values import to_json

from .folder import BY_FILE, Folder, Place, Raw, prefix_of
from .registry import Draw, breaks


def _pack(draw: Draw, folder: Folder) -> Raw:
    """Replace the files by a pack with one packaged record, and return the record."""
    packaged = to_json(draw(st.sampled_from([*csto_data.load()])))
    name, kind = next((name, kind) for name, kind in BY_FILE.items() if kind.prefix == prefix_of(packaged["id"]))
    folder.documents.clear()
    folder.documents[name] = {"$schema": f"schemas/{kind.name}.schema.json", "records": [packaged]}
    folder.documents["pack.json"] = {"$schema": "schemas/pack.schema.json", "name": "example"}
    return packaged


@breaks("CST601")
def id_of_a_packaged_record(draw: Draw, folder: Folder) -> Place:
    return folder.place(_pack(draw, folder), "id")


@breaks("CST602")
def override_without_record(draw: Draw, folder: Folder) -> Place:
    """The override names a packaged record that the pack does not contain, or an unknown record."""
    packaged = _pack(draw, folder)
    id = draw(st.sampled_from([packaged["id"], folder.unused(prefix_of(packaged["id"]))]))
    for name in [name for name in folder.documents if name != "pack.json"]:
        del folder.documents[name]
    folder.documents["pack.json"]["overrides"] = [{"id": id, "reason": "Our register has another name for it."}]
    return Place("pack.json", None, ("overrides", 0, "id"))


@breaks("CST602")
def override_of_record_not_packaged(draw: Draw, folder: Folder) -> Place:
    """The overridden record is in the pack but not in the packaged data."""
    witness = {"source": draw(st.sampled_from(csto_data.load().sources.keys()))}
    place = folder.add("place", name="Nowhere", kind="city", evidence=[witness])
    overrides = [{"id": place["id"], "reason": "It is better."}]
    folder.documents = {
        "places.json": {"$schema": "schemas/place.schema.json", "records": [place]},
        "pack.json": {"$schema": "schemas/pack.schema.json", "name": "example", "overrides": overrides},
    }
    return Place("pack.json", None, ("overrides", 0, "id"))


@breaks("CST603")
def pack_for_other_data(draw: Draw, folder: Folder) -> Place:
    """The pack requires a later version of the packaged data, an earlier one, or another one."""
    major = int(csto_data.load().version.partition(".")[0])
    later = draw(st.integers(major + 1, 99))
    wanted = draw(st.sampled_from([f">={later}", f">={major}.0, <{major}.0", f"=={later}.1", f"<{major}"]))
    folder.documents = {
        "places.json": {"$schema": "schemas/place.schema.json", "records": []},
        "pack.json": {"$schema": "schemas/pack.schema.json", "name": "example", "requires_data": wanted},
    }
    return Place("pack.json", None, ("requires_data",))
