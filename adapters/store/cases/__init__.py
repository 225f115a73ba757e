"""A case: its file, steps, acts and documents, and lists of cases."""
