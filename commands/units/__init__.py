"""Use cases of the registry of units."""
