"""Assessments: claims, definitions, interpretations, characterisations and forecasts by authors of sources."""

from typing import Literal, get_args

from attrs import field, frozen

from ..dates import Day, Period
from ..declarations import spec
from .conditions import OnlyFor
from .evidence import Attested, Evidence
from .ids import AssessmentId, OrganizationId, PersonId, SubjectId
from .parts import Part
from .times import period_of_moment

AssessmentKind = Literal["claim", "definition", "interpretation", "characterisation", "forecast"]
Modality = Literal["will", "highly-likely", "likely", "could", "might", "should", "apparently", "arguably"]
Result = Literal["open", "happened", "not-so-far", "condition-not-met", "cannot-be-judged"]


@frozen(kw_only=True, repr=False)
class Outcome(Part):
    """The outcome of a forecast, as known on some day."""

    result: Result = field(metadata=spec("not-so-far"))
    """The outcome."""
    as_of: Day | None = field(default=None, metadata=spec("2024-12-31", source_specific=True))
    """The day up to which the outcome is known. Absent when it is not given."""
    summary: str | None = field(default=None, metadata=spec("No request was made.", source_specific=True))
    """A paraphrase of what happened. Absent when the result says it all."""
    evidence: tuple[Evidence, ...] = field(
        default=(), metadata=spec([{"source": "source:csto-press-release", "reports": {"result": "not-so-far"}}])
    )
    """The evidence for the outcome, one entry for each place in a source. Absent when there is nothing to
    report yet."""


@frozen(kw_only=True, repr=False)
class Assessment(Attested):
    """A claim, definition, interpretation, characterisation or forecast by the author of a source.

    Claims, definitions, interpretations, characterisations and forecasts by authors of sources.
    """

    CONDITIONS = (
        OnlyFor(
            "outcome",
            "kind",
            "forecast",
            words=get_args(AssessmentKind),
            expected="no outcome, unless kind is forecast",
        ),
    )

    id: AssessmentId = field(metadata=spec("assessment:csto-use-in-belarus"))
    """The id of this assessment, unique in the dataset."""
    kind: AssessmentKind = field(metadata=spec("forecast"))
    """The kind of assessment."""
    by: tuple[PersonId | OrganizationId, ...] = field(metadata=spec(["person:sergey-sukhankin"]))
    """The persons or organisations that make it: the authors of its source."""
    made: Day = field(metadata=spec("2022-01-26"))
    """The day on which it was made: the publication date of its source."""
    about: tuple[SubjectId, ...] = field(metadata=spec(["org:csto", "state:BLR"]))
    """The subjects that it is about."""
    claim: str = field(metadata=spec("Belarus is a potential new area for missions."))
    """A paraphrase of what the author says, with the hedges."""
    modality: Modality | None = field(default=None, metadata=spec("could"))
    """The outermost hedge of the claim, as one of a few words: how likely it is, or what ought to be."""
    condition: str | None = field(default=None, metadata=spec("if there is unrest"))
    """A paraphrase of the condition that the author gives. Absent when there is none."""
    outcome: Outcome | None = field(default=None, metadata=spec({"result": "open"}))
    """The outcome of a forecast. Absent when it was not checked, and for all other kinds."""

    @property
    def when(self) -> Period | None:
        """The earliest and the latest day on which it may have been made."""
        return period_of_moment(self.made, None)
