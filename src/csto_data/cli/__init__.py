# PYTHON_ARGCOMPLETE_OK
"""The command ``csto-data``."""

from __future__ import annotations

import sys
from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code; see ``csto_data.cli.run``.

    Args:
        arguments: The arguments after the name of the program; those of the process by default.

    Returns:
        0 on success, 1 if there are findings, 2 for wrong usage, no answer or an internal error, 130 if interrupted.
    """
    try:
        from .run import run  # noqa: PLC0415  # an interruption while modules are imported is an interruption, too

        return run(arguments)
    except KeyboardInterrupt:
        print("csto-data: interrupted", file=sys.stderr)
        return 130
