"""Checked and typed facts about the Collective Security Treaty Organization, with the sources that report them.

Importing the package reads no data: modules are imported, and datasets are read, on first use (PEP 562).
"""

__all__ = [
    "AmbiguousError",
    "Answer",
    "CstoDataError",
    "Dataset",
    "DatasetError",
    "Day",
    "Finding",
    "Instant",
    "InvalidDateError",
    "InvalidFilterError",
    "NotFoundError",
    "OutsideCoverageError",
    "UncertainError",
    "UnknownAnswerError",
    "Verdict",
    "data_root",
    "load",
    "members",
    "schema_root",
    "validate",
]

TYPE_CHECKING = False  # as in ``typing``, which is slower to import than this package
if TYPE_CHECKING:
    from .dataset import Dataset as Dataset
    from .dataset import load as load
    from .dataset import members as members
    from .dates import Answer as Answer
    from .dates import Day as Day
    from .dates import Instant as Instant
    from .diagnostics import Finding as Finding
    from .errors import AmbiguousError as AmbiguousError
    from .errors import CstoDataError as CstoDataError
    from .errors import DatasetError as DatasetError
    from .errors import InvalidDateError as InvalidDateError
    from .errors import InvalidFilterError as InvalidFilterError
    from .errors import NotFoundError as NotFoundError
    from .errors import OutsideCoverageError as OutsideCoverageError
    from .errors import UnknownAnswerError as UnknownAnswerError
    from .provenance.verdicts import Verdict as Verdict
    from .queries.membership import UncertainError as UncertainError
    from .serialization.resources import data_root as data_root
    from .serialization.resources import schema_root as schema_root
    from .validation import validate as validate
    from .version import __version__ as __version__
else:
    _HOMES = {
        "dataset": ("Dataset", "load", "members"),
        "dates": ("Answer", "Day", "Instant"),
        "diagnostics": ("Finding",),
        "errors": (
            "AmbiguousError",
            "CstoDataError",
            "DatasetError",
            "InvalidDateError",
            "InvalidFilterError",
            "NotFoundError",
            "OutsideCoverageError",
            "UnknownAnswerError",
        ),
        "provenance.verdicts": ("Verdict",),
        "queries.membership": ("UncertainError",),
        "serialization.resources": ("data_root", "schema_root"),
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
        return sorted({*globals(), *__all__})
