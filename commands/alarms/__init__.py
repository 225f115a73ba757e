"""Alarms: what the house finds by itself, and what administrators do about it."""
