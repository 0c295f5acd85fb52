"""Checked facts about the Collective Security Treaty Organization, typed, with the sources that report them.

Importing this reads nothing: names are imported, and datasets read, when first used (PEP 562).
"""

__version__ = "0.2.0"

__all__ = [
    "Ambiguous",
    "Answer",
    "Dataset",
    "DatasetError",
    "Day",
    "Finding",
    "Instant",
    "InvalidDay",
    "InvalidInstant",
    "NotFound",
    "OutsideCoverage",
    "Uncertain",
    "UnknownAnswer",
    "Verdict",
    "data_root",
    "load",
    "members",
    "schema_root",
    "validate",
]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._resources import data_root as data_root
    from ._resources import schema_root as schema_root
    from .dataset import Dataset as Dataset
    from .dataset import load as load
    from .dataset import members as members
    from .dates import Answer as Answer
    from .dates import Day as Day
    from .dates import Instant as Instant
    from .dates import InvalidDay as InvalidDay
    from .dates import InvalidInstant as InvalidInstant
    from .dates import UnknownAnswer as UnknownAnswer
    from .errors import Ambiguous as Ambiguous
    from .errors import DatasetError as DatasetError
    from .errors import NotFound as NotFound
    from .errors import OutsideCoverage as OutsideCoverage
    from .errors import Uncertain as Uncertain
    from .validation import Finding as Finding
    from .validation import validate as validate
    from .verdicts import Verdict as Verdict
else:
    _HOMES = {
        "_resources": ("data_root", "schema_root"),
        "dataset": ("Dataset", "load", "members"),
        "dates": ("Answer", "Day", "Instant", "InvalidDay", "InvalidInstant", "UnknownAnswer"),
        "errors": ("Ambiguous", "DatasetError", "NotFound", "OutsideCoverage", "Uncertain"),
        "validation": ("Finding", "validate"),
        "verdicts": ("Verdict",),
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
