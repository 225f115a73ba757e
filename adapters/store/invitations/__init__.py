"""Invitation lists and invitations."""
