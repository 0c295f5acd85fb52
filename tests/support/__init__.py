"""Helpers that several tests share: small datasets, validators, wheels and golden files."""

from pathlib import Path

SUPPORT = Path(__file__).parent
ROOT = SUPPORT.parent.parent
