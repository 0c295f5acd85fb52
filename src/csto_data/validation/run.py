"""One run over one folder: its files are read, then the rules are applied to what has its shape."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from attrs import frozen

from ..dataset import load
from ..foreign import NAMES
from ..jsonscan import Fault
from ..jsontext import MAX_LINE, decode, read_json
from ..loading import Coverage, build, build_manifest
from ..model import KINDS, Kind
from ..model.references import references
from ..writing import canonical, canonical_lines
from .claims import misclaims
from .corpus import Corpus, Located, Slip
from .findings import Finding, Path
from .folder import MANIFEST, PACK, Unreadable, json_files, own_files, read_bytes
from .mistakes import Mistake
from .raw import Places, difference, doubted_fields, id_of, last_ids, optional, record_at, refusals
from .register import REGISTER, lapses
from .registry import Rule, checks
from .rules import RULES
from .rules.packs import IDLE_OVERRIDE, SHADOWED
from .rules.references import LOST_ID
from .rules.shape import DISAGREEING
from .rules.style import NOT_CANONICAL
from .rules.text import UNLISTED, UNREADABLE
from .shape import Misshape, misshapes
from .source import Source

PACKAGED = "packaged data"


@frozen
class Report:
    """The mistakes of a run, in the order of the files and in each record by record."""

    mistakes: tuple[Mistake, ...]
    sources: dict[str, Source]
    shown: str
    ids: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.mistakes)

    def findings(self, limit: int | None = None) -> tuple[Finding, ...]:
        """The findings, or the first of them, each with its place and what was probably meant."""
        files = {file: index for index, file in enumerate(dict.fromkeys(mistake.file for mistake in self.mistakes))}
        found = [(files[mistake.file], self._finding(mistake)) for mistake in self.mistakes[:limit]]
        found.sort(key=lambda entry: (entry[0], entry[1].line or 0, entry[1].column or 0))
        return tuple(finding for _, finding in found)

    def _finding(self, mistake: Mistake) -> Finding:
        source = self.sources.get(mistake.file) or Source(mistake.file, b"", lambda _: False)
        return source.finding(mistake, self._named, self.ids)

    def _named(self, file: str) -> str:
        return file if file.startswith(PACKAGED) else f"{self.shown}/{file}"


class Run:
    """Collects what is wrong with a folder."""

    def __init__(self, folder: Any, shown: str) -> None:
        self._folder = folder
        self._shown = shown.rstrip("/\\") or shown
        self._mistakes: list[Mistake] = []
        self._sources: dict[str, Source] = {}
        self._located: list[Located] = []
        self._ids: dict[str, list[tuple[str, Path]]] = {}
        self._unread: set[str] = set()
        self._documents: dict[str, tuple[Any, bytes, Kind | None]] = {}
        self._files: list[str] = []

    def report(self) -> Report:
        """What was found."""
        order = {name: index for index, name in enumerate(self._files)}

        def place(mistake: Mistake) -> tuple[Any, ...]:
            record = mistake.path[1] if len(mistake.path) > 1 and isinstance(mistake.path[1], int) else -1
            return (order.get(mistake.file, len(order)), mistake.file, record)

        return Report(tuple(sorted(self._mistakes, key=place)), self._sources, self._shown, tuple(self._ids))

    def check_dataset(self) -> None:
        """A whole dataset: the files that its manifest names."""
        self._files.append(MANIFEST)
        manifest, faults = self._read(MANIFEST, "datapackage.schema.json")
        if faults:
            return
        self._read_own(manifest)
        for name in json_files(self._folder):
            if name not in self._files:
                message = f"{MANIFEST} does not name this file, so nobody reads it"
                self._add(UNLISTED, name, message=message, expected="a resource with this path, or no such file")
                if name in NAMES:
                    self._unread.add(NAMES[name].prefix)
        stated = build_manifest(manifest).coverage
        coverage = Coverage(
            memberships=tuple(span for span in stated.memberships if span.first <= span.last),
            offices=tuple(span for span in stated.offices if span.first <= span.last),
        )
        corpus = Corpus(self._located, self._ids, self._unread, coverage)
        doubted = self._apply_rules(corpus, None)
        for rule, path, message, expected, meant in misclaims(stated, corpus, doubted):
            self._add(rule, MANIFEST, path, message=message, expected=expected, meant=meant)
        self._check_register(corpus)
        self._check_style()

    def check_pack(self) -> None:
        """A pack: the files that are called as datasets are, over the packaged data."""
        overridden: dict[str, int] = {}
        names = json_files(self._folder)
        if PACK in names:
            self._files.append(PACK)
            pack, faults = self._read(PACK, "pack.schema.json")
            if not faults:
                overridden = self._overrides(pack.get("overrides", ()))
        self._read_own()
        for name in names:
            if name not in self._files:
                known = [f"{dataset}.json" for dataset in KINDS]
                expected = f"one of {', '.join(known)}, with .jsonl for one record a line"
                self._add(UNLISTED, name, message="no dataset is called so, so nobody reads it", expected=expected)
        packaged = [
            Located(record=record, at=(f"{PACKAGED}/{dataset}.json", ("records", index)))
            for dataset in KINDS
            for index, record in enumerate(load().table(dataset))
        ]
        self._check_overrides(packaged, overridden)
        own = {place.record.id for place in self._located}
        base = [place for place in packaged if place.record.id not in own]
        for place in base:
            self._ids.setdefault(place.record.id, [place.at])
        coverage = load().coverage
        corpus = Corpus([*self._located, *base], self._ids, self._unread, coverage)
        self._apply_rules(corpus, Corpus(packaged, {p.record.id: [p.at] for p in packaged}, set(), coverage))
        self._check_style()

    def _read_own(self, manifest: Any = None) -> None:
        """The files with records."""
        for name, kind in own_files(self._folder, manifest).items():
            if kind is not None:
                self._files.append(name)
                self._read_records(name, kind)

    def _overrides(self, entries: Sequence[Any]) -> dict[str, int]:
        """Which entry overrides a record; a second one for it is idle."""
        found: dict[str, int] = {}
        for index, id in enumerate(entry["id"] for entry in entries):
            if (first := found.setdefault(id, index)) != index:
                message, expected = f"the entry /overrides/{first} overrides {id}", "one entry for each record"
                self._add(IDLE_OVERRIDE, PACK, ("overrides", index, "id"), message=message, expected=expected)
        return found

    def _check_overrides(self, packaged: list[Located], overridden: dict[str, int]) -> None:
        there = {place.record.id for place in packaged}
        for id, places in self._ids.items():
            if id in there and id not in overridden:
                file, at = places[0]
                expected = f"an id of its own, or the id and a reason under overrides in {PACK}"
                message = f"the packaged data have a record {id} already"
                self._add(SHADOWED, file, (*at, "id"), record=id, message=message, expected=expected)
        for id, index in overridden.items():
            if id not in there or not (id in self._ids or id.partition(":")[0] in self._unread):
                where = "the packaged data have" if id not in there else "the pack has"
                expected = "the id of a packaged record that the pack has too"
                path: Path = ("overrides", index, "id")
                self._add(IDLE_OVERRIDE, PACK, path, message=f"{where} no record {id}", expected=expected)
        shadows = {id for id in self._ids if id in there and id not in overridden}
        self._located = [place for place in self._located if place.record.id not in shadows]

    def _read(self, name: str, schema: str) -> tuple[Any, set[Path]]:
        """The value of a file, and the paths of what is wrong with it; the root where it cannot be read at all."""
        kind = next((kind for kind in KINDS.values() if schema == f"{kind.name}.schema.json"), None)
        data = self._bytes_of(name, kind)
        if data is None:
            return None, {()}
        value, faults = read_json(data)
        before = last_ids(data) if value is None else None
        for fault in faults:
            self._add_fault(name, fault, (), 0, before(fault) if before else record_at(value, fault.path))
        faulty = {fault.path for fault in faults}
        if value is None and faults:
            return None, {()}
        places = Places(faulty)
        for misshape in misshapes(schema, value):
            if not places.touch(misshape.path):
                self._add_misshape(name, misshape, (), record_at(value, misshape.path))
                faulty.add(misshape.path)
                places.add(misshape.path)
        self._documents[name] = (value, data, kind)
        return value, faulty

    def _bytes_of(self, name: str, kind: Kind | None) -> bytes | None:
        try:
            data = read_bytes(self._folder, name)
        except Unreadable as error:
            self._add(UNREADABLE, name, message=str(error), expected="a file in the folder that can be read")
            return None
        self._keep(name, data, kind)
        return data

    def _keep(self, name: str, data: bytes, kind: Kind | None) -> None:
        self._sources[name] = Source(name, data, lambda path: optional(kind, path))

    def _read_records(self, name: str, kind: Kind) -> None:
        if name.endswith(".jsonl"):
            self._read_lines(name, kind)
            return
        document, faulty = self._read(name, f"{kind.name}.schema.json")
        records = document.get("records") if isinstance(document, dict) else None
        if () in faulty or not isinstance(records, list):
            self._unread.add(kind.prefix)
            return
        broken: dict[Path, list[Path]] = defaultdict(list)
        for path in faulty:
            if len(path) > 1:
                broken[path[:2]].append(path[2:])
        for index, raw in enumerate(records):
            at: Path = ("records", index)
            self._take(name, at, raw, kind, broken[at])

    def _read_lines(self, name: str, kind: Kind) -> None:
        data = self._bytes_of(name, kind)
        if data is None:
            self._unread.add(kind.prefix)
        else:
            self._documents[name] = (self.check_lines(name, data, kind), data, kind)

    def check_lines(self, name: str, data: bytes, kind: Kind) -> list[Any]:
        """A record a line; the path of a line is that of a record, so that both are one to the rules. The values."""
        self._keep(name, data, kind)
        schema = f"{kind.name}.schema.json#/$defs/record"
        values = []
        start = 0
        for index, line in enumerate(data.split(b"\n")):
            at: Path = ("records", index)
            if line.strip():
                raw, faults = read_json(line, MAX_LINE)
                values.append(raw)
                before = last_ids(line) if raw is None else None
                for fault in faults:
                    self._add_fault(name, fault, at, start, before(fault) if before else id_of(raw))
                broken = Places(fault.path for fault in faults)
                wrong = [] if raw is None and faults else misshapes(schema, raw)
                wrong = [misshape for misshape in wrong if not broken.touch(misshape.path)]
                for misshape in wrong:
                    self._add_misshape(name, misshape, at, id_of(raw))
                self._take(
                    name, at, raw, kind, [*(fault.path for fault in faults), *(misshape.path for misshape in wrong)]
                )
            start += len(line.decode("utf-8", "surrogateescape")) + 1
        return values

    def _take(self, name: str, at: Path, raw: Any, kind: Kind, faulty: list[Path]) -> None:
        """A record counts by its id, and where nothing in it is ``faulty``, it is looked at by the rules.

        With a faulty id or none it may be any record of its kind, as in a file that cannot be read.
        """
        id = id_of(raw)
        if id is None or ("id",) in faulty:
            self._unread.add(kind.prefix)
        if id is not None:
            self._ids.setdefault(id, []).append((name, at))
        if faulty:
            return
        try:
            record = build(kind.record_class, raw)
        except ValueError:
            for inner, message in refusals(kind.record_class, raw):
                expected = "parts that agree with one another"
                misshape = Misshape(rule=DISAGREEING, path=inner, message=message, expected=expected)
                self._add_misshape(name, misshape, at, id)
        else:
            self._located.append(Located(record=record, at=(name, at)))

    def _check_register(self, corpus: Corpus) -> None:
        """The register of ids, where the dataset has one."""
        if REGISTER not in (file.name for file in self._folder.iterdir()):
            return
        self._files.append(REGISTER)
        data = self._bytes_of(REGISTER, None)
        if data is None:
            return
        found = decode(data)
        for fault in found.faults:
            self._add_fault(REGISTER, fault, (), 0, None)
        for span, message, expected, meant in () if found.faults else lapses(found.text, corpus):
            self._add(LOST_ID, REGISTER, message=message, expected=expected, meant=meant, span=span)

    def _apply_rules(self, corpus: Corpus, packaged: Corpus | None) -> set[tuple[str, str | int]]:
        """Rules in the order of their codes; what has a finding already is left out of those on history and evidence.

        A day or a reference that one rule finds fault with breaks others, too: it has the finding of the first of them.
        Of a pack, what is said of a packaged record is the pack's doing where the packaged data alone do not show it:
        it is said once of the place in the pack, however many packaged records suffer from that. The fields of records
        that may be wrong are what it gives.
        """
        faulty: set[tuple[str, str | int]] = set()
        for rule, check in checks():
            known: set[tuple[str, Path]] | None = None
            blamed: set[tuple[str, Path]] = set()
            told = {"4": frozenset(faulty), "5": faulty}.get(rule.code[3], frozenset())
            for slip in list(check(corpus)):
                doubted = {(slip.record, field) for field in doubted_fields(slip.path)} | {*slip.doubts}
                if not told.isdisjoint(doubted):
                    continue
                file, at = slip.at or corpus.located[slip.record].at
                path = (*at, *slip.path)
                if packaged is not None and file.startswith(PACKAGED):
                    known = known if known is not None else {(s.record, s.path) for s in check(packaged)}
                    if (slip.record, slip.path) in known:
                        continue
                    if (place := self._doubted(slip, corpus)) in blamed:
                        continue
                    if place is not None:
                        blamed.add(place)
                        file, path = place
                self._add(
                    rule,
                    file,
                    path,
                    record=slip.record,
                    message=slip.message,
                    expected=slip.expected,
                    meant=slip.meant,
                    related=slip.related,
                )
                faulty |= doubted
        return faulty

    def _doubted(self, slip: Slip, corpus: Corpus) -> tuple[str, Path] | None:
        """The first field of the pack that may be wrong instead, or the first record of it that this one refers to."""
        referred = ((reference.id, "id") for reference in references(corpus.located[slip.record].record))
        for record, field in (*slip.doubts, *referred):
            file, at = corpus.located[record].at if record in corpus.located else (PACKAGED, ())
            if not file.startswith(PACKAGED):
                return file, (*at, field)
        return None

    def _check_style(self) -> None:
        """Of files without another mistake, whether they are as the formatter writes them."""
        mistaken = {mistake.file for mistake in self._mistakes}
        for name, (document, data, kind) in self._documents.items():
            if name in mistaken:
                continue
            text = canonical_lines(document, kind) if kind and name.endswith(".jsonl") else canonical(document, kind)
            if text.encode() != data:
                found = decode(data).text
                start, end, new = difference(found, text)
                self._add(
                    NOT_CANONICAL,
                    name,
                    message="the file is not in canonical form; it differs from here on",
                    expected="the form that csto-data fmt gives it",
                    span=(start, start),
                    mend=(start, end, new),
                )

    def _add(self, rule: Rule, name: str, path: Path = (), **rest: Any) -> None:
        self._mistakes.append(Mistake(rule=rule, file=name, path=path, **rest))

    def _add_fault(self, name: str, fault: Fault, at: Path, start: int, record: str | None) -> None:
        begin, end = fault.mends or (fault.start, fault.end)
        self._add(
            RULES[fault.code],
            name,
            (*at, *fault.path),
            record=record,
            message=fault.message,
            expected=fault.expected,
            span=(start + fault.start, start + fault.end),
            mend=(start + begin, start + end, fault.mended) if fault.mended is not None else None,
            first=(start + fault.first[0], start + fault.first[1]) if fault.first is not None else None,
        )

    def _add_misshape(self, name: str, misshape: Misshape, at: Path, record: str | None) -> None:
        self._add(
            misshape.rule,
            name,
            (*at, *misshape.path),
            record=record,
            message=misshape.message,
            expected=misshape.expected,
            meant=misshape.meant,
            remedy=misshape.remedy,
            at_key=bool(misshape.meant and misshape.meant.key) or misshape.rule.code == "CST106",
        )
