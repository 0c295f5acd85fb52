"""R and pandas read the CSV of every command as the same table that Python's csv reads."""

from __future__ import annotations

import csv
import io
import subprocess
from pathlib import Path

import pandas as pd
import pytest

from csto_data.cli import main
from csto_data.model import KINDS

COMMANDS = [
    "members",
    "why UZB",
    "show csto-kazakhstan-2022",
    "search airport",
    "about KAZ",
    "disputes",
    "view sukhankin-2022",
    "years",
    "years dyads",
    *(f"list {dataset}" for dataset in KINDS),
]

SCRIPT = """
files <- commandArgs(trailingOnly = TRUE)
table <- read.csv(files[1], colClasses = "character", na.strings = "", check.names = FALSE, encoding = "UTF-8")
write.csv(table, files[2], row.names = FALSE, na = "", fileEncoding = "UTF-8")
years <- read.csv(files[1], na.strings = "", encoding = "UTF-8")
if ("any_day" %in% names(years)) stopifnot(is.numeric(years$any_day), all(years$any_day %in% c(0, 1, NA)))
"""


@pytest.mark.parametrize("command", COMMANDS)
def test_r_and_pandas_read_the_same_table(command: str, tmp_path: Path) -> None:
    ours = tmp_path / "ours.csv"
    assert main([*command.split(), "--format", "csv", "--output", str(ours)]) == 0
    rows = [*csv.reader(io.StringIO(ours.read_bytes().decode()))]
    frame = pd.read_csv(ours, dtype=str, keep_default_na=False)
    assert [[*frame.columns], *frame.values.tolist()] == rows
    (tmp_path / "read.R").write_text(SCRIPT, encoding="utf-8")
    arguments = ["Rscript", "--vanilla", "--encoding=UTF-8", "read.R", "ours.csv", "theirs.csv"]
    environment = {"PATH": "/usr/bin:/bin:/usr/local/bin", "LC_ALL": "C.UTF-8", "HOME": str(tmp_path)}
    subprocess.run(arguments, cwd=tmp_path, env=environment, check=True, capture_output=True)
    theirs = (tmp_path / "theirs.csv").read_text(encoding="utf-8")
    assert [*csv.reader(io.StringIO(theirs))] == rows
