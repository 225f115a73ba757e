"""Desks: whose they are, and that they are not empty."""
