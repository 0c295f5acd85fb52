"""Questions, as functions of a record store."""
