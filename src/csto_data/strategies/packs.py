"""Packs, by construction: of a made-up history around the packaged data a part is told.

What is told refers to itself and to packaged records; other packaged records get a note or a name of the pack's own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import Any

import attrs
from attrs import frozen
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from ..dataset import Dataset, load
from ..errors import DatasetError
from ..model import KINDS, Kind, Record
from ..model.fields import fields_of
from ..serialization.canonical import canonical
from ..store.folder_writer import raw_records
from ..store.layout import PACK
from .datasets import TEXTS, partial_tellings
from .timelines import FOUNDING, PUBLICATION, STATES, Span, histories

OWN_STATES = ("XAA", "XAB", "XAC")
"""ISO 3166 leaves these codes to whoever wants to make up a state."""


@frozen(repr=False)
class Pack:
    """A pack that is in no folder yet: its own records, in the order of the datasets, and its files by name."""

    records: tuple[Record, ...]
    files: Mapping[str, bytes]

    def write(self, folder: str | PathLike[str]) -> None:
        """Writes the files into a folder, which is made if need be; ``csto_data.load`` and ``validate`` read it.

        Raises DatasetError where something is in the folder already: files of two packs would be read as one.
        """
        target = Path(folder)
        target.mkdir(parents=True, exist_ok=True)
        if any(target.iterdir()):
            raise DatasetError([f"{folder}: something is there already; expected a folder that is empty or not there"])
        for name, data in self.files.items():
            (target / name).write_bytes(data)

    def __repr__(self) -> str:
        return "\n".join(["<Pack", *(f"{name}:\n{data.decode()}" for name, data in self.files.items())]) + ">"

    def _repr_pretty_(self, printer: Any, _: bool) -> None:
        """So that Hypothesis shows a failing example as its files."""
        printer.text(repr(self))


@st.composite
def packs(draw: DrawFn) -> Pack:
    """Packs over the packaged data in which ``csto_data.validate`` finds nothing.

    References lead to records of the pack or to packaged ones, testimony is supported, and where a pack has a packaged
    record, too, its ``pack.json`` says that it overrides it, and why. Records stand in files such as ``events.json`` or
    ``events.jsonl``. The smallest pack has a ``pack.json`` and no record.
    """
    packaged = load()
    told = draw(histories(draw(_given(packaged)), OWN_STATES).flatmap(partial_tellings))
    reasons = draw(st.dictionaries(st.sampled_from([record.id for record in packaged]), TEXTS, max_size=2))
    replaced = [draw(_replacements(packaged[id])) for id in reasons]
    records = sorted([*told, *replaced], key=lambda record: record.id)
    by_dataset = {dataset: found for dataset, kind in KINDS.items() if (found := _of_kind(records, kind))}
    writers = st.sampled_from([_document, _lines])
    files = dict(draw(writers)(dataset, raw_records(found)) for dataset, found in by_dataset.items())
    if reasons or not files or draw(st.booleans()):
        files = {PACK: _description(reasons), **files}
    return Pack(tuple(record for found in by_dataset.values() for record in found), files)


def _of_kind(records: list[Record], kind: Kind) -> list[Record]:
    return [record for record in records if isinstance(record, kind.record_class)]


@st.composite
def _given(draw: DrawFn, packaged: Dataset) -> dict[str, Span]:
    """What a pack may refer to: states, and a source, person and place, each of them earlier than what it tells."""
    sources = [
        (source.id, source.published.latest)
        for source in packaged.sources
        if source.published is not None and source.published.latest is not None
    ]
    late = [(id, on) for id, on in sources if PUBLICATION[0] <= on <= PUBLICATION[1]]
    source, published = draw(st.sampled_from(late))
    others = [draw(st.sampled_from(table.ids())) for table in (packaged.people, packaged.places)]
    given = {id: Span(FOUNDING[0]) for id in [*(f"state:{code}" for code in STATES), *others]}
    return {**given, source: Span(published)}


@st.composite
def _replacements(draw: DrawFn, record: Record) -> Record:
    """The packaged record with another note, or with another name where it has one."""
    names = [name for name in ("note", "name") if name in fields_of(type(record))]
    return attrs.evolve(record, **{draw(st.sampled_from(names)): draw(TEXTS)})


def _document(dataset: str, records: list[Any]) -> tuple[str, bytes]:
    document = {"$schema": f"schemas/{KINDS[dataset].name}.schema.json", "records": records}
    return f"{dataset}.json", canonical(document, KINDS[dataset]).encode()


def _lines(dataset: str, records: list[Any]) -> tuple[str, bytes]:
    lines = (json.dumps(record, ensure_ascii=False, separators=(",", ":")) for record in records)
    return f"{dataset}.jsonl", "".join(f"{line}\n" for line in lines).encode()


def _description(reasons: Mapping[str, str]) -> bytes:
    overrides = [{"id": id, "reason": reason} for id, reason in reasons.items()]
    document = {"$schema": "schemas/pack.schema.json", "name": "pack"}
    return canonical({**document, "overrides": overrides} if overrides else document).encode()
