"""Rules CST701 and CST702: suppressions. The engine finds these violations after all others."""

from __future__ import annotations

from ..registry import declare

UNUSED_SUPPRESSION = declare(
    "CST701",
    "unused-suppression",
    "Checks that every entry in suppressions.json suppresses a finding.",
    "An entry without a finding would hide the next one, which may need to be corrected.",
)
INVALID_SUPPRESSION = declare(
    "CST702",
    "invalid-suppression",
    "Checks that every entry in suppressions.json has the code of a rule about records that does not block loading.",
    "Only findings that leave the data usable can be accepted.",
)
