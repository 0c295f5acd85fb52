"""Checked and typed facts about the Collective Security Treaty Organization, with the sources that report them.

Importing the package reads no data: modules are imported, and datasets are read, on first use (PEP 562).
"""

__all__ = [
    "AmbiguousError",
    "Answer",
    "AnswerChange",
    "Assessment",
    "AssessmentId",
    "Change",
    "CstoDataError",
    "Dataset",
    "DatasetError",
    "Day",
    "Difference",
    "DyadYear",
    "Event",
    "EventId",
    "Evidence",
    "Explanation",
    "Figure",
    "FigureId",
    "Finding",
    "GoneError",
    "Holding",
    "Instant",
    "InvalidDateError",
    "InvalidFilterError",
    "Judgement",
    "Match",
    "MemberYear",
    "Membership",
    "MembershipId",
    "MissingLibraryError",
    "MovedIdWarning",
    "NotFoundError",
    "Office",
    "OfficeId",
    "Operation",
    "OperationId",
    "Organization",
    "OrganizationId",
    "OutsideCoverageError",
    "Participation",
    "Period",
    "Person",
    "PersonId",
    "Place",
    "PlaceId",
    "PublishedView",
    "Quantity",
    "Record",
    "Release",
    "Resolution",
    "Revision",
    "Source",
    "SourceId",
    "Standing",
    "State",
    "StateId",
    "Statement",
    "StatementId",
    "Table",
    "UncertainError",
    "UnknownAnswerError",
    "Verdict",
    "View",
    "Witnesses",
    "data_root",
    "load",
    "members",
    "schema_root",
    "validate",
    "versions",
]

TYPE_CHECKING = False  # as in ``typing``, which is slower to import than this package
if TYPE_CHECKING:
    from .dataset import Dataset as Dataset
    from .dataset import PublishedView as PublishedView
    from .dataset import View as View
    from .dataset import load as load
    from .dataset import members as members
    from .dataset import versions as versions
    from .dates import Answer as Answer
    from .dates import Day as Day
    from .dates import Instant as Instant
    from .dates import Period as Period
    from .diagnostics import Finding as Finding
    from .errors import AmbiguousError as AmbiguousError
    from .errors import CstoDataError as CstoDataError
    from .errors import DatasetError as DatasetError
    from .errors import GoneError as GoneError
    from .errors import InvalidDateError as InvalidDateError
    from .errors import InvalidFilterError as InvalidFilterError
    from .errors import MissingLibraryError as MissingLibraryError
    from .errors import MovedIdWarning as MovedIdWarning
    from .errors import NotFoundError as NotFoundError
    from .errors import OutsideCoverageError as OutsideCoverageError
    from .errors import UnknownAnswerError as UnknownAnswerError
    from .model import Assessment as Assessment
    from .model import Event as Event
    from .model import Evidence as Evidence
    from .model import Figure as Figure
    from .model import Membership as Membership
    from .model import Office as Office
    from .model import Operation as Operation
    from .model import Organization as Organization
    from .model import Person as Person
    from .model import Place as Place
    from .model import Quantity as Quantity
    from .model import Record as Record
    from .model import Source as Source
    from .model import State as State
    from .model import Statement as Statement
    from .model.ids import AssessmentId as AssessmentId
    from .model.ids import EventId as EventId
    from .model.ids import FigureId as FigureId
    from .model.ids import MembershipId as MembershipId
    from .model.ids import OfficeId as OfficeId
    from .model.ids import OperationId as OperationId
    from .model.ids import OrganizationId as OrganizationId
    from .model.ids import PersonId as PersonId
    from .model.ids import PlaceId as PlaceId
    from .model.ids import SourceId as SourceId
    from .model.ids import StateId as StateId
    from .model.ids import StatementId as StatementId
    from .provenance.judgements import Judgement as Judgement
    from .provenance.support import Witnesses as Witnesses
    from .provenance.verdicts import Verdict as Verdict
    from .queries.explain import Explanation as Explanation
    from .queries.holders import Holding as Holding
    from .queries.membership import UncertainError as UncertainError
    from .queries.panels import DyadYear as DyadYear
    from .queries.panels import MemberYear as MemberYear
    from .queries.participation import Participation as Participation
    from .queries.participation import Standing as Standing
    from .releases.answer_changes import AnswerChange as AnswerChange
    from .releases.changes import Change as Change
    from .releases.difference import Difference as Difference
    from .releases.history import Release as Release
    from .releases.revisions import Revision as Revision
    from .serialization.resources import data_root as data_root
    from .serialization.resources import schema_root as schema_root
    from .store.lookup import Match as Match
    from .store.redirecting import Resolution as Resolution
    from .store.table import Table as Table
    from .validation import validate as validate
    from .version import __version__ as __version__
else:
    _HOMES = {
        "dataset": (
            "Dataset",
            "PublishedView",
            "View",
            "load",
            "members",
            "versions",
        ),
        "dates": (
            "Answer",
            "Day",
            "Instant",
            "Period",
        ),
        "diagnostics": ("Finding",),
        "errors": (
            "AmbiguousError",
            "CstoDataError",
            "DatasetError",
            "GoneError",
            "InvalidDateError",
            "InvalidFilterError",
            "MissingLibraryError",
            "MovedIdWarning",
            "NotFoundError",
            "OutsideCoverageError",
            "UnknownAnswerError",
        ),
        "model": (
            "Assessment",
            "Event",
            "Evidence",
            "Figure",
            "Membership",
            "Office",
            "Operation",
            "Organization",
            "Person",
            "Place",
            "Quantity",
            "Record",
            "Source",
            "State",
            "Statement",
        ),
        "model.ids": (
            "AssessmentId",
            "EventId",
            "FigureId",
            "MembershipId",
            "OfficeId",
            "OperationId",
            "OrganizationId",
            "PersonId",
            "PlaceId",
            "SourceId",
            "StateId",
            "StatementId",
        ),
        "provenance.judgements": ("Judgement",),
        "provenance.support": ("Witnesses",),
        "provenance.verdicts": ("Verdict",),
        "queries.explain": ("Explanation",),
        "queries.holders": ("Holding",),
        "queries.membership": ("UncertainError",),
        "queries.panels": (
            "DyadYear",
            "MemberYear",
        ),
        "queries.participation": (
            "Participation",
            "Standing",
        ),
        "releases.answer_changes": ("AnswerChange",),
        "releases.changes": ("Change",),
        "releases.difference": ("Difference",),
        "releases.history": ("Release",),
        "releases.revisions": ("Revision",),
        "serialization.resources": (
            "data_root",
            "schema_root",
        ),
        "store.lookup": ("Match",),
        "store.redirecting": ("Resolution",),
        "store.table": ("Table",),
        "validation": ("validate",),
        "version": ("__version__",),
    }

    def __getattr__(name):
        for home, names in _HOMES.items():
            if name in names:
                value = getattr(__import__(f"{__name__}.{home}", fromlist=[name]), name)
                globals()[name] = value
                return value
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def __dir__():
        return sorted({*__all__, *(name for name in globals() if name.startswith("__"))})
