"""Generate documentation pages from the data and the schemas."""
