"""Breakers of CST4xx: dates, their order, and roles on a day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from csto_data.dates import Day, Instant
from csto_data.strategies.timelines import HISTORY
from csto_data.validation.rules.history import ONE_AT_A_TIME
from csto_data.validation.rules.operations import WITHIN_OPERATION

from .folder import MANIFEST, Folder, Place, Raw
from .registry import Draw, breaks

UNKNOWN_DAY = "[1000-01-01..2999-12-31]"
"""A day of which nothing is known, so that no rule reports it."""

days = st.dates(*HISTORY)


def _one_or_none(draw: Draw, records: list[Raw]) -> Raw | None:
    """Draw one of the records, or None: then the breaker adds one."""
    return draw(st.sampled_from([*records, None]))


def _two_days(draw: Draw) -> tuple[date, date]:
    """Draw two days, the earlier first."""
    first = draw(st.dates(HISTORY[0], HISTORY[1] - timedelta(days=1)))
    return first, draw(st.dates(first + timedelta(days=1), HISTORY[1]))


def _spell(draw: Draw, folder: Folder, **fields: Any) -> Raw:
    """Add a spell of a state in a new organisation."""
    body = folder.add("org", name="Club", kind="organisation")["id"]
    member = draw(st.sampled_from(folder.ids("state")))
    return folder.add("membership", **{"member": member, "organization": body, "status": "member", **fields})


def _any_spell(draw: Draw, folder: Folder) -> Raw:
    return _one_or_none(draw, folder.records("membership")) or _spell(draw, folder, start=str(draw(days)))


def _spell_without_siblings(draw: Draw, folder: Folder) -> Raw:
    """Return a spell without steps whose member has no other in the organisation, so that its days can be set freely."""
    spells = folder.records("membership")
    pairs = [(raw["member"], raw["organization"]) for raw in spells]
    single = [raw for raw, pair in zip(spells, pairs, strict=True) if pairs.count(pair) == 1]
    spell = _one_or_none(draw, single) or _spell(draw, folder, start=str(draw(days)))
    spell.pop("steps", None)
    return spell


def _records_not_used_as_acts(folder: Folder, *prefixes: str) -> list[Raw]:
    """Return the records that are not the act of a step of a spell."""
    acts = {step["act"] for spell in folder.records("membership") for step in spell.get("steps", ())}
    return [raw for raw in folder.records(*prefixes) if raw["id"] not in acts]


def _earliest(raw: Raw, field: str) -> date | None:
    return Day(raw[field]).earliest if field in raw else None


def _latest(raw: Raw, field: str) -> date | None:
    return Day(raw[field]).latest if field in raw else None


@breaks("CST401")
def end_before_start(draw: Draw, folder: Folder) -> Place:
    lasting = [*folder.records("membership", "office", "operation"), *_records_not_used_as_acts(folder, "event")]
    record = _one_or_none(draw, lasting) or _spell(draw, folder)
    for name in ("date", "instant"):
        record.pop(name, None)
    end, start = _two_days(draw)
    record |= {"start": str(start), "end": str(end)}
    return folder.place(record, "end")


@breaks("CST401")
def coverage_end_before_start(draw: Draw, folder: Folder) -> Place:
    until, first = _two_days(draw)
    span = {"organization": folder.ids("org")[0], "from": str(first), "until": str(until), "evidence": folder.undated()}
    folder.documents[MANIFEST]["coverage"] = {"memberships": [span]}
    return Place(MANIFEST, None, ("coverage", "memberships", 0, "until"))


@breaks("CST401")
def reported_end_before_start(draw: Draw, folder: Folder) -> Place:
    """Add an evidence entry that reports both."""
    record = draw(st.sampled_from(folder.records("org", "membership", "office", "operation", "event")))
    first, last = ("founded", "dissolved") if record["id"].startswith("org:") else ("start", "end")
    end, start = _two_days(draw)
    source = draw(st.sampled_from(folder.ids("source")))
    record["evidence"].append({"source": source, "reports": {first: str(start), last: str(end)}})
    return folder.place(record, "evidence", len(record["evidence"]) - 1, "reports", last)


@breaks("CST401")
def dissolved_before_founded(draw: Draw, folder: Folder) -> Place:
    body = draw(st.sampled_from(folder.records("org")))
    dissolved, founded = _two_days(draw)
    body |= {"founded": str(founded), "dissolved": str(dissolved)}
    return folder.place(body, "dissolved")


@breaks("CST402")
def overlapping_spells(draw: Draw, folder: Folder) -> Place:
    """Add a second spell for some days of a spell."""
    certain = [(raw, _latest(raw, "start"), _earliest(raw, "end")) for raw in folder.records("membership")]
    long = [(raw, first, last) for raw, first, last in certain if first and last and first <= last]
    found = draw(st.sampled_from([*long, None]))
    if found is None:
        first, last = _two_days(draw)
        found = _spell(draw, folder, start=str(first), end=str(last)), first, last
    spell, first, last = found
    start, end = sorted(draw(st.tuples(st.dates(first, last), st.dates(first, last))))
    same = {name: spell[name] for name in ("member", "organization", "status")}
    other = folder.add("membership", **same, start=str(start), end=str(end))
    return folder.place(max(spell, other, key=lambda raw: (_latest(raw, "start"), raw["id"])), "start")


@breaks("CST403")
def start_differs_from_date_of_act(draw: Draw, folder: Folder) -> Place:
    """The act has another date, or none."""
    spell = _any_spell(draw, folder)
    act = folder.add("event", kind="accession", title="Accession", **draw(st.sampled_from([{}, {"date": UNKNOWN_DAY}])))
    rest = [step for step in spell.get("steps", ()) if step.get("makes") != "start"]
    spell["steps"] = [{"act": act["id"], "makes": "start"}, *rest]
    return folder.place(spell, "steps", 0)


@breaks("CST403")
def act_makes_end_of_open_spell(draw: Draw, folder: Folder) -> Place:
    spell = _spell_without_siblings(draw, folder)
    spell.pop("end", None)
    act = folder.add("event", kind="term-end", title="End", date=UNKNOWN_DAY)
    spell["steps"] = [{"act": act["id"], "makes": "end"}]
    return folder.place(spell, "steps", 0)


@breaks("CST404")
def steps_in_wrong_order(draw: Draw, folder: Folder) -> Place:
    spell = _any_spell(draw, folder)
    acts = [folder.add("event", kind="signature", title="A step", date=str(day))["id"] for day in _two_days(draw)]
    spell["steps"] = [{"act": act} for act in reversed(acts)]
    return folder.place(spell, "steps", 1)


@breaks("CST404")
def freeze_before_start(draw: Draw, folder: Folder) -> Place:
    begun = [raw for raw in folder.records("membership") if _earliest(raw, "start")]
    spell = _one_or_none(draw, begun) or _spell(draw, folder, start=str(draw(days)))
    day = (_earliest(spell, "start") or HISTORY[0]) - timedelta(days=draw(st.integers(1, 3000)))
    act = folder.add("event", kind="decision", title="A step", date=str(day))
    spell["steps"] = [{"act": act["id"], "makes": draw(st.sampled_from(["freeze", "resume"]))}]
    return folder.place(spell, "steps", 0)


@breaks("CST405")
def two_holders_of_one_post(draw: Draw, folder: Folder) -> Place:
    posts = [raw for raw in folder.records("office") if raw["title"] in ONE_AT_A_TIME]
    certain = [(raw, _latest(raw, "start"), _earliest(raw, "end")) for raw in posts]
    long = [(raw, first, last) for raw, first, last in certain if first and last and first < last]
    found = draw(st.sampled_from([*long, None]))
    if found is None:
        first, last = _two_days(draw)
        body = folder.add("org", name="Club", kind="organisation")["id"]
        post = {"title": draw(st.sampled_from(ONE_AT_A_TIME)), "of": body}
        found = (
            folder.add("office", holder=folder.ids("person")[0], **post, start=str(first), end=str(last)),
            first,
            last,
        )
    office, first, last = found
    start = draw(st.dates(first, last - timedelta(days=1)))
    end = draw(st.dates(start + timedelta(days=1), last))
    holder = draw(st.sampled_from(folder.ids("person", "state")))
    post = {"title": office["title"], "of": office["of"]}
    other = folder.add("office", holder=holder, **post, start=str(start), end=str(end))
    return folder.place(max(office, other, key=lambda raw: (Day(raw["start"]).sort_key, raw["id"])), "start")


@breaks("CST406")
def member_before_foundation(draw: Draw, folder: Folder) -> Place:
    spell = _spell_without_siblings(draw, folder)
    body = folder.get(spell["organization"])
    founded = _earliest(body, "founded")
    if founded is None:
        spell = _spell(draw, folder, start=spell["start"])
        founded = draw(days)
        folder.set_supported(folder.get(spell["organization"]), founded=str(founded))
    spell["start"] = str(founded - timedelta(days=draw(st.integers(1, 3000))))
    return folder.place(spell, "start")


@breaks("CST406")
def member_after_dissolution(draw: Draw, folder: Folder) -> Place:
    spell = _spell_without_siblings(draw, folder)
    body = folder.get(spell["organization"])
    dissolved = _latest(body, "dissolved")
    if dissolved is None:
        spell = _spell(draw, folder, start=UNKNOWN_DAY)
        dissolved = draw(days)
        folder.set_supported(folder.get(spell["organization"]), dissolved=str(dissolved))
    spell["end"] = str(dissolved + timedelta(days=draw(st.integers(1, 3000))))
    return folder.place(spell, "end")


@breaks("CST407")
def spell_outside_coverage(draw: Draw, folder: Folder) -> Place:
    """Just before or after the covered days; coverage is added if the organisation has none."""
    spell = _spell_without_siblings(draw, folder)
    if spell["status"] == "observer":
        spell = _spell(draw, folder, start=str(draw(days)))
    span = _covered(folder, spell["organization"], *HISTORY)
    field, day = draw(
        st.sampled_from(
            [
                ("start", date.fromisoformat(span["from"]) - timedelta(days=1)),
                ("end", date.fromisoformat(span["until"]) + timedelta(days=1)),
            ]
        )
    )
    spell[field] = str(day)
    return folder.place(spell, field)


def _full_status(folder: Folder, body: str) -> str:
    """Return the status of full members: of a treaty ``party``, of other organisations ``member``."""
    return "party" if folder.get(body)["kind"] == "treaty-body" else "member"


def _covered(folder: Folder, body: str, first: date, last: date) -> Raw:
    """Return the covered span of an organisation; add one, and a member, if there is none."""
    covered = _spans(folder, "memberships")
    for span in covered:
        if span["organization"] == body:
            return span
    _add_member(folder, body, first)
    span = {"organization": body, "from": str(first), "until": str(last), "evidence": folder.undated()}
    covered.append(span)
    return covered[-1]


def _spans(folder: Folder, part: str) -> list[Raw]:
    """Return the covered spans of memberships or offices."""
    listed: list[Raw] = folder.documents[MANIFEST]["coverage"].setdefault(part, [])
    return listed


def _add_member(folder: Folder, body: str, first: date | None = None) -> None:
    """Add a state as a member of an organisation, from a day or an unknown day."""
    for field in ("founded", "dissolved"):  # else the day may be before the foundation or after the dissolution
        folder.get(body).pop(field, None)
    member = folder.add("state", name="Newcomer")["id"]
    spell = {"member": member, "organization": body, "status": _full_status(folder, body)}
    folder.add("membership", **spell, start=str(first) if first else UNKNOWN_DAY)


@breaks("CST408")
def request_or_contingent_of_non_member(draw: Draw, folder: Folder) -> Place:
    """A state that was never a member, in an operation with full coverage."""
    operation = _one_or_none(draw, [raw for raw in folder.records("operation") if _earliest(raw, "start")])
    if operation is None:
        body = folder.add("org", name="Club", kind="organisation")["id"]
        operation = folder.add("operation", name="Mission", organization=body, start=str(draw(days)))
    first, last = _earliest(operation, "start") or HISTORY[0], _latest(operation, "end") or HISTORY[1]
    span = _covered(folder, operation["organization"], *HISTORY)
    span |= {"from": min(span["from"], str(first)), "until": max(span["until"], str(first), str(last))}
    span["evidence"] = folder.undated()
    _add_member(folder, operation["organization"], date.fromisoformat(span["from"]))
    non_member = folder.add("state", name="Elsewhere")["id"]
    if draw(st.booleans()):
        operation.setdefault("requested_by", []).append(non_member)
        return folder.place(operation, "requested_by", len(operation["requested_by"]) - 1)
    sent = {"state": non_member, "evidence": [{"source": folder.ids("source")[0], "reports": {"state": non_member}}]}
    operation.setdefault("contingents", []).append(sent)
    return folder.place(operation, "contingents", len(operation["contingents"]) - 1, "state")


@breaks("CST409")
def event_outside_operation(draw: Draw, folder: Folder) -> Place:
    """Before the start or after the end of the operation."""
    known = [(raw, _earliest(raw, "start"), _latest(raw, "end")) for raw in folder.records("operation")]
    found = draw(st.sampled_from([*(each for each in known if each[1] or each[2]), None]))
    if found is None:
        first, last = _two_days(draw)
        mission = {"name": "Mission", "organization": folder.ids("org")[0], "start": str(first), "end": str(last)}
        found = folder.add("operation", **mission), first, last
    operation, first, last = found
    far = timedelta(days=draw(st.integers(3, 3000)))
    outside = draw(st.sampled_from([*([first - far] if first else []), *([last + far] if last else [])]))
    event = _one_or_none(draw, _records_not_used_as_acts(folder, "event")) or folder.add(
        "event", kind="arrival", title="Arrival"
    )
    for name in ("date", "instant", "start", "end"):
        event.pop(name, None)
    field, written = draw(
        st.sampled_from([("date", "{}"), ("start", "{}"), ("end", "{}"), ("instant", "{}T10:00+00:00")])
    )
    event |= {
        "kind": draw(st.sampled_from(WITHIN_OPERATION)),
        field: written.format(outside),
        "part_of": operation["id"],
    }
    return folder.place(event, field)


def _earliest_day(raw: Raw) -> date | None:
    """Return the first possible day of an event or statement with one date."""
    return Instant(raw["instant"]).earliest_day if "instant" in raw else _earliest(raw, "date")


@breaks("CST410")
def reply_before_statement(draw: Draw, folder: Folder) -> Place:
    words = {"kind": "commentary", "speakers": [{"actor": folder.ids("person")[0]}], "summary": "It is so."}
    said = _one_or_none(draw, [raw for raw in folder.records("statement") if _earliest_day(raw)])
    said = said or folder.add("statement", **words, date=str(draw(days)))
    others = [raw for raw in _records_not_used_as_acts(folder, "statement") if raw is not said]
    reply = _one_or_none(draw, others) or folder.add("statement", **words)
    said.pop("in_reply_to", None)  # which may lead to the reply
    day = (_earliest_day(said) or HISTORY[0]) - timedelta(days=draw(st.integers(3, 3000)))
    for name in ("date", "instant"):
        reply.pop(name, None)
    field, written = draw(st.sampled_from([("date", "{}"), ("instant", "{}T10:00+00:00")]))
    reply |= {field: written.format(day), "in_reply_to": said["id"]}
    return folder.place(reply, "in_reply_to")


@breaks("CST411")
def outcome_before_forecast(draw: Draw, folder: Folder) -> Place:
    forecast = _one_or_none(draw, [raw for raw in folder.records("assessment") if _earliest(raw, "made")])
    if forecast is None:
        author, made = folder.ids("person")[0], str(draw(days))
        source = folder.add("source", title="Report", kind="report", authors=[author], published=made)["id"]
        claim = {"by": [author], "made": made, "about": folder.ids("org")[:1], "claim": "It grows."}
        forecast = folder.add("assessment", kind="forecast", **claim, evidence=[{"source": source}])
    day = (_earliest(forecast, "made") or HISTORY[0]) - timedelta(days=draw(st.integers(1, 3000)))
    outcome = {"result": "open", **forecast.get("outcome", {}), "as_of": str(day)}
    forecast |= {"kind": "forecast", "outcome": outcome}
    return folder.place(forecast, "outcome", "as_of")


@breaks("CST412")
def speaker_does_not_hold_office(draw: Draw, folder: Folder) -> Place:
    office = _one_or_none(draw, [raw for raw in folder.records("office") if raw["holder"].startswith("person:")])
    holder = draw(st.sampled_from(folder.ids("person")))
    post = {"title": "spokesperson", "of": folder.ids("org")[0]}
    office = office or folder.add("office", holder=holder, **post, start=str(draw(days)))
    speakers = [{"actor": folder.add("person", name="Somebody Else")["id"], "office": office["id"]}]
    statement = _one_or_none(draw, folder.records("statement"))
    statement = statement or folder.add("statement", kind="warning", summary="Beware.", speakers=speakers)
    statement["speakers"] = speakers
    return folder.place(statement, "speakers", 0, "office")


@breaks("CST412")
def speaker_before_term_of_office(draw: Draw, folder: Folder) -> Place:
    office = _one_or_none(draw, [raw for raw in folder.records("office") if _earliest(raw, "start")])
    holder = draw(st.sampled_from(folder.ids("person", "state")))
    post = {"title": "spokesperson", "of": folder.ids("org")[0]}
    office = office or folder.add("office", holder=holder, **post, start=str(draw(days)))
    day = (_earliest(office, "start") or HISTORY[0]) - timedelta(days=draw(st.integers(1, 3000)))
    speakers = [{"actor": office["holder"], "office": office["id"]}]
    statement = folder.add("statement", kind="warning", summary="Beware.", date=str(day), speakers=speakers)
    return folder.place(statement, "speakers", 0, "office")


@breaks("CST412")
def figure_by_person_not_in_office(draw: Draw, folder: Folder) -> Place:
    """At any position among the parties that stated it."""
    office = _one_or_none(draw, [raw for raw in folder.records("office") if raw["holder"].startswith("person:")])
    post = {"title": "spokesperson", "of": folder.ids("org")[0], "start": str(draw(days))}
    office = office or folder.add("office", holder=folder.ids("person")[0], **post)
    known = {"measure": "deaths", "of": folder.ids("state")[0], "amount": {"value": 3}, "unit": "person"}
    figure = _one_or_none(draw, folder.records("figure")) or folder.add("figure", **known)
    giver = {"actor": folder.add("person", name="Somebody Else")["id"], "office": office["id"]}
    index = draw(st.integers(0, len(figure.get("stated_by", ()))))
    figure.setdefault("stated_by", []).insert(index, giver)
    return folder.place(figure, "stated_by", index, "office")


@breaks("CST413")
def act_without_the_member(draw: Draw, folder: Folder) -> Place:
    """Only another state, or a body of one, takes part in the act; the step is an existing or a new one."""
    spell = _any_spell(draw, folder)
    steps = spell.setdefault("steps", [])
    there = [i for i, step in enumerate(steps) if "makes" in step and step["act"].startswith("event:")]
    index = draw(st.sampled_from([*there, None]))
    if index is None:
        act = folder.add("event", kind="accession", title="A step", date=spell["start"])
        index = len([step for step in steps if step.get("makes") == "start"])
        makes = draw(st.sampled_from(["freeze", "resume", *(["start"] if not index else [])]))
        steps.insert(index, {"act": act["id"], "makes": makes})
    others = [id for id in folder.ids("state") if id != spell["member"]]
    other = draw(st.sampled_from([*others, None])) or folder.add("state", name="Elsewhere")["id"]
    party = draw(st.sampled_from([{"actor": other}, {"of": other, "described_as": "parliament"}]))
    folder.set_supported(folder.get(steps[index]["act"]), participants=[party])
    return folder.place(spell, "steps", index)


@breaks("CST414")
def wrong_status_for_organisation(draw: Draw, folder: Folder) -> Place:
    """A party to an organisation or a member of a treaty, next to at least one member with the right status."""
    full = [raw for raw in folder.records("membership") if raw["status"] != "observer"]
    spell = _one_or_none(draw, full) or _spell(draw, folder, start=str(draw(days)))
    body = spell["organization"]
    _add_member(folder, body)
    spell["status"] = "member" if _full_status(folder, body) == "party" else "party"
    return folder.place(spell, "status")


@breaks("CST414")
def wrong_kind_for_its_members(draw: Draw, folder: Folder) -> Place:
    """Change the kind, so that the status of every member is wrong."""
    body = folder.get(_any_spell(draw, folder)["organization"])
    _add_member(folder, body["id"])
    _add_member(folder, body["id"])
    treaty = body["kind"] == "treaty-body"
    body["kind"] = draw(st.sampled_from(["organisation", "organ", "project"])) if treaty else "treaty-body"
    return folder.place(body, "kind")


@breaks("CST415")
def part_outside_event(draw: Draw, folder: Folder) -> Place:
    """Before or after the enclosing event."""
    known = [(raw, _begins(raw), _ends(raw)) for raw in folder.records("event")]
    found = draw(st.sampled_from([*(each for each in known if each[1] or each[2]), None]))
    if found is None:
        first, last = _two_days(draw)
        found = folder.add("event", kind="unrest", title="Unrest", start=str(first), end=str(last)), first, last
    whole, first, last = found
    far = timedelta(days=draw(st.integers(3, 3000)))
    outside = draw(st.sampled_from([*([first - far] if first else []), *([last + far] if last else [])]))
    others = [raw for raw in _records_not_used_as_acts(folder, "event") if raw["id"] not in _chain(folder, whole)]
    event = _one_or_none(draw, others) or folder.add("event", kind="protest", title="A protest")
    for name in ("date", "instant", "start", "end"):
        event.pop(name, None)
    times = [
        {"date": "{}"},
        {"start": "{}"},
        {"end": "{}"},
        {"start": "{}", "end": "{}"},
        {"instant": "{}T10:00+00:00"},
    ]
    written = {name: form.format(outside) for name, form in draw(st.sampled_from(times)).items()}
    event |= {"kind": "protest", **written, "part_of": whole["id"]}
    return folder.place(event, next(iter(written)))


def _chain(folder: Folder, event: Raw) -> list[str]:
    """Return the ids of an event and of all events that enclose it."""
    outer = event.get("part_of", "")
    return [event["id"], *(_chain(folder, folder.get(outer)) if outer.startswith("event:") else [])]


def _begins(event: Raw) -> date | None:
    """Return the first possible day of an event."""
    return _earliest_day(event) or _earliest(event, "start")


def _ends(event: Raw) -> date | None:
    """Return the last possible day of an event."""
    single = Instant(event["instant"]).latest_day if "instant" in event else _latest(event, "date")
    return single or _latest(event, "end")


@breaks("CST416")
def overlapping_coverage(draw: Draw, folder: Folder) -> Place:
    """Add a span of the same organisation or post that begins within an existing one."""
    part = draw(st.sampled_from(["memberships", "offices"]))
    spans = _spans(folder, part)
    span = _one_or_none(draw, spans)
    if span is None and part == "memberships":
        span = _covered(folder, _spell(draw, folder, start=str(HISTORY[0]))["organization"], *HISTORY)
    if span is None:
        first, last = _two_days(draw)
        body = folder.add("org", name="Club", kind="organisation")["id"]
        span = {"title": "secretary general", "of": body, "from": str(first), "until": str(last)}
        span["evidence"] = folder.undated()
        spans.append(span)
    first = draw(st.dates(date.fromisoformat(span["from"]), date.fromisoformat(span["until"])))
    last = first + timedelta(days=draw(st.integers(0, 3000)))
    if {"from": str(first), "until": str(last)}.items() <= span.items():  # the same entry twice violates CST108
        last += timedelta(days=1)
    spans.append({**span, "from": str(first), "until": str(last), "evidence": folder.undated()})
    return Place(MANIFEST, None, ("coverage", part, len(spans) - 1))


@breaks("CST417")
def coverage_before_first_member(draw: Draw, folder: Folder) -> Place:
    """Before the first member, or of an organisation with observers only."""
    spans = _spans(folder, "memberships")
    full = [raw for raw in folder.records("membership") if raw["status"] != "observer"]
    certain = {span["organization"]: _first(full, span["organization"]) for span in spans}
    span = _one_or_none(draw, [span for span in spans if certain[span["organization"]]])
    if span is not None:
        early = certain[span["organization"]] - timedelta(days=draw(st.integers(1, 3000)))
        span["from"] = str(early)
    else:
        spell = _spell(draw, folder, status="observer", start=str(draw(days)))
        first, last = _two_days(draw)
        span = {"organization": spell["organization"], "from": str(first), "until": str(last)}
        span["evidence"] = folder.undated()
        spans.append(span)
    return Place(MANIFEST, None, ("coverage", "memberships", spans.index(span), "from"))


def _first(spells: list[Raw], body: str) -> date | None:
    """Return the first possible day of any spell in an organisation, if known."""
    starts = [_earliest(raw, "start") for raw in spells if raw["organization"] == body]
    return None if None in starts else min(day for day in starts if day is not None)


@breaks("CST423")
def coverage_without_evidence(draw: Draw, folder: Folder) -> Place:
    span = _covered_span(draw, folder)
    span.pop("evidence")
    return Place(MANIFEST, None, ("coverage", "memberships", _spans(folder, "memberships").index(span)))


@breaks("CST423")
def coverage_after_newest_source(draw: Draw, folder: Folder) -> Place:
    span = _covered_span(draw, folder)
    before = date.fromisoformat(span["until"]) - timedelta(days=draw(st.integers(1, 300)))
    old = folder.add("source", title="Old list", kind="report", published=str(before))
    older = folder.add("source", title="Older list", kind="report", published="1900")
    span["evidence"] = draw(st.permutations([{"source": old["id"]}, {"source": older["id"]}]))
    return Place(MANIFEST, None, ("coverage", "memberships", _spans(folder, "memberships").index(span), "until"))


def _covered_span(draw: Draw, folder: Folder) -> Raw:
    """Return a covered span of memberships; add one if there is none."""
    found = _one_or_none(draw, _spans(folder, "memberships"))
    if found is not None:
        return found
    return _covered(folder, _spell(draw, folder, start=str(HISTORY[0]))["organization"], *HISTORY)
