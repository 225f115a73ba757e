"""Tables of the law as an installation reads it."""
