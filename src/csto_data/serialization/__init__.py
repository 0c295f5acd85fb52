"""Read and write JSON: files, records and schemas."""
