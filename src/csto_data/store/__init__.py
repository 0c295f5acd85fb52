"""Tables of records, and where they come from. Nothing here answers a question."""
