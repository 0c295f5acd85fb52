"""What several tests use: small datasets, validators, wheels, and files to compare with."""

from pathlib import Path

SUPPORT = Path(__file__).parent
ROOT = SUPPORT.parent.parent
