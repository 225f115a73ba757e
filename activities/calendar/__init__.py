"""Taking a loaded year to the cases."""
