"""The audit record, and what it finds by itself."""
