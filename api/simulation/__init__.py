"""The budget sandbox."""
