"""CST5xx: what is said by whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from ...model import KINDS, Assessment, Attested, Membership, Source
from ...model.base import Participant
from ...model.fields import CODES, fields_of
from ...verdicts import Verdict, key_of
from ..corpus import Corpus, Slip
from ..registry import rule


@rule(
    "CST501",
    "unsupported",
    why="A value without a source that says it is an opinion of ours.",
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


@rule(
    "CST502",
    "not-its-author",
    why="An assessment is its author's, made when the source was published.",
)
def not_its_author(corpus: Corpus) -> Iterator[Slip]:
    """An assessment whose ``by`` or ``made`` is not the authors or the date of its source."""
    for assessment in corpus.all(Assessment):
        sources = [corpus.get(witness.source, Source) for witness in assessment.evidence]
        whole = [source for source in sources if source is not None]
        if len(whole) < len(sources):
            continue
        for field, ours, of_source, theirs in (
            ("by", assessment.by, "authors", [source.authors for source in whole]),
            ("made", assessment.made, "published", [source.published for source in whole]),
        ):
            if ours not in theirs:
                yield Slip(
                    record=assessment.id,
                    path=(field,),
                    message=f"{field} is {_listed(ours)}, but its source has {' or '.join(map(_listed, theirs))}",
                    expected="the authors and the date of publication of the source",
                    doubts=tuple((source.id, of_source) for source in whole),
                )


@rule(
    "CST504",
    "code-of-no-list",
    why="A code is what the list says that gives it, to the letter: a slip joins the record to something else.",
)
def codes_of_no_list(corpus: Corpus) -> Iterator[Slip]:
    """A code that no evidence of the record reports: one of ISO 3166, Correlates of War, Wikidata, GeoNames, ..."""
    for record in corpus.all(Attested):
        reported = {(report.field, report.value) for witness in record.evidence for report in witness.reports}
        for field in CODES:
            code = getattr(record, field, None)
            if code is not None and (field, code) not in reported:
                message = f"no evidence reports {field} {code}"
                yield Slip(record=record.id, path=(field,), message=message, expected="a source that gives this code")


@rule(
    "CST505",
    "uncited-source",
    why="A source is there for what it says; where nothing rests on it, what did was lost, or names another source.",
    severity="warning",
)
def uncited_sources(corpus: Corpus) -> Iterator[Slip]:
    """A source that no evidence names, and that no other source copies."""
    cited = {reference.id for _, reference in corpus.references}
    astray = any(id.startswith("source:") and not corpus.may_have(id) for id in cited)  # it may be meant for this one
    whole = not astray and all(corpus.has_all(kind.record_class) for kind in KINDS.values())
    for source in corpus.all(Source) if whole else ():
        if source.id not in cited:
            message = f"no record rests on {source.id}"
            yield Slip(record=source.id, path=("id",), message=message, expected="evidence that names this source")


@rule(
    "CST506",
    "copy-before-original",
    why="Nobody copies what is not published yet: the link or a day is wrong.",
)
def copies_before_originals(corpus: Corpus) -> Iterator[Slip]:
    """A source published certainly before the one that it copies. A day of difference is allowed, for time zones."""
    for copy in corpus.all(Source):
        original = corpus.get(copy.via, Source) if copy.via is not None else None
        first = original.published.earliest if original is not None and original.published is not None else None
        last = copy.published.latest if copy.published is not None else None
        if original is not None and first is not None and last is not None and last + timedelta(days=1) < first:
            message = (
                f"it was published on {copy.published}, but {original.id}, which it copies, on {original.published}"
            )
            yield Slip(record=copy.id, path=("via",), message=message, expected="a source that was there before")


def _listed(value: object) -> str:
    return ", ".join(value) or "none" if isinstance(value, tuple) else str(value or "none")
