"""CST5xx: what is said by whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...model import Assessment, Attested, Membership, Source
from ...model.base import Participant
from ...model.fields import fields_of
from ...verdicts import Verdict, key_of
from ..corpus import Corpus, Slip, rule


def _dated(day: str, reported: str) -> str:
    return f'''{{"id": "event:example", "kind": "protest", "title": "A protest", "date": "{day}",
 "evidence": [{{"source": "source:sukhankin-2022", "at": {{"paragraph": 1}}, "reports": {{"date": "{reported}"}}}}]}}'''


@rule(
    "CST501",
    "unsupported",
    why="A value without a source that says it is an opinion of ours.",
    fails=_dated("2022-01-05", "2022-01"),
    passes=_dated("2022-01", "2022-01-05"),
)
def unsupported(corpus: Corpus) -> Iterator[Slip]:
    """A value that no evidence supports, in a field that needs testimony."""
    judged = corpus.dataset.judgements()
    supported = {(j.record, j.field, j.value) for j in judged if j.verdict is Verdict.SUPPORTS}
    for record in corpus.all(Attested):
        for path, field, value in _testimony(record, (), ""):
            if (record.id, field, value) in supported or (isinstance(record, Membership) and _acted(record, field)):
                continue
            shown = "" if field.endswith("]") else f" {value}"
            name = next(step for step in reversed(path) if isinstance(step, str))
            expected = f"a source that reports this {name} exactly, or a record that says no more than the sources do"
            yield Slip(record=record.id, path=path, message=f"no evidence supports {field}{shown}", expected=expected)


def _testimony(holder: Any, path: tuple[str | int, ...], prefix: str) -> Iterator[tuple[Any, str, Any]]:
    """What needs support: its path in JSON, its path in judgements, the value."""
    for name, field in fields_of(type(holder)).items():
        value = getattr(holder, name)
        if name == "contingents":
            for index, contingent in enumerate(value):
                yield from _testimony(contingent, (*path, name, index), f"{prefix}{name}[{contingent.state}].")
        elif name not in type(holder).TESTIMONY or value is None:
            continue
        elif not field.many:
            yield (*path, name), prefix + name, value
        else:
            for index, element in enumerate(value):
                place = f"{prefix}{name}[{key_of(element)}]"
                yield (*path, name, index), place, element
                if isinstance(element, Participant) and element.role is not None:
                    yield (*path, name, index, "role"), f"{place}.role", element.role


def _acted(spell: Membership, field: str) -> bool:
    """Whether an act makes the start or the end; the act has its own evidence."""
    return any(step.makes == field for step in spell.steps)


def _forecast(made: str) -> str:
    return f'''{{"id": "source:example", "title": "Example", "kind": "article", "published": "2023-05-04",
 "authors": ["person:sergey-sukhankin"]}}
{{"id": "assessment:example", "kind": "claim", "by": ["person:sergey-sukhankin"], "made": "{made}",
 "about": ["org:csto"], "claim": "The organisation is an example.",
 "evidence": [{{"source": "source:example"}}]}}'''


@rule(
    "CST502",
    "not-its-author",
    why="An assessment is its author's, made when the source was published.",
    fails=_forecast("2023-05-03"),
    passes=_forecast("2023-05-04"),
)
def not_its_author(corpus: Corpus) -> Iterator[Slip]:
    """An assessment whose ``by`` or ``made`` is not the authors or the date of its source."""
    for assessment in corpus.all(Assessment):
        sources = [corpus.get(witness.source, Source) for witness in assessment.evidence]
        whole = [source for source in sources if source is not None]
        if len(whole) < len(sources):
            continue
        for field, ours, theirs in (
            ("by", assessment.by, [source.authors for source in whole]),
            ("made", assessment.made, [source.published for source in whole]),
        ):
            if ours not in theirs:
                yield Slip(
                    record=assessment.id,
                    path=(field,),
                    message=f"{field} is {_listed(ours)}, but its source has {' or '.join(map(_listed, theirs))}",
                    expected="the authors and the date of publication of the source",
                )


def _listed(value: object) -> str:
    return ", ".join(value) or "none" if isinstance(value, tuple) else str(value or "none")
