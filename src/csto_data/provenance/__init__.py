"""Who says what, and how well it is supported, as functions of a record store."""
