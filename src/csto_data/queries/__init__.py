"""Queries, as functions of a record store."""
