"""Run the command ``csto-data`` as ``python -m csto_data``."""

from .cli import main

raise SystemExit(main())
