"""RDF as N-Quads: the records in the default graph, and what each entry of evidence reports in a graph of its own.

Each field has a predicate of the vocabulary, ``BASEvocab#FIELD``. A list has a node for each element, with its
position and its value or fields. A day is an ``xsd:date`` if it is exact, otherwise a literal of EDTF; both have the
earliest and the latest day beside them. Names have their language.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..dates import Day, Instant
from ..model.fields import FieldType, fields_of, reportable
from ..model.kinds import KINDS
from ..model.names import OtherName
from ..progress import track
from ..provenance.support import witnesses_of
from ..version import BASE
from .evidence import entries, judged_reports
from .files import write_lines
from .metadata import metadata

if TYPE_CHECKING:
    from ..store.record_store import RecordStore

_XSD = "http://www.w3.org/2001/XMLSchema#"
_EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"
_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def write_rdf(store: RecordStore, file: Path, base: str = BASE) -> None:
    """Write a file of N-Quads.

    Args:
        store: The data.
        file: The file.
        base: The beginning of all addresses.

    Raises:
        DatasetError: The file cannot be written.
    """
    write_lines(file, _Quads(store, base).lines())


class _Quads:
    """The quads of a dataset as lines."""

    def __init__(self, store: RecordStore, base: str) -> None:
        self.store = store
        self.base = base

    def lines(self) -> Iterator[str]:
        """Yield all quads."""
        for dataset, kind in KINDS.items():
            table = self.store.table(dataset)
            for record in track(table, f"writing {dataset}", len(table)):
                subject = self.iri(record.id)
                yield self.quad(subject, _TYPE, self.iri(f"vocab#{kind.record_class.__name__}"))
                yield self.quad(subject, _LABEL, _literal(record.label))
                yield from self.object(subject, record.id, record, "")
        yield from self.evidence()
        yield from self.reports()
        yield from self.witnesses()
        yield from self.manifest()

    def iri(self, name: str) -> str:
        """Return the address of an id or of a word of the vocabulary."""
        return f"<{self.base}{name}>"

    def word(self, name: str) -> str:
        """Return a predicate of the vocabulary."""
        return self.iri(f"vocab#{name}")

    def quad(self, subject: str, predicate: str, value: str, graph: str = "") -> str:
        """Return a line."""
        return f"{subject} {predicate} {value} {graph} ." if graph else f"{subject} {predicate} {value} ."

    def object(self, subject: str, name: str, value: Any, graph: str) -> Iterator[str]:
        """Yield the fields of a record or of an object in one; ``name`` is the id of its node."""
        for field in fields_of(type(value)).values():
            if field.name not in ("id", "evidence") and field.nature != "reports":
                yield from self.field(subject, name, field, getattr(value, field.name), graph)

    def field(self, subject: str, name: str, field: FieldType, value: Any, graph: str) -> Iterator[str]:
        """Yield the value of a field; of a list, a node for each element."""
        predicate = self.word(field.name)
        if field.many:
            for position, element in enumerate(value, 1):
                node_name = f"{name}{'-' if '#' in name else '#'}{field.name}-{position}"
                node = self.iri(node_name)
                yield self.quad(subject, predicate, node, graph)
                yield self.quad(node, self.word("position"), _typed(position, "integer"), graph)
                yield from self.element(node, node_name, field, element, graph)
        elif value is not None and field.cls is not None and field.nature == "object":
            node_name = f"{name}{'-' if '#' in name else '#'}{field.name}"
            yield self.quad(subject, predicate, self.iri(node_name), graph)
            yield from self.object(self.iri(node_name), node_name, value, graph)
        elif value is not None:
            yield from self.value(subject, name, field, value, graph)

    def element(self, node: str, name: str, field: FieldType, element: Any, graph: str) -> Iterator[str]:
        """Yield an element of a list; a name is a literal with its language."""
        if isinstance(element, OtherName):
            language = f"@{element.language}" if element.language else ""
            yield self.quad(node, self.word("value"), f"{_literal(element.text)}{language}", graph)
            yield self.quad(node, self.word("kind"), _literal(element.kind), graph)
        elif field.nature == "object":
            yield from self.object(node, name, element, graph)
        else:
            yield from self.value(node, name, field._replace(name="value", many=False), element, graph)

    def value(self, subject: str, name: str, field: FieldType, value: Any, graph: str) -> Iterator[str]:
        """Yield a single value, with its bounds if it is a day."""
        predicate = self.word(field.name)
        if field.nature == "quantity":
            node_name = f"{name}{'-' if '#' in name else '#'}{field.name}"
            yield self.quad(subject, predicate, self.iri(node_name), graph)
            yield from self.object(self.iri(node_name), node_name, value, graph)
            return
        yield self.quad(subject, predicate, self.iri(value) if field.nature == "reference" else _scalar(value), graph)
        if isinstance(value, Day):
            for suffix, bound in (("Earliest", value.earliest), ("Latest", value.latest)):
                if bound is not None:
                    yield self.quad(subject, self.word(field.name + suffix), _scalar(bound), graph)
        elif isinstance(value, Instant):
            yield self.quad(subject, self.word(f"{field.name}Utc"), _scalar(value.utc), graph)

    def evidence(self) -> Iterator[str]:
        """Yield each entry of evidence, and in its graph what it reports."""
        for id, record, part, holder, position, entry in track(entries(self.store), "writing evidence"):
            node = self.iri(id)
            yield self.quad(node, _TYPE, self.word("Evidence"))
            yield self.quad(node, self.word("record"), self.iri(record.id))
            yield self.quad(node, self.word("position"), _typed(position, "integer"))
            if part is not None:
                yield self.quad(node, self.word("part"), _literal(part))
            yield from self.object(node, id, entry, "")
            subject = self.iri(record.id if part is None else f"{record.id}#{part}")
            for reported in entry.reports:
                field = reportable(type(holder))[reported.field]
                yield from self.field(subject, f"{id}-reports", field, reported.value, node)

    def reports(self) -> Iterator[str]:
        """Yield the verdict on each reported value."""
        reports = judged_reports(self.store, self.store)
        for entry, position, field, element, (path, _, _, verdict) in track(reports, "writing reports"):
            node = self.iri(f"{entry.id}-report-{position}-{element}")
            yield self.quad(node, _TYPE, self.word("Judgement"))
            yield self.quad(node, self.word("evidence"), self.iri(entry.id))
            yield self.quad(node, self.word("field"), _literal(field))
            yield self.quad(node, self.word("path"), _literal(path))
            yield self.quad(node, self.word("verdict"), _literal(verdict.value))

    def witnesses(self) -> Iterator[str]:
        """Yield the independent sources for and against each value, as ``Dataset.witnesses`` returns them."""
        for record in track(self.store, "writing witnesses", len(self.store)):
            for number, found in enumerate(witnesses_of(self.store, record.id), 1):
                node = self.iri(f"{record.id}#witnesses-{number}")
                yield self.quad(node, _TYPE, self.word("Witnesses"))
                yield self.quad(node, self.word("record"), self.iri(record.id))
                yield self.quad(node, self.word("path"), _literal(found.field))
                for verdict in ("supporting", "compatible", "disputing"):
                    for source in getattr(found, verdict):
                        yield self.quad(node, self.word(verdict), self.iri(source))

    def manifest(self) -> Iterator[str]:
        """Yield what is known of the data as a whole, the covered periods and the redirects."""
        node = self.iri("dataset")
        yield self.quad(node, _TYPE, self.word("Dataset"))
        for name, text in metadata(self.store).items():
            yield self.quad(node, self.word(name), self.iri(text) if name == "source" else _literal(text))
        for name in ("memberships", "offices"):
            for position, span in enumerate(getattr(self.store.coverage, name), 1):
                covered = f"dataset#coverage-{name}-{position}"
                yield self.quad(node, self.word(f"coverage-{name}"), self.iri(covered))
                yield self.quad(self.iri(covered), self.word("position"), _typed(position, "integer"))
                yield from self.object(self.iri(covered), covered, span, "")
                for number, entry in enumerate(span.evidence, 1):
                    entry_name = f"{covered}-evidence-{number}"
                    yield self.quad(self.iri(covered), self.word("evidence"), self.iri(entry_name))
                    yield self.quad(self.iri(entry_name), self.word("position"), _typed(number, "integer"))
                    yield from self.object(self.iri(entry_name), entry_name, entry, "")
                    for reported in entry.reports:
                        field = reportable(type(span))[reported.field]
                        graph = self.iri(entry_name)
                        yield from self.field(self.iri(covered), entry_name, field, reported.value, graph)
        for redirect in self.store.redirects:
            yield self.quad(self.iri(redirect.id), _TYPE, self.word("Redirect"))
            yield from self.object(self.iri(redirect.id), redirect.id, redirect, "")


def _literal(text: str) -> str:
    return f'"{text.translate(_ESCAPES)}"'


def _typed(value: Any, type: str) -> str:
    return f'"{value}"^^<{_XSD}{type}>'


def _scalar(value: Any) -> str:
    """Return a text, number, day or time as a literal with its type."""
    match value:
        case bool():
            return _typed(str(value).lower(), "boolean")
        case int():
            return _typed(value, "integer")
        case float():
            return _typed(value, "double")
        case Day():
            exact = value.earliest is not None and value.text == value.earliest.isoformat()
            return _typed(value.text, "date") if exact else f'"{value.text}"^^<{_EDTF}>'
        case Instant():
            local, offset = value.text[:16], value.text[16:]
            return _typed(f"{local}:00{offset}", "dateTime")
        case datetime():
            return _typed(f"{value:%Y-%m-%dT%H:%M:%SZ}", "dateTime")
        case date():
            return _typed(value.isoformat(), "date")
    return _literal(str(value))
