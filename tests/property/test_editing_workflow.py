"""Edit, fix, format, validate and load one folder in any order, and compare it with a simple model.

The model holds each record as intended, as written, and as it should be after ``fix``.
"""

from __future__ import annotations

import json
import random
import shutil
import tempfile
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import attrs
import pytest
from attrs import define, field, frozen
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

import csto_data
from csto_data import Dataset, DatasetError, validate
from csto_data.cli import main
from csto_data.model import KINDS, Record, Source, State
from csto_data.model.fields import FieldType, fields_of
from csto_data.model.references import references
from csto_data.serialization.canonical import canonical
from csto_data.serialization.converter import structure
from csto_data.store.folder_writer import raw_records, write_folder
from csto_data.store.layout import NAMES
from csto_data.strategies import Pack, datasets, packs, records


@cache
def packaged() -> dict[str, Record]:
    """Return the packaged records by id."""
    return {record.id: record for record in csto_data.load()}


CYRILLIC = str.maketrans("ABEKMHOPCTX", "АВЕКМНОРСТХ")  # noqa: RUF001  (look-alike letters)
MISSING_SOURCE = "source:does-not-exist"

JSON = dict[str, Any]


# Mistakes: each function returns the record with the mistake in a field, or None if it is not possible there


@frozen
class Mistake:
    """A mistake in one field of a record; ``safe`` if it has a safe fix."""

    name: str
    safe: bool
    write: Callable[[JSON, FieldType], JSON | None]
    text: bool = field(default=False, kw_only=True)
    """Whether only the JSON text is wrong, not the value."""
    loads: bool = field(default=False, kw_only=True)
    """Whether a dataset with this mistake can still be loaded."""


def misspelt(raw: JSON, field: FieldType) -> JSON | None:
    return _renamed(raw, field.name, field.name + field.name[-1]) if len(field.name) > 4 else None


def capitalized(raw: JSON, field: FieldType) -> JSON | None:
    return _renamed(raw, field.name, field.name.capitalize())


def swapped_case(raw: JSON, field: FieldType) -> JSON | None:
    return _replaced(raw, field, str.swapcase) if field.nature == "word" and not field.many else None


def look_alike(raw: JSON, field: FieldType) -> JSON | None:
    return _replaced(raw, field, lambda value: _leaves(value, _in_cyrillic))


def null(raw: JSON, field: FieldType) -> JSON | None:
    return {**raw, field.name: None} if field.name not in raw else None


def empty(raw: JSON, field: FieldType) -> JSON | None:
    return {**raw, field.name: []} if field.name not in raw and field.many else None


def repeated(raw: JSON, field: FieldType) -> JSON | None:
    return _replaced(raw, field, lambda entries: [*entries, entries[0]]) if field.many else None


def integer_as_float(raw: JSON, field: FieldType) -> JSON | None:
    return _replaced(raw, field, lambda value: _leaves(value, lambda leaf: float(leaf) if _is_whole(leaf) else leaf))


def trailing_space(raw: JSON, field: FieldType) -> JSON | None:
    return _replaced(raw, field, lambda text: f"{text} ") if field.nature == "text" and not field.many else None


def value_not_in_enumeration(raw: JSON, field: FieldType) -> JSON | None:
    return _replaced(raw, field, lambda _: "gibberish") if field.nature == "word" and not field.many else None


def invalid_date(raw: JSON, field: FieldType) -> JSON | None:
    return _replaced(raw, field, lambda _: "2022-02-31") if field.nature == "day" else None


def missing(raw: JSON, field: FieldType) -> JSON | None:
    return {name: value for name, value in raw.items() if name != field.name} if field.required else None


def dangling(raw: JSON, field: FieldType) -> JSON | None:
    if field.name != "evidence":
        return None
    return _replaced(raw, field, lambda entries: [{**entries[0], "source": MISSING_SOURCE}, *entries[1:]])


def unsupported(raw: JSON, field: FieldType) -> JSON | None:
    """Remove the reports of an event, statement or figure that has a time or an amount."""
    if field.name != "evidence" or raw["id"].partition(":")[0] not in ("event", "statement", "figure"):
        return None
    if not {"date", "instant", "start", "end", "as_of", "amount"} & raw.keys():
        return None
    bare = [{name: value for name, value in entry.items() if name != "reports"} for entry in raw["evidence"]]
    return {**raw, "evidence": [entry for index, entry in enumerate(bare) if entry not in bare[:index]]}


MISTAKES = {
    mistake.name: mistake
    for mistake in (
        Mistake("misspelt", safe=True, write=misspelt),
        Mistake("capitalized", safe=True, write=capitalized),
        Mistake("swapped case", safe=True, write=swapped_case),
        Mistake("look-alike", safe=True, write=look_alike),
        Mistake("null", safe=True, write=null),
        Mistake("empty", safe=True, write=empty),
        Mistake("repeated", safe=False, write=repeated),
        Mistake("integer as float", safe=True, write=integer_as_float, text=True),
        Mistake("trailing space", safe=True, write=trailing_space),
        Mistake("value not in enumeration", safe=False, write=value_not_in_enumeration),
        Mistake("invalid date", safe=False, write=invalid_date),
        Mistake("missing", safe=False, write=missing),
        Mistake("dangling", safe=False, write=dangling),
        Mistake("unsupported", safe=False, write=unsupported, loads=True),
    )
}


def _with_name(entry: JSON, name: Any) -> JSON:
    """Return evidence in which a reported name is that of the record."""
    reports = entry.get("reports", {})
    return {**entry, "reports": {**reports, "name": name}} if "name" in reports else entry


def _renamed(raw: JSON, name: str, other: str) -> JSON | None:
    return {other if key == name else key: value for key, value in raw.items()} if name in raw else None


def _replaced(raw: JSON, field: FieldType, change: Callable[[Any], Any]) -> JSON | None:
    if field.name not in raw:
        return None
    changed = {**raw, field.name: change(raw[field.name])}
    return changed if json.dumps(changed) != json.dumps(raw) else None


def _leaves(value: Any, change: Callable[[Any], Any]) -> Any:
    match value:
        case dict():
            return {key: _leaves(entry, change) for key, entry in value.items()}
        case list():
            return [_leaves(entry, change) for entry in value]
    return change(value)


def _distinct(raw: JSON, number: int) -> JSON:
    """Return a record of a numbered pack without what would make it a duplicate of one from another pack."""
    made = {key: value for key, value in raw.items() if key != "place"}
    for key in ("name", "url"):
        made |= {key: f"{raw[key]}{number}"} if key in raw else {}
    if "evidence" in raw:
        made["evidence"] = [_with_name(entry, made.get("name")) for entry in raw["evidence"]]
    if "names" in raw:
        made["names"] = [{**name, "text": f"{name['text']}{number}"} for name in raw["names"]]
    return made


def _in_cyrillic(leaf: Any) -> Any:
    is_state = isinstance(leaf, str) and leaf.startswith("state:")
    return "state:" + leaf[6:].translate(CYRILLIC) if is_state else leaf


def _is_whole(leaf: Any) -> bool:
    return isinstance(leaf, int) and not isinstance(leaf, bool)


# The model


@define
class Entry:
    """A record as intended, as written in its file, and as it should be after ``fix``."""

    record: Record
    file: str
    written: JSON
    fixed: JSON
    mistakes: dict[str, Mistake]
    """The mistakes by field."""
    valid: bool = True
    """Whether the intended record is valid."""

    @classmethod
    def of(cls, record: Record, file: str, *, valid: bool = True) -> Entry:
        (raw,) = raw_records([record])
        return cls(record, file, raw, raw, {}, valid)

    @property
    def correct_as_written(self) -> bool:
        return self.valid and not self.mistakes

    def make(self, mistake: Mistake, field: FieldType) -> None:
        """Make a mistake in a field that has none."""
        self.written = mistake.write(self.written, field) or self.written
        if not mistake.safe:
            self.fixed = mistake.write(self.fixed, field) or self.fixed
        self.mistakes[field.name] = mistake

    def apply_safe_fixes(self) -> None:
        self.written = self.fixed
        self.mistakes = {name: mistake for name, mistake in self.mistakes.items() if not mistake.safe}


def command(*arguments: str) -> int:
    """Run csto-data and return its exit code."""
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        return main([*arguments])


class Folder(RuleBasedStateMachine):
    """A folder that several contributors change."""

    schemas = "schemas"

    @property
    def base(self) -> dict[str, Record]:
        """The records that the folder does not have, but that its records may refer to."""
        return {}

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.entries: dict[str, Entry] = {}
        self.with_byte_order_mark: set[str] = set()
        self.truncated: set[str] = set()
        self.contributed = 0

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    # Edits by contributors

    @rule(data=st.data())
    def add_record_with_missing_source(self, data: st.DataObject) -> None:
        """Add any record, with a source that does not exist."""
        kind = data.draw(st.sampled_from([k for k in KINDS.values() if k.record_class not in (Source, State)]))
        record: Any = data.draw(records(kind.record_class))
        self.contributed += 1
        evidence = (attrs.evolve(record.evidence[0], source=MISSING_SOURCE), *record.evidence[1:])
        added = attrs.evolve(record, id=f"{kind.prefix}:added-{self.contributed}", evidence=evidence)
        self.entries[added.id] = Entry.of(added, f"{kind.dataset}.json", valid=False)
        self.write(self.entries[added.id].file)

    @precondition(lambda self: self.entries)
    @rule(data=st.data(), name=st.sampled_from([*MISTAKES]))
    def make_mistake(self, data: st.DataObject, name: str) -> None:
        mistake = MISTAKES[name]
        entry = self.draw_entry(data)
        fields = [field for name, field in fields_of(type(entry.record)).items() if name != "id"]
        possible = [
            f.name for f in fields if f.name not in entry.mistakes and mistake.write(entry.written, f) is not None
        ]
        if entry.valid and possible:
            entry.make(mistake, fields_of(type(entry.record))[data.draw(st.sampled_from(possible))])
            self.write(entry.file)

    @precondition(lambda self: self.entries)
    @rule(data=st.data())
    def restore(self, data: st.DataObject) -> None:
        """Restore a record as intended, or delete it if that is invalid."""
        entry = self.draw_entry(data)
        if entry.valid:
            self.entries[entry.record.id] = Entry.of(entry.record, entry.file)
        else:
            del self.entries[entry.record.id]
        self.write(entry.file)

    @precondition(lambda self: any(entry.correct_as_written for entry in self.entries.values()))
    @rule(data=st.data(), note=st.sampled_from(["Seen again.", "Совет", "«так»"]))
    def add_note(self, data: st.DataObject, note: str) -> None:
        entry = self.draw_entry(data, lambda entry: entry.correct_as_written)
        self.entries[entry.record.id] = Entry.of(attrs.evolve(entry.record, note=note), entry.file)
        self.write(entry.file)

    @precondition(lambda self: self.entries)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        """Remove a record without references to it, except of kinds that coverage depends on."""
        entry = self.draw_entry(data)
        id, others = entry.record.id, [other.record for other in self.entries.values() if other is not entry]
        needed = {reference.id for other in others for reference in references(other)}
        if id not in needed and id.partition(":")[0] not in ("membership", "office", "org", "state"):
            del self.entries[id]
            self.write(entry.file)

    @precondition(lambda self: self.data_files())
    @rule(data=st.data(), indent=st.sampled_from([None, 0, 2, 7]), order=st.randoms(use_true_random=False))
    def save_in_other_layout(self, data: st.DataObject, indent: int | None, order: random.Random) -> None:
        self.write(data.draw(st.sampled_from(self.data_files())), indent, order)

    @precondition(lambda self: self.data_files())
    @rule(data=st.data())
    def save_with_bom(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(self.data_files()))
        if name not in self.with_byte_order_mark | self.truncated:
            self.with_byte_order_mark.add(name)
            (self.folder / name).write_bytes(b"\xef\xbb\xbf" + (self.folder / name).read_bytes())

    @precondition(lambda self: self.data_files())
    @rule(data=st.data())
    def save_truncated_file(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(self.data_files()))
        if name != "states.json" and all(not entry.mistakes for entry in self.entries_in(name)):
            self.write(name)
            complete = (self.folder / name).read_bytes().rstrip()
            if complete:  # a .jsonl file without records is valid, and nothing can be cut off
                self.truncated.add(name)
                (self.folder / name).write_bytes(complete[:-1])

    # Commands

    @rule()
    def fix(self) -> None:
        code = command("fix", str(self.folder))
        assert code == (1 if validate(self.folder) else 0)
        for entry in self.entries.values():
            entry.apply_safe_fixes()
        self.with_byte_order_mark.clear()
        assert not [found for found in validate(self.folder) if found.fix is not None and found.fix.safe]
        before = self.bytes()
        command("fix", "--diff", str(self.folder))
        assert command("fix", str(self.folder)) == code
        assert self.bytes() == before

    @rule()
    def format(self) -> None:
        faulty = {e.file for e in self.entries.values() if any(mistake.text for mistake in e.mistakes.values())}
        faulty |= self.with_byte_order_mark | self.truncated
        before = self.bytes()
        refused = command("fmt", str(self.folder)) == 2
        assert refused or not any(name.endswith(".json") for name in faulty)
        assert faulty or not refused
        if refused:
            assert self.bytes() == before
        else:
            before = self.bytes()
            assert command("fmt", "--check", str(self.folder)) == 0
            assert command("fmt", str(self.folder)) == 0
            assert self.bytes() == before
            assert "CST901" not in {found.rule for found in validate(self.folder)}

    @rule()
    def validate(self) -> None:
        """Findings name exactly the invalid records, and the files that cannot be read."""
        found = validate(self.folder)
        assert (command("validate", str(self.folder)) == 0) is (not found)
        unreadable = self.with_byte_order_mark | self.truncated
        invalid = {
            e.record.id: e.file for e in self.entries.values() if not e.correct_as_written and e.file not in unreadable
        }
        undecided = {id for id in invalid if self.may_be_source_in_unreadable_file(self.entries[id])}
        files = {Path(finding.file).name for finding in found if finding.rule != "CST901"}
        reported = {f.record: Path(f.file).name for f in found if f.record is not None and f.rule != "CST901"}
        reported = {id: file for id, file in reported.items() if file not in unreadable}
        assert invalid.items() - reported.items() <= {(id, invalid[id]) for id in undecided}
        assert reported.items() <= invalid.items()
        assert files == {*reported.values(), *unreadable}

    def may_be_source_in_unreadable_file(self, entry: Entry) -> bool:
        """Return whether the only mistake is a missing source, which an unreadable file may contain."""
        unreadable = any(name.startswith("sources") for name in self.with_byte_order_mark | self.truncated)
        return unreadable and (not entry.valid or {mistake.name for mistake in entry.mistakes.values()} == {"dangling"})

    @rule()
    def load(self) -> None:
        loads = not self.with_byte_order_mark | self.truncated and all(
            entry.valid and all(mistake.loads for mistake in entry.mistakes.values()) for entry in self.entries.values()
        )
        if not loads:
            with pytest.raises(DatasetError):
                csto_data.load(self.folder)
            return
        dataset = csto_data.load(self.folder)
        intended = self.base | {id: entry.record for id, entry in self.entries.items()}
        with_mistakes = {e.record.id for e in self.entries.values() if e.mistakes}
        assert {record.id: record for record in dataset}.keys() == intended.keys()
        assert all(record == intended[record.id] for record in dataset if record.id not in with_mistakes)

    @invariant()
    def files_contain_all_written_records(self) -> None:
        for name in self.data_files():
            if name not in self.truncated:
                found = self.read(name)
                assert sorted(found, key=_id) == sorted([entry.written for entry in self.entries_in(name)], key=_id)

    # Files

    def draw_entry(self, data: st.DataObject, condition: Callable[[Entry], bool] = lambda _: True) -> Entry:
        return self.entries[data.draw(st.sampled_from([i for i, e in sorted(self.entries.items()) if condition(e)]))]

    def entries_in(self, name: str) -> list[Entry]:
        return [entry for _, entry in sorted(self.entries.items()) if entry.file == name]

    def data_files(self) -> list[str]:
        return sorted(file.name for file in self.folder.iterdir() if file.name in NAMES)

    def bytes(self) -> dict[str, bytes]:
        return {file.name: file.read_bytes() for file in self.folder.iterdir()}

    def read(self, name: str) -> list[JSON]:
        text = (self.folder / name).read_bytes().decode("utf-8-sig")
        if name.endswith(".jsonl"):
            return [json.loads(line) for line in text.splitlines()]
        found: list[JSON] = json.loads(text)["records"]
        return found

    def write(self, name: str, indent: int | None = None, order: random.Random | None = None) -> None:
        """Write a file as a contributor saves it."""
        raws = [entry.written for entry in self.entries_in(name)]
        self.with_byte_order_mark.discard(name)
        self.truncated.discard(name)
        if name.endswith(".jsonl"):
            lines = (json.dumps(raw, ensure_ascii=False, separators=(",", ":")) for raw in raws)
            (self.folder / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
            return
        document = {"$schema": f"{self.schemas}/{NAMES[name].name}.schema.json", "records": raws}
        if order is not None:
            order.shuffle(raws)
            text = json.dumps(document, indent=indent)
        else:
            text = canonical(document)
        (self.folder / name).write_text(text, encoding="utf-8")


def _id(raw: JSON) -> str:
    return str(raw["id"])


class PackFolder(Folder):
    """A pack to which the records of other packs are added."""

    @property
    def base(self) -> dict[str, Record]:
        return packaged()

    @initialize()
    def begin(self) -> None:
        self.reasons: dict[str, str] = {}
        self.write_manifest()

    @rule(pack=packs())
    def add_pack(self, pack: Pack) -> None:
        """Add all new records of a pack, under new ids."""
        self.contributed += 1
        new_ids = {record.id for record in pack.records} - packaged().keys()
        renamed = {id: self.renamed(id) for id in new_ids}
        endings = {NAMES[name].record_class: name for name in pack.files if name in NAMES}
        for record in self.cited_if_new([r for r in pack.records if renamed.get(r.id, r.id) not in self.entries]):
            renamed_raw = _leaves(raw_records([record])[0], lambda leaf: renamed.get(leaf, leaf))
            kind = next(kind for kind in KINDS.values() if isinstance(record, kind.record_class))
            is_new = record.id in new_ids
            made = structure(kind.record_class, _distinct(renamed_raw, self.contributed) if is_new else renamed_raw)
            self.entries[made.id] = Entry.of(made, endings[kind.record_class])
        self.write_manifest()
        for name in endings.values():
            self.write(name)

    @rule(record=st.deferred(lambda: st.sampled_from([*packaged().values()])))
    def add_packaged_record(self, record: Record) -> None:
        """Add a packaged record without an override."""
        if record.id not in self.entries:
            kind = next(kind for kind in KINDS.values() if isinstance(record, kind.record_class))
            self.entries[record.id] = Entry.of(record, f"{kind.dataset}.json", valid=False)
            self.write(self.entries[record.id].file)

    @staticmethod
    def cited_if_new(records: list[Record]) -> list[Record]:
        """Return the records without new sources that only a state cites which the folder has already."""
        cited = {reference.id for record in records for reference in references(record)}
        kept = [r for r in records if not isinstance(r, Source) or r.id in cited or r.id in packaged()]
        return kept if len(kept) == len(records) else PackFolder.cited_if_new(kept)

    def renamed(self, id: str) -> str:
        return id if id.startswith("state:") else f"{id}-{self.contributed}"

    def write_manifest(self) -> None:
        overrides = [
            {"id": id, "reason": "better"} for id, e in sorted(self.entries.items()) if id in packaged() and e.valid
        ]
        document = {"$schema": "schemas/pack.schema.json", "name": "pack"}
        text = canonical({**document, "overrides": overrides} if overrides else document)
        (self.folder / "pack.json").write_text(text, encoding="utf-8")

    def write(self, name: str, indent: int | None = None, order: random.Random | None = None) -> None:
        super().write(name, indent, order)
        self.write_manifest()

    def may_be_source_in_unreadable_file(self, entry: Entry) -> bool:
        return super().may_be_source_in_unreadable_file(entry) and entry.record.id not in packaged()


class DatasetFolder(Folder):
    """A complete dataset."""

    schemas = "../schemas"

    @initialize(dataset=datasets())
    def begin(self, dataset: Dataset) -> None:
        write_folder(dataset, self.folder)
        for kind in KINDS.values():
            for record in dataset.table(kind.dataset):
                self.entries[record.id] = Entry.of(record, f"{kind.dataset}.json")


STATEFUL = settings(max_examples=max(5, settings.default.max_examples // 8), stateful_step_count=12)

TestEditingPack = PackFolder.TestCase
TestEditingDataset = DatasetFolder.TestCase
TestEditingPack.settings = TestEditingDataset.settings = STATEFUL
