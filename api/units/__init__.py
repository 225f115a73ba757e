"""The registry of units over HTTP."""
