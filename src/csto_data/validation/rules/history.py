"""CST4xx: what was when, and in what order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations, pairwise
from typing import Any

from ...dates import Answer, Day
from ...model import Attested, Event, Membership, Office, Organization, Statement
from ...standing import day_of
from ..corpus import CHECKS, Corpus, Slip, rule
from ..findings import Example, Rule


def _lasting(start: str, end: str) -> str:
    return f'''{{"id": "event:example", "kind": "protest", "title": "A protest", "start": "{start}", "end": "{end}",
 "evidence": [{{"source": "source:sukhankin-2022", "reports": {{"start": "{start}", "end": "{end}"}}}}]}}'''


def _spell(number: int, start: str, end: str, more: str = "") -> str:
    return f'''{{"id": "membership:example-{number}", "member": "state:KAZ", "organization": "org:example-club",
 "status": "member", "start": "{start}", "end": "{end}",{more}
 "evidence": [{{"source": "source:sukhankin-2022", "reports": {{"start": "{start}", "end": "{end}"}}}}]}}'''


_WITNESS = '"evidence": [{"source": "source:sukhankin-2022"}]'
_CLUB = f'{{"id": "org:example-club", "name": "Example club", "kind": "organisation", {_WITNESS}}}'
_ACCESSION = """{"id": "event:example", "kind": "accession", "title": "Accession to the club", "date": "2010-05-01",
 "evidence": [{"source": "source:sukhankin-2022", "reports": {"date": "2010-05-01"}}]}"""
_SIGNED = _ACCESSION.replace("event:example", "event:example-signature").replace("2010-05-01", "2010-04-01")
_FOUNDED = """{"id": "org:example-club", "name": "Example club", "kind": "organisation", "founded": "2001",
 "evidence": [{"source": "source:sukhankin-2022", "reports": {"founded": "2001"}}]}"""


def _steps(first: str, then: str) -> str:
    return f'\n "steps": [{{"act": "event:{first}"}}, {{"act": "event:{then}"}}],'


def _chair(holder: str, start: str, end: str) -> str:
    post = '"title": "chair of the collective security council", "of": "org:example-club"'
    reports = f'{{"holder": "state:{holder}", "start": "{start}", "end": "{end}"}}'
    return f'''{{"id": "office:example-{holder.lower()}", "holder": "state:{holder}", {post},
 "start": "{start}", "end": "{end}",
 "evidence": [{{"source": "source:sukhankin-2022", "reports": {reports}}}]}}'''


_STEP = '\n "steps": [{"act": "event:example", "makes": "start"}],'


@rule(
    "CST401",
    "end-before-start",
    why="What lasts begins before it ends; the two were swapped, or one is mistyped.",
    fails=_lasting("2022-01-05", "2022-01-03"),
    passes=_lasting("2022-01-03", "2022-01-05"),
)
def end_before_start(corpus: Corpus) -> Iterator[Slip]:
    """Something that certainly ends before it starts, or that one place in a source says so of."""
    for record in corpus.all(Attested):
        for first, last in (("start", "end"), ("founded", "dissolved")):
            for index, witness in enumerate(record.evidence):
                told: dict[str, Any] = {report.field: report.value for report in witness.reports}
                if first in told and last in told and told[last].before(told[first]) is Answer.YES:
                    message = f"{witness.source} is said to report {last} {told[last]}, before {first} {told[first]}"
                    path = ("evidence", index, "reports", last)
                    expected = f"a day not before {told[first]}; what it says elsewhere is an entry of its own"
                    yield Slip(
                        record=record.id, path=path, message=message, expected=expected, doubts=((record.id, first),)
                    )


@rule(
    "CST402",
    "overlapping-spells",
    why="One spell is one time as a member: who is one already cannot become one.",
    fails="\n".join((_CLUB, _spell(1, "2001-03-01", "2005-06-30"), _spell(2, "2005-06-30", "2009-12-31"))),
    passes="\n".join((_CLUB, _spell(1, "2001-03-01", "2005-06-30"), _spell(2, "2005-07-01", "2009-12-31"))),
)
def overlapping_spells(corpus: Corpus) -> Iterator[Slip]:
    """Two spells of one member in one organisation that certainly share a day."""
    spells: dict[tuple[str, str], list[Membership]] = defaultdict(list)
    for spell in corpus.all(Membership):
        spells[spell.member, spell.organization].append(spell)
    complete = {span.organization for span in corpus.coverage.memberships}
    for (_, organization), several in spells.items():
        for one, other in combinations(several, 2):
            shared = _shared(one, other, lasting=organization in complete)
            if shared is not None and shared[0] <= shared[1]:
                yield Slip(
                    record=other.id,
                    path=("start",),
                    message=f"{other.id} overlaps {one.id}: {shared[0]} lies in both",
                    expected="spells that follow one another; the last day of one is not the first of the next",
                    doubts=tuple((spell.id, field) for spell in (one, other) for field in ("start", "end")),
                )


def _shared(one: Membership | Office, other: Membership | Office, *, lasting: bool) -> tuple[date, date] | None:
    """First and last day that certainly lie in both; the first may come last. None where nothing is certain.

    Only where coverage is complete does a spell without ``end`` last; elsewhere it may have ended on its first day.
    """
    starts = [spell.start.latest for spell in (one, other)]
    ends = [
        spell.end.earliest if spell.end else date.max if lasting else spell.start.earliest for spell in (one, other)
    ]
    if None in starts or None in ends:
        return None
    return max(day for day in starts if day is not None), min(day for day in ends if day is not None)


@rule(
    "CST403",
    "step-date",
    why="The act that makes a start or an end gives it its date: one of the two is wrong.",
    fails="\n".join((_CLUB, _ACCESSION, _spell(1, "2010-06-01", "2012-12-31", _STEP))),
    passes="\n".join((_CLUB, _ACCESSION, _spell(1, "2010-05-01", "2012-12-31", _STEP))),
)
def step_dates(corpus: Corpus) -> Iterator[Slip]:
    """A spell whose start or end is not the day of the act that is said to make it."""
    for spell in corpus.all(Membership):
        for index, step in enumerate(spell.steps):
            act = _act(step.act, corpus)
            made = {"start": spell.start, "end": spell.end}.get(step.makes or "")
            if act is None or step.makes not in ("start", "end"):
                continue
            day = day_of(act)
            if day is None or day != made:
                message = f"{step.act} ({day or 'without a date'}) is said to make the {step.makes} ({made or 'none'})"
                expected = "the day of the act" if day is not None else "an act with a date"
                yield Slip(record=spell.id, path=("steps", index), message=message, expected=expected)


@rule(
    "CST404",
    "steps-out-of-order",
    why="Steps tell a way in and out of a membership: each act follows the one before.",
    fails="\n".join((_CLUB, _SIGNED, _ACCESSION, _spell(1, "2010-06", "2012", _steps("example", "example-signature")))),
    passes="\n".join(
        (_CLUB, _SIGNED, _ACCESSION, _spell(1, "2010-06", "2012", _steps("example-signature", "example")))
    ),
)
def steps_out_of_order(corpus: Corpus) -> Iterator[Slip]:
    """A step whose act certainly came before the act of the step above it, or froze what had not begun or was over."""
    for spell in corpus.all(Membership):
        days = [day_of(act) if act is not None else None for act in (_act(step.act, corpus) for step in spell.steps)]
        for index, (earlier, later) in enumerate(pairwise(days)):
            if earlier is not None and later is not None and later.before(earlier) is Answer.YES:
                message = f"{spell.steps[index + 1].act} ({later}) comes after {spell.steps[index].act} ({earlier})"
                expected = "steps in the order of their days"
                yield Slip(record=spell.id, path=("steps", index + 1), message=message, expected=expected)
        for index, (step, day) in enumerate(zip(spell.steps, days, strict=True)):
            if step.makes not in ("freeze", "resume") or day is None:
                continue
            over = spell.end is not None and spell.end.before(day) is Answer.YES
            if over or day.before(spell.start) is Answer.YES:
                message = (
                    f"{step.act} ({day}) is said to {step.makes} a spell from {spell.start} to {spell.end or 'now'}"
                )
                expected = "an act on a day of the spell"
                yield Slip(record=spell.id, path=("steps", index), message=message, expected=expected)


def _act(id: str, corpus: Corpus) -> Event | Statement | None:
    return corpus.get(id, Event) or corpus.get(id, Statement)


ONE_AT_A_TIME = ("president", "prime minister", "secretary general", "chair of the collective security council")
"""Posts that one holder has at a time; an acting one stands in for nobody else."""


@rule(
    "CST405",
    "two-in-one-post",
    why="These posts have one holder at a time; only the day of hand-over is shared.",
    fails="\n".join((_CLUB, _chair("KAZ", "2001-03-01", "2002-03-05"), _chair("ARM", "2002-03-01", "2003-03-01"))),
    passes="\n".join((_CLUB, _chair("KAZ", "2001-03-01", "2002-03-01"), _chair("ARM", "2002-03-01", "2003-03-01"))),
)
def two_in_one_post(corpus: Corpus) -> Iterator[Slip]:
    """Two spells in a post for one that certainly share more than the day of hand-over."""
    posts: dict[tuple[str, str], list[Office]] = defaultdict(list)
    for office in corpus.all(Office):
        if office.title in ONE_AT_A_TIME:
            posts[office.title, office.of].append(office)
    complete = {(span.title, span.of) for span in corpus.coverage.offices}
    for post, several in posts.items():
        for one, other in combinations(sorted(several, key=lambda office: office.start.sort_key), 2):
            shared = _shared(one, other, lasting=post in complete)
            if shared is not None and shared[0] < shared[1]:
                yield Slip(
                    record=other.id,
                    path=("start",),
                    message=f"{other.id} starts on {other.start}, while {one.id} lasts to {one.end or 'now'}",
                    expected="terms that follow one another; only the day of hand-over may be shared",
                    doubts=tuple((office.id, field) for office in (one, other) for field in ("start", "end")),
                )


@rule(
    "CST406",
    "joined-too-early",
    why="Nobody joins what does not exist yet, or no more.",
    fails="\n".join((_FOUNDED, _spell(1, "2000-12-01", "2005-06-30"))),
    passes="\n".join((_FOUNDED, _spell(1, "2001-12-01", "2005-06-30"))),
)
def joined_outside_its_life(corpus: Corpus) -> Iterator[Slip]:
    """A spell that certainly starts before its organisation was founded, or lasts beyond its end."""
    for spell in corpus.all(Membership):
        body = corpus.get(spell.organization, Organization)
        if body is None:
            continue
        if body.founded is not None and spell.start.before(body.founded) is Answer.YES:
            message = f"it starts on {spell.start}, but {body.id} was founded on {body.founded}"
            expected, doubts = f"a day not before {body.founded}", ((body.id, "founded"),)
            yield Slip(record=spell.id, path=("start",), message=message, expected=expected, doubts=doubts)
        last = spell.end or spell.start
        if body.dissolved is not None and body.dissolved.before(last) is Answer.YES:
            field = "end" if spell.end is not None else "start"
            message = f"it is said to hold on {last}, but {body.id} was dissolved on {body.dissolved}"
            expected, doubts = f"a day not after {body.dissolved}", ((body.id, "dissolved"),)
            yield Slip(record=spell.id, path=(field,), message=message, expected=expected, doubts=doubts)


def _covered(start: str) -> str:
    """A spell in an organisation whose members the packaged data have without gap."""
    return _spell(1, start, "2006-01-01").replace("state:KAZ", "state:IND").replace("org:example-club", "org:csto")


@rule(
    "CST407",
    "outside-coverage",
    why="Coverage says from when to when all spells are there: one outside belies it.",
    fails=_covered("2003-01-01"),
    passes=_covered("2005-01-01"),
)
def spells_outside_coverage(corpus: Corpus) -> Iterator[Slip]:
    """A spell of an organisation with complete coverage that certainly starts or ends outside of it."""
    covered: dict[str, list[tuple[date, date]]] = defaultdict(list)
    for span in corpus.coverage.memberships:
        covered[span.organization].append((span.first, span.last))
    for spell in corpus.all(Membership):
        spans = covered.get(spell.organization)
        if not spans or spell.status == "observer":
            continue
        first, last = min(span[0] for span in spans).isoformat(), max(span[1] for span in spans).isoformat()
        for field, day in (("start", spell.start), ("end", spell.end)):
            if day is not None and (day.before(first) is Answer.YES or Day(last).before(day) is Answer.YES):
                message = f"its {field} {day} lies outside the coverage of {spell.organization}, {first} to {last}"
                expected = "a day that the coverage in the manifest includes, or another coverage"
                doubts = tuple((spell.id, other) for other in ("status", "start", "end"))
                yield Slip(record=spell.id, path=(field,), message=message, expected=expected, doubts=doubts)
                break  # where both lie outside, it is one mistake


_OF_OTHERS = _ACCESSION.replace(
    '"date": "2010-05-01"', '"date": "2010-05-01", "participants": [{"actor": "state:KGZ", "role": "party"}]'
)
_OWN = _OF_OTHERS.replace("KGZ", "KAZ")


@rule(
    "CST413",
    "act-of-others",
    why="Nobody comes, goes or pauses by an act that concerns others only.",
    fails="\n".join((_CLUB, _OF_OTHERS, _spell(1, "2010-05-01", "2012-12-31", _STEP))),
    passes="\n".join((_CLUB, _OWN, _spell(1, "2010-05-01", "2012-12-31", _STEP))),
)
def acts_of_others(corpus: Corpus) -> Iterator[Slip]:
    """A spell that an event is said to make, freeze or resume, with states that take part, but not the member."""
    for spell in corpus.all(Membership):
        for index, step in enumerate(spell.steps):
            act = corpus.get(step.act, Event) if step.makes is not None else None
            concerned = [party.actor or party.of or "" for party in act.participants] if act is not None else []
            certain = all(corpus.may_have(id) for id in (spell.member, *concerned) if id)
            if certain and any(id.startswith("state:") for id in concerned) and spell.member not in concerned:
                message = f"{spell.member} takes no part in {step.act}, which is said to {step.makes} its membership"
                expected = "an act of the member, or one that concerns it"
                yield Slip(record=spell.id, path=("steps", index), message=message, expected=expected)


@rule(
    "CST414",
    "party-or-member",
    why="A treaty has parties, an organisation has members: the organisation or the status is another.",
    fails="\n".join((_CLUB, _spell(1, "2001-03-01", "2005-06-30").replace('"status": "member"', '"status": "party"'))),
    passes="\n".join((_CLUB, _spell(1, "2001-03-01", "2005-06-30"))),
)
def parties_and_members(corpus: Corpus) -> Iterator[Slip]:
    """A member of a treaty body, or a party to anything else.

    Where all spells of an organisation are so, it is its kind that is another.
    """
    spells: dict[str, list[Membership]] = defaultdict(list)
    for spell in corpus.all(Membership):
        if spell.status != "observer":
            spells[spell.organization].append(spell)
    for body in corpus.all(Organization):
        several = spells[body.id]
        wanted = "party" if body.kind == "treaty-body" else "member"
        wrong = [spell for spell in several if spell.status != wanted]
        if len(wrong) == len(several) > 1:
            message = f"{body.id} is of the kind {body.kind}, but none of its spells is that of a {wanted}"
            doubts = tuple((spell.id, "status") for spell in wrong)
            yield Slip(record=body.id, path=("kind",), message=message, expected="another kind", doubts=doubts)
            continue
        for spell in wrong:
            message = f"{spell.status} of {body.id}, which is of the kind {body.kind}"
            expected, doubts = f"{wanted}, or another organisation", ((spell.id, "organization"),)
            yield Slip(record=spell.id, path=("status",), message=message, expected=expected, doubts=doubts)


def _claiming(*spans: bytes) -> Example:
    """A dataset with one member of a club, from 2001 to 2005, and these spans of coverage."""
    club = _CLUB.replace("source:sukhankin-2022", "source:example")
    member = f'{{"id": "state:KAZ", "name": "Example", {_WITNESS}}}'.replace("source:sukhankin-2022", "source:example")
    spell = _spell(1, "2001-03-01", "2005-06-30").replace("source:sukhankin-2022", "source:example")
    source = '{"id": "source:example", "title": "Example", "kind": "news"}'
    return Example(records="\n".join((source, member, club, spell)), files={"datapackage.json": _manifest(spans)})


def _manifest(spans: tuple[bytes, ...]) -> bytes:
    listed = b",\n      ".join(b'{"organization": "org:example-club", ' + span + b"}" for span in spans)
    return (
        b"""{
  "name": "example",
  "description": "An example of a dataset that stands alone, with a manifest of its own.",
  "version": "1.0.0",
  "resources": [
    {"name": "sources", "path": "sources.json"},
    {"name": "states", "path": "states.json"},
    {"name": "organizations", "path": "organizations.json"},
    {"name": "memberships", "path": "memberships.json"}
  ],
  "coverage": {
    "memberships": [
      %b
    ]
  }
}
"""
        % listed
    )


_EARLY = b'"from": "2001-03-01", "until": "2003-12-31"'
_LATE = b'"from": "2004-01-01", "until": "2005-12-31"'
_BOTH = b'"from": "2003-01-01", "until": "2005-12-31"'
_BEFORE = b'"from": "2000-01-01", "until": "2003-12-31"'

CLAIMED_TWICE = Rule(
    "CST416",
    "covered-twice",
    "Two spans of coverage for one organisation or post, in the manifest, that share a day.",
    "Of two claims about the same days one is a slip, and nobody sees which.",
    fails=_claiming(_EARLY, _BOTH),
    passes=_claiming(_EARLY, _LATE),
)
TOO_EARLY = Rule(
    "CST417",
    "covered-before-members",
    "Coverage of memberships, in the manifest, that begins before anybody can have been a member.",
    "For those days the answer would be that nobody was a member, of what had no members to have.",
    fails=_claiming(_BEFORE, _LATE),
    passes=_claiming(_EARLY, _LATE),
)
RULES = (CLAIMED_TWICE, TOO_EARLY)
REVERSED = next(found for found, check in CHECKS if check is end_before_start)
