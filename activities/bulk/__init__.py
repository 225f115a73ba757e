"""The items of a bulk act."""
