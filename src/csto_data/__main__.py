"""``python -m csto_data`` is ``csto-data``."""

from .cli import main

raise SystemExit(main())
