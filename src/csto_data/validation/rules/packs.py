"""CST6xx: how a pack stands to the packaged data. What finds them is ``validation.folder``."""

from __future__ import annotations

from ..registry import declare

SHADOWED = declare(
    "CST601",
    "shadowed-id",
    "A record of a pack that has the id of a packaged record, without a word about it.",
    "An id is a promise: whoever changes what is behind it says so, and why, in pack.json.",
)
IDLE_OVERRIDE = declare(
    "CST602",
    "idle-override",
    "An override in pack.json that overrides nothing: the pack or the packaged data have no record with that id, or "
    "another entry overrides it already.",
    "It was meant to replace something, and does not.",
)
