"""Confirm-only filing (免申即享): loading lists, answering invitations."""
