"""What is done about the audit record as a whole."""
