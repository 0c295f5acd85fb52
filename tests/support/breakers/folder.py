"""A dataset as its files, held as JSON documents, to be broken and written."""

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
from csto_data.serialization.canonical import canonical
from csto_data.serialization.json_reader import MAX_BYTES
from csto_data.store.layout import REGISTER

MANIFEST = "datapackage.json"
BY_FILE = {f"{kind.dataset}.json": kind for kind in KINDS.values()}
BY_PREFIX = {kind.prefix: kind for kind in KINDS.values()}

Raw = dict[str, Any]


@frozen
class Place:
    """Where a finding must be: a file, a record in it (the object itself), a path in the record or else in the file."""

    file: str
    record: Raw | None = None
    path: Path = ()
    id: str | None = None
    """The id by which the record is told."""

    def of_the_file(self) -> Place:
        """As it is told where the file breaks off there: the finding is the file's, but says at which record."""
        return Place(self.file, None, (), self.id)


@frozen
class Spot:
    """A value in a record, to be replaced: a field's own, or an entry of its list. ``owner`` is who has the evidence."""

    record: Raw
    path: Path
    holder: Any
    key: Any
    field: FieldType
    owner: ModelClass

    @property
    def value(self) -> Any:
        """What stands there."""
        return self.holder[self.key]

    @property
    def listed(self) -> bool:
        """Whether it is a whole list."""
        return isinstance(self.value, list)

    def put(self, value: Any) -> None:
        """Puts something else there."""
        self.holder[self.key] = value

    def __repr__(self) -> str:
        return f"{self.record.get('id')} {'.'.join(map(str, self.path))}"


@define
class Folder:
    """The files of a dataset: ``documents`` as JSON, and ``texts`` of files that are no documents, None of one gone."""

    documents: dict[str, Any]
    texts: dict[str, bytes | None] = field(factory=dict)
    swollen: list[str] = field(factory=list)
    """Files that are larger than what is read."""
    spellings: dict[str, bytes] = field(factory=dict)
    """What is written instead of a value."""

    @classmethod
    def read(cls, folder: File) -> Folder:
        """The documents in a folder, with a register of all ids beside them."""
        read = cls({file.name: json.loads(file.read_bytes()) for file in sorted(folder.iterdir())})
        read.register(sorted(read.ids()))
        return read

    def copy(self) -> Folder:
        """A folder of its own to break."""
        return Folder(copy.deepcopy(self.documents), {**self.texts})

    def write(self, folder: File) -> None:
        """Writes each document in canonical form, and each text as it is."""
        for name, document in self.documents.items():
            (folder / name).write_bytes(self.text_of(name, document))
        for name, text in self.texts.items():
            (folder / name).unlink(missing_ok=True)
            if text is not None:
                (folder / name).write_bytes(text)
        for name in self.swollen:
            os.truncate(folder / name, MAX_BYTES + 1)

    def text_of(self, name: str, document: Any) -> bytes:
        """A document in canonical form, but for values that have a spelling of their own."""
        text = canonical(document, BY_FILE.get(name)).encode()
        for stands, spelling in self.spellings.items():
            text = text.replace(json.dumps(stands).encode(), spelling)
        return text

    def spelled(self, text: str | bytes) -> str:
        """A value that is written as this text, whether it is JSON or not."""
        stands = f"<spelling {len(self.spellings)}>"
        self.spellings[stands] = text.encode() if isinstance(text, str) else text
        return stands

    def register(self, lines: list[str]) -> Place:
        """Writes the register of ids with these lines; its place."""
        self.texts[REGISTER] = "".join(f"{line}\n" for line in lines).encode()
        return Place(REGISTER)

    def records(self, *prefixes: str) -> list[Raw]:
        """The records of some kinds, or of all."""
        wanted = prefixes or tuple(BY_PREFIX)
        return [raw for prefix in wanted for raw in self._list_of(prefix)]

    def _list_of(self, prefix: str) -> list[Raw]:
        name = f"{BY_PREFIX[prefix].dataset}.json"
        listed: list[Raw] = self.documents[name]["records"]
        return listed

    def ids(self, *prefixes: str) -> list[str]:
        """The ids of some kinds, or of all."""
        return [raw["id"] for raw in self.records(*prefixes)]

    def get(self, id: str) -> Raw:
        """The record with this id."""
        return next(raw for raw in self._list_of(prefix_of(id)) if raw["id"] == id)

    def add(self, prefix: str, **fields: Any) -> Raw:
        """A new record, with a witness who reports all that needs support."""
        cls: Any = BY_PREFIX[prefix].record_class
        raw = {"id": self.unused(prefix), **fields}
        if cls is not Source and "evidence" not in raw:
            told = {name: value for name, value in raw.items() if name in testimony(cls) | external_codes()}
            raw["evidence"] = [{"source": self.ids("source")[0], **({"reports": _surely(told)} if told else {})}]
        self._list_of(prefix).append(raw)
        return raw

    def unused(self, prefix: str) -> str:
        """An id that no record has."""
        count = len(self._list_of(prefix))
        return f"state:Z{chr(65 + count // 26)}{chr(65 + count % 26)}" if prefix == "state" else f"{prefix}:new-{count}"

    def tell(self, raw: Raw, **fields: Any) -> None:
        """Puts fields into a record, with the first witness to report them."""
        raw |= fields
        raw["evidence"][0].setdefault("reports", {}).update(_surely(fields))

    def unsay(self, holder: Raw, field: str) -> None:
        """Takes what they report of a field from all witnesses; of those who are alike then, one is left."""
        for witness in holder["evidence"]:
            reports = witness.get("reports", {})
            reports.pop(field, None)
            if not reports:
                witness.pop("reports", None)
        self.distinguish(holder)

    def distinguish(self, holder: Raw) -> None:
        """Leaves one of the witnesses that are alike."""
        holder["evidence"] = [w for i, w in enumerate(holder["evidence"]) if w not in holder["evidence"][:i]]

    def records_beside(self, raw: Raw) -> list[Raw]:
        """The list in which a record stands."""
        return self._list_of(prefix_of(raw["id"]))

    def place(self, record: Raw, *path: str | int) -> Place:
        """A place in a record, with the id that the record has now, if it has one."""
        files = self.documents.items()
        file = next(name for name, held in files if any(raw is record for raw in held.get("records", ())))
        id = record.get("id")
        return Place(file, record, path, id if isinstance(id, str) else None)

    def finding(self, code: str, place: Place) -> tuple[str, str, str | None, str]:
        """What a finding at a place has: rule, file, record, pointer. Records stand in the order of their ids."""
        path = place.path
        if place.record is not None:
            listed = sorted(self.documents[place.file]["records"], key=_by_id)
            path = ("records", next(i for i, raw in enumerate(listed) if raw is place.record), *path)
        return code, place.file, printable(place.id) if place.id is not None else None, pointer(path)

    def spots(self) -> Iterator[Spot]:
        """Every value in every record: lists, and their entries too."""
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
    """The fields of an object, and who has its evidence."""
    if spot.field.nature == "reports":
        return reportable(spot.owner), spot.owner
    cls = spot.field.cls or Quantity
    return fields_of(cls), cls if "evidence" in fields_of(cls) else spot.owner


def _surely(fields: Raw) -> Raw:
    """Values as they are reported by who is sure of them."""
    told = copy.deepcopy(fields)
    return {name: value.removesuffix("?") if isinstance(value, str) else value for name, value in told.items()}


def _by_id(raw: Raw) -> str:
    return raw["id"] if isinstance(raw.get("id"), str) else ""


def prefix_of(id: str) -> str:
    """The kind that an id names."""
    return id.partition(":")[0]


def one_of(spots: Iterator[Spot], condition: Callable[[Spot], bool]) -> SearchStrategy[Spot]:
    """One of the spots that meet a condition."""
    return st.sampled_from([spot for spot in spots if condition(spot)])
