"""Assessments: what authors of sources claim, define, interpret, characterise or foresee."""

from typing import Literal, get_args

from attrs import field, frozen

from ..dates import Day
from ..declarations import spec
from .conditions import OnlyFor
from .evidence import Attested, Evidence
from .ids import AssessmentId, OrganizationId, PersonId, SubjectId

AssessmentKind = Literal["claim", "definition", "interpretation", "characterisation", "forecast"]
Modality = Literal["will", "highly-likely", "likely", "could", "might", "should", "apparently", "arguably"]
Result = Literal["open", "happened", "not-so-far", "condition-not-met", "cannot-be-judged"]


@frozen(kw_only=True)
class Outcome:
    """What became of a forecast by some day."""

    result: Result = field(metadata=spec("not-so-far"))
    """What became of it."""
    as_of: Day | None = field(default=None, metadata=spec("2024-12-31"))
    """The day up to which this is known. Absent when not known."""
    summary: str | None = field(default=None, metadata=spec("No request was made."))
    """What happened, in words of ours. Absent when the result says it all."""
    evidence: tuple[Evidence, ...] = field(
        default=(), metadata=spec([{"source": "source:csto-press-release", "reports": {"result": "not-so-far"}}])
    )
    """What sources say of the outcome, one entry for each place in a source. Absent while there is nothing to
    tell."""


@frozen(kw_only=True)
class Assessment(Attested):
    """Something that the author of a source claims, defines, interprets, characterises or foresees.

    What authors of sources claim, define, interpret, characterise or foresee.
    """

    CONDITIONS = (
        OnlyFor(
            "outcome",
            "kind",
            "forecast",
            words=get_args(AssessmentKind),
            expected="no outcome; only a forecast has one",
        ),
    )

    id: AssessmentId = field(metadata=spec("assessment:csto-use-in-belarus"))
    """The id of this assessment, unique in the dataset."""
    kind: AssessmentKind = field(metadata=spec("forecast"))
    """What sort of assessment it is."""
    by: tuple[PersonId | OrganizationId, ...] = field(metadata=spec(["person:sergey-sukhankin"]))
    """Who makes it: the authors of its source."""
    made: Day = field(metadata=spec("2022-01-26"))
    """The day on which it was made: that of the publication of its source."""
    about: tuple[SubjectId, ...] = field(metadata=spec(["org:csto", "state:BLR"]))
    """What it is about."""
    claim: str = field(metadata=spec("The organisation is used in Belarus too."))
    """What the author says, in words of ours and without the hedge."""
    modality: Modality | None = field(default=None, metadata=spec("could"))
    """The outermost hedge of the author: how sure, or what ought to be. Absent when it is said plainly."""
    condition: str | None = field(default=None, metadata=spec("if there is unrest"))
    """What it is said to depend on, in words of ours. Absent when it depends on nothing."""
    outcome: Outcome | None = field(default=None, metadata=spec({"result": "open"}))
    """What became of a forecast. Absent when not looked at, and for all other kinds."""
