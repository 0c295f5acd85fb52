"""Versions of the data: what a version contained, how two versions differ, and what a release requires."""
