"""Announced years, and how far each was taken to the cases."""
