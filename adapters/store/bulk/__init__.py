"""Acts in many cases at once."""
