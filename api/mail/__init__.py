"""Caught mails of an embedded stack, and the letters of a case."""
