"""Compare what sources report with what records say, as functions of a record store."""
