"""Public notice (公示): what the public reads of a case before money moves, and how a notice ends. Pure."""
