"""Pictures: days and answers as marks, drawn as SVG or described for Vega-Lite."""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

PictureKind: TypeAlias = Literal["members", "timeline", "dispute", "figure", "tiles", "holders"]
"""What a picture can show."""
KINDS: tuple[PictureKind, ...] = get_args(PictureKind)
"""The kinds of pictures."""
