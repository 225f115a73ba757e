"""Confirm-only filing (免申即享): lists of units that an office knows to qualify, and the invitations made of them. Pure."""
