"""Public notices and those who object."""
