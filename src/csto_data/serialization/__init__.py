"""Between bytes, JSON and records."""
