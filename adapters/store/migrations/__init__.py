"""Alembic's room: one file a change of shape, oldest first. Nothing else may enter."""
