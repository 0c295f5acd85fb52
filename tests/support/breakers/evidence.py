"""Breakers of CST5xx: evidence and sources."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from csto_data.dates import Day
from csto_data.model.fields import external_codes, fields_of, reportable, testimony
from csto_data.strategies.records import value_of

from .folder import BY_PREFIX, MANIFEST, Folder, Place, Raw, Spot, one_of, prefix_of
from .registry import Draw, breaks


@breaks("CST501")
def unsupported_value(draw: Draw, folder: Folder) -> Place:
    """A list is reduced to one item, so that one value is unsupported."""
    folder.set_supported(folder.records("org")[0], founded="1955", dissolved="2020")
    spot = draw(one_of(folder.spots(), lambda spot: isinstance(spot.key, str) and _needs_support(spot)))
    path = spot.path
    if spot.is_list:
        del spot.value[1:]
        path = (*path, 0)
        if isinstance(spot.value[0], dict):
            spot.value[0].pop("role", None)
    folder.remove_reports(spot.holder, spot.key)
    return folder.place(spot.record, *path)


def _needs_support(spot: Spot) -> bool:
    """Return whether the value needs support, and no act of the record supports it."""
    made = {step.get("makes") for step in spot.record.get("steps", ())}
    return "evidence" in spot.holder and spot.key in testimony(spot.owner) and spot.key not in made


@breaks("CST502")
def assessment_by_other_author_or_on_other_day(draw: Draw, folder: Folder) -> Place:
    if not folder.records("assessment"):
        source = next(raw for raw in folder.records("source") if "authors" in raw and "published" in raw)
        claim = {"by": source["authors"], "made": source["published"], "claim": "It grows.", "about": folder.ids("org")}
        folder.add("assessment", kind="claim", **claim, evidence=[{"source": source["id"]}])
    assessment = draw(st.sampled_from(folder.records("assessment")))
    if draw(st.booleans()):
        assessment["made"] = str(draw(st.dates(date(1950, 1, 1), date(1990, 12, 31))))
        return folder.place(assessment, "made")
    assessment["by"] = [*assessment["by"], folder.add("person", name="Somebody Else")["id"]]
    return folder.place(assessment, "by")


@breaks("CST503")
def report_of_day_after_publication(draw: Draw, folder: Folder) -> Place:
    """Add an evidence entry whose source was published before the day that it reports."""
    known = [raw for raw in folder.records("source") if "published" in raw and Day(raw["published"]).latest]
    source = draw(st.sampled_from([*known, None])) or folder.add(
        "source", title="Paper", kind="report", published="2022-01-26"
    )
    reported = [(raw, field) for raw in folder.records() for field in _reportable_days(raw)]
    record, field = draw(st.sampled_from(reported))
    published = Day(source["published"]).latest or date.max
    day = published + timedelta(days=draw(st.integers(2, 3000)))
    record["evidence"].append({"source": source["id"], "reports": {field: str(day)}})
    return folder.place(record, "evidence", len(record["evidence"]) - 1, "reports", field)


def _reportable_days(raw: Raw) -> list[str]:
    """Return the names of the dates that evidence of a record may report."""
    cls = BY_PREFIX[prefix_of(raw["id"])].record_class
    dated = [name for name, field in reportable(cls).items() if field.nature == "day"]
    return dated if "evidence" in fields_of(cls) else []


@breaks("CST504")
def unsupported_code(draw: Draw, folder: Folder) -> Place:
    """No source reports a code, or a source reports another one."""
    coded = [(raw, field) for raw in folder.records() for field in sorted(external_codes() & {*raw})]
    record, field = draw(st.sampled_from([*coded, None])) or (
        draw(st.sampled_from(folder.records("state"))),
        "wikidata",
    )
    if field not in record:
        record[field] = "Q1"
    folder.remove_reports(record, field)
    if draw(st.booleans()):
        declared = fields_of(BY_PREFIX[prefix_of(record["id"])].record_class)[field]
        other = draw(value_of(declared, lambda _: None, None).filter(lambda code: code != record[field]))
        draw(st.sampled_from(record["evidence"])).setdefault("reports", {})[field] = other
    return folder.place(record, field)


@breaks("CST505")
def unused_source(draw: Draw, folder: Folder) -> Place:
    """Add a source, possibly a copy of another."""
    original = draw(st.sampled_from([{}, *({"via": id} for id in folder.ids("source"))]))
    return folder.place(folder.add("source", title="Paper", kind="report", **original), "id")


@breaks("CST506")
def copy_older_than_original(draw: Draw, folder: Folder) -> Place:
    """Add a source that an earlier source copies, or that copies a later source."""
    dated = [raw for raw in folder.records("source") if "published" in raw]
    early = [raw for raw in dated if Day(raw["published"]).latest]
    late = [raw for raw in dated if Day(raw["published"]).earliest]
    far = timedelta(days=draw(st.integers(2, 3000)))
    known, copies = draw(
        st.sampled_from([*((raw, True) for raw in early), *((raw, False) for raw in late), (None, True)])
    )
    cited = known if copies else None
    known = known or folder.add("source", title="Report", kind="report", published="2022-01-26")
    day = Day(known["published"])
    published = (day.latest or date.max) + far if copies else (day.earliest or date.min) - far
    other = folder.add("source", title="Paper", kind="report", published=str(published))
    copy, original = (known, other) if copies else (other, known)
    copy["via"] = original["id"]
    if copy is not cited:
        draw(st.sampled_from(folder.records("state")))["evidence"].append({"source": copy["id"]})
    return folder.place(copy, "via")


@breaks("CST509")
def table_without_licence(draw: Draw, folder: Folder) -> Place:
    kind = draw(st.sampled_from(["dataset", "code-table"]))
    table = folder.add("source", title="Table", kind=kind)
    folder.add("place", name="Town", kind="city", evidence=[{"source": table["id"]}])
    return folder.place(table)


@breaks("CST510")
def table_without_attribution(draw: Draw, folder: Folder) -> Place:
    folder.documents[MANIFEST]["licenses"] = [{"name": "CC0-1.0"}]
    licence = draw(st.sampled_from(["CC-BY-4.0", "ODbL-1.0", "not stated"]))
    table = folder.add("source", title="Table", kind="dataset", licence=licence, url="https://example.com/own-table")
    folder.add("place", name="Town", kind="city", evidence=[{"source": table["id"]}])
    if draw(st.booleans()):
        folder.documents[MANIFEST]["sources"] = [{"title": "Other", "path": "https://example.com/other-table"}]
    return folder.place(table, "licence")
