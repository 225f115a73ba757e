"""Registered units: what is entered of each, and how cases follow it."""
