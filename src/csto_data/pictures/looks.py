"""How each sign looks: filled, outlined or hatched, so that it can be read without colour and in grey print."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from .marks import Sign

ACCENT = "#4a86b8"
"""The colour of marks, which has a contrast of at least 3.5 on white and on nearly black."""
WARNING = "#c4622d"
"""The colour of marks that dispute a value."""
INK = "currentColor"
FAINT = "#8a8f98"
"""The colour of the frame of what is not so, which can be seen on white and on nearly black."""


class Look(NamedTuple):
    """How a mark looks.

    Attributes:
        color: The colour of its outline and filling.
        opacity: How opaque its filling is, from 0 to 1.
        dash: The pattern of its outline; empty for a line.
        hatch: Whether its filling is hatched, by ``lines``, ``cross`` or ``dots``; empty for none.
    """

    color: str = ACCENT
    opacity: float = 1
    dash: str = ""
    hatch: str = ""


LOOKS: Mapping[Sign, Look] = {
    "yes": Look(),
    "unknown": Look(opacity=0.12, dash="3 2.5"),
    "frozen": Look(opacity=0.12, hatch="lines"),
    "frozen-unknown": Look(opacity=0.12, dash="3 2.5", hatch="lines"),
    "no": Look(FAINT, opacity=0),
    "observer": Look(opacity=0.12, hatch="dots"),
    "acting": Look(opacity=0.12, hatch="lines"),
    "recorded": Look(INK),
    "supports": Look(),
    "compatible": Look(opacity=0.3),
    "disputes": Look(WARNING, opacity=0.2, hatch="cross"),
    "not-judged": Look(INK, opacity=0, dash="1 2.5"),
}
"""The look of each sign."""
