"""Paying, stopping, taking back."""
