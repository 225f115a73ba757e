"""Acts in many cases at once (批量办理)."""
