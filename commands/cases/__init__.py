"""Beginning a case."""
