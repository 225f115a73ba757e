"""Payment lists for the treasury and its answers."""
