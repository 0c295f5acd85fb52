"""The files of a dataset as JSON documents, to be changed and written."""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path as File
from typing import Any

from attrs import define, field, frozen
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from csto_data.diagnostics import Path, pointer, printable
from csto_data.model import KINDS, Quantity, Source
from csto_data.model.fields import FieldType, ModelClass, external_codes, fields_of, reportable, testimony
from csto_data.serialization.canonical import canonical, canonical_object
from csto_data.serialization.json_reader import MAX_BYTES
from csto_data.store.layout import OBJECTS, REGISTER

MANIFEST = "datapackage.json"
BY_FILE = {f"{kind.dataset}.json": kind for kind in KINDS.values()}
BY_PREFIX = {kind.prefix: kind for kind in KINDS.values()}

Raw = dict[str, Any]


@frozen
class Place:
    """Where a finding is expected: a file, a record in it (the object itself), and a path in the record or the file."""

    file: str
    record: Raw | None = None
    path: Path = ()
    id: str | None = None
    """The id of the record that the finding names."""

    def without_path(self) -> Place:
        """Return the place of a syntax error in this record: the finding has no path, but names the record."""
        return Place(self.file, None, (), self.id)


@frozen
class Spot:
    """A value in a record, to be replaced: the value of a field, or an item of its list. ``owner`` holds the evidence."""

    record: Raw
    path: Path
    holder: Any
    key: Any
    field: FieldType
    owner: ModelClass

    @property
    def value(self) -> Any:
        """The current value."""
        return self.holder[self.key]

    @property
    def is_list(self) -> bool:
        """Whether the value is a list."""
        return isinstance(self.value, list)

    def put(self, value: Any) -> None:
        """Replace the value."""
        self.holder[self.key] = value

    def __repr__(self) -> str:
        return f"{self.record.get('id')} {'.'.join(map(str, self.path))}"


@define
class Folder:
    """The files of a dataset: ``documents`` as JSON, and ``texts`` of other files; None stands for a missing file."""

    documents: dict[str, Any]
    texts: dict[str, bytes | None] = field(factory=dict)
    oversized: list[str] = field(factory=list)
    """Files to be made larger than the size limit."""
    literals: dict[str, bytes] = field(factory=dict)
    """Placeholder values in the documents, and the bytes to write in place of each."""

    @classmethod
    def read(cls, folder: File) -> Folder:
        """Read the documents in a folder, and add a register of all ids."""
        read = cls({file.name: json.loads(file.read_bytes()) for file in sorted(folder.iterdir())})
        read.register(sorted(read.ids()))
        return read

    def copy(self) -> Folder:
        """Return an independent copy."""
        return Folder(copy.deepcopy(self.documents), {**self.texts})

    def write(self, folder: File) -> None:
        """Write each document in canonical form, and each text as it is."""
        for name, document in self.documents.items():
            (folder / name).write_bytes(self.text_of(name, document))
        for name, text in self.texts.items():
            (folder / name).unlink(missing_ok=True)
            if text is not None:
                (folder / name).write_bytes(text)
        for name in self.oversized:
            os.truncate(folder / name, MAX_BYTES + 1)

    def text_of(self, name: str, document: Any) -> bytes:
        """Return a document in canonical form, with placeholders replaced by their literals."""
        cls = OBJECTS.get(name)
        text = (canonical_object(document, cls) if cls else canonical(document, BY_FILE.get(name))).encode()
        for placeholder, literal in self.literals.items():
            text = text.replace(json.dumps(placeholder).encode(), literal)
        return text

    def literal(self, text: str | bytes) -> str:
        """Return a placeholder value that is written as this text, which need not be JSON."""
        placeholder = f"<literal {len(self.literals)}>"
        self.literals[placeholder] = text.encode() if isinstance(text, str) else text
        return placeholder

    def register(self, lines: list[str]) -> Place:
        """Set the lines of the register of ids and return its place."""
        self.texts[REGISTER] = "".join(f"{line}\n" for line in lines).encode()
        return Place(REGISTER)

    def records(self, *prefixes: str) -> list[Raw]:
        """Return the records of some kinds, or of all."""
        wanted = prefixes or tuple(BY_PREFIX)
        return [raw for prefix in wanted for raw in self._list_of(prefix)]

    def _list_of(self, prefix: str) -> list[Raw]:
        name = f"{BY_PREFIX[prefix].dataset}.json"
        is_list: list[Raw] = self.documents[name]["records"]
        return is_list

    def ids(self, *prefixes: str) -> list[str]:
        """Return the ids of some kinds, or of all."""
        return [raw["id"] for raw in self.records(*prefixes)]

    def get(self, id: str) -> Raw:
        """Return the record with this id."""
        return next(raw for raw in self._list_of(prefix_of(id)) if raw["id"] == id)

    def add(self, prefix: str, **fields: Any) -> Raw:
        """Add a record, with evidence that reports every value that needs support."""
        cls: Any = BY_PREFIX[prefix].record_class
        raw = {"id": self.unused(prefix), **fields}
        if cls is not Source and "evidence" not in raw:
            reported = {name: value for name, value in raw.items() if name in testimony(cls) | external_codes()}
            raw["evidence"] = [
                {"source": self.ids("source")[0], **({"reports": _without_uncertainty(reported)} if reported else {})}
            ]
        if "name" in raw and any(
            raw["name"] in (other.get("name"), *(name["text"] for name in other.get("names", ())))
            for other in self._list_of(prefix)
        ):
            raw["name"] = f"{raw['name']} {raw['id']}"  # two records of one name are a finding
        self._list_of(prefix).append(raw)
        return raw

    def undated(self) -> list[Raw]:
        """Return evidence of a source without a date, which can show coverage until any day. A state cites it, too."""
        found = next((raw for raw in self.records("source") if raw.get("title") == "List of members"), None)
        if found is None:
            found = self.add("source", title="List of members", kind="report")
            self.records("state")[0]["evidence"].append({"source": found["id"]})
        return [{"source": found["id"]}]

    def unused(self, prefix: str) -> str:
        """Return an id that no record has."""
        count = len(self._list_of(prefix))
        return f"state:Z{chr(65 + count // 26)}{chr(65 + count % 26)}" if prefix == "state" else f"{prefix}:new-{count}"

    def set_supported(self, raw: Raw, **fields: Any) -> None:
        """Set fields of a record and let its first evidence entry report them."""
        raw |= fields
        raw["evidence"][0].setdefault("reports", {}).update(_without_uncertainty(fields))

    def remove_reports(self, holder: Raw, field: str) -> None:
        """Remove all reports of a field, and evidence entries that then are duplicates."""
        for witness in holder["evidence"]:
            reports = witness.get("reports", {})
            reports.pop(field, None)
            if not reports:
                witness.pop("reports", None)
        self.drop_duplicate_evidence(holder)

    def drop_duplicate_evidence(self, holder: Raw) -> None:
        """Remove duplicate evidence entries."""
        holder["evidence"] = [w for i, w in enumerate(holder["evidence"]) if w not in holder["evidence"][:i]]

    def list_containing(self, raw: Raw) -> list[Raw]:
        """Return the list that contains a record."""
        return self._list_of(prefix_of(raw["id"]))

    def place(self, record: Raw, *path: str | int) -> Place:
        """Return a place in a record, with the current id of the record, if any."""
        files = self.documents.items()
        file = next(name for name, held in files if any(raw is record for raw in held.get("records", ())))
        id = record.get("id")
        return Place(file, record, path, id if isinstance(id, str) else None)

    def finding(self, code: str, place: Place) -> tuple[str, str, str | None, str]:
        """Return the expected finding at a place: rule, file, record, pointer. Records are written in the order of their ids."""
        path = place.path
        if place.record is not None:
            is_list = sorted(self.documents[place.file]["records"], key=_by_id)
            path = ("records", next(i for i, raw in enumerate(is_list) if raw is place.record), *path)
        return code, place.file, printable(place.id) if place.id is not None else None, pointer(path)

    def spots(self) -> Iterator[Spot]:
        """Yield every value in every record: lists, and their items too."""
        for raw in self.records():
            cls = BY_PREFIX[prefix_of(raw["id"])].record_class
            yield from _spots(raw, (), raw, fields_of(cls), cls)


def _spots(record: Raw, path: Path, holder: Raw, fields: Any, owner: ModelClass) -> Iterator[Spot]:
    owner_here = owner
    for name, value in holder.items():
        spot = Spot(record, (*path, name), holder, name, fields[name], owner_here)
        yield spot
        entries = enumerate(value) if isinstance(value, list) else ()
        inner = [Spot(record, (*spot.path, i), value, i, spot.field, owner_here) for i, _ in entries]
        yield from inner
        for each in inner or [spot]:
            if isinstance(each.value, dict):
                yield from _spots(record, each.path, each.value, *_fields_in(each))


def _fields_in(spot: Spot) -> tuple[Any, ModelClass]:
    """Return the fields of an object, and the class that holds its evidence."""
    if spot.field.nature == "reports":
        return reportable(spot.owner), spot.owner
    cls = spot.field.cls or Quantity
    return fields_of(cls), cls if "evidence" in fields_of(cls) else spot.owner


def _without_uncertainty(fields: Raw) -> Raw:
    """Return the values without marks of uncertainty."""
    reported = copy.deepcopy(fields)
    return {name: value.removesuffix("?") if isinstance(value, str) else value for name, value in reported.items()}


def _by_id(raw: Raw) -> str:
    return raw["id"] if isinstance(raw.get("id"), str) else ""


def prefix_of(id: str) -> str:
    """Return the prefix of an id, which names its kind."""
    return id.partition(":")[0]


def one_of(spots: Iterator[Spot], condition: Callable[[Spot], bool]) -> SearchStrategy[Spot]:
    """Return a strategy for one of the spots that meet a condition."""
    return st.sampled_from([spot for spot in spots if condition(spot)])
