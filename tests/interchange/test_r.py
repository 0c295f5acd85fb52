"""R reads the CSV of every table as the same table."""

from __future__ import annotations

import csv
import io
import subprocess
from pathlib import Path

import pytest

from csto_data.cli import main
from csto_data.model import KINDS

SCRIPT = """
files <- commandArgs(trailingOnly = TRUE)
table <- read.csv(files[1], colClasses = "character", na.strings = "", check.names = FALSE, encoding = "UTF-8")
write.csv(table, files[2], row.names = FALSE, na = "", fileEncoding = "UTF-8")
years <- read.csv(files[1], na.strings = "", encoding = "UTF-8")
if ("any_day" %in% names(years)) stopifnot(is.numeric(years$any_day), all(years$any_day %in% c(0, 1, NA)))
"""


@pytest.mark.parametrize("table", [*KINDS, "member-years", "dyad-years"])
def test_r_reads_the_same_table(table: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", table, "--format", "csv"]) == 0
    text = capsys.readouterr().out
    (tmp_path / "ours.csv").write_bytes(text.encode())
    (tmp_path / "read.R").write_text(SCRIPT, encoding="utf-8")
    command = ["Rscript", "--vanilla", "--encoding=UTF-8", "read.R", "ours.csv", "theirs.csv"]
    environment = {"PATH": "/usr/bin:/bin:/usr/local/bin", "LC_ALL": "C.UTF-8", "HOME": str(tmp_path)}
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)
    theirs = (tmp_path / "theirs.csv").read_text(encoding="utf-8")
    assert [*csv.reader(io.StringIO(theirs))] == [*csv.reader(io.StringIO(text))]
