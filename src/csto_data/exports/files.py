"""Write large text files line by line, and replace a file only when the new one is complete."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from secrets import token_hex

from ..errors import DatasetError


def write_lines(file: Path, lines: Iterable[str]) -> None:
    """Write lines to a file, in UTF-8 and with line feeds.

    Args:
        file: The file, which is replaced only when all lines are written.
        lines: The lines, without line feeds.

    Raises:
        DatasetError: The file cannot be written; it is unchanged.
    """
    temporary = file.with_name(f".{token_hex(16)}.tmp")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("x", encoding="utf-8", newline="\n") as opened:
            opened.writelines(f"{line}\n" for line in lines)
        temporary.replace(file)
    except OSError as error:
        raise DatasetError([f"{file} cannot be written: {error.strerror or error}."]) from error
    finally:
        temporary.unlink(missing_ok=True)
