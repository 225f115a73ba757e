"""Accounts, desks, absences, recusals, and who has taken which task."""
