"""The treasury's files: taken whole, and acted on row by row."""
