"""The changes of shape, in order of their numbers."""
