"""Strategies for packs: generated records about a made-up history around the packaged data.

The records refer to one another and to packaged records. A pack may also override packaged records with another note
or name.
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
"""Codes that ISO 3166 reserves for users, here for made-up states."""


@frozen(repr=False)
class Pack:
    """A generated pack that is not yet written to a folder.

    Attributes:
        records: The records of the pack, in the order of the datasets.
        files: The content of its files, by name.

    Example:
        >>> from csto_data.strategies import Pack
        >>> pack = Pack(records=(), files={"pack.json": b"{}"})
        >>> sorted(pack.files)
        ['pack.json']
    """

    records: tuple[Record, ...]
    files: Mapping[str, bytes]

    def write(self, folder: str | PathLike[str]) -> None:
        """Write the files into a folder that ``csto_data.load`` and ``csto_data.validate`` can read.

        Args:
            folder: An empty folder, or a new one, which is created.

        Raises:
            DatasetError: The folder is not empty. Files of two packs in one folder would be read as one pack.

        Example:
            >>> from tempfile import TemporaryDirectory
            >>> from csto_data.strategies import Pack
            >>> with TemporaryDirectory() as folder:
            ...     Pack(records=(), files={"pack.json": b"{}"}).write(folder)
        """
        target = Path(folder)
        target.mkdir(parents=True, exist_ok=True)
        if any(target.iterdir()):
            raise DatasetError([f"{folder} is not empty. Expected an empty folder or the path of a new one."])
        for name, data in self.files.items():
            (target / name).write_bytes(data)

    def __repr__(self) -> str:
        return "\n".join(["<Pack", *(f"{name}:\n{data.decode()}" for name, data in self.files.items())]) + ">"

    def _repr_pretty_(self, printer: Any, _: bool) -> None:
        """Print the files, so that Hypothesis shows a failing example in full."""
        printer.text(repr(self))


@st.composite
def packs(draw: DrawFn) -> Pack:
    """Return a strategy for packs over the packaged data without findings of ``csto_data.validate``.

    References lead to records of the pack or to packaged ones, and testimony is supported. If a pack contains a
    packaged record, its ``pack.json`` declares the override with a reason. Records are in files such as ``events.json``
    or ``events.jsonl``. The smallest pack has a ``pack.json`` and no records.

    Returns:
        A strategy for packs.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> from hypothesis import given, settings
        >>> import csto_data
        >>> from csto_data.strategies import packs
        >>> @settings(max_examples=2, deadline=None)
        ... @given(packs())
        ... def test_records_can_be_found(pack):
        ...     with TemporaryDirectory() as folder:
        ...         pack.write(folder)
        ...         dataset = csto_data.load(folder)
        ...     assert all(record.id in dataset for record in pack.records)
        >>> test_records_can_be_found()
    """
    packaged = load()
    own = draw(histories(draw(_given(packaged)), OWN_STATES).flatmap(partial_tellings))
    ids: list[str] = [record.id for record in packaged]
    reasons = draw(st.dictionaries(st.sampled_from(ids), TEXTS, max_size=2))
    replaced = [draw(_replacements(packaged[id])) for id in reasons]
    records = sorted([*own, *replaced], key=lambda record: record.id)
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
    """Return what a pack may refer to: states, a source, a person and a place, each earlier than its own records."""
    sources = [
        (source.id, source.published.latest)
        for source in packaged.sources
        if source.published is not None and source.published.latest is not None
    ]
    late = [(id, on) for id, on in sources if PUBLICATION[0] <= on <= PUBLICATION[1]]
    source, published = draw(st.sampled_from(late))
    others = [draw(st.sampled_from(ids)) for ids in (packaged.people.keys(), packaged.places.keys())]
    given = {id: Span(FOUNDING[0]) for id in [*(f"state:{code}" for code in STATES), *others]}
    return {**given, source: Span(published)}


@st.composite
def _replacements(draw: DrawFn, record: Record) -> Record:
    """Return a packaged record with another note, or with another name if it has one."""
    names = [name for name in ("note", "name") if name in fields_of(type(record))]
    return attrs.evolve(record, **{draw(st.sampled_from(names)): f"{draw(TEXTS)} of {record.id}"})


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
