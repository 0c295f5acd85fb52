"""Write to standard output, to files and to standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..diagnostics import printable

LONGEST_LINE = 1000
"""The number of characters of a line of an error message that are shown."""


def write(text: str) -> None:
    """Write text for people to standard output, in its encoding."""
    with _until_closed():
        sys.stdout.write(text)


def write_data(text: str) -> None:
    """Write text for programs to standard output: in UTF-8 and with the line ends that it has, on every platform."""
    binary = getattr(sys.stdout, "buffer", None)
    if binary is None:  # such as the output of a notebook
        write(text)
        return
    with _until_closed():
        sys.stdout.flush()
        binary.write(text.encode("utf-8", "backslashreplace"))


def write_file(path: str, text: str) -> None:
    """Write text to a file, in UTF-8 and with the line ends that it has, on every platform.

    An existing file is replaced only when all of the text is on the disk.

    Args:
        path: The file; a link is followed, and a device or pipe is written to.
        text: The text.

    Raises:
        DatasetError: The file cannot be written; it is unchanged.
    """
    from ..store.folder_writer import replace  # noqa: PLC0415  # only needed for files

    data, file = text.encode("utf-8", "backslashreplace"), Path(os.path.realpath(path))
    if file.exists() and not file.is_file():
        file.write_bytes(data)
    else:
        replace(file, data)


def has_colours() -> bool:
    """Return whether standard output is a terminal whose user did not refuse colours (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def flush() -> None:
    """Write buffered output."""
    with _until_closed():
        sys.stdout.flush()


def warn(text: str) -> None:
    """Write a line to standard error, if that is possible."""
    with suppress(OSError):
        print(text, file=sys.stderr)


@contextmanager
def _until_closed() -> Iterator[None]:
    """Discard output once the reader has closed the pipe, without changing the exit code of the command."""
    try:
        yield
    except BrokenPipeError:
        discard_output()


def discard_output() -> None:
    """Redirect standard output to the null device, so that buffered output raises no error when Python exits."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def safe_to_print(text: str) -> str:
    """Return the message with unprintable characters escaped and long lines shortened."""
    return "\n".join(map(printable, map(_shortened, text.split("\n"))))


def _shortened(line: str) -> str:
    return line if len(line) <= LONGEST_LINE else f"{line[: LONGEST_LINE - 300]} ... {line[-300:]}"
