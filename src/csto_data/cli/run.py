"""The command line of ``csto-data``: run a command, and report errors.

Exit codes: 0 success, 1 findings, 2 wrong usage, no answer or an internal error. Answers go to standard output, all
other messages to standard error.
"""

from __future__ import annotations

import io
import sys
import warnings
from collections.abc import Sequence
from importlib import import_module

from ..errors import CstoDataError, MovedIdWarning
from ..progress import shown_by
from .commands import parser
from .parser import options_of
from .progress import tracker_of_terminal
from .streams import discard_output, flush, safe_to_print, warn


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code.

    Args:
        arguments: The arguments after the name of the program; those of the process by default.

    Returns:
        0 on success, 1 if there are findings, 2 for wrong usage, no answer or an internal error.
    """
    if sys.stderr is None:
        sys.stderr = io.StringIO()  # otherwise ``print`` writes messages to standard output
    if sys.stdout is None:
        return _refuse("Cannot write the output: standard output is closed.")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        options = options_of(parser(), arguments)
        if options.function is None:
            parser().print_help()
            return 0
        module, _, name = options.function.partition(".")
        with shown_by(tracker_of_terminal()), warnings.catch_warnings():
            warnings.simplefilter("always", MovedIdWarning)
            warnings.showwarning = lambda message, *_: warn(safe_to_print(str(message)))
            code: int = getattr(import_module(f".{module}", __package__), name)(options)
        flush()
    except Exception as error:
        return _refuse(_reason(error))
    return code


def _refuse(reason: str) -> int:
    warn(f"csto-data: {safe_to_print(reason)}")
    return 2


def _reason(error: Exception) -> str:
    match error:
        case CstoDataError():
            return str(error)
        case OSError(filename=None):
            discard_output()
            return f"Cannot write the output: {error.strerror or error}"
        case OSError():
            return f"{error.filename}: {error.strerror}"
        case _:
            return f"Internal error. Please report it with the command that you ran: {type(error).__name__}: {error}"
