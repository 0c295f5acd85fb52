"""Differences from two other membership tables are exactly those that docs/methodology.md explains."""

from __future__ import annotations

import re
from collections.abc import Iterator

from support import ROOT

import csto_data
from csto_data.queries.membership import full_spells

METHODOLOGY = ROOT / "docs" / "methodology.md"
DS = csto_data.load()
SIX = ("ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK")

# Alliance Treaty Obligations and Provisions 4.01, member level, atopid 4220: first and last day of each phase.
ATOP = {
    **{(code, 1): ("1992-05-15", "2002-10-07") for code in ("ARM", "KAZ", "KGZ", "RUS", "TJK")},
    ("BLR", 1): ("1994-01-03", "2002-10-07"),
    ("AZE", 1): ("1993-09-24", "1999-04-20"),
    ("GEO", 1): ("1993-12-09", "1999-04-20"),
    ("UZB", 1): ("1992-05-15", "1999-04-20"),
    **{(code, 2): ("2002-10-07", "none") for code in SIX},
    ("UZB", 2): ("2006-08-17", "2012-06-28"),
}
PHASES = {1: "org:cst", 2: "org:csto"}

# Correlates of War, Intergovernmental Organizations v3, ionum 1125: full members and observers by year.
COW_MEMBERS = {**dict.fromkeys(range(2002, 2012), (*SIX, "UZB")), **dict.fromkeys((2012, 2013, 2014), SIX)}
COW_OBSERVERS = dict.fromkeys((2013, 2014), ("AFG", "SRB"))

Difference = tuple[str, str, str, str]
"""State, compared item, value in the other table, value in this dataset."""


def atop_differences() -> Iterator[Difference]:
    """Yield the differences from Alliance Treaty Obligations and Provisions."""
    ours = {
        (spell.member[-3:], phase): (str(spell.start), str(spell.end or "none"))
        for phase, organization in PHASES.items()
        for spell in full_spells(DS, organization)
    }
    assert ours.keys() == ATOP.keys()
    for (code, phase), days in ATOP.items():
        for what, theirs, our in zip(("start", "end"), days, ours[code, phase], strict=True):
            if theirs != our:
                yield code, f"{what} {phase}", theirs, our


def cow_differences() -> Iterator[Difference]:
    """Yield the differences from Correlates of War."""
    covered = {row["year"] for row in DS.member_years("org:csto") if row["year_end"] is not None}
    members = {(row["state"][-3:], row["year"]) for row in DS.member_years("org:csto") if row["year_end"]}
    for year, coded in COW_MEMBERS.items():
        observers = COW_OBSERVERS.get(year, ())
        for code in (state.id[-3:] for state in DS.states):
            theirs = "member" if code in coded else "observer" if code in observers else "none"
            our = "member" if (code, year) in members else "none" if year in covered else "not covered"
            if theirs != our and not (theirs == "none" and our == "not covered"):
                yield code, str(year), theirs, our


def explained(table: str) -> set[Difference]:
    """Return the differences from a table that the methodology explains."""
    text = METHODOLOGY.read_text(encoding="utf-8").partition("## Compared with tables made by others")[2]
    section = text.partition(table)[2].partition("\n\n|")[2].partition("\n\n")[0]
    rows = [[cell.strip() for cell in row.strip("| ").split(" | ")] for row in section.splitlines()[2:]]
    assert all(reason for *_, reason in rows)
    return {
        (code, what, theirs, ours)
        for codes, whats, theirs, ours, _ in rows
        for code in re.split(", ", codes)
        for what in re.split(", ", whats)
    }


def test_methodology_explains_exactly_the_differences_from_atop() -> None:
    assert set(atop_differences()) == explained("Alliance Treaty Obligations and Provisions 4.01")


def test_methodology_explains_exactly_the_differences_from_correlates_of_war() -> None:
    assert set(cow_differences()) == explained("Correlates of War, Intergovernmental Organizations v3")
