"""Asking experts, and what experts do."""
