"""How the time of every operation grows with its input: whole processes at three sizes, and the exponent.

    python benchmarks/growth.py [NAME ...]

The exponent is that of the processor time between the last two sizes, without the time at size 1 (start-up and the
packaged data). 1 is linear, 2 quadratic. An operation above 1.2 is marked. README.md tells more.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from itertools import pairwise
from math import log
from pathlib import Path
from typing import Any, NamedTuple

from generated import SOURCE, event, place

BAR = 1.2
"""The highest exponent of an operation that is linear, times a logarithm."""
LONGEST = int(os.environ.get("GROWTH_LIMIT", "60"))
"""After so many seconds of processor time, a process is stopped."""
SHORTEST = 0.15
"""Below so many seconds without start-up, an exponent says nothing."""

Raw = dict[str, Any]
Files = dict[str, Iterable[Raw] | str]


class Case(NamedTuple):
    """An operation: the files of a folder of a size, the code to run there, and the largest size."""

    files: Callable[[int], Files]
    code: str
    largest: int = 8000


def run(*arguments: str) -> str:
    """The code that runs a command."""
    return f"from csto_data.cli import main; main({[*arguments]!r})"


EVIDENCE = [{"source": SOURCE}]
VALIDATE = run("validate", ".")
LOAD = "import csto_data; ds = csto_data.load('.')"


def events(size: int) -> Files:
    return {"events.jsonl": map(event, range(size))}


def dataset(size: int) -> Files:
    """The packaged data as a dataset with generated events."""
    from csto_data.model import KINDS
    from csto_data.serialization.canonical import canonical
    from csto_data.serialization.resources import data_root

    files: Files = {file.name: file.read_text("utf-8") for file in data_root().iterdir()}
    document = json.loads(str(files["events.json"]))
    document["records"] += map(event, range(size))
    return {**files, "events.json": canonical(document, KINDS["events"])}


def changed(change: Callable[[int, Raw], Raw]) -> Callable[[int], Files]:
    """Generated events with a change in each."""
    return lambda size: {"events.jsonl": (change(number, event(number)) for number in range(size))}


def one(**fields: Callable[[int], Any]) -> Callable[[int], Files]:
    """One generated event with fields of a size."""
    return lambda size: {"events.jsonl": [{**event(0), **{name: make(size) for name, make in fields.items()}}]}


def chain(name: str, record: Callable[[int], Raw], field: str, *, many: bool = False) -> Callable[[int], Files]:
    """Records of which each refers to the next."""

    def files(size: int) -> Files:
        records = [record(number) for number in range(size)]
        for this, following in pairwise(records):
            this[field] = [following["id"]] if many else following["id"]
        return {name: records}

    return files


def source(number: int) -> Raw:
    return {"id": f"source:generated-{number:07}", "title": f"Report {number}", "kind": "report"}


def organization(number: int) -> Raw:
    id, name = f"org:generated-{number:07}", f"Body {number}"
    return {"id": id, "name": name, "kind": "organisation", "evidence": EVIDENCE}


def person(number: int, **fields: Any) -> Raw:
    return {"id": f"person:generated-{number:07}", "name": f"Person {number}", **fields, "evidence": EVIDENCE}


def statement(number: int) -> Raw:
    speakers = [{"actor": "person:vladimir-putin"}]
    id, summary = f"statement:generated-{number:07}", f"Words {number}"
    evidence = [{"source": SOURCE, "reports": {"speakers": speakers, "date": "2022-01-06"}}]
    rest = {"kind": "announcement", "speakers": speakers, "date": "2022-01-06"}
    return {"id": id, **rest, "summary": summary, "evidence": evidence}


def spell(number: int) -> Raw:
    day, member = f"{1000 + number % 1900}-01-01", {"member": "state:USA", "organization": "org:csto"}
    id, rest = f"membership:generated-{number:07}", {"status": "member", "start": day, "end": "2999-12-31"}
    return {"id": id, **member, **rest, "evidence": EVIDENCE}


def office(number: int) -> Raw:
    post = {"holder": "person:vladimir-putin", "title": "president", "of": "state:USA"}
    days = {"start": f"{1000 + number % 1900}-01-01", "end": "2999-12-31"}
    return {"id": f"office:generated-{number:07}", **post, **days, "evidence": EVIDENCE}


def operation(number: int) -> Raw:
    body = {"organization": "org:csto", "requested_by": ["state:USA"], "start": "2022-01-06", "end": "2022-01-19"}
    id, name = f"operation:generated-{number:07}", f"Mission {number}"
    contingents = [{"state": "state:USA", "personnel": {"value": 1}, "evidence": EVIDENCE}]
    return {"id": id, "name": name, **body, "contingents": contingents, "evidence": EVIDENCE}


def operations(size: int) -> Files:
    return {"operations.jsonl": map(operation, range(size)), "memberships.jsonl": map(spell, range(size))}


def contingents(size: int) -> Files:
    parts = [
        {"state": "state:USA", "personnel": {"value": 1}, "unit": f"Unit {n}", "evidence": EVIDENCE}
        for n in range(size)
    ]
    return {"operations.jsonl": [{**operation(0), "contingents": parts}]}


def circle(size: int) -> Files:
    """Events in a chain, with a way back to the first from each."""
    records = [{**event(number), "because_of": [event(number + 1)["id"], event(0)["id"]]} for number in range(1, size)]
    records[-1:] = [{**event(size - 1), "because_of": [event(0)["id"]]}]
    return {"events.jsonl": [{**event(0), "because_of": [event(min(1, size - 1))["id"]]}, *records]}


def parts_of_operation(size: int) -> Files:
    files = chain("events.jsonl", event, "part_of")(size)
    *others, last = (dict(record) for record in files["events.jsonl"] if isinstance(record, dict))
    moved = ({**record, "kind": "arrival"} for record in [*others, {**last, "part_of": "operation:generated-0000000"}])
    return {"events.jsonl": moved, "operations.jsonl": [operation(0)]}


def lost(size: int) -> Files:
    """A dataset from which published ids have vanished, while others are new."""
    files = dataset(size)
    ids = sorted([*str(files["ids.txt"]).split(), *(f"event:published-{number:07}" for number in range(size))])
    return {**files, "ids.txt": "".join(f"{id}\n" for id in ids)}


def lost_references(size: int) -> Files:
    """A dataset whose events refer to published ids that have vanished."""
    from csto_data.model import KINDS
    from csto_data.serialization.canonical import canonical

    files = lost(size)
    document = json.loads(str(files["events.json"]))
    for number, raw in enumerate(document["records"][-size:]):
        raw["because_of"] = [f"event:published-{number:07}"]
    return {**files, "events.json": canonical(document, KINDS["events"])}


def spans(size: int) -> Files:
    """A dataset with many spans of coverage."""
    files = dataset(1)
    manifest = json.loads(str(files["datapackage.json"]))
    manifest["coverage"]["memberships"] += [
        {"organization": "org:csto", "from": f"{1000 + n % 900}-01-01", "until": "1999-12-31", "evidence": EVIDENCE}
        for n in range(size)
    ]
    return {**files, "datapackage.json": json.dumps(manifest)}


def resources(size: int) -> Files:
    files = dataset(1)
    manifest = json.loads(str(files["datapackage.json"]))
    manifest["resources"] += manifest["resources"][:1] * size
    return {**files, "datapackage.json": json.dumps(manifest)}


def overrides(size: int) -> Files:
    entries = [{"id": f"event:generated-{number:07}", "reason": "No reason."} for number in range(size)]
    return {"pack.json": json.dumps({"name": "pack", "overrides": entries}), **events(1)}


def suppressions(size: int) -> Files:
    entries = [{"rule": "CST309", "record": f"event:missing-{n:07}", "reason": "No reason."} for n in range(size)]
    return {"suppressions.json": json.dumps({"suppressions": entries}), **events(size)}


def reported(size: int) -> list[Raw]:
    """Entries of evidence of many sources, every second one of which disputes the date."""
    return [
        {"source": SOURCE, "at": {"paragraph": n + 1}, "reports": {"date": f"200{n % 2}-01-01"}} for n in range(size)
    ]


def parties(size: int) -> list[Raw]:
    return [{"of": "state:KAZ", "described_as": f"group {number}"} for number in range(size)]


def many_parties(size: int) -> Files:
    evidence = [{"source": SOURCE, "reports": {"participants": parties(size)}}]
    return {"events.jsonl": [{**event(0), "participants": parties(size), "evidence": evidence}]}


def many_states(size: int) -> Files:
    """An event with people who take part, each reported."""
    people = [{"actor": person(number)["id"], "role": "protester"} for number in range(size)]
    evidence = [{"source": SOURCE, "reports": {"participants": people}}]
    happened = {**event(0), "participants": people, "evidence": evidence}
    return {"events.jsonl": [happened], "people.jsonl": map(person, range(size))}


def mistakes(number: int, raw: Raw) -> Raw:
    """One of ten mistakes: fields, words, types, ids, dates."""
    wrong: list[Raw] = [
        {"titel": raw["title"]},
        {"kind": "protesst"},
        {"title": number},
        {"place": "almaty"},
        {"date": "2022-02-31"},
        {"states": ["place:almaty"]},
        {"participants": []},
        {"deaths": {"at_least": 5, "at_most": 1}},
        {"note": None},
        {"evidence": [{"source": SOURCE, "at": "page 3"}]},
    ]
    return {**raw, **wrong[number % len(wrong)]}


def mistaken_dataset(size: int) -> Files:
    files = dataset(1)
    document = json.loads(str(files["events.json"]))
    document["records"] += [mistakes(number, event(number)) for number in range(1, size)]
    return {**files, "events.json": json.dumps(document, indent=1)}


def unknown_fields(each: int) -> Callable[[int], Files]:
    """Records with so many unknown fields each, in a single file."""

    def files(size: int) -> Files:
        fields = {f"extra-{number}": 1 for number in range(min(each, size))}
        records = [{**event(number), **fields} for number in range(max(1, size // each))]
        return {"events.json": json.dumps({"records": records}, indent=1)}

    return files


def unformatted(size: int) -> Files:
    return {"events.json": json.dumps({"records": [*map(event, reversed(range(size)))]})}


def repeated(size: int) -> Files:
    return {"events.jsonl": [{**event(0), "states": ["state:KAZ"] * size}]}


def repeated_parties(size: int) -> Files:
    return {"events.jsonl": [{**event(0), "participants": parties(max(1, size // 2)) * 2}]}


def duplicate_keys(size: int) -> Files:
    line = json.dumps(event(0))[:-1] + ', "note": "Text"' * size + "}\n"
    return {"events.jsonl": line}


def merge_conflicts(size: int) -> Files:
    lines = "".join(f"<<<<<<< ours\n{json.dumps(event(n))}\n=======\n{{}}\n>>>>>>> theirs\n" for n in range(size))
    return {"events.jsonl": lines}


def commas(size: int) -> Files:
    """A file from which all commas between records are missing."""
    return {"events.json": '{"records": [' + "\n".join(json.dumps(event(n)) for n in range(size)) + "]}"}


def long_line(size: int) -> Files:
    return {"events.json": json.dumps({"records": [mistakes(n, event(n)) for n in range(size)]})}


def names_for_ids(size: int) -> Files:
    """Events whose participants have names instead of ids, and the records with these names."""
    people = [person(number, name=f"Ann {number}") for number in range(size)]
    named = ({**event(n), "participants": [{"actor": p["name"], "role": "protester"}]} for n, p in enumerate(people))
    return {"events.jsonl": named, "people.jsonl": people}


def same_records(size: int) -> Files:
    return {"events.jsonl": [event(0)] * size}


def same_names(size: int) -> Files:
    return {"people.jsonl": (person(number, name="Ann Example") for number in range(size))}


def other_names(size: int) -> Files:
    return {
        "people.jsonl": [
            person(0, names=[{"text": f"Name {number % 9 or number}", "kind": "spelling"} for number in range(size)])
        ]
    }


def steps(size: int) -> Files:
    made = [{"act": event(number)["id"], "makes": "freeze"} for number in range(size)]
    return {"memberships.jsonl": [{**spell(0), "start": "2000-01-01", "steps": made}], **events(size)}


def members(size: int) -> Files:
    """A dataset with spells of many bodies one after the other."""
    records = []
    for number in range(size):
        year = 1992 + number % 30
        days = {"start": f"{year}-01-01", "end": f"{year}-12-31"}
        member = {"member": "state:KAZ", "organization": organization(number)["id"], "status": "member"}
        evidence = [{"source": SOURCE, "reports": days}]
        id = f"membership:generated-{number:07}"
        records.append({"id": id, **member, **days, "evidence": evidence})
    return {"memberships.jsonl": records, "organizations.jsonl": map(organization, range(size))}


REPORTED = changed(lambda _, raw: {**raw, "date": "2001-01-01"})
MISTAKES = changed(mistakes)
IN_PLACES = chain("places.jsonl", place, "part_of")
COPIES = chain("sources.jsonl", source, "via")


def copied(size: int) -> Files:
    """An event that every copy in a chain reports."""
    evidence = [{"source": source(number)["id"], "reports": {"place": "place:almaty"}} for number in range(size)]
    return {**COPIES(size), "events.jsonl": [{**event(0), "evidence": evidence}]}


def in_places(size: int) -> Files:
    """Events in the places of a chain, reported in the widest."""
    records = []
    for number in range(size):
        evidence = [{"source": SOURCE, "reports": {"place": place(size - 1)["id"]}}]
        records.append({**event(number), "place": place(number)["id"], "evidence": evidence})
    return {**IN_PLACES(size), "events.jsonl": records}


CASES: dict[str, Case] = {
    "validate a pack": Case(events, VALIDATE),
    "validate a dataset": Case(dataset, VALIDATE),
    "validate --shape": Case(events, run("validate", "--shape", "events.jsonl"), 32000),
    "load a pack": Case(events, LOAD),
    "load a dataset": Case(dataset, LOAD),
    "fmt": Case(unformatted, run("fmt", "."), 16000),
    "fmt, nothing to do": Case(events, run("fmt", ".")),
    "fix, nothing to do": Case(events, run("fix", ".")),
    "fix of mistakes": Case(MISTAKES, run("fix", "."), 4000),
    "fix of the order": Case(unformatted, run("fix", ".")),
    "fix --diff": Case(unformatted, run("fix", "--diff", ".")),
    "records out of order": Case(unformatted, VALIDATE),
    "disputes": Case(REPORTED, f"{LOAD}; ds.disputes()"),
    "disputes of each record": Case(REPORTED, f"{LOAD}; [ds.disputes(record=e.id) for e in ds.events]"),
    "unsettled": Case(REPORTED, f"{LOAD}; ds.unsettled()"),
    "about": Case(events, f"{LOAD}; ds.about('state:KAZ')"),
    "about each record": Case(events, f"{LOAD}; [ds.about(e.id) for e in ds.events]"),
    "witnesses of each record": Case(
        events, f"{LOAD}; [ds.witnesses(e.id, 'date') for e in ds.events if 'generated' in e.id]"
    ),
    "view": Case(events, f"{LOAD}; len(ds.as_reported_by('{SOURCE}'))"),
    "search": Case(events, f"{LOAD}; ds.search('generated event')"),
    "find": Case(events, f"{LOAD}; ds.events.find('Generated event 0')"),
    "where and between": Case(events, f"{LOAD}; ds.events.where(place='Almaty').between('2005-01-01', '2006-01-01')"),
    "sort": Case(events, f"{LOAD}; ds.events.sort('when')"),
    "to_dicts": Case(events, f"{LOAD}; ds.events.to_dicts()"),
    "cite each record": Case(copied, f"{LOAD}; ds.cite(*(s.id for s in ds.sources))", 4000),
    "member years": Case(members, f"{LOAD}; ds.member_years('org:csto')"),
    "many bodies": Case(members, VALIDATE),
    "chain of places": Case(IN_PLACES, VALIDATE, 4000),
    "chain of places, events there": Case(in_places, VALIDATE, 2000),
    "chain of places, disputes": Case(in_places, f"{LOAD}; ds.disputes()", 2000),
    "chain of part_of": Case(chain("events.jsonl", event, "part_of"), VALIDATE, 4000),
    "chain of part_of in an operation": Case(parts_of_operation, VALIDATE, 4000),
    "chain of because_of": Case(chain("events.jsonl", event, "because_of", many=True), VALIDATE, 4000),
    "chain of in_reply_to": Case(chain("statements.jsonl", statement, "in_reply_to"), VALIDATE, 4000),
    "chain of predecessors": Case(chain("organizations.jsonl", organization, "predecessor"), VALIDATE, 4000),
    "chain of copies": Case(COPIES, VALIDATE, 4000),
    "chain of copies, witnesses": Case(copied, f"{LOAD}; ds.witnesses('{event(0)['id']}', 'place')", 4000),
    "chain of copies, disputes": Case(copied, f"{LOAD}; ds.disputes()", 4000),
    "many ways back in a circle": Case(circle, VALIDATE, 4000),
    "operations and spells": Case(operations, VALIDATE, 4000),
    "contingents in an operation": Case(contingents, VALIDATE, 4000),
    "overlapping spells": Case(lambda size: {"memberships.jsonl": map(spell, range(size))}, VALIDATE, 4000),
    "overlapping terms": Case(lambda size: {"offices.jsonl": map(office, range(size))}, VALIDATE, 4000),
    "overlapping coverage": Case(spans, VALIDATE),
    "steps of a spell": Case(steps, VALIDATE, 4000),
    "dangling references": Case(changed(lambda n, raw: {**raw, "part_of": f"event:missing-{n}"}), VALIDATE, 4000),
    "dangling references, json": Case(
        changed(lambda n, raw: {**raw, "part_of": f"event:missing-{n}"}), run("validate", "--format", "json", "."), 4000
    ),
    "names for ids": Case(names_for_ids, run("validate", "--all", "."), 4000),
    "vanished ids": Case(lost, VALIDATE, 4000),
    "references to vanished ids": Case(lost_references, VALIDATE, 4000),
    "unused suppressions": Case(suppressions, run("validate", "--all", "."), 4000),
    "unused overrides": Case(overrides, VALIDATE),
    "repeated resources": Case(resources, VALIDATE),
    "unknown fields in one record": Case(unknown_fields(1_000_000), run("validate", "--all", "."), 16000),
    "unknown fields, 900 in a record": Case(unknown_fields(900), run("validate", "--all", "."), 16000),
    "unknown fields, 1 in a record": Case(unknown_fields(1), run("validate", "--all", ".")),
    "repeated items": Case(repeated, VALIDATE),
    "repeated parties": Case(repeated_parties, VALIDATE),
    "duplicate keys": Case(duplicate_keys, VALIDATE),
    "merge conflicts": Case(merge_conflicts, VALIDATE),
    "missing commas": Case(commas, run("validate", "--all", ".")),
    "mistakes on one long line": Case(long_line, run("validate", "--all", "."), 4000),
    "same id": Case(same_records, run("validate", "--all", ".")),
    "same name": Case(same_names, run("validate", "--all", ".")),
    "other names of one record": Case(other_names, run("validate", "--all", ".")),
    "evidence of one record, validate": Case(one(evidence=reported), VALIDATE),
    "evidence of one record, load": Case(one(evidence=reported), LOAD),
    "evidence of one record, view": Case(one(evidence=reported), f"{LOAD}; len(ds.as_reported_by('{SOURCE}'))"),
    "evidence of one record, disputes": Case(one(evidence=reported), f"{LOAD}; ds.disputes()"),
    "evidence of one record, witnesses": Case(
        one(evidence=reported), f"{LOAD}; ds.witnesses('{event(0)['id']}', 'date')"
    ),
    "parties of one record, validate": Case(many_parties, VALIDATE, 4000),
    "parties of one record, view": Case(many_parties, f"{LOAD}; len(ds.as_reported_by('{SOURCE}'))", 4000),
    "people of one record, validate": Case(many_states, VALIDATE, 4000),
    "people of one record, view": Case(many_states, f"{LOAD}; len(ds.as_reported_by('{SOURCE}'))", 4000),
    "mistakes in a .json file": Case(mistaken_dataset, run("validate", "--all", ".")),
    "mistakes, shape only": Case(MISTAKES, run("validate", "--shape", "--all", "events.jsonl")),
    "load of mistakes": Case(MISTAKES, f"import contextlib\nwith contextlib.suppress(ValueError):\n    {LOAD}"),
    **{
        f"export {form}": Case(events, run("export", form, "--data", ".", "--output", "exported"))
        for form in ("csv", "sqlite", "jsonl", "rdf", "ftm")
    },
    **{
        f"mistakes, --format {form}": Case(MISTAKES, run("validate", "--all", "--format", form, "."))
        for form in ("text", "concise", "json", "github", "sarif", "markdown")
    },
}


def write(folder: Path, files: Files) -> None:
    for name, content in files.items():
        with (folder / name).open("w", encoding="utf-8") as file:
            if isinstance(content, str):
                file.write(content)
            else:
                file.writelines(json.dumps(raw, ensure_ascii=False, separators=(",", ":")) + "\n" for raw in content)


def measured(case: Case, size: int) -> float | None:
    """The processor seconds of a process, or None if it takes too long."""
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), case.files(size))
        null = subprocess.DEVNULL
        limited = f"import resource; resource.setrlimit(resource.RLIMIT_CPU, ({LONGEST}, {LONGEST}))\n{case.code}"
        with subprocess.Popen(
            [sys.executable, "-c", limited], cwd=folder, stdout=null, stderr=subprocess.PIPE
        ) as child:
            errors = child.stderr.read() if child.stderr else b""
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode < 0:
        return None
    if child.returncode != 0 or b"csto-data: " in errors:
        sys.exit(f"{case.code}\n{errors.decode()}")
    return usage.ru_utime + usage.ru_stime


def grown(name: str, case: Case) -> bool:
    """Print one line; return whether the exponent is within the bar."""
    sizes = (case.largest // 4, case.largest // 2, case.largest)
    start = measured(case, 1) or 0.0
    times: list[float] = []
    for size in sizes:
        seconds = measured(case, size)
        if seconds is None:
            break
        times.append(max(seconds - start, 0.001))
    cells = [f"{size:6}: {seconds:6.2f} s" for size, seconds in zip(sizes, times, strict=False)]
    if len(times) < len(sizes):
        print(f"{name:34} {'  '.join(cells)}  {sizes[len(times)]}: over {LONGEST} s  missed", flush=True)
        return False
    found = exponent(times, sizes)
    for _ in range(2):  # a busy machine slows single processes down
        if found > BAR:
            again = [measured(case, size) or LONGEST for size in sizes[1:]]
            times[1:] = [min(old, new - start) for old, new in zip(times[1:], again, strict=True)]
            found = exponent(times, sizes)
    print(f"{name:34} {'  '.join(cells)}  exponent {found:.2f}{'' if found <= BAR else '  missed'}", flush=True)
    return found <= BAR


def exponent(times: list[float], sizes: tuple[int, ...]) -> float:
    """The exponent between the last two sizes; 0 if the times are too short for one."""
    return log(times[-1] / times[-2]) / log(sizes[-1] / sizes[-2]) if times[-1] > SHORTEST else 0.0


def main() -> None:
    wanted = [name for name in CASES if not sys.argv[1:] or any(part in name for part in sys.argv[1:])]
    missed = [name for name in wanted if not grown(name, CASES[name])]
    print(f"{len(wanted) - len(missed)} of {len(wanted)} operations grow with an exponent of at most {BAR}")
    if missed:
        print("missed: " + ", ".join(missed))


if __name__ == "__main__":
    main()
