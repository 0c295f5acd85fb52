"""Contribute, slip, correct, fix, format, validate and load one folder in any order, against a simple model of it.

The model knows of each record what its contributor meant, what was written instead, and what mending leaves of that.
"""

from __future__ import annotations

import json
import random
import shutil
import tempfile
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
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
from csto_data.store.folder_writer import raw_records, write_folder
from csto_data.store.layout import NAMES
from csto_data.strategies import Pack, datasets, packs, records

PACKAGED = {record.id: record for record in csto_data.load()}
CYRILLIC = str.maketrans("ABEKMHOPCTX", "АВЕКМНОРСТХ")  # noqa: RUF001  (they look alike)
NOBODY = "source:nobody-has-it"

JSON = dict[str, Any]


# Slips of the pen: what stands in the place of a field, or None where the slip is not possible there


@frozen
class Slip:
    """A mistake in one field of a record; ``safe`` where it can be mended without a guess."""

    name: str
    safe: bool
    write: Callable[[JSON, FieldType], JSON | None]
    text: bool = field(default=False, kw_only=True)
    """Whether the text is at fault, not what it says."""
    loads: bool = field(default=False, kw_only=True)
    """Whether a dataset with it can be loaded all the same."""


def misspelt(raw: JSON, field: FieldType) -> JSON | None:
    return _renamed(raw, field.name, field.name + field.name[-1]) if len(field.name) > 4 else None


def capitalized(raw: JSON, field: FieldType) -> JSON | None:
    return _renamed(raw, field.name, field.name.capitalize())


def other_case(raw: JSON, field: FieldType) -> JSON | None:
    return _replaced(raw, field, str.swapcase) if field.nature == "word" and not field.many else None


def look_alike(raw: JSON, field: FieldType) -> JSON | None:
    return _replaced(raw, field, lambda value: _leaves(value, _in_cyrillic))


def null(raw: JSON, field: FieldType) -> JSON | None:
    return {**raw, field.name: None} if field.name not in raw else None


def empty(raw: JSON, field: FieldType) -> JSON | None:
    return {**raw, field.name: []} if field.name not in raw and field.many else None


def repeated(raw: JSON, field: FieldType) -> JSON | None:
    return _replaced(raw, field, lambda entries: [*entries, entries[0]]) if field.many else None


def with_a_point(raw: JSON, field: FieldType) -> JSON | None:
    return _replaced(raw, field, lambda value: _leaves(value, lambda leaf: float(leaf) if _is_whole(leaf) else leaf))


def blank_at_the_end(raw: JSON, field: FieldType) -> JSON | None:
    return _replaced(raw, field, lambda text: f"{text} ") if field.nature == "text" and not field.many else None


def another_word(raw: JSON, field: FieldType) -> JSON | None:
    return _replaced(raw, field, lambda _: "gibberish") if field.nature == "word" and not field.many else None


def no_day(raw: JSON, field: FieldType) -> JSON | None:
    return _replaced(raw, field, lambda _: "2022-02-31") if field.nature == "day" else None


def missing(raw: JSON, field: FieldType) -> JSON | None:
    return {name: value for name, value in raw.items() if name != field.name} if field.required else None


def dangling(raw: JSON, field: FieldType) -> JSON | None:
    if field.name != "evidence":
        return None
    return _replaced(raw, field, lambda witnesses: [{**witnesses[0], "source": NOBODY}, *witnesses[1:]])


def unsupported(raw: JSON, field: FieldType) -> JSON | None:
    """Of what happened, was said or was counted nobody reports the time, or the number."""
    if field.name != "evidence" or raw["id"].partition(":")[0] not in ("event", "statement", "figure"):
        return None
    if not {"date", "instant", "start", "end", "as_of", "amount"} & raw.keys():
        return None
    silent = [{name: value for name, value in witness.items() if name != "reports"} for witness in raw["evidence"]]
    return {**raw, "evidence": [witness for index, witness in enumerate(silent) if witness not in silent[:index]]}


SLIPS = {
    slip.name: slip
    for slip in (
        Slip("misspelt", safe=True, write=misspelt),
        Slip("capitalized", safe=True, write=capitalized),
        Slip("other case", safe=True, write=other_case),
        Slip("look-alike", safe=True, write=look_alike),
        Slip("null", safe=True, write=null),
        Slip("empty", safe=True, write=empty),
        Slip("repeated", safe=True, write=repeated),
        Slip("with a point", safe=True, write=with_a_point, text=True),
        Slip("blank at the end", safe=True, write=blank_at_the_end),
        Slip("another word", safe=False, write=another_word),
        Slip("no day", safe=False, write=no_day),
        Slip("missing", safe=False, write=missing),
        Slip("dangling", safe=False, write=dangling),
        Slip("unsupported", safe=False, write=unsupported, loads=True),
    )
}


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


def _in_cyrillic(leaf: Any) -> Any:
    is_state = isinstance(leaf, str) and leaf.startswith("state:")
    return "state:" + leaf[6:].translate(CYRILLIC) if is_state else leaf


def _is_whole(leaf: Any) -> bool:
    return isinstance(leaf, int) and not isinstance(leaf, bool)


# The model


@define
class Entry:
    """A record as it was meant, as it stands in its file, and as mending leaves it there."""

    record: Record
    file: str
    written: JSON
    mended: JSON
    slips: dict[str, Slip]
    """By the field that they are in."""
    good: bool = True
    """Whether it is right as it was meant."""

    @classmethod
    def of(cls, record: Record, file: str, *, good: bool = True) -> Entry:
        (raw,) = raw_records([record])
        return cls(record, file, raw, raw, {}, good)

    @property
    def right(self) -> bool:
        return self.good and not self.slips

    def slip(self, slip: Slip, field: FieldType) -> None:
        """Makes a slip in a field that has none."""
        self.written = slip.write(self.written, field) or self.written
        if not slip.safe:
            self.mended = slip.write(self.mended, field) or self.mended
        self.slips[field.name] = slip

    def mend(self) -> None:
        self.written = self.mended
        self.slips = {name: slip for name, slip in self.slips.items() if not slip.safe}


def command(*arguments: str) -> int:
    """The exit code of csto-data."""
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        return main([*arguments])


class Folder(RuleBasedStateMachine):
    """A folder that several people work on."""

    schemas = "schemas"
    base: dict[str, Record] = {}  # noqa: RUF012  (never written)

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.entries: dict[str, Entry] = {}
        self.marked: set[str] = set()
        self.cut: set[str] = set()
        self.contributed = 0

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    # What contributors do

    @rule(data=st.data())
    def contribute_what_refers_to_nothing(self, data: st.DataObject) -> None:
        """Any record at all, but without a source that there is."""
        kind = data.draw(st.sampled_from([k for k in KINDS.values() if k.record_class not in (Source, State)]))
        record: Any = data.draw(records(kind.record_class))
        self.contributed += 1
        evidence = (attrs.evolve(record.evidence[0], source=NOBODY), *record.evidence[1:])
        wild = attrs.evolve(record, id=f"{kind.prefix}:wild-{self.contributed}", evidence=evidence)
        self.entries[wild.id] = Entry.of(wild, f"{kind.dataset}.json", good=False)
        self.write(self.entries[wild.id].file)

    @precondition(lambda self: self.entries)
    @rule(data=st.data(), name=st.sampled_from([*SLIPS]))
    def make_a_slip(self, data: st.DataObject, name: str) -> None:
        slip = SLIPS[name]
        entry = self.an_entry(data)
        fields = [field for name, field in fields_of(type(entry.record)).items() if name != "id"]
        possible = [f.name for f in fields if f.name not in entry.slips and slip.write(entry.written, f) is not None]
        if entry.good and possible:
            entry.slip(slip, fields_of(type(entry.record))[data.draw(st.sampled_from(possible))])
            self.write(entry.file)

    @precondition(lambda self: self.entries)
    @rule(data=st.data())
    def correct(self, data: st.DataObject) -> None:
        """Somebody looks at a record again: what is beyond help goes, the rest is as it was meant."""
        entry = self.an_entry(data)
        if entry.good:
            self.entries[entry.record.id] = Entry.of(entry.record, entry.file)
        else:
            del self.entries[entry.record.id]
        self.write(entry.file)

    @precondition(lambda self: any(entry.right for entry in self.entries.values()))
    @rule(data=st.data(), note=st.sampled_from(["Seen again.", "Совет", "«так»"]))
    def edit(self, data: st.DataObject, note: str) -> None:
        entry = self.an_entry(data, lambda entry: entry.right)
        self.entries[entry.record.id] = Entry.of(attrs.evolve(entry.record, note=note), entry.file)
        self.write(entry.file)

    @precondition(lambda self: self.entries)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        """A record that nobody refers to; of memberships and offices more follows than references."""
        entry = self.an_entry(data)
        id, others = entry.record.id, [other.record for other in self.entries.values() if other is not entry]
        needed = {reference.id for other in others for reference in references(other)}
        if id not in needed and id.partition(":")[0] not in ("membership", "office", "org", "state"):
            del self.entries[id]
            self.write(entry.file)

    @precondition(lambda self: self.written_files())
    @rule(data=st.data(), indent=st.sampled_from([None, 0, 2, 7]), order=st.randoms(use_true_random=False))
    def save_in_another_layout(self, data: st.DataObject, indent: int | None, order: random.Random) -> None:
        self.write(data.draw(st.sampled_from(self.written_files())), indent, order)

    @precondition(lambda self: self.written_files())
    @rule(data=st.data())
    def save_with_a_byte_order_mark(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(self.written_files()))
        if name not in self.marked | self.cut:
            self.marked.add(name)
            (self.folder / name).write_bytes(b"\xef\xbb\xbf" + (self.folder / name).read_bytes())

    @precondition(lambda self: self.written_files())
    @rule(data=st.data())
    def save_half_a_file(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(self.written_files()))
        if name != "states.json" and all(not entry.slips for entry in self.in_file(name)):
            self.write(name)
            self.cut.add(name)
            whole = (self.folder / name).read_bytes().rstrip()
            (self.folder / name).write_bytes(whole[:-1])

    # What the commands do

    @rule()
    def fix(self) -> None:
        assert command("fix", str(self.folder)) == 0
        for entry in self.entries.values():
            entry.mend()
        self.marked.clear()
        assert not [found for found in validate(self.folder) if found.fix is not None and found.fix.safe]
        before = self.bytes()
        assert command("fix", "--diff", str(self.folder)) == 0
        assert command("fix", str(self.folder)) == 0
        assert self.bytes() == before

    @rule()
    def format(self) -> None:
        faulty = {e.file for e in self.entries.values() if any(slip.text for slip in e.slips.values())}
        faulty |= self.marked | self.cut
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
        """Findings name exactly the records that are wrong; of a file that cannot be read it is the file."""
        found = validate(self.folder)
        assert (command("validate", str(self.folder)) == 0) is (not found)
        unread = self.marked | self.cut
        wrong = {e.record.id: e.file for e in self.entries.values() if not e.right and e.file not in unread}
        perhaps = {id for id in wrong if self.may_dangle(self.entries[id])}
        files = {Path(finding.file).name for finding in found if finding.rule != "CST901"}
        named = {f.record: Path(f.file).name for f in found if f.record is not None}
        named = {id: file for id, file in named.items() if file not in unread}
        assert wrong.items() - named.items() <= {(id, wrong[id]) for id in perhaps}
        assert named.items() <= wrong.items()
        assert files == {*named.values(), *unread}

    def may_dangle(self, entry: Entry) -> bool:
        """Whether all that is wrong is a source that may stand in a file that cannot be read."""
        unread = any(name.startswith("sources") for name in self.marked | self.cut)
        return unread and (not entry.good or {slip.name for slip in entry.slips.values()} == {"dangling"})

    @rule()
    def load(self) -> None:
        loads = not self.marked | self.cut and all(
            entry.good and all(slip.loads for slip in entry.slips.values()) for entry in self.entries.values()
        )
        if not loads:
            with pytest.raises(DatasetError):
                csto_data.load(self.folder)
            return
        dataset = csto_data.load(self.folder)
        meant = self.base | {id: entry.record for id, entry in self.entries.items()}
        silent = {e.record.id for e in self.entries.values() if e.slips}
        assert {record.id: record for record in dataset}.keys() == meant.keys()
        assert all(record == meant[record.id] for record in dataset if record.id not in silent)

    @invariant()
    def nothing_is_lost(self) -> None:
        for name in self.written_files():
            if name not in self.cut:
                there = self.read(name)
                assert sorted(there, key=_id) == sorted([entry.written for entry in self.in_file(name)], key=_id)

    # The files

    def an_entry(self, data: st.DataObject, condition: Callable[[Entry], bool] = lambda _: True) -> Entry:
        return self.entries[data.draw(st.sampled_from([i for i, e in sorted(self.entries.items()) if condition(e)]))]

    def in_file(self, name: str) -> list[Entry]:
        return [entry for _, entry in sorted(self.entries.items()) if entry.file == name]

    def written_files(self) -> list[str]:
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
        """A file as its contributor saves it."""
        raws = [entry.written for entry in self.in_file(name)]
        self.marked.discard(name)
        self.cut.discard(name)
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
    """A pack, to which packs are contributed."""

    base = PACKAGED

    @initialize()
    def begin(self) -> None:
        self.reasons: dict[str, str] = {}
        self.describe()

    @rule(pack=packs())
    def contribute(self, pack: Pack) -> None:
        """All records of a pack that the folder does not have, under ids of their own."""
        self.contributed += 1
        own = {record.id for record in pack.records} - PACKAGED.keys()
        renamed = {id: self.renamed(id) for id in own}
        endings = {NAMES[name].record_class: name for name in pack.files if name in NAMES}
        for record in pack.records:
            named = _leaves(raw_records([record])[0], lambda leaf: renamed.get(leaf, leaf))
            kind = next(kind for kind in KINDS.values() if isinstance(record, kind.record_class))
            if named["id"] not in self.entries:
                made = csto_data.serialization.converter.structure(kind.record_class, named)
                self.entries[made.id] = Entry.of(made, endings[kind.record_class])
        self.describe()
        for name in endings.values():
            self.write(name)

    @rule(record=st.sampled_from([*PACKAGED.values()]))
    def shadow(self, record: Record) -> None:
        """A packaged record, and not a word about it."""
        if record.id not in self.entries:
            kind = next(kind for kind in KINDS.values() if isinstance(record, kind.record_class))
            self.entries[record.id] = Entry.of(record, f"{kind.dataset}.json", good=False)
            self.write(self.entries[record.id].file)

    def renamed(self, id: str) -> str:
        return id if id.startswith("state:") else f"{id}-{self.contributed}"

    def describe(self) -> None:
        overrides = [
            {"id": id, "reason": "better"} for id, e in sorted(self.entries.items()) if id in PACKAGED and e.good
        ]
        document = {"$schema": "schemas/pack.schema.json", "name": "pack"}
        text = canonical({**document, "overrides": overrides} if overrides else document)
        (self.folder / "pack.json").write_text(text, encoding="utf-8")

    def write(self, name: str, indent: int | None = None, order: random.Random | None = None) -> None:
        super().write(name, indent, order)
        self.describe()

    def may_dangle(self, entry: Entry) -> bool:
        return super().may_dangle(entry) and entry.record.id not in PACKAGED


class DatasetFolder(Folder):
    """A whole dataset, as it is written."""

    schemas = "../schemas"

    @initialize(dataset=datasets())
    def begin(self, dataset: Dataset) -> None:
        write_folder(dataset, self.folder)
        for kind in KINDS.values():
            for record in dataset.table(kind.dataset):
                self.entries[record.id] = Entry.of(record, f"{kind.dataset}.json")


IN_ANY_ORDER = settings(max_examples=max(5, settings.default.max_examples // 8), stateful_step_count=12)

TestPackFolder = PackFolder.TestCase
TestDatasetFolder = DatasetFolder.TestCase
TestPackFolder.settings = TestDatasetFolder.settings = IN_ANY_ORDER
