"""Confirm-only filing (免申即享)."""
